"""Finds the ruling lines on a page image, and takes them out so that letters stand alone.

A rule is a run of ink much longer than a letter is wide, thin, with paper on both sides. It may be turned by a
fraction of a degree, wobble by a pixel and have small gaps: pieces in neighbouring rows of pixels are joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orientir.engines.reading.formats.ocr.grouping import groups
from orientir.engines.reading.formats.ocr.raster import Grey, Mask, widened

Run = tuple[int, int, int]
"""Row, start and end of ink in a row of pixels."""

# In inches. A letter is no wider than a fifth of an inch; a row may be as low as a line of 9-point type.
_FLAT_RUN, _UPRIGHT_RUN = 0.2, 0.13
_LEAST_FLAT, _LEAST_FREE = 0.3, 0.3
_THICKEST = 0.045
# How much of a rule must have paper on both sides. The tops of «ттт» run together too, but stems hang on them.
_CLEAR = 0.75


@dataclass(frozen=True)
class Stroke:
    """A rule as drawn: for each pixel along it from `start` on, the first and last row that it fills.

    Of an upright one rows and columns are exchanged. Where it has a gap, `first` is greater than `last`.
    """

    start: int
    first: NDArray[np.int64]
    last: NDArray[np.int64]

    @property
    def end(self) -> int:
        return self.start + len(self.first)

    @property
    def across(self) -> tuple[float, float]:
        """Between which rows the middle of it lies, thickness included; a slope counts half."""
        drawn = self.first <= self.last
        middle = (self.first[drawn] + self.last[drawn] + 1) / 2
        thickness = float(np.median(self.last[drawn] + 1 - self.first[drawn]))
        at = float(np.median(middle))
        return at - thickness / 2, at + thickness / 2


def rulings(ink: Mask, dpi: float) -> tuple[list[Stroke], list[Stroke]]:
    """The flat rules and the upright ones of a page."""
    flat = [
        stroke
        for stroke in _strokes(ink, dpi, _FLAT_RUN)
        if stroke.end - stroke.start >= _LEAST_FLAT * dpi and _is_clear(ink, stroke, dpi)
    ]
    sideways = np.ascontiguousarray(ink.T)
    # What is no higher than a large capital is a rule only from one rule to the next.
    upright = [
        stroke
        for stroke in (_cut(stroke, flat, dpi) for stroke in _strokes(sideways, dpi, _UPRIGHT_RUN))
        if (stroke.end - stroke.start >= _LEAST_FREE * dpi or all(_ends_at(stroke, flat, dpi)))
        and _is_clear(sideways, stroke, dpi)
    ]
    return [_cut(stroke, upright, dpi) for stroke in flat], upright


def _strokes(ink: Mask, dpi: float, run: float) -> Iterator[Stroke]:
    """Thin strokes along the rows of a mask, made of runs of at least so many inches."""
    for pieces in _joined(*_runs(widened(ink, 0), round(run * dpi), max(1, round(dpi / 100)))):
        stroke = _stroke(pieces)
        if np.median((stroke.last - stroke.first + 1)[stroke.first <= stroke.last]) <= _THICKEST * dpi:
            yield stroke


def _crossed(stroke: Stroke, across: Sequence[Stroke], dpi: float) -> list[tuple[float, float]]:
    """Where the strokes of the other direction lie that reach this one."""
    near = dpi / 40
    middle = sum(stroke.across) / 2
    return [other.across for other in across if other.start - near <= middle <= other.end + near]


def _ends_at(stroke: Stroke, across: Sequence[Stroke], dpi: float) -> tuple[bool, bool]:
    near = dpi / 40
    crossed = _crossed(stroke, across, dpi)
    return (
        any(top - near <= stroke.start <= bottom + near for top, bottom in crossed),
        any(top - near <= stroke.end <= bottom + near for top, bottom in crossed),
    )


def _cut(stroke: Stroke, across: Sequence[Stroke], dpi: float) -> Stroke:
    """The stroke without an end that reaches over the last crossing by less than a letter: that is a letter."""
    near, letter = dpi / 40, _FLAT_RUN * dpi
    crossed = _crossed(stroke, across, dpi)
    first = min((top for top, _ in crossed if top > stroke.start - near), default=stroke.start)
    last = max((bottom for _, bottom in crossed if bottom < stroke.end + near), default=stroke.end)
    start = round(first) if near < first - stroke.start < letter else stroke.start
    end = round(last) if near < stroke.end - last < letter else stroke.end
    part = slice(start - stroke.start, end - stroke.start)
    return Stroke(start, stroke.first[part], stroke.last[part]) if start < end else stroke


def _runs(ink: Mask, least: int, gap: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Row, start and end of each run of ink in a row that is at least so long; small gaps are bridged."""
    steps = np.diff(np.pad(ink, ((0, 0), (1, 1))).view(np.int8), axis=1)
    rows, starts = np.nonzero(steps == 1)
    _, ends = np.nonzero(steps == -1)
    if len(rows) == 0:
        return rows, starts, ends
    bridged = (rows[1:] == rows[:-1]) & (starts[1:] - ends[:-1] <= gap)
    starts = starts[np.concatenate([[True], ~bridged])]
    rows = rows[np.concatenate([[True], ~bridged])]
    ends = ends[np.concatenate([~bridged, [True]])]
    long = ends - starts >= least
    return rows[long], starts[long], ends[long]


def _joined(rows: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> list[list[Run]]:
    """Runs that touch in neighbouring rows, together."""
    runs = list(zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True))
    by_row: dict[int, list[int]] = defaultdict(list)
    for at, (row, _, _) in enumerate(runs):
        by_row[row].append(at)
    touching = (pair for row, here in by_row.items() for pair in _touching(runs, here, by_row.get(row - 1, [])))
    return [[runs[at] for at in group] for group in groups(len(runs), touching)]


def _touching(runs: Sequence[Run], here: Sequence[int], above: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of runs of two neighbouring rows, each row from left to right, that lie over one another."""
    one = other = 0
    while one < len(here) and other < len(above):
        (_, start, end), (_, start_above, end_above) = runs[here[one]], runs[above[other]]
        if start <= end_above + 2 and start_above <= end + 2:
            yield here[one], above[other]
        if end < end_above:
            one += 1
        else:
            other += 1


def _stroke(pieces: list[Run]) -> Stroke:
    start, end = min(piece[1] for piece in pieces), max(piece[2] for piece in pieces)
    first = np.full(end - start, np.iinfo(np.int64).max)
    last = np.full(end - start, -1)
    for row, begins, ends in pieces:
        along = slice(begins - start, ends - start)
        first[along] = np.minimum(first[along], row)
        last[along] = np.maximum(last[along], row)
    drawn = last >= 0
    # The runs were those of a mask widened by a pixel on both sides.
    first[drawn] += 1
    last[drawn] = np.maximum(last[drawn] - 1, first[drawn])
    return Stroke(start, first, last)


def _is_clear(ink: Mask, stroke: Stroke, dpi: float) -> bool:
    """Whether enough of the stroke has paper on both sides, from the second pixel beside it on."""
    at, first, last = _drawn(stroke)
    beside = np.zeros(len(at), dtype=bool)
    for step in range(2, max(2, round(dpi / 60)) + 2):
        beside |= ink[np.maximum(first - step, 0), at] | ink[np.minimum(last + step, len(ink) - 1), at]
    return 1 - float(beside.mean()) >= _CLEAR


def _drawn(stroke: Stroke) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    drawn = stroke.first <= stroke.last
    return np.nonzero(drawn)[0] + stroke.start, stroke.first[drawn], stroke.last[drawn]


def erase(grey: Grey, ink: Mask, stroke: Stroke) -> None:
    """Paint the stroke white in place, but not where a letter crosses it."""
    at, first, last = _drawn(stroke)
    bottom = len(grey) - 1
    # One more pixel on both sides: the edge of a rule is grey.
    first, last = np.maximum(first - 1, 0), np.minimum(last + 1, bottom)
    above = ink[np.maximum(first - 1, 0), at] | ink[np.maximum(first - 2, 0), at]
    below = ink[np.minimum(last + 1, bottom), at] | ink[np.minimum(last + 2, bottom), at]
    alone = ~(above & below)
    at, first, last = at[alone], first[alone], last[alone]
    for step in range(int((last - first).max(initial=-1)) + 1):
        inside = first + step <= last
        grey[first[inside] + step, at[inside]] = 255
