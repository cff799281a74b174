"""Facts of a term cell → Term: what its fields hold."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from orientir.engines.terms.facts import (
    Day,
    Fact,
    Impossible,
    Occasion,
    Often,
    OnDays,
    Refers,
    Schedule,
    Stretch,
    Unread,
)
from orientir.engines.terms.gathering import (
    Heap,
    days_of_named_months,
    is_long,
    occasion_of,
    stretches_of,
    without_said_years,
    years_of,
)
from orientir.engines.terms.kinds import kind_of
from orientir.engines.terms.model import Term, Window, Years
from orientir.engines.terms.terminals import exists

_COME_ROUND = ("half_yearly", "quarterly", "monthly", "weekly", "daily")
_MOST_DEADLINES = 2  # of two dates the later is the deadline; more of them are a list


def term_of(facts: Sequence[Fact], words: str, *, is_impossible: bool) -> Term:
    """The term that the facts make. `words` are the printed ones: a note where the facts do not hold all."""
    heap = Heap(facts)
    found = stretches_of(heap)
    printed = [stretch for stretch in found if _exists(stretch)]
    is_impossible = is_impossible or bool(heap.of(Impossible)) or printed != found
    stretches = days_of_named_months(heap, printed)
    if stretches != printed:
        heap = Heap([fact for fact in facts if not isinstance(fact, OnDays)])
    kind = kind_of(heap, stretches)
    if kind == "unspecified" and not is_impossible:
        return Term(note=words, warning="term_unread")
    unread = tuple(dict.fromkeys(fact.word for fact in heap.of(Unread)))
    years = years_of(heap)
    months, months_list = _months(stretches, kind, years)
    on_days = heap.of(OnDays)
    occasion = occasion_of(heap)
    if occasion == "results" and kind not in _COME_ROUND and not any(s.first and s.last for s in stretches):
        occasion = ""  # of what, stands in no window
    frequency = next((fact.frequency for fact in heap.of(Often) if fact.kind == kind and fact.frequency), None)
    digest = Term(
        kind="once" if kind == "unspecified" else kind,
        years=years,
        months=months,
        deadline=_deadline(stretches),
        relative=_relative(heap, stretches, kind),
        note=words if occasion == "event" or is_impossible else "",
        months_list=months_list,
        warning="term_impossible_date" if is_impossible else "term_unread" if unread else "",
        frequency=frequency,
        month_days=next((fact.month_days for fact in on_days if fact.month_days), None),
        weekdays=tuple(sorted({day for fact in on_days for day in fact.weekdays})),
        weeks=tuple(dict.fromkeys(week for fact in on_days for week in fact.weeks)),
        occasion=occasion,
        unread=unread,
    )
    windows = _windows(stretches, years)
    return digest if windows == implied_windows(digest) else replace(digest, windows=windows)


def _exists(stretch: Stretch) -> bool:
    """Whether its days exist, in their year where that is known: «29 февраля 2025»."""
    days = [day for day in (stretch.first, stretch.last) if day is not None]
    return all(day is None or exists(month, day, year) for year, month, day in days)


def _relative(heap: Heap, stretches: Sequence[Stretch], kind: str) -> str | None:
    refers = heap.of(Refers)
    if refers and not (kind == "by_schedule" and heap.of(Schedule)):
        return refers[0].relative
    if sum(bool(s.last and s.last[2]) for s in stretches) > _MOST_DEADLINES:
        return None  # a list of dates, one «по плану» among them
    occasion = occasion_of(heap)
    named_day = occasion == "event" and bool(stretches)  # «1 сентября (День знаний)» is a day by itself
    kept = [fact for fact in heap.of(Occasion) if not named_day and (fact.code == occasion or "vacation" in occasion)]
    named = [*(fact.relative for fact in heap.of(Schedule)), *(fact.relative for fact in kept)]
    return next((relative for relative in named if relative), None)


def _deadline(stretches: Sequence[Stretch]) -> str | None:
    dated = [s.last or s.first for s in stretches if (s.last and s.last[2]) or (s.last is None and s.first)]
    ends = [s.last for s in stretches if s.last and s.last[2]]
    if not ends or len(dated) > _MOST_DEADLINES:
        return None
    return _month_day(ends[-1])


def _month_day(day: Day) -> str:
    return f"{day[1]:02}" + (f"-{day[2]:02}" if day[2] else "")


def _months(
    stretches: Sequence[Stretch], kind: str, years: Years | None
) -> tuple[tuple[int, int] | None, tuple[int, ...]]:
    """Neighbours in a list are a window; others stay a list. A deadline alone has no month."""
    windows = [(s.first[1], (s.last or s.first)[1]) for s in stretches if s.first and not _is_bare_start(s, years)]
    windows += [(s.last[1], s.last[1]) for s in stretches if not s.first and s.last and not s.last[2]]
    if kind == "range" and any(is_long(s) for s in stretches):
        return None, ()  # «январь 2024 – декабрь 2026» are years
    if len(set(windows)) == 1:
        return windows[0], ()
    own = {s.first[0] for s in stretches if s.first}
    if len(own) > 1 and None not in own:
        in_time = [(s.first[0] or 0) * 12 + s.first[1] for s in stretches if s.first]
        if any(after - before > 1 for before, after in itertools.pairwise(in_time)):
            return _list_of(windows)
    named = list(dict.fromkeys(month for window in windows for month in _between(*window)))
    for order in (named, sorted(named)):
        if order and all((after - before) % 12 == 1 for before, after in itertools.pairwise(order)):
            return (order[0], order[-1]), ()
    return None, tuple(named)


def _list_of(windows: Sequence[tuple[int, int]]) -> tuple[tuple[int, int] | None, tuple[int, ...]]:
    """Months of several years, apart: one month or a list."""
    named = tuple(dict.fromkeys(month for window in windows for month in _between(*window)))
    return ((named[0], named[0]), ()) if len(named) == 1 else (None, named)


def _is_bare_start(stretch: Stretch, years: Years | None) -> bool:
    """«С сентября 2016 года» is the start of years, not a month of each."""
    return stretch.last is None and years is not None and years[1] is None


def _between(first: int, last: int) -> Iterator[int]:
    return ((first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1))


def _windows(stretches: Sequence[Stretch], years: Years | None) -> tuple[Window, ...]:
    """As printed, without the years that the field `years` gives them; neighbouring months are one window."""
    plain = [without_said_years(stretch, years, alone=len(stretches) == 1) for stretch in stretches]
    bare = [s for s in plain if s.first and s.last and not s.part and not any((s.first[0], s.first[2], s.last[2]))]
    if len(bare) == len(plain) > 1:
        months = list(dict.fromkeys(m for s in bare for m in _between(s.first[1], s.last[1])))  # type: ignore[index]
        for order in (months, sorted(months)):
            if all((after - before) % 12 == 1 for before, after in itertools.pairwise(order)):
                return (Window(f"{order[0]:02}", f"{order[-1]:02}"),)
    return tuple(dict.fromkeys(_window(stretch) for stretch in plain))


def _window(stretch: Stretch) -> Window:
    first, last = (_printed(day) if day else None for day in (stretch.first, stretch.last))
    return Window(first, last, stretch.part)


def _printed(day: Day) -> str:
    return (f"{day[0]}-" if day[0] is not None else "") + _month_day(day)


def implied_windows(term: Term) -> tuple[Window, ...]:
    """The windows that months and deadline of a term say by themselves, without the years."""
    deadline = term.deadline
    if term.months_list:
        windows = tuple(Window(f"{month:02}", f"{month:02}") for month in term.months_list)
        return windows if deadline is None else (*windows, Window(None, deadline))
    if term.months is None:
        return (Window(None, deadline),) if deadline else ()
    first, last = term.months
    if deadline is None:
        return (Window(f"{first:02}", f"{last:02}"),)
    if first == last == int(deadline[:2]):
        return (Window(deadline, deadline),)
    return (Window(f"{first:02}", f"{last:02}"), Window(None, deadline))
