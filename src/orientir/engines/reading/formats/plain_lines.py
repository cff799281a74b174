"""The printed lines of a plain text, and what of them is page and not text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from orientir.engines.reading.blocks import Block
from orientir.engines.reading.hyphens import join_lines
from orientir.engines.refusals import Refused

MAX_PAGES = 500
_LINES_OF_PAGE = 60
MAX_CELLS = 20_000
_ORDINAL = re.compile(r"^(?:\d{1,3}(?:\.\s?\d{1,3})*|[IVXХ]{1,6})\s?[.)]?$")
_OPENING = re.compile(r"^(\d{1,3}(?:\.\d{1,3})*|[IVXХ]{1,6})[.)]?\s+\S")
_SECTION = re.compile(r"^(?:[IVXХ]{1,6}[.)]\s*|[^\W\d_]{4,}\s+№?\s*(?:\d{1,2}|[IVXХ]{1,6})\s*[.:]\s*)[^\W\d_«]")
_LONG_WORD = re.compile(r"[^\W\d_]{5,}")
_PAGE_NUMBER = re.compile(
    r"^[\s–—-]*(?:(?:стр(?:аница|\.)?|лист|page)\s*)?(\d{1,4})(?:\s*(?:из|of|/)\s*\d{1,4})?[\s–—-]*$", re.IGNORECASE
)
_SAID_PAGE = re.compile(
    r"^\s*(?:[–—-]+\s*\d{1,4}\s*[–—-]+|(?:стр(?:аница|\.)?|page)\s*\d{1,4}(?:\s*(?:из|of|/)\s*\d{1,4})?)\s*$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^[\s\t|+=_*~\-–—\u2500-\u257f]*[=_*~\-–—\u2500-\u257f]{3}[\s\t|+=_*~\-–—:\u2500-\u257f]*$")
_NOTE = re.compile(r"^ {0,8}(\d{1,2}) \S")
_LONGEST_FOOT = 8
_INDENT = 10
_FEWEST_PAGES = 3


class TextLine(NamedTuple):
    """A line as it stands in the file, its number from one, its page from one (0 where no page ends are marked)."""

    number: int
    page: int
    text: str

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


Item = TextLine | Block
"""A line that nobody has explained yet, or a block that it became."""

Number = tuple[int | str, ...]
"""A number by its parts: «2.10.» is (2, 10), «IV» is ("IV",)."""


def lines_of(text: str) -> list[TextLine]:
    """All lines of a text; a form feed begins a new page.

    Raises Refused where there are more pages, lines or signs of cells than a plan has.
    """
    if text.count("\f") >= MAX_PAGES or text.count("\n") >= MAX_PAGES * _LINES_OF_PAGE:
        raise Refused("too_many_pages", limit=MAX_PAGES)
    if text.count("\t") + text.count("|") + text.count("│") > MAX_CELLS:
        raise Refused("too_much_memory")
    paged = "\f" in text
    page = 1 if paged else 0
    lines = []
    for number, raw in enumerate(text.split("\n"), start=1):
        *ended, last = raw.split("\f")
        for piece in ended:
            if piece.strip():
                lines.append(TextLine(number, page, piece))
            page += 1
        lines.append(TextLine(number, page, last))
    return lines


def without_furniture(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines without page numbers and without heads and feet that come again on every page.

    A bare number is the page's where page ends are marked and the numbers count them, or where it stands far
    from the left margin and the next one is greater by one.
    """
    dropped = _numbers_of_pages(lines) | _running(lines) | _centred_numbers(lines)
    return [line for at, line in enumerate(lines) if at not in dropped and not _SAID_PAGE.match(line.text)]


def with_notes_last(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines with the notes at the foot of each page moved to the end, and their marks taken off the words."""
    notes: list[TextLine] = []
    text: list[TextLine] = []
    for _, group in groupby(lines, key=lambda line: line.page):
        page = list(group)
        foot, marks = _foot(page) if page[0].page else (len(page), set())
        notes += page[foot:]
        text += [_without_marks(line, marks) for line in page[:foot]]
    return [*text, *notes]


def _foot(page: Sequence[TextLine]) -> tuple[int, set[str]]:
    """Where the notes of a page begin, and the figures that mark them."""
    filled = [at for at, line in enumerate(page) if not line.is_blank]
    for at in filled[-_LONGEST_FOOT:]:
        if at and page[at - 1].is_blank and _NOTE.match(page[at].text):
            marks = [found[1] for line in page[at:] if (found := _NOTE.match(line.text))]
            body = "\n".join(line.text for line in page[:at])
            if all(_mark(mark).search(body) for mark in marks):
                return at, set(marks)
    return len(page), set()


def _mark(mark: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=[^\W\d_]){mark}(?!\d)([^\w\s]*)(?=\s|$)")


def _without_marks(line: TextLine, marks: set[str]) -> TextLine:
    """The line without these figures behind its words; what follows keeps its place."""
    text = line.text
    for mark in marks:
        text = _mark(mark).sub(lambda found: found[1] + " " * len(found[0][: -len(found[1]) or None]), text)
    return line._replace(text=text)


def ordinal(text: str) -> Number:
    """The parts of a number that stands alone: «2.10.» → (2, 10), «IV» → ("IV",); empty if it is none."""
    return _parts(text.strip()) if _ORDINAL.match(text.strip()) else ()


def opening_ordinal(text: str) -> Number:
    """The parts of a number at the beginning of words: «2.1. Провести …» → (2, 1)."""
    found = _OPENING.match(text.strip())
    return _parts(found[1]) if found else ()


def is_section(text: str) -> bool:
    """Whether a line names a section of a list that is counted otherwise: «II. …», «Раздел 3. …», capitals alone."""
    text = text.strip()
    return bool(_SECTION.match(text)) or (text.isupper() and len(_LONG_WORD.findall(text)) > 1)


def _parts(text: str) -> Number:
    return tuple(int(part) if part.isdecimal() else part for part in re.split(r"[.\s)]+", text) if part)


def follows(number: Number, before: Number) -> bool:
    """Whether a number is the next one in the same list: 1.4 after 1.3, 1.3.1 after 1.3."""
    if not before or not number:
        return False
    if number[: len(before)] == before:
        return True
    *same, last = number
    same_list = list(before[: len(same)]) == same and len(before) >= len(number)
    return same_list and isinstance(last, int) and before[len(same)] == last - 1


def join_wrapped(texts: Iterable[str], seen: Collection[str]) -> str:
    """Lines that the width of a page or a column has parted as one text; `seen` are the words of the document."""
    parts: list[str] = []
    last = ""
    for text in texts:
        below = text.strip()
        joined = join_lines(last, below, seen)
        parts.append(joined[: len(joined) - len(below)])
        last = below
    return "".join(parts) + last


def is_rule(text: str) -> bool:
    """Whether a line is drawn and not written: dashes and the like, with or without the signs of columns."""
    return bool(_RULE.match(text))


def _numbers_of_pages(lines: Sequence[TextLine]) -> set[int]:
    edges: dict[int, list[int]] = {}
    for at, line in enumerate(lines):
        if line.page and not line.is_blank:
            edges.setdefault(line.page, []).append(at)
    found = [
        (at, page - int(match[1]))
        for page, inside in edges.items()
        for at in {inside[0], inside[-1]}
        if (match := _PAGE_NUMBER.match(lines[at].text))
    ]
    usual = Counter(shift for _, shift in found).most_common(1)
    if not usual or (usual[0][1] < 2 and len(edges) > 2):
        return set()
    return {at for at, shift in found if shift == usual[0][0]}


def _running(lines: Sequence[TextLine]) -> set[int]:
    """Heads and feet: the first or last words of most pages, alike but for their digits; rows of tables are none."""
    places: dict[str, list[int]] = {}
    pages = {line.page for line in lines if line.page}
    if len(pages) < _FEWEST_PAGES:
        return set()
    seen: dict[int, list[int]] = {}
    for at, line in enumerate(lines):
        if not line.is_blank and not _PAGE_NUMBER.match(line.text):
            seen.setdefault(line.page, []).append(at)
    for inside in seen.values():
        for at in {inside[0], inside[-1]}:
            text = lines[at].text
            if not re.search(r"\S(?: {2,}|\t)\S|[|\u2500-\u257f]", text):
                places.setdefault(re.sub(r"[\d\s]+", " ", text).strip(), []).append(at)
    return {at for found in places.values() if 2 * len(found) > max(len(pages), 4) for at in found}


def _centred_numbers(lines: Sequence[TextLine]) -> set[int]:
    found = [
        (at, int(match[1]))
        for at, line in enumerate(lines)
        if len(line.text) - len(line.text.lstrip(" ")) >= _INDENT and (match := _PAGE_NUMBER.match(line.text))
    ]
    numbers = {number for _, number in found}
    counted = len(found) == len(numbers) and all({number - 1, number + 1} & numbers for number in numbers)
    return {at for at, _ in found} if counted else set()


def runs(items: Iterable[Item]) -> list[list[TextLine] | Block]:
    """Lines that stand together, and the blocks between them."""
    together: list[list[TextLine] | Block] = []
    for item in items:
        if not isinstance(item, TextLine):
            together.append(item)
        elif together and isinstance(together[-1], list):
            together[-1].append(item)
        else:
            together.append([item])
    return together
