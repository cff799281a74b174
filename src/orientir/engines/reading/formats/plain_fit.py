"""Which column a piece of text belongs to, where the form of the text does not say it.

The rows that have as many cells as the table tell what usually stands in each column: words, length, the case of
the first letter. A row with more or fewer pieces is laid over the columns so that it looks most like them and as
few sentences as possible are torn or joined.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice

from orientir.engines.reading.formats.plain_markup import begins_item

_WORD = re.compile(r"[^\W\d_]{3,}|\d+")
_STEM = 5
_MOST_WORDS = 60
_DOUBT = 0.3  # counts for a word that was never seen
_MOST_UNLIKE = 1.5
_PIECE = 0.5
_MOST_WAYS = 500
_FEWEST_KNOWN, _MOST_BROKEN = 2, 40  # words of a name that stands alone, of a cell with several
_LEARNED_FROM = 400  # rows; more teach nothing new


class Columns:
    """What usually stands in each of `width` columns, learned from whole rows."""

    def __init__(self, rows: Iterable[Sequence[str]], width: int) -> None:
        self.width = width
        self._cells = [0] * width
        self._seen: list[Counter[str]] = [Counter() for _ in range(width)]
        self._whole: list[set[str]] = [set() for _ in range(width)]
        for at, row in enumerate(rows):
            if at == _LEARNED_FROM:
                break
            for column, text in enumerate(row):
                if text:
                    self._cells[column] += 1
                    self._seen[column].update(_features(text))
                    self._whole[column].add(text)

    def unlikeness(self, text: str) -> list[float]:
        """For each column 0 where no other fits the text better, up to 1.5 where it never stands."""
        features = _features(text)
        if not features or not any(self._cells):
            return [0.0] * self.width
        scores = [
            sum(math.log((seen[word] + _DOUBT) / (cells + 2 * _DOUBT)) for word in features) / len(features)
            for seen, cells in zip(self._seen, self._cells, strict=True)
        ]
        best = max(scores)
        return [min(best - score, _MOST_UNLIKE) for score in scores]

    def with_breaks(self, text: str, column: int) -> str:
        """The text with a line feed after words that are whole cells of this column elsewhere.

        «Отдел культуры Школы города» is two lines where «Отдел культуры» stands alone in another row: the program
        that wrote the text has lost the break. What follows must begin with a capital.
        """
        words = text.split(" ", _MOST_BROKEN)
        if not _FEWEST_KNOWN < len(words) <= _MOST_BROKEN:
            return text
        for end in range(len(words) - 1, _FEWEST_KNOWN - 1, -1):
            if words[end][:1].isupper() and " ".join(words[:end]) in self._whole[column]:
                return f"{' '.join(words[:end])}\n{self.with_breaks(' '.join(words[end:]), column)}"
        return text


def _features(text: str) -> set[str]:
    found = (match[0] for match in islice(_WORD.finditer(text), _MOST_WORDS))
    words = {f"#{len(word)}" if word.isdecimal() else word[:_STEM].lower() for word in found}
    if words:
        words |= {f"^{text[:1].isupper():d}", f"~{int(math.log2(len(text)))}"}
    return words


def cost_of_joining(left: str, right: str) -> float:
    """How unlikely it is that `right` carries on `left` in one cell: 0 certain, 1 unlikely."""
    if not left or not right:
        return 0.1
    if not any(map(str.isalnum, right)):
        return 0.0  # a stray full stop
    if right[:1].islower() or begins_item(right) or left.endswith((",", ":", ";", "-", "–", "(", "«", " и")):
        return 0.2
    return 0.6 if left.endswith(".") else 1.0


def in_list(left: str, right: str) -> bool:
    """Whether `right` is an item of the list that `left` begins or is in."""
    return begins_item(right) and (left.endswith((":", ";", ",")) or begins_item(left))


def _cost_of_parting(left: str, right: str) -> float:
    """How unlikely it is that `right` begins another cell: the items of a list stay together."""
    return 1.0 if in_list(left, right) else 0.3 if left.endswith((":", ";", ",", "-", "(")) else 0.0


def merge_extra(rows: Sequence[Sequence[str]], columns: Columns) -> list[int]:
    """For rows that have all the same number of cells, more than there are columns: the column of each cell.

    The rows decide together: they were torn by the same page.
    """
    extra = len(rows[0])
    fits = [[columns.unlikeness(text) for text in row] for row in rows]
    best, least = [min(at, columns.width - 1) for at in range(extra)], math.inf
    for way in _ways(extra, columns.width):
        cost = 0.0
        for row, fit in zip(rows, fits, strict=True):
            for at in range(extra):
                cost += fit[at][way[at]] if row[at] else 0.0
                if at and way[at] == way[at - 1]:
                    cost += cost_of_joining(row[at - 1], row[at])
        if cost < least:
            best, least = way, cost
    return best


def _ways(cells: int, columns: int) -> Iterator[list[int]]:
    """The ways to lay cells over fewer columns in order."""
    for tried, ends in enumerate(combinations(range(1, cells), columns - 1)):
        if tried == _MOST_WAYS:
            return
        bounds = [0, *ends, cells]
        yield [column for column in range(columns) for _ in range(bounds[column], bounds[column + 1])]


def lay_over(texts: Sequence[str], columns: Columns, joins: Sequence[float], skips: Sequence[float]) -> list[int]:
    """The column of each piece of a row, in order; a column may take several pieces or none.

    `joins[at]` is what it costs besides to put a piece into the column of the one before it, `skips[at]` what
    each column costs that is left empty before it; `skips` has one more, for the columns after the last piece.
    """
    width = columns.width
    fits = [columns.unlikeness(text) for text in texts]
    costs = [column * skips[0] + fits[0][column] for column in range(width)]
    came: list[list[int]] = []
    for at in range(1, len(texts)):
        joining = cost_of_joining(texts[at - 1], texts[at]) + joins[at]
        # whole cells were learned from; a piece of one need not look like them
        weight = 0.0 if in_list(texts[at - 1], texts[at]) else _PIECE
        parting = _cost_of_parting(texts[at - 1], texts[at])
        before, costs, origins = costs, [], []
        for column in range(width):
            ways = [before[column] + joining + weight * fits[at][column]]
            ways += [
                before[other] + parting + (column - other - 1) * skips[at] + fits[at][column] for other in range(column)
            ]
            best = min(range(len(ways)), key=ways.__getitem__)
            origins.append(column if best == 0 else best - 1)
            costs.append(ways[best])
        came.append(origins)
    ends = [cost + (width - 1 - column) * skips[-1] for column, cost in enumerate(costs)]
    way = [min(range(width), key=ends.__getitem__)]
    for origins in reversed(came):
        way.append(origins[way[-1]])
    return way[::-1]
