"""What one wants to know of roadmaps and their work."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet
from django.utils import timezone

from orientir.access import policy as appointments
from orientir.access.roles import ROLES
from orientir.database.actor import Actor
from orientir.engines.russian import lemmas
from orientir.engines.terms import suggest_due_on, whole_years
from orientir.journal.queries import history_of
from orientir.people.models import Person

from . import policy
from .choices import AssignmentState, ReportState, RoadmapState
from .models import Assignment, AssignmentQuerySet, Measure, Report, Roadmap, Section
from .models.assignments import OPEN, OVERDUE

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


def counts_by_shown_state(assignments: AssignmentQuerySet) -> dict[str, int]:
    """Return how many assignments people see in each state, most urgent first; states without any are left out."""
    past = Q(due_on__lt=timezone.localdate())
    rows = assignments.order_by().values_list("state").annotate(total=Count("pk"), late=Count("pk", filter=past))
    counts: Counter[str] = Counter()
    for state, total, late in rows:
        late = late if state == AssignmentState.WAITING else 0
        counts[OVERDUE] += late
        counts[state] += total - late
    return {state: counts[state] for state in (OVERDUE, *AssignmentState.values) if counts[state]}


def roadmaps_at_work(actor: Actor) -> QuerySet[Roadmap]:
    """Return visible roadmaps that are in force, newest first, with their progress."""
    return roadmaps_with_progress(actor).filter(state=RoadmapState.IN_FORCE)


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


@dataclass(frozen=True, slots=True)
class SectionMeasures:
    """A section and those of its measures that were asked for, each with `total` and `accepted` assignments."""

    section: Section
    measures: list[Measure]


def sections_with_measures(roadmap: Roadmap, *, words: str = "") -> list[SectionMeasures]:
    """Return the sections with the measures that hold all `words`; a section without such measures is left out."""
    measures = (
        roadmap.measures.select_related("section")
        .annotate(
            total=Count("assignments"),
            accepted=Count("assignments", filter=Q(assignments__state=AssignmentState.ACCEPTED)),
        )
        .order_by("section__position", "position")
    )
    for lemma in lemmas(words).split():
        measures = measures.filter(lemmas__contains=f" {lemma} ")
    by_section = groupby(measures, key=lambda measure: measure.section)
    return [SectionMeasures(section, list(found)) for section, found in by_section]


def due_date_of(roadmap: Roadmap, measure: Measure, *, today: date) -> date | None:
    """Return the next date on which the printed term falls due in the roadmap's period, if the words give one."""
    period = None
    if roadmap.first_year and roadmap.last_year:
        period = whole_years(roadmap.first_year, roadmap.last_year)
    return suggest_due_on(measure.parsed_term, period, today)


def own_work(actor: Actor) -> AssignmentQuerySet:
    """Return what the actor's organisations have to do, nearest first."""
    return Assignment.objects.filter(organisation_id__in=actor.scope(policy.REPORT)).open().with_subject()


def own_submitted(actor: Actor) -> AssignmentQuerySet:
    """Return what the actor's organisations have submitted, latest due date first."""
    own = Assignment.objects.filter(organisation_id__in=actor.scope(policy.REPORT))
    return own.exclude(state__in=OPEN).with_subject().order_by("-due_on", "measure__position", "pk")


def reports_to_review(actor: Actor) -> QuerySet[Report]:
    """Return the reports that wait for the actor, longest first."""
    return (
        policy.visible_reports(actor)
        .filter(state=ReportState.SUBMITTED, organisation_id__in=actor.scope(policy.REVIEW_REPORTS))
        .select_related("assignment__measure__roadmap", "organisation")
        .order_by("submitted_at", "pk")
    )


def next_to_review(actor: Actor, report: Report) -> Report | None:
    """Return the report that waits next after this one, from the beginning again after the last."""
    waiting = reports_to_review(actor).exclude(pk=report.pk)
    later = Q(submitted_at__gt=report.submitted_at) | Q(submitted_at=report.submitted_at, pk__gt=report.pk)
    round_again = ExpressionWrapper(~later, BooleanField())
    return waiting.order_by(round_again, "submitted_at", "pk").first()


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


@dataclass(frozen=True, slots=True)
class Moment:
    """One deed in a history: what was done, by whom as far as the reader may know, when, the words given with it."""

    words: str
    who: str
    at: datetime
    state: str
    reason: str


STATE_AFTER = {
    "report_submitted": "submitted",
    "report_accepted": "accepted",
    "report_returned": "returned",
}
"""The deeds after which a report stands differently, by their verbs."""


def history_of_assignment(actor: Actor, assignment: Assignment, report: Report | None) -> list[Moment]:
    """Return what was done to an assignment and its report, as far as the reader may see, oldest first.

    Whose name the reader may not see is told by their role.
    """
    entries = list(history_of(assignment, report) if report else history_of(assignment))
    may_name = Q(organisation_id__in=actor.scope(appointments.SEE_APPOINTMENTS)) | Q(pk=actor.person_id or 0)
    people = Person.objects.filter(may_name, pk__in={entry.person_id for entry in entries if entry.person_id})
    names = {person.pk: person.short_name for person in people}
    reasons = {one.returned_at: one.reason for one in report.returns.all()} if report else {}
    return [
        Moment(
            words=entry.words,
            who=names.get(entry.person_id or 0) or (str(ROLES[entry.role].name) if entry.role in ROLES else ""),
            at=entry.at,
            state=STATE_AFTER.get(entry.verb, ""),
            reason=reasons.get(entry.at, "") if entry.verb == "report_returned" else "",
        )
        for entry in entries
    ]
