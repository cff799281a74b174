"""Printed lines of one cell or column → paragraphs, with their bullets as markers.

Paper does not say where a paragraph ends. What tells: a bullet, a number, an indent, more white than between
other lines, and a line that ends early though the next word would have had room.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from orientir.engines.reading.blocks import Line, clean
from orientir.engines.reading.hyphens import SOFT_HYPHEN, is_cut, join_lines
from orientir.engines.reading.layout.model import PrintedLine, Word

# Signs that stand for nothing but a bullet; the private area is where symbol fonts keep theirs.
_BULLETS = "•‣◦○●∙⁃▪▫■□◆◇❖➢➤►▶✓✔❑\u00b7\uf000-\uf8ff\ue000-\uefff"
_BULLET = re.compile(rf"^[{_BULLETS}]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_DASHES = frozenset("-–—−")
# Letters that symbol fonts draw as bullets; a Latin o alone is Word's round bullet of the second level.
_DRAWN_LETTERS = frozenset("oüØ§vq*")
_ENUMERATOR = re.compile(r"^(?:(?:[а-яёa-z]|\d{1,2})\)|\d{1,2}\.(?!\d)|\d{1,2}(?:\.\d{1,2})+\.?$)")
_FIRST = re.compile(r"^[1а][.)]$")
_COUNTED = re.compile(r"^(?:\d{1,2}[.)]|[а-я]\))$")
_LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя"
_OPENS = re.compile(r"^[«\"(]?\w")
_BROKEN = re.compile(rf"\w[-\u2010\u2011{SOFT_HYPHEN}]$")
# What typographers keep together: «№ 5», «г. Элиста», «2021 г.», «и г.».
_KEPT = re.compile(r"^(?:№|[а-яё]{1,3}\.?|(?:[А-ЯЁ]\.)+|\d[\d.,]*)$")
_UNFINISHED = re.compile(
    r"(?:[«(№]|\b(?:и|или|а|в|во|на|с|со|к|о|об|по|для|при|от|из|за|под|не|г\.|им\.|ул\.|ст\.))$", re.IGNORECASE
)
_MAY_BREAK = re.compile(r"\w{2}[-/](?=\w{2})")
# All in heights of the type.
_INDENT = 0.8  # of a first line, at least
_FAR = 6.0  # and at most: further in stands a stamp
_HANGING = 0.35  # how far two lines beneath each other may differ
_LONG = 20.0
_WIDEST_PITCH = 2.5  # double spacing is 2.3
_TABBED = 4.0
_OTHER_TYPE = 1.15  # times as high is the type of another paragraph; tight boxes differ by less

Join = Callable[[str, str], str]
_Marked = tuple[str, list[PrintedLine]]


def paragraphs(lines: Sequence[PrintedLine], pitch: float, join: Join = join_lines) -> list[Line]:
    """The paragraphs of a cell or a column of text.

    `pitch` is the usual distance between two lines (0: unknown), `join` makes one text of two lines. Lines carry
    their page and the sides of their column; both may change on the way.
    """
    groups: list[list[PrintedLine]] = []
    indents = _first_line_indents(lines)
    for at, line in enumerate(lines):
        if not groups or _is_first(groups[-1], line, indents) or _begins(groups[-1], lines, at, pitch):
            groups.append([line])
        else:
            groups[-1].append(line)
    marked = _numbered([(_marker(group[0], group[1:2]), group) for group in groups])
    levels = _levels([group[0].x0 - group[0].left for marker, group in marked if marker], lines[0].height)
    return [_line(marker, group, levels, join) for marker, group in marked]


def _first_line_indents(lines: Sequence[PrintedLine]) -> list[float]:
    """How far first lines are drawn in, where full ones are seen to go on at the side of the column."""
    indents: list[float] = []
    for line, after in pairwise(lines):
        indent = line.x0 - line.left
        returns = line.page == after.page and after.x0 - after.left < _HANGING * line.height
        if _INDENT < indent / line.height < _FAR and returns and not _is_centred(line) and not _is_short([line], after):
            indents.append(indent)
    return indents


def _is_first(paragraph: Sequence[PrintedLine], line: PrintedLine, indents: Sequence[float]) -> bool:
    """The line stands where first lines do, and neither hangs beneath a marker nor goes on within a sentence."""
    above = paragraph[-1]
    indent = line.x0 - line.left
    beneath = abs(_shift(line, above)) < _HANGING
    ended = above.text[-1] in ".;:!?"
    if all(abs(indent - other) > _HANGING * line.height for other in indents):
        # one line alone has shown no indent yet: its sentence must have ended
        drawn_in = _INDENT < indent / line.height < _FAR and not _is_centred(line)
        return len(paragraph) == 1 and drawn_in and beneath and ended and line.text[0].isupper()
    return not (beneath and not ended and line.text[0].islower()) and not _hangs(paragraph[0], line)


def _begins(paragraph: Sequence[PrintedLine], lines: Sequence[PrintedLine], at: int, pitch: float) -> bool:
    """Whether the line at this place begins a new paragraph after the one before it."""
    line, above = lines[at], paragraph[-1]
    after = lines[at + 1] if at + 1 < len(lines) else None
    same_page = line.page == above.page
    widest = min(1.3 * pitch + 0.15 * line.height, _WIDEST_PITCH * line.height)
    step = line.bottom - above.bottom
    if same_page and ((pitch and step > widest) or step < 0):  # upwards: the text beside it
        return True
    if _BROKEN.search(above.text) and line.words[0].text[0].islower():
        return False
    if min(len(line.words), len(above.words)) > 2 and not 1 / _OTHER_TYPE < line.height / above.height < _OTHER_TYPE:
        return True
    if _is_bullet(line, after):
        return True
    short = _is_short(paragraph, line)
    opened = short or above.text[-1] in ".;:," or _is_indented(line, above)
    if _is_tabbed(line) or _is_tabbed(above) or line.text.startswith("__"):  # a place to sign
        return True
    word = line.words[0].text
    if (opened or _hangs(line, after)) and (_is_dash(line) or _ENUMERATOR.match(word)):
        return True
    if _follows(paragraph[0].words[0].text, word):
        return True
    return short or _is_shifted(paragraph, line)


def _is_tabbed(line: PrintedLine) -> bool:
    """White that no justified line has: a date and a number, an office and a name."""
    return any(after.x0 - word.x1 > _TABBED * line.height for word, after in pairwise(line.words))


def _is_short(paragraph: Sequence[PrintedLine], line: PrintedLine) -> bool:
    """The line before ended though what could not be parted from the next line's beginning had room."""
    above = paragraph[-1]
    if _UNFINISHED.search(above.text):
        return False
    if _ends_alike(above, line) or (len(paragraph) > 1 and _ends_alike(paragraph[-2], above)):
        return False  # a paragraph with a margin of its own
    first = line.words[0]
    unit = first.x1 - first.x0
    if len(line.words) > 1 and _KEPT.match(first.text):
        unit = line.words[1].x1 - first.x0
    elif breaks := _MAY_BREAK.search(first.text):
        unit *= breaks.end() / len(first.text)
    used = above.x1 - above.x0 if _is_centred(above) else above.x1 - above.left
    if _is_at_right(above) and _is_at_right(line):
        used = above.right - above.x0
    room = above.right - above.left - used
    return room > unit + 0.5 * line.height  # a space and what measuring may miss


def _ends_alike(first: PrintedLine, second: PrintedLine) -> bool:
    """Two long lines that end at one place short of the column's side: the text was set that narrow."""
    if first.page != second.page or abs(first.x1 - second.x1) > 0.1 * second.height:
        return False
    return first.x1 - first.x0 > _LONG * second.height and first.right - first.x1 > second.height


def _is_centred(line: PrintedLine) -> bool:
    before, behind = line.x0 - line.left, line.right - line.x1
    return before > line.height and abs(before - behind) < _HANGING * line.height


def _is_at_right(line: PrintedLine) -> bool:
    return line.x0 - line.left > 3 * line.height and abs(line.right - line.x1) < 0.5 * line.height


def _shift(line: PrintedLine, above: PrintedLine) -> float:
    """How much further right the line begins, in heights of its type."""
    return ((line.x0 - line.left) - (above.x0 - above.left)) / line.height


def _is_indented(line: PrintedLine, above: PrintedLine) -> bool:
    return _shift(line, above) > _INDENT


def _is_shifted(paragraph: Sequence[PrintedLine], line: PrintedLine) -> bool:
    """An indent begins a paragraph; so does the end of one, and of a list whose lines hung beneath its marker."""
    above = paragraph[-1]
    if (_is_centred(line) and _is_centred(above)) or (_is_at_right(line) and _is_at_right(above)):
        return False
    shift = _shift(line, above)
    centred = abs(shift) > _INDENT and all(map(_is_centred, paragraph))
    if centred and not _is_centred(line) and not line.text[0].islower():
        return True
    if shift > _INDENT:
        return not (len(paragraph) == 1 and _hangs(above, line))
    if shift < -_FAR:
        return True  # from a stamp at the right to the text
    if shift < -_INDENT:
        first = paragraph[0]
        listed = bool(_marker(first, paragraph[1:2]) or _ENUMERATOR.match(first.words[0].text))
        return len(paragraph) > 1 or (listed and _hangs(first, above))
    return False


def _hangs(line: PrintedLine, after: PrintedLine | None) -> bool:
    """The next line stands beneath the text behind this line's first word, not beneath that word."""
    if after is None or len(line.words) < 2:
        return False
    indent = line.words[1].x0 - line.x0
    return indent > _HANGING * line.height and abs(_shift(after, line) * after.height - indent) < _HANGING * line.height


def _is_dash(line: PrintedLine) -> bool:
    """A dash and words behind it; «– 20 %» and «- 11 классов» are no items."""
    text = line.text
    return text[0] in _DASHES and bool(_OPENS.match(text[1:].lstrip())) and not text[1:].lstrip()[0].isdigit()


def _is_bullet(line: PrintedLine, after: PrintedLine | None) -> bool:
    first = line.words[0].text
    if _BULLET.match(first):
        return True
    if first not in _DRAWN_LETTERS or len(line.words) < 2:
        return False
    wide = line.words[1].x0 - line.words[0].x1 > 0.5 * line.height
    return wide or _hangs(line, after)


def _marker(line: PrintedLine, after: Sequence[PrintedLine]) -> str:
    """The bullet or dash at the beginning of a paragraph, empty where there is none."""
    first = line.words[0].text
    if _is_bullet(line, after[0] if after else None):
        return "•" if _PRIVATE.match(first) else first[0]
    return first if first in _DASHES and len(line.words) > 1 and _is_dash(line) else ""


def _numbered(marked: Sequence[_Marked]) -> list[_Marked]:
    """Numbers and letters that count from the first on, as office programs draw them, are markers too."""
    found = list(marked)
    at = 0
    while at < len(marked):
        end = at + 1
        if _FIRST.match(marked[at][1][0].words[0].text):
            while end < len(marked) and not marked[end][0] and _counts_on(marked[end - 1][1], marked[end][1]):
                end += 1
        if end > at + 1:
            found[at:end] = [(group[0].words[0].text, group) for _, group in marked[at:end]]
        at = end
    return found


def _counts_on(above: Sequence[PrintedLine], below: Sequence[PrintedLine]) -> bool:
    words = above[0].words, below[0].words
    return min(map(len, words)) > 1 and _follows(words[0][0].text, words[1][0].text)


def _follows(first: str, second: str) -> bool:
    """«2.» follows «1.», «б)» follows «а)»; lists leave out ё and й."""
    if not (_COUNTED.match(first) and _COUNTED.match(second)) or first[-1] != second[-1]:
        return False
    if first[:-1].isdigit():
        return second[:-1] == str(int(first[:-1]) + 1)
    return f"{first[:-1]}{second[:-1]}" in _LETTERS


def _levels(indents: Sequence[float], size: float) -> list[float]:
    """The indents of a list's levels, from the left."""
    levels: list[float] = []
    for indent in sorted(indents):
        if not levels or indent - levels[-1] > 0.7 * size:
            levels.append(indent)
    return levels


def _line(marker: str, group: Sequence[PrintedLine], levels: Sequence[float], join: Join) -> Line:
    first: PrintedLine | None = group[0]
    sureness = _sureness([word for line in group for word in line.words])
    level = 0
    if marker:
        indent = group[0].x0 - group[0].left
        level = max(sum(1 for other in levels if other <= indent + 0.01) - 1, 0)
        first = _without_marker(group[0])
    text = first.text if first else ""
    for above, line in pairwise(group):
        is_full = len(above.words) == 1 and above.right - above.x1 < above.height
        whole = is_full and is_cut(text, line.text)
        text = text + line.text if whole else join(text, line.text)
    return Line(clean(text), marker, level, page=group[0].page, sureness=sureness)


def _without_marker(line: PrintedLine) -> PrintedLine | None:
    word = line.words[0]
    rest = word.text[1:].lstrip()
    if rest and _BULLET.match(word.text):
        return PrintedLine([replace(word, text=rest), *line.words[1:]], line.page, line.left, line.right)
    return line.without(1) if len(line.words) > 1 else None


def _sureness(words: Sequence[Word]) -> float:
    """Of all signs together, so that one doubtful comma does not spoil a sentence."""
    signs = sum(len(word.text) for word in words)
    return round(sum(word.sureness * len(word.text) for word in words) / signs, 3) if signs else 1.0
