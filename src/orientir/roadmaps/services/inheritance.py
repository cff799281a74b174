"""What an organisation that closes leaves undone passes to its successor; what was done stays where it was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from orientir import journal
from orientir.database.actor import Actor
from orientir.roadmaps.choices import AssignmentState, Outcome
from orientir.roadmaps.models import Assignment
from orientir.territory.inheritance import Work
from orientir.territory.models import Organisation

from .control import close


def open_work(organisation: Organisation, *, on: date, by: Actor) -> Sequence[Work]:
    """Return the assignments that would pass on: those nobody has begun to report on."""
    return [
        Work(one.measure.heading, date_format(one.due_on, "j E Y"))
        for one in _untouched(organisation).select_related("measure").order_by("due_on", "measure__position")
    ]


@transaction.atomic
def pass_on(organisation: Organisation, *, to: Organisation, on: date, by: Actor, at: datetime) -> int:
    """Hand the untouched assignments over. Return how many.

    What the successor has as work already is closed here: nobody does the same work twice.
    """
    left = list(_untouched(organisation).select_for_update(of=("self",)).order_by("pk"))
    theirs = set(Assignment.objects.filter(organisation=to).values_list("measure_id", "due_on"))
    doubled = [one for one in left if (one.measure_id, one.due_on) in theirs]
    passed = [one for one in left if (one.measure_id, one.due_on) not in theirs]
    if doubled:
        basis = _("Passed to %(successor)s, which has the same work.") % {"successor": to}
        close(doubled, Outcome.VOID, basis=basis, by=by, at=at)
    with journal.entry(
        "assignments_passed_on", by=by, at=at, about=organisation, to=to.pk, assignments=[one.pk for one in passed]
    ):
        Assignment.objects.filter(pk__in=[one.pk for one in passed]).update(organisation=to)
    return len(passed)


def _untouched(organisation: Organisation) -> QuerySet[Assignment]:
    return Assignment.objects.filter(organisation=organisation, state=AssignmentState.WAITING, report=None)
