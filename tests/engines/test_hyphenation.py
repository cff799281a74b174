"""Long words may be broken where a vowel stays on both sides, and nothing of them is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orientir.engines.russian.hyphenation import SOFT_HYPHEN, soften

VOWELS = set("аеёиоуыэюя")


@pytest.mark.parametrize(
    ("word", "broken"),
    [
        ("профориентационной", "про-фо-ри-ен-та-ци-он-ной"),
        ("Ответственный", "От-ветс-твен-ный"),
        ("объединение", "объ-еди-не-ние"),
        ("самоопределение", "са-мо-оп-ре-де-ле-ние"),
        ("предметников", "пред-мет-ни-ков"),
        ("ярмарка", "ярмарка"),  # short enough for any cell
        ("ПРОФОРИЕНТАЦИЯ", "ПРО-ФО-РИ-ЕН-ТА-ЦИЯ"),
        ("organisation", "organisation"),
    ],
)
def test_a_long_word_is_broken_by_its_syllables(word: str, broken: str) -> None:
    assert soften(word).replace(SOFT_HYPHEN, "-") == broken


@given(st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВ -.\n", max_size=60))
def test_the_words_stay_and_each_piece_can_be_said(text: str) -> None:
    soft = soften(text)

    assert soft.replace(SOFT_HYPHEN, "") == text
    for word in soft.split():
        pieces = word.strip("-.").split(SOFT_HYPHEN)
        if len(pieces) > 1:
            assert min(len(piece.strip("-.")) for piece in (pieces[0], pieces[-1])) > 1
