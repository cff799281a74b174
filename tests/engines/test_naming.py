"""A printed name finds the organisation it means, in any case form, abbreviated or misspelt, and says how surely."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orientir.engines.naming import (
    ABBREVIATION,
    MISSPELT,
    OTHER_FORM,
    OTHER_OWNER,
    PART_OF_NAME,
    SAME_NAME,
    SAME_PARTS,
    SEVERAL_ALIKE,
    UNFOUND_WORDS,
    Entry,
    Places,
    Register,
    words_of,
)
from orientir.engines.naming.names import parse_name, spells

SURE = 0.9
HOME = Places(["Город Озёрск", "Северская область"])
REGISTER = Register(
    [
        Entry("office", ("Управление образования города Озёрска", "УО"), "authority", "municipality"),
        Entry("school 3", ("МБОУ «Средняя общеобразовательная школа № 3»", "МБОУ СОШ № 3"), "school", "municipality"),
        Entry("school 13", ("МБОУ СОШ № 13",), "school", "municipality"),
        Entry("garden 3", ("МБДОУ «Детский сад № 3 «Солнышко»",), "kindergarten", "municipality"),
        Entry("house", ("МБУ ДО «Дом детского творчества»", "Дом творчества"), "supplementary", "municipality"),
        Entry("palace", ("МАУДО «Дворец пионеров и школьников имени Н. Ветрова»",), "supplementary", "municipality"),
        Entry("centre", ("МКУ ЦОДОО",), "methodical_centre", "municipality"),
        Entry("technical", ("ГБПОУ «Озёрский машиностроительный техникум»",), "college", "region"),
        Entry("first", ("Клуб «Орион»",), "supplementary"),
        Entry("second", ("Музей «Орион»",), "supplementary"),
    ],
    home=HOME,
)


def best(printed: str) -> tuple[str, bool, tuple[str, ...]] | None:
    found = REGISTER.find(printed)
    return (found[0].key, found[0].confidence >= SURE, found[0].reasons) if found else None


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("МБОУ СОШ № 3", ("school 3", True, (SAME_NAME,))),
        ("мбоу сош №3", ("school 3", True, (SAME_PARTS,))),
        ("СРЕДНЯЯ ОБЩЕОБРАЗОВАТЕЛЬНАЯ ШКОЛА № 3", ("school 3", True, (SAME_PARTS,))),
        ("средней школой № 13", ("school 13", True, (SAME_PARTS,))),
        ("МБДОУ № 3", ("garden 3", True, (PART_OF_NAME,))),
        ("детским садом «Солнышко»", ("garden 3", True, (PART_OF_NAME,))),
        ("Управлением образования г. Озёрска", ("office", False, (SAME_PARTS,))),
        ("ДДТ", ("house", True, (SAME_PARTS, ABBREVIATION))),
        ("МАОУ ДО «ДПШ»", ("palace", True, (SAME_PARTS, ABBREVIATION))),
        ("МАУДО ДПиШ", ("palace", True, (SAME_PARTS, ABBREVIATION))),
        ("МКУ «ЦОДОО»", ("centre", True, (SAME_NAME,))),
        ("Центр обеспечения деятельности образовательных организаций", ("centre", False, (SAME_PARTS, ABBREVIATION))),
        ("машиностроительный техникум", ("technical", True, (SAME_PARTS,))),
        ("машиностроителный техникум", ("technical", False, (SAME_PARTS, MISSPELT))),
        ("МБПОУ «Машиностроительный техникум»", ("technical", False, (SAME_PARTS, OTHER_OWNER))),
        ("МБДОУ «Дом детского творчества»", ("house", False, (SAME_PARTS, OTHER_FORM))),
        ("«Орион»", ("first", False, (PART_OF_NAME, SEVERAL_ALIKE))),
        ("Управление культуры", ("office", False, (UNFOUND_WORDS,))),
        ("СОШ № 33", None),
        ("город Озёрск", None),
        ("", None),
    ],
)
def test_a_printed_name_finds_whom_it_means(printed: str, found: tuple[str, bool, tuple[str, ...]] | None) -> None:
    assert best(printed) == found


def test_words_are_told_apart_from_abbreviations_and_numbers() -> None:
    told = [(word.text, word.is_acronym, word.is_number, word.is_quoted) for word in words_of("МБОУ «СОШ № 3–5»")]

    assert told == [
        ("МБОУ", True, False, False),
        ("СОШ", True, False, True),
        ("3", False, True, True),
        ("4", False, True, True),
        ("5", False, True, True),
    ]


def test_a_legal_form_says_whose_it_is_and_of_which_kind() -> None:
    names = [
        "МБОУ СОШ № 1",
        "ФГБОУ ВО «Университет»",
        "МКУ ЦОДОО",
        "Частное дошкольное образовательное учреждение «Ёж»",
    ]

    assert [(parse_name(name).owner, parse_name(name).kind) for name in names] == [
        ("municipality", "school"),
        ("federation", "university"),
        ("municipality", ""),
        ("private", "kindergarten"),
    ]


@pytest.mark.parametrize(
    ("acronym", "name", "taken"),
    [
        ("ДПШ", "Дворец пионеров и школьников", (0, 4)),
        ("ДПИШ", "Дворец пионеров и школьников", (0, 4)),
        ("НМЦ", "Городской научно-методический центр", (1, 3)),
        ("ДПС", "Дворец пионеров и школьников", None),
        ("ДП", "Дворец", None),
    ],
)
def test_initials_of_words_in_a_row_make_an_abbreviation(
    acronym: str, name: str, taken: tuple[int, int] | None
) -> None:
    assert spells(acronym, parse_name(name).letters) == taken


@pytest.mark.parametrize(
    ("word", "is_home"),
    [("озерск", True), ("озерский", True), ("северский", True), ("зареченск", False), ("озерки", False)],
)
def test_a_place_is_known_by_its_name_and_its_adjective(word: str, is_home: bool) -> None:
    assert HOME.has_word(word) is is_home


def test_letters_of_a_place_stand_for_it_but_never_for_a_kind_of_organisations() -> None:
    places = Places(["Донская область", "Республика Полесье"])

    assert [places.has_acronym(word) for word in ("РП", "МО", "ДО", "СОШ")] == [True, True, False, False]


@settings(max_examples=300, deadline=None)
@given(printed=st.text(st.sampled_from('МБОУСШДцентршколаА «»№0123456789-–.,()"\x00'), max_size=40))
def test_nothing_printed_breaks_the_search(printed: str) -> None:
    found = REGISTER.find(printed)

    assert [match.confidence for match in found] == sorted((match.confidence for match in found), reverse=True)
    assert all(0 < match.confidence < 1 and match.reasons for match in found)


@given(name=st.sampled_from([name for entry in REGISTER.entries for name in entry.names]))
def test_every_name_of_the_register_is_found_surely_by_itself(name: str) -> None:
    (first, *_) = REGISTER.find(name)

    assert (first.confidence >= SURE, name in next(e.names for e in REGISTER.entries if e.key == first.key)) == (
        True,
        True,
    )
