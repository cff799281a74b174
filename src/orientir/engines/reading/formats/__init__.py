"""The formats a roadmap is read from. A new one is a module here with a FORMAT, and its name in FORMATS.

A reader gives lines and grids with their places and knows nothing of roadmaps; all that follows is the same
for every format. Libraries are imported where they are used: reading a Word document loads no PDF library.
"""

from __future__ import annotations

from orientir.engines.reading.formats import odf, others, pdf, picture, plain, sheets, web, word
from orientir.engines.reading.formats.base import Content, Format, Source

FORMATS: tuple[Format, ...] = (
    others.FORMAT,
    word.FORMAT,
    pdf.FORMAT,
    picture.FORMAT,
    odf.FORMAT,
    sheets.FORMAT,
    web.FORMAT,
    plain.FORMAT,
)
"""Asked in this order; the first that knows the file reads it."""

SUFFIXES = frozenset(suffix for kind in FORMATS for suffix in kind.suffixes)

__all__ = ["FORMATS", "SUFFIXES", "Content", "Format", "Source"]
