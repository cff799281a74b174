"""What a table is: columns that are wanted, rows that were found, faults with their places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

Value = str | date
"""A cell: text, or a date (with a time of day it is a datetime). Numbers are text as a person would type them."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is wanted: any of `names` in the head means it, whatever the letter case, spaces or ё.

    A `required` one must be there and filled in every row. `longest` is how many signs fit.
    """

    key: str
    names: tuple[str, ...]
    required: bool = True
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell: the row as the office program numbers it, the letter of the column, a code.

    The letter is empty where the fault is of the row, or of a column that is not there.
    """

    row: int
    letter: str
    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A row with something in it; `values` has every column that the table has, empty ones as ""."""

    number: int
    values: Mapping[str, Value]

    def text(self, key: str) -> str:
        """The cell as text, a date in figures (01.09.2026); empty where the table has no such column."""
        return as_text(self.values.get(key, ""))


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a sheet.

    `letters` says by key in which column each wanted one was found. `ignored` are the columns nobody asked for, by
    letter; `unread` the names of other visible sheets that hold something too: a person must know what was left out.
    """

    sheet: str
    head: int
    letters: Mapping[str, str]
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    ignored: Mapping[str, str]
    unread: tuple[str, ...]


def as_text(value: Value) -> str:
    """A value as a person writes it."""
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else value


def letter_of(index: int) -> str:
    """The letter of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
