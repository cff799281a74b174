"""Finds the table of a sheet by the names in its head, and reads its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from orientir.engines.refusals import Refused
from orientir.engines.russian import normalise
from orientir.engines.spreadsheets.model import Column, Fault, Row, Table, Value, as_text, letter_of
from orientir.engines.spreadsheets.values import ERRORS, value_of
from orientir.engines.spreadsheets.workbook import Sheet, sheets_of

FAULTS = frozenset(
    {
        "missing",  # the cell of a required column is empty
        "too_long",  # more signs than fit: `length`, `limit`
        "error_value",  # a formula that failed: `text`
        "column_missing",  # the head does not name a required column: `column` is its key
        "column_twice",  # the head names a column twice: `column`, `first` is the other letter
    }
)
MAX_ROWS = 20_000
_HEAD_WITHIN = 50
_REMARK = re.compile(r"\([^()]*\)")

Cells = list[Value]


def read_table(path: Path, columns: Sequence[Column]) -> Table:
    """Read the first visible sheet that has a table with these columns.

    The head is the row that names most of them, two at least; rows above it are titles, empty rows and the head
    repeated on a further page are passed over. Faults do not stop the reading: all of them are in the table.

    Raises:
        Refused: the file is not there, not a workbook (XLSX), damaged, hostile, too large, or holds no such table.
    """
    found: Table | None = None
    unread: list[str] = []
    seen = ""
    for sheet in sheets_of(path):
        if found is not None:
            unread.append(sheet.name)
            continue
        reader = _Reader(sheet, columns)
        if reader.has_head:
            found = reader.table()
        else:
            seen = seen or reader.seen
            unread.append(sheet.name)
    if found is None:
        raise Refused("no_table", seen=seen)
    return Table(found.sheet, found.head, found.letters, found.rows, found.faults, found.ignored, tuple(unread))


class _Reader:
    def __init__(self, sheet: Sheet, columns: Sequence[Column]) -> None:
        self._sheet = sheet
        self._columns = {column.key: column for column in columns}
        self._keys = {normalise(name): column.key for column in columns for name in column.names}
        self._rows: Iterator[tuple[int, Cells]] = self._filled_rows()
        self._above: list[tuple[int, Cells]] = []
        self._find_head(min(2, len(columns)))

    @property
    def has_head(self) -> bool:
        return bool(self._places)

    @property
    def seen(self) -> str:
        """The first row, for a sheet in which no head was found."""
        return " | ".join(filter(None, map(as_text, self._above[0][1])))[:100] if self._above else ""

    def table(self) -> Table:
        faults = list(self._head_faults())
        rows: list[Row] = []
        for number, cells in self._body():
            values = {key: cells[at] for key, at in self._places.items()}
            if not any(values.values()):
                continue
            if len(rows) == MAX_ROWS:
                raise Refused("too_many_rows", limit=MAX_ROWS)
            rows.append(Row(number, values))
            faults += self._row_faults(number, values)
        return Table(
            sheet=self._sheet.name,
            head=self._head[0],
            letters={key: self._letter(at) for key, at in self._places.items()},
            rows=tuple(rows),
            faults=tuple(faults),
            ignored={
                self._letter(at): as_text(cell)
                for at, cell in enumerate(self._head[1])
                if cell and self._key(cell) is None
            },
            unread=(),
        )

    def _filled_rows(self) -> Iterator[tuple[int, Cells]]:
        for number, cells in self._sheet.rows:
            if any(cell != "" for cell in cells):
                values = [value_of(cell) for cell in cells]
                if any(values):
                    yield number, values

    def _find_head(self, least: int) -> None:
        for _, row in zip(range(_HEAD_WITHIN), self._rows, strict=False):
            self._above.append(row)
        self._places: Mapping[str, int] = {}
        self._head: tuple[int, Cells] = (0, [])
        for row in self._above:
            places = self._named(row[1])
            if len(places) >= least and len(places) > len(self._places):
                self._places, self._head = places, row

    def _named(self, cells: Cells) -> dict[str, int]:
        places: dict[str, int] = {}
        for at, cell in enumerate(cells):
            key = self._key(cell)
            if key is not None:
                places.setdefault(key, at)
        return places

    def _key(self, cell: Value) -> str | None:
        """The column a head means; remarks in brackets and marks behind the words count for nothing."""
        if not isinstance(cell, str):
            return None
        return self._keys.get(normalise(_REMARK.sub(" ", cell)).strip(" *.:;,"))

    def _body(self) -> Iterator[tuple[int, Cells]]:
        beneath = [row for row in self._above if row[0] > self._head[0]]
        for place, (number, cells) in enumerate(self._chain(beneath)):
            if cells == self._head[1] or (place == 0 and _counts_columns(cells)):
                continue
            yield number, cells

    def _chain(self, beneath: list[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
        yield from beneath
        yield from self._rows

    def _head_faults(self) -> Iterator[Fault]:
        number, cells = self._head
        for at, cell in enumerate(cells):
            key = self._key(cell)
            if key is not None and self._places[key] != at:
                first = self._letter(self._places[key])
                yield Fault(number, self._letter(at), "column_twice", {"column": key, "first": first})
        for key, column in self._columns.items():
            if column.required and key not in self._places:
                yield Fault(number, "", "column_missing", {"column": key})

    def _row_faults(self, number: int, values: Mapping[str, Value]) -> Iterator[Fault]:
        for key, at in sorted(self._places.items(), key=lambda place: place[1]):
            column, text = self._columns[key], as_text(values[key])
            if not text and column.required:
                yield Fault(number, self._letter(at), "missing", {"column": key})
            elif text.upper() in ERRORS:
                yield Fault(number, self._letter(at), "error_value", {"column": key, "text": text})
            elif column.longest is not None and len(text) > column.longest:
                sizes: dict[str, str | int] = {"column": key, "length": len(text), "limit": column.longest}
                yield Fault(number, self._letter(at), "too_long", sizes)

    def _letter(self, at: int) -> str:
        return letter_of(self._sheet.first + at)


def _counts_columns(cells: Cells) -> bool:
    """Whether a row only numbers the columns, as official forms do beneath their head: 1, 2, 3 …"""
    filled = [cell for cell in cells if cell]
    return len(filled) > 1 and filled == [str(number) for number in range(1, len(filled) + 1)]
