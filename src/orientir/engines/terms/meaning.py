"""Facts of a term cell → Term: which kind they make together, and what the fields hold."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from orientir.engines.terms.facts import (
    Day,
    Fact,
    Impossible,
    Lasting,
    Occasion,
    Often,
    OnDays,
    Onward,
    Refers,
    Schedule,
    SchoolYear,
    Single,
    Stretch,
    Unread,
    YearSpan,
)
from orientir.engines.terms.model import Term, Window, Years
from orientir.engines.terms.terminals import exists

_Sort = TypeVar("_Sort", bound=Fact)
# The most frequent word wins: «ежегодно, 1 раз в квартал» is quarterly.
_FREQUENT = ("daily", "weekly", "monthly", "quarterly", "half_yearly", "annual", "continuous")
_MOMENTS = ("school_year_start", "year_start", "year_end", "results")  # occasions that are a time by themselves
_MOST_DEADLINES = 2  # of two dates the later is the deadline; more of them are a list


@dataclass(frozen=True)
class _Heap:
    """The facts by sort, each in the order of the words."""

    facts: Sequence[Fact]

    def of(self, sort: type[_Sort]) -> list[_Sort]:
        return [fact for fact in self.facts if isinstance(fact, sort)]

    def place(self, *sorts: type[Fact]) -> int:
        """Where the first fact of a sort stands; behind all where there is none."""
        return next((at for at, fact in enumerate(self.facts) if isinstance(fact, sorts)), len(self.facts))


def term_of(facts: Sequence[Fact], words: str, *, is_impossible: bool) -> Term:
    """The term that the facts make. `words` are the printed ones: a note where the facts do not hold all."""
    heap = _Heap(facts)
    is_impossible = is_impossible or bool(heap.of(Impossible))
    printed = _with_their_years(heap)
    stretches = _days_of_named_months(heap, printed)
    if stretches != printed:
        heap = _Heap([fact for fact in facts if not isinstance(fact, OnDays)])
    kind = _kind(heap, stretches)
    if kind == "unspecified" and not is_impossible:
        return Term(note=words, warning="term_unread")
    unread = tuple(dict.fromkeys(fact.word for fact in heap.of(Unread)))
    years = _years(heap)
    months, months_list = _months(stretches, kind, years)
    on_days = heap.of(OnDays)
    occasion = _occasion(heap)
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


# --- the kind -----------------------------------------------------------------------------------------------


def _days_of_named_months(heap: _Heap, stretches: list[Stretch]) -> list[Stretch]:
    """«Январь, до 25 числа» is the 25th of January; «ежемесячно, сентябрь – май, до 5 числа» stays as it is."""
    days = next((fact.month_days for fact in heap.of(OnDays) if fact.month_days), None)
    monthly = {fact.kind for fact in heap.of(Often)} - {"annual"}
    is_bare = [s.first and s.first == s.last and not s.part and not s.first[2] for s in stretches]
    if days is None or monthly or not stretches or not all(is_bare):
        return stretches
    first, last = days
    months = [s.first for s in stretches if s.first]
    if not all(exists(month, last, year) for year, month, _ in months):
        return stretches
    return [Stretch((y, m, first) if first else None, (y, m, last)) for y, m, _ in months]


def _kind(heap: _Heap, stretches: Sequence[Stretch]) -> str:
    by_words = _kind_by_words(heap, stretches)
    if by_words:
        return by_words
    spans, schedules = heap.of(YearSpan), heap.of(Schedule)
    if _is_edge_of_school_year(heap) and not stretches:
        return "once"
    if any(span.lasting for span in spans) or _is_open(heap) or _spans_years(_years(heap), stretches):
        return "range"
    occasion = _occasion(heap)
    if stretches or (spans and not schedules and not occasion.endswith("vacation")):
        return "once"
    if occasion in _MOMENTS:
        return "once"
    if schedules or occasion:
        return "by_schedule"
    return "once" if any(isinstance(fact, Refers | Single) for fact in heap.facts) else "unspecified"


def _kind_by_words(heap: _Heap, stretches: Sequence[Stretch]) -> str:
    """The kind that a word names: how often, or how long."""
    often = {fact.kind for fact in heap.of(Often)}
    days = {fact.kind for fact in heap.of(OnDays)} - {"once"}
    named = often - {"annual"} or days or often  # a word for it counts more than days, «ежегодно» less
    frequent = next((kind for kind in _FREQUENT if kind in named), "")
    lasting = heap.place(Lasting, SchoolYear)
    by_schedule = heap.place(Schedule) < lasting < len(heap.facts)
    school_year = bool(heap.of(SchoolYear)) and not (stretches and bool(heap.of(YearSpan))) and not by_schedule
    if frequent and not (frequent == "continuous" and school_year):
        return frequent
    if _is_yearly_report(heap, stretches):
        return "annual"
    if by_schedule:
        return "" if stretches else "by_schedule"
    if heap.of(Lasting) and not heap.of(Single):
        return "continuous"
    return "school_year" if school_year else ""


def _is_edge_of_school_year(heap: _Heap) -> bool:
    refers = [fact.relative for fact in heap.of(Refers)][:1] == ["after_school_year"]
    return refers or _occasion(heap) == "school_year_start"


def _is_yearly_report(heap: _Heap, stretches: Sequence[Stretch]) -> bool:
    """«До 1 апреля года, следующего за отчётным» comes round every year."""
    reporting = any(fact.relative == "after_reporting_period" for fact in heap.of(Refers))
    return reporting and any(s.first is None for s in stretches) and not heap.of(YearSpan)


def _goes_on(heap: _Heap) -> bool:
    """«Сентябрь 2025 года, далее – ежегодно»: the year printed is the first of many."""
    years = {year for span in heap.of(YearSpan) for year in (span.first, span.last)}
    yearly = any(fact.kind == "annual" for fact in heap.of(Often))
    bare = all(isinstance(fact, Onward | YearSpan | Unread) for fact in heap.facts)
    return bool(heap.of(Onward)) and len(years) == 1 and (yearly or bare)


def _is_open(heap: _Heap) -> bool:
    return _goes_on(heap) or any(span.first is None or span.last is None for span in heap.of(YearSpan))


def _spans_years(years: Years | None, stretches: Sequence[Stretch]) -> bool:
    """Several years are a range, unless they are the two of one winter or of a school year, or of single months."""
    first, last = years or (None, None)
    if first is None or last is None or first == last:
        return False
    if len(stretches) == 1:
        stretches = [_in_winter(stretches[0], first, last)]
    days = [(s.first, s.last or s.first) if s.first else (s.last, s.last) for s in stretches]
    dated = [(a, b) for a, b in days if a and b and a[0] is not None and b[0] is not None]
    if len(dated) < len(days) or not days:
        return True
    if any(a[0] != b[0] and ((a[2] and b[2]) or not _is_one_winter(Stretch(a, b))) for a, b in dated):
        return True  # from a day to a day over New Year, or longer than a winter
    own = [year for pair in dated for year, *_ in pair if year is not None]
    return last - first > max(own) - min(own) + 1


def _in_winter(stretch: Stretch, first_year: int, last_year: int) -> Stretch:
    """«Октябрь – май 2024-2025»: the window over New Year has the two years."""
    first, last = stretch.first, stretch.last
    is_bare = first is not None and last is not None and first[0] is None and last[0] is None
    if not is_bare or last_year - first_year != 1 or first[1] <= last[1]:  # type: ignore[index]
        return stretch
    return replace(stretch, first=(first_year, *first[1:]), last=(last_year, *last[1:]))  # type: ignore[index]


def _is_one_winter(stretch: Stretch) -> bool:
    first, last = stretch.first, stretch.last
    return bool(first and last and first[0] and last[0] and last[0] - first[0] == 1 and first[1] > last[1])


# --- the fields ---------------------------------------------------------------------------------------------


def _years(heap: _Heap) -> Years | None:
    spans = heap.of(YearSpan)
    if not spans:
        return None
    firsts = [span.first for span in spans if span.first is not None]
    lasts = [span.last for span in spans if span.last is not None]
    named = [*firsts, *lasts]
    is_open = any(span.last is None for span in spans) or _goes_on(heap)
    if any(span.first is None for span in spans) and not firsts:
        return None, max(lasts)
    return min(named), None if is_open else max(named)


def _relative(heap: _Heap, stretches: Sequence[Stretch], kind: str) -> str | None:
    refers = heap.of(Refers)
    if refers and not (kind == "by_schedule" and heap.of(Schedule)):
        return refers[0].relative
    if sum(bool(s.last and s.last[2]) for s in stretches) > _MOST_DEADLINES:
        return None  # a list of dates, one «по плану» among them
    named = [fact.relative for fact in heap.of(Schedule)] + [fact.relative for fact in heap.of(Occasion)]
    return next((relative for relative in named if relative), None)


def _occasion(heap: _Heap) -> str:
    """The first one, moments of the year before needs and requests; several vacations are vacations."""
    codes = sorted(dict.fromkeys(fact.code for fact in heap.of(Occasion)), key=lambda code: code not in _MOMENTS)
    if len(codes) > 1 and all(code.endswith("_vacation") for code in codes):
        return "vacation"
    return codes[0] if codes else ""


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
    if kind == "range" and any(_is_long(s) for s in stretches):
        return None, ()  # «январь 2024 – декабрь 2026» are years
    if len(windows) == 1:
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


def _is_long(stretch: Stretch) -> bool:
    first, last = stretch.first, stretch.last
    is_dated = first is not None and last is not None and first[0] is not None and last[0] is not None
    return is_dated and first[0] != last[0] and not _is_one_winter(stretch)  # type: ignore[index]


def _is_whole_years(stretch: Stretch) -> bool:
    first, last = stretch.first, stretch.last
    return _is_long(stretch) and first[1:] == (1, None) and last[1:] == (12, None)  # type: ignore[index]


def _between(first: int, last: int) -> Iterator[int]:
    return ((first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1))


# --- the windows --------------------------------------------------------------------------------------------


def _with_their_years(heap: _Heap) -> list[Stretch]:
    """Stretches with the single year that stands beside them: «март, май 2025», «2025: март, май»."""
    found: list[Stretch] = []
    leading = _leading_year(heap.facts)
    for fact in heap.facts:
        if isinstance(fact, Stretch):
            found.append(_in_year(fact, leading) if leading else fact)
        elif isinstance(fact, YearSpan) and fact.first is not None and fact.first == fact.last:
            if leading:
                leading = fact.first
            else:
                found = _again(found, fact)
    if _goes_on(heap):
        return [_without_year(stretch) for stretch in found]
    if len(found) == 1 and found[0].first and heap.of(Onward) and {fact.kind for fact in heap.of(Often)} - {"annual"}:
        return [replace(found[0], last=None)]  # «октябрь, далее ежемесячно»
    found = [stretch for stretch in found if not _is_whole_years(stretch)]  # those are years, not a window
    # a year that is printed last would be read into what stands before it, so what has none of its own comes last
    years = _years(heap)
    own: dict[Stretch, Stretch] = {}
    for stretch in found:
        own.setdefault(_plain(stretch, years, alone=len(set(found)) == 1), stretch)
    in_order = sorted(own, key=lambda plain: not any(day and day[0] for day in (plain.first, plain.last)))
    return [own[plain] for plain in in_order]


def _again(found: list[Stretch], span: YearSpan) -> list[Stretch]:
    """A year after windows that lack one is theirs; a further one says them again: «март 2025, 2026»."""
    year = span.first or 0
    last = found[-1] if found else None
    had = {day[0] for s in found for day in (s.first, s.last) if day}
    if last is None or span.lasting or not had - {None} or year in had or None in had:
        return [_in_year(stretch, year) for stretch in found]
    return [*found, _in_year(_without_year(last), year)]


def _without_year(stretch: Stretch) -> Stretch:
    first, last = ((None, *day[1:]) if day else None for day in (stretch.first, stretch.last))
    return replace(stretch, first=first, last=last)


def _leading_year(facts: Sequence[Fact]) -> int | None:
    """The year, if the cell begins with one; it is then the name of what follows."""
    first = next((fact for fact in facts if isinstance(fact, Stretch | YearSpan)), None)
    single = isinstance(first, YearSpan) and first.first == first.last
    return first.first if single and isinstance(first, YearSpan) else None


def _in_year(stretch: Stretch, year: int) -> Stretch:
    days = [day for day in (stretch.first, stretch.last) if day is not None]
    wraps = stretch.first is not None and stretch.last is not None and stretch.first[1] > stretch.last[1]
    if wraps or stretch.last is None or any(day[0] is not None for day in days):
        return stretch
    first, last = ((year, *day[1:]) if day else None for day in (stretch.first, stretch.last))
    return replace(stretch, first=first, last=last)


def _windows(stretches: Sequence[Stretch], years: Years | None) -> tuple[Window, ...]:
    """As printed, without the years that the field `years` gives them; neighbouring months are one window."""
    plain = [_plain(stretch, years, alone=len(stretches) == 1) for stretch in stretches]
    bare = [s for s in plain if s.first and s.last and not s.part and not any((s.first[0], s.first[2], s.last[2]))]
    if len(bare) == len(plain) > 1:
        months = list(dict.fromkeys(m for s in bare for m in _between(s.first[1], s.last[1])))  # type: ignore[index]
        for order in (months, sorted(months)):
            if all((after - before) % 12 == 1 for before, after in itertools.pairwise(order)):
                return (Window(f"{order[0]:02}", f"{order[-1]:02}"),)
    return tuple(dict.fromkeys(_window(stretch) for stretch in plain))


def _plain(stretch: Stretch, years: Years | None, *, alone: bool) -> Stretch:
    days = [day for day in (stretch.first, stretch.last) if day is not None]
    one = years is not None and years[0] == years[1] and all(day[0] == years[0] for day in days)
    winter = years is not None and _is_one_winter(stretch) and years == (days[0][0], days[-1][0])
    start = stretch.last is None and years is not None and years == (days[0][0], None)
    if not (one or (alone and (winter or start))):
        return stretch
    return _without_year(stretch)


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
