"""Lists of work: what an organisation has to do, what waits for review."""

from __future__ import annotations

from django.db.models import Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from orientir.database.actor import Actor
from orientir.roadmaps import policy
from orientir.roadmaps.choices import ReportState, RoadmapState
from orientir.roadmaps.models import Assignment, AssignmentQuerySet, Report


def own_work(actor: Actor) -> AssignmentQuerySet:
    """Return what the actor's organisations have to do, nearest first. A plan in the archive asks for nothing.

    Who works somewhere without reporting for it sees its work too. What an office sees of others is not its own.
    """
    found = Assignment.objects.filter(organisation__any_of=organisations_at_work(actor)).open()
    return found.exclude(measure__roadmap__state=RoadmapState.ARCHIVED).with_subject()


def organisations_at_work(actor: Actor) -> frozenset[int]:
    """Return the organisations in which the actor works: for which they report, or only see what there is to do."""
    seen_as_a_whole = actor.scope(policy.SEE_ROADMAPS)
    return actor.scope(policy.REPORT) | (actor.scope(policy.SEE_ASSIGNMENTS) - seen_as_a_whole)


def reports_to_review(actor: Actor) -> QuerySet[Report]:
    """Return the reports that wait for the actor, longest first."""
    return (
        policy.visible_reports(actor)
        .filter(state=ReportState.SUBMITTED, organisation__any_of=actor.scope(policy.REVIEW_REPORTS))
        .select_related("assignment__measure__roadmap", "organisation")
        .order_by("submitted_at", "pk")
    )


def next_to_review(actor: Actor, report: Report) -> Report | None:
    """Return the report that waits next after this one, from the beginning again after the last."""
    waiting = reports_to_review(actor).exclude(pk=report.pk)
    later = Q(submitted_at__gt=report.submitted_at) | Q(submitted_at=report.submitted_at, pk__gt=report.pk)
    # Two looks into the index of the queue; to order all that wait by both would be to read all of it.
    behind = waiting.filter(later, submitted_at__gte=report.submitted_at)
    following = Coalesce(Subquery(behind.values("pk")[:1]), Subquery(waiting.values("pk")[:1]))
    return reports_to_review(actor).filter(pk=following).first()
