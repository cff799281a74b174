"""Full stops and commas told apart by their form: a comma is higher than wide and hangs below its line.

A copy on which both are a few pixels large is read by its words, and between two words both are as likely.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from orientir.engines.reading.formats.ocr.raster import Mask
from orientir.engines.reading.formats.ocr.tesseract import Reading

# In heights of a line: how high it is, how far it rises above and hangs below the line that letters stand on.
_HEIGHT, _RISES, _HANGS = (0.2, 0.4), (0.03, 0.2), 0.06
_SLENDER = 1.4  # height to width; a full stop is about as high as wide
_LEAST_PIXELS = 5
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
    letters, last = part[:, columns[: gaps[-1] + 1]], part[:, columns[gaps[-1] + 1 :]]
    # Most letters end at the base line.
    base = float(np.median(len(part) - np.argmax(letters[::-1], axis=0)))
    rows = np.nonzero(last.any(axis=1))[0]
    breaks = np.nonzero(np.diff(rows) > 1)[0]
    first, end = int(rows[breaks[-1] + 1] if len(breaks) else rows[0]), int(rows[-1]) + 1
    wide = int(np.ptp(np.nonzero(last[first:end].any(axis=0))[0])) + 1
    high = end - first
    return (
        high >= _LEAST_PIXELS
        and _HEIGHT[0] * height <= high <= _HEIGHT[1] * height
        and high >= _SLENDER * wide
        and _RISES[0] * height <= base - first <= _RISES[1] * height
        and end - base >= _HANGS * height
    )
