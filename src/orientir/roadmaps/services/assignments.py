"""From measures to assignments."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from orientir import journal
from orientir.database.actor import Actor
from orientir.roadmaps.choices import RoadmapState
from orientir.roadmaps.models import Assignment, Measure, Roadmap
from orientir.territory.models import Organisation


class NotRead(Exception):
    """The roadmap has no measures yet."""


@transaction.atomic
def put_in_force(
    roadmap: Roadmap,
    measures: Collection[Measure],
    organisations: Collection[Organisation],
    *,
    due_on: date,
    again: bool = False,
    by: Actor,
    at: datetime,
) -> int:
    """Make each measure an assignment of each organisation, due on one day. Return how many are new.

    An organisation that has the measure as work already is passed over; `again` gives it to them once more with a new
    day. What is there stays as it is, whatever has happened to it since.

    Raises:
        NotRead: the document has not been read.
    """
    roadmap = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    if not roadmap.is_read:
        raise NotRead
    known = Assignment.objects.filter(measure__in=measures)
    there = set((known.filter(due_on=due_on) if again else known).values_list("measure_id", "organisation_id"))
    new = [
        Assignment(
            measure=measure,
            organisation=organisation,
            starts_on=due_on,
            due_on=due_on,
            inner_due_on=due_on,
            put_in_force_at=at,
        )
        for measure in measures
        for organisation in organisations
        if (measure.pk, organisation.pk) not in there
    ]
    with journal.entry(
        "measures_put_in_force",
        by=by,
        at=at,
        about=roadmap,
        measures=[measure.pk for measure in measures],
        organisations=[organisation.pk for organisation in organisations],
        due_on=due_on.isoformat(),
    ):
        Assignment.objects.bulk_create(new)
        if roadmap.state == RoadmapState.READ:
            roadmap.state, roadmap.in_force_at = RoadmapState.IN_FORCE, at
            roadmap.save(update_fields=["state", "in_force_at"])
    return len(new)
