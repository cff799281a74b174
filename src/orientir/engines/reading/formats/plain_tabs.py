"""Tables with a tab between cells, as office programs and extraction leave them.

What only the text shows is settled here: how many columns there are, cells that run over several lines, cells
spilled into a column too many, rows whose number cell is missing, lines without tabs between rows. Rows torn by
pages stay rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice

from orientir.engines.reading.blocks import Cell, Grid
from orientir.engines.reading.formats.plain_fit import Columns, cost_of_joining, merge_extra
from orientir.engines.reading.formats.plain_lines import (
    Item,
    Number,
    TextLine,
    follows,
    is_rule,
    is_section,
    opening_ordinal,
    ordinal,
)
from orientir.engines.reading.formats.plain_markup import band, bare, lines_of_cell

_FEWEST_COLUMNS = 3
_MOST_COLUMNS = 60
_LOOK_AHEAD = 12  # rows that tell the number of columns
_FARTHEST = 60  # lines between two rows of one table: a cell of a whole page
_NUMBERED = 0.4
_SURE_JOIN = 0.5
_DASHES = re.compile(r"^\s*[:]?[-–—=_]{2,}[:]?\s*$")
_BARE_NUMBER = re.compile(r"^\W*\d{1,4}\W*$")


@dataclass
class _Row:
    """A row while it grows; each cell is the list of its printed lines."""

    line: TextLine
    cells: list[list[str]]

    @property
    def texts(self) -> list[str]:
        return [" ".join(piece.strip() for piece in cell).strip() for cell in self.cells]


@dataclass
class _Table:
    """Rows with the same columns, and the lines without tabs that stand between them."""

    width: int
    numbered: bool
    items: list[_Row | TextLine] = field(default_factory=list)


def find_tab_tables(lines: Sequence[TextLine]) -> list[Item]:
    """The lines with every table of tabs as a grid; a line without tabs between rows is a line of its own."""
    lines = _unquoted(lines)
    found: list[Item] = []
    at = 0
    while at < len(lines):
        end, width = _table_at(lines, at)
        if not width:
            found.append(lines[at])
            at += 1
            continue
        found += _blocks(_read(lines[at:end], width))
        at = end
    return found


def _cells(line: TextLine) -> list[str]:
    return [bare(cell).strip() for cell in line.text.split("\t")]


def _is_drawn(line: TextLine) -> bool:
    """A row of dashes, with as many cells as the table or fewer."""
    filled = [cell for cell in line.text.split("\t") if cell.strip()]
    return is_rule(line.text) or (len(filled) > 1 and all(_DASHES.match(cell) for cell in filled))


def _table_at(lines: Sequence[TextLine], start: int) -> tuple[int, int]:
    """Where the table that begins at this line ends, and its number of columns; 0 columns if none begins."""
    if not _rich(lines[start]):
        return start, 0
    width = _width([_cells(lines[at]) for at in islice(_rows(lines, start), _LOOK_AHEAD)])
    if not width:
        return start, 0
    head = _words(lines[start]) if not ordinal(_cells(lines[start])[0]) else None
    last = start
    for at in _rows(lines, start):
        if at > start and _words(lines[at]) == head:  # the head again: the next table, with the heading above it
            break
        last = at
    return _with_rest(lines, last + 1), width


def _rows(lines: Sequence[TextLine], start: int) -> Iterator[int]:
    """The rows of a table from this one on, none too far from the one before."""
    before = start
    for at in range(start, len(lines)):
        if at - before > _FARTHEST:
            return
        if _rich(lines[at]):
            yield at
            before = at


def _rich(line: TextLine) -> bool:
    """A line with cells; a signature with tabs has two that are filled, so has a row: neighbours decide."""
    cells = line.text.count("\t") + 1
    return cells >= _FEWEST_COLUMNS and not line.is_blank


def _words(line: TextLine) -> str:
    return re.sub(r"\s+", " ", line.text).strip().lower()


def _width(rows: Sequence[Sequence[str]]) -> int:
    """The number of columns that the first row, the head, has, if others agree; else that of most rows."""
    counts = Counter(len(row) for row in rows)
    head = len(rows[0])
    if counts[head] < 2 and len(rows) > 2:
        head = counts.most_common(1)[0][0]
    agree = counts[head] + sum(counts[head + change] for change in (-1, 1)) / 2
    if counts[head] < 2 or agree < len(rows) / 2 or head > _MOST_COLUMNS:
        return 0
    filled = [row for row in rows if len(row) == head and sum(1 for cell in row if cell.strip()) > 1]
    if len(filled) < 2:
        return 0
    # a row of an office program may end with a tab: a column that is never filled is none
    return head - 1 if not any(row[-1].strip() for row in filled) and head > _FEWEST_COLUMNS else head


def _with_rest(lines: Sequence[TextLine], end: int) -> int:
    """The lines right beneath the last row may still be its last cell."""
    while end < len(lines) and not lines[end].is_blank and "\t" not in lines[end].text:
        end += 1
    return end


def _read(lines: Sequence[TextLine], width: int) -> _Table:
    firsts = [_cells(line)[0] for line in lines if _rich(line)]
    numbered = sum(1 for text in firsts if ordinal(text)) >= _NUMBERED * len(firsts)
    reader = _Reader(_Table(width, numbered), lines)
    for at, line in enumerate(lines):
        reader.take(at, line)
    _lay_over(reader.table)
    return reader.table


class _Reader:
    """Goes through the lines of one table and decides what each adds to."""

    def __init__(self, table: _Table, lines: Sequence[TextLine]) -> None:
        self.table = table
        self._lines = lines
        self._next = _next_numbers(lines)
        self._number: Number = ()
        self._after_blank = False
        self._spilled = False  # the last cell of some row ran over several lines

    def take(self, at: int, line: TextLine) -> None:
        """Take the next line."""
        if line.is_blank:
            self._after_blank = True
            return
        if _is_drawn(line):
            return
        cells = _cells(line)
        last = self._last()
        if len(cells) == 1:
            self._bare(at, line, last)
        elif last is not None and self._completes(last, cells):
            last.cells[-1].append(cells[0])
            last.cells += [[cell] for cell in cells[1:]]
        else:
            self._row(line, cells, last)
        self._after_blank = False

    def _last(self) -> _Row | None:
        last = self.table.items[-1] if self.table.items else None
        return last if isinstance(last, _Row) else None

    def _completes(self, last: _Row, cells: list[str]) -> bool:
        """The row above stopped in the midst of a cell, and these cells are just what it lacks."""
        if ordinal(cells[0]) and self.table.numbered:
            return False
        return len(last.cells) < self.table.width and len(last.cells) + len(cells) - 1 == self.table.width

    def _row(self, line: TextLine, cells: list[str], last: _Row | None) -> None:
        width = self.table.width
        if len(cells) > width and cells[0] and not any(cells[width:]):
            cells = cells[:width]
        lacks_number = self.table.numbered and cells[0] and not ordinal(cells[0])
        if lacks_number and len(cells) < width and not opening_ordinal(cells[0]):
            cells = ["", *cells]
        if last is not None and self._is_torn(last, cells):
            for cell, more in zip(last.cells, cells, strict=True):
                cell[-1:] = [_rejoined(cell[-1], more)]
            return
        self._number = ordinal(cells[0]) or self._number
        self.table.items.append(_Row(line, [[cell] for cell in cells]))

    def _is_torn(self, last: _Row, cells: list[str]) -> bool:
        """The rest of a row that a page has cut: after a blank line, without a number, and no whole row."""
        if not (self._after_blank and self.table.numbered and len(cells) == len(last.cells) == self.table.width):
            return False
        filled = sum(map(bool, cells))
        whole = cells[1][:1].isupper() and filled >= self.table.width - 2
        return not cells[0] and ordinal(last.texts[0]) != () and not whole

    def _bare(self, at: int, line: TextLine, last: _Row | None) -> None:
        text = line.text.strip()
        if last is None:
            self.table.items.append(line)
        elif _BARE_NUMBER.match(text):
            return  # the number of a page: a row has more than a number
        elif self._is_apart(at, text, last):
            self.table.items.append(line)
        else:
            last.cells[-1].append(text)
            self._spilled = True

    def _is_apart(self, at: int, text: str, last: _Row) -> bool:
        """Whether a line without tabs is a heading or a remark and not the rest of the cell above."""
        following = self._next[at]
        opening = opening_ordinal(text)
        if opening and following[: len(opening)] == opening and self._number[: len(opening)] != opening:
            return True
        begins_anew = bool(self._number and following) and not follows(following, self._number)
        is_last = at + 1 < len(self._lines) and _is_last_bare(self._lines, at)
        if is_last and (begins_anew or is_section(text)):
            return True
        unfinished = len(last.cells) < self.table.width
        if unfinished or cost_of_joining(last.texts[-1], text) < _SURE_JOIN:
            return False
        return self._after_blank or not self.table.numbered or not (following or self._spilled)


def _rejoined(above: str, below: str) -> str:
    """A cell that was cut: at a hyphen without a space between."""
    return f"{above}{below}" if above.endswith("-") and below[:1].islower() else f"{above} {below}".strip()


def _is_last_bare(lines: Sequence[TextLine], at: int) -> bool:
    below = next((line for line in lines[at + 1 :] if not line.is_blank), None)
    return below is not None and "\t" in below.text


def _next_numbers(lines: Sequence[TextLine]) -> list[Number]:
    """For each line the number of the next row beneath it."""
    numbers: list[Number] = []
    following: Number = ()
    for line in reversed(lines):
        numbers.append(following)
        following = (ordinal(_cells(line)[0]) if "\t" in line.text else ()) or following
    return numbers[::-1]


def _lay_over(table: _Table) -> None:
    """Bring every row to the width of the table; neighbours with as many cells too many decide together."""
    rows = [item for item in table.items if isinstance(item, _Row)]
    columns = Columns((row.texts for row in rows if len(row.cells) == table.width), table.width)
    for row in rows:
        if len(row.cells) == table.width:
            row.cells = [[columns.with_breaks(text, at) for text in cell] for at, cell in enumerate(row.cells)]
    at = 0
    while at < len(rows):
        end = at + 1
        wide = len(rows[at].cells)
        if wide <= table.width:
            rows[at].cells += [[] for _ in range(table.width - wide)]
            at = end
            continue
        while end < len(rows) and len(rows[end].cells) == wide:
            end += 1
        ways = merge_extra([row.texts for row in rows[at:end]], columns)
        for row in rows[at:end]:
            merged: list[list[str]] = [[] for _ in range(table.width)]
            for column, cell in zip(ways, row.cells, strict=True):
                merged[column].append(" ".join(cell))
            row.cells = [[" ".join(cell)] for cell in merged]
        at = end


def _blocks(table: _Table) -> list[Item]:
    """Grids of rows that stand together; a line alone between two rows is a row of one cell, others stay lines."""
    blocks: list[Item] = []
    rows: list[tuple[Cell, ...]] = []
    for is_row, group in groupby(table.items, key=lambda item: isinstance(item, _Row)):
        items = list(group)
        if is_row:
            rows += [_grid_row(item) for item in items if isinstance(item, _Row)]
        elif rows and len(items) == 1 and items[0] is not table.items[-1] and isinstance(items[0], TextLine):
            rows.append(band(items[0], table.width))
        else:
            blocks += [Grid(tuple(rows))] if rows else []
            blocks += [item for item in items if isinstance(item, TextLine)]
            rows = []
    return [*blocks, Grid(tuple(rows))] if rows else blocks


def _grid_row(row: _Row) -> tuple[Cell, ...]:
    return tuple(
        Cell(at, 1, lines_of_cell(cell, page=row.line.page, number=row.line.number))
        for at, cell in enumerate(row.cells)
    )


def _unquoted(lines: Sequence[TextLine]) -> list[TextLine]:
    """Cells of a spreadsheet in quotation marks, over several lines, as one line each with its breaks marked."""
    joined: list[TextLine] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        end = at + 1
        text = line.text
        if re.search(r'(?:^|\t)"', text):
            while _open_quote(text) and end < min(at + _FARTHEST, len(lines)):
                text += "\u2028" + lines[end].text
                end += 1
            if _open_quote(text):
                end, text = at + 1, line.text
            else:
                text = re.sub(r'(?:(?<=\t)|^)"((?:[^"\t]|"")*)"(?=\t|$)', lambda q: q[1].replace('""', '"'), text)
        joined.append(line._replace(text=text))
        at = end
    return joined


def _open_quote(text: str) -> bool:
    """A cell that begins with a quotation mark has not ended with one yet."""
    last = text.rsplit("\t", 1)[-1]
    return last.startswith('"') and last.count('"') % 2 == 1
