"""A roadmap on the calendar: pieces without gaps, windows where they lie, today, performers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from orientir import journal
from orientir.database.context import acting_as
from orientir.roadmaps.models import Measure, Occurrence, Performer, Roadmap
from orientir.roadmaps.queries.calendar import DAY, Zoom, spread
from tests.roadmaps.running import NEAR, NEXT_YEAR, PAST, a_running_plan, accept, give, measure
from tests.roadmaps.seeing import Seen, seen
from tests.support import world
from tests.support.world import NOON

Visit = Callable[[str], Client]
DAYS = st.dates(date(2000, 1, 1), date(2199, 12, 31))
pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def roadmap(db: None) -> Iterator[Roadmap]:
    with time_machine.travel(NOON):
        yield a_running_plan()


def lines(page: Seen) -> dict[str, list[str]]:
    """Return the cells of each measure by its number."""
    return {cells[0].split()[0]: cells[1:] for cells in page.rows if len(cells) > 3 and cells[0] != "Пункт плана"}


def plan(measure: Measure, starts_on: date, due_on: date, performer: str = "") -> None:
    boris = world.actor("boris")
    with acting_as(boris), journal.entry("measure_edited", by=boris, at=NOON):
        Occurrence.objects.create(
            measure=measure, starts_on=starts_on, ends_on=due_on, due_on=due_on, inner_due_on=due_on
        )
        if performer:
            Performer.objects.create(measure=measure, position=0, printed=performer)


@given(st.sampled_from(Zoom), DAYS)
def test_what_is_seen_holds_its_day_and_has_no_gaps(zoom: Zoom, day: date) -> None:
    seen_now = spread(zoom, day)
    columns = seen_now.columns

    assert seen_now.first <= day <= seen_now.last
    assert [column.first for column in columns[1:]] == [column.last + DAY for column in columns[:-1]]
    assert all(column.first <= column.last for column in columns)
    assert seen_now.first.day == 1 and (seen_now.last + DAY).day == 1


@given(st.sampled_from(Zoom), DAYS)
def test_one_goes_back_and_forth_without_missing_a_day(zoom: Zoom, day: date) -> None:
    now = spread(zoom, day)

    assert spread(zoom, now.after).before == now.first
    assert spread(zoom, now.after).first == now.last + DAY
    assert spread(zoom, now.before).last == now.first - DAY


@pytest.mark.parametrize(("zoom", "columns"), [(Zoom.YEAR, 12), (Zoom.QUARTER, 14), (Zoom.MONTH, 30)])
def test_a_year_is_seen_by_months_a_quarter_by_weeks_a_month_by_days(zoom: Zoom, columns: int) -> None:
    assert len(spread(zoom, NOON.date()).columns) == columns


def test_a_window_runs_through_its_months_and_says_how_far_it_is_where_it_ends(
    signed_in: Visit, roadmap: Roadmap
) -> None:
    accept(*give(measure(roadmap, "1.1"), NEAR, starts_on=date(2026, 9, 10)))
    give(measure(roadmap, "1.2"), PAST)

    page = seen(signed_in("boris").get(f"/roadmaps/{roadmap.pk}/calendar/"))

    said = "[срок 30 ноября 2026: 2 из 2 · Исполнено]"
    assert lines(page) == {
        "1.1": [*[""] * 8, said, said, f"{said} 2/2", ""],
        "1.2": [*[""] * 9, "[срок 15 октября 2026: 0 из 2 · Не представлено в срок] 0/2", "", ""],
    }


def test_a_press_on_a_window_shows_its_organisations(signed_in: Visit, roadmap: Roadmap) -> None:
    give(measure(roadmap, "1.1"), NEAR)
    give(measure(roadmap, "1.1"), PAST)
    boris = signed_in("boris")

    pressed = seen(boris.get(f"/roadmaps/{roadmap.pk}/calendar/")).link("срок 30 ноября")

    assert [cells[1] for cells in seen(boris.get(pressed)).rows[1:]] == ["30 ноября через 10 дней"] * 2


def test_what_goes_on_beyond_the_edge_is_told_by_the_plan(signed_in: Visit, roadmap: Roadmap) -> None:
    one = measure(roadmap, "1.1")
    plan(one, date(2026, 11, 10), NEXT_YEAR)
    give(one, NEXT_YEAR, starts_on=date(2026, 11, 10))

    page = seen(signed_in("boris").get(f"/roadmaps/{roadmap.pk}/calendar/?zoom=quarter&from=2026-11-20"))

    pieces = lines(page)["1.1"]
    assert pieces[:6] == [""] * 6
    assert set(pieces[6:]) == {"[срок 31 мая 2027] срок 31 мая 2027"}


def test_only_measures_with_a_window_in_sight_are_shown(signed_in: Visit, roadmap: Roadmap) -> None:
    give(measure(roadmap, "1.1"), NEAR)
    give(measure(roadmap, "2.1"), NEXT_YEAR)
    boris, where = signed_in("boris"), f"/roadmaps/{roadmap.pk}/calendar/"

    assert list(lines(seen(boris.get(where)))) == ["1.1"]
    assert list(lines(seen(boris.get(f"{where}?from=2027-01-01")))) == ["2.1"]
    assert "Здесь сроков нет." in seen(boris.get(f"{where}?from=2020-01-01")).words


def test_one_goes_through_the_years_of_the_plan_and_to_what_is_due_beyond_them(
    signed_in: Visit, roadmap: Roadmap
) -> None:
    give(measure(roadmap, "1.1"), date(2030, 3, 1))
    boris, where = signed_in("boris"), f"/roadmaps/{roadmap.pk}/calendar/"

    def ways(year: str) -> tuple[str, str]:
        context = boris.get(f"{where}?from={year}").context
        return context["before"], context["after"]

    assert ways("2026-11-20") == ("?from=2025-01-01&zoom=year", "?from=2027-01-01&zoom=year")
    assert ways("2025-01-01") == ("", "?from=2026-01-01&zoom=year")
    assert ways("2027-01-01") == ("?from=2026-01-01&zoom=year", "?from=2030-01-01&zoom=year")
    assert ways("2030-01-01") == ("?from=2027-01-01&zoom=year", "")


def test_today_is_marked_in_the_head_where_it_is_seen(signed_in: Visit, roadmap: Roadmap) -> None:
    give(measure(roadmap, "1.1"), NEAR)
    boris, where = signed_in("boris"), f"/roadmaps/{roadmap.pk}/calendar/"

    heads = [cell for cell in seen(boris.get(f"{where}?zoom=month")).rows[0] if "сегодня" in cell]

    assert heads == ["20 20 ноября, сегодня"]
    assert "Сегодня" in seen(boris.get(f"{where}?from=2027-01-01")).words


def test_of_a_performer_only_their_measures_are_shown(signed_in: Visit, roadmap: Roadmap) -> None:
    for number, performer in (("1.1", "ОО"), ("1.2", "Управление образования"), ("2.1", "ОО")):
        one = measure(roadmap, number)
        plan(one, NEAR.replace(day=1), NEAR, performer)
        give(one, NEAR)
    boris, where = signed_in("boris"), f"/roadmaps/{roadmap.pk}/calendar/"

    assert list(lines(seen(boris.get(where)))) == ["1.1", "1.2", "2.1"]
    assert list(lines(seen(boris.get(f"{where}?performer=ОО")))) == ["1.1", "2.1"]
    assert list(lines(seen(boris.get(f"{where}?performer=Никто")))) == ["1.1", "1.2", "2.1"]


def test_two_windows_that_end_in_a_month_are_said_together_by_the_more_urgent_state(
    signed_in: Visit, roadmap: Roadmap
) -> None:
    one = measure(roadmap, "1.1")
    give(one, NEAR - timedelta(days=15))
    accept(*give(one, NEAR))

    page = seen(signed_in("boris").get(f"/roadmaps/{roadmap.pk}/calendar/"))

    assert lines(page)["1.1"][10] == (
        "[срок 15 ноября 2026: 0 из 2 · Не представлено в срок; срок 30 ноября 2026: 2 из 2 · Исполнено] 2/4"
    )
    assert page.link("срок 15 ноября") == f"/measures/{one.pk}/"


@pytest.mark.parametrize("query", ["?from=x", "?from=0001-01-01", "?from=9999-12-31", "?zoom=x", "?page=x", "?page=99"])
def test_an_address_that_makes_no_sense_shows_the_calendar(signed_in: Visit, roadmap: Roadmap, query: str) -> None:
    give(measure(roadmap, "1.1"), NEAR)

    assert list(lines(seen(signed_in("boris").get(f"/roadmaps/{roadmap.pk}/calendar/{query}")))) == ["1.1"]
