"""Slips of recognition that are certain enough to be mended."""

from collections.abc import Sequence

import pytest

from orientir.engines.reading.formats.ocr import mended
from orientir.engines.reading.layout import Page, Word


def words_of(*texts: str | tuple[str, float], height: float = 8.0) -> list[Word]:
    """Words beneath one another; a text alone is read surely."""
    pairs = [(text, 0.97) if isinstance(text, str) else text for text in texts]
    return [Word(text, 50, 20 * at, 90, 20 * at + height, sure) for at, (text, sure) in enumerate(pairs)]


def after_mending(words: Sequence[Word]) -> list[str]:
    (page,) = mended([Page(600, 800, words)])
    return [word.text for word in page.words]


MENDED = {
    "letters of another alphabet": (["CПO,", "учacтиe"], ["СПО,", "участие"]),
    "an abbreviation that stands elsewhere": (["ОО", "ОО,", ("оО", 0.5), ("00", 0.5)], ["ОО", "ОО,", "ОО", "ОО"]),
    "a word that stands elsewhere": (
        ["профессиональной", ("профессиопальной", 0.6)],
        ["профессиональной", "профессиональной"],
    ),
    "a letter that leaves one word": ([("днагностики", 0.6), ("Заселание", 0.6)], ["диагностики", "Заседание"]),
    "the dot of a number": (
        ["1.2.", "1.4.", ("13.", 0.9), "2.1.", ("2:2.", 0.9)],
        ["1.2.", "1.4.", "1.3.", "2.1.", "2.2."],
    ),
    "an item between its neighbours": (["а)", "6)", "в)"], ["а)", "б)", "в)"]),
    "grains before and behind": (["`МБУ", "роста»'"], ["МБУ", "роста»"]),
}
LEFT = {
    "abbreviations": ["МКУ", "ЦОДОО", ("КНМЦ", 0.6), ("ММС", 0.5)],
    "sure words nobody knows": ["професий", "контентов", "Озёрский"],
    "numbers that stand in no series": ["31.", "2021.", ("6)", 0.9), "10:30."],
    "halves of a word at the end of a line": [("профес-", 0.6), ("сиопальной", 0.6)],
    "known words": [("пост", 0.5), ("гост", 0.5), ("Дома", 0.5)],
}


@pytest.mark.parametrize("name", MENDED)
def test_a_certain_slip_is_mended(name: str) -> None:
    read_so, meant = MENDED[name]

    assert after_mending(words_of(*read_so)) == meant


@pytest.mark.parametrize("name", LEFT)
def test_what_is_not_certain_stays_as_it_was_read(name: str) -> None:
    words = words_of(*LEFT[name])

    assert after_mending(words) == [word.text for word in words]


def test_a_mended_word_is_less_sure() -> None:
    (page,) = mended([Page(600, 800, words_of("CПO"))])

    assert page.words[0].sureness == pytest.approx(0.97 * 0.9)


def test_capitals_no_higher_than_small_letters_are_small_letters() -> None:
    small, tall = words_of("школ", "смена", "ПОСТОЯННО", height=5.5), words_of("2025", "ЦНИИ", height=8.0)

    assert after_mending([*small, *tall]) == ["школ", "смена", "постоянно", "2025", "ЦНИИ"]
