"""Lists of OpenDocument texts: styles say how a level is numbered, the lists themselves only that they are lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from orientir.engines.reading.formats.numbering import in_form, whole

STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
LEVELS = 10
# The first sign of a form of numbers; «а, б, .., аа, аб, ... (ru)» is what LibreOffice calls Russian letters.
_FORMS = {
    "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "а": "russianLower", "А": "russianUpper", "1": "decimal", "0": "decimalZero",
}  # fmt: skip
_OUTLINE = "outline"


@dataclass(frozen=True)
class Level:
    """How one level is numbered. A bullet has a `pattern` and no form, a level without numbers neither.

    `pattern` holds %1%, %2% … for the numbers of the levels.
    """

    form: str = ""
    pattern: str = ""
    start: int = 1


class _Counts:
    """The last number of each level, None where none was given yet."""

    def __init__(self) -> None:
        self.last: list[int | None] = [None] * LEVELS


@dataclass(frozen=True)
class List:
    """A list that is open: its numbers, and the style of the level that comes next."""

    counts: _Counts
    style: str
    level: int


class Lists:
    """Counts through the lists of one document, each asked for its markers in order."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._styles: dict[str, dict[int, Level]] = {}
        self._before: tuple[str, _Counts] | None = None  # style and numbers of the list before
        self._of_id: dict[str, _Counts] = {}
        self._outline = _Counts()
        for root in roots:
            for style in root.iter(f"{TEXT}list-style"):
                self._styles[style.get(f"{STYLE}name", "")] = _levels(style)
            for style in root.iter(f"{TEXT}outline-style"):
                self._styles[_OUTLINE] = _levels(style)

    def open(self, element: Element, within: List | None) -> List:
        """The list of a text:list; one within another is its next level."""
        style = element.get(f"{TEXT}style-name", "")
        if within is not None:
            return List(within.counts, style or within.style, min(within.level + 1, LEVELS - 1))
        counts = self._of_id.get(element.get(f"{TEXT}continue-list", ""))
        goes_on = element.get(f"{TEXT}continue-numbering") == "true"
        if counts is None and goes_on and self._before is not None and self._before[0] == style:
            counts = self._before[1]
        counts = counts or _Counts()
        self._before = style, counts
        for name in (XML_ID, f"{TEXT}id"):
            if element.get(name):
                self._of_id[element.get(name, "")] = counts
        return List(counts, style, 0)

    def marker(self, of: List, item: Element) -> str:
        """The marker of a list item or of a numbered paragraph, and counts it."""
        style = item.get(f"{TEXT}style-override") or of.style
        return self._count(self._styles.get(style, {}), of.counts, of.level, item.get(f"{TEXT}start-value", ""))

    def of_paragraph(self, element: Element) -> List:
        """The list of a text:numbered-paragraph, known by its name alone."""
        counts = self._of_id.setdefault(element.get(f"{TEXT}list-id", ""), _Counts())
        level = whole(element.get(f"{TEXT}level", ""), 1) - 1
        return List(counts, element.get(f"{TEXT}style-name", ""), min(max(level, 0), LEVELS - 1))

    def of_heading(self, heading: Element) -> tuple[str, int]:
        """Marker and level of a heading in the numbering of chapters; an empty marker where it has none."""
        level = whole(heading.get(f"{TEXT}outline-level", ""), 0) - 1
        levels = self._styles.get(_OUTLINE, {})
        if heading.get(f"{TEXT}is-list-header") == "true" or not (0 <= level < LEVELS and levels.get(level)):
            return "", 0
        return self._count(levels, self._outline, level, heading.get(f"{TEXT}start-value", "")), level

    def _count(self, levels: dict[int, Level], counts: _Counts, at: int, start: str) -> str:
        level = levels.get(at, Level())
        last = counts.last[at]
        counts.last[at] = whole(start, level.start) if start or last is None else last + 1
        counts.last[at + 1 :] = [None] * (LEVELS - 1 - at)
        if not level.form:
            return "•" if "\ue000" <= level.pattern <= "\uf8ff" else level.pattern

        def number(found: re.Match[str]) -> str:
            upper = int(found[1]) - 1
            of_level = levels.get(upper, Level())
            count = counts.last[upper] if upper < LEVELS else None
            return in_form(of_level.start if count is None else count, of_level.form) if of_level.form else ""

        return re.sub(r"%(\d{1,2})%", number, level.pattern).strip()


def _levels(style: Element) -> dict[int, Level]:
    levels = {}
    for element in style:
        at = whole(element.get(f"{TEXT}level", ""), 1) - 1
        if 0 <= at < LEVELS:
            levels[at] = _level(element, at)
    return levels


def _level(element: Element, at: int) -> Level:
    if element.tag == f"{TEXT}list-level-style-bullet":
        return Level(pattern=element.get(f"{TEXT}bullet-char", "•"))
    if element.tag == f"{TEXT}list-level-style-image":
        return Level(pattern="•")
    form = element.get(f"{STYLE}num-format", "")
    if not form:
        return Level()
    pattern = element.get(f"{_LOEXT}num-list-format") or element.get(f"{STYLE}num-list-format")
    if not pattern:
        shown = min(max(whole(element.get(f"{TEXT}display-levels", ""), 1), 1), at + 1)
        numbers = ".".join(f"%{upper + 1}%" for upper in range(at + 1 - shown, at + 1))
        pattern = f"{element.get(f'{STYLE}num-prefix', '')}{numbers}{element.get(f'{STYLE}num-suffix', '')}"
    start = whole(element.get(f"{TEXT}start-value", ""), 1)
    return Level(_FORMS.get(form[0], "decimal"), pattern, start)
