"""A term in English."""

from __future__ import annotations

from orientir.engines.terms.model import Term
from orientir.engines.terms.printed import Day, Printed, windows_of

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth", -1: "last"}
_OFTEN = {
    "annual": "every year",
    "half_yearly": "every half-year",
    "quarterly": "every quarter",
    "monthly": "every month",
    "weekly": "every week",
    "daily": "every day",
    "continuous": "all the time",
    "school_year": "throughout the school year",
}
_UNITS = {"half_year": "half-year"}
_OCCASIONS = {
    "need": "as needed",
    "request": "on request",
    "readiness": "as things become ready",
    "agreement": "by agreement",
    "results": "by the results",
    "vacation": "in vacations",
    "autumn_vacation": "in the autumn vacation",
    "winter_vacation": "in the winter vacation",
    "spring_vacation": "in the spring vacation",
    "school_year_start": "by the beginning of the school year",
    "year_start": "at the beginning of the year",
    "year_end": "at the end of the year",
}
_RELATIVES = {
    "external_schedule": "by a separate schedule",
    "own_plan": "by the performer's own plan",
    "after_school_year": "after the school year",
    "after_reporting_period": "after the reporting period",
    "current_year": "in the current year",
}


def words_of(term: Term) -> str:
    """The description of a term that is not empty."""
    windows, years_left = windows_of(term)
    parts = [_kind(term), *(_window(window) for window in windows), _days(term)]
    parts += [_years(term)] if years_left else []
    if term.relative and not (term.relative == "external_schedule" and term.occasion.endswith("vacation")):
        parts.append(_RELATIVES[term.relative])
    parts.append(_OCCASIONS.get(term.occasion, ""))
    return ", ".join(part for part in parts if part) or "once"


def _kind(term: Term) -> str:
    if term.kind == "continuous" and term.weekdays:
        return "every " + _listed(term.weekdays)
    if term.kind == "weekly" and term.weekdays and not term.frequency:
        return "every week on " + _listed(term.weekdays)
    if term.frequency == (1, 1, "day"):
        return _OFTEN["daily"]
    if term.frequency:
        times, every, unit = term.frequency
        count = {1: "once", 2: "twice"}.get(times, f"{times} times")
        name = _UNITS.get(unit, unit)
        return f"{count} a {name}" if every == 1 else f"{count} in {every} {name}s"
    return _OFTEN.get(term.kind, "")


def _listed(days: tuple[int, ...]) -> str:
    names = [_WEEKDAYS[day - 1] for day in days]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def _days(term: Term) -> str:
    said = []
    if term.month_days:
        first, last = term.month_days
        days = f"by day {last}" if first is None else f"day {last}" if first == last else f"days {first} to {last}"
        said.append(f"{days} of the month")
    if term.weeks:
        which = " and ".join(_ORDINALS.get(week, str(week)) for week in term.weeks)
        names = _listed(term.weekdays) or "week"
        said.append(f"the {which} {names} of the month")
    elif term.weekdays and term.kind not in ("continuous", "weekly"):
        said.append("on " + _listed(term.weekdays))
    return ", ".join(said)


def _years(term: Term) -> str:
    first, last = term.years or (None, None)
    if first is None:
        return f"until {last}"
    if last is None:
        return f"from {first}"
    return f"{first}" if first == last else f"{first}–{last}"


def _window(window: Printed) -> str:
    first, last = window.first, window.last
    year = _suffix(window)
    if first is None:
        return f"by {_day(last)}{year}" if last else ""
    if last is None:
        return f"from {_day(first)}{year}"
    if window.part:
        return f"{_part(window.part)} of {_MONTHS[first[1] - 1]}{year}"
    if first == last:
        return f"{_day(first)}{year}"
    between = f" {first[0]}" if first[0] is not None and first[0] != last[0] else ""
    return f"{_day(first)}{between} – {_day(last)}{year}"


def _suffix(window: Printed) -> str:
    if window.school_years:
        return " of the school year {}/{}".format(*window.school_years)
    day = window.last or window.first
    return f" {day[0]}" if day and day[0] is not None else ""


def _day(day: Day) -> str:
    return f"{day[2]} {_MONTHS[day[1] - 1]}" if day[2] else _MONTHS[day[1] - 1]


def _part(part: str) -> str:
    sort, *rest = part.split(":")
    which = _ORDINALS.get(-1 if rest[-1] == "last" else int(rest[-1]), rest[-1])
    if sort == "weekday":
        return f"the {which} {_WEEKDAYS[int(rest[0]) - 1]}"
    return f"the {which} {'ten days' if sort == 'third' else sort}"
