"""Paragraphs of a plain text: what stands in no table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from orientir.engines.reading.blocks import Line, clean
from orientir.engines.reading.formats.plain_lines import TextLine, is_rule, join_wrapped
from orientir.engines.reading.formats.plain_markup import bare

_LONGEST_WRAPPED = 160  # a line of more signs than a landscape page has is a paragraph
_SHORTEST_MARGIN = 50
_FEWEST_WRAPS = 2
_CENTRED = 8  # blanks before a line that is not set at the left margin
_SLACK = 0.88  # letters are not equally wide: a full line may have an eighth fewer
_ITEM = re.compile(r"^\s*(?:[-–—•·▪●○◦■*\uf0b7]\s|[-–]\S|\d{1,3}(?:\.\d{1,3})*[.)]\s|[а-яёa-z]\)\s)")
_HEADING_MARK = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")


@dataclass(frozen=True)
class _Set:
    """How a page sets paragraphs: its right margin (0: every line is a paragraph) and the usual left one."""

    right: int
    left: int


def paragraphs(lines: Sequence[TextLine], seen: Collection[str] = ()) -> list[Line]:
    """Paragraphs of these lines. Lines that only the width of the page has parted are joined again.

    `seen` are the words of the document, for words broken at line ends.
    """
    pages = {page: _setting([*inside]) for page, inside in groupby(lines, key=lambda line: line.page)}
    found: list[Line] = []
    strong: list[TextLine] = []
    paragraph: list[TextLine] = []
    for line in lines:
        carries_on = bool(paragraph) and paragraph[-1].page == line.page and not strong
        if carries_on and not line.is_blank and _is_wrapped(paragraph, line.text, pages[line.page]):
            paragraph.append(line)
            continue
        found += _joined(paragraph, seen)
        paragraph = []
        if strong or _opens_strong(line.text):
            strong.append(line)
            if _closes_strong(strong):
                found += _strong(strong)
                strong = []
        elif not line.is_blank and not is_rule(line.text):
            paragraph = [line]
    found += _joined(paragraph, seen) + [_line(line) for line in strong]
    return [line for line in found if line.printed]


def _joined(paragraph: Sequence[TextLine], seen: Collection[str]) -> list[Line]:
    if not paragraph:
        return []
    first = paragraph[0]
    return [Line(join_wrapped(map(_words, paragraph), seen), page=first.page, number=first.number)]


def _words(line: TextLine) -> str:
    marked = _HEADING_MARK.match(line.text.strip())
    return clean(bare(marked[1] if marked else line.text)).strip()


def _line(line: TextLine) -> Line:
    return Line(_words(line), page=line.page, number=line.number)


def _opens_strong(text: str) -> bool:
    """Words in stars that do not end on this line: a title over several lines."""
    return text.lstrip().startswith("**") and text.count("**") % 2 == 1


def _closes_strong(lines: Sequence[TextLine]) -> bool:
    return len(lines) > 1 and ("**" in lines[-1].text or lines[-1].is_blank)


def _strong(lines: Sequence[TextLine]) -> list[Line]:
    if "**" not in lines[-1].text:
        return [_line(line) for line in lines if not line.is_blank]
    text = bare("\n".join(line.text.strip() for line in lines))
    return [Line(clean(text).strip(), page=lines[0].page, number=lines[0].number)]


def _setting(lines: Sequence[TextLine]) -> _Set:
    texts = [line.text.rstrip() for line in lines]
    longest = max(map(len, texts), default=0)
    indents = Counter(_indent(text) for text in texts if text)
    left = max(indents, key=lambda indent: (indents[indent], -indent), default=0)
    if not _SHORTEST_MARGIN <= longest <= _LONGEST_WRAPPED:
        return _Set(0, left)
    wraps = sum(
        1 for above, below in pairwise(texts) if below.strip()[:1].islower() and _is_full(above, below, longest)
    )
    return _Set(longest if wraps >= _FEWEST_WRAPS else 0, left)


def _is_full(above: str, below: str, margin: int) -> bool:
    """Whether the first word of the line below had no room in the line above."""
    word = below.split(maxsplit=1)[0] if below.strip() else ""
    return len(above.rstrip()) + 1 + len(word) >= _SLACK * margin


def _is_wrapped(paragraph: Sequence[TextLine], below: str, page: _Set) -> bool:
    """Whether a line only carries on the paragraph above it."""
    above = paragraph[-1].text
    low = below.strip()[0].islower()
    if not page.right:
        return False
    before, indent = _indent(above), _indent(below)
    if min(before, indent) >= page.left + _CENTRED:  # in the middle or at the right each line ends where it likes
        return low and not _ITEM.match(below)
    if not _is_full(above, below, page.right):
        return False
    if _ITEM.match(below):
        return below.lstrip()[0] in "-–—" and not above.rstrip().endswith((":", ";", ".", ","))
    if indent > page.left + 2:  # the first line of a paragraph is set in, those of an item all are
        return indent == before and (len(paragraph) > 1 or bool(_ITEM.match(above)))
    return low or indent <= before


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
