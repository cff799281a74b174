"""The rules by which terms fall due: plain values that a person can read and change for a roadmap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from orientir.engines.calendar.zones import zone_named

Vacations = tuple[tuple[str, str, str], ...]  # name, first day, last day as MM-DD
# What the Ministry of Education recommends shifts by days from year to year; a territory sets its own.
VACATIONS: Vacations = (
    ("autumn", "10-26", "11-04"),
    ("winter", "12-30", "01-10"),
    ("spring", "03-24", "04-01"),
    ("summer", "06-01", "08-31"),
)
# key -> values that a rule of choice can have
CHOICES: dict[str, tuple[object, ...]] = {
    "year": ("civil", "school"),
    "halves": ("civil", "school"),
    "quarters": ("civil", "school", "trimesters"),
    "months": ("all", "school"),
    "annual": ("end", "never"),
    "periodic": ("end", "never"),
    "years": ("each", "last", "never"),
    "school_year": ("end", "half_year", "quarter", "never"),
    "continuous": ("year", "half_year", "quarter", "month", "never"),
    "frequent": ("week", "month", "quarter", "never"),
    "schedule": ("never", "year"),
    "undated": ("first", "each"),
    "edge": ("begins", "ends"),
    "day_off": ("previous", "next", "stay"),
    "week": (5, 6),
    "vacation_days": ("working", "off"),
}


class WrongRule(ValueError):
    """A rule that does not exist, or has no such value. `key` names it."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True)
class Rules:
    """How words without a date become dates. What each value means is told by `rule_words`.

    Choices are listed in CHOICES; days of the year are "MM-DD", None where a rule is never to apply; numbers
    are days. `days_off` and `working_days` are the territory's own exceptions as "YYYY-MM-DD".
    """

    year: str = "civil"
    halves: str = "civil"
    quarters: str = "civil"
    months: str = "all"
    school_from: str = "09-01"
    school_to: str = "05-31"
    annual: str = "end"
    periodic: str = "end"
    years: str = "each"
    school_year: str = "end"
    continuous: str = "year"
    frequent: str = "month"
    schedule: str = "never"
    after_school_year: str | None = "06-30"
    after_reporting: int | None = 15
    undated: str = "first"
    edge: str = "begins"
    deadline_days: int = 30
    day_off: str = "previous"
    inner_days: int = 5
    week: int = 5
    vacation_days: str = "working"
    vacations: Vacations = VACATIONS
    days_off: tuple[str, ...] = ()
    working_days: tuple[str, ...] = ()
    zone: str = "Europe/Moscow"

    def __post_init__(self) -> None:
        """Refuse what no date can be made of. Raises WrongRule."""
        for key, values in CHOICES.items():
            if getattr(self, key) not in values:
                raise WrongRule(key)
        for key, least in (("deadline_days", 0), ("inner_days", 0), ("after_reporting", 1)):
            number = getattr(self, key)
            if number is not None and not (type(number) is int and least <= number <= 366):
                raise WrongRule(key)
        _check("school_from", self.school_from)
        _check("school_to", self.school_to)
        _check("after_school_year", self.after_school_year or "01-01")
        for name, first, last in self.vacations:
            _check("vacations", first, last)
            if name not in ("autumn", "winter", "spring", "summer"):
                raise WrongRule("vacations")
        for key in ("days_off", "working_days"):
            _check(key, *getattr(self, key), whole=True)
        try:
            zone_named(self.zone)
        except ValueError as fault:
            raise WrongRule("zone") from fault

    @classmethod
    def of_plan(cls, period: tuple[date, date]) -> Rules:
        """The rules for a plan of a period: of a school year where it begins from July to September."""
        if period[0].month in (7, 8, 9):
            return cls(year="school", halves="school", quarters="school", months="school")
        return cls()

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        return {key: _listed(value) for key, value in plain.items()}

    def changed(self, plain: Mapping[str, Any]) -> Rules:
        """These rules with some values changed, as `to_json` writes them. Raises WrongRule."""
        known = {field.name for field in fields(self)}
        for key in plain:
            if key not in known:
                raise WrongRule(key)
        try:
            return replace(self, **{key: _tupled(value) for key, value in plain.items()})
        except (TypeError, ValueError) as fault:
            raise fault if isinstance(fault, WrongRule) else WrongRule(next(iter(plain), "")) from fault


def _check(key: str, *days: str, whole: bool = False) -> None:
    for day in days:
        try:
            date.fromisoformat(day if whole else f"2024-{day}")
        except (TypeError, ValueError) as fault:
            raise WrongRule(key) from fault


def _listed(value: Any) -> Any:
    return [_listed(part) for part in value] if isinstance(value, tuple) else value


def _tupled(value: Any) -> Any:
    return tuple(_tupled(part) for part in value) if isinstance(value, list) else value
