"""Where rows begin in a table whose rows no rules part: by numbers, by white, by lines that fill the columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from orientir.engines.reading.layout.model import PrintedLine, Table, TableCell, usual_pitch
from orientir.engines.reading.layout.ruled import Edge

NUMBERED = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3})*[.)]?|[IVXХ]{1,5}[.)]?)$")
BEGINS_NUMBERED = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3})*[.)]?|[IVXХ]{1,5}[.)])(?:\s|$)")
_HEADING = re.compile(
    rf"{BEGINS_NUMBERED.pattern}|^(?:раздел|направление|блок|модуль|этап|глава|часть)\s*№?\s*[\dIVXХ]", re.IGNORECASE
)

Pieces = Sequence[PrintedLine | None]
"""A line by columns: what of it stands in each."""


def row_starts(
    lines: Sequence[PrintedLine],
    pieces: Sequence[Pieces],
    across: set[int],
    drawn: set[int],
    size: float,
) -> set[int]:
    """At which lines rows begin."""
    firsts = [(at, row[0].text) for at, row in enumerate(pieces) if row[0] is not None and at not in across]
    numbered = {at for at, text in firsts if NUMBERED.match(text)}
    pitch = usual_pitch([[piece for piece in column if piece is not None] for column in zip(*pieces, strict=True)])
    wide = {
        at
        for at, (above, line) in enumerate(pairwise(lines), start=1)
        if line.bottom - above.bottom > 1.3 * pitch + 0.15 * size
    }
    # a heading of several lines is one row; what follows it is another
    always = {0} | {at for at in range(1, len(lines)) if (at in across) != (at - 1 in across)}
    if len(drawn) > 1:
        return always | drawn | numbered
    if len(numbered) > 1 and len(numbered) >= 0.6 * sum(1 for at, _ in firsts if at >= min(numbered)):
        head = min(numbered)
        return always | numbered | {at for at in wide if at < head}
    if len(wide) > 1 or (wide and len(lines) < 6):
        return always | wide
    fill = [0 if at in across else sum(piece is not None for piece in row) for at, row in enumerate(pieces)]
    full = max(fill)
    return always | {at for at in range(len(lines)) if fill[at] >= max(full - 1, 2) and _begins(pieces[at])}


def _begins(row: Pieces) -> bool:
    """A full line begins a row unless all its cells are in the middle of a sentence.

    Beneath a merged first cell all of them must begin one.
    """
    texts = [piece.text for piece in row if piece is not None]
    if row[0] is None:
        return not any(text[0].islower() or not (text[0].isalnum() or text[0] in "«") for text in texts)
    return not all(text[0].islower() or not text[0].isalnum() for text in texts)


def drawn_between(lines: Sequence[PrintedLine], flat: Sequence[Edge], edges: Sequence[float]) -> set[int]:
    """Lines with a drawn rule above them that runs over most of the table."""
    width = edges[-1] - edges[0]
    levels = [edge.at for edge in flat if min(edge.end, edges[-1]) - max(edge.start, edges[0]) > 0.6 * width]
    return {
        at
        for at, (above, line) in enumerate(pairwise(lines), start=1)
        if any(above.top + above.height / 2 < level < line.top + line.height / 2 for level in levels)
    }


def is_heading(pieces: Sequence[Pieces], at: int, size: float, middle: float) -> bool:
    """A line alone above a row that reads like a heading.

    It is numbered and drawn in from the column beneath it or parted from its last line, or in capitals in the middle
    of the table.
    """
    alone = [(column, piece) for column, piece in enumerate(pieces[at]) if piece is not None]
    after = pieces[at + 1] if at + 1 < len(pieces) else ()
    if len(alone) != 1 or not alone[0][0]:
        return False
    column, piece = alone[0]
    if piece.text.isupper() and abs((piece.x0 + piece.x1) / 2 - middle) < 2 * size:
        return sum(other is not None for other in after) > 1
    apart = piece.x0 - piece.left > 1.5 * size or at == 0 or pieces[at - 1][column] is None
    is_numbered = bool(after) and after[0] is not None and bool(NUMBERED.match(after[0].text))
    return is_numbered and apart and bool(_HEADING.match(piece.text))


def part_numbered_rows(table: Table, size: float) -> bool:
    """Part rows of a drawn table whose columns are ruled and whose rows are not, by the numbers in the first column.

    False where several numbers stand in one cell and do not part it: the white tells more than such rules.
    """
    rows: list[list[TableCell]] = []
    for row in table.rows:
        parts = _parted(row, size)
        if len(parts) == 1 and sum(1 for line in row[0].lines if NUMBERED.match(line.text)) > 1:
            return False
        rows += parts
    table.rows = rows
    return True


def _parted(row: list[TableCell], size: float) -> list[list[TableCell]]:
    numbers = row[0].lines
    merged = any(cell.continues or cell.down > 1 for cell in row)
    if merged or len(numbers) < 2 or len(row) < 3 or not all(NUMBERED.match(line.text) for line in numbers):
        return [row]
    near = 0.35 * size
    others = [line for cell in row[1:] for line in cell.lines]
    if any(all(abs(line.bottom - number.bottom) > near for line in others) for number in numbers):
        return [row]
    parts = []
    for at, number in enumerate(numbers):
        upper = number.bottom - near if at else float("-inf")
        lower = numbers[at + 1].bottom - near if at + 1 < len(numbers) else float("inf")
        parts.append(
            [
                TableCell(cell.start, cell.span, 1, [line for line in cell.lines if upper <= line.bottom < lower])
                for cell in row
            ]
        )
    return parts
