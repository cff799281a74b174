"""Tables with a cell a line: a tab before each cell or nothing at all.

A number that stands alone on its line begins a row. How many lines lie between two numbers tells the number of
columns, the lines above the first number are the head. Without numbers blank lines part the rows, and the head
must read like one. Where cells run over several lines or are empty, the row is laid over the columns so that it
looks most like the whole rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from orientir.engines.reading.blocks import Cell, Grid, Line
from orientir.engines.reading.formats.plain_fit import Columns, cost_of_joining, in_list, lay_over
from orientir.engines.reading.formats.plain_lines import (
    Item,
    Number,
    TextLine,
    follows,
    is_section,
    opening_ordinal,
    ordinal,
)
from orientir.engines.reading.formats.plain_markup import band, lines_of_cell
from orientir.engines.reading.heads import find_heads

_FEWEST_COLUMNS = 3
_MOST_COLUMNS = 12
_FEWEST_ROWS = 3
_FARTHEST_HEAD = 40  # pieces between the beginning of a head and the first number
_NUMBER_HEAD = re.compile(r"(?:№|N|номер)(?:\s*п(?:\s?/\s?|\.\s?)п)?\.?|п\s?/\s?п\.?", re.IGNORECASE)
_LONGEST_HEAD_CELL = 150
_USUAL = 0.5
_SURE_JOIN = 0.5
_EMPTY = 1.0  # cost of a column that is left empty, where no blank line speaks for it
_EMPTY_SAID = 0.1
_NEW_CELL = 2.0  # cost of joining a piece that a tab says is a cell of its own


@dataclass
class _Piece:
    """A printed line of a cell, or several that surely are one; what stands before it: a tab, blank lines."""

    at: int  # its place among the lines
    last: int
    line: TextLine
    text: str
    tabbed: bool
    blanks: int


@dataclass
class _Row:
    """The pieces of a row, and those between it and the row above that are none of its cells."""

    pieces: list[_Piece]
    above: list[_Piece] = field(default_factory=list)


@dataclass
class _Table:
    """A table by its pieces: the cells of the head, the rows, how cells are set."""

    head: list[list[_Piece]]
    rows: list[_Row]
    numbered: bool
    tabbed: bool
    parted: bool  # blank lines stand between cells; else they stand where a cell is empty

    @property
    def width(self) -> int:
        return len(self.head)

    @property
    def body(self) -> int:
        """The number of columns without that of the numbers."""
        return self.width - self.numbered

    @property
    def title(self) -> str:
        """The words of the head: tables with the same have the same columns."""
        return "\n".join(piece.text for cell in self.head for piece in cell)

    @property
    def pieces(self) -> Iterator[_Piece]:
        for cell in self.head:
            yield from cell
        for row in self.rows:
            yield from row.pieces


def find_flowing_tables(lines: Sequence[TextLine]) -> list[Item]:
    """The lines with every table of a cell a line as a grid."""
    pieces = _pieces(lines)
    parts = (pieces[start:end] for start, end in _parts(pieces))
    tables = [table for part in parts if (table := _numbered(part) or _unnumbered(part))]
    found: list[Item] = []
    taken = 0  # lines that are explained
    for table in tables:
        shown = list(table.pieces)
        found += lines[taken : shown[0].at]
        found += _blocks(table, _columns([other for other in tables if other.title == table.title]))
        taken = shown[-1].last + 1
    return [*found, *lines[taken:]]


def _pieces(lines: Sequence[TextLine]) -> list[_Piece]:
    tabbed = sum(1 for line in lines if line.text.startswith("\t") and not line.is_blank)
    is_tabbed = tabbed >= _FEWEST_COLUMNS * _FEWEST_ROWS
    pieces: list[_Piece] = []
    blanks = 0
    for at, line in enumerate(lines):
        # a tab alone is an empty cell
        if line.is_blank and not (is_tabbed and line.text.startswith("\t")):
            blanks += 1
            continue
        pieces.append(_Piece(at, at, line, line.text.strip(), line.text.startswith("\t"), blanks))
        blanks = 0
    return _with_loose_lines(pieces) if is_tabbed else pieces


def _with_loose_lines(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Where cells begin with a tab, a line without one is still the cell above, unless the row may be over."""
    joined: list[_Piece] = []
    following: _Piece | None = None
    ends_row = [True] * len(pieces)
    for at in range(len(pieces) - 1, -1, -1):
        ends_row[at] = following is None or bool(ordinal(following.text)) or _heads_numbers(following)
        following = pieces[at] if pieces[at].tabbed else following
    for piece, may_be_over in zip(pieces, ends_row, strict=True):
        above = joined[-1] if joined else None
        if above is not None and above.tabbed and not piece.tabbed and not ordinal(piece.text):
            surely = not piece.blanks or cost_of_joining(above.text, piece.text) < _SURE_JOIN
            if surely or not may_be_over:
                above.text += f"\n{piece.text}"
                above.last = piece.at
                continue
        joined.append(piece)
    return joined


def _parts(pieces: Sequence[_Piece]) -> list[tuple[int, int]]:
    """From each line that heads a column of numbers to the next; what stands before the first is a part too."""
    starts = [at for at, piece in enumerate(pieces) if _heads_numbers(piece)]
    starts = [at for before, at in zip([-2, *starts], starts, strict=False) if at > before + 1]
    bounds = [0, *(at for at in starts if at), len(pieces)]
    return [part for part in pairwise(bounds) if part[0] < part[1]]


def _heads_numbers(piece: _Piece) -> bool:
    return bool(_NUMBER_HEAD.fullmatch(piece.text))


# ---------------------------------------------------------------- rows that begin with a number


def _numbered(pieces: Sequence[_Piece]) -> _Table | None:
    anchors = _anchors(pieces)
    if len(anchors) < (1 if _heads_numbers(pieces[0]) else _FEWEST_ROWS):
        return None
    numbers = [ordinal(pieces[at].text) for at in anchors]
    first = anchors[0]
    while first and (_announces(pieces[first - 1], numbers[0]) or is_section(pieces[first - 1].text)):
        first -= 1
    inside = [piece for at, end in pairwise(anchors) for piece in pieces[at + 1 : end]]
    tabbed = sum(piece.tabbed for piece in inside) > _USUAL * len(inside)
    parted = sum(piece.blanks > 0 for piece in inside) > _USUAL * len(inside)
    sizes = Counter(end - at for at, end in pairwise(anchors))
    usual = max(sizes, key=lambda size: (sizes[size], -size), default=0)
    head, rest = _head(pieces[:first], usual, sizes)
    if not _FEWEST_COLUMNS <= len(head) <= _MOST_COLUMNS:
        return None
    table = _Table(head, [], True, tabbed, parted)
    above = [*rest, *pieces[first : anchors[0]]]
    for place, at in enumerate(anchors):
        if place + 1 < len(anchors):
            cells = list(pieces[at + 1 : anchors[place + 1]])
            size = _size(cells, numbers[place], numbers[place + 1], table)
        else:
            cells = list(pieces[at + 1 :])
            size = _size_of_last(cells, table)
        table.rows.append(_Row([pieces[at], *cells[:size]], above))
        above = cells[size:]
    return table


def _anchors(pieces: Sequence[_Piece]) -> list[int]:
    """The numbers that count rows: each follows the one before or begins anew, two cells or more between."""
    anchors: list[int] = []
    before: Number = ()
    for at, piece in enumerate(pieces):
        number = ordinal(piece.text)
        if not number or (anchors and at - anchors[-1] < _FEWEST_COLUMNS):
            continue
        begins = number[-1] in (1, "I") and len(number) in (len(before), 1)
        if not before or begins or follows(number, before):
            anchors.append(at)
            before = number
    return anchors


def _announces(piece: _Piece, number: Number) -> bool:
    """Whether a line is the heading of the section in which this number stands."""
    opening = opening_ordinal(piece.text)
    return 0 < len(opening) < len(number) and number[: len(opening)] == opening


def _head(pieces: Sequence[_Piece], usual: int, sizes: Mapping[int, int]) -> tuple[list[list[_Piece]], list[_Piece]]:
    """The cells of the head from the pieces above the first number, and the heading that may stand between.

    `usual` is the number of cells of most rows, `sizes` how many rows have how many. A head that begins with «№»
    says where it begins; its cells over several lines are joined. Another one has as many pieces as a row has cells.
    """
    if not pieces:
        return [], []
    if _heads_numbers(pieces[0]) and len(pieces) <= _FARTHEST_HEAD:
        cells: list[list[_Piece]] = []
        for piece in pieces:
            if cells and (piece.text[:1].islower() or piece.text[0] == "(" or cells[-1][-1].text[-1] in "-,("):
                cells[-1].append(piece)
            else:
                cells.append([piece])
        if len(cells) > usual >= _FEWEST_COLUMNS and not sizes.get(len(cells)):
            return cells[:usual], [piece for cell in cells[usual:] for piece in cell]
        return cells, []
    if usual < _FEWEST_COLUMNS or len(pieces) < usual:
        return [], []
    cells = [[piece] for piece in pieces[-usual:]]
    return ([] if any(len(cell[0].text) > _LONGEST_HEAD_CELL for cell in cells) else cells), []


def _size(cells: Sequence[_Piece], number: Number, following: Number, table: _Table) -> int:
    """How many of the pieces between two numbers are cells; those that remain are a heading."""
    if follows(following, number):
        return len(cells) - (len(cells) >= table.width and is_section(cells[-1].text))
    announced = next((at for at, piece in enumerate(cells) if at and _announces(piece, following)), None)
    if announced is not None:
        return announced
    loose = next((at for at, piece in enumerate(cells) if at and table.tabbed and not piece.tabbed), None)
    if loose is not None:
        return loose
    return len(cells) - 1 if len(cells) >= table.width else len(cells)


def _size_of_last(cells: Sequence[_Piece], table: _Table) -> int:
    """How many pieces after the last number are its cells: nothing beneath says where the table ends."""
    wanted = table.width - 1
    filled = 0
    for at, piece in enumerate(cells):
        if table.tabbed:
            if not piece.tabbed:
                return at
            continue
        if at and in_list(cells[at - 1].text, piece.text):
            continue
        if filled and not table.parted:
            filled += piece.blanks
        if filled >= wanted and (piece.blanks or cost_of_joining(cells[at - 1].text, piece.text) >= _SURE_JOIN):
            return at
        filled += 1
    return len(cells)


# ---------------------------------------------------------------- rows parted by blank lines


def _unnumbered(pieces: Sequence[_Piece]) -> _Table | None:
    """The table whose head reads like one and whose rows are parted by blank lines, or are all of one size."""
    for at in range(len(pieces)):
        head = _spoken_head(pieces, at)
        if not head:
            continue
        below = pieces[at + sum(map(len, head)) :]
        rows = _groups(below, len(head))
        if len(rows) >= _FEWEST_ROWS - 1:
            return _Table(head, rows, False, any(piece.tabbed for piece in below), False)
    return None


def _spoken_head(pieces: Sequence[_Piece], at: int) -> list[list[_Piece]]:
    """The pieces up to the next blank line, if they are the head of a table."""
    if at and not pieces[at].blanks:
        return []
    end = at + 1
    while end < len(pieces) and not pieces[end].blanks and end - at <= _MOST_COLUMNS:
        end += 1
    group = [[piece] for piece in pieces[at:end]]
    if not _FEWEST_COLUMNS <= len(group) <= _MOST_COLUMNS:
        return []
    row = tuple(Cell(column, 1, (Line(cell[0].text),)) for column, cell in enumerate(group))
    return group if find_heads(Grid((row,))) else []


def _groups(pieces: Sequence[_Piece], width: int) -> list[_Row]:
    """Rows parted by blank lines; a line that stands alone is a heading above the next row."""
    groups = _with_empty_cells(_parted(pieces), width)
    rows: list[_Row] = []
    above: list[_Piece] = []
    for group in groups:
        if len(group) == 1:
            above += group
        elif 2 * len(group) < width or len(group) > 3 * width:
            break
        else:
            rows.append(_Row(group, above))
            above = []
    whole = sum(1 for row in rows if len(row.pieces) == width)
    return rows if whole >= _USUAL * len(rows) else []


def _parted(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    groups: list[list[_Piece]] = []
    for piece in pieces:
        if groups and not piece.blanks:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _with_empty_cells(groups: Sequence[list[_Piece]], width: int) -> list[list[_Piece]]:
    """Two pieces of a row that lack one cell together: the blank line between them is that cell."""
    joined: list[list[_Piece]] = []
    for group in groups:
        if joined and width > _FEWEST_COLUMNS and len(joined[-1]) + 1 + len(group) == width and group[0].blanks == 1:
            joined[-1] += group
        else:
            joined.append(list(group))
    return joined


# ---------------------------------------------------------------- blocks


def _columns(tables: Sequence[_Table]) -> Columns:
    """What stands in the columns of these tables: told by their whole rows, in which no blank line is a cell."""
    rows = [
        [piece.text for piece in cells]
        for table in tables
        for row in table.rows
        if len(cells := _cells_of(row, table)) == table.body
        and (table.parted or not any(piece.blanks for piece in cells[1:]))
    ]
    return Columns(rows, tables[0].body)


def _blocks(table: _Table, columns: Columns) -> list[Item]:
    """Grids of rows that stand together; a line alone between two is a row of one cell, others stay lines."""
    blocks: list[Item] = []
    rows = [_row(table.head)]
    afters = [(row.above or row.pieces)[0].blanks for row in table.rows[1:]] + [0]
    for row, after in zip(table.rows, afters, strict=True):
        if len(row.above) == 1:
            rows.append(band(row.above[0].line, table.width))
        elif row.above:
            blocks += [Grid(tuple(rows)), *(piece.line for piece in row.above)]
            rows = []
        cells = _laid(_cells_of(row, table), columns, 0 if table.parted else after, table)
        shown = [[_with_breaks(piece, columns, at) for piece in cell] for at, cell in enumerate(cells)]
        rows.append(_row([row.pieces[:1], *shown] if table.numbered else shown))
    return [*blocks, Grid(tuple(rows))]


def _cells_of(row: _Row, table: _Table) -> list[_Piece]:
    return row.pieces[1:] if table.numbered else row.pieces


def _laid(pieces: Sequence[_Piece], columns: Columns, after: int, table: _Table) -> list[list[_Piece]]:
    """The pieces over the columns; `after` is the number of blank lines beneath them."""
    cells: list[list[_Piece]] = [[] for _ in range(columns.width)]
    if not pieces:
        return cells
    blanks = [*(0 if table.parted else piece.blanks for piece in pieces), after]
    joins = [_NEW_CELL if piece.tabbed else 0.0 for piece in pieces]
    skips = [_EMPTY_SAID if count else _EMPTY for count in blanks]
    for piece, column in zip(pieces, lay_over([piece.text for piece in pieces], columns, joins, skips), strict=True):
        cells[column].append(piece)
    return cells


def _with_breaks(piece: _Piece, columns: Columns, column: int) -> _Piece:
    return replace(piece, text=columns.with_breaks(piece.text, column))


def _row(cells: Sequence[Sequence[_Piece]]) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            column,
            1,
            lines_of_cell([piece.text for piece in cell], page=cell[0].line.page, number=cell[0].line.number)
            if cell
            else (),
        )
        for column, cell in enumerate(cells)
    )
