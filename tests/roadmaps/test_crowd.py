"""The made region of the benches: the same from the same seed, with work in every state, and all its pages answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from orientir.database.context import acting_as
from orientir.roadmaps import measuring
from orientir.roadmaps.crowd import COORDINATOR, PLAN, Size, build
from orientir.roadmaps.models import Assignment, Evidence, Report, Roadmap
from orientir.roadmaps.queries.recount import count_differences
from tests.support import databases
from tests.support.world import actor

SMALL = Size(municipalities=2, organisations=10, measures=12, years=4)
ALL = SMALL.municipalities * SMALL.organisations * SMALL.measures * SMALL.years
EMPTY, ONE, OTHER = (f"{databases.TEMPLATE}_crowd_{name}" for name in ("empty", "one", "other"))


@pytest.fixture(scope="module")
def regions(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Make two regions from one seed, each in a database of its own, and stand in the first."""
    usual = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        try:
            databases.make(EMPTY)
            connection.execute_wrappers.clear()  # the owner, who makes the tables, is no actor
            databases.migrate(EMPTY)
            databases.disconnect()
            for name in (OTHER, ONE):
                databases.make(name, template=EMPTY)
                databases.use(name)
                build(SMALL, seed=7, today=timezone.localdate())
            yield
        finally:
            databases.use(usual)
            for name in (EMPTY, ONE, OTHER):
                databases.drop(name)


def work() -> dict[tuple[str, str], int]:
    """Return how many assignments are in each state with each outcome."""
    found: dict[tuple[str, str], int] = {}
    for state, outcome in Assignment.objects.values_list("state", "outcome"):
        found[state, outcome] = found.get((state, outcome), 0) + 1
    return found


def whole() -> list[tuple[object, ...]]:
    fields = ("organisation__name", "measure__text", "measure__number", "due_on", "force", "state", "outcome")
    return sorted(Assignment.objects.values_list(*fields))


@pytest.mark.usefixtures("regions")
def test_there_is_work_in_every_state_with_reports_files_and_right_counts() -> None:
    with acting_as(actor(COORDINATOR)):
        found = work()
        sent = found["submitted", ""] + found["returned", ""] + found["accepted", "done"]

        assert sum(found.values()) == ALL
        assert {state for state, _ in found} == {"waiting", "submitted", "returned", "accepted", "closed", "archive"}
        assert (Report.objects.count(), Evidence.objects.count() > sent // 10) == (sent, True)
        assert count_differences() == []


@pytest.mark.usefixtures("regions")
def test_the_same_seed_makes_the_same_region() -> None:
    with acting_as(actor(COORDINATOR)):
        one = whole()
    databases.use(OTHER)
    try:
        with acting_as(actor(COORDINATOR)):
            other = whole()
    finally:
        databases.use(ONE)

    assert one == other


@pytest.mark.usefixtures("regions")
def test_every_page_that_is_measured_answers_and_says_how_often_it_asks() -> None:
    told = measuring.pages()

    assert told["sessions"].keys() == {"office", "school"}
    assert [page["name"] for page in told["pages"] if not 5 < page["queries"] < 60] == []
    assert {"home", "roadmap", "calendar", "matrix of places", "assignments", "assignment"} <= {
        page["name"] for page in told["pages"]
    }


@pytest.mark.usefixtures("regions")
def test_the_plan_in_review_is_put_in_force_for_all() -> None:
    told = measuring.force()

    with acting_as(actor(COORDINATOR)):
        states = list(Roadmap.objects.order_by("pk").values_list("state", flat=True))
        plan = Roadmap.objects.get(title__startswith=PLAN)
        assert (told["rows"], states) == (ALL, ["in_force", "in_force"])
        assert (told["roadmap"] != plan.pk, count_differences()) == (True, [])


def test_a_region_of_full_size_has_six_hundred_thousand_assignments() -> None:
    size = Size()

    assert size.municipalities * size.organisations * size.measures * size.years == 600_000
