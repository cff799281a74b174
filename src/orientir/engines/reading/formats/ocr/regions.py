"""What is read at one go: the cells of drawn tables, and the blocks of text around them.

The recognition sees one column of lines each time. Left to find columns on a whole page by itself it reads across
cells and loses short ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orientir.engines.reading.formats.ocr.raster import Mask
from orientir.engines.reading.layout.ruled import Lattice

# In heights of the type: white that parts columns of text, and white that parts blocks above one another.
_COLUMN_GAP, _BLOCK_GAP = 2.5, 1.2


@dataclass(frozen=True)
class Region:
    """A rectangle of the image, in pixels; `lines` is how many lines of print it seems to hold."""

    left: int
    top: int
    right: int
    bottom: int
    lines: int

    @property
    def area(self) -> int:
        return (self.right - self.left) * (self.bottom - self.top)


def regions(ink: Mask, tables: Sequence[Lattice], size: float) -> list[Region]:
    """Cells and blocks that hold ink, trimmed to it. `ink` has no rules any more; `size` is the type in pixels."""
    rest = ink.copy()
    found: list[Region] = []
    for table in tables:
        left, right = _whole(table.xs[0]), _whole(table.xs[-1])
        top, bottom = _whole(table.ys[0]), _whole(table.ys[-1])
        for box in table.boxes:
            cell = (
                _whole(table.xs[box.column]) + 1,
                _whole(table.ys[box.row]) + 1,
                _whole(table.xs[box.column + box.span]),
                _whole(table.ys[box.row + box.down]),
            )
            found += _trimmed(ink, *cell, size)
        rest[top : bottom + 1, left : right + 1] = False
    found += _blocks(rest, 0, 0, rest.shape[1], rest.shape[0], size)
    return found


def _whole(value: float) -> int:
    return max(round(value), 0)


def _trimmed(ink: Mask, left: int, top: int, right: int, bottom: int, size: float) -> list[Region]:
    """The part of a rectangle that holds ink, or nothing where there is less than a full stop of it."""
    part = ink[top:bottom, left:right]
    rows = np.nonzero(part.any(axis=1))[0]
    if len(rows) == 0 or part.sum() < max(3.0, (0.1 * size) ** 2):
        return []
    columns = np.nonzero(part.any(axis=0))[0]
    lines = len(_spans(part.any(axis=1), max(1, round(0.1 * size))))
    return [
        Region(left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1, lines)
    ]


def _blocks(ink: Mask, left: int, top: int, right: int, bottom: int, size: float) -> Iterator[Region]:
    """Cut at white across the whole rectangle, then at white from top to bottom, until nothing is left to cut."""
    for region in _trimmed(ink, left, top, right, bottom, size):
        part = ink[region.top : region.bottom, region.left : region.right]
        rows = _spans(part.any(axis=1), round(_BLOCK_GAP * size))
        columns = _spans(part.any(axis=0), round(_COLUMN_GAP * size))
        if len(rows) > 1:
            for start, end in rows:
                yield from _blocks(ink, region.left, region.top + start, region.right, region.top + end, size)
        elif len(columns) > 1:
            for start, end in columns:
                yield from _blocks(ink, region.left + start, region.top, region.left + end, region.bottom, size)
        else:
            yield region


def _spans(filled: NDArray[np.bool_] | np.bool_, gap: int) -> list[tuple[int, int]]:
    """Start and end of what is filled, parted by more than so much white."""
    places = np.nonzero(filled)[0]
    if len(places) == 0:
        return []
    breaks = np.nonzero(np.diff(places) > gap)[0]
    starts = [places[0], *places[breaks + 1]]
    ends = [*places[breaks], places[-1]]
    return [(int(start), int(end) + 1) for start, end in zip(starts, ends, strict=True)]


def line_height(ink: Mask, found: Sequence[Region]) -> float:
    """The usual height of a line of print in pixels, from the tallest to the lowest of its letters; 0 if unknown."""
    heights = []
    for region in found:
        filled = ink[region.top : region.bottom, region.left : region.right].any(axis=1)
        heights += [end - start for start, end in _spans(filled, 1)]
    if not heights:
        return 0.0
    # Dots and accents part from their line; lines that touch are one: neither is the usual case.
    return float(np.median([height for height in heights if height >= max(heights) / 10]))
