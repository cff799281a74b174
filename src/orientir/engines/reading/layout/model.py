"""What a page is before anybody knows of lines and tables, and what is found on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Word:
    """Signs printed without a gap. `sureness` is how sure a recognition was, 0 to 1.

    All coordinates count from the upper left corner of the upright page, to the right and downwards, in any unit
    that is the same for the whole document: thresholds are measured in heights of the words. A box may be tight
    around the ink or as high as the type. A no-break space may stand inside a word, text that runs upwards may be
    one word with spaces, a raised figure is a superscript character.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    sureness: float = 1.0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line, as the thin rectangle that it fills; the longer side says which way it runs."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is looked at, words and rules in any order; a blank page has neither."""

    width: float
    height: float
    words: Sequence[Word] = ()
    rules: Sequence[Rule] = ()


@dataclass(slots=True)
class PrintedLine:
    """Words on one base line, from left to right, and the column that they stand in."""

    words: list[Word]
    page: int
    left: float = 0.0
    right: float = 0.0
    x0: float = field(init=False)
    x1: float = field(init=False)
    top: float = field(init=False)
    bottom: float = field(init=False)

    def __post_init__(self) -> None:
        self.words.sort(key=lambda word: word.x0)
        self.x0 = self.words[0].x0
        self.x1 = max(word.x1 for word in self.words)
        self.top = min(word.top for word in self.words)
        self.bottom = max(word.bottom for word in self.words)

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    def without(self, count: int) -> PrintedLine:
        """The line without its first words; at least one must be left."""
        return PrintedLine(self.words[count:], self.page, self.left, self.right)


@dataclass(slots=True)
class TableCell:
    """A cell on one page: columns and rows that it covers, its lines; `continues` where it is covered from above.

    `cut` marks an empty cell beneath the edge of a page, which may be the rest of a merged one.
    """

    start: int
    span: int
    down: int
    lines: list[PrintedLine]
    continues: bool = False
    cut: bool = False


@dataclass(slots=True)
class Table:
    """A table on one page. `edges` are the sides of its columns, one more than there are columns.

    Where no rules are drawn, `gaps` are the white between each two columns, `opening` the texts of the first lines.
    """

    page: int
    top: float
    bottom: float
    edges: list[float]
    rows: list[list[TableCell]]
    gaps: list[tuple[float, float]] = field(default_factory=list)
    opening: list[str] = field(default_factory=list)


def type_size(words: Iterable[Word]) -> float:
    """The height of the type: of tight boxes only those with tall and hanging letters are as high.

    A word that runs upwards says nothing of it if there are others.
    """
    words = list(words)
    level = [word for word in words if len(word.text) < 2 or word.height < 2 * (word.x1 - word.x0)]
    heights = sorted(word.height for word in level or words)
    return heights[len(heights) * 3 // 4] if heights else 0.0


def printed_lines(words: Iterable[Word], page: int, left: float = 0.0, right: float = 0.0) -> list[PrintedLine]:
    """Words on lines, from top to bottom; `left` and `right` are the sides of the column they stand in."""
    words = sorted(words, key=lambda word: word.top + word.bottom)
    size = type_size(words)
    lines: list[PrintedLine] = []
    current: list[Word] = []
    level = 0.0
    for word in words:
        middle = word.middle[1]
        # letters hang and rise by a third of the type at most, the next line is a whole one away
        if current and middle - level > 0.45 * size:
            lines.append(PrintedLine(current, page, left, right))
            current = []
        current.append(word)
        level += (middle - level) / len(current)
    if current:
        lines.append(PrintedLine(current, page, left, right))
    return lines


def usual_pitch(columns: Iterable[Sequence[PrintedLine]]) -> float:
    """The usual distance from line to line within columns of lines; 0 where no column has two.

    Two thirds may be larger: paragraphs of one line have white between them all.
    """
    steps = sorted(
        below.bottom - above.bottom for lines in columns for above, below in pairwise(lines) if above.page == below.page
    )
    return steps[len(steps) // 3] if steps else 0.0
