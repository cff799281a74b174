"""Finds the ruling lines on a page image, and takes them out so that letters stand alone.

A rule is a run of ink much longer than a letter is wide, thin, with paper on both sides. It may be turned by a
fraction of a degree, wobble by a pixel and have small gaps: pieces in neighbouring rows of pixels are joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orientir.engines.reading.formats.ocr.raster import Grey, Mask, widened

# In inches. A table cell is no smaller than a line of 8-point type, a letter no wider than a fifth of an inch.
_RUN = 0.2
_LEAST = {"flat": 0.3, "upright": 0.18}
_SHORT = 1.0
_THICKEST = 0.06
# How much of a rule must have paper on both sides. The tops of «ттт» run together too, but stems hang on them.
_CLEAR_SHORT, _CLEAR_LONG = 0.75, 0.4


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


def strokes(ink: Mask, dpi: float, direction: str) -> list[Stroke]:
    """The rules of one direction, «flat» or «upright»; for upright ones the mask is transposed."""
    found = []
    for pieces in _joined(*_runs(widened(ink, 0), round(_RUN * dpi), max(1, round(dpi / 100)))):
        stroke = _stroke(pieces)
        length = stroke.end - stroke.start
        if length < _LEAST[direction] * dpi:
            continue
        thickness = np.median((stroke.last - stroke.first + 1)[stroke.first <= stroke.last])
        if thickness > _THICKEST * dpi:
            continue
        enough = _CLEAR_SHORT if length < _SHORT * dpi else _CLEAR_LONG
        if _clear(ink, stroke, max(2, round(dpi / 60))) >= enough:
            found.append(stroke)
    return found


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


def _joined(
    rows: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> list[list[tuple[int, int, int]]]:
    """Runs that touch in neighbouring rows, together."""
    runs = list(zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True))
    parents = list(range(len(runs)))

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    by_row: dict[int, list[int]] = defaultdict(list)
    for at, (row, _, _) in enumerate(runs):
        by_row[row].append(at)
    for row, here in by_row.items():
        above = by_row.get(row - 1, [])
        one = other = 0
        while one < len(here) and other < len(above):
            (_, start, end), (_, start_above, end_above) = runs[here[one]], runs[above[other]]
            if start <= end_above + 2 and start_above <= end + 2:
                parents[root(here[one])] = root(above[other])
            if end < end_above:
                one += 1
            else:
                other += 1
    groups: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for at, run in enumerate(runs):
        groups[root(at)].append(run)
    return list(groups.values())


def _stroke(pieces: list[tuple[int, int, int]]) -> Stroke:
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


def _clear(ink: Mask, stroke: Stroke, reach: int) -> float:
    """The share of the stroke with paper on both sides, looked at over `reach` pixels from its edge on."""
    at, first, last = _drawn(stroke)
    beside = np.zeros(len(at), dtype=bool)
    for step in range(2, reach + 2):
        beside |= ink[np.maximum(first - step, 0), at] | ink[np.minimum(last + step, len(ink) - 1), at]
    return 1 - float(beside.mean())


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


def trimmed(flat: Sequence[Stroke], upright: Sequence[Stroke], dpi: float) -> tuple[list[Stroke], list[Stroke]]:
    """Both directions without the ends that reach over a crossing by less than a letter: those are letters."""
    return [_cut(stroke, upright, dpi) for stroke in flat], [_cut(stroke, flat, dpi) for stroke in upright]


def _cut(stroke: Stroke, across: Sequence[Stroke], dpi: float) -> Stroke:
    reach = _RUN * dpi
    middle = sum(stroke.across) / 2
    start, end = stroke.start, stroke.end
    for other in across:
        if not other.start - 2 <= middle <= other.end + 2:
            continue
        first, last = other.across
        if stroke.start < first < stroke.start + reach:
            start = max(start, round(first))
        if stroke.end - reach < last < stroke.end:
            end = min(end, round(last))
    if end <= start:
        return stroke
    part = slice(start - stroke.start, end - stroke.start)
    return Stroke(start, stroke.first[part], stroke.last[part])
