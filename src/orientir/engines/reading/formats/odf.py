"""Reads OpenDocument texts: packed (ODT) or as one flat file (FODT).

Pages are not told: of the breaks that the office program draws itself the file notes only some.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from orientir.engines.archive import MAX_FILE
from orientir.engines.reading.blocks import Block, Line, clean
from orientir.engines.reading.formats.base import Content, Format, Source
from orientir.engines.reading.formats.numbering import whole
from orientir.engines.reading.formats.odf_lists import STYLE, TEXT, XML_ID, List, Lists
from orientir.engines.reading.formats.tables import Area, Table, cell_lines
from orientir.engines.reading.formats.xml import MAX_DEPTH, parse, parse_part
from orientir.engines.refusals import Refused

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_MIMETYPE = b"application/vnd.oasis.opendocument.text"
_SPACES = re.compile(r"[ \t\r\n]+")
_MOST_REPEATED = 200
_MOST_BASES = 12  # styles may be based on one another in a ring
_PARAGRAPHS = frozenset({f"{TEXT}p", f"{TEXT}h"})
# What a reader of the page does not see: deleted text kept aside, remarks, forms, descriptions of pictures.
_UNSEEN = frozenset(
    {
        f"{TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{_OFFICE}event-listeners",
        f"{TEXT}ruby-text", f"{TEXT}script", f"{_SVG}title", f"{_SVG}desc", f"{_TABLE}title", f"{_TABLE}desc",
    }
)  # fmt: skip


def knows(source: Source) -> bool:
    """Whether this is an archive with a text of OpenDocument, or a flat file of that kind."""
    if source.parts:
        content = source.parts.get("content.xml", b"")
        return source.parts.get("mimetype", b"").startswith(_MIMETYPE) or b"<office:text" in content
    begins = source.data[:8192].removeprefix(b"\xef\xbb\xbf").lstrip()
    return begins.startswith(b"<") and b"<office:document" in begins and _MIMETYPE in begins


def read(source: Source) -> Content:
    """Lines and grids of the text: tracked changes accepted, automatic numbers written out, footnotes at the end."""
    roots = _packed(source) if source.parts else [parse(source.data)]
    text = next((found for root in roots if (found := root.find(f"{_OFFICE}body/{_OFFICE}text")) is not None), None)
    if text is None:
        raise Refused("broken")
    return Content(tuple(_Reader(roots, text).document()))


def _packed(source: Source) -> list[Element]:
    if b"encryption-data" in source.parts.get("META-INF/manifest.xml", b""):
        raise Refused("encrypted")
    parts = (parse_part(source.parts, name) for name in ("styles.xml", "content.xml"))
    return [root for root in parts if root is not None]


class _Styles:
    """Which styles hide their text."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._hidden: dict[tuple[str, str], bool] = {}
        self._bases: dict[tuple[str, str], str] = {}
        for root in roots:
            for style in root.iter(f"{STYLE}style"):
                family = style.get(f"{STYLE}family", "")
                name = family, style.get(f"{STYLE}name", "")
                self._bases[name] = style.get(f"{STYLE}parent-style-name", "")
                text = style.find(f"{STYLE}text-properties")
                if text is not None and f"{TEXT}display" in text.attrib:
                    self._hidden[name] = text.get(f"{TEXT}display") == "none"

    def hides(self, family: str, name: str) -> bool:
        """Whether text in this style is not shown; the nearest style that says anything of it decides."""
        if not self._hidden:
            return False
        for _ in range(_MOST_BASES):
            if (family, name) in self._hidden:
                return self._hidden[family, name]
            name = self._bases.get((family, name), "")
        return False


@dataclass
class _Paragraph:
    """A paragraph while it is read: its pieces of text, and what is drawn beside it."""

    text: list[str] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)
    is_hidden: bool = False


class _Reader:
    def __init__(self, roots: list[Element], text: Element) -> None:
        self._text = text
        self._lists = Lists(roots)
        self._styles = _Styles(roots)
        self._deletions = {
            region.get(name, "")
            for region in text.iter(f"{TEXT}changed-region")
            if region.find(f"{TEXT}deletion") is not None
            for name in (f"{TEXT}id", XML_ID)
        }
        self._deleted: set[str] = set()  # the deletions that are open at this place
        self._notes: list[Line] = []
        self._area = Area()

    def document(self) -> Iterator[Block]:
        """The body, then its footnotes."""
        yield from self._blocks(self._text, 0, None)
        yield from self._notes

    def _blocks(self, parent: Element, depth: int, of: List | None) -> Iterator[Block]:
        """Lines and grids beneath an element. A paragraph whose end was deleted runs on into the next."""
        if depth > MAX_DEPTH:
            raise Refused("broken")
        carried: Line | None = None
        item = parent if of is not None and not parent.tag.endswith("header") else None
        for child in parent:
            if child.tag in _PARAGRAPHS:
                line, boxes = self._paragraph(child, depth, of, item)
                yield from boxes
                if line is not None:
                    item = None
                    carried = line if carried is None else replace(carried, text=carried.text + line.text)
                if carried is not None and not self._deleted:
                    yield replace(carried, text=clean(carried.text).strip("\n "))
                    carried = None
            elif child.tag == f"{_TABLE}table":
                yield self._table(child, depth + 1)
            elif child.tag == f"{TEXT}list":
                opened = self._lists.open(child, of)
                for entry in child:
                    if not self._is_sign(entry):
                        yield from self._blocks(entry, depth + 1, opened)
            elif child.tag == f"{TEXT}numbered-paragraph":
                yield from self._blocks(child, depth + 1, self._lists.of_paragraph(child))
            elif not self._is_sign(child):
                yield from self._blocks(child, depth + 1, None)
        if carried is not None:
            yield replace(carried, text=clean(carried.text).strip("\n "))

    def _paragraph(
        self, element: Element, depth: int, of: List | None, item: Element | None
    ) -> tuple[Line | None, list[Block]]:
        """The line of a paragraph if any of it is seen, and what is drawn beside it."""
        was_deleted = bool(self._deleted)
        style = element.get(f"{TEXT}style-name", "")
        paragraph = _Paragraph(is_hidden=self._styles.hides("paragraph", style))
        self._inline(element, paragraph, depth)
        text = "".join(paragraph.text)
        if paragraph.is_hidden or ((was_deleted or self._deleted) and not text.strip()):
            return None, paragraph.boxes
        marker, level = "", 0
        if item is not None and of is not None:
            marker, level = self._lists.marker(of, item), of.level
        elif of is None and element.tag == f"{TEXT}h":
            marker, level = self._lists.of_heading(element)
        return Line(text, marker, level), paragraph.boxes

    def _inline(self, parent: Element, paragraph: _Paragraph, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise Refused("broken")
        self._say(parent.text, paragraph)
        for child in parent:
            tag = child.tag
            if tag in (f"{TEXT}s", f"{TEXT}tab"):
                self._say(" ", paragraph)
            elif tag == f"{TEXT}line-break":
                if not self._deleted:
                    paragraph.text.append("\n")
            elif tag == f"{TEXT}hidden-paragraph":
                paragraph.is_hidden |= child.get(f"{TEXT}is-hidden") == "true"
            elif tag == f"{TEXT}note":
                self._note(child, depth + 1)
            elif tag.startswith(_DRAW):
                paragraph.boxes.extend(self._blocks(child, depth + 1, None))
            elif not self._is_sign(child):
                self._inline(child, paragraph, depth + 1)
            self._say(child.tail, paragraph)

    def _say(self, text: str | None, paragraph: _Paragraph) -> None:
        if text and not self._deleted:
            paragraph.text.append(_SPACES.sub(" ", text))

    def _is_sign(self, element: Element) -> bool:
        """Whether there are no words to be seen in an element; where deletions begin and end is noted."""
        tag = element.tag
        if tag in _UNSEEN:
            return True
        if tag == f"{TEXT}change-start":
            self._deleted |= {element.get(f"{TEXT}change-id", "")} & self._deletions
        elif tag == f"{TEXT}change-end":
            self._deleted.discard(element.get(f"{TEXT}change-id", ""))
        hidden = element.get(f"{TEXT}display") == "none" or element.get(f"{TEXT}is-hidden") == "true"
        return hidden or self._styles.hides("text", element.get(f"{TEXT}style-name", ""))

    def _note(self, note: Element, depth: int) -> None:
        """A footnote's words are none of the sentence in which its figure stands: they follow the whole text."""
        body = note.find(f"{TEXT}note-body")
        if body is None or self._deleted:
            return
        figure = (note.findtext(f"{TEXT}note-citation") or "").strip()
        for line in cell_lines(self._blocks(body, depth + 1, None)):
            if line.printed:
                self._notes.append(replace(line, marker=f"{figure} {line.marker}".strip()))
                figure = ""

    def _table(self, element: Element, depth: int) -> Block:
        table = Table(self._area)
        for row in self._rows(element, depth):
            cells = [self._cell(cell, depth) for cell in row if cell.tag == f"{_TABLE}table-cell"]
            is_empty = not any(lines for lines, _ in cells)
            for _ in range(1 if is_empty else _repeated(row, "rows")):
                table.begin_row()
                for lines, cell in cells:
                    for _ in range(_repeated(cell, "columns")):
                        table.put(lines, span=_spanned(cell, "columns"), rows=_spanned(cell, "rows"))
        return table.grid()

    def _rows(self, parent: Element, depth: int) -> Iterator[Element]:
        """The rows of a table through its groups; head rows that a page repeats stand here once."""
        if depth > MAX_DEPTH:
            raise Refused("broken")
        for child in parent:
            if child.tag == f"{_TABLE}table-row":
                yield child
            elif not self._is_sign(child):
                yield from self._rows(child, depth + 1)

    def _cell(self, cell: Element, depth: int) -> tuple[list[Line], Element]:
        return [line for line in cell_lines(self._blocks(cell, depth + 1, None)) if line.printed], cell


def _repeated(element: Element, what: str) -> int:
    return min(max(whole(element.get(f"{_TABLE}number-{what}-repeated", ""), 1), 1), _MOST_REPEATED)


def _spanned(cell: Element, what: str) -> int:
    return max(whole(cell.get(f"{_TABLE}number-{what}-spanned", ""), 1), 1)


FORMAT = Format("odt", frozenset({".odt", ".ott", ".fodt"}), knows, read, MAX_FILE)
