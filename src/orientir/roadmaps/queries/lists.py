"""What the lists of roadmaps, measures, assignments and reports hold, and by what they are narrowed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from orientir.database.actor import Actor
from orientir.engines.counts import Figure
from orientir.engines.russian import lemmas, normalise
from orientir.roadmaps import policy
from orientir.roadmaps.choices import AssignmentState, Outcome, RoadmapState
from orientir.roadmaps.models import Assignment, AssignmentCount, AssignmentQuerySet, Measure, Roadmap, Section
from orientir.roadmaps.models.assignments import NOT_BEGUN, OPEN, OVERDUE, late_on
from orientir.territory.models import Organisation, Territory

from .figures import Figures, Tally, figures_of, tallies
from .plan import UNSHOWN, MeasureRow, late_by_measure, next_due, work_in

NEVER = date(9999, 12, 31)
"""Stands for «no day» where a list is sorted by one: what has none comes last."""

_NUMBER = re.compile(r"\d+(\.\d+)+\.?")

TO_DO, SENT, ALL = "open", "sent", "all"
"""Of what state assignments are listed besides single ones: not submitted or returned, all others, any."""


def assignments_to_list(actor: Actor) -> AssignmentQuerySet:
    """Return the assignments that the actor sees, with all that a list may show of them."""
    long = [f"measure__{name}" for name in UNSHOWN]
    found = policy.visible_assignments(actor)
    return found.select_related("measure__roadmap", "measure__section", "organisation__territory").defer(*long)


def in_state(state: str, *, on: date) -> Q:
    """Return the condition under which an assignment is shown in a state, so that an index can serve it.

    It says the same as `Assignment.shown_state`; overdue are the returned ones too, as everywhere in lists.
    """
    waiting = Q(state=AssignmentState.WAITING) & ~late_on(on)
    if state == ALL:
        return Q()
    conditions = {
        TO_DO: Q(state__in=OPEN),
        SENT: ~Q(state__in=OPEN),
        OVERDUE: late_on(on),
        NOT_BEGUN: waiting & Q(starts_on__gt=on),
        AssignmentState.WAITING: waiting & Q(starts_on__lte=on),
    }
    return conditions.get(state) or (Q(outcome=state) if state in Outcome.values else Q(state=state))


def with_words(rows: QuerySet[Any], words: str, *, path: str = "") -> QuerySet[Any]:
    """Return the rows whose measure, reached by `path`, has all the words in whatever form; «1.4» is its number."""
    for word in words.split():
        if _NUMBER.fullmatch(word):
            rows = rows.filter(**{f"{path}number__in": [word.rstrip("."), f"{word.rstrip('.')}."]})
            continue
        for lemma in lemmas(word).split():
            rows = rows.filter(**{f"{path}lemmas__contains": f" {lemma} "})
    return rows


def of_organisations_called(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Return the rows of organisations in whose names or code the words stand."""
    for word in normalise(words).split():
        rows = rows.filter(organisation__searched_names__contains=word)
    return rows


def plans_with_work(actor: Actor) -> QuerySet[Roadmap]:
    """Return the plans of which the actor sees assignments, newest first."""
    counted = AssignmentCount.objects.filter(
        roadmap=OuterRef("pk"), organisation__any_of=actor.scope(policy.SEE_ASSIGNMENTS)
    )
    return Roadmap.objects.filter(Exists(counted)).exclude(state=RoadmapState.STARTING)


def measures_with_work(actor: Actor, roadmaps: Iterable[Roadmap]) -> QuerySet[Measure]:
    """Return the measures of these plans of which the actor sees assignments: of the others they learn nothing here."""
    work = policy.visible_assignments(actor).filter(measure=OuterRef("pk")).order_by()
    return Measure.objects.filter(Exists(work), roadmap__in=list(roadmaps))


def organisations_at_work(actor: Actor) -> QuerySet[Organisation]:
    """Return the organisations whose assignments the actor sees."""
    return Organisation.objects.filter(pk__any_of=actor.scope(policy.SEE_ASSIGNMENTS))


def places_at_work(actor: Actor) -> QuerySet[Territory]:
    """Return the territories in which those organisations are."""
    return Territory.objects.filter(organisations__any_of=actor.scope(policy.SEE_ASSIGNMENTS)).distinct()


@dataclass(frozen=True, slots=True)
class RoadmapRow:
    """A roadmap as its list shows it, and how far it is."""

    roadmap: Roadmap
    measures: int
    progress: Figure


def roadmaps_to_list(actor: Actor) -> QuerySet[Roadmap]:
    """Return the roadmaps that the actor sees, each with the year in which it `begins`.

    The documents themselves are not joined: whoever sees figures only does not pass the wall of files, and an inner
    join would hide the roadmap with its file.
    """
    found = policy.visible_roadmaps(actor).select_related("organisation").order_by()
    return found.annotate(begins=Coalesce("first_year", Value(0), output_field=IntegerField()))


def with_progress(actor: Actor, roadmaps: Sequence[Roadmap]) -> list[RoadmapRow]:
    """Return roadmaps with their progress. Nobody sees half of a plan: while it is put in force it has no figures."""
    keys = [roadmap.pk for roadmap in roadmaps]
    figures = figures_of(actor, keys)
    seen = policy.visible_measures(actor).filter(roadmap__any_of=keys).order_by()
    counted = seen.values_list("roadmap_id").annotate(number=Count("*"))
    measures = dict(counted)
    return [
        RoadmapRow(
            roadmap,
            measures.get(roadmap.pk, 0),
            (Figures() if roadmap.state == RoadmapState.STARTING else figures[roadmap.pk]).of(),
        )
        for roadmap in roadmaps
    ]


@dataclass(frozen=True, slots=True)
class MeasuresOf:
    """The measures of a plan as a list: late are those whose reports are not there in time, in any year."""

    actor: Actor
    roadmap: Roadmap
    late: Mapping[int, int]
    today: date

    def rows(self) -> QuerySet[Measure]:
        """Return the measures, each with how much of it is `late` and on which day it falls due next (`due_next`)."""
        late = [When(pk=key, then=Value(number)) for key, number in self.late.items()]
        due = next_due(policy.visible_assignments(self.actor), self.today)
        return (
            policy.visible_measures(self.actor)
            .filter(roadmap=self.roadmap)
            .select_related("section")
            .defer(*UNSHOWN)
            .annotate(late=Case(*late, default=Value(0), output_field=IntegerField()))
            .annotate(due_next=Coalesce(due, Value(NEVER)))
            .order_by()
        )

    def sections(self) -> QuerySet[Section]:
        """Return the sections in which the actor sees measures; of a plan that is theirs to see, all."""
        found = self.roadmap.sections.all()
        if policy.sees_whole(self.actor, self.roadmap):
            return found
        return found.filter(pk__in=policy.visible_measures(self.actor).filter(roadmap=self.roadmap).values("section"))

    def loaded(self, measures: Iterable[Measure], *, year: int | None) -> list[MeasureRow]:
        """Return measures with their work of a year."""
        found = list(measures)
        work = policy.visible_assignments(self.actor).filter(measure__any_of=[one.pk for one in found])
        counted = tallies(work_in(work, year), "measure_id", today=self.today)
        return [
            MeasureRow(one, counted.get((one.pk,), Tally()), self.late.get(one.pk, 0), _day(one.due_next))  # type: ignore[attr-defined]
            for one in found
        ]


def measures_of(actor: Actor, roadmap: Roadmap, *, today: date) -> MeasuresOf:
    """Return the measures of a plan for a list."""
    work = policy.visible_assignments(actor).filter(measure__roadmap=roadmap)
    return MeasuresOf(actor, roadmap, late_by_measure(work, today=today), today)


def measures_with_open_work(actor: Actor, roadmap: Roadmap) -> QuerySet[Assignment, Any]:
    """Return the keys of the measures of a plan that somebody has still to submit."""
    open_work = policy.visible_assignments(actor).filter(measure__roadmap=roadmap).open()
    return open_work.order_by().values("measure")


def not_submitted(tally: Tally) -> int:
    """Return how many of some assignments nobody has submitted, or have to be submitted anew."""
    return sum(tally.by_state.get(state, 0) for state in (*OPEN, OVERDUE, NOT_BEGUN))


def _day(day: date) -> date | None:
    return None if day == NEVER else day
