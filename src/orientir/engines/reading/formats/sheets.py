"""Reads workbooks (XLSX, XLSM): every sheet that a person sees, from left to right.

The parts of the file are read here and not by a library. python-calamine, which reads the lists of people, does not
say how a number is shown nor what is hidden. openpyxl says it, but keeps all cells before it can be asked how many
there are, and takes no workbook with a fault in its colours or filters. Reading needs four of the parts.
"""

from __future__ import annotations

import math
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from xml.etree.ElementTree import Element

from orientir.engines.archive import MAX_FILE
from orientir.engines.reading.blocks import Block
from orientir.engines.reading.formats.base import Content, Format, Source
from orientir.engines.reading.formats.numbering import whole
from orientir.engines.reading.formats.sheet_blocks import Box, Columns, Filled, Region, Sheet, blocks_of
from orientir.engines.reading.formats.sheet_formats import BUILT_IN, shown
from orientir.engines.reading.formats.tables import MAX_AREA, Area
from orientir.engines.reading.formats.xml import parse_part
from orientir.engines.reading.model import Remark
from orientir.engines.refusals import Refused

_MAX_ROW, _MAX_COLUMN = 1_048_576, 16_384
MAX_MARKUP = 2_500_000  # «<» in all sheets together
_MOST_RUNS = 8
_R = re.compile(r"\{[^}]*/relationships\}id")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)>")
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TRUTHS = {"1": "ИСТИНА", "0": "ЛОЖЬ"}
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def knows(source: Source) -> bool:
    """Whether an archive with these entries is a workbook in XML."""
    return "[Content_Types].xml" in source.parts and "xl/workbook.xml" in map(_plain_name, source.parts)


def read(source: Source) -> Content:
    """Lines and grids of all visible sheets; what was hidden or has no value is told in the warnings."""
    return _Workbook(source.parts).content()


def _plain_name(name: str) -> str:
    """Some programs write «xl/SharedStrings.xml» and ask for «sharedStrings.xml», others use backslashes."""
    return name.replace("\\", "/").lower()


@dataclass(frozen=True)
class _Look:
    """What a cell's style says that matters here."""

    code: str = "General"
    is_bordered: bool = False
    may_overflow: bool = True


@dataclass
class _Found:
    """A sheet with what has to be told of it."""

    sheet: Sheet
    letters: dict[int, str] = field(default_factory=dict)  # of the columns
    without_value: list[str] = field(default_factory=list)  # cells with a formula that nobody has computed yet


class _Workbook:
    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = {_plain_name(name): content for name, content in parts.items()}
        main = self._linked("", "officeDocument") or "xl/workbook.xml"
        book = self._part(main)
        if book is None:
            raise Refused("broken")
        self._book = book
        self._links = self._relations(main)
        self._strings = [_string(item) for item in self._children(self._linked(main, "sharedStrings"), "si")]
        self._looks = _looks(self._part(self._linked(main, "styles")))
        properties = _child(book, "workbookPr")
        self._since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._area = Area()
        self._markup = MAX_MARKUP

    def content(self) -> Content:
        blocks: list[Block] = []
        warnings: list[Remark] = []
        sheets = _child(self._book, "sheets")
        for page, entry in enumerate([] if sheets is None else sheets, start=1):
            name = entry.get("name", "")
            part = self._part_of(entry)
            if entry.get("state", "visible") != "visible":
                if _VALUE.search(self._parts.get(part.lower(), b"")):
                    warnings.append(Remark("sheet_hidden", {"sheet": name}))
                continue
            found = self._sheet(part, Sheet(name, page))
            if found is not None and (found.sheet.boxes or any(cell.text for cell in found.sheet.cells.values())):
                blocks += blocks_of(found.sheet, self._area)
                warnings += _remarks(found)
        return Content(tuple(blocks), tuple(warnings))

    def _part(self, name: str) -> Element | None:
        return parse_part(self._parts, name.lower()) if name else None

    def _children(self, name: str, tag: str) -> list[Element]:
        root = self._part(name)
        return [] if root is None else [child for child in root if _name(child) == tag]

    def _relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Type and part of each relation of a part, by its id; of the whole package where the name is empty."""
        folder, file = posixpath.split(name)
        links = {}
        for link in self._children(posixpath.join(folder, "_rels", f"{file}.rels"), "Relationship"):
            if link.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
                links[link.get("Id", "")] = link.get("Type", "").rpartition("/")[2], target
        return links

    def _linked(self, name: str, kind: str) -> str:
        """The part of a kind that another one refers to, empty if there is none."""
        return next((part for of, part in self._relations(name).values() if of == kind), "")

    def _part_of(self, entry: Element) -> str:
        link = next((value for key, value in entry.attrib.items() if _R.fullmatch(key)), "")
        return self._links.get(link, ("", ""))[1]

    def _sheet(self, part: str, sheet: Sheet) -> _Found | None:
        """A sheet of cells; None for one of another kind, a chart alone."""
        self._markup -= self._parts.get(part.lower(), b"").count(b"<")
        if self._markup < 0:
            raise Refused("too_much_memory")
        root = self._part(part)
        if root is None or _name(root) != "worksheet":
            return None
        found = _Found(sheet)
        for child in root:
            kind = _name(child)
            if kind == "cols":
                sheet.columns = sorted((_columns(column) for column in child), key=lambda columns: columns.first)
            elif kind == "sheetData":
                self._cells(child, found)
            elif kind == "mergeCells":
                sheet.regions = [region for merged in child if (region := _region(merged.get("ref", "")))]
        sheet.boxes = [box for box in self._boxes(self._linked(part, "drawing")) if box.lines]
        return found

    def _cells(self, data: Element, found: _Found) -> None:
        row_at = 0
        for row in data:
            told = row.get("r", "")
            row_at = int(told) if re.fullmatch("[1-9][0-9]{0,6}", told) else row_at + 1
            if row_at > _MAX_ROW:
                raise Refused("broken")
            no_height = row.get("customHeight") in ("1", "true") and _length(row.get("ht", "")) == 0
            if row.get("hidden") in ("1", "true") or no_height:
                found.sheet.hidden_rows.add(row_at)
            column = 0
            for cell in row:
                if _name(cell) != "c":
                    continue
                place = _PLACE.fullmatch(cell.get("r", ""))
                column = _index(place[1]) if place else column + 1
                if column > _MAX_COLUMN:
                    raise Refused("broken")
                found.letters[column] = place[1] if place else str(column)
                self._cell(cell, (row_at, column), found)

    def _cell(self, cell: Element, place: tuple[int, int], found: _Found) -> None:
        style = whole(cell.get("s", ""), 0)
        look = self._looks[style] if 0 <= style < len(self._looks) else _Look()
        kind = cell.get("t", "n")
        text, has_value, is_formula = "", False, False
        for child in cell:
            tag = _name(child)
            if tag == "is":
                text, has_value = _string(child), True
            elif tag == "v":
                text = self._value(kind, child.text or "", look)
                has_value = child.text is not None or kind == "str"
            is_formula |= tag == "f"
        if is_formula and not has_value:
            found.without_value.append(f"{found.letters[place[1]]}{place[0]}")
        if text.strip() or look.is_bordered:
            may_overflow = look.may_overflow and kind in ("s", "str", "inlineStr")
            found.sheet.cells[place] = Filled(text, look.is_bordered, may_overflow)
            if len(found.sheet.cells) > MAX_AREA:
                raise Refused("too_much_memory")

    def _value(self, kind: str, raw: str, look: _Look) -> str:
        if kind == "s":
            at = whole(raw.strip(), -1)
            return self._strings[at] if 0 <= at < len(self._strings) else ""
        if kind == "str":
            return _unescaped(raw)
        if kind == "b":
            return _TRUTHS.get(raw.strip(), raw)
        if kind == "d":
            return _of_iso(raw.strip(), look.code)
        try:
            number = float(raw)
        except ValueError:  # an error value, shown as it stands
            return raw
        return shown(number, look.code, since_1904=self._since_1904) if math.isfinite(number) else raw

    def _boxes(self, name: str) -> Iterator[Box]:
        """Text in shapes drawn over the sheet, each at the row of its upper edge."""
        root = self._part(name)
        for anchor in () if root is None else root:
            row = whole(anchor.findtext(f"{_DRAWING}from/{_DRAWING}row") or "", 0) + 1
            for body in anchor.iter(f"{_DRAWING}txBody"):
                lines = ["".join(_said(paragraph)) for paragraph in body.iter(f"{_A}p")]
                yield Box(row, tuple(line for line in lines if line.strip()))


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _child(parent: Element, name: str) -> Element | None:
    return next((child for child in parent if _name(child) == name), None)


def _string(item: Element) -> str:
    """A text, from its runs if it has any; how it is spoken is no part of it."""
    texts = []
    for child in item:
        if _name(child) == "t":
            texts.append(child.text or "")
        elif _name(child) == "r":
            texts += [run.text or "" for run in child if _name(run) == "t"]
    return _unescaped("".join(texts))


def _unescaped(text: str) -> str:
    """Signs that XML cannot hold stand as _x000D_."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace("\r\n", "\n") if "_x" in text else text


def _said(paragraph: Element) -> Iterator[str]:
    for element in paragraph.iter():
        if element.tag == f"{_A}t":
            yield element.text or ""
        elif element.tag == f"{_A}br":
            yield "\n"


def _looks(styles: Element | None) -> list[_Look]:
    if styles is None:
        return []
    groups = {_name(group): group for group in styles}
    codes = dict(BUILT_IN)
    for entry in groups.get("numFmts", ()):
        codes[whole(entry.get("numFmtId", ""), 0)] = entry.get("formatCode", "General")
    borders = [_is_bordered(border) for border in groups.get("borders", ())]
    looks = []
    for entry in groups.get("cellXfs", ()):
        border = whole(entry.get("borderId", ""), 0)
        alignment = _child(entry, "alignment")
        wraps = alignment is not None and alignment.get("wrapText") in ("1", "true")
        left = alignment is None or alignment.get("horizontal", "general") in ("general", "left", "centerContinuous")
        code = codes.get(whole(entry.get("numFmtId", ""), 0), "General")
        looks.append(_Look(code, 0 <= border < len(borders) and borders[border], left and not wraps))
    return looks


def _is_bordered(border: Element) -> bool:
    """Whether lines part a cell from its neighbours; a line beneath it alone is one to sign on."""
    sides = {_name(side) for side in border if side.get("style", "none") != "none"}
    return bool(sides & {"left", "right", "start", "end"}) or {"top", "bottom"} <= sides


def _columns(column: Element) -> Columns:
    width = _length(column.get("width", ""))
    is_hidden = column.get("hidden") in ("1", "true") or width == 0
    return Columns(whole(column.get("min", ""), 0), whole(column.get("max", ""), 0), is_hidden, width)


def _length(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _region(reference: str) -> Region | None:
    first, _, last = reference.partition(":")
    places = [_PLACE.fullmatch(place) for place in (first, last or first)]
    if places[0] is None or places[1] is None:
        return None
    rows = sorted(int(place[2]) for place in places if place)
    columns = sorted(_index(place[1]) for place in places if place)
    return Region(rows[0], columns[0], rows[1], columns[1])


def _index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index


def _of_iso(text: str, code: str) -> str:
    """A date that is written out in the file, shown as its format says."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    days = (moment.replace(tzinfo=None) - datetime(1899, 12, 30)).total_seconds() / 86_400
    return shown(days, code if code != "General" else BUILT_IN[14])


def _remarks(found: _Found) -> Iterator[Remark]:
    sheet = found.sheet
    rows = sorted({row for (row, _), cell in sheet.cells.items() if cell.text and row in sheet.hidden_rows})
    columns = sorted({column for (_, column), cell in sheet.cells.items() if cell.text and sheet.hides(column)})
    if rows:
        yield Remark("rows_hidden", {"sheet": sheet.name, "rows": _runs(rows, {})})
    if columns:
        yield Remark("columns_hidden", {"sheet": sheet.name, "columns": _runs(columns, found.letters)})
    if found.without_value:
        yield Remark("formula_empty", {"sheet": sheet.name, "cell": found.without_value[0]})


def _runs(numbers: Sequence[int], names: Mapping[int, str]) -> str:
    """Numbers in short: «5–9, 12»."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    ends = [[names.get(number, str(number)) for number in dict.fromkeys((run[0], run[-1]))] for run in runs]
    return ", ".join("–".join(run) for run in ends[:_MOST_RUNS]) + (" …" if len(ends) > _MOST_RUNS else "")


FORMAT = Format("xlsx", frozenset({".xlsx", ".xlsm"}), knows, read, MAX_FILE)
