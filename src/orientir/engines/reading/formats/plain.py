"""Reads plain text as office programs and extraction from other files leave it.

A text has no tables, only signs of them: tabs, a cell a line, drawn borders, columns of blanks. Each kind of sign
has a module that turns the lines it explains into grids; what none of them explains are paragraphs.
"""

from __future__ import annotations

import re
from functools import partial

from orientir.engines.reading.blocks import Block, Grid
from orientir.engines.reading.formats.base import Content, Format, Source
from orientir.engines.reading.formats.plain_borders import find_bordered_tables
from orientir.engines.reading.formats.plain_columns import find_aligned_tables
from orientir.engines.reading.formats.plain_decoding import decode, is_text
from orientir.engines.reading.formats.plain_flow import find_flowing_tables
from orientir.engines.reading.formats.plain_lines import Item, lines_of, runs, with_notes_last, without_furniture
from orientir.engines.reading.formats.plain_prose import paragraphs
from orientir.engines.reading.formats.plain_sides import find_side_by_side
from orientir.engines.reading.formats.plain_tabs import find_tab_tables
from orientir.engines.reading.hyphens import words_of
from orientir.engines.refusals import Refused

_MAX_BYTES = 5 * 2**20
_OTHERS = (b"%pdf", b"{\\rtf", b"pk\x03\x04", b"<!doctype", b"<html", b"<?xml", b"\x89png", b"\xff\xd8\xff", b"gif8")
_MOST_SIGNS = 1_500_000  # in tables: five hundred full pages
_BROKEN_WORD = re.compile(r"[^\W\d_]-(?:\s|$)")


def knows(source: Source) -> bool:
    """Whether the bytes read as text and begin as no other format does."""
    start = source.data[:64].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return not start.startswith(_OTHERS) and is_text(source.data)


def read(source: Source) -> Content:
    """Lines and grids of a text, in their order. Raises Refused "broken", "too_many_pages", "too_much_memory"."""
    text = decode(source.data)
    seen = words_of([text]) if _BROKEN_WORD.search(text) else frozenset()
    items: list[Item] = list(with_notes_last(without_furniture(lines_of(text))))
    finders = (
        partial(find_bordered_tables, seen=seen),
        find_tab_tables,
        partial(find_aligned_tables, seen=seen),
        find_flowing_tables,
        find_side_by_side,
    )
    for find in finders:
        found: list[Item] = []
        for run in runs(items):
            found += find(run) if isinstance(run, list) else [run]
        items = found
    blocks: list[Block] = []
    for run in runs(items):
        blocks += paragraphs(run, seen) if isinstance(run, list) else [run]
    if sum(map(_size, blocks)) > _MOST_SIGNS:
        raise Refused("too_much_memory")
    return Content(tuple(blocks))


def _size(block: Block) -> int:
    """The signs in a table; lines cost little."""
    if not isinstance(block, Grid):
        return 0
    return sum(len(line.text) for row in block.rows for cell in row for line in cell.lines)


FORMAT = Format("text", frozenset({".txt"}), knows, read, _MAX_BYTES)
