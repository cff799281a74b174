"""Lists of work: what an organisation has to do, what waits for review."""

from __future__ import annotations

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from orientir.database.actor import Actor
from orientir.roadmaps import policy
from orientir.roadmaps.choices import ReportState
from orientir.roadmaps.models import Assignment, AssignmentQuerySet, Report
from orientir.roadmaps.models.assignments import OPEN


def own_work(actor: Actor) -> AssignmentQuerySet:
    """Return what the actor's organisations have to do, nearest first."""
    return Assignment.objects.filter(organisation__any_of=actor.scope(policy.REPORT)).open().with_subject()


def own_submitted(actor: Actor) -> AssignmentQuerySet:
    """Return what the actor's organisations have submitted, latest due date first."""
    own = Assignment.objects.filter(organisation__any_of=actor.scope(policy.REPORT))
    return own.exclude(state__in=OPEN).with_subject().order_by("-due_on", "measure__position", "pk")


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
    round_again = ExpressionWrapper(~later, BooleanField())
    return waiting.order_by(round_again, "submitted_at", "pk").first()
