"""A web page's elements → lines and grids, as a browser would draw them.

Elements are gone through one after the other, not by recursion: pages are nested as deeply as their authors forgot
to close things.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field

from lxml import etree

from orientir.engines.reading.blocks import Block, Grid, Line, clean
from orientir.engines.reading.formats.breaks import paragraphs
from orientir.engines.reading.formats.numbering import in_form, whole
from orientir.engines.reading.formats.tables import Area, Table, cell_lines

Element = etree._Element

_LISTS = frozenset({"ol", "ul", "menu", "dir"})
_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_INNER = frozenset({"td", "th", "caption"})  # what runs from top to bottom by itself
_BLOCKS = (
    frozenset(
        "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer"
        " form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main nav p pre section summary table tr".split()
    )
    | _LISTS
    | _GROUPS
    | _INNER
)
UNSEEN = frozenset(
    "head script style noscript template title xml svg math canvas iframe object embed audio video map select option"
    " datalist button textarea input area rp rt noframes del".split()
)
"""Elements without words of the page; what was deleted is none of them either."""
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|mso-element\s*:\s*(?:header|footer|comment)",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\bmsocom|\bMsoCommentReference\b")
_FOOTNOTE = re.compile(r"\bsd(?:foot|end)note(?:anc|sym)\b|\bMso(?:Foot|End)noteReference\b|\bfootnote-ref\b")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_LIST_LEVEL = re.compile(r"mso-list\s*:[^;]*\blevel([1-9])")
_MARKER = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_MARKER_GAP = re.compile(r"font\s*:\s*7(?:\.0)?pt")  # all that Word leaves of a list in a page it calls filtered
_LONGEST_MARKER, _MOST_PIECES = 12, 20
_FORMS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "decimal": "decimal", "decimal-leading-zero": "decimalZero", "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter", "upper-latin": "upperLetter",
}  # fmt: skip
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b(none|decimal(?:-leading-zero)?|(?:low|upp)er-[a-z]+)\b")
_MOST_COLUMNS, _MOST_ROWS = 1_000, 65_534  # what HTML lets a cell claim


def blocks_of(root: Element, unseen: Container[Element] = frozenset()) -> list[Block]:
    """Lines and grids beneath `root` without the elements of `unseen`. Raises Refused "too_much_memory"."""
    return _Reader(unseen).read(root)


@dataclass
class _List:
    """A list that is open: the form of its numbers (empty: bullets, none: nothing) and the number before the next."""

    form: str
    last: int


@dataclass
class _Flow:
    """What runs from top to bottom: the page, or the inside of a cell."""

    element: Element
    blocks: list[Block] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    marker: str = ""
    number: str = ""  # of a list item, without the sign that follows it
    level: int = 0

    def end_line(self) -> None:
        """What was said since the last line is a paragraph, or several with breaks between them."""
        if self.text:
            text, self.text = "".join(self.text), []
            for paragraph in paragraphs(clean(text)):
                self._say_line(paragraph)

    def end_item(self) -> None:
        """The number of an item without words is printed all the same."""
        self.end_line()
        if self.number or self.marker not in ("", "•"):
            self._say_line("")
        self.marker = ""

    def _say_line(self, text: str) -> None:
        # HTML knows the number, not the sign behind it; where an item begins low Russian print has a bracket
        marker = f"{self.number}{')' if text[:1].islower() else '.'}" if self.number else self.marker
        self.blocks.append(Line(text, marker, self.level if marker else 0))
        self.marker = self.number = ""


@dataclass
class _Cell:
    blocks: list[Block]
    span: int
    rows: int


@dataclass
class _Drawing:
    """A table that is being gone through, within its flow."""

    element: Element
    flow: _Flow
    groups: list[tuple[str, list[list[_Cell]]]] = field(default_factory=list)
    captions: list[Block] = field(default_factory=list)

    def begin_group(self, tag: str) -> None:
        self.groups.append((tag, []))

    def begin_row(self) -> None:
        if not self.groups:
            self.begin_group("tbody")
        self.groups[-1][1].append([])

    def put(self, cell: _Cell) -> None:
        if not self.groups or not self.groups[-1][1]:
            self.begin_row()
        self.groups[-1][1][-1].append(cell)

    @property
    def in_order(self) -> list[list[list[_Cell]]]:
        """Rows by group; the foot may be written above the body and stands beneath it."""
        return [rows for _, rows in sorted(self.groups, key=lambda group: group[0] == "tfoot")]

    @property
    def is_layout(self) -> bool:
        """Whether it only arranges things: it has one column, or holds a table with more rows than it has itself."""
        if self.element.get("role") in ("presentation", "none"):
            return True
        rows = [row for group in self.in_order for row in group]
        if all(len(row) < 2 for row in rows):
            return True
        grids = [(block, cell) for row in rows for cell in row for block in cell.blocks if isinstance(block, Grid)]
        own = sum(1 for row in rows if sum(1 for cell in row if cell.blocks and not _has_grid(cell)) > 1)
        return any(len(block.rows) > own for block, _ in grids)


def _has_grid(cell: _Cell) -> bool:
    return any(isinstance(block, Grid) for block in cell.blocks)


class _Reader:
    def __init__(self, unseen: Container[Element]) -> None:
        self._unseen = unseen
        self._flows: list[_Flow] = []
        self._drawings: list[_Drawing] = []
        self._area = Area()
        self._preformatted = 0
        self._level = 0  # of the list that a paragraph of Word stands in
        self._marker: tuple[Element, int] | None = None  # what is being said is the marker that Word wrote out

    def read(self, root: Element) -> list[Block]:
        self._flows = [_Flow(root)]
        walk = etree.iterwalk(root, events=("start", "end"))
        skipped: Element | None = None
        for event, element in walk:
            if event == "start":
                if self._skips(element):
                    walk.skip_subtree()
                    skipped = element
                else:
                    self._start(element)
                    self._say(element.text)
                continue
            if element is skipped:
                skipped = None
            else:
                self._end(element)
            if element is not root:
                self._say(element.tail)
        self._flows[0].end_item()
        return self._flows[0].blocks

    def _skips(self, element: Element) -> bool:
        tag, style, kind = element.tag, element.get("style", ""), element.get("class", "")
        if tag in _BLOCKS:
            self._flow.end_line()
            if tag == "div" and element.get("title") in ("header", "footer"):  # running heads as LibreOffice saves them
                return True
        elif _FOOTNOTE.search(kind):
            self._footnote(element)
            return True
        return bool(
            tag in UNSEEN
            or "hidden" in element.attrib
            or element in self._unseen
            or (style and _HIDDEN.search(style))
            or (kind and _REMARK.search(kind))
        )

    @property
    def _flow(self) -> _Flow:
        return self._flows[-1]

    @property
    def _drawing(self) -> _Drawing | None:
        """The table whose rows and cells may come here: none within a cell before a table begins in it."""
        drawing = self._drawings[-1] if self._drawings else None
        return drawing if drawing is not None and drawing.flow is self._flow else None

    def _say(self, text: str | None) -> None:
        if not text or (text.isspace() and not self._flow.text):  # blanks between elements are the most of a page
            return
        self._flow.text.append(text.replace("\r\n", "\n") if self._preformatted else _SPACES.sub(" ", text))

    def _footnote(self, element: Element) -> None:
        """A figure behind words leads to a footnote; one before any words is the footnote's own."""
        if self._said is not None and not self._said.strip():
            self._flow.marker, self._flow.level = clean(" ".join(map(str, element.itertext()))).strip(), 0

    @property
    def _said(self) -> str | None:
        """The words of this paragraph so far; None where they are too many to be a marker."""
        return "".join(self._flow.text) if len(self._flow.text) <= _MOST_PIECES else None

    def _start(self, element: Element) -> None:
        tag = element.tag
        if tag == "br":
            self._flow.text.append("\n")
        elif tag == "q":
            self._flow.text.append("«")
        elif tag == "span":
            self._begin_marker(element)
        elif tag not in _BLOCKS:
            return
        elif tag in _LISTS:
            self._flow.lists.append(_list(element))
        elif tag == "li":
            self._item(element)
        elif tag == "pre":
            self._preformatted += 1
        elif tag == "table":
            self._drawings.append(_Drawing(element, self._flow))
        elif tag in _INNER:
            if self._drawing is not None:
                self._flows.append(_Flow(element))
        elif tag in _GROUPS or tag == "tr":
            if self._drawing is not None:
                self._drawing.begin_row() if tag == "tr" else self._drawing.begin_group(tag)
        else:
            level = _LIST_LEVEL.search(element.get("style", ""))
            self._level = int(level[1]) - 1 if level else 0

    def _end(self, element: Element) -> None:
        tag = element.tag
        if tag == "q":
            self._flow.text.append("»")
        elif tag == "span":
            self._end_marker(element)
        elif tag not in _BLOCKS:
            return
        elif tag == "li":
            self._flow.end_item()
        else:
            self._flow.end_line()
        if tag in _LISTS:
            self._flow.lists.pop()
        elif tag == "pre":
            self._preformatted -= 1
        elif tag in _INNER and self._flow.element is element:
            self._end_inner(element)
        elif tag in _GROUPS and self._drawing is not None:
            self._drawing.begin_group("tbody")
        elif tag == "table":
            self._end_table(self._drawings.pop())

    def _item(self, element: Element) -> None:
        flow = self._flow
        flow.end_item()  # one around this that begins with a list
        flow.marker, flow.level = "•", max(len(flow.lists) - 1, 0)
        if not flow.lists:
            return
        of = flow.lists[-1]
        of.last = whole(element.get("value", ""), of.last + 1)
        style = _LIST_STYLE.search(element.get("style", ""))
        form = _FORMS.get(style[1], style[1]) if style else _FORMS.get(element.get("type", ""), of.form)
        if form:
            flow.marker, flow.number = "", "" if form == "none" else in_form(of.last, form)

    def _begin_marker(self, element: Element) -> None:
        style = element.get("style", "")
        if _MARKER.search(style):
            self._marker = element, len(self._flow.text)
        elif _MARKER_GAP.search(style) and not any(str(text).strip() for text in element.itertext()):
            self._take_marker(0)

    def _end_marker(self, element: Element) -> None:
        if self._marker is not None and self._marker[0] is element:
            self._take_marker(self._marker[1])
            self._marker = None

    def _take_marker(self, since: int) -> None:
        """What was said since then at the beginning of a paragraph is its marker, not its words."""
        flow = self._flow
        said = clean(self._said or "").strip()
        if not said or flow.marker or " " in said or "\n" in said or len(said) > _LONGEST_MARKER:
            return
        del flow.text[since:]
        is_sign = len(said) == 1 and not said.isdigit() and said not in "-–—*"
        flow.marker, flow.level = "•" if is_sign else said, self._level

    def _end_inner(self, element: Element) -> None:
        inner = self._flows.pop()
        inner.end_item()
        drawing = self._drawing
        if drawing is None:
            self._flow.blocks += inner.blocks
        elif element.tag == "caption":
            drawing.captions += inner.blocks
        else:
            span = min(max(whole(element.get("colspan", ""), 1), 1), _MOST_COLUMNS)
            rows = whole(element.get("rowspan", ""), 1)
            drawing.put(_Cell(inner.blocks, span, _MOST_ROWS if rows == 0 else min(max(rows, 1), _MOST_ROWS)))

    def _end_table(self, drawing: _Drawing) -> None:
        blocks = drawing.flow.blocks
        blocks += drawing.captions
        if drawing.is_layout:
            for rows in drawing.in_order:
                for row in rows:
                    for cell in row:
                        blocks += cell.blocks
            return
        table = Table(self._area)
        for rows in drawing.in_order:
            for row in rows:
                table.begin_row()
                for cell in row:
                    table.put(cell_lines(cell.blocks), span=cell.span, rows=cell.rows)
            table.end_group()
        blocks.append(table.grid())


def _list(element: Element) -> _List:
    style = _LIST_STYLE.search(element.get("style", ""))
    own = _FORMS.get(element.get("type", ""), "decimal" if element.tag == "ol" else "")
    form = _FORMS.get(style[1], "none" if style[1] == "none" else own) if style else own
    return _List(form, whole(element.get("start", ""), 1) - 1)
