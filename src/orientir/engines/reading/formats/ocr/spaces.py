"""Spaces as the paper shows them: «25%» and «сЗпо» are parted, «экскурс ий» is one word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from orientir.engines.reading.formats.ocr.raster import Mask
from orientir.engines.reading.formats.ocr.signs import is_known, is_plausible
from orientir.engines.reading.formats.ocr.tesseract import Reading

# In heights of a line: a space is wider, white between letters narrower; a one stands in much white.
_SPACE, _BESIDE_ONE = 0.28, 0.36
_JOINED = 0.12
_MIXED = re.compile(r"[(«\"]?\d+[^\W\d].*|[(«\"]?\d+%.*")


def spaced(words: Sequence[Reading], ink: Mask, height: float) -> list[Reading]:
    """The words of a region, parted and joined as white shows; `height` is that of a line in pixels."""
    found: list[Reading] = []
    for word in _joined(words, height):
        doubtful = len(word.text) > 1 and (not is_plausible(word.text) or _MIXED.fullmatch(word.text))
        found += _cut(word, ink, height) if doubtful else [word]
    return found


def _joined(words: Sequence[Reading], height: float) -> list[Reading]:
    """Words with no white between them that are known as one."""
    found: list[Reading] = []
    for word in words:
        last = found[-1] if found else None
        if last is not None and last.line == word.line and 0 <= word.left - last.right <= _JOINED * height:
            whole = last.text + word.text
            if whole.isalpha() and is_known(whole):
                box = replace(last, right=word.right, top=min(last.top, word.top), bottom=max(last.bottom, word.bottom))
                found[-1] = replace(box, text=whole, sureness=min(last.sureness, word.sureness))
                continue
        found.append(word)
    return found


def _cut(word: Reading, ink: Mask, height: float) -> list[Reading]:
    left = round(word.left)
    filled = ink[round(word.top) : round(word.bottom), left : round(word.right)].any(axis=0)
    places = np.nonzero(filled)[0]
    ends = np.nonzero(np.diff(places) > 1)[0]
    pieces: list[Reading] = []
    start, begins = 0, word.left
    for number, end in enumerate(ends, start=1):
        # The place in the text is known where each sign is one blot, or where only digits stand before.
        whole = len(ends) + 1 == len(word.text) or word.text[:number].isdigit()
        if not whole or not start < number < len(word.text):
            continue
        before, behind = word.text[number - 1], word.text[number]
        white = int(places[end + 1] - places[end])
        least = _BESIDE_ONE if "1" in before + behind else _SPACE
        if (
            (before.isdigit() and behind.isdigit())
            or not (before + behind).replace("%", "0").isalnum()
            or white < least * height
        ):
            continue
        pieces.append(replace(word, text=word.text[start:number], left=begins, right=float(left + places[end] + 1)))
        start, begins = number, float(left + places[end + 1])
    return [*pieces, replace(word, text=word.text[start:], left=begins)]
