"""Tables whose columns are parted by nothing but blanks, as extraction with layout leaves them.

A column shows in two ways: words of many lines begin one above another, or a river of blanks runs down between
words set in the middle. Letters of different width press a line together here and there, so some lines may break
the rule; their words are parted at the blank that suits the other lines best.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from orientir.engines.reading.formats.plain_lines import Item, TextLine, is_rule, is_section, opening_ordinal
from orientir.engines.reading.formats.plain_stack import Strip, stacked

_SEGMENT = re.compile(r"\S+(?: \S+)*")
_WORD = re.compile(r"\S+")
_SEED = 3  # words parted by two blanks and more: a row
_FEWEST_LINES = 3
_FEWEST_COLUMNS = 3
_MOST_COLUMNS = 15
_LONGEST_LINE = 600
_CROSSED = 0.1  # of the lines may cross a river
_BEGIN = 0.6  # of the lines with words at the edge of a column begin one there
_ENOUGH = 0.04  # of all lines begin a cell at the edge of a column
_FULL = 0.6
_JUSTIFIED = 0.3  # of the lines have more gaps than there are columns: words spread over a line
_PROSE = 4  # full lines in a row are a paragraph
_FARTHEST = 25  # lines between two rows
_TRIMMED = 12  # lines of prose at the ends of a table
_NEAR = 12
_SHIFT = 3
_MOST_SHIFT = 8
_CENTRED = 6
_SLACK = 0.88
_HEAD_LINES = 6
_LAST_LINES = 3

Span = tuple[int, int]


@dataclass
class _Zone:
    """Lines of one page that are a table: from `start` to `end`, with the places where its columns begin."""

    start: int
    end: int
    edges: list[int]


def find_aligned_tables(lines: Sequence[TextLine], seen: Collection[str]) -> list[Item]:
    """The lines with every table of aligned words as a grid; one that goes on over pages is one grid."""
    found: list[Item] = []
    taken = 0
    strips: list[Strip] = []
    width = 0
    for zone in _zones(lines):
        between = [line for line in lines[taken : zone.start] if not line.is_blank]
        if strips and (between or width != len(zone.edges)):
            found.append(stacked(strips, width, slack=_SLACK, seen=seen))
            strips = []
        found += lines[taken : zone.start] if between else []
        width = len(zone.edges)
        strips += _without_head(_strips(lines[zone.start : zone.end], zone.edges), strips)
        taken = zone.end
    if strips:
        found.append(stacked(strips, width, slack=_SLACK, seen=seen))
    return [*found, *lines[taken:]]


def _segments(text: str) -> list[Span]:
    return [found.span() for found in _SEGMENT.finditer(text)]


def _flat(line: TextLine) -> str:
    return "" if is_rule(line.text) else line.text.expandtabs(8)[:_LONGEST_LINE]


# ---------------------------------------------------------------- where tables are


@dataclass
class _Page:
    """The lines of a page with their words: those from `start` to `end` are free to be a table."""

    texts: Sequence[str]
    segments: Sequence[Sequence[Span]]
    start: int
    end: int


def _zones(lines: Sequence[TextLine]) -> Iterator[_Zone]:
    """The tables of each page, from above."""
    texts = [_flat(line) for line in lines]
    segments = [_segments(text) for text in texts]
    taken = 0
    edges: list[int] = []
    for start, end in _stretches(lines, segments):
        number = lines[start].page
        top = next((at for at in range(start, taken, -1) if lines[at - 1].page != number), taken)
        bottom = next((at for at in range(end, len(lines)) if lines[at].page != number), len(lines))
        page = _Page(texts, segments, top, bottom)
        zone = _zone(page, start, end, edges if taken == top else [])
        if zone is not None:
            if number:
                _to_page_ends(zone, page, goes_on=taken == top and len(zone.edges) == len(edges))
            taken, edges = zone.end, zone.edges
            yield zone


def _stretches(lines: Sequence[TextLine], segments: Sequence[Sequence[Span]]) -> Iterator[Span]:
    """Lines between paragraphs and page ends, from the first row to the last."""
    longest = max((spans[-1][1] for spans in segments if spans), default=0)
    seeds: list[int] = []
    full = 0
    for at, spans in enumerate(segments):
        far = bool(seeds) and (at - seeds[-1] > _FARTHEST or lines[at].page != lines[seeds[-1]].page)
        full = full + 1 if len(spans) == 1 and spans[0][1] - spans[0][0] >= _FULL * longest else 0
        if seeds and (far or full == _PROSE):
            yield seeds[0], seeds[-1] + 1
            seeds = []
        if len(spans) >= _SEED:
            seeds.append(at)
    if seeds:
        yield seeds[0], seeds[-1] + 1


def _zone(page: _Page, start: int, end: int, known: Sequence[int]) -> _Zone | None:
    """The table in this stretch: lines at its ends that cross the columns of the rest are prose.

    `known` are the edges of the columns on the page before.
    """
    segments = page.segments
    for _ in range(_TRIMMED):
        rows = [at for at in range(start, end) if len(segments[at]) > 1]
        if len(rows) < _FEWEST_LINES:
            return None
        edges = _edges([page.texts[at] for at in rows], [segments[at] for at in rows], known)
        full = sum(1 for at in rows if len(segments[at]) > len(edges))
        if not _FEWEST_COLUMNS <= len(edges) <= _MOST_COLUMNS or full > _JUSTIFIED * len(rows):
            return None
        if _crossings(segments[start], edges) > 1:
            start = next((at for at in rows if at > start and len(segments[at]) >= _SEED), end)
        elif _crossings(segments[end - 1], edges) > 1:
            end = next((at for at in reversed(rows) if at < end - 1 and len(segments[at]) >= _SEED), start) + 1
        else:
            break
    while start > page.start and len(segments[start - 1]) > 1 and not _crossings(segments[start - 1], edges):
        start -= 1
    while end < page.end and segments[end] and not _crossings(segments[end], edges):
        end += 1
    return _Zone(start, end, edges)


def _to_page_ends(zone: _Zone, page: _Page, *, goes_on: bool) -> None:
    """Take the rest of a row that was cut at the top of the page, and a heading that is the last on it.

    `goes_on`: the page before ends with a table of as many columns.
    """
    above = [spans for spans in page.segments[page.start : zone.start] if spans]
    if goes_on and all(any(abs(spans[0][0] - edge) <= 1 for edge in zone.edges) for spans in above):
        zone.start = page.start
    below = [spans for spans in page.segments[zone.end : page.end] if spans]
    set_in = all(len(spans) == 1 and spans[0][0] >= zone.edges[0] + _SHIFT for spans in below)
    if len(below) <= _LAST_LINES and set_in:
        zone.end = page.end


def _edges(texts: Sequence[str], segments: Sequence[Sequence[Span]], known: Sequence[int]) -> list[int]:
    """Where columns begin: words one above another after a gap, or the end of a river of blanks.

    Where a column of the page before began, fewer words are enough.
    """
    width = max(spans[-1][1] for spans in segments)
    begun = [0] * (width + 3)  # words that begin at this place
    around = [0] * (width + 3)  # words that cover it or the place before
    cells: Counter[int] = Counter()  # words that begin there after a gap
    for text, spans in zip(texts, segments, strict=True):
        for word in _WORD.finditer(text):
            begun[word.start()] += 1
            around[word.start()] += 1
            around[word.end() + 1] -= 1
        cells.update(begin for begin, _ in spans)
    enough = max(2, _ENOUGH * len(texts))
    shares = [begun[at] / max(covering, 1) for at, covering in enumerate(accumulate(around[:width]))]
    edges: list[int] = []
    for at in range(width):
        if cells[at] >= enough and shares[at] >= _BEGIN:
            if not edges or at - edges[-1] > _SHIFT:
                edges.append(at)
            elif begun[at] > begun[edges[-1]]:
                edges[-1] = at
    for edge in known:
        if not any(abs(edge - other) <= _MOST_SHIFT for other in edges):
            near = [at for at in range(max(0, edge - _SHIFT), min(width, edge + _SHIFT + 1)) if cells[at]]
            best = max(near, key=begun.__getitem__, default=None)
            if best is not None and begun[best] > 1 and shares[best] >= _BEGIN / 2:
                edges.append(best)
    for begin, end in _rivers(segments, width):
        if not any(begin <= edge <= end + _SHIFT for edge in edges):
            edges.append(end)
    first = min(spans[0][0] for spans in segments)
    edges = sorted(edges)
    if edges and edges[0] - first <= _SHIFT:
        edges[0] = first
    return edges if not edges or edges[0] == first else [first, *edges]


def _rivers(lines: Sequence[Sequence[Span]], width: int) -> list[Span]:
    """Stretches of blanks that few of the lines with words on both sides cross, with a column at their right."""
    covers, begun, ended = [0] * (width + 2), [0] * (width + 2), [0] * (width + 2)
    for spans in lines:
        begun[spans[0][0]] += 1
        ended[spans[-1][1]] += 1
        for begin, end in spans:
            covers[begin] += 1
            covers[end] -= 1
    rivers: list[Span] = []
    covered, left, right = 0, 0, len(lines)
    for at in range(width):
        covered, left, right = covered + covers[at], left + begun[at], right - ended[at]
        if covered <= _CROSSED * min(left, right):
            if rivers and rivers[-1][1] == at:
                rivers[-1] = (rivers[-1][0], at + 1)
            else:
                rivers.append((at, at + 1))
    ends = [*(river[0] for river in rivers[1:]), width]
    own = [0] * len(rivers)
    for spans in lines:
        for (_, end), (begin, _) in pairwise([(0, 0), *spans]):
            for at, river in enumerate(rivers):
                own[at] += begin > end and river[0] <= begin < max(ends[at], river[1] + 1)
    enough = max(2, _ENOUGH * len(lines))
    return [river for river, count in zip(rivers, own, strict=True) if count >= enough and river[0] > 0]


def _shifts(edges: Sequence[int]) -> list[int]:
    """How far before its edge a cell of each column may begin where letters are narrow."""
    return [0, *(min(_MOST_SHIFT, (edge - before) // 2) for before, edge in pairwise(edges))]


def _crossings(spans: Sequence[Span], edges: Sequence[int]) -> int:
    return sum(
        1
        for begin, end in spans
        for edge, shift in zip(edges[1:], _shifts(edges)[1:], strict=True)
        if begin < edge - shift and end > edge + _SHIFT
    )


# ---------------------------------------------------------------- what stands in the columns


def _strips(lines: Sequence[TextLine], edges: Sequence[int]) -> list[Strip]:
    """The lines of a zone by its columns."""
    texts = [_flat(line) for line in lines]
    columns = _Columns(texts, edges)
    strips: list[Strip] = []
    blank = False
    middle: float | None = None  # of the heading right above
    for line, text in zip(lines, texts, strict=True):
        spans = _segments(text)
        if not spans:
            blank = blank or line.is_blank
            continue
        if columns.is_heading(text, spans, None if blank else middle):
            cells = [(0, columns.width, text.strip())]
            middle = (spans[0][0] + spans[0][1]) / 2
        else:
            cells = [(column, 1, cell) for column, cell in enumerate(columns.cells(text, spans))]
            middle = None
        strips.append(Strip(line, cells, blank=blank))
        blank = False
    return strips


class _Columns:
    """The columns of a zone: where their words begin and end, and which words they begin with."""

    def __init__(self, texts: Sequence[str], edges: Sequence[int]) -> None:
        self._edges = edges
        self._shifts = _shifts(edges)
        self.width = len(edges)
        self._rights = [0] * self.width
        self._openings: list[set[str]] = [set() for _ in range(self.width)]
        for text in texts:
            for begin, end in _segments(text):
                column = self._column(begin, end)
                self._openings[column].add(text[begin:end].split(maxsplit=1)[0])
                if not _crossings([(begin, end)], edges):
                    self._rights[column] = max(self._rights[column], end)

    def _column(self, begin: int, end: int) -> int:
        """The column in which these words stand: the last that begins before them, or a little behind that."""
        reached = [
            at
            for at, edge in enumerate(self._edges)
            if begin >= edge or (begin >= edge - self._shifts[at] and end >= edge - 1)
        ]
        return reached[-1] if reached else 0

    def is_heading(self, text: str, spans: Sequence[Span], middle: float | None) -> bool:
        """Words alone on their line that stand over the columns or in the middle of the page.

        `middle` is where the middle of the heading right above is.
        """
        if len(spans) > 1:
            return False
        begin, end = spans[0]
        set_in = min(abs(begin - edge) for edge in self._edges) >= _SHIFT
        numbered = bool(opening_ordinal(text)) or is_section(text)
        crossed = _crossings(spans, self._edges)
        if middle is not None and not numbered:
            centred = set_in and abs((begin + end) / 2 - middle) <= _CENTRED
            if centred or (crossed and text.strip()[0].islower()):
                return True
        centred = abs(begin + end - self._edges[0] - self._rights[-1]) / 2 <= _CENTRED
        return crossed > 1 or (numbered and (centred or set_in or bool(crossed))) or (set_in and bool(crossed))

    def cells(self, text: str, spans: Sequence[Span]) -> list[str]:
        """The words of a line by columns."""
        cells = [""] * self.width
        for begin, end in self._parted(text, spans):
            column = self._column(begin, end)
            cells[column] = f"{cells[column]} {text[begin:end]}".strip()
        return cells

    def _parted(self, text: str, spans: Sequence[Span]) -> Iterator[Span]:
        """Words that are pressed together over the edge of a column are parted at the blank that suits best."""
        for begin, end in spans:
            for column, edge in enumerate(self._edges):
                if column and begin < edge - self._shifts[column] and self._reaches(text, end, column):
                    near = range(max(begin, edge - _NEAR), min(end, edge + _NEAR))
                    blanks = [at for at in near if text[at] == " "]
                    if blanks:
                        costs = {at: self._unlikeness(text[begin:at], text[at + 1 : end], at, column) for at in blanks}
                        best = min(blanks, key=costs.__getitem__)
                        yield begin, best
                        begin = best + 1
            yield begin, end

    def _reaches(self, text: str, end: int, column: int) -> bool:
        """Whether words that end here stand in this column too: far beyond its edge, from there on, or with a
        capitalised word with which the column begins elsewhere.
        """
        edge = self._edges[column]
        if end > edge + _SHIFT or (end > edge and text[edge - 1] == " "):
            return True
        words = _WORD.finditer(text, edge - _SHIFT, end)
        return any(
            text[at.start() - 1] == " " and at[0][0].isupper() and at[0] in self._openings[column] for at in words
        )

    def _unlikeness(self, left: str, right: str, at: int, column: int) -> float:
        """How badly words are parted at this place: far from where the column begins, beyond where the one before
        it ends, before a word with which the column never begins, after a preposition.
        """
        far = abs(at + 1 - self._edges[column])
        far += min(6, max(0, at - self._rights[column - 1])) if far > 1 else 0
        unknown = right.split(maxsplit=1)[0] not in self._openings[column]
        return far + 8 * unknown + 2 * (len(left.rsplit(maxsplit=1)[-1]) <= 2)


def _without_head(strips: list[Strip], above: Sequence[Strip]) -> list[Strip]:
    """The lines of a page without the head of the table, which is printed there again, perhaps wrapped otherwise."""
    heads = [_words(above[:count]) for count in range(1, min(_HEAD_LINES, len(above)) + 1)]
    same = (count for count in range(min(_HEAD_LINES, len(strips)), 0, -1) if _words(strips[:count]) in heads)
    return strips[next(same, 0) :]


def _words(strips: Sequence[Strip]) -> list[str]:
    """The words of the first lines by columns, without blanks and signs: a page may wrap them otherwise."""
    words: dict[int, str] = {}
    for strip in strips:
        for start, _, text in strip.cells:
            words[start] = words.get(start, "") + re.sub(r"\W+", "", text).lower()
    return [words[start] for start in sorted(words)]
