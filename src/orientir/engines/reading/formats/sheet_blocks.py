"""A sheet's cells → lines and grids.

A sheet is one large table; what people mean by a table is a part of it. Where cells have borders, they show the part:
rows with two or more bordered cells belong to it, and those with one if they stand between. Without borders rows are
told by how many of their cells are filled. What stands above, between and beneath is lines.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from orientir.engines.reading.blocks import Block, Grid, Line, clean
from orientir.engines.reading.formats.breaks import paragraphs
from orientir.engines.reading.formats.tables import Area, Table

_USUAL_WIDTH = 8.43
_FEWEST_OF_TABLE = 3
_FIRST_ROWS = 10
_MOST_HEADINGS = 5
_LONGEST_GAP = 1_000
_DEFAULT_NAME = re.compile(r"(?:лист|страница|таблица|sheet|page|table|list)\s*\d*(?:\s*\(\d+\))?", re.IGNORECASE)


@dataclass(frozen=True)
class Filled:
    """A cell with something in it or lines around it; `may_overflow` where its text may run over empty neighbours."""

    text: str
    is_bordered: bool
    may_overflow: bool


@dataclass(frozen=True)
class Region:
    """Merged cells: first and last row and column, counted from one."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Columns:
    """Columns of one width in signs, None for the usual one."""

    first: int
    last: int
    is_hidden: bool
    width: float | None


@dataclass(frozen=True)
class Box:
    """Text in a shape that is drawn over the sheet from this row on."""

    row: int
    lines: tuple[str, ...]


@dataclass
class Sheet:
    """A sheet as its file holds it, cells by row and column from one."""

    name: str
    page: int
    cells: dict[tuple[int, int], Filled] = field(default_factory=dict)
    regions: list[Region] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    columns: list[Columns] = field(default_factory=list)  # from left to right
    boxes: list[Box] = field(default_factory=list)

    def hides(self, column: int) -> bool:
        """Whether a column is not shown."""
        of = self._of(column)
        return of is not None and of.is_hidden

    def width(self, column: int) -> float:
        """Width of a column in signs."""
        of = self._of(column)
        return _USUAL_WIDTH if of is None or of.width is None else of.width

    def _of(self, column: int) -> Columns | None:
        at = bisect_right(self.columns, column, key=lambda columns: columns.first) - 1
        return self.columns[at] if at >= 0 and column <= self.columns[at].last else None


@dataclass(frozen=True)
class _Cell:
    """What a row shows: text with the columns it covers, how far it may run over empty ones, the row it ends at."""

    first: int
    last: int
    reach: int
    bottom: int
    text: str
    is_bordered: bool
    continues: bool = False


@dataclass(frozen=True)
class _Row:
    number: int
    cells: tuple[_Cell, ...]
    bordered: frozenset[int]  # columns with lines around them, filled or not
    follows: bool  # no blank row parts it from the one before

    @property
    def own(self) -> int:
        return sum(not cell.continues for cell in self.cells)

    @property
    def in_borders(self) -> int:
        return sum(cell.is_bordered for cell in self.cells)


def blocks_of(sheet: Sheet, area: Area) -> list[Block]:
    """The sheet's name if it says something new, then its lines and grids from top to bottom."""
    rows = list(_rows(sheet, area))
    pieces: list[tuple[int, list[Block]]] = []
    for is_table, part in _parts(rows):
        blocks: list[Block] = [_grid(part, sheet, area)] if is_table else list(_lines(part, sheet.page))
        pieces.append((part[0].number, blocks))
    pieces += [(box.row, [Line(clean(line), page=sheet.page) for line in box.lines]) for box in sheet.boxes]
    blocks = [block for _, piece in sorted(pieces, key=lambda piece: piece[0]) for block in piece]
    if blocks and _says_something(sheet.name, blocks):
        blocks.insert(0, Line(clean(sheet.name), page=sheet.page))
    return blocks


def _says_something(name: str, blocks: Sequence[Block]) -> bool:
    """A name that no program gave, and that no line and no heading among the first rows repeats."""
    if _DEFAULT_NAME.fullmatch(name.strip()):
        return False
    printed = [block.text for block in blocks if isinstance(block, Line)]
    for grid in blocks:
        if isinstance(grid, Grid):
            bands = ([cell.text for cell in row if cell.text] for row in grid.rows[:_FIRST_ROWS])
            printed += [band[0] for band in bands if len(band) == 1]
    return _letters(name) not in _letters(" ".join(printed))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _rows(sheet: Sheet, area: Area) -> Iterator[_Row]:
    """The rows that show any text, as a person sees them: without what is hidden or beneath merged cells."""
    by_row: dict[int, dict[int, Filled]] = {}
    for (row, column), cell in sheet.cells.items():
        if row not in sheet.hidden_rows and not sheet.hides(column):
            by_row.setdefault(row, {})[column] = cell
    shown = sorted({column for cells in by_row.values() for column in cells})
    waiting = sorted(sheet.regions, key=lambda region: region.top, reverse=True)
    active: list[tuple[Region, bool]] = []  # with whether a row above shows it already
    above, follows = 0, False
    for number in sorted(by_row):
        while waiting and waiting[-1].top <= number:
            active.append((waiting.pop(), False))
        active = [(region, is_shown) for region, is_shown in active if region.bottom >= number]
        area.take(len(active))
        cells = _cells(by_row[number], [region for region, _ in active], number, sheet, shown)
        done = {region for region, is_shown in active if is_shown}
        merged = [_merged(region, region in done, number, sheet, shown) for region, _ in active]
        cells += [cell for cell in merged if cell is not None]
        active = [(region, True) for region, _ in active]
        gap = range(above + 1, number) if above and number - above < _LONGEST_GAP else [0]
        follows = follows and all(row in sheet.hidden_rows for row in gap)
        above = number
        if any(not cell.continues for cell in cells):
            bordered = frozenset(column for column, cell in by_row[number].items() if cell.is_bordered)
            yield _Row(number, tuple(sorted(cells, key=lambda cell: cell.first)), bordered, follows)
            follows = True


def _cells(
    row: dict[int, Filled], regions: Sequence[Region], number: int, sheet: Sheet, shown: Sequence[int]
) -> list[_Cell]:
    """The cells of a row that no merged cell covers."""

    def is_free(column: int) -> bool:
        return not any(region.left <= column <= region.right for region in regions)

    cells = []
    for column, cell in row.items():
        if cell.text.strip() and is_free(column):
            reach, left = column, len(cell.text) - sheet.width(column)
            for other in shown[bisect_right(shown, column) :] if cell.may_overflow else ():
                if left <= 0 or (other in row and row[other].text.strip()) or not is_free(other):
                    break
                reach, left = other, left - sheet.width(other)
            cells.append(_Cell(column, column, reach, number, cell.text, cell.is_bordered))
    return cells


def _merged(region: Region, is_shown: bool, number: int, sheet: Sheet, shown: Sequence[int]) -> _Cell | None:
    """A merged cell as this row shows it; None where it is empty or all its columns are hidden."""
    origin = sheet.cells.get((region.top, region.left))
    columns = shown[bisect_left(shown, region.left) : bisect_right(shown, region.right)]
    if origin is None or not origin.text.strip():
        return None
    first = columns[0] if columns else region.left
    if not columns and sheet.hides(first):
        return None
    last = max(columns[-1] if columns else first, first)
    here = sheet.cells.get((number, region.left))
    is_bordered = origin.is_bordered or (here is not None and here.is_bordered)
    return _Cell(first, last, last, region.bottom, origin.text, is_bordered, continues=is_shown)


def _parts(rows: Sequence[_Row]) -> Iterator[tuple[bool, list[_Row]]]:
    """Runs of rows that are a table, and runs of those that are not."""
    counts = sorted(len(row.cells) for row in rows if len(row.cells) > 1)
    usual = counts[len(counts) // 2] if counts else 0
    rich = [row for row in rows if len(row.cells) >= min(usual, _FEWEST_OF_TABLE)]
    filled, in_borders = sum(len(row.cells) for row in rich), sum(row.in_borders for row in rich)
    find = _bordered_tables if usual and 2 * in_borders >= filled else _bare_tables
    begin = 0
    for first, end in find(rows, usual):
        if begin < first:
            yield False, list(rows[begin:first])
        yield True, list(rows[first:end])
        begin = end
    if begin < len(rows):
        yield False, list(rows[begin:])


def _bordered_tables(rows: Sequence[_Row], usual: int) -> Iterator[tuple[int, int]]:
    """From a row with two cells within borders to the last row with one, before a gap or a row without any."""
    first: int | None = None
    for at, row in enumerate(rows):
        below = rows[at + 1] if at + 1 < len(rows) else None
        forgotten = len(row.cells) >= max(_FEWEST_OF_TABLE, usual)
        heading = row.own == 1 and below is not None and below.follows and below.in_borders > 1 and not _is_head(below)
        if first is not None and not (row.follows and (row.in_borders or forgotten or heading)):
            yield first, at
            first = None
        if first is None and row.in_borders > 1:
            first = at
    if first is not None:
        yield first, len(rows)


def _bare_tables(rows: Sequence[_Row], usual: int) -> Iterator[tuple[int, int]]:
    """From a row with half of the usual cells and no gap between them to the last such row.

    Another table begins where a head stands beneath a gap, with or without headings between.
    """
    fewest = max(2, (usual + 1) // 2)
    full = [at for at, row in enumerate(rows) if len(row.cells) >= fewest]
    first = next((at for at in full if _is_close(rows[at])), None)
    if first is None:
        return
    end = full[-1] + 1
    while end < len(rows) and rows[end].follows and len(rows[end].cells) > 1:
        end += 1
    last = max((at for at in range(first, end) if not rows[at].follows), default=first)
    if last > first and not any((_is_close(row) and row.own > 1) or _is_numbered(row) for row in rows[last:end]):
        end = last  # beneath the last gap stand names to sign, far from one another
    gap = first
    for at in range(first + 1, end):
        if not rows[at].follows:
            gap = at
        is_near = first < gap and at - gap <= _MOST_HEADINGS
        if is_near and all(row.own == 1 for row in rows[gap:at]) and _is_head(rows[at]):
            yield first, gap
            first = gap = at
    yield first, end


def _is_head(row: _Row) -> bool:
    """Whether a row may name columns: side by side, and no number at its beginning."""
    return row.own >= _FEWEST_OF_TABLE and _is_close(row) and not _is_numbered(row)


def _is_numbered(row: _Row) -> bool:
    return bool(re.match(r"\s*[\dIVX]+\b", row.cells[0].text))


def _is_close(row: _Row) -> bool:
    """Whether no empty column parts the cells of a row."""
    return all(right.first <= left.last + 1 for left, right in zip(row.cells, row.cells[1:], strict=False))


def _grid(rows: Sequence[_Row], sheet: Sheet, area: Area) -> Grid:
    columns = sorted({column for row in rows for column in (*row.bordered, *(cell.first for cell in row.cells))})
    numbers = [row.number for row in rows]
    table = Table(area)
    covered = [-1] * len(columns)  # the last of the rows in which something from above covers the column
    for at, row in enumerate(rows):
        table.begin_row()
        cells = {cell.first: cell for cell in row.cells}
        free = 0
        for place, column in enumerate(columns):
            if place < free or covered[place] >= at:
                continue
            cell = cells.get(column)
            if cell is None:
                table.put((), at=place)
                continue
            free = bisect_right(columns, cell.reach)
            height = bisect_right(numbers, cell.bottom) - at
            covered[place:free] = [at + height - 1] * (free - place)
            table.put(_cell_lines(cell, sheet.page), span=free - place, rows=height, at=place)
    return table.grid()


def _cell_lines(cell: _Cell, page: int) -> list[Line]:
    return [Line(text, page=page) for text in paragraphs(clean(cell.text))]


def _lines(rows: Sequence[_Row], page: int) -> Iterator[Line]:
    """Rows outside tables. What stands side by side with a gap is read side after side, not row by row."""
    zones: list[_Zone] = []
    for row in rows:
        pieces = _side_by_side(row)
        places = [[zone for zone in zones if zone.meets(piece)] for piece in pieces]
        same = all(len(place) == 1 for place in places) and len({id(place[0]) for place in places}) == len(pieces)
        if not (same and (row.follows or len(pieces) > 1)):
            yield from _said(zones, page)
            zones = [_Zone() for _ in pieces]
            places = [[zone] for zone in zones]
        for piece, (zone,) in zip(pieces, places, strict=True):
            zone.take(piece)
    yield from _said(zones, page)


def _side_by_side(row: _Row) -> list[list[_Cell]]:
    """The cells of a row in groups without an empty column between them."""
    pieces: list[list[_Cell]] = []
    for cell in row.cells:
        if cell.continues:
            continue
        if pieces and cell.first <= pieces[-1][-1].last + 1:
            pieces[-1].append(cell)
        else:
            pieces.append([cell])
    return pieces


@dataclass
class _Zone:
    """What stands one beneath the other, and the columns it takes."""

    pieces: list[list[_Cell]] = field(default_factory=list)
    first: int = 0
    last: int = -1

    def meets(self, piece: Sequence[_Cell]) -> bool:
        """Whether the piece stands beneath something that is here."""
        return piece[0].first <= self.last and self.first <= piece[-1].last

    def take(self, piece: list[_Cell]) -> None:
        """Put the piece beneath what is here."""
        self.first = min(self.first, piece[0].first) if self.pieces else piece[0].first
        self.last = max(self.last, piece[-1].last)
        self.pieces.append(piece)


def _said(zones: Iterable[_Zone], page: int) -> Iterator[Line]:
    for zone in zones:
        for piece in zone.pieces:
            yield from _joined([_cell_lines(cell, page) for cell in piece])


def _joined(cells: Sequence[list[Line]]) -> Iterator[Line]:
    """Cells side by side as one line; paragraphs of a single cell stay apart."""
    if len(cells) == 1:
        yield from cells[0]
    elif any(cells):
        lines = [line for cell in cells for line in cell]
        yield Line(" ".join(line.text for line in lines), page=lines[0].page)
