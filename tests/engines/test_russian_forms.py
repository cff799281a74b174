"""Russian: cases of bodies, posts, places and people, numerals, dates, prepositions. The forms stand in a table."""

import datetime
import re
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orientir.engines.russian import (
    Case,
    Gender,
    Inflected,
    InflectedPerson,
    counted,
    gender_of,
    in_words,
    inflect_person,
    inflect_phrase,
    initials,
    lemmas,
    listed,
    month,
    ordinal,
    ranked,
    to_nominative,
    with_preposition,
    written_date,
)

TABLE = Path(__file__).with_name("russian_forms.toml")
GROUPS = tomllib.loads(TABLE.read_text(encoding="utf-8"))["forms"]

Answer = str | Inflected | InflectedPerson


def dated(day: str, year: str) -> str:
    return written_date(datetime.date.fromisoformat(day), year=year or None)


def initials_in(last: str, first: str, middle: str, case: str) -> str:
    person = inflect_person(last, first, middle, case)
    return initials(person.last, person.first, person.middle)


CALLS: dict[str, Callable[..., Answer]] = {
    "inflect_phrase": inflect_phrase,
    "inflect_person": inflect_person,
    "to_nominative": to_nominative,
    "counted": counted,
    "counted_in_words": lambda n, noun, case: counted(n, noun, case, style="words"),
    "in_words": in_words,
    "ranked": ranked,
    "ordinals": lambda n, case: ordinal(n, case, plural=True),
    "month": month,
    "written_date": dated,
    "with_preposition": with_preposition,
    "listed": lambda *items: listed(items),
    "initials_in": initials_in,
}


def answered(call: str, arguments: list[object]) -> tuple[str, bool]:
    """Return what a call says, with plain spaces, and whether it is sure."""
    answer = CALLS[call](*arguments)
    return str(answer).replace("\u00a0", " "), getattr(answer, "sure", True)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group["about"])
def test_every_form_of_the_table_is_right(group: dict) -> None:
    sure = group.get("sure", True)
    wrong = {}
    for *arguments, wanted in group["rows"]:
        found = answered(group["call"], arguments)
        if found != (wanted, sure):
            wrong[tuple(arguments)] = (*found, wanted)

    assert wrong == {}


def test_the_table_holds_enough_forms_and_none_twice() -> None:
    rows = [(group["call"], *map(str, row)) for group in GROUPS for row in group["rows"]]

    assert len(rows) == len(set(rows)) >= 300
    assert {call for call, *_ in rows} == set(CALLS)


PHRASES = sorted({row[0] for group in GROUPS if group["call"] == "inflect_phrase" for row in group["rows"]})
PEOPLE = sorted({tuple(row[:3]) for group in GROUPS if group["call"] == "inflect_person" for row in group["rows"]})
PLACES = sorted({row[1] for group in GROUPS if group["call"] == "to_nominative" for row in group["rows"]})
# Signs that names are made of, words that turn, and whatever else a keyboard and a bad scan give.
TEXTS = st.one_of(
    st.text(max_size=40),
    st.text(st.sampled_from("абвеёийнорсткыьяАВЕЁМСШ .,-–()«»\"№’'0123456789IV\u00a0\n"), max_size=40),
    st.lists(st.sampled_from([*PHRASES, "и", ",", "(", ")", "«", "»", "–", "5-й", "²", "٣"]), max_size=6).map(" ".join),
)
CASES = st.sampled_from(Case)


@pytest.mark.parametrize("word", ["\U00017000", "𗀀а", "ᜀ", "あ"])
def test_a_word_of_a_far_script_stands_for_itself(word: str) -> None:
    assert lemmas(word) == f" {word} "


@given(TEXTS, TEXTS, TEXTS, CASES, st.sampled_from([None, Gender.MASCULINE, Gender.FEMININE]))
@settings(database=None, max_examples=250, deadline=None)
def test_no_text_breaks_anything(one: str, other: str, third: str, case: Case, gender: Gender | None) -> None:
    phrase = inflect_phrase(one, case)
    person = inflect_person(one, other, third, case, gender)
    to_nominative(one)
    counted(2, one, case)
    ranked(3, one, case)
    listed([one, other, third])
    with_preposition(other, one)
    for preposition in ("в", "с", "к", "о"):
        with_preposition(preposition, one)

    # what is unsure is said as it was given
    assert phrase.sure or phrase.text == one
    assert person.sure or (person.last, person.first, person.middle) == (one, other, third)


@given(TEXTS)
@settings(database=None, max_examples=100, deadline=None)
def test_the_nominative_of_a_nominative_is_itself(text: str) -> None:
    assert inflect_phrase(text, "nominative") == Inflected(text, sure=True)
    assert inflect_person(text, text, text, "nominative") == InflectedPerson(text, text, text, sure=True)


@pytest.mark.parametrize("place", PLACES)
def test_a_place_in_the_nominative_stays(place: str) -> None:
    assert to_nominative(place) == place


@pytest.mark.parametrize("case", Case)
def test_capitals_and_the_dots_of_ё_stay_as_printed(case: Case) -> None:
    """The same letters come out whether a name begins with a capital or not, with dots or without."""

    def said(phrase: str) -> str:
        return inflect_phrase(phrase, case).text

    def capitals(text: str) -> list[str]:
        return [word[:1] for word in text.split() if word[:1].isupper()]

    lower = [phrase for phrase in PHRASES if phrase.islower()]

    assert len(lower) > 30
    assert [phrase for phrase in PHRASES if capitals(said(phrase)) != capitals(phrase)] == []
    assert [
        phrase for phrase in lower if said(phrase[0].upper() + phrase[1:]) != said(phrase)[0].upper() + said(phrase)[1:]
    ] == []
    assert [
        phrase
        for phrase in PHRASES
        if "ё" in phrase and said(phrase.replace("ё", "е")) != said(phrase).replace("ё", "е")
    ] == []


@pytest.mark.parametrize("person", PEOPLE, ids=" ".join)
def test_people_keep_their_capitals_and_nearly_all_their_letters(person: tuple[str, str, str]) -> None:
    def words(text: str) -> list[str]:
        return re.split(r"[-\s]+", text)

    given = words(" ".join(filter(None, person)))
    for case in Case:
        turned = words(inflect_person(*person, case).text)

        assert [word[:1] for word in turned] == [word[:1] for word in given]
        assert [one for one, other in zip(turned, given, strict=True) if abs(len(one) - len(other)) > 3] == []


@given(st.integers(0, 999_999), CASES, st.sampled_from(Gender))
@settings(database=None, max_examples=300)
def test_a_number_in_words_is_read_back(n: int, case: Case, gender: Gender) -> None:
    """Its words, each looked up among those of the numbers with a word of their own, add up to the number."""
    *thousands, rest = re.split(r"тысяч\w*", in_words(n, case, gender))

    def value(words: str, kind: Gender) -> int:
        return sum(PARTS[case, kind][word] for word in words.split())

    assert sum(value(words, Gender.FEMININE) for words in thousands) * 1000 + value(rest, gender) == n


PARTS = {
    (case, gender): {in_words(n, case, gender): n for n in [*range(21), *range(30, 100, 10), *range(100, 1000, 100)]}
    for case in Case
    for gender in Gender
}


@pytest.mark.parametrize("n", [-1, 1_000_000])
def test_numbers_beyond_a_million_are_not_said(n: int) -> None:
    with pytest.raises(ValueError, match=str(n)):
        in_words(n)


@given(st.integers(0, 10_000), CASES)
@settings(database=None, max_examples=200)
def test_a_figure_agrees_with_the_number_in_words(n: int, case: Case) -> None:
    figures = counted(n, "муниципальная школа", case)
    both = counted(n, "муниципальная школа", case, style="both")
    said, noun = in_words(n, case, "feminine"), figures.partition("\u00a0")[2] if n < 10_000 else "муниципальных школ"

    assert counted(n, "муниципальная школа", case, style="words") == f"{said} {noun}"
    assert both == f"{figures.removesuffix(noun)}({said}) {noun}"


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        (counted(3, "школа"), ["3", "школы"]),
        (counted(-12_500, "школа"), ["−12", "500", "школ"]),
        (ranked(1, "класс"), ["1-й", "класс"]),
        (written_date(datetime.date(2026, 9, 1)), ["1", "сентября 2026", "г."]),
    ],
)
def test_a_figure_is_not_torn_from_its_word(written: str, parts: list[str]) -> None:
    assert written.split("\u00a0") == parts


@pytest.mark.parametrize("n", [float("nan"), float("inf")])
def test_what_is_no_number_counts_nothing(n: float) -> None:
    with pytest.raises(ValueError, match="counts nothing"):
        counted(n, "школа")


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        (("Ким", "Светлана", "Ивановна"), Gender.FEMININE),
        (("Ким", "Женя", "Иванович"), Gender.MASCULINE),
        (("Ким", "Никита", ""), Gender.MASCULINE),
        (("Петрова", "Женя", ""), Gender.FEMININE),
        (("Ким", "Женя", ""), None),
        (("Алиева", "Лейла", "Мамед кызы"), Gender.FEMININE),
    ],
)
def test_the_gender_follows_from_patronymic_first_name_surname(
    name: tuple[str, str, str], gender: Gender | None
) -> None:
    assert gender_of(*name) is gender


def test_a_given_gender_decides_where_the_name_tells_nothing() -> None:
    forms = [str(inflect_person("Мороз", "А.", "П.", "dative", gender)) for gender in (None, *list(Gender)[:2])]

    assert forms == ["Мороз А. П.", "Морозу А. П.", "Мороз А. П."]


def test_a_text_is_no_name() -> None:
    text = "школа и " * 200

    assert inflect_phrase(text, "dative") == Inflected(text, sure=False)


def test_a_known_word_is_turned_within_a_fifth_of_a_millisecond() -> None:
    words = [phrase for phrase in PHRASES for _ in range(5)]
    for phrase in words:
        inflect_phrase.__wrapped__(phrase, "dative")

    best = []
    for _ in range(3):
        start = time.perf_counter()
        for phrase in words:
            inflect_phrase.__wrapped__(phrase, "dative")
        best.append(time.perf_counter() - start)

    assert min(best) / sum(len(phrase.split()) for phrase in words) < 0.000_2
