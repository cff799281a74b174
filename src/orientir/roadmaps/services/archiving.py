"""A plan that is over goes into the archive and may come back; one that was put in by mistake is deleted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from orientir import journal
from orientir.database.actor import Actor
from orientir.files import services as files
from orientir.roadmaps.choices import RoadmapState
from orientir.roadmaps.models import Amendment, Assignment, AssignmentChange, Roadmap
from orientir.roadmaps.queries.amending import Deletion, deletion_of
from orientir.roadmaps.queries.history import AMENDED

from .amending import amendment_of


class NotNow(Exception):
    """The plan is in no state for it: archived already, brought back already, or a job works on it."""


class ReportsAreThere(Exception):
    """Somebody has begun or sent a report: nothing that people have written is deleted with a plan."""


class PlansFollow(Exception):
    """Another plan was begun after this one."""


@transaction.atomic
def archive(roadmap: Roadmap, *, reason: str, by: Actor, at: datetime) -> None:
    """Put a plan into the archive: it is kept to look at, and nothing of it is asked of anybody any more.

    Its assignments stay as they are, so that it can be brought back whole.

    Raises:
        NoReason: no reason is given.
        NotNow: it is neither in force nor in review.
    """
    roadmap = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    if not (roadmap.is_in_force or roadmap.is_in_review):
        raise NotNow
    kind = Amendment.Kind.ARCHIVED
    with (
        journal.entry(AMENDED[kind], by=by, at=at, about=roadmap),
        amendment_of(roadmap, kind, reason, by=by, at=at) as amendment,
    ):
        roadmap.state, roadmap.archived_at, roadmap.archive_basis = RoadmapState.ARCHIVED, at, amendment.reason
        roadmap.save(update_fields=["state", "archived_at", "archive_basis"])


@transaction.atomic
def bring_back(roadmap: Roadmap, *, reason: str, by: Actor, at: datetime) -> None:
    """Bring a plan back from the archive, to where it stood before.

    Raises:
        NoReason: no reason is given.
        NotNow: it is not in the archive.
    """
    roadmap = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    if roadmap.state != RoadmapState.ARCHIVED:
        raise NotNow
    kind = Amendment.Kind.BROUGHT_BACK
    with (
        journal.entry(AMENDED[kind], by=by, at=at, about=roadmap),
        amendment_of(roadmap, kind, reason, by=by, at=at),
    ):
        roadmap.state = RoadmapState.IN_FORCE if roadmap.in_force_at else RoadmapState.READ
        roadmap.archived_at, roadmap.archive_basis = None, ""
        roadmap.save(update_fields=["state", "archived_at", "archive_basis"])


@transaction.atomic
def delete(roadmap: Roadmap, *, by: Actor, at: datetime) -> Deletion:
    """Delete a plan that was put in by mistake, with all that came of it, and return what has gone.

    Raises:
        NotNow: it is not read yet (see `remove_document`), or is being put in force.
        ReportsAreThere: somebody has begun or sent a report.
        PlansFollow: another plan was begun after it.
    """
    roadmap = Roadmap.objects.select_for_update(of=("self",)).select_related("source").get(pk=roadmap.pk)
    if not roadmap.is_read or roadmap.state == RoadmapState.STARTING:
        raise NotNow
    work = Assignment.objects.filter(measure__roadmap=roadmap)
    # whoever begins a report meanwhile finds the assignment locked, and then gone
    list(work.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    goes = deletion_of(roadmap)
    if goes.reports:
        raise ReportsAreThere
    if goes.followers:
        raise PlansFollow
    sources = [roadmap.source, *(one.source for one in roadmap.editions.select_related("source"))]
    with journal.entry(
        "roadmap_deleted",
        by=by,
        at=at,
        about=roadmap,
        measures=goes.measures,
        assignments=goes.assignments,
        decisions=goes.decisions,
    ):
        AssignmentChange.objects.filter(assignment__measure__roadmap=roadmap).delete()
        work.delete()
        Roadmap.objects.filter(pk=roadmap.pk).delete()
    for source in filter(None, sources):
        files.take_out(source, by=by, at=at)
    return goes
