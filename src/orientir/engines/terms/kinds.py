"""Which kind of term the facts of a cell make together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from orientir.engines.terms.facts import (
    Lasting,
    Often,
    OnDays,
    Refers,
    Schedule,
    SchoolYear,
    Single,
    Stretch,
    YearSpan,
)
from orientir.engines.terms.gathering import MOMENTS, Heap, goes_on, is_one_winter, occasion_of, years_of
from orientir.engines.terms.model import Years

# The most frequent word wins: «ежегодно, 1 раз в квартал» is quarterly.
_FREQUENT = ("daily", "weekly", "monthly", "quarterly", "half_yearly", "annual", "continuous")


def kind_of(heap: Heap, stretches: Sequence[Stretch]) -> str:
    """One of KINDS: what the words name, else what windows, years and schedules make."""
    by_words = _kind_by_words(heap, stretches)
    if by_words:
        return by_words
    spans, schedules = heap.of(YearSpan), heap.of(Schedule)
    if _is_edge_of_school_year(heap) and not stretches:
        return "once"
    if any(span.lasting for span in spans) or _is_open(heap) or _spans_years(years_of(heap), stretches):
        return "range"
    occasion = occasion_of(heap)
    if stretches or (spans and not schedules and not occasion.endswith("vacation")):
        return "once"
    if occasion in MOMENTS:
        return "once"
    if schedules or occasion:
        return "by_schedule"
    return "once" if any(isinstance(fact, Refers | Single) for fact in heap.facts) else "unspecified"


def _kind_by_words(heap: Heap, stretches: Sequence[Stretch]) -> str:
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


def _is_edge_of_school_year(heap: Heap) -> bool:
    refers = [fact.relative for fact in heap.of(Refers)][:1] == ["after_school_year"]
    return refers or occasion_of(heap) == "school_year_start"


def _is_yearly_report(heap: Heap, stretches: Sequence[Stretch]) -> bool:
    """«До 1 апреля года, следующего за отчётным» comes round every year."""
    reporting = any(fact.relative == "after_reporting_period" for fact in heap.of(Refers))
    return reporting and any(s.first is None for s in stretches) and not heap.of(YearSpan)


def _is_open(heap: Heap) -> bool:
    return goes_on(heap) or any(span.first is None or span.last is None for span in heap.of(YearSpan))


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
    if any(a[0] != b[0] and ((a[2] and b[2]) or not is_one_winter(Stretch(a, b))) for a, b in dated):
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
