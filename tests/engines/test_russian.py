"""Russian: order, look-up, lemmas, initials, plurals."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orientir.engines.russian import initials, lemmas, normalise, plural, sort_key, to_nominative

NAMES = st.text(st.sampled_from("абвеёжзЖЁЕя 0123456789-«»№. Aa"), max_size=14)


@pytest.mark.parametrize(
    "in_order",
    [
        ["Ежов", "Ёлкин", "Жуков"],
        ["еда", "ель", "ёж", "ёлка", "жук"],
        ["Школа № 1", "Школа № 2", "Школа № 9", "Школа № 10", "Школа № 11", "Школа № 100"],
        ["1.1.", "1.2.", "1.10.", "2.1.", "10.1."],
        ["Анна", "анна-вера", "Борис", "борис й"],
        ["7 «А»", "7 «Б»", "10 «А»"],
        ["№ 007", "№ 8"],
        ["абв", "абв г", "абвг"],
    ],
)
def test_the_order_of_keys_is_the_order_of_a_russian_index(in_order: list[str]) -> None:
    backwards = in_order[::-1]

    assert sorted(backwards, key=sort_key) == in_order


@pytest.mark.parametrize(
    ("one", "other"),
    [("Лицей «Восход»", "лицей Восход"), ("Соловьёв-Седой", "СОЛОВЬЁВСЕДОЙ"), ("Школа  № 7", "школа № 07")],
)
def test_case_quotes_hyphens_and_spaces_do_not_part_names(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)


@given(NAMES, NAMES)
@settings(database=None, max_examples=300)
def test_keys_sort_alike_as_text_and_as_bytes(one: str, other: str) -> None:
    """The C locale compares bytes; a key must not depend on which it is."""
    first, second = sort_key(one), sort_key(other)

    assert (first < second) == (first.encode() < second.encode())


@given(NAMES)
@settings(database=None, max_examples=200)
def test_a_key_does_not_depend_on_letter_case(name: str) -> None:
    assert sort_key(name.upper()) == sort_key(name.lower()) == sort_key(name)


@given(st.integers(0, 10**12), st.integers(0, 10**12))
@settings(database=None, max_examples=200)
def test_numbers_sort_by_value(one: int, other: int) -> None:
    assert (sort_key(f"Школа {one}") < sort_key(f"Школа {other}")) == (one < other)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("  Лицей  «Восход» ", "лицей восход"),
        ("Ёлкина Алёна", "елкина алена"),
        ("МБОУ “СОШ № 7”", "мбоу сош no 7"),
        ("Северо–Запад", "северо-запад"),
        ("", ""),
    ],
)
def test_names_are_compared_in_a_plain_form(text: str, form: str) -> None:
    assert normalise(text) == form


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Школы города", " школа город "),
        ("ведущие профориентационную работу", " ведущий профориентационный работа "),
        ("Ёлки и ёжики", " елка и ежик "),
        ("детей, людей", " ребенок человек "),
        ("план-график", " план-график "),
        ("11 классов", " 11 класс "),
        (" … ", ""),
    ],
)
def test_lemmas_are_whole_words_between_spaces(text: str, words: str) -> None:
    assert lemmas(text) == words


def test_a_word_is_found_whole_and_not_within_another() -> None:
    text = lemmas("Экскурсии для пришкольных лагерей")

    assert (lemmas("экскурсиями") in text, lemmas("школа") in text) == (True, False)


@pytest.mark.parametrize(
    ("last", "first", "middle", "short"),
    [
        ("Иванова", "Анна", "Петровна", "Иванова А. П."),
        ("Иванова", "анна", "", "Иванова А."),
        ("Ким", "", "", "Ким"),
        ("Мамин-Сибиряк", "Дмитрий", "Наркисович", "Мамин-Сибиряк Д. Н."),
        ("Орлова", "Анна-Мария", "Юрьевна", "Орлова А.-М. Ю."),
    ],
)
def test_initials_stand_after_the_surname(last: str, first: str, middle: str, short: str) -> None:
    found = initials(last, first, middle)

    assert (found.replace("\u00a0", " "), " " in found) == (short, False)


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("пункт", [1, 21, 31, 101, 1001, -1]),
        ("пункта", [2, 3, 4, 22, 34, 102, 1004, -3]),
        ("пунктов", [0, 5, 9, 10, 11, 12, 13, 14, 15, 19, 20, 25, 111, 112, 114, 1000, 1011, -11]),
    ],
)
def test_the_noun_goes_with_its_number(form: str, numbers: list[int]) -> None:
    assert {plural(number, "пункт", "пункта", "пунктов") for number in numbers} == {form}


@pytest.mark.parametrize(
    ("oblique", "nominative"),
    [
        ("Отдела образования Кузнечного района", "Отдел образования Кузнечного района"),
        ("управления образования", "управление образования"),
        ("городского комитета по образованию", "городской комитет по образованию"),
        ("Министерством просвещения", "Министерство просвещения"),
        ("Северном крае", "Северный край"),
        ("Озёрной области", "Озёрная область"),
        ("Белоозерска", "Белоозерск"),
        ("администрации района", "администрация района"),
        ("МБУ «Центр»", "МБУ «Центр»"),
    ],
)
def test_a_name_is_turned_to_the_nominative(oblique: str, nominative: str) -> None:
    assert to_nominative(oblique) == nominative
