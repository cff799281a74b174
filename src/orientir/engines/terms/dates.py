"""Terms laid over a period: dated windows, and the due date that comes next."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from orientir.engines.terms.model import Term

Span = tuple[date, date]


@dataclass(frozen=True)
class Occurrence:
    """One time a term comes round: when the work may begin, when it ends, and by when it is due."""

    starts_on: date
    ends_on: date
    due_on: date


def whole_years(start_year: int, end_year: int) -> Span:
    """The period from the first day of one year to the last day of another."""
    return date(start_year, 1, 1), date(end_year, 12, 31)


def occurrences(term: Term, period: Span) -> tuple[Occurrence, ...]:
    """The windows that the words of the term give within the period, in order of their due dates.

    A deadline is a window of its last day; a window of months is due on the last day of its last month, in
    the next year where it wraps; years without months are due on the last day of the last of them. What
    names neither day, month nor year («постоянно», «ежегодно», «раз в полугодие», «по плану») gives none:
    what falls due when is then a decision of people, not of the words. «Май» without a year is one May, the
    first of the period.
    """
    windows = _within(term, period)
    if term.kind == "once" and term.years is None and windows:
        a_year_on = windows[0].due_on + timedelta(days=360)
        windows = [window for window in windows if window.due_on < a_year_on]
    return tuple(windows)


def suggest_due_on(term: Term, period: Span | None, today: date) -> date | None:
    """The nearest date, today or later, on which the term falls due within the period, if there is one.

    Of «май» without a year every May of the period may be meant, so the next one is taken. Without a period
    only a term that names its own year has a date.
    """
    if period is None:
        if term.years is None:
            return None
        period = whole_years(term.years[0], max(term.years[1] or today.year + 1, term.years[0]))
    return next((window.due_on for window in _within(term, period) if window.due_on >= today), None)


def _within(term: Term, period: Span) -> list[Occurrence]:
    first, last = period
    found = {window for window in _windows(term, first, last) if first <= window.due_on <= last}
    return sorted(found, key=lambda window: (window.due_on, window.starts_on))


def _windows(term: Term, first: date, last: date) -> Iterator[Occurrence]:
    from_year, to_year = first.year, last.year
    if term.years is not None:
        from_year, to_year = max(from_year, term.years[0]), min(to_year, term.years[1] or to_year)
    if term.deadline is None and term.months is None and not term.months_list:
        if term.kind in ("once", "range") and term.years is not None and term.years[1] is not None:
            whole = whole_years(term.years[0], term.years[1])
            yield Occurrence(whole[0], whole[1], whole[1])
        return
    if from_year > to_year:
        return
    for year in range(from_year, to_year + 1):
        if term.deadline is not None:
            month, day = (int(part) for part in term.deadline.split("-"))
            due = date(year, month, min(day, monthrange(year, month)[1]))
            yield Occurrence(due, due, due)
        elif term.months is not None:
            yield _window(year, *term.months)
        else:
            for month in term.months_list:
                yield _window(year, month, month)
    wraps = term.months is not None and term.months[0] > term.months[1]
    if term.months is not None and wraps and term.deadline is None and term.years is None:
        # a winter that began before the plan ends within it
        yield _window(from_year - 1, *term.months)


def _window(year: int, first_month: int, last_month: int) -> Occurrence:
    end_year = year + 1 if last_month < first_month else year
    ends_on = date(end_year, last_month, monthrange(end_year, last_month)[1])
    return Occurrence(date(year, first_month, 1), ends_on, ends_on)
