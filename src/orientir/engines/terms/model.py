"""The term as a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

KINDS = (
    "once",  # a named moment or window
    "range",  # a span of years, or the whole of a named year
    "annual",
    "half_yearly",
    "quarterly",
    "monthly",
    "weekly",
    "daily",
    "school_year",  # all through the school year
    "continuous",  # all the time, or so often that no date counts: `frequency` and `weekdays` then say how often
    "by_schedule",  # a schedule, a plan, a need or an event elsewhere says when
    "unspecified",
)
RELATIVES = (
    "external_schedule",  # somebody else's plan or schedule
    "own_plan",  # the performer's own
    "after_school_year",
    "after_reporting_period",
    "current_year",
)
OCCASIONS = (
    "need",
    "request",
    "readiness",  # as things come, are ready, are paid for
    "agreement",
    "results",  # «по итогам …»
    "event",  # «после …», «во время …»: the words stand in `note`
    "vacation",
    "autumn_vacation",
    "winter_vacation",
    "spring_vacation",
    "summer_vacation",
    "school_year_start",
    "year_start",
    "year_end",
)
UNITS = ("day", "week", "month", "quarter", "half_year", "year")
Years = tuple[int | None, int | None]


@dataclass(frozen=True)
class Window:
    """A stretch of the calendar as printed.

    `first` and `last` are "MM", "MM-DD", "YYYY-MM" or "YYYY-MM-DD". Without `first` it is «до …», without
    `last` «с …». `part` narrows one month: "third:1" to "third:3" (decades; beginning, middle, end), "half:1",
    "half:2", "week:2", "week:last", "weekday:3:last" (the last Wednesday).
    """

    first: str | None
    last: str | None
    part: str = ""


@dataclass(frozen=True)
class Term:
    """What a term cell says; only what is printed, nothing filled in from the rest of the document.

    `years` has an open end where the words say «с 2022 года» and an open start where they say «до 2030 года».
    `months` is a window and may wrap over the end of the year; `months_list` holds separate months instead.
    `deadline` is MM-DD. `windows` is filled only where the printed days, years or several stretches say more
    than years, months and deadline together. `frequency` is (times, every, unit), «2 раза в 3 месяца» being
    (2, 3, "month"), where the kind alone does not say it. `month_days` are the days of a month that is not
    named, «до 20 числа» being (None, 20). `weekdays` count from Monday, 1; `weeks` say which of the month, -1
    being the last. `occasion` is one of OCCASIONS. `warning` is "term_unread" where words were not understood,
    "term_impossible_date" where a date does not exist, or empty; `unread` are those words where the rest of
    the term was understood.
    """

    kind: str = "unspecified"
    years: Years | None = None
    months: tuple[int, int] | None = None
    deadline: str | None = None
    relative: str | None = None
    note: str = ""
    months_list: tuple[int, ...] = ()
    warning: str = ""
    windows: tuple[Window, ...] = ()
    frequency: tuple[int, int, str] | None = None
    month_days: tuple[int | None, int] | None = None
    weekdays: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    occasion: str = ""
    unread: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values; what is not there is null."""
        times, every, unit = self.frequency or (None, None, None)
        return {
            "kind": self.kind,
            "years": list(self.years) if self.years else None,
            "months": list(self.months) if self.months else None,
            "deadline": self.deadline,
            "relative": self.relative,
            "note": self.note,
            "months_list": list(self.months_list) or None,
            "warning": self.warning or None,
            "windows": [{"first": w.first, "last": w.last, "part": w.part or None} for w in self.windows] or None,
            "frequency": {"times": times, "every": every, "unit": unit} if unit else None,
            "month_days": list(self.month_days) if self.month_days else None,
            "weekdays": list(self.weekdays) or None,
            "weeks": list(self.weeks) or None,
            "occasion": self.occasion or None,
            "unread": list(self.unread) or None,
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Term:
        """The term that `to_json` wrote, now or when it had fewer keys, or that stands as plain lists in a roadmap."""
        windows = plain.get("windows") or ()
        return cls(
            kind=plain["kind"],
            years=tuple(plain["years"]) if plain["years"] else None,
            months=tuple(plain["months"]) if plain["months"] else None,
            deadline=plain["deadline"],
            relative=plain["relative"],
            note=plain["note"],
            months_list=tuple(plain.get("months_list") or ()),
            warning=plain.get("warning") or "",
            windows=tuple(Window(w["first"], w["last"], w["part"] or "") for w in windows),
            frequency=_frequency(plain.get("frequency")),
            month_days=tuple(plain["month_days"]) if plain.get("month_days") else None,
            weekdays=tuple(plain.get("weekdays") or ()),
            weeks=tuple(plain.get("weeks") or ()),
            occasion=plain.get("occasion") or "",
            unread=tuple(plain.get("unread") or ()),
        )


def _frequency(plain: Mapping[str, Any] | Sequence[Any] | None) -> tuple[int, int, str] | None:
    if not plain:
        return None
    times, every, unit = (plain["times"], plain["every"], plain["unit"]) if isinstance(plain, Mapping) else plain
    return times, every, unit
