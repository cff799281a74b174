"""Pages → lines and grids in the order of the document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from orientir.engines.reading.blocks import Block
from orientir.engines.reading.hyphens import breaks_words, join_lines, words_of
from orientir.engines.reading.layout.aligned import find_aligned
from orientir.engines.reading.layout.joining import append, goes_on, grid_of
from orientir.engines.reading.layout.margins import (
    Sheet,
    drop_page_numbers,
    drop_running_heads,
    sheet_of,
    take_footnotes,
)
from orientir.engines.reading.layout.model import Page, PrintedLine, Table, Word, printed_lines, type_size, usual_pitch
from orientir.engines.reading.layout.paragraphs import Join, paragraphs
from orientir.engines.reading.layout.rows import part_numbered_rows
from orientir.engines.reading.layout.ruled import table_of

Item = PrintedLine | Table


def blocks_of(pages: Sequence[Page]) -> tuple[Block, ...]:
    """Lines and grids of a document, page by page from the top; footnotes come last, that they part nothing.

    Page numbers, running heads and feet are left out. A page number counts pages from one.
    """
    sheets = [sheet_of(page, number) for number, page in enumerate(pages, start=1)]
    drop_page_numbers(sheets)
    drop_running_heads(sheets)
    notes = take_footnotes(sheets)
    seen = words_of(word.text for sheet in sheets for word in sheet.words)
    size = type_size([word for sheet in sheets for word in sheet.words])
    items = [item for sheet in _with_sides(sheets) for item in sheet]
    parts = list(_joined(items, size))
    breaks = breaks_words((above.text, line.text) for column in _columns(parts) for above, line in pairwise(column))
    return (*_blocks(parts, partial(join_lines, seen=seen, breaks=breaks)), *notes)


def _columns(parts: Iterable[list[PrintedLine] | Table]) -> Iterator[list[PrintedLine]]:
    """Lines that stand one beneath another: a text, a cell."""
    for part in parts:
        if isinstance(part, Table):
            yield from (cell.lines for row in part.rows for cell in row)
        else:
            yield part


def _with_sides(sheets: Iterable[Sheet]) -> list[list[Item]]:
    """The items of each page, text lines with the sides that text has on pages of this form."""
    pages: list[tuple[Sheet, list[Item]]] = []
    last: Item | None = None
    for sheet in sheets:
        items = _items(sheet, last if isinstance(last, Table) and last.gaps else None)
        last = items[-1] if items else None
        pages.append((sheet, items))
    forms: dict[tuple[int, int], list[Item]] = defaultdict(list)
    for sheet, items in pages:
        forms[_form(sheet)] += items
    for sheet, items in pages:
        left, right = _sides(forms[_form(sheet)])
        for item in items:
            if isinstance(item, PrintedLine) and not item.right:
                item.left, item.right = left, right
    return [items for _, items in pages]


def _form(sheet: Sheet) -> tuple[int, int]:
    return round(sheet.page.width / 10), round(sheet.page.height / 10)


def _sides(items: Sequence[Item]) -> tuple[float, float]:
    lines = [item for item in items if isinstance(item, PrintedLine)]
    if not lines:
        return 0.0, 0.0
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    for table in items:
        if isinstance(table, Table):
            padding = lines[0].height / 2
            left, right = min(left, table.edges[0] + padding), max(right, table.edges[-1] - padding)
    return left, right


def _items(sheet: Sheet, before: Table | None) -> list[Item]:
    """Drawn tables and what stands outside them, from the top of the page; `before` ended the page before."""
    inside: list[list[Word]] = [[] for _ in sheet.tables]
    loose: list[Word] = []
    for word in sheet.words:
        at = next((at for at, table in enumerate(sheet.tables) if table.holds(*word.middle)), None)
        (loose if at is None else inside[at]).append(word)
    tables = []
    for lattice, words in zip(sheet.tables, inside, strict=True):
        table = table_of(lattice, words, sheet.number)
        if part_numbered_rows(table, sheet.size):
            tables += [table] if words else []
        else:
            loose += words
    # texts side by side come one after the other: they stay where the first of them begins
    items: list[tuple[float, Item]] = [(table.top, table) for table in tables]
    level = 0.0
    for item in find_aligned(printed_lines(loose, sheet.number), sheet.size, sheet.flat, before):
        level = max(level, item.top)
        items.append((level, item))
    return [item for _, item in sorted(items, key=lambda placed: placed[0])]


def _joined(items: Iterable[Item], size: float) -> Iterator[list[PrintedLine] | Table]:
    """Lines in a row as one text; tables that go on over a page as one."""
    text: list[PrintedLine] = []
    table: Table | None = None
    for item in items:
        if isinstance(item, PrintedLine):
            if table is not None:
                yield table
                table = None
            text.append(item)
            continue
        if text:
            yield text
            text = []
        if table is not None and item.page > table.page and goes_on(table, item, size):
            append(table, item, size)
            continue
        if table is not None:
            yield table
        table = item
    if table is not None:
        yield table
    if text:
        yield text


def _blocks(parts: Iterable[list[PrintedLine] | Table], join: Join) -> Iterator[Block]:
    for part in parts:
        if isinstance(part, Table):
            yield grid_of(part, join)
        else:
            yield from paragraphs(part, usual_pitch([part]), join)
