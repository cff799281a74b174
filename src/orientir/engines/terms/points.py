"""The calendar in the grammar: days, months, quarters, years and the spans between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from lark import Token, Transformer, v_args

from orientir.engines.terms.facts import (
    Day,
    Facts,
    Impossible,
    Occasion,
    OnDays,
    Ranges,
    Refers,
    SchoolYear,
    Single,
    Stretch,
    YearSpan,
)
from orientir.engines.terms.terminals import exists
from orientir.engines.terms.vocabulary import SEASONS

_QUARTERS = {1: (1, 3), 2: (4, 6), 3: (7, 9), 4: (10, 12)}
_SCHOOL_QUARTERS = {1: (9, 10), 2: (11, 12), 3: (1, 3), 4: (4, 5)}
_TRIMESTERS = {1: (9, 11), 2: (12, 2), 3: (3, 5)}
_HALVES = {1: (1, 6), 2: (7, 12)}
_SCHOOL_HALVES = {1: (9, 12), 2: (1, 5)}
_LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def value_of(token: Token) -> int:
    number = token.value
    return number if isinstance(number, int) else 0


def _with_year(stretches: Sequence[Stretch], years: Facts) -> Facts:
    """A window beside years: one year is its year; of a school year, autumn has the first and spring the second."""
    span = next((fact for fact in years if isinstance(fact, YearSpan)), None)
    if span is None:
        return [*stretches]  # «второе полугодие учебного года»
    is_school = any(isinstance(fact, SchoolYear) for fact in years)

    def year_of(day: Day) -> int | None:
        return span.first if not is_school or day[1] >= 8 else span.last

    if is_school or span.first == span.last:
        return [*(_in_the_year(stretch, year_of, is_school=is_school) for stretch in stretches), span]
    return [*stretches, span]


def _in_the_year(stretch: Stretch, year_of: Callable[[Day], int | None], *, is_school: bool) -> Stretch:
    """A stretch with its year. A winter that is given a single one does not say in which year it begins."""
    first, last = stretch.first, stretch.last
    if first is None or last is None:
        return stretch
    wraps = first[1] > last[1]
    year = year_of(first)
    if year is None or (wraps and not is_school):
        return stretch
    return replace(stretch, first=(year, *first[1:]), last=(year + wraps, *last[1:]))


def _stretches(facts: Facts) -> list[Stretch]:
    return [fact for fact in facts if isinstance(fact, Stretch)]


def _narrowed(stretch: Stretch, part: str) -> Stretch:
    """A part of a month; of a season the beginning or the end is that of its first or last month."""
    if stretch.first == stretch.last:
        return replace(stretch, part=part)
    if part == "third:1":
        return Stretch(stretch.first, stretch.first, part)
    return Stretch(stretch.last, stretch.last, part) if part == "third:3" else stretch


def _since(stretch: Stretch) -> Stretch:
    """From the first day of a stretch on; a part of a month is its month."""
    return Stretch(stretch.first, None)


def _until(stretch: Stretch) -> Stretch:
    """A deadline at the end of a stretch; of its beginning, where that is what the words name."""
    if stretch.last is None or stretch.first is None:
        return stretch
    year, month, day = stretch.last
    if stretch.part == "third:1":
        return Stretch(None, (*stretch.first[:2], 1))
    if stretch.part:
        leap = month == 2 and year is not None and exists(2, 29, year)
        return Stretch(None, (year, month, _LAST_DAYS[month - 1] + leap))
    return Stretch(None, stretch.last if day or stretch.first == stretch.last else stretch.first)


def _ordered(first: int | None, last: int | None) -> YearSpan:
    return YearSpan(last, first) if first and last and first > last else YearSpan(first, last)


def _spanned(left: Facts, right: Facts) -> Facts:
    """One stretch from the beginning of the left point to the end of the right one."""
    starts, ends = _stretches(left), _stretches(right)
    rest = [fact for fact in (*left, *right) if not isinstance(fact, Stretch)]
    years = [fact for fact in rest if isinstance(fact, YearSpan)]
    if any(isinstance(fact, Impossible) for fact in rest):
        return rest
    if not starts and not ends:
        return [_ordered(years[0].first, years[-1].last)] if years else rest
    if not starts and not (years and left):
        return [*left, *right]
    if not starts:
        return [YearSpan(years[0].first, None), *(_until(end) for end in ends), *rest[1:]]
    if not ends:
        first = starts[-1].first
        if first is None or first[0] is None or not years:
            return [*left, *right]
        if (years[-1].last or first[0]) < first[0]:
            return [Impossible()]
        whole = Stretch(first, (years[-1].last, 12, None))
        return [*starts[:-1], whole, *(fact for fact in rest if not isinstance(fact, Occasion))]
    first, last = starts[-1].first, ends[0].last  # of «конец мая – начало июня» the months alone are sure
    if first is None or last is None:
        return [*left, *right]
    wraps = first[1:2] > last[1:2]
    if last[0] and not first[0] and not wraps:
        first = (last[0], *first[1:])
    elif first[0] and not last[0]:
        # a winter with one year printed: it is the year in which it begins
        first, last = ((None, *first[1:]), last) if wraps else (first, (first[0], *last[1:]))
    elif last[0] and not first[0]:
        school = next((span for span in years if span.first != span.last), YearSpan(None, None))
        first, last = (school.first, *first[1:]), (school.last, *last[1:])
    if _runs_backwards(first, last):
        return [Impossible()]
    return [*starts[:-1], Stretch(first, last), *ends[1:], *rest]


def _runs_backwards(first: Day, last: Day) -> bool:
    """«Март – январь 2025», both of one year; «с 20 по 10 марта»."""
    if first[0] is not None and last[0] is not None and first[:2] != last[:2]:
        return first[:2] > last[:2]
    return first[:2] == last[:2] and (first[2] or 0) > (last[2] or 31)


@v_args(inline=True)
class Points(Transformer[Token, Facts]):
    """Each method is a rule of the grammar; points and windows are lists of facts."""

    # numbers
    def nums(self, number: Token) -> Ranges:
        return [(value_of(number), value_of(number))]

    def nums_to(self, numbers: Ranges, _: Token, last: Token) -> Ranges:
        return [*numbers[:-1], (numbers[-1][0], value_of(last))]

    def nums_and(self, numbers: Ranges, _: Token, number: Token) -> Ranges:
        return [*numbers, (value_of(number), value_of(number))]

    # years
    def year(self, year: Token, *_: Token) -> Facts:
        return [YearSpan(value_of(year), value_of(year))]

    def years_to(self, left: Facts, _: Token, right: Facts) -> Facts:
        first, last = left[0], right[0]
        assert isinstance(first, YearSpan) and isinstance(last, YearSpan)
        return [_ordered(first.first, last.last)]

    def years_span(self, span: Token, *_: Token) -> Facts:
        return [_ordered(*span.value)]

    def syear(self, *parts: Token | Facts) -> Facts:
        return [SchoolYear(), *(parts[0] if isinstance(parts[0], list) else [])]

    # points
    def date(self, day: Token, *_: Token) -> Facts:
        year, month, number = day.value
        stretch = Stretch((year, month, number), (year, month, number))
        return [stretch, YearSpan(year, year)] if year else [stretch]

    def days(self, numbers: Ranges, month: Token, years: Facts | None = None) -> Facts:
        at = value_of(month)
        if not all(exists(at, day) for pair in numbers for day in pair) or any(a > b for a, b in numbers):
            return [Impossible()]
        return _with_year([Stretch((None, at, first), (None, at, last)) for first, last in numbers], years or [])

    def month(self, month: Token, years: Facts | None = None) -> Facts:
        at = value_of(month)
        return _with_year([Stretch((None, at, None), (None, at, None))], years or [])

    def month_year(self, both: Token, *_: Token) -> Facts:
        year, month = both.value
        return [Stretch((year, month, None), (year, month, None)), YearSpan(year, year)]

    def season(self, season: Token, years: Facts | None = None) -> Facts:
        first, last = SEASONS[str(season.value)]
        return _with_year([Stretch((None, first, None), (None, last, None))], years or [])

    def unit(self, numbers: Ranges, unit: Token, years: Facts | None = None) -> Facts:
        of_school = not years or any(isinstance(fact, SchoolYear) for fact in years) or unit.value == "semester"
        table = {
            "quarter": _QUARTERS,
            "term": _SCHOOL_QUARTERS,
            "trimester": _TRIMESTERS,
        }.get(str(unit.value), _SCHOOL_HALVES if of_school else _HALVES)
        if not all(number in table for pair in numbers for number in pair):
            return [Impossible()]
        windows = [Stretch((None, table[a][0], None), (None, table[b][1], None)) for a, b in numbers]
        return _with_year(windows, years or [])

    def _part(self, month: Facts, numbers: Ranges, part: str) -> Facts:
        named = [str(n) if n > 0 else "last" for a, b in numbers for n in range(a, b + 1)]
        months = _stretches(month)
        rest = [fact for fact in month if not isinstance(fact, Stretch)]
        return [*(_narrowed(stretch, f"{part}:{name}") for stretch in months for name in named), *rest]

    def decade(self, numbers: Ranges, _: Token, month: Facts) -> Facts:
        return self._part(month, [(3, 3) if pair == (-1, -1) else pair for pair in numbers], "third")

    def half_of(self, numbers: Ranges, _: Token, month: Facts) -> Facts:
        return self._part(month, numbers, "half")

    def week(self, numbers: Ranges, _: Token, month: Facts | None = None) -> Facts:
        if month is None:
            return [Single(), OnDays("once", weeks=tuple(n for a, b in numbers for n in range(a, b + 1)))]
        return self._part(month, numbers, "week")

    def weekday_of(self, numbers: Ranges, day: Token, month: Facts) -> Facts:
        return self._part(month, numbers, f"weekday:{day.value}")

    def beginning(self, _: Token, month: Facts) -> Facts:
        return self._part(month, [(1, 1)], "third")

    def middle(self, _: Token, month: Facts) -> Facts:
        return self._part(month, [(2, 2)], "third")

    def end(self, _: Token, month: Facts) -> Facts:
        return self._part(month, [(3, 3)], "third")

    def end_unit(self, _: Token, unit: Facts) -> Facts:
        return [replace(f, first=f.last, part="third:3") if isinstance(f, Stretch) else f for f in unit]

    def end_years(self, _: Token, years: Facts) -> Facts:
        return [*years, Occasion("year_end")]

    def begin_years(self, _: Token, years: Facts) -> Facts:
        return [*years, Occasion("year_start")]

    def bare_years(self, years: Facts) -> Facts:
        return years

    # windows
    def window(self, point: Facts) -> Facts:
        return point

    def span(self, *parts: Token | Facts) -> Facts:
        left, right = (part for part in parts if isinstance(part, list))
        return _spanned(left, right)

    def days_to(self, *parts: Token | Ranges | Facts) -> Facts:
        numbers = next(part for part in parts if isinstance(part, list))
        end = parts[-1] if isinstance(parts[-1], list) else self.date(parts[-1])
        stretch = end[0]
        if not isinstance(stretch, Stretch) or stretch.first is None:
            return [Impossible()]
        year, month, _ = stretch.first
        day = numbers[0][0]  # type: ignore[index]
        if not exists(month, day, year) or day > (stretch.first[2] or 0):
            return [Impossible()]
        return [replace(stretch, first=(year, month, day)), *end[1:]]

    def months_to(self, numbers: Ranges, _: Token, both: Token) -> Facts:
        year, month = both.value
        first = numbers[0][0]
        if first not in range(1, 13):
            return [Impossible()]
        own = None if first > month else year  # a winter with one year does not say which it is
        return [Stretch((own, first, None), (own, month, None)), YearSpan(year, year)]

    def month_day(self, month: Facts, _: Token, numbers: Ranges) -> Facts:
        last = _stretches(month)[-1]
        days_exist = last.first and all(exists(last.first[1], day) for pair in numbers for day in pair)
        if last.first is None or not days_exist or any(first > until for first, until in numbers):
            return month
        year, at, _ = last.first  # type: ignore[assignment]
        rest = [fact for fact in month if not isinstance(fact, Stretch)]
        return [*(Stretch((year, at, a), (year, at, b)) for a, b in numbers), *rest]

    def since(self, _: Token, point: Facts) -> Facts:
        if not _stretches(point):
            return [replace(f, last=None) if isinstance(f, YearSpan) and f.first == f.last else f for f in point]
        spans = [replace(fact, last=None) for fact in point if isinstance(fact, YearSpan)]
        return [*(_since(stretch) for stretch in _stretches(point)), *spans]

    def since_school(self, _: Token, years: Facts) -> Facts:
        return [replace(fact, last=None) for fact in years if isinstance(fact, YearSpan)] or [SchoolYear()]

    def deadline(self, _: Token, point: Facts) -> Facts:
        if not _stretches(point):
            is_end = any(isinstance(fact, Occasion) and fact.code == "year_end" for fact in point)
            spans = [fact for fact in point if isinstance(fact, YearSpan)]
            if is_end:
                return [*(Stretch(None, (span.last, 12, 31)) for span in spans), *spans]
            return [YearSpan(None, span.last) for span in spans]
        return [_until(fact) if isinstance(fact, Stretch) else fact for fact in point]

    def until_year_end(self, *_: Token) -> Facts:
        return [Stretch(None, (None, 12, 31))]

    def until_this_year_end(self, *_: Token) -> Facts:
        return [Stretch(None, (None, 12, 31)), Refers("current_year")]

    def school_start(self, *parts: Token | Facts) -> Facts:
        years = [fact for fact in parts[-1] if isinstance(fact, YearSpan)]
        return [Occasion("school_year_start"), *years]

    def until_day(self, _: Token, numbers: Token) -> Facts:
        return [Single(), OnDays("once", month_days=(None, numbers.value[1]))]

    def day_numbers(self, numbers: Token) -> Facts:
        return [Single(), OnDays("once", month_days=tuple(numbers.value))]
