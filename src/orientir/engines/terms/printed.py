"""What descriptions in both languages need to know of a term: its windows, and where their years stand."""

from __future__ import annotations

from dataclasses import dataclass

from orientir.engines.terms.meaning import implied_windows
from orientir.engines.terms.model import Term, Window

Day = tuple[int | None, int, int | None]  # year, month, day of the month


@dataclass(frozen=True)
class Printed:
    """A window as days, with the two years of the school year where they are its only year."""

    first: Day | None
    last: Day | None
    part: str = ""
    school_years: tuple[int, int] | None = None


def windows_of(term: Term) -> tuple[list[Printed], bool]:
    """The windows of a term, years filled in where one year or one winter is all; and whether years remain unsaid."""
    windows = [_read(window) for window in term.windows or implied_windows(term)]
    if term.years is None or not windows:
        return windows, term.years is not None
    first, last = term.years
    named = {day[0] for window in windows for day in (window.first, window.last) if day}
    if named == {None}:
        return _years_filled(term, windows)
    years = {year for year in named if year is not None}
    if term.kind == "range" and None not in term.years:
        return windows, True
    if None not in named and (min(years), max(years)) == term.years:
        return windows, False
    if first is not None and last == first + 1 and all(_in_school_year(w, first) for w in windows):
        return [Printed(_bare(w.first), _bare(w.last), w.part, (first, last)) for w in windows], False
    return windows, True


def _years_filled(term: Term, windows: list[Printed]) -> tuple[list[Printed], bool]:
    """Windows without years of their own, with those of the term where words can put them there."""
    first, last = term.years or (None, None)
    has_start = any(window.last is None for window in windows)
    if first == last and not has_start and term.kind != "range":
        return [_dated(window, first, last) for window in windows], False
    if len(windows) > 1 or first is None:
        return windows, True
    if last == first + 1 and _wraps(windows[0]) and (term.kind == "once" or _has_days(windows[0])):
        is_winter = term.kind in ("once", "range")
        return ([_dated(windows[0], first, last)], False) if is_winter else (windows, True)
    if has_start and last is None:
        return [_dated(windows[0], first, None)], False
    return windows, True


def _has_days(window: Printed) -> bool:
    return bool(window.first and window.first[2] and window.last and window.last[2])


def _read(window: Window) -> Printed:
    first, last = (_day(text) if text else None for text in (window.first, window.last))
    return Printed(first, last, window.part)


def _day(text: str) -> Day:
    numbers = [int(part) for part in text.split("-")]
    year = numbers.pop(0) if len(text.split("-")[0]) == 4 else None
    return year, numbers[0], numbers[1] if len(numbers) > 1 else None


def _bare(day: Day | None) -> Day | None:
    return (None, *day[1:]) if day else None


def _dated(window: Printed, first: int | None, last: int | None) -> Printed:
    start = (first, *window.first[1:]) if window.first else None
    end = (last, *window.last[1:]) if window.last else None
    return Printed(start, end, window.part)


def _wraps(window: Printed) -> bool:
    return bool(window.first and window.last and window.first[1] > window.last[1])


def _in_school_year(window: Printed, first: int) -> bool:
    """Whether autumn has the first year and spring the second; what begins and has no end lies in none."""
    if window.last is None:
        return False
    days = [day for day in (window.first, window.last) if day]
    return all(day[0] == first + (day[1] < 8) for day in days)
