"""Line breaks that somebody typed: some only wrap a paragraph, others end it.

The cell of a sheet has no paragraphs and the pages of many sites have none either, only breaks.
"""

from __future__ import annotations

import re

_EMPTY_LINE = re.compile(r"\n\s*\n")
_ITEM = re.compile(r"[-–—•·▪●○*]\s*[^\W\d]|(?:[а-яa-z]|\d{1,2})\)\s*\S", re.IGNORECASE)
_ENDS_ITEM = (":", ";")
_ENDS_SENTENCE = (".", "!", "?", ".»", ")")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a cleaned text, with the line feeds that are left in them; none of them is empty.

    An empty line ends a paragraph; so does a break after a sentence before a capital, after a colon or semicolon, and
    before a dash, bullet or bracketed number.
    """
    found: list[list[str]] = []
    for part in _EMPTY_LINE.split(text):
        begins = True
        for line in filter(None, part.split("\n")):
            if begins or _ends(found[-1][-1], line):
                found.append([line])
            else:
                found[-1].append(line)
            begins = False
    return ["\n".join(lines) for lines in found]


def _ends(above: str, line: str) -> bool:
    if above.endswith(_ENDS_ITEM) or _ITEM.match(line):
        return True
    return above.endswith(_ENDS_SENTENCE) and (line[:1].isupper() or line[:1] in '«"')
