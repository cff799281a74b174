"""The calendar of a roadmap: its rules, and which days it works on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from orientir.engines.calendar.production import days_off
from orientir.engines.calendar.rules import Rules
from orientir.engines.calendar.zones import end_of_day

_LONGEST_REST = 120  # days; beyond the summer vacations a working day is near


@dataclass(frozen=True)
class Calendar:
    """Days as a roadmap counts them."""

    rules: Rules = field(default_factory=Rules)

    @cached_property
    def _own(self) -> tuple[frozenset[date], frozenset[date]]:
        off, working = (map(date.fromisoformat, days) for days in (self.rules.days_off, self.rules.working_days))
        return frozenset(off), frozenset(working)

    def is_working(self, day: date) -> bool:
        """Whether offices work on the day, by the law, the rules and the territory's own exceptions."""
        off, working = self._own
        if day in working:
            return True
        if day in off or day in days_off(day.year, self.rules.week):
            return False
        return self.rules.vacation_days == "working" or not self.is_vacation(day)

    def is_vacation(self, day: date) -> bool:
        """Whether the day lies in one of the school vacations of the rules."""
        at = f"{day:%m-%d}"
        return any(
            first <= at <= last if first <= last else at >= first or at <= last
            for _, first, last in self.rules.vacations
        )

    def due_day(self, first: date, last: date, until: date) -> date:
        """The day by which work of a window falls due: its last day, moved by the rule if that is a day off.

        It stays within the window when it moves back, and not after `until` when it moves on. A window without
        a working day keeps its last day: so somebody meant it.
        """
        if self.rules.day_off == "stay" or self.is_working(last):
            return last
        if self.rules.day_off == "next":
            day = last
            while day < until:
                day += timedelta(days=1)
                if self.is_working(day):
                    return day
        day = last
        while day > first:
            day -= timedelta(days=1)
            if self.is_working(day):
                return day
        return last

    def working_days_before(self, day: date, count: int) -> date:
        """The day that lies so many working days earlier; the day itself for none."""
        rest = 0
        while count > 0 and rest < _LONGEST_REST:
            day -= timedelta(days=1)
            works = self.is_working(day)
            count, rest = (count - 1, 0) if works else (count, rest + 1)
        return day

    def due_moment(self, due_on: date) -> datetime:
        """The first moment, in UTC, at which work due on the day is late where the roadmap is at home."""
        return end_of_day(due_on, self.rules.zone)
