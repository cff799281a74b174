"""Tables with drawn borders: | and +---+, the lines of box drawing, the tables of Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from orientir.engines.reading.formats.plain_lines import Item, TextLine
from orientir.engines.reading.formats.plain_stack import Strip, stacked

_DRAWN = str.maketrans(
    {
        **dict.fromkeys("│┃║¦┆┇┊┋╎╏", "|"),
        **dict.fromkeys("─━┄┅┈┉╌╍", "-"),
        "═": "=",
        **{chr(code): "+" for code in [*range(0x250C, 0x254C), *range(0x2552, 0x256D)]},
    }
)
_RULE = re.compile(r"^[\s|+:=_-]*(?:[=_-]{2}|\+)[\s|+:=_-]*$")
_MARKDOWN = re.compile(r"^\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$")
_PART_OF_RULE = re.compile(r"[+|][=_-]{2,}[+|]")
_MARK = re.compile(r"(?<!\\)\|")
_FEWEST_STRIPS = 2
_MOST_COLUMNS = 60
_ALIGNED = 0.8
_USUAL = 0.3
_FARTHEST = 4  # blank lines inside a table: a page ends there


def find_bordered_tables(lines: Sequence[TextLine], seen: Collection[str]) -> list[Item]:
    """The lines with every table of borders as a grid."""
    found: list[Item] = []
    at = 0
    while at < len(lines):
        end = _end(lines, at)
        grid = _grid(lines[at:end], seen) if end > at else None
        if grid is None:
            found += lines[at : max(end, at + 1)]
        else:
            found.append(grid)
        at = max(end, at + 1)
    return found


def _drawn(line: TextLine) -> str:
    return line.text.translate(_DRAWN).rstrip()


def _is_rule(text: str) -> bool:
    return bool(_RULE.match(text))


def _is_strip(text: str) -> bool:
    """A line with cells: a border on both sides, or two and more between words."""
    bare = text.strip()
    marks = len(_MARK.findall(bare))
    return not _is_rule(text) and (marks > 1 or (marks == 1 and " | " in bare))


def _end(lines: Sequence[TextLine], start: int) -> int:
    """Where the table that begins at this line ends; `start` itself if none does."""
    first = _drawn(lines[start])
    if not (_is_strip(first) or (_is_rule(first) and "+" in first)):
        return start
    end, at, strips = start, start, 0
    while at < len(lines):
        text = _drawn(lines[at])
        if _is_strip(text) or _is_rule(text) or _PART_OF_RULE.search(text):
            strips += _is_strip(text)
            end = at + 1
        elif text.strip() or at - end >= _FARTHEST:
            break
        at += 1
    return end if strips >= _FEWEST_STRIPS else start


def _grid(lines: Sequence[TextLine], seen: Collection[str]) -> Item | None:
    texts = [_drawn(line) for line in lines]
    marks = [[found.start() for found in _MARK.finditer(text)] for text in texts if _is_strip(text)]
    bounds = _bounds(texts, marks)
    if bounds:
        width = len(bounds) - 1
    else:
        width = Counter(len(_by_order(text)) for text in texts if _is_strip(text)).most_common(1)[0][0]
    if not 2 <= width <= _MOST_COLUMNS:
        return None
    strips: list[Strip] = []
    ruled, blank = False, False
    opened: frozenset[int] = frozenset()
    for line, text in zip(lines, texts, strict=True):
        if not text:
            blank = True
        elif _is_rule(text) or (bounds and _PART_OF_RULE.search(text)):
            ruled = True
            broken = [column for column in range(len(bounds) - 1) if not _ruled_in(text, bounds, column)]
            opened = frozenset() if len(broken) >= width else frozenset(broken)
            if strips and opened and not _is_rule(text):
                _add_between(strips, line, text, bounds, opened)
        else:
            cells = _by_place(text, bounds) if bounds else _by_order(text, width)
            strips.append(Strip(line, cells, ruled or not bounds, opened, blank))
            ruled, blank, opened = False, False, frozenset()
    lined = len(texts) > 1 and bool(_MARKDOWN.match(texts[1]))
    return stacked(strips, width, lined=lined, seen=seen) if strips else None


def _bounds(texts: Sequence[str], marks: Sequence[Sequence[int]]) -> list[int]:
    """Where the columns are parted, if most lines have their borders one above another; else nothing."""
    places = Counter(place for row in marks for place in row)
    crossings = Counter(at for text in texts if _is_rule(text) for at, sign in enumerate(text) if sign == "+")
    common = {place for place, count in places.items() if count >= max(2, _USUAL * len(marks))} | set(crossings)
    aligned = sum(1 for row in marks if row and set(row) <= common)
    if len(marks) < _FEWEST_STRIPS or aligned < _ALIGNED * len(marks) or len(common) > _MOST_COLUMNS:
        return []
    bounds: list[int] = []
    for place in sorted(common):
        if not bounds or place - bounds[-1] > 1:
            bounds.append(place)
    longest = max(map(len, texts))
    if any(text[: bounds[0]].strip() for text in texts):
        bounds.insert(0, -1)
    if any(text[bounds[-1] + 1 :].strip() for text in texts):
        bounds.append(longest)
    return bounds if len(bounds) > 2 else []


def _by_place(text: str, bounds: Sequence[int]) -> list[tuple[int, int, str]]:
    """The cells of a line by the places of the borders; where one is missing, the cell spans two columns."""
    cells = []
    start = 0
    for column in range(1, len(bounds)):
        last = column == len(bounds) - 1
        if last or text[bounds[column] : bounds[column] + 1] in ("|", "+", ""):
            cells.append((start, column - start, text[bounds[start] + 1 : bounds[column]].strip()))
            start = column
    return cells


def _by_order(text: str, width: int = 0) -> list[tuple[int, int, str]]:
    """The cells of a line by their order; the only one spans the table."""
    bare = text.strip()
    bare = bare.removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    texts = [cell.strip().replace("\\|", "|") for cell in _MARK.split(bare)]
    if width and len(texts) == 1:
        return [(0, width, texts[0])]
    if width and len(texts) > width:
        texts[width - 1 :] = [" ".join(texts[width - 1 :])]
    return [(column, 1, cell) for column, cell in enumerate(texts)]


def _ruled_in(text: str, bounds: Sequence[int], column: int) -> bool:
    inside = text[bounds[column] + 1 : bounds[column + 1]].strip()
    return bool(inside) and not inside.strip("-=_:+| ")


def _add_between(
    strips: list[Strip], line: TextLine, text: str, bounds: Sequence[int], columns: frozenset[int]
) -> None:
    """Words of cells that go on through a line on which the rule of the others is drawn."""
    cells = [
        (column, 1, words)
        for column in sorted(columns)
        if (words := text[bounds[column] + 1 : bounds[column + 1]].strip(" |+"))
    ]
    if cells:
        strips.append(Strip(line, cells))
