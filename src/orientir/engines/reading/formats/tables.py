"""Tables as they are drawn → grids: a cell that covers several rows or columns is given its place in each of them.

Web pages, text documents and sheets all say of a cell how far it reaches to the right and down. Only the sizes differ
that they may claim, so what all cells of a document cover is counted and bounded.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from orientir.engines.reading.blocks import Block, Cell, Grid, Line, fill_merged
from orientir.engines.refusals import Refused

MAX_AREA = 200_000
"""Columns covered by all cells of a document, counted in every row they cover."""


class Area:
    """What the cells of one document cover together."""

    def __init__(self) -> None:
        self._left = MAX_AREA

    def take(self, columns: int) -> None:
        """Raises Refused "too_much_memory" where no document needs so much."""
        self._left -= columns
        if self._left < 0:
            raise Refused("too_much_memory")


@dataclass
class _Reaching:
    """A cell from above that reaches into the rows below."""

    start: int
    span: int
    rows: int


class Table:
    """Takes cells row by row, from left to right."""

    def __init__(self, area: Area) -> None:
        self._area = area
        self._rows: list[list[Cell]] = []
        self._row: list[Cell] = []
        self._is_own = False  # whether the row has a cell that does not come from above
        self._from_above: deque[_Reaching] = deque()
        self._reaching: deque[_Reaching] = deque()
        self._at = 0

    def begin_row(self) -> None:
        """Begin a row; cells that reach into it from above have their places in it already."""
        self._end_row()
        self._row, self._at, self._is_own = [], 0, False

    def put(self, lines: Iterable[Line], *, span: int = 1, rows: int = 1, at: int = 0) -> None:
        """Put a cell at the first free column from `at` on; what stands there already makes it narrower."""
        while self._from_above and self._from_above[0].start <= max(self._at, at):
            self._carry_on()
        self._at = max(self._at, at)
        if self._from_above:
            span = min(span, self._from_above[0].start - self._at)
        span = max(span, 1)
        self._area.take(span)
        self._row.append(Cell(self._at, span, tuple(line for line in lines if line.printed)))
        self._is_own = True
        if rows > 1:
            self._reaching.append(_Reaching(self._at, span, rows - 1))
        self._at += span

    def end_group(self) -> None:
        """End a group of rows (head, body, foot): no cell reaches beyond it."""
        self._end_row()
        self._row = []
        self._from_above.clear()

    def grid(self) -> Grid:
        """The table so far; rows without a cell of their own take no height and are not there."""
        self.end_group()
        return Grid(fill_merged(self._rows))

    def _carry_on(self) -> None:
        above = self._from_above.popleft()
        self._area.take(above.span)
        self._row.append(Cell(above.start, above.span, (), continues=True))
        self._at = max(self._at, above.start + above.span)
        if above.rows > 1:
            self._reaching.append(_Reaching(above.start, above.span, above.rows - 1))

    def _end_row(self) -> None:
        while self._from_above:
            self._carry_on()
        if self._is_own:
            self._rows.append(self._row)
        self._is_own = False
        self._from_above, self._reaching = self._reaching, deque()


def cell_lines(blocks: Iterable[Block]) -> Iterator[Line]:
    """The lines of a cell; a table within it is read as its lines, from left to right and down, each once."""
    for block in blocks:
        if isinstance(block, Line):
            yield block
        else:
            yield from (line for row in block.rows for cell in row if not cell.continues for line in cell.lines)
