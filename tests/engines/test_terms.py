"""Terms: words in, a term out; a term over a period, dates out."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orientir.engines.terms import (
    KINDS,
    Occurrence,
    Term,
    occurrences,
    parse_term,
    suggest_due_on,
    whole_years,
)

MONTH_FORMS = [
    ("январь января январе январём", 1),
    ("февраль февраля феврале", 2),
    ("март марта марте", 3),
    ("апрель апреля апреле", 4),
    ("май мая мае", 5),
    ("июнь июня июне", 6),
    ("июль июля июле", 7),
    ("август августа августе", 8),
    ("сентябрь сентября СЕНТЯБРЕ", 9),
    ("Октябрь октября октябре", 10),
    ("ноябрь ноября ноябре", 11),
    ("декабрь декабря декабре", 12),
]
PLAN = whole_years(2026, 2028)


@pytest.mark.parametrize(("forms", "month"), MONTH_FORMS)
def test_a_month_is_known_in_every_case(forms: str, month: int) -> None:
    assert [parse_term(form).months for form in forms.split()] == [(month, month)] * len(forms.split())


@pytest.mark.parametrize(
    ("words", "term"),
    [
        ("", Term()),
        (" – ", Term()),
        ("ежегодно", Term("annual")),
        ("Ежегодно (сентябрь)", Term("annual", months=(9, 9))),
        ("до 15 сентября, ежегодно", Term("annual", deadline="09-15")),
        ("не позднее 1 июня", Term("once", deadline="06-01")),
        ("к 25.12.2026", Term("once", years=(2026, 2026), deadline="12-25")),
        ("12 марта 2027 г.", Term("once", years=(2027, 2027), months=(3, 3), deadline="03-12")),
        ("ноябрь – январь", Term("once", months=(11, 1))),
        ("с марта по май 2026 года", Term("once", years=(2026, 2026), months=(3, 5))),
        ("сентябрь, октябрь", Term("once", months=(9, 10))),
        ("февраль, октябрь", Term("once", months_list=(2, 10))),
        ("2026-2028 гг.", Term("range", years=(2026, 2028))),
        ("январь 2026 – декабрь 2028", Term("range", years=(2026, 2028))),
        ("с 2027 года", Term("range", years=(2027, None))),
        ("II квартал 2026 года", Term("once", years=(2026, 2026), months=(4, 6))),
        ("2 полугодие 2026 года", Term("once", years=(2026, 2026), months=(7, 12))),
        ("ежеквартально", Term("quarterly")),
        ("раз в полгода", Term("half_yearly")),
        ("до 20-го числа каждого месяца", Term("monthly")),
        ("в течение учебного года", Term("school_year")),
        ("постоянно", Term("continuous")),
        ("по плану работы школы", Term("by_schedule", relative="own_plan")),
        ("по плану министерства образования", Term("by_schedule", relative="external_schedule")),
        ("когда-нибудь", Term(note="когда-нибудь", warning="term_unread")),
        ("30.02.2026", Term("once", warning="term_impossible_date")),
    ],
)
def test_words_become_a_term(words: str, term: Term) -> None:
    assert parse_term(words) == term


@given(st.text(max_size=60) | st.from_regex(r"[а-я0-9 .,/–-]{0,40}", fullmatch=True))
@settings(max_examples=300, deadline=None, database=None)
def test_no_words_are_a_fault_and_json_gives_the_term_back(words: str) -> None:
    term = parse_term(words)

    assert (term.kind in KINDS, Term.from_json(term.to_json())) == (True, term)
    assert suggest_due_on(term, PLAN, date(2026, 3, 1)) in {None, *(w.due_on for w in _all_windows(term))}


def _all_windows(term: Term) -> list[Occurrence]:
    return [window for year in range(2026, 2029) for window in occurrences(term, whole_years(year, year))] + list(
        occurrences(term, PLAN)
    )


def test_a_window_comes_round_every_year_of_the_plan() -> None:
    found = occurrences(parse_term("февраль, ежегодно"), PLAN)

    assert found == (
        Occurrence(date(2026, 2, 1), date(2026, 2, 28), date(2026, 2, 28)),
        Occurrence(date(2027, 2, 1), date(2027, 2, 28), date(2027, 2, 28)),
        Occurrence(date(2028, 2, 1), date(2028, 2, 29), date(2028, 2, 29)),
    )


def test_a_window_over_the_end_of_the_year_ends_in_the_next() -> None:
    found = occurrences(parse_term("ноябрь-январь, ежегодно"), whole_years(2027, 2027))

    assert found == (Occurrence(date(2026, 11, 1), date(2027, 1, 31), date(2027, 1, 31)),)


def test_a_month_without_a_year_is_one_month_and_not_one_a_year() -> None:
    assert [window.due_on for window in occurrences(parse_term("май"), PLAN)] == [date(2026, 5, 31)]


@pytest.mark.parametrize(
    ("words", "today", "due"),
    [
        ("до 1 октября, ежегодно", date(2026, 10, 1), date(2026, 10, 1)),
        ("до 1 октября, ежегодно", date(2026, 10, 2), date(2027, 10, 1)),
        ("до 1 октября, ежегодно", date(2028, 10, 2), None),
        ("апрель–май", date(2026, 6, 1), date(2027, 5, 31)),
        ("февраль, октябрь", date(2026, 3, 1), date(2026, 10, 31)),
        ("март 2027 г.", date(2026, 6, 1), date(2027, 3, 31)),
        ("март 2029 г.", date(2026, 6, 1), None),
        ("2026-2027 гг.", date(2026, 6, 1), date(2027, 12, 31)),
        ("до 29 февраля, ежегодно", date(2027, 1, 1), date(2027, 2, 28)),
        ("постоянно", date(2026, 6, 1), None),
        ("ежегодно", date(2026, 6, 1), None),
        ("", date(2026, 6, 1), None),
    ],
)
def test_the_next_due_date_within_the_plan_is_suggested(words: str, today: date, due: date | None) -> None:
    assert suggest_due_on(parse_term(words), PLAN, today) == due


def test_without_a_period_only_a_term_with_a_year_has_a_date() -> None:
    today = date(2026, 6, 1)

    found = [suggest_due_on(parse_term(words), None, today) for words in ("май 2027", "май", "с 2025 года")]

    assert found == [date(2027, 5, 31), None, None]
