"""Words of a text without the signs of other forms: pieces of HTML, stars of Markdown; lists set in one line."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from itertools import islice, pairwise

from orientir.engines.reading.blocks import Cell, Line, clean
from orientir.engines.reading.formats.plain_lines import TextLine
from orientir.engines.refusals import Refused

_BREAKING_TAG = re.compile(r"<\s*/?\s*(?:p|br|div|ul|ol|tr|table|tbody|h[1-6])\b[^<>]{0,500}>", re.IGNORECASE)
_ITEM_TAG = re.compile(r"<\s*li\b[^<>]{0,500}>", re.IGNORECASE)
_OTHER_TAG = re.compile(
    r"<\s*/?\s*(?:li|b|i|u|s|em|strong|span|font|a|td|th|sup|sub|small|big|center|o:p|img|col|colgroup|thead)"
    r"\b[^<>]{0,500}>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1", re.DOTALL)
_DASH_ITEM = re.compile(r"(?:^|(?<=[:;,.])\s+)(?=([-–—•·▪●○◦■])\s?[^\s\d-])")
_WORD = re.compile(r"[^\W\d_]{3,}")
_STEM = 6
_LONGEST_OPENING = 80
_LETTER_ITEM = re.compile(r"(?:^|(?<=\s))(?=([а-яё]|\d{1,2})\)\s?\S)")
_LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя"
_SENTENCE = re.compile(r"(?<=[^\W\d_]{3}\.)\s+(?=[А-ЯЁ])")
_MARKER = re.compile(r"^(?:[-–—•·▪●○◦■*]\s*\S|[а-яёa-z]\)|\d{1,2}\)\s)")
_LOW_ITEM = re.compile(r"^(?:[-–—•·▪●○◦■*]|[а-яёa-z]\)|\d{1,2}\))\s*[а-яё]")
_SYMBOL = re.compile("[\uf000-\uf0ff]")  # where symbol fonts keep their bullets
_FEWEST_ITEMS = 2
_MOST_MARKERS = 60  # a cell with more is no list
_LONGEST_CELL = 50_000


def bare(text: str) -> str:
    """The words without tags, entities and stars; a tag of a paragraph, line or item is a line feed."""
    text = _SYMBOL.sub("•", text)
    if "<" in text:
        text = _OTHER_TAG.sub("", _ITEM_TAG.sub("\n• ", _BREAKING_TAG.sub("\n", text)))
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if "**" in text or "__" in text:
        text = _STRONG.sub(r"\2", text)
    return text


def lines_of_cell(pieces: Sequence[str], *, page: int, number: int) -> tuple[Line, ...]:
    """The lines of a cell: its paragraphs, and each item of a list that was set in running text.

    Raises Refused for a cell longer than any plan's.
    """
    if sum(map(len, pieces)) > _LONGEST_CELL:
        raise Refused("too_much_memory")
    texts = [piece.strip() for text in pieces for piece in clean(bare(text)).split("\n")]
    parts = [part for text in texts for part in split_list(text) if part]
    return tuple(Line(text, page=page, number=number) for text in _with_end(parts))


def band(line: TextLine, width: int) -> tuple[Cell, ...]:
    """A row of one cell over all columns."""
    return (Cell(0, width, lines_of_cell([line.text], page=line.page, number=line.number)),)


def begins_item(text: str) -> bool:
    """Whether a text begins with the marker of a list."""
    return bool(_MARKER.match(text))


def split_list(text: str) -> list[str]:
    """A text with a list in it as its parts: the words before, and each item with its marker.

    A list is two or more items with the same marker, the first after a colon or at the beginning, or the letters
    а), б) … in order.
    """
    bounds = [0, *(_letters(text) or _dashes(text)), len(text)]
    return [text[begin:end].strip() for begin, end in pairwise(bounds)]


def _with_end(parts: list[str]) -> list[str]:
    """The parts with a sentence that follows the last item of a list on a line of its own."""
    ended: list[str] = []
    for at, part in enumerate(parts):
        is_last = at + 1 == len(parts) or not begins_item(parts[at + 1])
        if is_last and at and _LOW_ITEM.match(part) and _LOW_ITEM.match(parts[at - 1]):
            ended += _SENTENCE.split(part, maxsplit=1)
        else:
            ended.append(part)
    return ended


def _letters(text: str) -> list[int]:
    starts: list[int] = []
    for found in islice(_LETTER_ITEM.finditer(text), _MOST_MARKERS):
        wanted = (_LETTERS[len(starts) : len(starts) + 1], str(len(starts) + 1))
        if found[1] in wanted:
            starts.append(found.start())
    return starts if len(starts) >= _FEWEST_ITEMS else []


def _dashes(text: str) -> list[int]:
    found_at = list(islice(_DASH_ITEM.finditer(text), _MOST_MARKERS))
    first = next((at for at, found in enumerate(found_at) if not found.end() or text[found.start() - 1] == ":"), None)
    if first is None:
        return []
    marker = found_at[first][1]
    starts = [found.end() for found in found_at[first:] if found[1] == marker]
    openings = {_opening(text[start : start + _LONGEST_OPENING]) for start in starts}
    # an item whose punctuation was lost is known by the word with which another one begins
    unmarked = islice(re.finditer(rf"(?<=[^\s:;,.])\s(?={re.escape(marker)}\s)", text[starts[0] + 1 :]), _MOST_MARKERS)
    lost = [starts[0] + 1 + found.end() for found in unmarked]
    starts += [start for start in lost if _opening(text[start : start + _LONGEST_OPENING]) in openings]
    return sorted(set(starts)) if len(starts) >= _FEWEST_ITEMS else []


def _opening(item: str) -> str:
    """The stem of an item's first word that says something."""
    words = _WORD.findall(item)
    return words[0][:_STEM].lower() if words else ""
