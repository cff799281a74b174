"""Tables without rules, and texts side by side: columns are told by the white that runs down between them.

Of running text any two lines leave gaps at the same place by chance, five do not; the white between columns stays
however long they are. Rows are told by their numbers, by wider white between them, or by lines that fill all columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from orientir.engines.reading.layout.model import PrintedLine, Table, TableCell, Word
from orientir.engines.reading.layout.rows import BEGINS_NUMBERED, drawn_between, is_heading, row_starts
from orientir.engines.reading.layout.ruled import Edge

Gap = tuple[float, float]

_LIST_MARK = re.compile(r"^(?:\W|[o§]|(?:\d{1,3}(?:\.\d{1,3})*|[а-яёa-z])[.)])$")
# All in heights of the type. An ordinary space is 0.25, one in justified text seldom more than 1.
_NARROWEST = 0.45  # white between columns, beside their longest lines
_WIDE = 1.2  # and beside some line at least
_START = 1.0  # white that makes one look for columns
_TEXTS_APART = 2.0
_HIGHEST_STEP = 3.5  # white between two lines of a table
_PADDING = 1.1  # what a column keeps to the next one
_PARTED = 0.6  # white above a line that does not go on from the one before
_MOST_OF_GAP = 0.4  # share of a gap that a title takes
# Lines.
_TEXT_LINES = 3
_HEAD_LINES = 3
_BAND_LINES = 3
_OPENING = 8
_AHEAD = 5
_MOST_LINES = 400  # of a page; with more it is no page that anybody reads


@dataclass
class _Region:
    """Lines one after another that leave the same gaps; `bands` run across them as headings do."""

    lines: list[PrintedLine]
    gaps: list[Gap]
    bands: list[PrintedLine] = field(default_factory=list)

    @property
    def length(self) -> int:
        return len(self.lines) + len(self.bands)


def find_aligned(
    lines: Sequence[PrintedLine], size: float, flat: Sequence[Edge], before: Table | None
) -> list[PrintedLine | Table]:
    """Lines of a page with the tables among them put together; texts side by side one after the other.

    `flat` are drawn lines that part rows, `before` is the table without rules that ended the page before: it goes on
    where the first lines leave its gaps.
    """
    if len(lines) > _MOST_LINES:
        return list(lines)
    if before is not None and lines:
        head = _repeated_head(lines, before)
        region = _going_on(lines[head:], size, before)
        if region is not None:
            rest = lines[head + region.length :]
            return [_table(region, size, flat, before), *find_aligned(rest, size, flat, None)]
    right = max((line.x1 for line in lines), default=0.0)
    found: list[PrintedLine | Table] = []
    at = 0
    while at < len(lines):
        start, region = _best_from(lines, at, size)
        parts = None if region is None else _parts(region, lines[at:start], size, flat, right)
        if region is None or parts is None:
            found.append(lines[at])
            at += 1
            continue
        above, within = parts
        if above:
            found += find_aligned(above, size, flat, None)
        found += within
        at = start + region.length
    return found


def _repeated_head(lines: Sequence[PrintedLine], before: Table) -> int:
    """How many lines on top of the page are the head of the table, printed again."""
    same = 0
    for line, head in zip(lines, before.opening, strict=False):
        if line.text != head:
            break
        same += 1
    return same if same < len(lines) else 0


def _has_both(line: PrintedLine, gap: Gap) -> bool:
    return line.x0 < gap[0] + 0.01 and line.x1 > gap[1] - 0.01


def _leaves(white: Sequence[Gap], words: Iterable[Word], least: float) -> list[Gap]:
    """What is left of the white after these words."""
    left = list(white)
    for word in words:
        pieces = []
        for start, end in left:
            if word.x1 <= start or word.x0 >= end:
                pieces.append((start, end))
                continue
            pieces += [(a, b) for a, b in ((start, word.x0), (word.x1, end)) if b - a >= least]
        left = pieces
    return left


def _inner(white: Sequence[Gap], lines: Sequence[PrintedLine]) -> list[Gap]:
    """White with words on both sides."""
    first, last = min(line.x0 for line in lines), max(line.x1 for line in lines)
    return [(start, end) for start, end in white if start >= first and end <= last]


def _wide_gaps(line: PrintedLine, size: float) -> int:
    return sum(1 for word, after in pairwise(line.words) if after.x0 - word.x1 >= _START * size)


def _best_from(lines: Sequence[PrintedLine], at: int, size: float) -> tuple[int, _Region | None]:
    """The region that begins at this line, or the one with more columns that begins within it or right after."""
    if not _wide_gaps(lines[at], size):
        return at, None
    start, best = at, _with_columns(_grown(lines, at, size, None), size)
    last = at + best.length + _HEAD_LINES
    for later in range(at + 1, min(last, len(lines))):
        if _wide_gaps(lines[later], size) > len(best.gaps):
            region = _with_columns(_grown(lines, later, size, None), size)
            if len(region.gaps) > len(best.gaps) and len(region.lines) > 1:
                start, best = later, region
    return start, best


def _with_columns(region: _Region, size: float) -> _Region:
    """The region with those of its gaps that part columns."""
    gaps = [gap for gap in region.gaps if _parts_columns(region, gap, size)]
    return _Region(region.lines, gaps, region.bands)


def _going_on(lines: Sequence[PrintedLine], size: float, before: Table) -> _Region | None:
    region = _grown(lines, 0, size, before.gaps)
    whole = len(region.gaps) == len(before.gaps)
    return region if whole and any(_has_both(line, gap) for line in region.lines for gap in region.gaps) else None


def _grown(lines: Sequence[PrintedLine], at: int, size: float, given: Sequence[Gap] | None) -> _Region:
    """Lines from this one on, as long as the gaps that two of them left are left by the next too."""
    least = _NARROWEST * size
    white = _leaves(given or [(float("-inf"), float("inf"))], lines[at].words, least if given is None else least / 2)
    # a line of three columns or more is believed at once: a heading may follow right beneath a table's head
    wide = [(word.x1, after.x0) for word, after in pairwise(lines[at].words) if after.x0 - word.x1 >= _START * size]
    sure = wide if len(wide) > 1 else []
    taken, bands = [lines[at]], []
    waiting: list[PrintedLine] = []
    for number, line in enumerate(lines[at + 1 :], start=at + 1):
        last = (waiting or taken)[-1]
        if line.top - last.bottom > _HIGHEST_STEP * size:
            break
        left = _leaves(white, line.words, least)
        strong = given or [
            gap
            for gap in _inner(white, taken)
            if sum(_has_both(one, gap) for one in taken) > 1 or any(a < gap[1] and b > gap[0] for a, b in sure)
        ]
        kept = [gap for gap in strong if any(a < gap[1] and b > gap[0] for a, b in left)]
        ahead = lines[number + 1 : number + 1 + _AHEAD]
        if (
            len(kept) < len(strong)
            or _is_titled(line, [*taken, *ahead], size)
            or _intrudes(line, last, strong, size)
            or _spoils(line, white, left, ahead, size)
        ):
            # a heading across the columns, if the lines beneath it leave the gaps again
            if _wide_gaps(line, size) or len(waiting) >= _BAND_LINES:
                break
            waiting.append(line)
            continue
        inner = list(left) if given else _inner(left, [*taken, line])
        if not inner:
            break
        if waiting and not any(_has_both(line, gap) for gap in inner):
            waiting.append(line)
            if len(waiting) > _BAND_LINES:
                break
            continue
        bands += waiting
        waiting = []
        white = left
        taken.append(line)
    return _Region(taken, list(white) if given else _inner(white, taken), bands)


def _is_titled(line: PrintedLine, others: Sequence[PrintedLine], size: float) -> bool:
    """Capitals alone in the middle of the lines around: «СЕНТЯБРЬ»."""
    middle = (min(one.x0 for one in others) + max(one.x1 for one in others)) / 2
    centred = abs((line.x0 + line.x1) / 2 - middle) < 2 * size
    return centred and not _wide_gaps(line, size) and line.text.isupper()


def _intrudes(line: PrintedLine, above: PrintedLine, gaps: Sequence[Gap], size: float) -> bool:
    """A line in one piece beneath more white than usual reaches far into a gap: a title beneath two stamps."""
    if _wide_gaps(line, size) or line.top - above.bottom < _PARTED * size:
        return False
    shares = [(min(line.x1, end) - max(line.x0, start)) / (end - start) for start, end in gaps]
    return any(share > _MOST_OF_GAP for share in shares)


def _spoils(
    line: PrintedLine, white: Sequence[Gap], left: Sequence[Gap], ahead: Sequence[PrintedLine], size: float
) -> bool:
    """A short heading across the columns leaves a rest of each gap, but not the one that the lines beneath leave."""
    if _wide_gaps(line, size) or len(left) > len(white):
        return False
    least = _NARROWEST * size
    words = [word for other in ahead for word in other.words]
    return len(_leaves(left, words, least)) < len(_leaves(white, words, least))


def _parts(
    region: _Region, above: Sequence[PrintedLine], size: float, flat: Sequence[Edge], right: float
) -> tuple[Sequence[PrintedLine], list[PrintedLine | Table]] | None:
    """What of the lines above is not the region's, and the region as a table or as columns of text.

    None where the gaps are chance or belong to a list.
    """
    gaps = region.gaps
    if not gaps:
        return None
    columns = [_split(line, gaps) for line in region.lines]
    if len(gaps) == 1:
        firsts = [sides[0][0].text for sides in columns if sides[0]]
        if all(_LIST_MARK.match(text) for text in firsts):
            return None
        if sum(bool(BEGINS_NUMBERED.match(text)) for text in firsts) < 2:
            texts = _side_by_side(region, gaps[0], size, right)
            return None if texts is None else (above, [*texts])
    rows = sum(1 for sides in columns if sum(map(bool, sides)) > 1)
    heads = _heads(above, region, size)
    if rows < 2 or len(heads) + len(region.lines) < 3:
        return None
    table = _table(region, size, flat, None)
    table.rows[:0] = [_head_row(line, gaps, table.edges) for line in heads]
    return above[: len(above) - len(heads)], [table]


def _parts_columns(region: _Region, gap: Gap, size: float) -> bool:
    """White that is wide beside at least one line, and has words on both sides of it in two or more."""
    widths = _widths(region, gap)
    return len(widths) > 1 and widths[-1] >= _WIDE * size


def _widths(region: _Region, gap: Gap) -> list[float]:
    """The white around this gap in lines with words on both sides, the narrowest first."""
    widths = []
    for line in region.lines:
        if _has_both(line, gap):
            before = max(word.x1 for word in line.words if word.x1 <= gap[0] + 0.01)
            widths.append(min(word.x0 for word in line.words if word.x0 >= gap[1] - 0.01) - before)
    return sorted(widths)


def _split(line: PrintedLine, gaps: Sequence[Gap]) -> list[list[Word]]:
    """The words of each column."""
    columns: list[list[Word]] = [[] for _ in range(len(gaps) + 1)]
    for word in line.words:
        columns[sum(1 for start, end in gaps if word.middle[0] > (start + end) / 2)].append(word)
    return columns


def _side_by_side(region: _Region, gap: Gap, size: float, right: float) -> list[PrintedLine] | None:
    """Two stamps or columns of text, the left one first, each line with the sides of its column.

    `right` is how far text reaches on this page.
    """
    apart = _widths(region, gap)
    if gap[1] - gap[0] < _START * size or apart[len(apart) // 2] < _TEXTS_APART * size or region.bands:
        return None
    sides: list[list[PrintedLine]] = [[], []]
    for line in region.lines:
        for at, words in enumerate(_split(line, [gap])):
            if words:
                sides[at].append(PrintedLine(words, line.page))
    if min(map(len, sides)) < _TEXT_LINES:
        return None
    lefts = [min(line.x0 for line in lines) for lines in sides]
    # stamps stand in halves of the page, and neither reaches the other
    wide = lefts[1] - lefts[0] - _PADDING * size
    ends = [max(left + wide, line_end) for left, line_end in zip(lefts, (0.0, right), strict=True)]
    for lines, left, end in zip(sides, lefts, ends, strict=True):
        for line in lines:
            line.left, line.right = left, end
    return [*sides[0], *sides[1]]


def _table(region: _Region, size: float, flat: Sequence[Edge], continued: Table | None) -> Table:
    lines = sorted([*region.lines, *region.bands], key=lambda line: line.top)
    gaps = region.gaps
    middles = [(start + end) / 2 for start, end in gaps]
    edges = [min(line.x0 for line in lines), *middles, max(line.x1 for line in lines)]
    page = lines[0].page
    pieces = [_pieces(line, gaps) for line in lines]
    _set_sides(pieces, edges[-1], size)
    middle = (edges[0] + edges[-1]) / 2
    bands = set(map(id, region.bands))
    across = {at for at, line in enumerate(lines) if id(line) in bands or is_heading(pieces, at, size, middle)}
    starts = row_starts(lines, pieces, across, drawn_between(lines, flat, edges), size)
    rows: list[list[TableCell]] = []
    for at, line in enumerate(lines):
        if at in starts:
            if at in across:
                rows.append([TableCell(0, len(gaps) + 1, 1, [line])])
                line.left, line.right = edges[0], edges[-1]
                continue
            rows.append([TableCell(column, 1, 1, []) for column in range(len(gaps) + 1)])
        if at in across:
            line.left, line.right = edges[0], edges[-1]
            rows[-1][0].lines.append(line)
            continue
        for cell, piece in zip(rows[-1], pieces[at], strict=True):
            if piece is not None:
                cell.lines.append(piece)
    if continued is not None:
        edges = list(continued.edges)
    opening = continued.opening if continued is not None else [line.text for line in lines[:_OPENING]]
    return Table(page, lines[0].top, lines[-1].bottom, edges, rows, list(gaps), opening)


def _heads(above: Sequence[PrintedLine], region: _Region, size: float) -> list[PrintedLine]:
    """The lines right above that leave most of the gaps: a head with cells over several columns."""
    heads: list[PrintedLine] = []
    below = region.lines[0]
    for line in reversed(above):
        left = _leaves(region.gaps, line.words, 0.3 * _NARROWEST * size)
        kept = sum(1 for gap in region.gaps if any(a < gap[1] and b > gap[0] for a, b in left))
        apart = below.top - line.bottom > size or not any(_has_both(line, gap) for gap in left)
        if apart or 2 * kept < len(region.gaps):
            break
        heads.insert(0, line)
        below = line
    return heads


def _head_row(line: PrintedLine, gaps: Sequence[Gap], edges: Sequence[float]) -> list[TableCell]:
    """Cells of a line some of whose words run over gaps."""
    parts = [[line.words[0]]]
    for before, word in pairwise(line.words):
        if any(before.x1 <= (start + end) / 2 <= word.x0 for start, end in gaps):
            parts.append([word])
        else:
            parts[-1].append(word)
    cells: list[TableCell] = []
    for words in parts:
        first = sum(1 for start, end in gaps if words[0].x0 > (start + end) / 2)
        last = sum(1 for start, end in gaps if words[-1].x1 > (start + end) / 2)
        start = max(first, cells[-1].start + cells[-1].span if cells else 0)
        cells += [TableCell(at, 1, 1, []) for at in range(cells[-1].start + cells[-1].span if cells else 0, start)]
        span = max(last - start + 1, 1)
        sides = edges[start], edges[min(start + span, len(edges) - 1)]
        cells.append(TableCell(start, span, 1, [PrintedLine(words, line.page, *sides)]))
    return cells


def _pieces(line: PrintedLine, gaps: Sequence[Gap]) -> list[PrintedLine | None]:
    return [PrintedLine(words, line.page) if words else None for words in _split(line, gaps)]


def _set_sides(pieces: Sequence[Sequence[PrintedLine | None]], right: float, size: float) -> None:
    """A column reaches as far as its longest lines, if some end there; else to the padding before the next one."""
    columns = [[piece for piece in column if piece is not None] for column in zip(*pieces, strict=True)]
    for column in reversed(columns):
        left = min((piece.x0 for piece in column), default=right)
        longest = max((piece.x1 for piece in column), default=right)
        is_filled = sum(1 for piece in column if longest - piece.x1 < 2 * size) > 2
        for piece in column:
            piece.left, piece.right = left, longest if is_filled else max(longest, right)
        right = left - _PADDING * size
