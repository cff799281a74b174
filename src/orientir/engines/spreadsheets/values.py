"""From what a cell holds to what a person sees in it."""

from __future__ import annotations

import math
import unicodedata
from datetime import date, time, timedelta
from decimal import Decimal

from orientir.engines.spreadsheets.model import Value

# What a formula that failed shows, in English and Russian offices.
ERRORS = frozenset(
    {
        "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!",
        "#ПУСТО!", "#ДЕЛ/0!", "#ЗНАЧ!", "#ССЫЛКА!", "#ИМЯ?", "#ЧИСЛО!", "#Н/Д",
    }
)  # fmt: skip


def value_of(cell: object) -> Value:
    """The value of a cell: text with single spaces and nothing invisible, numbers without «.0», dates as they are."""
    if isinstance(cell, str):
        return clean(cell)
    if isinstance(cell, bool):  # before numbers: a truth is one of them to Python
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return number(cell)
    if isinstance(cell, date):
        return cell
    if isinstance(cell, time):
        return f"{cell:%H:%M:%S}" if cell.second else f"{cell:%H:%M}"
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else clean(str(cell))


def clean(text: str) -> str:
    """Text in composed letters; line breaks, tabs and no-break spaces as single spaces, invisible signs gone."""
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    seen = "".join(sign for sign in spaced if unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))
    return " ".join(seen.split())


def number(value: float) -> str:
    """A number as it was typed: 9 and not 9.0, 12345678901 and not 1.2e+10."""
    if not math.isfinite(value):
        return ""
    plain = format(Decimal(repr(value)), "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain in ("-0", "") else plain
