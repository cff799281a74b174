"""Tables and the lines between them → sections with their rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from orientir.engines.reading.blocks import Block, Cell, Grid, Line, flat
from orientir.engines.reading.content import guess_columns
from orientir.engines.reading.document import is_title
from orientir.engines.reading.heads import Head, counts_columns, find_heads, is_other_head
from orientir.engines.reading.model import Place, Remark
from orientir.engines.reading.paragraphs import grid_of_paragraphs
from orientir.engines.reading.plan import NAMED_SECTION, NUMBER, RawMeasure, RawPlan, RawSection, heading, words_of
from orientir.engines.reading.rows import RowReader
from orientir.engines.reading.target_tables import give_targets, target_rows
from orientir.engines.terms import parse_term

_REMARK = re.compile(
    r"^(?:примечани|итого|всего|\*|исполнител[ья]\b|согласован|составил|директор\b|начальник\b|заместител|\d\s?\*)",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"^(?:итого|всего|в том числе)\b", re.IGNORECASE)
_SIGNATURE = re.compile(r"_{3,}|[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё]+\s*$|[А-ЯЁ][а-яё]+\s+[А-ЯЁ]\.\s?[А-ЯЁ]\.\s*$")
_LONGEST_HEADING = 400
_LONGEST_MOMENT = 40


def collect(blocks: Sequence[Block]) -> RawPlan:
    """Go through the document from top to bottom and take the rows of all tables that are a plan.

    A document in which no table has a plan's head is gone through again: its tables are judged by what stands
    in them, and if there are none, its paragraphs are («Срок: …», «Ответственный: …» beneath a number).
    """
    plan = _Collector(blocks).run()
    if plan.sections:
        return plan
    guessed = _Collector(blocks, guess=True).run()
    if guessed.sections:
        return guessed
    found = grid_of_paragraphs([block for block in blocks if isinstance(block, Line)])
    if found is None:
        return plan
    before, grid, after = found
    spoken = _Collector([*before, grid, *after], spoken=True).run()
    spoken.warnings.insert(0, Remark("read_from_paragraphs"))
    return spoken


class _Collector:
    def __init__(self, blocks: Sequence[Block], *, guess: bool = False, spoken: bool = False) -> None:
        self._blocks = blocks
        self._guess = guess
        self._plan = RawPlan()
        self._head: Head | None = None
        self._between: list[Line] = []
        self._section_cell = ""
        self._moment: list[Line] = []
        self._moment_is_section = False
        self._rows = RowReader(self._plan.warnings, spoken=spoken)

    def run(self) -> RawPlan:
        for block in self._blocks:
            if isinstance(block, Line):
                if block.printed:
                    self._between.append(block)
            elif block.rows:
                self._plan.tables += 1
                self._grid(block, self._plan.tables)
        if self._head is None:
            self._plan.preamble = self._between
        else:
            self._note(self._between)
        self._drop_empty_sections()
        self._name_first_section()
        return self._plan

    def _grid(self, grid: Grid, table: int) -> None:
        heads = dict(find_heads(grid))
        if not heads and not self._goes_on(grid) and not self._guessed(grid, table):
            self._aside(grid, table)
            return
        if self._head is None or (heads and min(heads) > 0):
            # a title or a heading drawn inside the table, above its head
            above = grid.rows[: min(heads)] if heads else ()
            if self._head is None or all(len(_filled(row)) < 2 for row in above):
                self._between += [line for row in above for cell in _filled(row) for line in cell.lines]
        self._lines_before(starts_plan=self._head is None)
        for at, row in enumerate(grid.rows):
            if at in heads:
                self._head = heads[at]
                self._plan.roles |= set(self._head.columns)
                for role, spans in self._head.columns.items():
                    label = " / ".join(self._head.labels.get(start, "") for start, _ in spans)
                    self._plan.columns.setdefault(role, label)
            elif heads and at < min(heads) and all(len(_filled(above)) < 2 for above in grid.rows[: min(heads)]):
                continue
            if self._head is None or (heads and at in self._head.rows) or counts_columns(row):
                continue
            if any(cell.text for cell in row):
                self._row(row, Place(table, at + 1), grid, at)
        if self._head is not None:
            # rows of the head are counted in its own table only
            self._head = replace(self._head, rows=frozenset())

    def _goes_on(self, grid: Grid) -> bool:
        """A table without a head has the columns of the one before it if it has as many."""
        if self._head is None or grid.width != self._head.width or is_other_head(grid.rows[0]):
            return False
        return any(len(row) == grid.width for row in grid.rows)

    def _guessed(self, grid: Grid, table: int) -> bool:
        if not self._guess or self._head is not None or is_other_head(grid.rows[0]):
            return False
        columns = guess_columns(grid)
        if columns is None:
            return False
        self._head = Head(columns, frozenset(), grid.width, {}, frozenset(columns))
        self._plan.roles |= set(columns)
        self._plan.warnings.append(Remark("head_guessed", {"table": table}))
        self._lines_before(starts_plan=True)
        return True

    def _aside(self, grid: Grid, table: int) -> None:
        """A table that is no plan: values for its measures, stamps and signatures before it, others are told of."""
        if give_targets(target_rows(grid), self._plan.sections):
            return
        texts = [cell.text for row in grid.rows for cell in _filled(row)]
        if self._head is None:
            self._between += [line for row in grid.rows for cell in _filled(row) for line in cell.lines]
        else:
            self._plan.notes += [" | ".join(cell.text for cell in _filled(row)) for row in grid.rows if _filled(row)]
        if len(grid.rows) > 2 and texts:
            head = " | ".join(cell.text for cell in grid.rows[0])[:200]
            self._plan.heads.append(head)
            self._plan.warnings.append(Remark("table_skipped", {"table": table, "head": head}))

    def _lines_before(self, *, starts_plan: bool) -> None:
        """The lines above a table: preamble of the first, heading of a section, or a stray text."""
        lines, self._between = self._between, []
        if not lines:
            return
        text = flat(lines[-1].printed)
        if starts_plan:
            if len(text) <= _LONGEST_HEADING and _heads_first_table(lines):
                self._open(text)
                lines = lines[:-1]
            self._plan.preamble += lines
            return
        if len(text) <= _LONGEST_HEADING and not _REMARK.match(text) and not _SIGNATURE.search(text):
            self._open(text)
            lines = lines[:-1]
        self._note(lines, warn=True)

    def _note(self, lines: Iterable[Line], *, warn: bool = False) -> None:
        for line in lines:
            text = flat(line.printed)
            self._plan.notes.append(text)
            if warn:
                self._plan.warnings.append(Remark("line_skipped", {"text": text[:200]}))

    def _open(self, text: str) -> None:
        number, title = heading(text)
        self._plan.sections.append(RawSection(number, title))
        self._moment, self._moment_is_section = [], False

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
        if len({cell.text for cell in filled}) == 1 and self._is_band(filled[0], grid, head):
            self._band(filled[0])
            return
        fields = {role: head.cells(role, row) for role in head.columns}
        number = words_of(fields.get("number", ()))
        others = {cell.text for cell in filled} - {number}
        if number and len(others) == 1 and self._numbered_heading(number, fields, grid, at):
            self._band_of(f"{number.rstrip('.')}. {others.pop()}", [])
            return
        if _TOTAL.match(filled[0].text):
            self._plan.notes.append(" | ".join(cell.text for cell in filled))
            return
        self._by_section_column(fields)
        last = self._last()
        if last is not None and self._rows.is_piece(last, number, fields):
            self._rows.append(last, fields, head)
            return
        self._section().measures.append(self._rows.measure(number, fields, place, head, self._moment))

    def _is_band(self, cell: Cell, grid: Grid, head: Head) -> bool:
        """One text alone in the row: a heading if it is drawn over the columns or reads like one."""
        wide = cell.span > max(2, grid.width // 2) or cell.span == grid.width > 1
        if cell.continues or wide or NUMBER.match(cell.text):
            return not NUMBER.match(cell.text) and not cell.continues
        last = self._last()
        title = flat("\n".join(line.printed for line in last.fields.get("measure", ()))) if last else ""
        if not last or not head.cells("measure", [cell]):
            return last is None or bool(head.cells("number", [cell]))
        starts_low = cell.text[:1].islower() or bool(re.match(r"[-–—•]", cell.text))
        return not starts_low and not title.endswith((",", ":", ";", "-", " и"))

    def _band(self, cell: Cell) -> None:
        if _REMARK.match(cell.text):
            self._note(cell.lines, warn=True)
            return
        self._band_of(cell.text, list(cell.lines))

    def _band_of(self, text: str, lines: list[Line]) -> None:
        """A band with the name of a month or a quarter is a term for the rows beneath it.

        It is their section as well, unless the plan has sections of its own that it divides.
        """
        if lines and _is_moment(text):
            inside = any(section.title for section in self._plan.sections) and not self._moment_is_section
            if not inside:
                self._open(text)
                self._moment_is_section = True
            self._moment = lines
            return
        self._open(text)

    def _numbered_heading(self, number: str, fields: dict[str, list[Cell]], grid: Grid, at: int) -> bool:
        """«2.» and a title, the rest empty, is a heading where the rows beneath are 2.1, 2.2 …"""
        if any(cell.text for role, cells in fields.items() if role not in ("number", "measure") for cell in cells):
            return False
        bare = number.rstrip(".) ")
        if re.fullmatch(r"[IVXХ]+", bare):
            return True
        below = next((row for row in grid.rows[at + 1 :] if any(cell.text for cell in row)), ())
        assert self._head is not None
        next_number = words_of(self._head.cells("number", below))
        return next_number.startswith(f"{bare}.") and len(next_number.rstrip(". ")) > len(bare)

    def _by_section_column(self, fields: dict[str, list[Cell]]) -> None:
        text = words_of(fields.get("section", ()))
        if text and text != self._section_cell:
            self._section_cell = text
            self._open(text)

    def _drop_empty_sections(self) -> None:
        for section in self._plan.sections:
            if not section.measures:
                self._plan.warnings.append(Remark("section_empty", {"title": section.title[:200]}))
                self._plan.notes.append(f"{section.number} {section.title}".strip())
        self._plan.sections = [section for section in self._plan.sections if section.measures]

    def _name_first_section(self) -> None:
        """Where all further sections are lines without a number, the last line above the first table is one too."""
        first, *further = self._plan.sections or [RawSection("", "")]
        lines = self._plan.preamble
        if first.title or not further or any(section.number for section in further) or not lines:
            return
        text = flat(lines[-1].printed)
        longest = max(len(section.title) for section in further)
        if len(text) <= 2 * longest and not text.endswith((".", ":", ";", ",")) and not is_title(text):
            first.title = text
            self._plan.preamble = lines[:-1]


def _filled(row: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in row if cell.text and not cell.continues]


def _is_moment(text: str) -> bool:
    """Whether a heading is a term: «Сентябрь», «I четверть», «2024 год»."""
    if len(text) > _LONGEST_MOMENT:
        return False
    term = parse_term(text)
    return not term.warning and bool(term.months or term.months_list or term.years)


def _heads_first_table(lines: Sequence[Line]) -> bool:
    """The line above the first table opens a section if it says so, or is numbered and ends no list."""
    text = flat(lines[-1].printed)
    if NAMED_SECTION.match(text):
        return True
    number, _ = heading(text)
    if not number or text.endswith((".", ";", ":")):
        return False
    before = heading(flat(lines[-2].printed))[0] if len(lines) > 1 else ""
    return not before
