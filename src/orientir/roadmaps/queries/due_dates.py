"""The days on which something is due, as a calendar outside of the product shows them.

The work of the own organisations comes assignment by assignment; that of others, which an office watches, as one entry
for each measure and day. `revisions` counts what was decided about the day of an entry: it only grows, so a calendar
knows the later of two versions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest

from orientir.database.actor import Actor
from orientir.engines.counts import Figure
from orientir.roadmaps import policy
from orientir.roadmaps.choices import AssignmentState, RoadmapState
from orientir.roadmaps.models import Assignment, AssignmentChange, AssignmentQuerySet, Measure
from orientir.roadmaps.models.assignments import OPEN

from .figures import COUNTED
from .plan import UNSHOWN

BEHIND, AHEAD = timedelta(days=62), timedelta(days=400)
"""How far from today the days lie that are shown."""

MOVED = AssignmentChange.Kind.MOVED
Key = tuple[int, date]


@dataclass(frozen=True, slots=True)
class OwnDate:
    """A day on which an own organisation has something to submit."""

    assignment: Assignment
    revisions: int
    revised_at: datetime

    @property
    def is_cancelled(self) -> bool:
        """Say whether nothing is asked for any more."""
        return self.assignment.state == AssignmentState.CLOSED


@dataclass(frozen=True, slots=True)
class WatchedDate:
    """A day on which organisations have a measure to submit: how many still have to, of how many.

    Nobody has where all were closed, or moved to other days. `given_at` is when the work was given; `revised_at`
    is empty for those who do not see what happened since.
    """

    measure: Measure
    due_on: date
    to_submit: Figure
    is_cancelled: bool
    revisions: int
    given_at: datetime
    revised_at: datetime | None


def own_dates(actor: Actor, *, today: date) -> list[OwnDate]:
    """Return the days of the organisations for which the actor reports, earliest first."""
    own = _near(policy.visible_assignments(actor), today).filter(organisation__any_of=actor.scope(policy.REPORT))
    told = Greatest("put_in_force_at", "report__submitted_at", "report__reviewed_at", Max("changes__made_at"))
    happened = {
        key: (revisions, revised_at)
        for key, revisions, revised_at in own.order_by().values_list("pk").annotate(Count("changes"), told=told)
    }
    work = own.with_subject().defer(*(f"measure__{name}" for name in UNSHOWN))
    return [OwnDate(one, *happened[one.pk]) for one in work if one.pk in happened]


def watched_dates(actor: Actor, *, today: date) -> list[WatchedDate]:
    """Return the days of the other organisations that the actor sees, in the plans in force, earliest first."""
    others = actor.scope(policy.SEE_ASSIGNMENTS) - actor.scope(policy.REPORT)
    if not others:
        return []
    in_force = policy.visible_roadmaps(actor).filter(state=RoadmapState.IN_FORCE).order_by()
    work = policy.visible_assignments(actor).filter(
        organisation__any_of=others,
        measure__in=Measure.objects.filter(roadmap__in=in_force).order_by().values("pk"),
    )
    given = {
        (measure, due_on): facts
        for measure, due_on, *facts in _near(work, today)
        .order_by()
        .values_list("measure_id", "due_on")
        .annotate(
            to_submit=Count("pk", filter=Q(state__in=OPEN)),
            of=Count("pk", filter=COUNTED),
            left=Count("pk", filter=~Q(state=AssignmentState.CLOSED)),
            given_at=Max("put_in_force_at"),
        )
    }
    decided = _decided(work, today)
    reported = _reported(actor, work, today)
    days = given.keys() | decided.keys()
    measures = {
        one.pk: one
        for one in Measure.objects.filter(pk__any_of={key for key, _ in days}).select_related("roadmap").defer(*UNSHOWN)
    }
    tells = actor.may(policy.SEE_REPORTS)
    found = []
    for measure, due_on in sorted(days, key=lambda key: (key[1], measures[key[0]].position, key[0])):
        revisions, changed_at = decided.get((measure, due_on), (0, None))
        to_submit, of, left, given_at = given.get((measure, due_on), (0, 0, 0, changed_at))
        moments = [at for at in (given_at, changed_at, reported.get((measure, due_on))) if at]
        found.append(
            WatchedDate(
                measures[measure],
                due_on,
                Figure(to_submit, of),
                is_cancelled=not left,
                revisions=revisions,
                given_at=moments[0],
                revised_at=max(moments) if tells else None,
            )
        )
    return found


def _near(work: AssignmentQuerySet, today: date) -> AssignmentQuerySet:
    """Return what is due on days that are shown; what lay before the start of control is no work."""
    return work.filter(due_on__range=(today - BEHIND, today + AHEAD)).exclude(state=AssignmentState.ARCHIVE)


def _decided(work: AssignmentQuerySet, today: date) -> dict[Key, tuple[int, datetime]]:
    """Return how often and when last something was decided about the work of each measure and day.

    Work that was moved away leaves its traces at the day where it was: so the number never becomes smaller.
    """
    changes = AssignmentChange.objects.filter(assignment__in=work.order_by().values("pk")).order_by()
    moves = changes.filter(kind=MOVED)
    moved_later = Q(made_at__gt=OuterRef("made_at")) | Q(made_at=OuterRef("made_at"), pk__gt=OuterRef("pk"))
    next_move = (
        AssignmentChange.objects.filter(moved_later, assignment=OuterRef("assignment"), kind=MOVED)
        .order_by("made_at", "pk")
        .values("due_on_before")[:1]
    )
    stayed = changes.exclude(kind=MOVED).annotate(day=Coalesce(Subquery(next_move), F("assignment__due_on")))
    found: dict[Key, tuple[int, datetime]] = {}
    for part in (moves.annotate(day=F("due_on_before")), moves.annotate(day=F("due_on_after")), stayed):
        near = part.filter(day__range=(today - BEHIND, today + AHEAD))
        rows: Iterable[tuple[Any, ...]] = near.values_list("assignment__measure_id", "day").annotate(
            Count("made_at", distinct=True), Max("made_at")
        )
        for measure, day, number, last in rows:
            before, at = found.get((measure, day), (0, last))
            found[measure, day] = before + number, max(at, last)
    return found


def _reported(actor: Actor, work: AssignmentQuerySet, today: date) -> dict[Key, datetime]:
    """Return when a report on the work of each measure and day was last submitted or answered, as far as it is seen."""
    reports = policy.visible_reports(actor).filter(assignment__in=_near(work, today).order_by().values("pk"))
    rows = (
        reports.order_by()
        .values_list("assignment__measure_id", "assignment__due_on")
        .annotate(at=Greatest(Max("submitted_at"), Max("reviewed_at")))
    )
    return {(measure, due_on): at for measure, due_on, at in rows if at}
