"""A term over a period: the stretches of days it means, before any of them is moved or cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from orientir.engines.calendar import Rules
from orientir.engines.terms.meaning import implied_windows
from orientir.engines.terms.model import Term, Window
from orientir.engines.terms.spans import (
    Span,
    common,
    day_of,
    month_span,
    school_year,
    split,
    units,
    week_of_month,
    weekday_of_month,
    window_in,
    work_years,
)

_UNITS = {"half_yearly": "half_year", "quarterly": "quarter", "monthly": "month"}
_A_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4, "half_year": 2, "year": 1}
_SEASONS = {f"{name}_vacation": name for name in ("autumn", "winter", "spring", "summer")}


@dataclass(frozen=True)
class Laid:
    """Stretches, and the names of the rules that made them. `named` ones stand in the words of the term.

    A named stretch of the words' own year is cut at the edges of the plan; others over an edge belong to one
    plan, by rule `edge`.
    """

    spans: tuple[Span, ...] = ()
    rules: tuple[str, ...] = ()
    named: bool = False
    deadlines: frozenset[date] = field(default_factory=frozenset)


def lay(term: Term, period: Span, rules: Rules) -> Laid:
    """The stretches of a term that meet a period. A deadline is a stretch of its one day."""
    limit = _limited(term, period, rules)
    if limit is None or term.kind == "unspecified":
        return Laid()
    windows = term.windows or implied_windows(term)
    starts = [window for window in windows if window.last is None]
    ends = tuple(window for window in windows if window.last is not None)
    if starts and not ends:
        start = min(_instances(starts, limit, term), default=None)
        limit = common(limit, (start[0], limit[1])) if start else limit
        if limit is None:
            return Laid()
    if ends:
        return _of_windows(term, ends, limit, period, rules)
    if term.month_days or term.weeks or term.weekdays:
        laid = _of_days(term, limit, rules)
        if laid is not None:
            return laid
    laid = _of_kind(term, limit, period, rules, since=bool(starts))
    if laid.deadlines or "vacations" in laid.rules:
        return laid  # days that are named belong to one plan as they are
    return replace(laid, spans=tuple(cut for span in laid.spans if (cut := common(span, limit))))


def _limited(term: Term, period: Span, rules: Rules) -> Span | None:
    """The period, cut to the years of the term; those of a school year are from autumn to summer."""
    if term.years is None:
        return period
    first, last = term.years
    if term.kind == "school_year" and first is not None and last is not None and first < last:
        return common(period, (school_year(first, rules)[0], school_year(last - 1, rules)[1]))
    start = date(first, 1, 1) if first is not None else period[0]
    end = date(last, 12, 31) if last is not None else period[1]
    return common(period, (start, end)) if start <= end else None


# --- windows that the words name ------------------------------------------------------------------------------


def _of_windows(term: Term, windows: Sequence[Window], limit: Span, period: Span, rules: Rules) -> Laid:
    found = sorted(set(_instances(windows, limit, term)))
    deadlines = frozenset(
        span[1] for window in windows if window.first is None for span in _instances([window], limit, term)
    )
    unit = _UNITS.get(term.kind) or ("week" if term.kind in ("weekly", "daily") else "")
    stretches = [window for window in windows if window.first is not None]
    if unit and len(windows) == 1 and stretches:
        if unit == "week":
            unit = rules.frequent
        if unit == "never" or (unit != "week" and rules.periodic == "never"):
            return Laid(rules=("frequent",) if unit == "never" else ("periodic",))
        pieces = [common(span, inner) for span in found for inner in units(unit, span, rules)]
        return Laid(tuple(span for span in pieces if span), ("periodic", *_named_by(unit)), named=False)
    step = term.frequency[1] if term.frequency and term.frequency[2] == "year" and term.kind == "annual" else 1
    if step > 1 and found:
        found = [span for span in found if (span[0].year - found[0][0].year) % step == 0]
    used = ["named"]
    is_once = term.kind == "once" and term.years is None
    if is_once and rules.undated == "first" and not _own_years(windows):
        found = _first_round(found, period, rules)
    if is_once:
        used.append("undated")
    return Laid(tuple(found), tuple(used), named=term.years is not None or _own_years(windows), deadlines=deadlines)


def _own_years(windows: Iterable[Window]) -> bool:
    return any(len((window.first or window.last or "").split("-")[0]) == 4 for window in windows)


def _instances(windows: Iterable[Window], limit: Span, term: Term) -> Iterator[Span]:
    """The windows in each year that meets the limit; with printed years those that begin in them."""
    first, last = term.years or (None, None)
    for window in windows:
        for year in range(limit[0].year - 1, limit[1].year + 1):
            span = window_in(window, year)
            if span is None or common(span, limit) is None or (first is not None and span[0].year < first):
                continue
            if term.kind == "once" and last is not None and span[1].year > last and first != last:
                continue  # of «ноябрь – март» of two years there is one
            yield span


def _first_round(found: list[Span], period: Span, rules: Rules) -> list[Span]:
    """Of what comes every year, the first coming of each within the plan."""
    inside = [span for span in found if _belongs(span, period, rules)] or found
    if not inside:
        return []
    until = inside[0][0] + timedelta(days=360)
    return [span for span in inside if span[0] < until]


def _belongs(span: Span, period: Span, rules: Rules) -> bool:
    edge = span[0] if rules.edge == "begins" else span[1]
    return period[0] <= edge <= period[1]


# --- days of a month that is not named, days of the week --------------------------------------------------------


def _of_days(term: Term, limit: Span, rules: Rules) -> Laid | None:
    if term.kind == "once":
        return Laid()
    if term.kind in ("by_schedule", "school_year", "range"):
        return None
    if term.kind in ("weekly", "daily", "continuous"):
        if rules.frequent != "week" or not term.weekdays:
            return None
        weeks = units("week", limit, rules)
        days = [week[0] + timedelta(days=day - 1) for week in weeks for day in term.weekdays]
        return Laid(tuple((day, day) for day in days if common((day, day), limit)), ("frequent",))
    if rules.periodic == "never":
        return Laid(rules=("periodic",))
    unit = _UNITS.get(term.kind, "year")
    months = [span[0] if unit == "month" else span[1] + timedelta(days=1) for span in units(unit, limit, rules)]
    spans: list[Span] = []
    for month in months:
        if term.month_days:
            first, last = term.month_days
            whole = month_span(month.year, month.month, month.month)
            end = day_of(month.year, f"{month.month}-{last}")
            spans.append((day_of(month.year, f"{month.month}-{first}") if first else whole[0], end))
        elif term.weekdays:
            found = [weekday_of_month(month.year, month.month, d, w) for w in term.weeks for d in term.weekdays]
            spans += [(day, day) for day in found if day]
        else:
            spans += [week for w in term.weeks if (week := week_of_month(month.year, month.month, w))]
    return Laid(tuple(span for span in spans if common(span, limit)), ("periodic", *_named_by(unit)))


# --- words without a date ---------------------------------------------------------------------------------------


def _named_by(unit: str) -> tuple[str, ...]:
    names = {"half_year": "halves", "quarter": "quarters", "month": "months", "year": "year"}
    return (names[unit],) if unit in names else ()


def _of_kind(term: Term, limit: Span, period: Span, rules: Rules, *, since: bool) -> Laid:
    if term.relative in ("after_school_year", "after_reporting_period") and term.kind in ("once", "annual", "range"):
        return _after(term, limit, rules)
    if term.kind in ("weekly", "daily") or (term.kind == "continuous" and (term.frequency or term.weekdays)):
        return _by_units("frequent", rules.frequent, limit, rules)
    if term.kind == "continuous":
        return _by_units("continuous", rules.continuous, limit, rules)
    if term.kind == "annual":
        if rules.annual == "never":
            return Laid(rules=("annual",))
        years = list(work_years(limit, rules))
        step = term.frequency[1] if term.frequency and term.frequency[2] == "year" else 1
        return Laid(tuple(years[::step]), ("annual", "year"))
    if term.kind in _UNITS:
        return _periodic(term, limit, rules)
    if term.kind == "school_year":
        return _throughout_school_year(limit, rules)
    if term.kind == "range" or (term.kind == "once" and term.years is not None) or since:
        return _several_years(term, limit, rules)
    if term.kind == "by_schedule":
        return _on_occasion(term, limit, rules)
    return _of_moment(term, limit, period, rules)


def _by_units(rule: str, unit: str, limit: Span, rules: Rules) -> Laid:
    if unit == "never":
        return Laid(rules=(rule,))
    return Laid(tuple(units(unit, limit, rules)), (rule, *_named_by(unit)))


def _periodic(term: Term, limit: Span, rules: Rules) -> Laid:
    if rules.periodic == "never":
        return Laid(rules=("periodic",))
    unit = _UNITS[term.kind]
    if term.frequency is None:
        return Laid(tuple(units(unit, limit, rules)), ("periodic", *_named_by(unit)))
    times, every, of = term.frequency
    if of == "month" and every == 1:
        months = [piece for month in units("month", limit, rules) for piece in split(month, times)]
        return Laid(tuple(months), ("periodic", "months"))
    pieces = max(1, times * _A_YEAR[of] // every)
    if unit == "quarter" and pieces == 3 and rules.quarters == "trimesters":
        return Laid(tuple(units("quarter", limit, rules)), ("periodic", "quarters"))
    years = [piece for year in work_years(limit, rules) for piece in split(year, pieces)]
    return Laid(tuple(years), ("periodic", "year"))


def _throughout_school_year(limit: Span, rules: Rules) -> Laid:
    if rules.school_year == "never":
        return Laid(rules=("school_year",))
    years = [school_year(year, rules) for year in range(limit[0].year - 1, limit[1].year + 1)]
    if rules.school_year == "end":
        return Laid(tuple(year for year in years if common(year, limit)), ("school_year", "school_to"))
    inner = [common(unit, year) for year in years for unit in units(rules.school_year, year, rules)]
    return Laid(tuple(span for span in inner if span), ("school_year", *_named_by(rules.school_year)))


def _several_years(term: Term, limit: Span, rules: Rules) -> Laid:
    one = term.kind == "once" or (term.years is not None and term.years[0] == term.years[1])
    if one or rules.years == "last":
        return Laid((limit,), ("named",) if one else ("years",), named=True)
    if rules.years == "never":
        return Laid(rules=("years",))
    return Laid(tuple(work_years(limit, rules)), ("years", "year"))


def _after(term: Term, limit: Span, rules: Rules) -> Laid:
    """In the weeks after a school year or after the year that is reported on; of the last year before the plan ends."""
    rule = "after_school_year" if term.relative == "after_school_year" else "after_reporting"
    spans = _after_school(limit, rules) if rule == "after_school_year" else _after_reporting(limit, rules)
    found = sorted(span for span in spans if common(span, limit))
    return Laid(tuple(found[:1]), (rule, "undated")) if term.kind == "once" else Laid(tuple(found), (rule,))


def _after_school(limit: Span, rules: Rules) -> Iterator[Span]:
    for year in range(limit[0].year - 1, limit[1].year + 1):
        start = school_year(year, rules)[1] + timedelta(days=1)
        if rules.after_school_year:
            day = day_of(start.year, rules.after_school_year)
            yield start, day if day >= start else day_of(start.year + 1, rules.after_school_year)


def _after_reporting(limit: Span, rules: Rules) -> Iterator[Span]:
    if rules.after_reporting is None:
        return
    length = timedelta(days=rules.after_reporting)
    for _, end in work_years(limit, rules):
        until = min(end + length, limit[1])
        yield max(until - length + timedelta(days=1), limit[0]), until


def _on_occasion(term: Term, limit: Span, rules: Rules) -> Laid:
    """Vacations have the dates of the rules; for the rest people set the date, or there is a yearly account."""
    season = _SEASONS.get(term.occasion)
    if season:
        for name, first, last in rules.vacations:
            if name == season:
                window = [Window(first, last)]
                found = [s for s in sorted(_instances(window, limit, Term("once"))) if _belongs(s, limit, rules)]
                return Laid(tuple(found[: 1 if rules.undated == "first" else None]), ("vacations", "undated"))
    if rules.schedule == "never":
        return Laid(rules=("schedule",))
    return Laid(tuple(work_years(limit, rules)), ("schedule", "year"))


def _of_moment(term: Term, limit: Span, period: Span, rules: Rules) -> Laid:
    """«К началу учебного года», «в конце года»: a day that the rules know."""
    windows = {
        "school_year_start": Window(None, rules.school_from),
        "year_start": Window("01", "01"),
        "year_end": Window("12", "12"),
    }
    window = windows.get(term.occasion)
    if window is None:
        return Laid()
    found = sorted(_instances([window], limit, Term("once")))
    days = frozenset(span[1] for span in found) if window.first is None else frozenset()
    return Laid(tuple(_first_round(found, period, rules)), ("undated",), deadlines=days)
