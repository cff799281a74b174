"""Lists inside a cell: sub-items with a marker, printed or drawn by the office program."""

from __future__ import annotations

import re
from collections.abc import Sequence

from orientir.engines.reading.blocks import Line, flat

_DASH = r"[-–—•·▪●○◦■□➢✓*]"
_TYPED = re.compile(rf"^\s*(?:{_DASH}\s*(?=[^\s\d-]|\dD\b)|(?:[а-яa-z]|\d{{1,2}})\)\s*(?=\S))")
_BEFORE_FIGURE = re.compile(rf"^\s*{_DASH}\s+(?=\d+\s*(?:[-–—]\s*\d+\s*)?(?:класс|кл\.|курс|-х))")
_INLINE = re.compile(rf"(?<=[:;])\s+(?={_DASH}\s*(?:[^\s\d]|\dD\b))")
_FINAL = re.compile(r"[\s;,.]+$")


def sub_items(lines: Sequence[Line]) -> tuple[str, ...]:
    """The items of a list without their markers and final punctuation («и др.» keeps its full stop)."""
    items: list[list[str]] = []
    is_open = False
    for line in lines:
        for place, piece in enumerate(_pieces(line.text)):
            typed = _TYPED.match(piece) or _BEFORE_FIGURE.match(piece)
            if typed or (line.marker and place == 0):
                items.append([piece[typed.end() :] if typed else piece])
                is_open = True
            elif is_open and place > 0:
                items[-1].append(piece)
            else:
                is_open = False
    return tuple(text for item in items if (text := without_final(flat("\n".join(item)))))


def _pieces(text: str) -> list[str]:
    return [piece for part in text.split("\n") for piece in _INLINE.split(part) if piece.strip()]


def without_final(text: str) -> str:
    """The text without final «;», «,», «.»; an abbreviation at the end keeps its full stop."""
    bare = _FINAL.sub("", text)
    abbreviated = re.search(r"\b(?:и др|и пр|т\. ?д|т\. ?п|гг?|ст|им|[А-ЯЁ]\.\s?[А-ЯЁ])$", bare)
    return bare + "." if abbreviated and text[len(bare) :].lstrip().startswith(".") else bare
