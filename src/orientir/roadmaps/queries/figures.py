"""Figures: how many assignments are carried out, of how many, and how many people see in each state.

Each outcome counts as its passport says: «carried out» is the value of a figure; «carried out in part» and «not carried
out» stand in its denominator beside what is still open; what does not apply, is no longer in force, was taken off
control or lay before the start of control is no part of it. Moving a due date changes the year in which work counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from orientir.database.actor import Actor
from orientir.engines.counts import Figure, total
from orientir.roadmaps import policy
from orientir.roadmaps.choices import AssignmentState, Outcome
from orientir.roadmaps.models import AssignmentCount, AssignmentQuerySet
from orientir.roadmaps.models.assignments import NOT_BEGUN, OVERDUE, late_on, shown_on

LEFT_OUT = (Outcome.NOT_APPLICABLE, Outcome.VOID, Outcome.OFF_CONTROL)
"""Outcomes that take an assignment out of what figures are counted from."""

COUNTED = ~Q(outcome__in=LEFT_OUT) & ~Q(state=AssignmentState.ARCHIVE)
DONE = Q(outcome=Outcome.DONE)

SHOWN_STATES = (
    OVERDUE,
    AssignmentState.RETURNED,
    AssignmentState.SUBMITTED,
    AssignmentState.WAITING,
    NOT_BEGUN,
    Outcome.NOT_DONE,
    Outcome.PARTLY,
    Outcome.DONE,
    *LEFT_OUT,
    AssignmentState.ARCHIVE,
)
"""The states that people see (see `Assignment.shown_state`), most urgent first."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of some assignments people see in each state, and how many of them are late: open after their day."""

    by_state: Mapping[str, int] = field(default_factory=dict)
    late: int = 0

    @property
    def progress(self) -> Figure:
        """Return how many are carried out, of how many that count."""
        out = sum(self.by_state.get(state, 0) for state in (*LEFT_OUT, AssignmentState.ARCHIVE))
        return Figure(self.by_state.get(Outcome.DONE, 0), sum(self.by_state.values()) - out)

    @property
    def submitted(self) -> Figure:
        """Return how many were sent, accepted or not, of how many that count."""
        return Figure(
            sum(self.by_state.get(state, 0) for state in (AssignmentState.SUBMITTED, Outcome.DONE, Outcome.PARTLY)),
            self.progress.denominator,
        )

    @property
    def state(self) -> str:
        """Return the most urgent state among them, or nothing where there are none."""
        if self.late:
            return OVERDUE
        return next((state for state in SHOWN_STATES if self.by_state.get(state)), "")

    def __add__(self, other: Tally) -> Tally:
        return together((self, other))


def together(tallies: Iterable[Tally]) -> Tally:
    """Return the tally of all these assignments."""
    by_state: dict[str, int] = {}
    late = 0
    for tally in tallies:
        late += tally.late
        for state, number in tally.by_state.items():
            by_state[state] = by_state.get(state, 0) + number
    return Tally(by_state, late)


def tallies(assignments: AssignmentQuerySet, *by: str, today: date) -> dict[tuple[Any, ...], Tally]:
    """Return a tally of the assignments for each combination of the fields `by`, in one query."""
    rows = (
        assignments.order_by()
        .annotate(shown=shown_on(today))
        .values_list(*by, "shown")
        .annotate(number=Count("*"), late=Count("due_on", filter=late_on(today)))
    )
    states: dict[tuple[Any, ...], dict[str, int]] = {}
    late: Counter[tuple[Any, ...]] = Counter()
    for *key, shown, number, behind in rows:
        states.setdefault(tuple(key), {})[shown] = number
        late[tuple(key)] += behind
    return {key: Tally(by_state, late[key]) for key, by_state in states.items()}


@dataclass(frozen=True, slots=True)
class Figures:
    """How far a roadmap is by its parts and years, as far as the reader sees its organisations.

    Parts are the keys of its sections, or of the territories of its organisations.
    """

    by_part_and_year: Mapping[tuple[int, int], Figure] = field(default_factory=dict)

    @property
    def years(self) -> list[int]:
        """Return the years in which something is due."""
        return sorted({year for _, year in self.by_part_and_year})

    @property
    def parts(self) -> frozenset[int]:
        """Return the keys of the parts in which something is due."""
        return frozenset(part for part, _ in self.by_part_and_year)

    def of(self, *, part: int | None = None, year: int | None = None) -> Figure:
        """Return the figure of a part, of a year, of both, or of the whole."""
        found = [
            figure
            for (where, when), figure in self.by_part_and_year.items()
            if part in (None, where) and year in (None, when)
        ]
        return total([Figure(0, 0), *found])


def figures_of(actor: Actor, roadmaps: Iterable[int]) -> dict[int, Figures]:
    """Return how far these roadmaps (keys) are by their sections, in one query over the counts."""
    keys = list(roadmaps)
    found: dict[int, dict[tuple[int, int], Figure]] = {key: {} for key in keys}
    counted = progress_by(visible_counts(actor, keys), "roadmap_id", "section_id", "year")
    for (roadmap, section, year), figure in counted.items():
        found[roadmap][section, year] = figure
    return {key: Figures(figures) for key, figures in found.items()}


def visible_counts(actor: Actor, roadmaps: Iterable[int]) -> QuerySet[AssignmentCount]:
    """Return the counts of these roadmaps (keys) for the organisations whose assignments the reader sees."""
    seen = actor.scope(policy.SEE_ASSIGNMENTS)
    return AssignmentCount.objects.filter(roadmap__any_of=list(roadmaps), organisation__any_of=seen).order_by()


def progress_by(counts: QuerySet[AssignmentCount], *by: str) -> dict[tuple[Any, ...], Figure]:
    """Return a figure for each combination of the fields `by`."""
    rows = counts.values_list(*by).annotate(
        done=Sum("total", filter=DONE, default=0), number=Sum("total", filter=COUNTED, default=0)
    )
    return {tuple(key): Figure(done, number) for *key, done, number in rows}
