"""Reads Word documents (DOCX, DOCM). Macros are carried in the archive and never looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from orientir.engines.archive import MAX_FILE
from orientir.engines.reading.blocks import Block, Cell, Grid, Line, clean, fill_merged
from orientir.engines.reading.formats.base import Content, Format, Source
from orientir.engines.reading.formats.numbering import Numbering, W, value, whole
from orientir.engines.reading.formats.tables import cell_lines
from orientir.engines.reading.formats.xml import MAX_DEPTH, parse_part
from orientir.engines.refusals import Refused

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MAX_COLUMNS = 200
# What a reader of the page does not see: deleted and moved-away text, field codes, hidden text.
_UNSEEN = frozenset({f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}rPr", f"{W}pPr"})
_SIGNS = {
    f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-",
}  # fmt: skip


def knows(source: Source) -> bool:
    """Whether an archive with these entries is a Word document."""
    return "[Content_Types].xml" in source.parts and any(name.startswith("word/") for name in source.parts)


def read(source: Source) -> Content:
    """Lines and grids of the document, tracked changes accepted, automatic numbers written out."""
    parts = source.parts
    document = parse_part(parts, _main_part(parts))
    body = None if document is None else document.find(f"{W}body")
    if body is None:
        raise Refused("broken")
    numbering = Numbering(parse_part(parts, "word/numbering.xml"), parse_part(parts, "word/styles.xml"))
    return Content(tuple(_Reader(numbering).blocks(body, 0)))


def _main_part(parts: Mapping[str, bytes]) -> str:
    relations = parse_part(parts, "_rels/.rels")
    for relation in () if relations is None else relations:
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    return "word/document.xml"


class _Reader:
    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering

    def blocks(self, parent: Element, depth: int) -> Iterator[Block]:
        """Lines and grids beneath an element; a paragraph whose end was deleted runs on into the next."""
        if depth > MAX_DEPTH:
            raise Refused("broken")
        carried: Line | None = None
        for child in parent:
            if child.tag == f"{W}p":
                line, boxes = self._paragraph(child, depth)
                if carried is not None:
                    line = Line(carried.text + line.text, carried.marker or line.marker, carried.level)
                carried = line if child.find(f"{W}pPr/{W}rPr/{W}del") is not None else None
                yield from boxes
                if carried is None:
                    yield Line(clean(line.text), line.marker, line.level)
            elif child.tag == f"{W}tbl":
                yield self._table(child, depth + 1)
            elif child.tag not in _UNSEEN:
                yield from self.blocks(_seen(child), depth + 1)
        if carried is not None:
            yield Line(clean(carried.text), carried.marker, carried.level)

    def _paragraph(self, paragraph: Element, depth: int) -> tuple[Line, list[Block]]:
        marker, level = self._numbering.marker(paragraph.find(f"{W}pPr"))
        text: list[str] = []
        boxes: list[Block] = []
        self._runs(paragraph, text, boxes, depth)
        return Line("".join(text), marker, level), boxes

    def _runs(self, parent: Element, text: list[str], boxes: list[Block], depth: int) -> None:
        if depth > MAX_DEPTH:
            raise Refused("broken")
        if parent.tag == f"{W}r" and _is_on(parent.find(f"{W}rPr/{W}vanish")):
            return
        for child in parent:
            if child.tag == f"{W}t":
                text.append(child.text or "")
            elif child.tag in _SIGNS:
                text.append(_SIGNS[child.tag])
            elif child.tag == f"{W}txbxContent":
                boxes.extend(self.blocks(child, depth + 1))
            elif child.tag not in _UNSEEN:
                self._runs(_seen(child), text, boxes, depth + 1)

    def _table(self, table: Element, depth: int) -> Grid:
        rows: list[list[Cell]] = []
        for row in _rows(table, 0):
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                continue
            rows.append(self._row(row, properties, depth))
        return Grid(fill_merged(rows))

    def _row(self, row: Element, properties: Element | None, depth: int) -> list[Cell]:
        before = None if properties is None else properties.find(f"{W}gridBefore")
        at = min(max(whole(value(before), 0), 0), _MAX_COLUMNS)
        cells: list[Cell] = []
        for cell in _under(row, f"{W}tc", 0):
            properties = cell.find(f"{W}tcPr")
            span, continues = 1, False
            if properties is not None:
                span = min(max(whole(value(properties.find(f"{W}gridSpan")), 1), 1), _MAX_COLUMNS)
                merge = properties.find(f"{W}vMerge")
                continues = merge is not None and value(merge) != "restart"
            lines = list(cell_lines(self.blocks(cell, depth)))
            if properties is not None and properties.find(f"{W}cellDel") is not None:
                lines = []
            cells.append(Cell(at, span, tuple(line for line in lines if line.printed), continues))
            at += span
        return cells


def _rows(table: Element, depth: int) -> Iterator[Element]:
    return _under(table, f"{W}tr", depth)


def _under(parent: Element, tag: str, depth: int) -> Iterator[Element]:
    """Children with a tag, looked for through the wrappers of content controls and insertions only."""
    if depth > MAX_DEPTH:
        raise Refused("broken")
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in _UNSEEN and child.tag not in (f"{W}tbl", f"{W}p"):
            yield from _under(_seen(child), tag, depth + 1)


def _seen(element: Element) -> Element:
    """Of alternative forms of the same thing only the first is shown."""
    if element.tag == f"{_MC}AlternateContent":
        choice = element.find(f"{_MC}Choice")
        return element if choice is None else choice
    return element


def _is_on(switch: Element | None) -> bool:
    return switch is not None and value(switch) not in ("0", "false", "off")


FORMAT = Format("docx", frozenset({".docx", ".docm"}), knows, read, MAX_FILE)
