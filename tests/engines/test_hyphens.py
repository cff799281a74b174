"""Words broken at a line's end: which hyphens belong to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orientir.engines.reading.hyphens import SOFT_HYPHEN, breaks_words, is_cut, join_lines, words_of


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        # added by the program that wrapped the line
        ("для профориента-", "ционной работы", "для профориентационной работы"),
        ("учебно-мето-", "дический совет", "учебно-методический совет"),
        ("в науч-", "но-популярных лекциях", "в научно-популярных лекциях"),
        ("пред-", "профильные классы", "предпрофильные классы"),
        ("проф-", "пробы", "профпробы"),
        ("ПРОФОРИЕНТА-", "ЦИОННАЯ РАБОТА", "ПРОФОРИЕНТАЦИОННАЯ РАБОТА"),
        ("получ-", "или", "получили"),
        (f"меро{SOFT_HYPHEN}", "приятия", "мероприятия"),
        # belonging to the word
        ("цикл форсайт-", "сессий", "цикл форсайт-сессий"),
        ("практико-", "ориентированные курсы", "практико-ориентированные курсы"),
        ("социально-", "значимых проектов", "социально-значимых проектов"),
        ("август-", "сентябрь", "август-сентябрь"),
        ("для 6-", "11 классов", "для 6-11 классов"),
        ("из 11-", "х классов", "из 11-х классов"),
        ("Нижне-", "Волжский край", "Нижне-Волжский край"),
        ("ИТ-", "центр", "ИТ-центр"),
        ("СПО-", "ВО", "СПО-ВО"),
        ("кто\u2011", "то", "кто\u2011то"),
        ("2026–", "2028 годы", "2026–2028 годы"),
        # standing for a word left out, or a dash
        ("теле-", "и радиопередачи", "теле- и радиопередачи"),
        ("школа –", "завод", "школа – завод"),
        ("школа -", "завод", "школа - завод"),
        # no hyphen at all
        ("план", "работы", "план работы"),
        ("", "план", "план"),
        ("план ", "", "план"),
    ],
)
def test_a_hyphen_at_a_line_end_goes_only_if_the_program_added_it(above: str, below: str, joined: str) -> None:
    assert join_lines(above, below) == joined


def test_a_document_that_breaks_no_words_keeps_the_hyphens_of_which_the_dictionary_cannot_tell() -> None:
    typed, broken = ("пожарно-", "спасательный пост"), ("профориента-", "ция")

    assert [breaks_words([typed]), breaks_words([typed, broken]), breaks_words([("план", "школ")])] == [
        False,
        True,
        False,
    ]
    assert join_lines(*typed, breaks=False) == "пожарно-спасательный пост"
    assert join_lines(*broken, breaks=False) == "профориентация"


def test_the_words_of_the_document_decide_before_the_dictionary() -> None:
    names = words_of(["Кванто-парк и Робомастерская,", "робомастерская"])

    assert names == {"кванто-парк", "и", "робомастерская"}
    assert join_lines("в кванто-", "парк", names) == "в кванто-парк"
    assert join_lines("и робо-", "мастерская", names) == "и робомастерская"
    assert join_lines("и робо-", "мастерская") == "и робо-мастерская"


@pytest.mark.parametrize(
    ("above", "below", "cut"),
    [
        ("сентябр", "ь", True),
        ("Ответственны", "е", True),
        ("предложен", "ия", True),
        ("сет", "и школ", False),
        ("образова", "тельные", True),
        ("план", "работы", False),
        ("школы", "Школы", False),
    ],
)
def test_a_word_cut_without_a_hyphen_is_known_by_the_dictionary(above: str, below: str, cut: bool) -> None:
    assert is_cut(above, below) is cut


@given(st.text("абвг-АБ 12«»\u00ad"), st.text("абвг-АБ 12«»"))
def test_joining_loses_nothing_but_hyphens_and_blanks(above: str, below: str) -> None:
    def bare(text: str) -> str:
        return "".join(sign for sign in text if sign not in f"- {SOFT_HYPHEN}")

    assert bare(join_lines(above, below)) == bare(above) + bare(below)
