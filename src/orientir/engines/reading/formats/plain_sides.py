"""Two texts side by side, as the stamps «Согласовано» and «Утверждаю» above a plan."""

from __future__ import annotations

import re
from collections.abc import Sequence

from orientir.engines.reading.blocks import Cell, Grid, Line, clean
from orientir.engines.reading.formats.plain_lines import Item, TextLine

_GAP = re.compile(r"(?<=\S) {3,}(?=\S)")
_FEWEST_PAIRS = 3
_MOST_LINES = 20


def find_side_by_side(lines: Sequence[TextLine]) -> list[Item]:
    """The lines with two texts that stand beside one another as the two cells of a row."""
    found: list[Item] = []
    at = 0
    while at < len(lines):
        end = _end(lines, at)
        grid = _grid(lines[at:end]) if end > at else None
        found += lines[at : max(end, at + 1)] if grid is None else [grid]
        at = max(end, at + 1)
    return found


def _end(lines: Sequence[TextLine], start: int) -> int:
    """Where lines end that may be two texts: the first and the last have words on both sides, few are blank."""
    end = start
    if not _GAP.search(lines[start].text):
        return start
    for at in range(start, min(start + _MOST_LINES, len(lines))):
        if _GAP.search(lines[at].text):
            end = at + 1
        elif lines[at].is_blank and at > end:
            break
    return end


def _grid(lines: Sequence[TextLine]) -> Grid | None:
    gaps = [found.span() for line in lines for found in _GAP.finditer(line.text)]
    begin, end = max(gap[0] for gap in gaps), min(gap[1] for gap in gaps)
    pairs = sum(1 for line in lines if _GAP.search(line.text))
    if pairs < _FEWEST_PAIRS or pairs != len(gaps) or begin >= end:
        return None
    if any(line.text[begin:end].strip() for line in lines):
        return None
    sides = ([_line(line, line.text[:end]) for line in lines], [_line(line, line.text[end:]) for line in lines])
    return Grid((tuple(Cell(at, 1, tuple(line for line in side if line.text)) for at, side in enumerate(sides)),))


def _line(line: TextLine, text: str) -> Line:
    return Line(clean(text).strip(), page=line.page, number=line.number)
