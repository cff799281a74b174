"""What every format reader gives: lines and grids, in the order of the document.

A grid knows columns, not cells: a cell that spans three columns covers three of them, a cell merged downwards
covers rows too. Numbers and bullets that the office program draws by itself stand in `marker`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

_SIGNS = {
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), ""),
    **dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\t\r\f\v"), " "),
    **dict.fromkeys(map(ord, "\u2010\u2011"), "-"),
    **dict.fromkeys(map(ord, "\u2028\u2029\u0085"), "\n"),
}
_HAS_SIGNS = re.compile(f"[{''.join(map(chr, _SIGNS))}]")


@dataclass(frozen=True)
class Line:
    """A paragraph. Line breaks inside it stay as line feeds; `level` is the level of the marker's list.

    `page` counts pages (sheets of a workbook) from one, `number` the lines of a plain text; 0 where the format
    knows no such thing. `sureness` is how sure the recognition of a picture was, 0 to 1.
    """

    text: str
    marker: str = ""
    level: int = 0
    page: int = 0
    number: int = 0
    sureness: float = 1.0

    @property
    def printed(self) -> str:
        """Marker and text as the page shows them."""
        return f"{self.marker} {self.text}".strip()


@dataclass(frozen=True)
class Cell:
    """A cell of a row: the columns it covers, its lines, and whether it continues the cell above."""

    start: int
    span: int
    lines: tuple[Line, ...]
    continues: bool = False

    @property
    def end(self) -> int:
        return self.start + self.span

    @cached_property
    def text(self) -> str:
        """All that is printed, in one line."""
        return flat("\n".join(line.printed for line in self.lines))


@dataclass(frozen=True)
class Grid:
    """A table. A continued cell already carries the lines of the cell it continues."""

    rows: tuple[tuple[Cell, ...], ...]

    @property
    def width(self) -> int:
        return max((row[-1].end for row in self.rows if row), default=0)


Block = Line | Grid


def clean(text: str) -> str:
    """Invisible characters out, no-break ones made ordinary, spaces single; line feeds stay."""
    if _HAS_SIGNS.search(text):
        text = text.translate(_SIGNS)
    return re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", text)).strip(" ")


def flat(text: str) -> str:
    """The text in one line; a word broken at a hyphen is joined again without a space."""
    if "\n" in text:
        text = re.sub(r"(?<=\w)-\s*\n\s*(?=[^\W\d_])", "-", text)
    return " ".join(text.split())


def fill_merged(rows: Sequence[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """Give each continued cell the lines of the cell it continues."""
    above: dict[int, Cell] = {}
    filled: list[tuple[Cell, ...]] = []
    for row in rows:
        new = []
        for cell in row:
            origin = above.get(cell.start) if cell.continues else None
            new.append(Cell(cell.start, cell.span, origin.lines if origin else cell.lines, origin is not None))
        for cell in new:
            above.update(dict.fromkeys(range(cell.start, cell.end), cell))
        filled.append(tuple(new))
    return tuple(filled)
