"""Tables and the lines between them → sections with their rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from orientir.engines.reading.blocks import Block, Cell, Grid, Line, flat
from orientir.engines.reading.heads import Head, find_heads
from orientir.engines.reading.model import Place, Remark

NUMBER = re.compile(r"^(?:\d{1,3}(?:\.\s?\d{1,3})*|[IVXХ]{1,5})\s?[.)]?$")
_LEADING_NUMBER = re.compile(r"^(\d{1,3}(?:\.\d{1,3})+\.?|\d{1,3}[.)])\s+(?=\S)")
_SECTION = re.compile(
    r"^(?:(?:раздел|направление|блок|модуль|этап|глава|часть|задача)\s*№?\s*(\d{1,3}|[IVXХ]{1,5})\s*[.:)–—-]*\s*"
    r"|(\d{1,3}(?:\.\d{1,3})*|[IVXХ]{1,5})\s*[.)]\s*|(\d{1,3}(?:\.\d{1,3})*)\s+(?=[А-ЯЁ«]))",
    re.IGNORECASE,
)
_NAMED = re.compile(r"^(?:раздел|направление|блок|модуль|этап|глава|часть|задача)\b\s*(?:№|\d|[IVXХ])", re.IGNORECASE)
_REMARK = re.compile(r"^(?:примечани|итого|всего|\*|исполнитель\b|согласован)", re.IGNORECASE)
_LONGEST_HEADING = 400


@dataclass
class RawMeasure:
    """A row of the plan with the lines of each field."""

    number: str
    place: Place
    fields: dict[str, list[Line]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass
class RawSection:
    """A heading and the rows beneath it."""

    number: str
    title: str
    measures: list[RawMeasure] = field(default_factory=list)


@dataclass
class RawPlan:
    """All sections, the roles that the tables have, the lines before the first table."""

    sections: list[RawSection]
    roles: set[str]
    preamble: list[Line]
    warnings: list[Remark]
    tables: int
    heads: list[str]


def heading(text: str) -> tuple[str, str]:
    """Number and title of a section heading: «Направление 2. Кадры» → («2», «Кадры»)."""
    text = flat(text)
    found = _SECTION.match(text)
    if not found or not text[found.end() :].strip():
        return "", text
    number = next(group for group in found.groups() if group)
    return number.rstrip("."), text[found.end() :].strip()


def collect(blocks: Sequence[Block]) -> RawPlan:
    """Go through the document from top to bottom and take the rows of all tables that are a plan."""
    return _Collector(blocks).run()


class _Collector:
    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._plan = RawPlan([], set(), [], [], 0, [])
        self._head: Head | None = None
        self._between: list[Line] = []
        self._section_cell = ""

    def run(self) -> RawPlan:
        for block in self._blocks:
            if isinstance(block, Line):
                if block.printed:
                    self._between.append(block)
            else:
                self._plan.tables += 1
                self._grid(block, self._plan.tables)
        if self._head is None:
            self._plan.preamble = self._between
        self._drop_empty_sections()
        return self._plan

    def _grid(self, grid: Grid, table: int) -> None:
        heads = dict(find_heads(grid))
        if not heads and not self._goes_on(grid):
            self._aside(grid, table)
            return
        if self._head is None:  # a title or a heading drawn inside the table, above its head
            above = grid.rows[: min(heads)]
            self._between += [line for row in above for cell in row if not cell.continues for line in cell.lines]
        self._lines_before(starts_plan=self._head is None)
        for at, row in enumerate(grid.rows):
            if at in heads:
                self._head = heads[at]
                self._plan.roles |= set(self._head.columns)
            if self._head is not None and not (at in self._head.rows and heads) and any(c.text for c in row):
                self._row(row, Place(table, at + 1), grid, at)
        if self._head is not None:
            # rows of the head are counted in its own table only
            self._head = replace(self._head, rows=frozenset())

    def _goes_on(self, grid: Grid) -> bool:
        """A table without a head has the columns of the one before it if it has as many."""
        if self._head is None or grid.width != self._head.width:
            return False
        return any(len(row) == grid.width for row in grid.rows)

    def _aside(self, grid: Grid, table: int) -> None:
        """A table that is no plan: stamps and signatures before it are text, others are told of."""
        texts = [cell.text for row in grid.rows for cell in row if cell.text and not cell.continues]
        if self._head is None:
            self._between += [line for row in grid.rows for cell in row if not cell.continues for line in cell.lines]
        if len(grid.rows) > 2 and texts:
            head = " | ".join(cell.text for cell in grid.rows[0])[:200]
            self._plan.heads.append(head)
            self._plan.warnings.append(Remark("table_skipped", {"table": table, "head": head}))

    def _lines_before(self, *, starts_plan: bool) -> None:
        """The lines above a table: preamble of the first, heading of a section, or a stray text."""
        lines, self._between = self._between, []
        if not lines:
            return
        last = lines[-1]
        text = flat(last.printed)
        if starts_plan:
            if len(text) <= _LONGEST_HEADING and _heads_first_table(lines):
                self._open(text)
                lines = lines[:-1]
            self._plan.preamble = lines
            return
        if len(text) <= _LONGEST_HEADING and not _REMARK.match(text):
            self._open(text)
            lines = lines[:-1]
        for line in lines:
            self._plan.warnings.append(Remark("line_skipped", {"text": flat(line.printed)[:200]}))

    def _open(self, text: str) -> None:
        number, title = heading(text)
        self._plan.sections.append(RawSection(number, title))

    def _section(self) -> RawSection:
        if not self._plan.sections:
            self._plan.sections.append(RawSection("", ""))
        return self._plan.sections[-1]

    def _last(self) -> RawMeasure | None:
        measures = self._section().measures
        return measures[-1] if measures else None

    def _row(self, row: Sequence[Cell], place: Place, grid: Grid, at: int) -> None:
        assert self._head is not None
        head = self._head
        filled = [cell for cell in row if cell.text]
        if len(filled) == 1 and self._is_band(filled[0], grid, head):
            self._band(filled[0])
            return
        fields = {role: head.cells(role, row) for role in head.columns}
        number = flat(" ".join(cell.text for cell in fields.get("number", ())))
        others = {cell.text for cell in filled} - {number}
        if number and len(others) == 1 and self._numbered_heading(number, fields, grid, at):
            self._open(f"{number.rstrip('.')}. {others.pop()}")
            return
        self._by_section_column(fields)
        if self._is_piece(number, fields):
            self._append(fields)
            return
        self._add(number, fields, place)

    def _is_band(self, cell: Cell, grid: Grid, head: Head) -> bool:
        """One text alone in the row: a heading if it is drawn over the columns or reads like one."""
        if cell.continues or cell.span > max(2, grid.width // 2) or NUMBER.match(cell.text):
            return not NUMBER.match(cell.text) and not cell.continues
        last = self._last()
        title = flat("\n".join(line.printed for line in last.fields.get("measure", ()))) if last else ""
        if not last or not head.cells("measure", [cell]):
            return last is None or bool(head.cells("number", [cell]))
        starts_low = cell.text[:1].islower() or bool(re.match(r"[-–—•]", cell.text))
        return not starts_low and not title.endswith((",", ":", ";", "-", " и"))

    def _band(self, cell: Cell) -> None:
        if _REMARK.match(cell.text):
            self._plan.warnings.append(Remark("line_skipped", {"text": cell.text[:200]}))
            return
        self._open(cell.text)

    def _numbered_heading(self, number: str, fields: dict[str, list[Cell]], grid: Grid, at: int) -> bool:
        """«2.» and a title, the rest empty, is a heading where the rows beneath are 2.1, 2.2 …"""
        if any(cell.text for role, cells in fields.items() if role not in ("number", "measure") for cell in cells):
            return False
        bare = number.rstrip(".) ")
        if re.fullmatch(r"[IVXХ]+", bare):
            return True
        below = next((row for row in grid.rows[at + 1 :] if any(cell.text for cell in row)), ())
        assert self._head is not None
        next_number = flat(" ".join(cell.text for cell in self._head.cells("number", below)))
        return next_number.startswith(f"{bare}.") and len(next_number.rstrip(". ")) > len(bare)

    def _by_section_column(self, fields: dict[str, list[Cell]]) -> None:
        text = flat(" ".join(cell.text for cell in fields.get("section", ())))
        if text and text != self._section_cell:
            self._section_cell = text
            self._open(text)

    def _is_piece(self, number: str, fields: dict[str, list[Cell]]) -> bool:
        """A row that carries on the measure above it."""
        if self._last() is None or (number and not all(cell.continues for cell in fields["number"])):
            return False
        title = fields.get("measure", [])
        text = flat(" ".join(cell.text for cell in title))
        if not text or all(cell.continues for cell in title):
            return True
        if _LEADING_NUMBER.match(text) or any(line.marker for cell in title for line in cell.lines[:1]):
            return bool(re.match(r"[-–—•]", text))
        rest = any(cell.text for role in ("term", "performers") for cell in fields.get(role, ()))
        return text[:1].islower() or (not rest and "number" in fields)

    def _append(self, fields: dict[str, list[Cell]]) -> None:
        last = self._last()
        assert last is not None
        for role, cells in fields.items():
            for cell in cells:
                if cell.continues or not cell.text:
                    continue
                lines = last.fields.setdefault(role, [])
                first, *rest = cell.lines
                if lines and not first.marker:
                    lines[-1] = Line(f"{lines[-1].text}\n{first.text}", lines[-1].marker, lines[-1].level)
                else:
                    lines.append(first)
                lines.extend(rest)

    def _add(self, number: str, fields: dict[str, list[Cell]], place: Place) -> None:
        lines = {role: [line for cell in cells for line in cell.lines] for role, cells in fields.items()}
        if len(fields.get("term", ())) > 1:
            joined = " – ".join(text for cell in fields["term"] if (text := cell.text))
            lines["term"] = [Line(joined)]
        number = number if NUMBER.match(number) else self._odd_number(number, place)
        title = lines.get("measure", [])
        if not number and title:
            number = self._number_of_title(title)
        labels = self._head.labels if self._head else {}
        notes = [f"{labels.get(cell.start, '')}: {cell.text}" for cell in fields.get("other", ()) if cell.text]
        measure = RawMeasure(number, place, lines, notes)
        self._section().measures.append(measure)

    def _odd_number(self, text: str, place: Place) -> str:
        if text:
            self._plan.warnings.append(
                Remark("number_unread", {"text": text[:50], "table": place.table, "row": place.row})
            )
        return text if len(text) <= 12 else ""

    def _number_of_title(self, title: list[Line]) -> str:
        """A number typed or drawn at the beginning of the measure's own words."""
        first = title[0]
        if NUMBER.match(first.marker):
            title[0] = Line(first.text)
            return first.marker
        if not first.marker and (found := _LEADING_NUMBER.match(first.text)):
            title[0] = Line(first.text[found.end() :])
            return found[1]
        return ""

    def _drop_empty_sections(self) -> None:
        for section in self._plan.sections:
            if not section.measures:
                self._plan.warnings.append(Remark("section_empty", {"title": section.title[:200]}))
        self._plan.sections = [section for section in self._plan.sections if section.measures]


def _heads_first_table(lines: Sequence[Line]) -> bool:
    """The line above the first table opens a section if it says so, or is numbered and ends no list."""
    text = flat(lines[-1].printed)
    if _NAMED.match(text):
        return True
    number, _ = heading(text)
    if not number or text.endswith((".", ";", ":")):
        return False
    before = heading(flat(lines[-2].printed))[0] if len(lines) > 1 else ""
    return not before
