"""Working days of Russia: weekends, holidays of article 112 of the Labour Code, and the days that are moved."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("production.json")
_SATURDAY, _SUNDAY = 5, 6
# Labour Code, article 112, part 1. Those of January are moved by the Government alone (part 2).
_HOLIDAYS = (*((1, day) for day in range(1, 9)), (2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4))
_OF_JANUARY = 1


@cache
def moved_days(year: int) -> tuple[tuple[date, date], ...]:
    """Days off of a year that the Government moved, each from a day to a day; none where no act is known here."""
    years = json.loads(_FILE.read_text(encoding="utf-8"))["years"]
    pairs = years.get(str(year), {"moved": []})["moved"]
    return tuple((date.fromisoformat(before), date.fromisoformat(after)) for before, after in pairs)


def act_of(year: int) -> str:
    """The act that moves days off in a year; empty where none is known here."""
    years = json.loads(_FILE.read_text(encoding="utf-8"))["years"]
    return str(years[str(year)]["act"]) if str(year) in years else ""


@cache
def days_off(year: int, week: int = 5) -> frozenset[date]:
    """All days of a year on which offices do not work, in a week of five or six working days.

    A day off that falls on a holiday is taken on the next working day (article 112, part 2), unless the
    Government moved it elsewhere. Who works on Saturdays has no day off there to be moved.
    """
    resting = {_SUNDAY} if week == 6 else {_SATURDAY, _SUNDAY}
    first = date(year, 1, 1)
    everyday = [first + timedelta(days=at) for at in range((date(year + 1, 1, 1) - first).days)]
    holidays = {date(year, month, day) for month, day in _HOLIDAYS}
    moved = {before: after for before, after in moved_days(year) if before.weekday() in resting}
    off = {day for day in everyday if day.weekday() in resting} | holidays
    off = (off - (moved.keys() - holidays)) | set(moved.values())
    for day in sorted(holidays):
        if day.weekday() in resting and day not in moved and day.month != _OF_JANUARY:
            while day in off:
                day += timedelta(days=1)
            off.add(day)
    return frozenset(off)
