"""Working days of Russia, rules and their words, the end of a day in each zone."""

import json
import re
import string
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orientir.engines.calendar import (
    CHOICES,
    ZONES,
    Calendar,
    Rules,
    WrongRule,
    act_of,
    days_off,
    end_of_day,
    is_overdue,
    moved_days,
    rule_name,
    rule_words,
)
from orientir.engines.calendar.rule_words import NAMES


def working_days(year: int, week: int = 5) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days - len(days_off(year, week))


def test_the_working_days_of_a_year_are_as_many_as_the_government_counts() -> None:
    assert {year: working_days(year) for year in range(2021, 2027)} == {
        2021: 247, 2022: 247, 2023: 247, 2024: 248, 2025: 247, 2026: 247,
    }  # fmt: skip


def test_every_moved_day_was_off_and_moves_to_a_day_of_work_of_its_year_and_has_its_act() -> None:
    for year in range(2021, 2027):
        for before, after in moved_days(year):
            assert before.weekday() >= 5
            assert after.weekday() < 5
            assert before.year == after.year == year
        assert str(year) in act_of(year)
    assert (moved_days(2027), act_of(2027)) == ((), "")


def test_a_year_without_an_act_follows_the_code() -> None:
    may = [day.day for day in sorted(days_off(2027)) if day.month == 5 and day.weekday() < 5]

    assert may == [3, 10]  # for Saturday the 1st and Sunday the 9th


def test_who_works_on_saturdays_has_none_to_be_moved() -> None:
    off = days_off(2021, 6)

    assert date(2021, 2, 20) not in off
    assert date(2021, 2, 22) not in off
    assert date(2021, 5, 10) in off
    assert working_days(2021, 6) == 299


def test_own_days_off_and_working_days_win_over_the_law() -> None:
    calendar = Calendar(Rules(days_off=("2026-10-06",), working_days=("2026-10-04",)))

    assert [calendar.is_working(date(2026, 10, day)) for day in (4, 5, 6, 7)] == [True, True, False, True]


def test_nothing_falls_due_in_vacations_where_the_rule_says_so() -> None:
    calendar = Calendar(Rules(vacation_days="off", vacations=(("winter", "12-28", "01-11"),)))

    found = calendar.due_day(date(2027, 12, 1), date(2027, 12, 31), date(2028, 12, 31))

    assert found == date(2027, 12, 27)
    assert calendar.is_vacation(date(2027, 1, 5))


def test_working_days_are_counted_back_over_new_year() -> None:
    calendar = Calendar()

    assert calendar.working_days_before(date(2026, 1, 14), 3) == date(2025, 12, 30)
    assert calendar.working_days_before(date(2026, 1, 14), 0) == date(2026, 1, 14)


@given(st.dates(date(2021, 1, 1), date(2030, 12, 31)), st.sampled_from(ZONES))
def test_a_due_day_ends_when_the_local_day_does(day: date, zone: str) -> None:
    end = end_of_day(day, zone)
    local = ZoneInfo(zone)

    assert (end - timedelta(microseconds=1)).astimezone(local).date() == day
    assert end.astimezone(local).date() == day + timedelta(days=1)
    assert not is_overdue(day, end - timedelta(microseconds=1), zone)
    assert is_overdue(day, end, zone)
    assert Calendar(Rules(zone=zone)).due_moment(day) == end


def test_there_are_eleven_zones_and_the_day_ends_first_in_the_east() -> None:
    ends = [end_of_day(date(2027, 3, 1), zone) for zone in ZONES]

    assert len(ZONES) == 11
    assert ends == sorted(ends, reverse=True)
    assert ends[0] - ends[-1] == timedelta(hours=10)
    assert ends[1] == datetime(2027, 3, 1, 21, tzinfo=UTC)


def test_rules_become_json_and_come_back() -> None:
    rules = Rules.of_plan((date(2026, 9, 1), date(2027, 8, 31))).changed(
        {"inner_days": 3, "zone": "Asia/Omsk", "after_reporting": None, "days_off": ["2026-10-06"]}
    )

    assert (rules.year, rules.inner_days) == ("school", 3)
    assert Rules().changed(json.loads(json.dumps(rules.to_json()))) == rules
    assert Rules.of_plan((date(2026, 1, 1), date(2028, 12, 31))) == Rules()


@pytest.mark.parametrize(
    "plain",
    [
        {"colour": "red"},
        {"year": "lunar"},
        {"week": 7},
        {"inner_days": -1},
        {"inner_days": True},
        {"after_school_year": "31-12"},
        {"school_from": None},
        {"days_off": ["2026-02-30"]},
        {"days_off": 5},
        {"vacations": [["august", "08-01", "08-02"]]},
        {"vacations": [["autumn"]]},
        {"zone": "Asia/Nowhere"},
        {"zone": "../etc"},
        {"year": ["civil"]},
    ],
)
def test_a_rule_that_makes_no_date_is_refused_by_name(plain: dict[str, object]) -> None:
    with pytest.raises(WrongRule) as refused:
        Rules().changed(plain)

    assert refused.value.key == next(iter(plain))


def test_every_rule_with_every_value_is_said_in_both_languages() -> None:
    keys = set(Rules().to_json())
    assert set(NAMES) == keys

    for key in keys:
        assert re.search("[а-я]", rule_name(key)) and not re.search("[а-я]", rule_name(key, "en"))
        for value in CHOICES.get(key, (getattr(Rules(), key),)):
            english, russian = (rule_words(Rules().changed({key: value}), key, language) for language in ("en", "ru"))
            assert english.endswith(".") and russian.endswith(".")
            assert set(english) - set("«»–—") <= set(string.printable)
            assert any(letter in russian for letter in "аеиоу")


def test_numbers_and_days_stand_in_the_right_case() -> None:
    rules = Rules(inner_days=1, deadline_days=21, after_school_year="06-15", after_reporting=2)

    assert [
        rule_words(rules, key) for key in ("inner_days", "deadline_days", "after_school_year", "after_reporting")
    ] == [
        "Внутренний срок — на 1 рабочий день раньше.",
        "Работа к сроку «до …» начинается за 21 день до него.",
        "«По итогам учебного года» — к 15 июня.",
        "«По итогам отчётного периода» — через 2 дня после рабочего года, за последний год — к концу плана.",
    ]
    assert rule_words(Rules(after_school_year=None), "after_school_year") == "«По итогам учебного года» даты не даёт."


def test_the_page_on_terms_names_every_rule_with_its_values() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "terms.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:3] for line in page.split("| rule |")[1].splitlines()[2:] if line.startswith("|")]
    named = {key: values for keys, values in rows for key in re.findall(r"`(\w+)`", keys)}

    assert set(named) == set(Rules().to_json())
    assert {key: {str(value) for value in values} for key, values in CHOICES.items()} == {
        key: set(re.findall(r"`(\w+)`", named[key])) for key in CHOICES
    }
