"""Stretches of days: units of a year, windows of a term in a year, parts of a month."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from orientir.engines.calendar import Rules
from orientir.engines.terms.model import Window

Span = tuple[date, date]

_HALVES = {"civil": ((1, 6), (7, 12)), "school": ((9, 12), (1, 5))}
_QUARTERS = {
    "civil": ((1, 3), (4, 6), (7, 9), (10, 12)),
    "school": ((9, 10), (11, 12), (1, 3), (4, 5)),
    "trimesters": ((9, 11), (12, 2), (3, 5)),
}


def whole_years(start_year: int, end_year: int) -> Span:
    """The period from the first day of one year to the last day of another."""
    return date(start_year, 1, 1), date(end_year, 12, 31)


def common(first: Span, second: Span) -> Span | None:
    """The days that two spans share."""
    start, end = max(first[0], second[0]), min(first[1], second[1])
    return (start, end) if start <= end else None


def month_span(year: int, first_month: int, last_month: int) -> Span:
    """From the first day of a month to the last day of another, in the next year where it wraps."""
    end_year = year + (last_month < first_month)
    return date(year, first_month, 1), date(end_year, last_month, monthrange(end_year, last_month)[1])


def day_of(year: int, printed: str) -> date:
    """A printed "MM-DD" in a year; of 29 February in a common year, its last day."""
    month, day = (int(part) for part in printed.split("-"))
    return date(year, month, min(day, monthrange(year, month)[1]))


def school_year(year: int, rules: Rules) -> Span:
    """The school year that begins in a year: its days of teaching."""
    start = day_of(year, rules.school_from)
    end = day_of(year, rules.school_to)
    return start, end if end > start else day_of(year + 1, rules.school_to)


def work_years(period: Span, rules: Rules) -> Iterator[Span]:
    """The years of work that meet a period, in order."""
    for year in range(period[0].year - 1, period[1].year + 1):
        span = school_year(year, rules) if rules.year == "school" else whole_years(year, year)
        if common(span, period):
            yield span


def units(unit: str, period: Span, rules: Rules) -> Iterator[Span]:
    """The weeks, months, quarters, half-years or years of work that meet a period, in order."""
    if unit == "year":
        yield from work_years(period, rules)
        return
    if unit == "week":
        monday = period[0] - timedelta(days=period[0].weekday())
        while monday <= period[1]:
            yield monday, monday + timedelta(days=6)
            monday += timedelta(days=7)
        return
    years = range(period[0].year - 1, period[1].year + 1)
    teaching = [school_year(year, rules) for year in years] if unit == "month" and rules.months == "school" else []
    windows: Iterable[tuple[int, int]] = ((month, month) for month in range(1, 13))
    if unit != "month":
        windows = _HALVES[rules.halves] if unit == "half_year" else _QUARTERS[rules.quarters]
    for span in sorted(month_span(year, *window) for window in windows for year in years):
        if common(span, period) and (not teaching or any(common(span, year) for year in teaching)):
            yield span


def split(span: Span, pieces: int) -> Iterator[Span]:
    """A span in so many equal pieces: of whole months where that can be, else of days, as many as there are."""
    start, end = span
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    whole = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
    if whole and months % pieces == 0:
        for at in range(pieces):
            first, last = (start.month - 1 + months * at // pieces, start.month - 2 + months * (at + 1) // pieces)
            year, last_year = start.year + first // 12, start.year + last // 12
            last_day = monthrange(last_year, last % 12 + 1)[1]
            yield date(year, first % 12 + 1, 1), date(last_year, last % 12 + 1, last_day)
        return
    days = (end - start).days + 1
    pieces = min(pieces, days)
    for at in range(pieces):
        first, after = days * at // pieces, days * (at + 1) // pieces
        yield start + timedelta(days=first), start + timedelta(days=after - 1)


def window_in(window: Window, year: int) -> Span | None:
    """A window of a term in the year in which it begins, or in the years it names itself.

    Without its first day it is the last day alone, without its last day the first. None where it names
    another year, or a part that the month does not have (a fifth Monday).
    """
    first, last = (_parts(text) if text else None for text in (window.first, window.last))
    start = first or last
    if start is None:
        return None
    own = start[0]
    if own is not None and own != year:
        return None
    month, day = start[1], start[2]
    if window.part:
        return part_of_month(year, month, window.part)
    if last is None or first is None:
        edge = monthrange(year, month)[1] if day is None and first is None else day or 1
        at = date(year, month, min(edge, monthrange(year, month)[1]))
        return at, at
    end_year = last[0] if last[0] is not None else year + ((last[1], last[2] or 31) < (month, day or 1))
    end_month = monthrange(end_year, last[1])[1]
    begin = date(year, month, min(day or 1, monthrange(year, month)[1]))
    end = date(end_year, last[1], min(last[2] or end_month, end_month))
    return (begin, end) if begin <= end else None


def _parts(text: str) -> tuple[int | None, int, int | None]:
    """ "MM", "MM-DD", "YYYY-MM" or "YYYY-MM-DD" as year, month, day."""
    numbers = [int(part) for part in text.split("-")]
    year = numbers.pop(0) if len(text.split("-")[0]) == 4 else None
    return year, numbers[0], numbers[1] if len(numbers) > 1 else None


def part_of_month(year: int, month: int, part: str) -> Span | None:
    """The decade, half, week or weekday of a month that `part` of a window names."""
    sort, *rest = part.split(":")
    last_day = monthrange(year, month)[1]
    if sort == "third":
        first = {"1": 1, "2": 11, "3": 21}[rest[0]]
        return date(year, month, first), date(year, month, last_day if first == 21 else first + 9)
    if sort == "half":
        return (date(year, month, 1), date(year, month, 15)) if rest[0] == "1" else (
            date(year, month, 16), date(year, month, last_day)
        )  # fmt: skip
    if sort == "week":
        return week_of_month(year, month, -1 if rest[0] == "last" else int(rest[0]))
    day = weekday_of_month(year, month, int(rest[0]), -1 if rest[1] == "last" else int(rest[1]))
    return (day, day) if day else None


def week_of_month(year: int, month: int, which: int) -> Span | None:
    """A week of a month, Monday to Sunday, within the month; the first is the one with the first day."""
    whole = month_span(year, month, month)
    weeks = [week for week in units("week", whole, Rules()) if common(week, whole)]
    if which > len(weeks) or which == 0:
        return None
    return common(weeks[which - 1] if which > 0 else weeks[-1], whole)


def weekday_of_month(year: int, month: int, weekday: int, which: int) -> date | None:
    """The first, second, …, or last (-1) such weekday of a month; Monday is 1."""
    last = monthrange(year, month)[1]
    days = [date(year, month, day) for day in range(1, last + 1) if date(year, month, day).isoweekday() == weekday]
    return days[which - 1 if which > 0 else which] if 0 < which <= len(days) or which == -1 else None
