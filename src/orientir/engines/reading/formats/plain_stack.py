"""Rows of a table whose cells run over several lines: which lines make one row, which words make one paragraph.

Drawn rules part rows. Without them a number in the first column begins a row; without numbers a line carries on
the row above only if in every cell its first word had no room in the line above it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from orientir.engines.reading.blocks import Cell, Grid, fill_merged
from orientir.engines.reading.formats.plain_fit import Columns
from orientir.engines.reading.formats.plain_lines import (
    MAX_CELLS,
    Number,
    TextLine,
    follows,
    join_wrapped,
    opening_ordinal,
    ordinal,
)
from orientir.engines.reading.formats.plain_markup import bare, begins_item, lines_of_cell
from orientir.engines.refusals import Refused

_NUMBERED = 0.3
_FEWEST_NUMBERS = 2
_RULED = 0.6


@dataclass
class Strip:
    """What one printed line holds of a table: (first column, number of columns, words) for each cell.

    `ruled`: a rule stands above it; `open`: the columns in which that rule is broken, so the cell goes on beneath;
    `blank`: a blank line stands above it.
    """

    line: TextLine
    cells: list[tuple[int, int, str]]
    ruled: bool = False
    open: frozenset[int] = frozenset()
    blank: bool = False

    @property
    def filled(self) -> list[tuple[int, int, str]]:
        return [cell for cell in self.cells if cell[2]]


@dataclass
class _Cell:
    start: int
    span: int
    texts: list[str] = field(default_factory=list)
    continues: bool = False


@dataclass
class _Row:
    line: TextLine
    cells: list[_Cell]


def stacked(
    strips: Sequence[Strip], width: int, *, slack: float = 1.0, lined: bool = False, seen: Collection[str] = ()
) -> Grid:
    """The grid of these lines. `slack` is how full a wrapped line is at least, as a share of its column: letters
    of a fixed width fill it, others less. `lined`: without numbers and rules each line is a row. `seen` are the
    words of the document, for words broken at line ends. Raises Refused for a table larger than any plan.
    """
    if len(strips) * width > MAX_CELLS:
        raise Refused("too_much_memory")
    return _Stack(strips, width, slack, lined, seen).grid()


class _Stack:
    def __init__(self, strips: Sequence[Strip], width: int, slack: float, lined: bool, seen: Collection[str]) -> None:
        self._strips = strips
        self._width = width
        self._slack = slack
        self._lined = lined
        self._seen = seen
        firsts = [text for strip in strips for start, _, text in strip.cells if start == 0 and text]
        numbers = sum(1 for text in firsts if ordinal(text))
        self._numbered = numbers >= max(_FEWEST_NUMBERS, _NUMBERED * len(firsts))
        self._numbers = [_number(strip) for strip in strips]
        self._first_number = next((at for at, number in enumerate(self._numbers) if number), len(strips))
        rules = sum(1 for strip in strips[1:] if strip.ruled)
        wanted = numbers if self._numbered else len(strips) / 3
        self._ruled = rules > 1 and rules >= _RULED * wanted
        self._room = [0] * width
        for strip in strips:
            for start, span, text in strip.cells:
                if span == 1:
                    self._room[start] = max(self._room[start], len(text))

    def grid(self) -> Grid:
        rows: list[_Row] = []
        for at, strip in enumerate(self._strips):
            if rows and not self._begins(at):
                self._add(rows[-1], strip)
            else:
                rows.append(self._row(strip, rows[-1] if rows else None))
        texts = [[self._text(cell) for cell in row.cells] for row in rows]
        whole = [row for row, cells in zip(texts, rows, strict=True) if len(cells.cells) == self._width]
        columns = Columns(whole, self._width)
        return Grid(
            fill_merged(
                [
                    [_cell(cell, text, row.line, columns) for cell, text in zip(row.cells, of_row, strict=True)]
                    for row, of_row in zip(rows, texts, strict=True)
                ]
            )
        )

    def _begins(self, at: int) -> bool:
        """Whether the line at this place begins a row."""
        strip, above = self._strips[at], self._strips[at - 1]
        if strip.ruled or self._ruled:
            return strip.ruled
        heading, under_heading = _is_heading(strip, self._width), _is_heading(above, self._width)
        if heading and under_heading and not strip.blank:
            return bool(opening_ordinal(strip.filled[0][2]))
        if heading or under_heading:
            return True
        if self._numbered:
            return self._begins_numbered(at, strip)
        return strip.blank or self._lined or not self._carries_on(strip, above)

    def _begins_numbered(self, at: int, strip: Strip) -> bool:
        """A number begins a row, so do other words in its column; so does a heading right above a new count."""
        if at < self._first_number:
            return strip.blank
        if any(start == 0 for start, _, _ in strip.filled):
            # «п/п» beneath «№» is the head once more
            return bool(_number(strip)) or strip.blank or not self._heads(self._strips[at - 1])
        below = self._numbers[at + 1] if at + 1 < len(self._strips) else ()
        above = next(number for number in reversed(self._numbers[: at + 1]) if number)
        if not below or follows(below, above) or len(strip.filled) != 1:
            return False
        start, _, text = strip.filled[0]
        over = next((words for column, _, words in self._strips[at - 1].cells if column == start), "")
        return text[:1].isupper() and self._has_room(over, text, start)

    def _heads(self, strip: Strip) -> bool:
        return any(start == 0 for start, _, _ in strip.filled) and not _number(strip)

    def _carries_on(self, strip: Strip, above: Strip) -> bool:
        over = {start: text for start, _, text in above.cells}
        return all(not self._has_room(over.get(start, ""), text, start) for start, _, text in strip.filled)

    def _has_room(self, above: str, below: str, column: int) -> bool:
        """Whether the first word of a line could have stood at the end of the line above it."""
        if not above:
            return True
        word = below.split(maxsplit=1)[0] if below else ""
        return len(above) + 1 + len(word) <= self._slack * self._room[column]

    def _row(self, strip: Strip, above: _Row | None) -> _Row:
        over = {cell.start: cell for cell in above.cells} if above else {}
        cells = []
        for start, span, text in strip.cells:
            goes_on = over.get(start) if start in strip.open else None
            if goes_on is not None:
                # the words beneath a broken rule belong to the cell above, which both rows share
                cells.append(_Cell(start, span, goes_on.texts, continues=True))
                cells[-1].texts.append(text)
            else:
                cells.append(_Cell(start, span, [text]))
        return _Row(strip.line, cells)

    def _add(self, row: _Row, strip: Strip) -> None:
        for start, span, text in strip.cells:
            cell = next((cell for cell in row.cells if cell.start <= start < cell.start + cell.span), None)
            if cell is not None:
                cell.texts.append(text)
            elif text:
                row.cells.append(_Cell(start, span, [text]))
                row.cells.sort(key=lambda other: other.start)

    def _text(self, cell: _Cell) -> str:
        """The words of a cell: lines that were wrapped joined, those that had room kept apart."""
        if cell.continues:
            return ""
        paragraphs: list[list[str]] = []
        above = ""
        for text in filter(None, cell.texts):
            room = cell.span == 1 and self._slack == 1.0 and self._has_room(above, text, cell.start)
            item = begins_item(text) and (text[0] not in "-–—" or above.endswith((":", ";", ",", ".")))
            if not paragraphs or room or item:
                paragraphs.append([])
            paragraphs[-1].append(text)
            above = text
        return "\n".join(join_wrapped(paragraph, self._seen) for paragraph in paragraphs)


def _cell(cell: _Cell, text: str, line: TextLine, columns: Columns) -> Cell:
    pieces = [columns.with_breaks(piece, cell.start) for piece in bare(text).split("\n")] if cell.span == 1 else [text]
    lines = lines_of_cell(pieces, page=line.page, number=line.number)
    return Cell(cell.start, cell.span, () if cell.continues else lines, cell.continues)


def _number(strip: Strip) -> Number:
    return ordinal(strip.cells[0][2]) if strip.cells and strip.cells[0][0] == 0 else ()


def _is_heading(strip: Strip, width: int) -> bool:
    """Words that reach over most columns."""
    return len(strip.filled) == 1 and strip.filled[0][1] > max(1, width // 2)
