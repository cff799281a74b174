"""One measure: its windows, how far its organisations are, what was moved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from orientir.roadmaps.models import Assignment, AssignmentChange, AssignmentQuerySet

from .figures import Tally, tallies


def windows_of(work: AssignmentQuerySet, *, today: date) -> dict[date, Tally]:
    """Return the due dates of some work with how far each is, earliest first."""
    found = tallies(work, "due_on", today=today)
    return {due_on: found[due_on,] for (due_on,) in sorted(found)}


def moved(work: AssignmentQuerySet) -> AssignmentQuerySet:
    """Return those whose due date was moved, as far as the reader may see who decided so and why."""
    changes = AssignmentChange.objects.filter(kind=AssignmentChange.Kind.MOVED, assignment__in=work.order_by())
    return work.filter(pk__in=changes.order_by().values("assignment"))


def changes_of(assignments: Iterable[Assignment]) -> dict[int, list[AssignmentChange]]:
    """Return what was decided about these assignments, by their keys, oldest first, as far as the reader may see."""
    found: dict[int, list[AssignmentChange]] = {}
    keys = [assignment.pk for assignment in assignments]
    for change in AssignmentChange.objects.filter(assignment__any_of=keys):
        found.setdefault(change.assignment_id, []).append(change)
    return found
