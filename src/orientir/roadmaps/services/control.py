"""What people decide about assignments against their plan: due dates moved, work closed, opened again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from orientir import journal
from orientir.database.actor import Actor
from orientir.roadmaps.choices import AssignmentState, Outcome
from orientir.roadmaps.models import Assignment, AssignmentChange
from orientir.roadmaps.models.assignments import OPEN

CLOSES_WITH = (Outcome.NOT_DONE, Outcome.NOT_APPLICABLE, Outcome.VOID, Outcome.OFF_CONTROL)
"""How an assignment may end without a report."""


class NoBasis(Exception):
    """What is decided against the plan needs a basis."""


class NothingOpen(Exception):
    """None of these assignments is in a state for it."""


@transaction.atomic
def move_due_date(assignments: Collection[Assignment], due_on: date, *, basis: str, by: Actor, at: datetime) -> int:
    """Move the due date of those that are open, on a basis. Return how many. The inner date moves with it.

    An organisation that has the same measure on that day already keeps both as they are.

    Raises:
        NoBasis: no basis is given.
        NothingOpen: none of them is open.
    """
    chosen = _locked(assignments, OPEN, basis)
    taken = set(
        Assignment.objects.filter(measure__in={one.measure_id for one in chosen}, due_on=due_on).values_list(
            "measure_id", "organisation_id"
        )
    )
    moved = [one for one in chosen if (one.measure_id, one.organisation_id) not in taken]
    changes = [_change(one, "moved", basis, by, at, due_on) for one in moved]
    with journal.entry(
        "due_date_moved", by=by, at=at, assignments=[one.pk for one in moved], due_on=due_on.isoformat()
    ):
        for one in moved:
            one.inner_due_on = min(due_on - (one.due_on - one.inner_due_on), due_on)
            one.starts_on = min(one.starts_on, due_on)
            one.due_on = due_on
        Assignment.objects.bulk_update(moved, ["starts_on", "due_on", "inner_due_on"])
        AssignmentChange.objects.bulk_create(changes)
    return len(moved)


@transaction.atomic
def close(assignments: Collection[Assignment], outcome: Outcome, *, basis: str, by: Actor, at: datetime) -> int:
    """End those that are open without a report, on a basis. Return how many.

    Raises:
        ValueError: an outcome that only a report gives.
        NoBasis: no basis is given.
        NothingOpen: none of them is open.
    """
    if outcome not in CLOSES_WITH:
        raise ValueError(outcome)
    chosen = _locked(assignments, (*OPEN, AssignmentState.SUBMITTED), basis)
    with journal.entry("assignments_closed", by=by, at=at, assignments=[one.pk for one in chosen], outcome=outcome):
        AssignmentChange.objects.bulk_create(_change(one, "closed", basis, by, at) for one in chosen)
        Assignment.objects.filter(pk__in=[one.pk for one in chosen]).update(
            state=AssignmentState.CLOSED, outcome=outcome
        )
    return len(chosen)


@transaction.atomic
def open_again(assignments: Collection[Assignment], *, basis: str, by: Actor, at: datetime) -> int:
    """Put those that were closed back on control, on a basis. Return how many.

    Raises:
        NoBasis: no basis is given.
        NothingOpen: none of them was closed.
    """
    chosen = _locked(assignments, (AssignmentState.CLOSED,), basis)
    with journal.entry("assignments_opened", by=by, at=at, assignments=[one.pk for one in chosen]):
        AssignmentChange.objects.bulk_create(_change(one, "opened", basis, by, at) for one in chosen)
        Assignment.objects.filter(pk__in=[one.pk for one in chosen]).update(state=AssignmentState.WAITING, outcome="")
    return len(chosen)


def _locked(assignments: Collection[Assignment], states: Collection[str], basis: str) -> list[Assignment]:
    if not basis.strip():
        raise NoBasis
    keys = [one.pk for one in assignments]
    chosen = list(Assignment.objects.select_for_update().filter(pk__in=keys, state__in=states).order_by("pk"))
    if not chosen:
        raise NothingOpen
    return chosen


def _change(
    assignment: Assignment, kind: str, basis: str, by: Actor, at: datetime, due_on: date | None = None
) -> AssignmentChange:
    return AssignmentChange(
        assignment=assignment,
        organisation_id=assignment.organisation_id,
        kind=kind,
        basis=basis.strip(),
        due_on_before=assignment.due_on if due_on else None,
        due_on_after=due_on,
        made_by_id=by.person_id,
        made_at=at,
    )
