"""The facts of a cell together: by sort, with the years that belong to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from orientir.engines.terms.facts import Fact, Occasion, Often, OnDays, Onward, Stretch, Unread, YearSpan
from orientir.engines.terms.model import Years
from orientir.engines.terms.terminals import exists

_Sort = TypeVar("_Sort", bound=Fact)
MOMENTS = ("school_year_start", "year_start", "year_end", "results")  # occasions that are a time by themselves


@dataclass(frozen=True)
class Heap:
    """The facts by sort, each in the order of the words."""

    facts: Sequence[Fact]

    def of(self, sort: type[_Sort]) -> list[_Sort]:
        """All facts of a sort."""
        return [fact for fact in self.facts if isinstance(fact, sort)]

    def place(self, *sorts: type[Fact]) -> int:
        """Where the first fact of a sort stands; behind all where there is none."""
        return next((at for at, fact in enumerate(self.facts) if isinstance(fact, sorts)), len(self.facts))


def goes_on(heap: Heap) -> bool:
    """«Сентябрь 2025 года, далее – ежегодно»: the year printed is the first of many."""
    years = {year for span in heap.of(YearSpan) for year in (span.first, span.last)}
    yearly = any(fact.kind == "annual" for fact in heap.of(Often))
    bare = all(isinstance(fact, Onward | YearSpan | Unread) for fact in heap.facts)
    return bool(heap.of(Onward)) and len(years) == 1 and (yearly or bare)


def years_of(heap: Heap) -> Years | None:
    """The first and the last year that is printed, open at an end where the words are; None without a year."""
    spans = heap.of(YearSpan)
    if not spans:
        return None
    firsts = [span.first for span in spans if span.first is not None]
    lasts = [span.last for span in spans if span.last is not None]
    named = [*firsts, *lasts]
    is_open = any(span.last is None for span in spans) or goes_on(heap)
    if any(span.first is None for span in spans) and not firsts:
        return None, max(lasts)
    return min(named), None if is_open else max(named)


def stretches_of(heap: Heap) -> list[Stretch]:
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
    if goes_on(heap):
        return [without_year(stretch) for stretch in found]
    if len(found) == 1 and found[0].first and heap.of(Onward) and {fact.kind for fact in heap.of(Often)} - {"annual"}:
        return [replace(without_year(found[0]), last=None)]  # «октябрь, далее ежемесячно»
    found = [stretch for stretch in found if not _is_whole_years(stretch)]  # those are years, not a window
    # a year that is printed last would be read into what stands before it, so what has none of its own comes last
    years = years_of(heap)
    own: dict[Stretch, Stretch] = {}
    for stretch in found:
        own.setdefault(without_said_years(stretch, years, alone=len(set(found)) == 1), stretch)
    in_order = sorted(own, key=lambda plain: not any(day and day[0] for day in (plain.first, plain.last)))
    return [own[plain] for plain in in_order]


def _again(found: list[Stretch], span: YearSpan) -> list[Stretch]:
    """A year after windows that lack one is theirs; a further one says them again: «март 2025, 2026»."""
    year = span.first or 0
    last = found[-1] if found else None
    had = {day[0] for s in found for day in (s.first, s.last) if day}
    if last is None or span.lasting or not had - {None} or year in had or None in had:
        return [_in_year(stretch, year) for stretch in found]
    return [*found, _in_year(without_year(last), year)]


def _in_year(stretch: Stretch, year: int) -> Stretch:
    days = [day for day in (stretch.first, stretch.last) if day is not None]
    wraps = stretch.first is not None and stretch.last is not None and stretch.first[1] > stretch.last[1]
    if wraps or stretch.last is None or any(day[0] is not None for day in days):
        return stretch
    first, last = ((year, *day[1:]) if day else None for day in (stretch.first, stretch.last))
    return replace(stretch, first=first, last=last)


def without_year(stretch: Stretch) -> Stretch:
    """The same days of no year."""
    first, last = ((None, *day[1:]) if day else None for day in (stretch.first, stretch.last))
    return replace(stretch, first=first, last=last)


def _leading_year(facts: Sequence[Fact]) -> int | None:
    """The year, if the cell begins with one; it is then the name of what follows."""
    first = next((fact for fact in facts if isinstance(fact, Stretch | YearSpan)), None)
    single = isinstance(first, YearSpan) and first.first == first.last
    return first.first if single and isinstance(first, YearSpan) else None


def without_said_years(stretch: Stretch, years: Years | None, *, alone: bool) -> Stretch:
    """The stretch without years that the field `years` says for it: one year, one winter, one beginning."""
    days = [day for day in (stretch.first, stretch.last) if day is not None]
    one = years is not None and years[0] == years[1] and all(day[0] == years[0] for day in days)
    winter = years is not None and is_one_winter(stretch) and years == (days[0][0], days[-1][0])
    start = stretch.last is None and years is not None and years == (days[0][0], None)
    if not (one or (alone and (winter or start))):
        return stretch
    return without_year(stretch)


def is_one_winter(stretch: Stretch) -> bool:
    """Whether it runs over New Year once, and for less than a year."""
    first, last = stretch.first, stretch.last
    return bool(first and last and first[0] and last[0] and last[0] - first[0] == 1 and first[1] > last[1])


def is_long(stretch: Stretch) -> bool:
    """Whether it runs over New Year for longer than a winter."""
    first, last = stretch.first, stretch.last
    is_dated = first is not None and last is not None and first[0] is not None and last[0] is not None
    return is_dated and first[0] != last[0] and not is_one_winter(stretch)  # type: ignore[index]


def _is_whole_years(stretch: Stretch) -> bool:
    first, last = stretch.first, stretch.last
    return is_long(stretch) and first[1:] == (1, None) and last[1:] == (12, None)  # type: ignore[index]


def occasion_of(heap: Heap) -> str:
    """The first one, moments of the year before needs and requests; several vacations are vacations."""
    codes = sorted(dict.fromkeys(fact.code for fact in heap.of(Occasion)), key=lambda code: code not in MOMENTS)
    if len(codes) > 1 and all(code.endswith("_vacation") for code in codes):
        return "vacation"
    return codes[0] if codes else ""


def days_of_named_months(heap: Heap, stretches: list[Stretch]) -> list[Stretch]:
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
