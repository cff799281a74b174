"""Terms over a plan: dated windows by rules, and the date that comes next by the words alone."""

from datetime import date
from typing import Any

import pytest

from orientir.engines.calendar import Calendar, Rules
from orientir.engines.terms import (
    Occurrence,
    Span,
    describe,
    explain,
    occurrences,
    parse_term,
    suggest_due_on,
    whole_years,
)

CIVIL = whole_years(2026, 2028)
SCHOOL = (date(2026, 9, 1), date(2028, 8, 31))


def dates(words: str, period: Span = CIVIL, **rules: Any) -> list[str]:
    """Each occurrence as first day, last day, due day."""
    calendar = Calendar(Rules.of_plan(period).changed(rules))
    found = occurrences(parse_term(words), period, calendar)
    return [f"{window.starts_on} {window.ends_on} {window.due_on}" for window in found]


def due(words: str, period: Span = CIVIL, **rules: Any) -> list[str]:
    return [line.split()[2] for line in dates(words, period, **{"day_off": "stay", **rules})]


def test_a_window_comes_round_every_year_and_is_due_on_its_last_working_day() -> None:
    found = occurrences(parse_term("февраль, ежегодно"), CIVIL)

    assert found == (
        Occurrence(date(2026, 2, 1), date(2026, 2, 28), date(2026, 2, 27), date(2026, 2, 19)),
        Occurrence(date(2027, 2, 1), date(2027, 2, 28), date(2027, 2, 26), date(2027, 2, 18)),
        Occurrence(date(2028, 2, 1), date(2028, 2, 29), date(2028, 2, 29), date(2028, 2, 21)),
    )


def test_a_window_over_new_year_belongs_to_the_plan_in_which_it_begins_or_by_rule_ends() -> None:
    begins = dates("ноябрь-январь, ежегодно", whole_years(2027, 2027))
    ends = dates("ноябрь-январь, ежегодно", whole_years(2027, 2027), edge="ends")

    assert begins == ["2027-11-01 2027-12-31 2027-12-31"]
    assert ends == ["2027-01-01 2027-01-31 2027-01-29"]


def test_work_for_a_deadline_begins_some_days_before_it() -> None:
    found = dates("до 1 сентября, ежегодно", SCHOOL, deadline_days=14)

    assert found == ["2026-09-01 2026-09-01 2026-09-01", "2027-08-18 2027-09-01 2027-09-01"]


@pytest.mark.parametrize(
    ("words", "rules", "expected"),
    [
        ("май", {}, ["2026-05-31"]),
        ("май", {"undated": "each"}, ["2026-05-31", "2027-05-31", "2028-05-31"]),
        ("сентябрь, май", {}, ["2026-05-31", "2026-09-30"]),
        ("ежегодно", {}, ["2026-12-31", "2027-12-31", "2028-12-31"]),
        ("ежегодно", {"annual": "never"}, []),
        ("ежегодно", {"year": "school"}, ["2026-05-31", "2027-05-31", "2028-05-31", "2028-12-31"]),
        ("раз в 2 года", {}, ["2026-12-31", "2028-12-31"]),
        ("до 29 февраля, раз в 2 года", {}, ["2026-02-28", "2028-02-29"]),
        ("2026-2028 гг.", {}, ["2026-12-31", "2027-12-31", "2028-12-31"]),
        ("2026-2028 гг.", {"years": "last"}, ["2028-12-31"]),
        ("до 2027 года", {}, ["2026-12-31", "2027-12-31"]),
        ("с 1 сентября 2027 года", {}, ["2027-12-31", "2028-12-31"]),
        ("в течение 2027 года", {"years": "never"}, ["2027-12-31"]),
        ("постоянно", {}, ["2026-12-31", "2027-12-31", "2028-12-31"]),
        ("постоянно", {"continuous": "never"}, []),
        ("постоянно, 2027 год", {"continuous": "half_year"}, ["2027-06-30", "2027-12-31"]),
        ("постоянно, отчёт до 20 декабря", {}, ["2026-12-20", "2027-12-20", "2028-12-20"]),
        ("в течение 2026/2027 учебного года", {}, ["2027-05-31"]),
        ("в течение 2026/2027 учебного года", {"school_year": "half_year", "halves": "school"},
         ["2026-12-31", "2027-05-31"]),
        ("по итогам учебного года", {}, ["2026-06-30"]),
        ("ежегодно по итогам учебного года", {"after_school_year": "06-15"},
         ["2026-06-15", "2027-06-15", "2028-06-15"]),
        ("ежегодно по итогам отчётного периода", {"after_reporting": 20},
         ["2027-01-20", "2028-01-20", "2028-12-31"]),
        ("раз в полугодие, 2027 год", {}, ["2027-06-30", "2027-12-31"]),
        ("раз в полугодие, 2027 год", {"halves": "school"}, ["2027-05-31", "2027-12-31"]),
        ("2 раза в год: октябрь, апрель, 2027 год", {}, ["2027-04-30", "2027-10-31"]),
        ("ежеквартально, 2027 год", {}, ["2027-03-31", "2027-06-30", "2027-09-30", "2027-12-31"]),
        ("ежеквартально, 2027 год", {"quarters": "trimesters"},
         ["2027-02-28", "2027-05-31", "2027-11-30", "2027-12-31"]),
        ("ежеквартально, до 10 числа, 2027 год", {}, ["2027-04-10", "2027-07-10", "2027-10-10"]),
        ("3 раза в год, 2027 год", {}, ["2027-04-30", "2027-08-31", "2027-12-31"]),
        ("ежемесячно, март – май 2027", {}, ["2027-03-31", "2027-04-30", "2027-05-31"]),
        ("до 31 числа каждого месяца, 2027 год", {"months": "school"},
         ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31",
          "2027-09-30", "2027-10-31", "2027-11-30", "2027-12-31"]),
        ("последняя среда месяца, с 1 ноября 2028 года", {}, ["2028-11-29", "2028-12-27"]),
        ("еженедельно, октябрь 2027", {}, ["2027-10-31"]),
        ("еженедельно, октябрь 2027", {"frequent": "week"},
         ["2027-10-03", "2027-10-10", "2027-10-17", "2027-10-24", "2027-10-31"]),
        ("каждый вторник", {"frequent": "never"}, []),
        ("вторая суббота октября", {}, ["2026-10-10"]),
        ("пятый понедельник февраля, ежегодно", {}, []),
        ("первая половина марта 2027", {}, ["2027-03-15"]),
        ("осенние каникулы", {}, ["2026-11-04"]),
        ("к началу учебного года", {}, ["2026-09-01"]),
        ("по плану школы", {}, []),
        ("по плану школы", {"schedule": "year"}, ["2026-12-31", "2027-12-31", "2028-12-31"]),
        ("март 2025", {}, []),
        ("однократно", {}, []),
        ("когда-нибудь", {}, []),
    ],
)  # fmt: skip
def test_words_fall_due_by_rules_that_can_be_changed(words: str, rules: dict[str, Any], expected: list[str]) -> None:
    assert due(words, **rules) == expected


def test_a_plan_that_begins_in_autumn_works_by_school_years() -> None:
    assert due("ежегодно", SCHOOL) == ["2027-05-31", "2028-05-31"]
    assert due("ежеквартально", (SCHOOL[0], date(2027, 8, 31))) == [
        "2026-10-31", "2026-12-31", "2027-03-31", "2027-05-31",
    ]  # fmt: skip


def test_a_due_day_off_moves_by_rule_and_never_out_of_its_window_or_the_plan() -> None:
    new_year = {how: due("декабрь 2028", day_off=how) for how in ("previous", "next", "stay")}
    weekend = {how: due("октябрь 2026", day_off=how) for how in ("previous", "next", "stay")}

    assert new_year == {"previous": ["2028-12-29"], "next": ["2028-12-29"], "stay": ["2028-12-31"]}
    assert weekend == {"previous": ["2026-10-30"], "next": ["2026-11-02"], "stay": ["2026-10-31"]}


def test_an_event_on_a_saturday_stays_there() -> None:
    assert dates("10 октября 2026") == ["2026-10-10 2026-10-10 2026-10-10"]


def test_overlapping_windows_of_one_part_are_told_apart() -> None:
    terms = [parse_term("сентябрь – ноябрь 2026"), parse_term("октябрь – декабрь 2026"), parse_term("декабрь 2026")]

    found = occurrences(terms, CIVIL, Calendar(Rules(day_off="stay")))

    assert [(window.starts_on, window.ends_on) for window in found] == [
        (date(2026, 9, 1), date(2026, 11, 30)),
        (date(2026, 12, 1), date(2026, 12, 31)),
    ]


@pytest.mark.parametrize(
    "period",
    [(date(2027, 1, 1), date(2026, 1, 1)), (date(1, 1, 1), date(2026, 1, 1)), (date(2026, 1, 1), date(9999, 1, 1))],
)
def test_a_period_that_no_plan_has_is_refused(period: Span) -> None:
    with pytest.raises(ValueError, match="period"):
        occurrences(parse_term("май"), period)


def test_the_rules_that_made_the_dates_are_said_in_words() -> None:
    monthly = explain(parse_term("ежемесячно"), CIVIL)
    named = explain(parse_term("до 1 октября, ежегодно"), CIVIL, language="en")
    nothing = explain(parse_term("по плану"), CIVIL)

    assert monthly == (
        "Раз в полугодие, квартал, месяц — к их последнему дню или к названному числу.",
        "Ежемесячная работа идёт круглый год.",
        "Срок в нерабочий день переносится на предыдущий рабочий.",
        "Внутренний срок — на 5 рабочих дней раньше.",
    )
    assert named == (
        "The words themselves name the date.",
        "A due day that is a day off moves to the working day before it.",
        "The inner due day is 5 working days earlier.",
    )
    assert nothing == ("Где решает план, потребность или событие, дату назначают люди.",)


@pytest.mark.parametrize(
    ("words", "today", "expected"),
    [
        ("до 1 октября, ежегодно", date(2026, 10, 1), date(2026, 10, 1)),
        ("до 1 октября, ежегодно", date(2026, 10, 2), date(2027, 10, 1)),
        ("до 1 октября, ежегодно", date(2028, 10, 2), None),
        ("апрель–май", date(2026, 6, 1), date(2027, 5, 31)),
        ("февраль, октябрь", date(2026, 3, 1), date(2026, 10, 31)),
        ("ноябрь – январь", date(2026, 1, 10), date(2026, 1, 31)),
        ("март 2027 г.", date(2026, 6, 1), date(2027, 3, 31)),
        ("март 2029 г.", date(2026, 6, 1), None),
        ("2026-2027 гг.", date(2026, 6, 1), date(2027, 12, 31)),
        ("с 2027 года", date(2026, 6, 1), None),
        ("до 29 февраля, ежегодно", date(2027, 1, 1), date(2027, 2, 28)),
        ("постоянно", date(2026, 6, 1), None),
        ("ежегодно", date(2026, 6, 1), None),
        ("ежемесячно", date(2026, 6, 1), None),
        ("в течение учебного года", date(2026, 6, 1), None),
        ("", date(2026, 6, 1), None),
    ],
)
def test_the_next_date_that_the_words_name_is_suggested(words: str, today: date, expected: date | None) -> None:
    assert suggest_due_on(parse_term(words), CIVIL, today) == expected


def test_without_a_period_only_a_term_with_a_year_has_a_date() -> None:
    today = date(2026, 6, 1)

    found = [
        suggest_due_on(parse_term(words), None, today) for words in ("май 2027", "май", "с 2025 года", "до 2030 года")
    ]

    assert found == [date(2027, 5, 31), None, None, date(2030, 12, 31)]


@pytest.mark.parametrize(
    ("words", "russian", "english"),
    [
        ("1 сентября ежегодно", "ежегодно, 1 сентября", "every year, 1 September"),
        ("сентябрь; май 2027", "сентябрь 2027 года, май 2027 года", "September 2027, May 2027"),
        ("с 28 декабря 2026 по 10 января 2027", "с 28 декабря 2026 по 10 января 2027 года",
         "28 December 2026 – 10 January 2027"),
        ("2 раза в 5 месяцев", "2 раза в 5 месяцев", "twice in 5 months"),
        ("1 раз в 5 лет", "раз в 5 лет", "once in 5 years"),
        ("каждую среду и воскресенье", "каждую среду и каждое воскресенье", "every Wednesday and Sunday"),
        ("по вторникам, четвергам", "по вторникам и четвергам", "every week on Tuesday and Thursday"),
        ("посл. неделя мая; последняя неделя мая", "последняя неделя мая", "the last week of May"),
        ("до 5 числа ежемесячно", "до 5 числа каждого месяца", "every month, by day 5 of the month"),
        ("в теч. 2026-27 уч.г.", "в течение 2026/2027 учебного года", "throughout the school year, 2026–2027"),
        ("с 2027 г. ежегодно", "ежегодно, с 2027 года", "every year, from 2027"),
        ("до 2030 года", "до 2030 года", "until 2030"),
        ("разово", "однократно", "once"),
        ("сентябрь по согласованию", "сентябрь, по согласованию", "September, by agreement"),
        ("после ярмарки", "после ярмарки", "in the words of the document: «после ярмарки»"),
        ("", "—", "—"),
    ],
)  # fmt: skip
def test_a_term_is_described_in_both_languages(words: str, russian: str, english: str) -> None:
    term = parse_term(words)

    assert (describe(term), describe(term, "en")) == (russian, english)
