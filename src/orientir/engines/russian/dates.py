"""Dates and months as a document writes them."""

from __future__ import annotations

import datetime

from orientir.engines.russian.cases import OBLIQUE, Case

_NO_BREAK = "\u00a0"
_MONTHS = "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split()
_SOFT = ("я", "ю", "ь", "ём", "е")
_SOFT_UNSTRESSED = ("я", "ю", "ь", "ем", "е")
_HARD = ("а", "у", "", "ом", "е")
_MAY = ("я", "ю", "й", "ем", "е")


def month(number: int, case: Case | str = Case.NOMINATIVE) -> str:
    """The name of a month, 1 to 12: сентябрь, до сентября, в сентябре. Raises ValueError for another number."""
    if not 1 <= number <= 12:
        raise ValueError(f"{number} is no month")
    case = Case(case).common
    name = _MONTHS[number - 1]
    if case is Case.NOMINATIVE:
        return name
    at = OBLIQUE.index(case)
    if name.endswith("й"):
        return name[:-1] + _MAY[at]
    if not name.endswith("ь"):
        return name + _HARD[at]
    # апрель, июнь and июль are stressed on the stem: апрелем, but январём
    return name[:-1] + (_SOFT_UNSTRESSED if number in (4, 6, 7) else _SOFT)[at]


def written_date(day: datetime.date, *, year: str | None = "г.") -> str:
    """«1 сентября 2026 г.»; `year` is the word behind the year («года»), None leaves the year out.

    The day stays with its month and the year with its word: no-break spaces.
    """
    written = f"{day.day}{_NO_BREAK}{month(day.month, Case.GENITIVE)}"
    return written if year is None else f"{written} {day.year}{_NO_BREAK}{year}"
