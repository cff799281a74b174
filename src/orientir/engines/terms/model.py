"""The term as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KINDS = (
    "once",  # a named moment or window
    "range",  # a span of years, or the whole of a named year
    "annual",
    "half_yearly",
    "quarterly",
    "monthly",
    "school_year",  # all through the school year
    "continuous",  # all the time
    "by_schedule",  # a schedule or a plan elsewhere says when
    "unspecified",
)


@dataclass(frozen=True)
class Term:
    """What a term cell says; only what is printed, nothing filled in from the rest of the document.

    `years` has an open end where the words say «с 2022 года». `months` is a window and may wrap over the end
    of the year; `months_list` holds separate months instead. `deadline` is MM-DD. `warning` is a code or
    empty.
    """

    kind: str = "unspecified"
    years: tuple[int, int | None] | None = None
    months: tuple[int, int] | None = None
    deadline: str | None = None
    relative: str | None = None
    note: str = ""
    months_list: tuple[int, ...] = ()
    warning: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain values; `months_list` is null where there is none."""
        return {
            "kind": self.kind,
            "years": list(self.years) if self.years else None,
            "months": list(self.months) if self.months else None,
            "deadline": self.deadline,
            "relative": self.relative,
            "note": self.note,
            "months_list": list(self.months_list) or None,
            "warning": self.warning or None,
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Term:
        """The term that `to_json` wrote."""
        return cls(
            kind=plain["kind"],
            years=tuple(plain["years"]) if plain["years"] else None,
            months=tuple(plain["months"]) if plain["months"] else None,
            deadline=plain["deadline"],
            relative=plain["relative"],
            note=plain["note"],
            months_list=tuple(plain["months_list"] or ()),
            warning=plain["warning"] or "",
        )
