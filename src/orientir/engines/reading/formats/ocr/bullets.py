"""Round and square bullets: tesseract takes them for «®», «е», «°» or leaves them out; their form tells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from orientir.engines.reading.formats.ocr.raster import Mask
from orientir.engines.reading.formats.ocr.regions import Region
from orientir.engines.reading.formats.ocr.tesseract import Reading

BULLET = "•"
# In heights of a line: larger than a full stop, smaller than a letter.
_SMALLEST, _LARGEST = 0.17, 0.5
# A disc fills 79 hundredths of its box; letters have holes in the middle of theirs.
_LEAST_FILLED, _LEAST_WITHIN = 0.62, 0.95
_ROUND = 0.75
_SURE = 0.9


def with_bullets(words: Sequence[Reading], ink: Mask, region: Region, height: float) -> list[Reading]:
    """The words of a region with a bullet wherever a blot stands before the first word of a line."""
    found: list[Reading] = []
    for _, group in groupby(words, key=lambda word: word.line):
        line = sorted(group, key=lambda word: word.left)
        first = line[0]
        blot = _blot(ink, first.left, first.top, first.right, first.bottom, height)
        if blot is not None and len(first.text) == 1:
            line[0] = _bullet(blot, first)
        else:
            blot = _blot(ink, region.left, first.top, first.left, first.bottom, height)
            if blot is not None:
                line.insert(0, _bullet(blot, first))
        found += line
    return found


def _bullet(box: tuple[int, int, int, int], first: Reading) -> Reading:
    left, top, right, bottom = box
    return Reading(BULLET, left, top, right, bottom, first.line, _SURE)


def _blot(
    ink: Mask, left: float, top: float, right: float, bottom: float, height: float
) -> tuple[int, int, int, int] | None:
    """The box of the only ink in a rectangle if it is as compact as a bullet."""
    x, y = max(round(left), 0), max(round(top), 0)
    part = ink[y : round(bottom), x : max(round(right), x)]
    rows, columns = np.nonzero(part.any(axis=1))[0], np.nonzero(part.any(axis=0))[0]
    if len(rows) == 0 or len(columns) == 0:
        return None
    first_row, last_row, first_column, last_column = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    tall, wide = last_row - first_row, last_column - first_column
    if not _SMALLEST * height <= min(tall, wide) <= max(tall, wide) <= _LARGEST * height:
        return None
    blot = part[first_row:last_row, first_column:last_column]
    within = blot[tall // 4 : tall - tall // 4, wide // 4 : wide - wide // 4]
    if blot.mean() < _LEAST_FILLED or within.mean() < _LEAST_WITHIN or min(tall, wide) < _ROUND * max(tall, wide):
        return None
    return x + int(first_column), y + int(first_row), x + int(last_column), y + int(last_row)
