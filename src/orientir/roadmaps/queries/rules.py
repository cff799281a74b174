"""What other rules would change of a plan's dates, before they are."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from orientir.roadmaps.binding import period_of, windows_of
from orientir.roadmaps.models import Measure, Roadmap

from .rows import measures_to_bind

Days = tuple[tuple[date, date], ...]
"""Due dates, each with the inner one."""


@dataclass(frozen=True, slots=True)
class ChangedMeasure:
    """A measure whose dates would be others."""

    measure: Measure
    before: Days
    after: Days

    @property
    def is_inner_only(self) -> bool:
        """Say whether only the inner dates, or the first days of the windows, would be others."""
        return [due for due, _ in self.before] == [due for due, _ in self.after]


@dataclass(frozen=True, slots=True)
class ChangedDays:
    """What would change: the first of the measures, and how many they are."""

    shown: tuple[ChangedMeasure, ...]
    total: int

    @property
    def further(self) -> int:
        """Return how many are not shown."""
        return self.total - len(self.shown)


_SHOWN = 25


def measures_with_other_days(roadmap: Roadmap) -> list[ChangedMeasure]:
    """Return the measures whose windows are not those that the rules of the plan, as they stand here, would give."""
    if period_of(roadmap) is None:
        return []
    found = []
    for measure in measures_to_bind(roadmap):
        before = [(one.starts_on, one.ends_on, one.due_on, one.inner_due_on) for one in measure.occurrences.all()]
        windows = windows_of(measure.parsed_term, roadmap)
        after = [(one.starts_on, one.ends_on, one.due_on, one.inner_due_on) for one in windows]
        if before != after and not measure.own_dates:
            days = tuple(tuple((due, inner) for *_, due, inner in each) for each in (before, after))
            found.append(ChangedMeasure(measure, *days))
    return found


def changed_days(roadmap: Roadmap, rules: dict[str, Any]) -> ChangedDays:
    """Return what these rules would change of the dates of a plan.

    Raises:
        WrongRule: a rule does not exist, or has no such value.
    """
    other = copy(roadmap)
    other.rules = rules
    found = measures_with_other_days(other)
    return ChangedDays(tuple(found[:_SHOWN]), len(found))
