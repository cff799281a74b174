"""What stands on every page and belongs to none: page numbers, running heads and feet; and footnotes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from orientir.engines.reading.blocks import Line
from orientir.engines.reading.layout.model import Page, PrintedLine, Rule, Word, printed_lines, type_size, usual_pitch
from orientir.engines.reading.layout.paragraphs import paragraphs
from orientir.engines.reading.layout.ruled import Edge, Lattice, lattices, straight

_PAGE_NUMBER = re.compile(
    r"^(?:стр(?:аница|\.)?\s*|page\s*|лист\s*)?[-–—]?\s*(\d{1,3})\s*[-–—]?(?:\s*(?:из|/|of)\s*\d{1,3})?$", re.IGNORECASE
)
_NUMBER_ZONE = 0.13  # of the height of the page
_HEAD_ZONE = 0.15
_STAMP = re.compile(r"приложени|утвержд|согласован", re.IGNORECASE)  # each annex has its own
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED_MARK = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_NOTE = re.compile(r"^([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|\d{1,3}|\*{1,3})\)?(?:\s+|(?=[^\W\d_]|[«\"]))")


@dataclass
class Sheet:
    """A page with its drawn tables; `words` shrink as margins are taken away. `number` counts from one."""

    number: int
    page: Page
    size: float = 0.0
    words: list[Word] = field(default_factory=list)
    tables: list[Lattice] = field(default_factory=list)
    flat: list[Edge] = field(default_factory=list)

    def in_table(self, word: Word) -> bool:
        return any(table.holds(*word.middle) for table in self.tables)

    def drop(self, words: Iterable[Word]) -> None:
        gone = set(map(id, words))
        self.words = [word for word in self.words if id(word) not in gone]


@dataclass(frozen=True)
class _Candidate:
    sheet: Sheet
    number: int
    edge: str
    distance: float
    across: float
    inside: bool
    alone: bool
    words: tuple[Word, ...]


def sheet_of(page: Page, number: int) -> Sheet:
    """The page with the lattices that its rules form."""
    size = type_size(page.words) or 10.0
    flat, upright = straight(page.rules, size)
    return Sheet(number, page, size, list(page.words), lattices(flat, upright, size), flat)


def drop_page_numbers(sheets: Sequence[Sheet]) -> None:
    """Take the numbers away that count with the pages at one height, also where one stands inside a table's row."""
    candidates = [candidate for sheet in sheets for candidate in _numbers(sheet)]
    by_offset: dict[int, list[_Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_offset[candidate.number - candidate.sheet.number].append(candidate)
    counted = {offset: len({one.sheet.number for one in group}) for offset, group in by_offset.items()}
    if not counted:
        return
    best = max(counted, key=lambda offset: (counted[offset], offset == 0))
    if counted[best] > 1:
        for one in _at_one_height(by_offset[best]):
            one.sheet.drop(one.words)
        return
    for one in candidates:
        if one.alone and not one.inside and (len(sheets) == 1 or one.number == one.sheet.number) and _outermost(one):
            one.sheet.drop(one.words)


def _numbers(sheet: Sheet) -> list[_Candidate]:
    found = []
    height = sheet.page.height
    for edge in ("top", "bottom"):
        zone = [word for word in sheet.words if _distance(word, height, edge) <= _NUMBER_ZONE * height]
        for line in printed_lines(zone, sheet.number):
            parts = segments(line, 1.5 * sheet.size)
            for part in parts:
                matched = _PAGE_NUMBER.match(" ".join(word.text for word in part))
                if matched:
                    middle = (part[0].x0 + part[-1].x1) / 2 - sheet.page.width / 2
                    inside = any(sheet.in_table(word) for word in part)
                    distance = _distance(part[0], height, edge)
                    alone = len(parts) == 1
                    found.append(_Candidate(sheet, int(matched[1]), edge, distance, middle, inside, alone, tuple(part)))
    return found


def _distance(word: Word, height: float, edge: str) -> float:
    middle = word.middle[1]
    return middle if edge == "top" else height - middle


def _at_one_height(group: Sequence[_Candidate]) -> list[_Candidate]:
    """Those as far from the edge as most; within a table only straight beneath those outside, or on three pages."""
    edge = Counter(one.edge for one in group if not one.inside) or Counter(one.edge for one in group)
    kept = [one for one in group if one.edge == edge.most_common(1)[0][0]]
    outside = [one for one in kept if not one.inside]
    models = outside or (kept if len(kept) > 2 else [])
    if not models:
        return []
    usual = median(one.distance for one in models)
    across = median(one.across for one in models)
    return [
        one
        for one in kept
        if abs(one.distance - usual) < 1.5 * one.sheet.size
        and (not one.inside or abs(one.across - across) < 2 * one.sheet.size)
    ]


def _outermost(one: _Candidate) -> bool:
    height = one.sheet.page.height
    return all(_distance(word, height, one.edge) >= one.distance - one.sheet.size / 2 for word in one.sheet.words)


def segments(line: PrintedLine, gap: float) -> list[list[Word]]:
    """The words of a line in groups that white wider than `gap` parts."""
    parts = [[line.words[0]]]
    for word in line.words[1:]:
        if word.x0 - parts[-1][-1].x1 > gap:
            parts.append([word])
        else:
            parts[-1].append(word)
    return parts


def drop_running_heads(sheets: Sequence[Sheet]) -> None:
    """Take away lines that come again at the same height of most pages; a table's head of three columns stays."""
    pages = sum(1 for sheet in sheets if sheet.words)
    if pages < 2:
        return
    found: dict[tuple[str, str, int], list[tuple[Sheet, PrintedLine]]] = defaultdict(list)
    for sheet in sheets:
        loose = printed_lines([word for word in sheet.words if not sheet.in_table(word)], sheet.number)
        for edge, lines in (("top", loose[:3]), ("bottom", loose[:-4:-1])):
            for line in lines:
                distance = _distance(line.words[0], sheet.page.height, edge)
                in_zone = distance <= _HEAD_ZONE * sheet.page.height
                if not in_zone or _STAMP.match(line.text) or len(segments(line, 1.5 * sheet.size)) > 2:
                    break
                text = re.sub(rf"\b{sheet.number}\b", "#", line.text.lower())
                found[edge, text, round(distance / sheet.size)].append((sheet, line))
    for (edge, text, step), group in found.items():
        # a height at the border of two steps falls into either
        group = [*group, *found.get((edge, text, step + 1), ())]
        if len({sheet.number for sheet, _ in group}) >= max(2 if pages == 2 else 3, 0.4 * pages):
            for sheet, line in group:
                sheet.drop(line.words)


def take_footnotes(sheets: Sequence[Sheet]) -> list[Line]:
    """Take the notes at the feet of the pages out, and their marks off the words: «пробы²)» is «пробы)»."""
    notes: list[Line] = []
    for sheet in sheets:
        lines = _note_lines(sheet)
        if lines:
            sheet.drop(word for line in lines for word in line.words)
            notes += _notes(lines)
    marks = {note.marker for note in notes}
    for sheet in sheets:
        sheet.words = [_unmarked(word, marks) for word in sheet.words]
        sheet.words = [word for word in sheet.words if word.text]
    return notes


def _note_lines(sheet: Sheet) -> list[PrintedLine]:
    """The lines beneath a short rule at the foot, or small ones that begin with a mark raised on this page."""
    lowest = max((table.ys[-1] for table in sheet.tables), default=0.0)
    loose = printed_lines([word for word in sheet.words if not sheet.in_table(word)], sheet.number)
    beneath = [line for line in loose if line.top > max(lowest - sheet.size, 0.4 * sheet.page.height)]
    for rule in sheet.page.rules:
        under = [line for line in beneath if line.top > rule.top - 0.3 * sheet.size]
        if under and _is_separator(rule, sheet) and _NOTE.match(under[0].text) and _is_near(under[0], rule, sheet):
            return under
    raised = {mark for word in sheet.words for mark in _RAISED_MARK.findall(word.text)}
    for at, line in enumerate(beneath):
        matched = _NOTE.match(line.text)
        small = type_size(line.words) < 0.95 * sheet.size
        if matched and small and matched[1].translate(_RAISED) in {mark.translate(_RAISED) for mark in raised}:
            return beneath[at:]
    return []


def _is_separator(rule: Rule, sheet: Sheet) -> bool:
    """A short line that is no side of a cell."""
    short = 3 * sheet.size < rule.x1 - rule.x0 < 0.45 * sheet.page.width and rule.bottom - rule.top < sheet.size / 2
    ends = [x for table in sheet.tables for x in table.xs]
    return short and not all(any(abs(x - end) < 0.3 * sheet.size for end in ends) for x in (rule.x0, rule.x1))


def _is_near(line: PrintedLine, rule: Rule, sheet: Sheet) -> bool:
    return line.top - rule.top < 2.5 * sheet.size and abs(line.x0 - rule.x0) < 4 * sheet.size


def _notes(lines: Sequence[PrintedLine]) -> list[Line]:
    groups: list[list[PrintedLine]] = []
    for line in lines:
        if not groups or _NOTE.match(line.text):
            groups.append([line])
        else:
            groups[-1].append(line)
    pitch = usual_pitch([lines])
    notes = []
    for group in groups:
        matched = _NOTE.match(group[0].text)
        text = " ".join(line.text for line in paragraphs(group, 10 * pitch))
        mark = matched[1] if matched else ""
        notes.append(Line(text[len(mark) :].lstrip(" )"), mark.translate(_RAISED), page=group[0].page))
    return notes


def _unmarked(word: Word, marks: set[str]) -> Word:
    def without(found: re.Match[str]) -> str:
        return "" if found[0].translate(_RAISED) in marks else found[0]

    if not _RAISED_MARK.search(word.text):
        return word
    return replace(word, text=_RAISED_MARK.sub(without, word.text))
