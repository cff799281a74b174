"""Opens a workbook without trusting a word of what it says about itself.

calamine keeps a sheet as a full rectangle between its first and its last cell, so two cells in far corners would take
all memory. Everything is therefore measured before: the archive while it is unpacked, every part of XML by a parser
that refuses document types, every sheet by the places of its cells. What was measured is packed again and only that is
read, so that two readers of the archive cannot see two different files.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from orientir.engines import archive
from orientir.engines.reading.pipeline import load
from orientir.engines.refusals import Refused

MAX_AREA = 5_000_000
"""Cells of the rectangle around all that a sheet holds, and of cells with or without content that it names."""
MAX_ROW, MAX_COLUMN = 1_048_576, 16_384

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = ((b"%PDF", "pdf"), (b"{\\rtf", "rtf"), (b"<", "html"), (b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpeg"))
_PLACE = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
# A formula that failed is no text to calamine, which gives an empty cell for it; made a text, it is seen.
_ERROR_CELL = re.compile(rb'(<c\b[^>]*\bt=")e(")')


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet that holds something; `rows` gives each row's number (from 1) and its cells from `first` on."""

    name: str
    first: int
    rows: Iterator[tuple[int, list[object]]]


def sheets_of(path: Path) -> Iterator[Sheet]:
    """The visible sheets of a workbook that hold something, one after the other. Raises Refused."""
    parts = _parts(path)
    with _refusing_damage():
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(_packed(parts)))
        described = list(enumerate(workbook.sheets_metadata))
    for index, about in described:
        if about.visible != SheetVisibleEnum.Visible or about.typ != SheetTypeEnum.WorkSheet:
            continue
        with _refusing_damage():
            sheet = workbook.get_sheet_by_index(index)
        if sheet.start is not None:
            yield Sheet(about.name, sheet.start[1], _rows(sheet))


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[object]]]:
    with _refusing_damage():  # what is raised where the rows are used does not pass through here
        yield from enumerate(map(list, sheet.iter_rows()), start=1)


@contextmanager
def _refusing_damage() -> Iterator[None]:
    try:
        yield
    except (CalamineError, ValueError, OverflowError, OSError) as fault:
        raise Refused("broken") from fault
    except BaseException as fault:
        # calamine's panic is made to pass by `except Exception`; to us it is one more damaged file
        if type(fault).__name__ != "PanicException":
            raise
        raise Refused("broken") from fault


def _parts(path: Path) -> dict[str, bytes]:
    """The parts of XML in a workbook, none of which is larger or stranger than office programs write."""
    data = load(path)
    if data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise Refused("encrypted") if encrypted else Refused("wrong_type", seen="xls")
    if not data.startswith(b"PK"):
        start = data[:64].lstrip()
        other = "unknown" if b"\0" in data[:1000] else "text"
        raise Refused("wrong_type", seen=next((name for sign, name in _OTHERS if start.startswith(sign)), other))
    parts = archive.unpack(data)
    _require_workbook(parts)
    kept = {name: content for name, content in parts.items() if name.endswith((".xml", ".rels"))}
    for content in kept.values():
        _Measure().read(content)
    return kept


def _require_workbook(parts: dict[str, bytes]) -> None:
    if "[Content_Types].xml" in parts and "xl/workbook.xml" in parts:
        return
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        seen = "ods"
    elif "xl/workbook.bin" in parts:
        seen = "xlsb"
    elif any(name.startswith("word/") for name in parts):
        seen = "docx"
    else:
        seen = "archive"
    raise Refused("wrong_type", seen=seen)


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, content in parts.items():
            packed.writestr(name, _ERROR_CELL.sub(rb"\1str\2", content))
    return out.getvalue()


class _Measure:
    """Goes through one part of XML: refuses document types and damage and, in a sheet, cells too far apart."""

    def __init__(self) -> None:
        self._depth = 0
        self._row = self._column = self._named = 0
        self._rows: list[int] = []
        self._columns: list[int] = []
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._root

    def read(self, content: bytes) -> None:
        """Raises Refused where the part is not to be read."""
        try:
            self._parser.Parse(content, True)
        except (expat.ExpatError, LookupError, ValueError) as fault:  # LookupError: an encoding nobody knows
            raise Refused("broken") from fault

    def _doctype(self, *_: object) -> None:
        raise Refused("entities")

    def _root(self, name: str, attributes: dict[str, str]) -> None:
        is_sheet = name.rpartition(":")[2] == "worksheet"
        self._parser.StartElementHandler = self._element if is_sheet else None

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "row":
            self._begin_row(attributes.get("r"))
        elif name == "c":
            self._begin_cell(attributes.get("r"))
        elif name in ("v", "is", "f"):
            self._fill()

    def _begin_row(self, place: str | None) -> None:
        if place is not None and not (place.isascii() and place.isdigit() and len(place) <= 7):
            raise Refused("broken")
        self._row = int(place) if place is not None else self._row + 1
        self._column = 0
        if not 1 <= self._row <= MAX_ROW:
            raise Refused("broken")

    def _begin_cell(self, place: str | None) -> None:
        self._named += 1
        if self._named > MAX_AREA:
            raise Refused("too_many_cells", limit=MAX_AREA)
        if place is None:
            self._column += 1
        else:
            found = _PLACE.fullmatch(place)
            if found is None or int(found[2]) != self._row:
                raise Refused("broken")
            self._column = _index(found[1])
        if self._column > MAX_COLUMN:
            raise Refused("broken")

    def _fill(self) -> None:
        rows, columns = self._rows, self._columns
        if not rows:
            rows[:], columns[:] = [self._row] * 2, [self._column] * 2
            return
        rows[:] = min(rows[0], self._row), max(rows[1], self._row)
        columns[:] = min(columns[0], self._column), max(columns[1], self._column)
        if (rows[1] - rows[0] + 1) * (columns[1] - columns[0] + 1) > MAX_AREA:
            raise Refused("too_many_cells", limit=MAX_AREA)


def _index(letters: str) -> int:
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - ord("A") + 1
    return index
