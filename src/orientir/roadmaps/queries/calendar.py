"""A roadmap on the calendar: its measures and their windows, day by day, week by week or month by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from orientir.database.actor import Actor
from orientir.roadmaps import policy
from orientir.roadmaps.models import Measure, Occurrence, Performer, Roadmap

from .figures import Tally, tallies
from .plan import UNSHOWN

DAY = timedelta(days=1)
MONTHS = {"year": 12, "quarter": 3, "month": 1}


class Zoom(StrEnum):
    """How much of the calendar is seen: a year by months, a quarter by weeks, a month by days."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Column:
    """A piece of the calendar, both days in it."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Spread:
    """What is seen of the calendar at once."""

    zoom: Zoom
    columns: tuple[Column, ...]

    @property
    def first(self) -> date:
        return self.columns[0].first

    @property
    def last(self) -> date:
        return self.columns[-1].last

    @property
    def before(self) -> date:
        """Return the first day of what stands before this."""
        return _months_from(self.first, -MONTHS[self.zoom])

    @property
    def after(self) -> date:
        """Return the first day of what stands behind this."""
        return self.last + DAY


def spread(zoom: Zoom, around: date) -> Spread:
    """Return the year, the quarter or the month in which a day lies, cut into months, weeks or days."""
    first = around.replace(month=(around.month - 1) // MONTHS[zoom] * MONTHS[zoom] + 1, day=1)
    last = _months_from(first, MONTHS[zoom]) - DAY
    starts = [first]
    while (start := _next_start(zoom, starts[-1])) <= last:
        starts.append(start)
    ends = [start - DAY for start in starts[1:]] + [last]
    return Spread(zoom, tuple(map(Column, starts, ends)))


@dataclass(frozen=True, slots=True)
class Window:
    """A window of a measure. How far its organisations are is told where it ends within what is seen."""

    starts_on: date
    due_on: date
    tally: Tally | None = None


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A measure and its windows that lie at least in part within what is seen, earliest first."""

    measure: Measure
    windows: tuple[Window, ...]


def performers_of(actor: Actor, roadmap: Roadmap) -> list[str]:
    """Return the printed performers of the measures one sees of a roadmap, each once, those of most measures first."""
    seen = policy.visible_measures(actor).filter(roadmap=roadmap).order_by()
    printed = Performer.objects.filter(measure__in=seen).order_by("printed").values_list("printed", flat=True)
    return [name for name, _ in Counter(printed).most_common()]


def measures_of(actor: Actor, roadmap: Roadmap) -> QuerySet[Measure]:
    """Return the measures one sees of a roadmap in its order, without what no list shows."""
    seen = policy.visible_measures(actor).filter(roadmap=roadmap)
    return seen.select_related("section").defer(*UNSHOWN).order_by("section__position", "position")


def measures_within(actor: Actor, roadmap: Roadmap, seen: Spread, *, performer: str = "") -> QuerySet[Measure]:
    """Return those that have a window within what is seen: all, or those with a printed performer."""
    due = policy.visible_assignments(actor).filter(measure=OuterRef("pk"), due_on__range=(seen.first, seen.last))
    # The first day is asked for, not whether there is one: so PostgreSQL looks once a measure, not at all assignments.
    measures = measures_of(actor, roadmap).alias(due_first=Subquery(due.order_by("due_on").values("due_on")[:1]))
    going_on = _going_on(seen).filter(measure=OuterRef("pk"))
    measures = measures.filter(Q(due_first__isnull=False) | Exists(going_on))
    if performer:
        measures = measures.filter(pk__in=Performer.objects.filter(printed=performer).order_by().values("measure"))
    return measures


def calendar_of(actor: Actor, measures: Sequence[Measure], seen: Spread, *, today: date) -> list[CalendarRow]:
    """Return these measures with their windows, in two queries."""
    keys = [measure.pk for measure in measures]
    due = policy.visible_assignments(actor).filter(measure__any_of=keys, due_on__range=(seen.first, seen.last))
    windows: dict[int, list[Window]] = {key: [] for key in keys}
    for (measure, starts_on, due_on), tally in tallies(due, "measure_id", "starts_on", "due_on", today=today).items():
        windows[measure].append(Window(starts_on, due_on, tally))
    # A window that goes on beyond the edge is told by the plan: to ask its assignments would be to ask all the others.
    going_on = _going_on(seen).filter(measure__any_of=keys).values_list("measure_id", "starts_on", "due_on")
    for measure, starts_on, due_on in going_on:
        windows[measure].append(Window(starts_on, due_on))
    return [
        CalendarRow(measure, tuple(sorted(windows[measure.pk], key=lambda one: (one.due_on, one.starts_on))))
        for measure in measures
    ]


def _going_on(seen: Spread) -> QuerySet[Occurrence]:
    return Occurrence.objects.filter(starts_on__lte=seen.last, due_on__gt=seen.last)


def _months_from(day: date, months: int) -> date:
    """Return the first day of the month that lies so many months away."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _next_start(zoom: Zoom, start: date) -> date:
    """Return where the next column begins: weeks begin on Mondays."""
    if zoom == Zoom.YEAR:
        return _months_from(start, 1)
    return start + DAY * (7 - start.weekday() if zoom == Zoom.QUARTER else 1)
