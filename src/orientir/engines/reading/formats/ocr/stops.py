"""Full stops and commas told apart by their form: a comma is higher than wide and hangs below its line.

A copy on which both are a few pixels large is read by its words, and between two words both are as likely.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from orientir.engines.reading.formats.ocr.raster import Mask
from orientir.engines.reading.formats.ocr.tesseract import Reading

# In heights of a line, and height to width. A full stop is about as high as wide.
_LOWEST, _HIGHEST, _SLENDER = 0.2, 0.4, 1.45
# How far a comma begins above, and ends above, the lowest ink of its word.
_BEGINS, _ENDS = 0.37, 0.08
_TAILED = {".": ",", ":": ";"}


def with_commas(words: Sequence[Reading], ink: Mask, height: float) -> list[Reading]:
    """The words with a comma where their last blot is one; `height` is that of a line in pixels."""
    found = []
    for word in words:
        last = word.text[-1]
        if (last in _TAILED or last.isalnum()) and not word.text.endswith("..") and _is_comma(word, ink, height):
            text = word.text[:-1] + _TAILED[last] if last in _TAILED else f"{word.text},"
            found.append(replace(word, text=text, sureness=0.9 * word.sureness))
        else:
            found.append(word)
    return found


def _is_comma(word: Reading, ink: Mask, height: float) -> bool:
    top, left = max(round(word.top) - 1, 0), max(round(word.left) - 1, 0)
    part = ink[top : round(word.bottom) + 2, left : round(word.right) + 2]
    columns = np.nonzero(part.any(axis=0))[0]
    gaps = np.nonzero(np.diff(columns) > 1)[0]
    if len(gaps) == 0:
        return False
    rows = np.nonzero(part[:, columns[gaps[-1] + 1] :].any(axis=1))[0]
    breaks = np.nonzero(np.diff(rows) > 1)[0]
    first, last = int(rows[breaks[-1] + 1] if len(breaks) else rows[0]), int(rows[-1]) + 1
    blot = part[first:last, columns[gaps[-1] + 1] :]
    wide = int(np.ptp(np.nonzero(blot.any(axis=0))[0])) + 1
    lowest = int(np.nonzero(part.any(axis=1))[0][-1]) + 1
    return (
        _LOWEST * height <= last - first <= _HIGHEST * height
        and last - first >= _SLENDER * wide
        and lowest - first <= _BEGINS * height
        and lowest - last <= _ENDS * height
    )
