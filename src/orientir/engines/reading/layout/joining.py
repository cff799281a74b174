"""Tables over pages: one with the same columns goes on, and so do the rows and merged cells that the page cuts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from orientir.engines.reading.blocks import Cell, Grid, fill_merged
from orientir.engines.reading.layout.model import Table, TableCell, type_size, usual_pitch
from orientir.engines.reading.layout.paragraphs import Join, paragraphs

_HEAD_ROWS = 4
_MARK = re.compile(r"(?<=[^\W\d_]) ?(?:[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}|\*+)$")


def goes_on(table: Table, below: Table, size: float) -> bool:
    """Whether the columns agree: as wide, at the same place or moved by the margin of a left-hand page."""
    return _match(table.edges, below.edges, size) is not None


def _match(first: Sequence[float], second: Sequence[float], size: float) -> list[float] | None:
    """The edges of both, in the place of the first; None where they are not one table's.

    A page may lack an edge that is drawn in rows of other pages only.
    """
    moved = second[0] - first[0]
    if abs(moved) > 8 * size or len(first) < 3 or len(second) < 3:
        return None
    near = 0.6 * size
    shifted = [edge - moved for edge in second]
    if abs(shifted[-1] - first[-1]) > near:
        return None
    extra = [edge for edge in shifted if min(abs(edge - other) for other in first) > near]
    missing = [edge for edge in first if min(abs(edge - other) for other in shifted) > near]
    if extra and missing and (len(extra) > 0.25 * len(shifted) or len(missing) > 0.25 * len(first)):
        return None
    return sorted([*first, *extra])


def append(table: Table, below: Table, size: float) -> None:
    """Let the table of the next page go on from this one; `goes_on` must hold. Its repeated head is left out."""
    edges = _match(table.edges, below.edges, size)
    assert edges is not None
    moved = below.edges[0] - table.edges[0]
    head = [_printed(row) for row in table.rows[:_HEAD_ROWS]]
    _place(table.rows, table.edges, edges)
    _place(below.rows, [edge - moved for edge in below.edges], edges)
    rows = below.rows[_repeated(head, below.rows) :]
    if rows and table.rows:
        rows = _joined(table.rows, rows)
    table.edges, table.bottom, table.page = edges, below.bottom, below.page
    table.rows += rows


def _repeated(head: Sequence[tuple[str, ...]], rows: Sequence[Sequence[TableCell]]) -> int:
    """How many rows on top are the head again: its first row with those merged to it, the row that counts columns."""
    texts = [_printed(row) for row in rows[:_HEAD_ROWS]]
    if not head or not texts or sum(map(bool, texts[0])) < 2:
        return 0
    if texts[0] != head[0]:
        return 1 if texts[0] in head and _counts(texts[0]) else 0
    same = 1
    for row, text, other in zip(rows[1:], texts[1:], head[1:], strict=False):
        if text != other or not (_counts(text) or any(cell.continues for cell in row)):
            break
        same += 1
    return same


def _counts(texts: tuple[str, ...]) -> bool:
    return texts == tuple(map(str, range(1, len(texts) + 1)))


def _place(rows: Sequence[Sequence[TableCell]], edges: Sequence[float], wider: Sequence[float]) -> None:
    """Count the columns of cells by the edges of both tables."""
    places = [min(range(len(wider)), key=lambda at, edge=edge: abs(wider[at] - edge)) for edge in edges]  # type: ignore[misc]
    for row in rows:
        for cell in row:
            end = places[cell.start + cell.span]
            cell.start = places[cell.start]
            cell.span = end - cell.start


def _printed(row: Sequence[TableCell]) -> tuple[str, ...]:
    """What a row says, but for the mark of a footnote, which the repetition of a head does not have."""
    return tuple(_MARK.sub("", " ".join(line.text for line in cell.lines)) for cell in row)


def _joined(above: list[list[TableCell]], below: list[list[TableCell]]) -> list[list[TableCell]]:
    """Join the row and the merged cells that the page cut; gives the rows that are left."""
    last, first = above[-1], below[0]
    by_start = {cell.start: cell for cell in last}
    for cell in first:
        if cell.lines or cell.continues or cell.start not in by_start:
            continue
        upper = by_start[cell.start]
        if upper.span == cell.span:
            cell.continues = cell.down > 1 or upper.continues or upper.down > 1
            cell.cut = not cell.continues
    if not (_is_torn(above, first) or _is_torn_heading(last, first)):
        return below
    for cell in first:
        if cell.lines:
            _origin(above, cell.start).lines += cell.lines
    return below[1:]


def _origin(rows: Sequence[Sequence[TableCell]], start: int) -> TableCell:
    """The cell in the last row that begins in this column, or the one above that covers it."""
    found = next(cell for cell in rows[-1] if cell.start == start)
    for row in reversed(rows[:-1]):
        upper = next((cell for cell in row if cell.start == start), None)
        if not found.continues or upper is None:
            break
        found = upper
    return found


def _is_torn(above: Sequence[Sequence[TableCell]], first: Sequence[TableCell]) -> bool:
    """The first row of a page is the rest of the last one of the page before.

    Either rows are numbered and this one is not, or all that stands in it begins in the middle of a sentence.
    """
    last = above[-1]
    starts = {(cell.start, cell.span) for cell in last}
    filled = [cell for cell in first if cell.lines]
    if not filled or len(last) < 2 or any((cell.start, cell.span) not in starts for cell in filled):
        return False
    rows = [row for row in above if len(row) > 1]
    numbered = sum(1 for row in rows if row[0].lines or row[0].continues)
    is_numbered = numbered >= 0.7 * len(rows) and (last[0].lines or last[0].continues) and len(rows) > 1
    if is_numbered and not first[0].lines:
        return first[0].down == 1
    texts = {cell.start: bool(cell.lines) or cell.continues for cell in last}
    return all(texts[cell.start] and cell.lines[0].text[:1].islower() for cell in filled)


def _is_torn_heading(last: Sequence[TableCell], first: Sequence[TableCell]) -> bool:
    """A heading over all columns that runs on over the page."""
    if len(last) > 1 or len(first) > 1 or not (last[0].lines and first[0].lines):
        return False
    return first[0].lines[0].text[0].islower()


def grid_of(table: Table, join: Join) -> Grid:
    """The table with its cells' paragraphs; a merged cell stands in every row that it covers."""
    cells = [cell for row in table.rows for cell in row]
    _fill_cut(cells)
    _pad([cell for cell in cells if cell.lines])
    pitch = usual_pitch([cell.lines for cell in cells])
    rows = [
        [
            Cell(
                cell.start,
                cell.span,
                tuple(paragraphs(cell.lines, pitch, join)) if cell.lines else (),
                cell.continues,
            )
            for cell in row
        ]
        for row in table.rows
    ]
    return Grid(fill_merged(rows))


def _fill_cut(cells: Sequence[TableCell]) -> None:
    """An empty cell on top of a page is the rest of a merged one where the column has merged cells and no empty ones.

    Of a cell merged over two rows with the page's edge between them, nothing else is to be seen.
    """
    for cell in cells:
        if cell.cut:
            column = [other for other in cells if other.start == cell.start and other.span == cell.span]
            merged = any(other.down > 1 for other in column)
            empty = any(not (other.lines or other.continues or other.cut) for other in column)
            cell.continues = merged and not empty


def _pad(cells: Sequence[TableCell]) -> None:
    """Draw the sides of the lines in by the white that the table keeps to its rules."""
    if not cells:
        return
    size = type_size([word for cell in cells for line in cell.lines for word in line.words])
    before = sorted(min(line.x0 - line.left for line in cell.lines) for cell in cells)
    behind = sorted(line.right - line.x1 for cell in cells for line in cell.lines)
    # a few texts may stick out; centred ones keep more white than they must
    left = min(max(before[len(before) // 10], 0.0), 1.2 * size)
    right = min(left, max(behind[len(behind) // 50], 0.0))
    for cell in cells:
        for line in cell.lines:
            line.left += left
            line.right -= right
