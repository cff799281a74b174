"""What one wants to know of roadmaps and their work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import BooleanField, Count, ExpressionWrapper, Prefetch, Q, QuerySet

from orientir.database.actor import Actor
from orientir.engines.russian import lemmas
from orientir.engines.terms import suggest_due_on, whole_years
from orientir.journal.models import Entry
from orientir.journal.queries import history_of

from . import policy
from .choices import AssignmentState, ReportState
from .models import Assignment, AssignmentQuerySet, Measure, Report, Roadmap, Section

ACCEPTED = Count("pk", filter=Q(state=AssignmentState.ACCEPTED))
SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many assignments are done, of how many."""

    accepted: int
    total: int


def progress_of(assignments: QuerySet[Assignment]) -> Progress:
    """Return how much of these assignments is accepted."""
    counts = assignments.order_by().aggregate(accepted=ACCEPTED, total=Count("pk"))
    return Progress(counts["accepted"], counts["total"])


def roadmaps_with_progress(actor: Actor) -> QuerySet[Roadmap]:
    """Return visible roadmaps, newest first, each with `measure_count`, `total` and `accepted` assignments.

    The documents themselves are not joined: whoever sees figures only does not pass the wall of files, and an inner
    join would hide the roadmap with its file.
    """
    return (
        policy.visible_roadmaps(actor)
        .select_related("organisation")
        .annotate(
            measure_count=Count("measures", distinct=True),
            total=Count("measures__assignments", distinct=True),
            accepted=Count(
                "measures__assignments",
                filter=Q(measures__assignments__state=AssignmentState.ACCEPTED),
                distinct=True,
            ),
        )
    )


def sections_with_measures(roadmap: Roadmap, *, words: str = "") -> QuerySet[Section]:
    """Return the sections, each with `found`: its measures with `total` and `accepted`, those that hold all `words`."""
    measures = Measure.objects.annotate(
        total=Count("assignments"),
        accepted=Count("assignments", filter=Q(assignments__state=AssignmentState.ACCEPTED)),
    )
    for lemma in lemmas(words).split():
        measures = measures.filter(lemmas__contains=f" {lemma} ")
    return roadmap.sections.prefetch_related(Prefetch("measures", measures.order_by("position"), to_attr="found"))


def due_date_of(roadmap: Roadmap, measure: Measure, *, today: date) -> date | None:
    """Return the next date on which the printed term falls due in the roadmap's period, if the words give one."""
    period = None
    if roadmap.first_year and roadmap.last_year:
        period = whole_years(roadmap.first_year, roadmap.last_year)
    return suggest_due_on(measure.parsed_term, period, today)


def own_assignments(actor: Actor) -> AssignmentQuerySet:
    """Return all assignments of the actor's organisations: open ones first, nearest first."""
    closed = Q(state__in=[AssignmentState.SUBMITTED, AssignmentState.ACCEPTED])
    own = Assignment.objects.filter(organisation_id__in=actor.scope(policy.REPORT)).with_subject()
    return own.annotate(is_closed=ExpressionWrapper(closed, BooleanField())).order_by(
        "is_closed", "due_on", "measure__position", "pk"
    )


def own_work(actor: Actor) -> AssignmentQuerySet:
    """Return what the actor's organisations have to do, nearest first."""
    return Assignment.objects.filter(organisation_id__in=actor.scope(policy.REPORT)).open().with_subject()


def reports_to_review(actor: Actor) -> QuerySet[Report]:
    """Return the reports that wait for the actor, longest first."""
    return (
        policy.visible_reports(actor)
        .filter(state=ReportState.SUBMITTED, organisation_id__in=actor.scope(policy.REVIEW_REPORTS))
        .select_related("assignment__measure__roadmap", "organisation")
        .order_by("submitted_at", "pk")
    )


def next_to_review(actor: Actor, report: Report) -> Report | None:
    """Return the report that has waited longest besides this one."""
    return reports_to_review(actor).exclude(pk=report.pk).first()


def overdue_by_measure(actor: Actor, *, today: date) -> QuerySet[Measure]:
    """Return the measures whose reports are late, each with `late`: from how many organisations."""
    late = policy.visible_assignments(actor).overdue(today)
    return (
        Measure.objects.filter(assignments__in=late)
        .select_related("roadmap")
        .annotate(late=Count("assignments", filter=Q(assignments__in=late)))
        .order_by("-late", "position")
    )


@dataclass(frozen=True, slots=True)
class ComingUp:
    """A measure that falls due soon, and how many of its organisations have submitted."""

    measure: Measure
    due_on: date
    done: int
    total: int


def coming_up(actor: Actor, *, today: date) -> list[ComingUp]:
    """Return what falls due within two weeks, by measure and day."""
    rows = (
        policy.visible_assignments(actor)
        .filter(due_on__range=(today, today + SOON))
        .order_by("due_on", "measure__position")
        .values("measure_id", "due_on")
        .annotate(
            done=Count("pk", filter=Q(state__in=[AssignmentState.SUBMITTED, AssignmentState.ACCEPTED])),
            total=Count("pk"),
        )
    )
    measures = Measure.objects.select_related("roadmap").in_bulk([row["measure_id"] for row in rows])
    return [ComingUp(measures[row["measure_id"]], row["due_on"], row["done"], row["total"]) for row in rows]


def history_of_assignment(assignment: Assignment, report: Report | None) -> QuerySet[Entry]:
    """Return what was done to an assignment and its report, as far as the reader may see, oldest first."""
    return history_of(assignment, report) if report else history_of(assignment)
