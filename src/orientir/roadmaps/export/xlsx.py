"""A roadmap as the workbook that an office counts in: the plan as printed, and how far each organisation is."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q, Sum
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from orientir.database.actor import Actor
from orientir.engines import reading
from orientir.roadmaps.choices import AssignmentState, Outcome
from orientir.roadmaps.models import Roadmap
from orientir.roadmaps.models.assignments import OPEN
from orientir.roadmaps.queries.figures import COUNTED, DONE, visible_counts
from orientir.territory.models import Organisation

from . import docx_head
from .docx_plan import plan_of
from .docx_tables import heading_of, performers_of, rows_of
from .docx_words import paragraphs_of

PLAN_COLUMNS = (
    ("№ п/п", 7),
    ("Наименование мероприятия", 44),
    ("Срок исполнения", 18),
    ("Ответственные исполнители", 28),
    ("Ожидаемый результат", 26),
    ("Показатель", 26),
)
"""The heads of the plan and how many letters each is wide; the last two only where the plan has them."""

TARGETS = "Целевые значения показателей"
TARGET_COLUMNS = (("№ пункта", 7), ("Показатель (чего, кого)", 44))

PROGRESS_COLUMNS: tuple[tuple[str, int, Q], ...] = (
    ("Всего учтено", 12, COUNTED),
    ("Исполнено", 12, DONE),
    ("Частично", 12, Q(outcome=Outcome.PARTLY)),
    ("Не исполнено", 12, Q(outcome=Outcome.NOT_DONE)),
    ("На проверке", 12, Q(state=AssignmentState.SUBMITTED)),
    ("Предстоит представить", 14, Q(state__in=OPEN)),
)
"""What is counted of each organisation; the five behind the first make it up."""

PLAIN_NAME = "Лист 1"
PROGRESS = "Ход исполнения"
_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']+")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LINE = Side(style="thin", color="808080")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_SHADE = PatternFill("solid", fgColor="F2F2F2")
_FONT, _BOLD = Font(name="Times New Roman", size=11), Font(name="Times New Roman", size=11, bold=True)
_LINE_HEIGHT = 15.0
_PERCENT = "0 %"
_Column = tuple[str, int]


def as_xlsx(roadmap: Roadmap, *, by: Actor) -> bytes:
    """Return the roadmap as a workbook in Russian: read again, it gives the same measures.

    The second sheet, how far the organisations are whose assignments `by` sees, is there once they have any.
    """
    workbook = Workbook()
    write(workbook.active, plan_of(roadmap))
    if rows := list(_progress(roadmap, by)):
        _write_progress(workbook.create_sheet(PROGRESS), rows)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def write(sheet: Any, plan: reading.Roadmap) -> None:
    """Write a plan on an empty sheet: what stands above the table as lines, then its measures."""
    # A reader takes the name of a sheet for a line of the document, unless the document says it anyway.
    sheet.title = _sheet_name(plan.title)
    measures = list(plan.measures)
    has = (True, True, True, True, any(one.result for one in measures), any(one.indicator_raw for one in measures))
    table = _Table(sheet, [column for column, is_there in zip(PLAN_COLUMNS, has, strict=True) if is_there])
    for words, side, is_bold in _lines_above(plan):
        table.line(words, side=side, bold=is_bold)
    table.space()
    table.head()
    for section in plan.sections:
        if words := heading_of(section):
            table.band(words)
        for one in section.measures:
            cells = (
                one.number,
                "\n".join(paragraphs_of(one.title)),
                "\n".join(paragraphs_of(one.term_raw)),
                "\n".join(performers_of(one)),
                "\n".join(paragraphs_of(one.result or "")),
                "\n".join(paragraphs_of(one.indicator_raw or "")),
            )
            table.row([cell for cell, is_there in zip(cells, has, strict=True) if is_there])
    _write_targets(table, plan)


def _write_targets(table: _Table, plan: reading.Roadmap) -> None:
    """Write beneath the measures what their indicators are to reach, year by year, where the plan names it."""
    rows = [(section, list(rows_of(section))) for section in plan.sections]
    named = {year for _, those in rows for row in those for year in row.values}
    if not named:
        return
    moments = sorted(named, key=lambda year: year or 0)
    table.space()
    table.line(TARGETS, side="center", bold=True)
    table.columns = [*TARGET_COLUMNS, *((f"{year} год" if year else "Целевое значение", 18) for year in moments)]
    table.head(stays=False)
    for section, those in rows:
        if those and (words := heading_of(section)):
            table.band(words)
        for row in those:
            table.row([row.number, row.population, *(row.values.get(year, "–") for year in moments)])


def _lines_above(plan: reading.Roadmap) -> Iterator[tuple[str, str, bool]]:
    """Yield what stands above the table: the words, the side they keep to, whether they are bold."""
    for words in docx_head.stamp_of(plan):
        yield words, "right", False
    if plan.title:
        yield plan.title, "center", True
    for words in docx_head.beneath_title(plan):
        yield words, "center", False
    opening, goals = docx_head.goals_of(plan)
    for words in [f"{opening} {goals[0]}"] if len(goals) == 1 else [opening, *goals] if goals else []:
        yield words, "left", False


def _sheet_name(title: str) -> str:
    """Return the first words of the title, as many as a sheet may be called."""
    words = _NOT_IN_NAMES.split(title)[0].strip()
    if len(words) > _LONGEST_NAME:
        words = words[: _LONGEST_NAME + 1].rpartition(" ")[0] or words[:_LONGEST_NAME]
    return words or PLAIN_NAME


def _progress(roadmap: Roadmap, by: Actor) -> Iterator[tuple[Organisation, list[int]]]:
    """Yield each organisation that has work of the roadmap, with its numbers in the order of the columns."""
    sums = {f"column_{at}": Sum("total", filter=what, default=0) for at, (*_, what) in enumerate(PROGRESS_COLUMNS)}
    counts = visible_counts(by, [roadmap.pk]).values_list("organisation_id").annotate(**sums)
    numbers = {key: found for key, *found in counts}
    organisations = Organisation.objects.filter(pk__any_of=numbers).select_related("territory")
    for one in organisations.order_by("territory__sort_key", "territory", "sort_key", "pk"):
        yield one, numbers[one.pk]


def _write_progress(sheet: Any, rows: Sequence[tuple[Organisation, list[int]]]) -> None:
    numbers = [(name, width) for name, width, _ in PROGRESS_COLUMNS]
    table = _Table(sheet, [("Территория", 30), ("Организация", 44), *numbers, ("Доля", 10)])
    table.head(beside=2)
    for one, found in rows:
        table.row([str(one.territory), str(one), *found, _share(found)])
    total = [sum(column) for column in zip(*(found for _, found in rows), strict=True)]
    table.row(["", "Итого", *total, _share(total)], bold=True)


def _share(found: Sequence[int]) -> float | None:
    """Return the share that is carried out; of nothing there is none."""
    counted, done, *_ = found
    return done / counted if counted else None


class _Table:
    """A table on a sheet, written from above to below, and the lines above it."""

    def __init__(self, sheet: Any, columns: Sequence[_Column]) -> None:
        self.columns = columns
        self._sheet, self._at = sheet, 0
        self._letters = sum(width for _, width in columns)
        self._wide = len(columns)
        for at, (_, width) in enumerate(columns, start=1):
            sheet.column_dimensions[get_column_letter(at)].width = width
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

    def space(self) -> None:
        """Leave a row empty, unless nothing stands above."""
        self._at += 1 if self._at else 0

    def line(self, words: str, *, side: str, bold: bool = False) -> None:
        """Write a line over the whole width. Without borders it is seen to be no row of the table."""
        cell = self._merged(words, self._wide)
        cell.font = _BOLD if bold else _FONT
        cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=True)

    def head(self, *, stays: bool = True, beside: int = 0) -> None:
        """Write the head; where it `stays` it is in sight and on every page, as are columns `beside` the others."""
        self.row([name for name, _ in self.columns], bold=True)
        for at in range(1, len(self.columns) + 1):
            cell = self._sheet.cell(self._at, at)
            cell.alignment, cell.fill = Alignment(horizontal="center", vertical="center", wrap_text=True), _SHADE
        if stays:
            self._sheet.print_title_rows = f"{self._at}:{self._at}"
            self._sheet.freeze_panes = self._sheet.cell(self._at + 1, beside + 1)

    def band(self, words: str) -> None:
        """Write a row over all columns: the heading of a section."""
        cell = self._merged(words, len(self.columns))
        cell.font, cell.alignment = _BOLD, Alignment(horizontal="center", vertical="center", wrap_text=True)
        for at in range(1, len(self.columns) + 1):
            self._sheet.cell(self._at, at).border = _BORDER

    def row(self, values: Sequence[str | float | None], *, bold: bool = False) -> None:
        """Write a row of the table."""
        self._at += 1
        for at, value in enumerate(values, start=1):
            cell = self._sheet.cell(self._at, at)
            _put(cell, value)
            cell.border, cell.font = _BORDER, _BOLD if bold else _FONT
            cell.alignment = Alignment(vertical="top", wrap_text=isinstance(value, str))
        widths = (width for _, width in self.columns)
        texts = (value if isinstance(value, str) else "" for value in values)
        self._fit(zip(texts, widths, strict=True))

    def _merged(self, words: str, columns: int) -> Any:
        self._at += 1
        cell = self._sheet.cell(self._at, 1)
        _put(cell, words)
        self._sheet.merge_cells(start_row=self._at, end_row=self._at, start_column=1, end_column=columns)
        self._fit([(words, self._letters)])
        return cell

    def _fit(self, cells: Iterable[tuple[str, int]]) -> None:
        """Make the row as high as its texts: not every office program does so by itself."""
        lines = [
            sum(len(textwrap.wrap(part, max(width - 1, 1))) or 1 for part in words.split("\n"))
            for words, width in cells
        ]
        self._sheet.row_dimensions[self._at].height = _LINE_HEIGHT * max(lines)


def _put(cell: Any, value: str | float | None) -> None:
    """Put a value into a cell. Text stays text whatever it begins with, and what looks escaped stays as it is."""
    if isinstance(value, str):
        cell.value = _ESCAPE.sub("_x005F_", value)
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in "=+-@" if value else False
    else:
        cell.value = value
        if isinstance(value, float):
            cell.number_format = _PERCENT
