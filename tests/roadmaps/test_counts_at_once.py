"""Two transactions that change the same counts wait for each other, one after the other, and never in a circle."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection

from orientir import journal
from orientir.database.context import acting_as
from orientir.roadmaps.models import Assignment, AssignmentCount, Roadmap
from orientir.roadmaps.queries.recount import count_differences
from tests.roadmaps.running import NEAR, a_running_plan, give, measure
from tests.support import world
from tests.support.world import NOON

IN_TWO_STEPS = """
CREATE OR REPLACE FUNCTION roadmaps_count_changed_assignments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE roadmaps_assignmentcount counted SET total = counted.total - 1
    FROM removed WHERE counted.organisation_id = removed.organisation_id AND counted.state = removed.state;
    UPDATE roadmaps_assignmentcount counted SET total = counted.total + 1
    FROM added WHERE counted.organisation_id = added.organisation_id AND counted.state = added.state;
    RETURN NULL;
END
$$
"""
"""The planted fault: first what goes, then what comes."""


def a_plan_half_submitted() -> Roadmap:
    """Two measures of one section: of each school the first waits and the second is submitted."""
    roadmap = a_running_plan()
    for number in ("1.1", "1.2"):
        give(measure(roadmap, number), NEAR)
    with acting_as(world.actor("boris")):
        to(roadmap, "1.2", "submitted")
    return roadmap


def to(roadmap: Roadmap, number: str, state: str) -> None:
    boris = world.actor("boris")
    with acting_as(boris), journal.entry("report_submitted", by=boris, at=NOON, about=roadmap):
        Assignment.objects.filter(measure__roadmap=roadmap, measure__number=number).update(state=state)


def two_that_cross(roadmap: Roadmap) -> list[Exception | None]:
    """Let one wait for the count of what waits; let another come behind it, the other way round; then let both go."""

    def run(number: str, state: str) -> None:
        try:
            to(roadmap, number, state)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        started: list[Future[None]] = []
        with acting_as(world.actor("boris")):
            held = AssignmentCount.objects.select_for_update().filter(roadmap=roadmap, state="waiting")
            assert len(held) == 2
            for number, state in (("1.1", "submitted"), ("1.2", "waiting")):
                started.append(threads.submit(run, number, state))
                until(lambda: waiting_for_locks() == len(started))
        return [one.exception(timeout=30) for one in started]  # type: ignore[misc]


def until(so: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not so():
        assert time.monotonic() < end
        time.sleep(0.02)


def waiting_for_locks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction goes on seeing what it saw first
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])


def test_who_sends_and_who_returns_at_the_same_moment_do_not_lock_each_other_out(committed: str) -> None:
    roadmap = a_plan_half_submitted()

    failed = two_that_cross(roadmap)

    with acting_as(world.actor("boris")):
        left = set(AssignmentCount.objects.filter(roadmap=roadmap).values_list("state", "total"))
        assert (failed, left, count_differences()) == ([None, None], {("submitted", 1), ("waiting", 1)}, [])


def test_counting_what_goes_before_what_comes_is_caught(committed: str) -> None:
    import psycopg

    from tests.support import databases

    roadmap = a_plan_half_submitted()
    with psycopg.connect(databases.owner_url(committed), autocommit=True) as owner:
        owner.execute(IN_TWO_STEPS)

    failed = two_that_cross(roadmap)

    assert [type(one) for one in failed if one] == [OperationalError]
    assert "deadlock" in str(next(one for one in failed if one))


@pytest.mark.usefixtures("db")
def test_what_changes_nothing_that_is_counted_touches_no_count() -> None:
    roadmap = a_plan_half_submitted()
    boris = world.actor("boris")
    with acting_as(boris), journal.entry("report_submitted", by=boris, at=NOON, about=roadmap):
        before = versions(roadmap)
        Assignment.objects.filter(measure__roadmap=roadmap).update(inner_due_on=NEAR)

        assert versions(roadmap) == before


def versions(roadmap: Roadmap) -> list[tuple[int, str]]:
    """Return the counts of a roadmap with the place of each row: PostgreSQL writes a changed one anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, ctid::text FROM roadmaps_assignmentcount WHERE roadmap_id = %s ORDER BY 1", [roadmap.pk]
        )
        return list(cursor.fetchall())
