"""A school that closes: what it has not begun passes to its successor, what it has done stays its own."""

from __future__ import annotations

from datetime import date

import pytest

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.roadmaps.models import Assignment, AssignmentCount
from orientir.roadmaps.services import reports
from orientir.territory.inheritance import estate_of, pass_on
from orientir.territory.models import Organisation
from tests.support.world import DUE, NOON

TODAY = date(2026, 11, 20)


@pytest.fixture
def schools(boris: Actor, db: None) -> tuple[Organisation, Organisation]:
    """School No. 5, which closes, and No. 6; both have the first measure of the plan as work."""
    with acting_as(boris):
        found = Organisation.objects
        return found.get(short_name="Школа № 5"), found.get(short_name="Школа № 6")


def work_of(school: Organisation) -> list[tuple[str, str, str]]:
    rows = Assignment.objects.filter(organisation=school).order_by("measure__position", "due_on")
    return [(one.measure.number, one.state, one.outcome) for one in rows.select_related("measure")]


def test_untouched_work_is_shown_and_passes_on(schools: tuple[Organisation, Organisation], boris: Actor) -> None:
    closing, successor = schools
    with acting_as(boris):
        shown = estate_of(closing, on=TODAY, by=boris)
        with journal.entry("roadmap_taken_back", by=boris, at=NOON):
            Assignment.objects.filter(organisation=successor).delete()
        passed = pass_on(closing, to=successor, on=TODAY, by=boris, at=NOON)
        left, theirs = work_of(closing), work_of(successor)

    ((number, state, outcome),) = theirs
    assert [len(estate.works) for estate in shown] == [1]
    assert (passed, left) == (1, [])
    assert (number, state, outcome) == ("1.1.", "waiting", "")


def test_work_that_the_successor_has_already_is_closed(
    schools: tuple[Organisation, Organisation], boris: Actor
) -> None:
    closing, successor = schools
    with acting_as(boris):
        passed = pass_on(closing, to=successor, on=TODAY, by=boris, at=NOON)
        left, theirs = work_of(closing), work_of(successor)

    assert (passed, left, theirs) == (0, [("1.1.", "closed", "void")], [("1.1.", "waiting", "")])


def test_what_was_reported_stays_where_it_was_done(
    schools: tuple[Organisation, Organisation], boris: Actor, vera: Actor
) -> None:
    closing, successor = schools
    with acting_as(vera):
        mine = Assignment.objects.get(organisation=closing, due_on=DUE)
        reports.submit_report(mine, "Проведено", by=vera, at=NOON)
    with acting_as(boris):
        shown = estate_of(closing, on=TODAY, by=boris)
        passed = pass_on(closing, to=successor, on=TODAY, by=boris, at=NOON)
        counted = sum(AssignmentCount.objects.filter(organisation=closing).values_list("total", flat=True))

    assert (shown, passed, counted) == ([], 0, 1)
