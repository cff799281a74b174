"""Plain texts of a table, as programs write them: tabs, a cell a line, borders, Markdown, columns of blanks.

Beneath the writers is what a test wants to know of such a text.

A row is its cells; a row of one cell is a heading over all columns. A line feed in a cell begins a new line in it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import zip_longest

from orientir.engines.reading import Roadmap
from orientir.engines.reading.blocks import Grid, Line
from orientir.engines.reading.formats import Source, plain
from orientir.engines.reading.pipeline import build, content_of

Rows = Sequence[Sequence[str]]


def tabbed(rows: Rows) -> str:
    """A row a line with a tab between cells; the empty cells of a heading are there."""
    width = max(map(len, rows))
    return "\n".join("\t".join([*_flat(row), *[""] * (width - len(row))]) for row in rows) + "\n"


def a_cell_a_line(rows: Rows, *, before: str = "", between: str = "") -> str:
    """Each cell on its own line, `before` at its beginning; rows parted by `between`."""
    return between.join("".join(f"{before}{cell}\n" for cell in _flat(row)) for row in rows)


def markdown(rows: Rows) -> str:
    """A table of Markdown; a heading stands in its first cell."""
    width = max(map(len, rows))
    lines = ["| " + " | ".join([*_flat(row), *[""] * (width - len(row))]) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * width, *lines[1:]]) + "\n"


def bordered(rows: Rows, widths: Sequence[int], *, ruled: bool = True, signs: str = "+-|") -> str:
    """Fixed columns with upright borders and, if `ruled`, a line between rows; `signs`: corner, level, upright."""
    corner, level, upright = signs
    rule = corner + corner.join(level * (width + 2) for width in widths) + corner
    whole = sum(widths) + 3 * (len(widths) - 1)
    lines = [rule] if ruled else []
    for row in rows:
        for cells in _wrapped(row, [whole] if len(row) == 1 else widths):
            lines.append(f"{upright} " + f" {upright} ".join(cells) + f" {upright}")
        if ruled:
            lines.append(rule)
    return "\n".join(lines) + "\n"


def aligned(rows: Rows, widths: Sequence[int], *, gap: int = 2) -> str:
    """Columns that only blanks part; a heading stands in the middle of the page."""
    whole = sum(widths) + gap * (len(widths) - 1)
    lines = []
    for row in rows:
        if len(row) == 1:
            lines += [line.center(whole) for line in textwrap.wrap(row[0], whole)]
        else:
            lines += [(" " * gap).join(cells) for cells in _wrapped(row, widths)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _wrapped(row: Sequence[str], widths: Sequence[int]) -> list[list[str]]:
    columns = [
        [piece for line in cell.split("\n") for piece in textwrap.wrap(line, width, break_on_hyphens=False)]
        for cell, width in zip(row, widths, strict=True)
    ]
    return [
        [piece.ljust(width) for piece, width in zip(line, widths, strict=True)]
        for line in zip_longest(*columns, fillvalue="")
    ]


def _flat(row: Sequence[str]) -> list[str]:
    return [cell.replace("\n", " ") for cell in row]


def read(text: str | bytes) -> Roadmap:
    return build(content_of(text if isinstance(text, bytes) else text.encode()))


def measures(text: str | bytes) -> list[tuple[str, str, str, str, str]]:
    """Section, number, title, term and performers of each measure."""
    return [
        (section.title, measure.number, measure.title, measure.term_raw, measure.executors_raw)
        for section in read(text).sections
        for measure in section.measures
    ]


def shapes(text: str) -> list[str | list[list[str]]]:
    """Lines as their words, grids as the words of their cells."""
    return [
        block.printed if isinstance(block, Line) else [[cell.text for cell in row] for row in block.rows]
        for block in plain.read(Source(text.encode())).blocks
    ]


def grid(text: str) -> Grid:
    (found,) = (block for block in plain.read(Source(text.encode())).blocks if isinstance(block, Grid))
    return found
