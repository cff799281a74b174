"""A sample roadmap as a Word document, laid out as an office would send it.

Approval stamp at the right, title, goal and tasks, then a landscape table whose head is repeated on every
page, with section rows over all columns, a list inside a measure and a term that stands once for two rows.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from orientir.demo import sample_plan
from orientir.demo.sample_plan import Direction, Plan, Row

_FONT = "Times New Roman"
_HEAD = (
    ("№\nп/п", 1.4),
    ("Наименование мероприятия", 6.8),
    ("Срок исполнения", 3.1),
    ("Ответственные исполнители (соисполнители)", 5.2),
    ("Ожидаемый результат", 4.7),
    ("Показатель", 4.5),
)
_TERM = 2


def build(path: Path, *, year: int, words: Callable[[int], Plan] = sample_plan.plan) -> None:
    """Write a roadmap, that of the fictional city of Beloozersk or another, from `year` on to a DOCX file."""
    document, plan = Document(), words(year)
    _page(document)
    _properties(document, plan, year)
    _stamp(document, plan)
    _title(document, plan)
    _goals(document, plan)
    _table(document, plan.directions)
    _signature(document, plan)
    document.save(str(path))


def _page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin, section.right_margin = Cm(2.0), Cm(2.0)
    section.top_margin, section.bottom_margin = Cm(2.0), Cm(1.5)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(0)


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _properties(document: Any, plan: Plan, year: int) -> None:
    properties = document.core_properties
    properties.author = plan.author
    properties.title = plan.title
    properties.language = "ru-RU"
    properties.comments = ""
    properties.created = properties.modified = datetime(year, 1, 14, 9, 30, tzinfo=UTC)


def _stamp(document: Any, plan: Plan) -> None:
    for line in plan.stamp:
        paragraph = document.add_paragraph(line)
        paragraph.paragraph_format.left_indent = Cm(16.5)


def _title(document: Any, plan: Plan) -> None:
    opening, rest = plan.title.split(" по развитию ", maxsplit=1)
    subject, years = rest.rsplit(" на ", maxsplit=1)
    for at, line in enumerate((opening, f"по развитию {subject}", f"на {years}")):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_before = Pt(18 if at == 0 else 0)
        paragraph.paragraph_format.space_after = Pt(12 if at == 2 else 0)
        paragraph.add_run(_bound(line)).bold = True


def _goals(document: Any, plan: Plan) -> None:
    goal = document.add_paragraph()
    goal.add_run("Цель: ").bold = True
    goal.add_run(f"{plan.goal}.")
    goal.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    document.add_paragraph().add_run("Задачи:").bold = True
    for at, task in enumerate(plan.tasks):
        item = document.add_paragraph(task + (";" if at + 1 < len(plan.tasks) else "."))
        item.style = document.styles["List Number"]
    item.paragraph_format.space_after = Pt(12)


def _table(document: Any, directions: tuple[Direction, ...]) -> None:
    table = document.add_table(rows=1, cols=len(_HEAD))
    table.style = document.styles["Table Grid"]
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for cell, (words, _) in zip(table.rows[0].cells, _HEAD, strict=True):
        _write(cell, words, bold=True, centred=True)
    for column, (_, width) in zip(table.columns, _HEAD, strict=True):
        column.width = Cm(width)
    _repeat(table.rows[0])
    for direction in directions:
        _section_row(table, direction)
        for row in direction.rows:
            _measure_row(table, row)
    for row in table.rows:
        _keep_whole(row)
        if len({cell._tc for cell in row.cells}) == 1:
            continue
        for cell, (_, width) in zip(row.cells, _HEAD, strict=True):
            cell.width = Cm(width)


def _section_row(table: Any, direction: Direction) -> None:
    cells = table.add_row().cells
    merged = cells[0].merge(cells[-1])
    _write(merged, f"{direction.number}. {direction.title}", bold=True, centred=True)
    _keep_with_next([merged])
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), "EDEDED")
    merged._tc.get_or_add_tcPr().append(shade)


def _measure_row(table: Any, row: Row) -> None:
    above = table.rows[-1].cells
    cells = table.add_row().cells
    _write(cells[0], row.number, centred=True)
    _write(cells[1], row.title)
    for at, item in enumerate(row.items):
        last = at + 1 == len(row.items)
        _write(cells[1], f"– {item}{'.' if last else ';'}", further=True)
    if row.term_of_row_above:
        cells[_TERM].merge(above[_TERM])
        _keep_with_next(above)  # a merged term is printed once, on the page of the first row
    else:
        _write(cells[_TERM], row.term, centred=True)
    _performers(cells[3], row)
    _write(cells[4], row.result)
    _write(cells[5], row.indicator)


def _performers(cell: Any, row: Row) -> None:
    """The lead on a line of its own, the others after it, those outside the office «по согласованию»."""
    names = [f"{name} (по согласованию)" if name in row.by_consent else name for name in row.performers]
    lead, *others = names
    _write(cell, lead[:1].upper() + lead[1:] + ("," if others else ""))
    if others:
        _write(cell, ", ".join(others), further=True)


def _write(cell: Any, text: str, *, bold: bool = False, centred: bool = False, further: bool = False) -> None:
    paragraph = cell.add_paragraph() if further else cell.paragraphs[0]
    paragraph.paragraph_format.space_before = Pt(0 if further else 1)
    paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(_bound(text))
    run.font.size = Pt(11)
    run.bold = bold
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _bound(text: str) -> str:
    """No-break spaces where a careful typist puts them, so that «8–9 классов» is not torn."""
    for after in ("№", "не менее", "до"):
        text = text.replace(f"{after} ", f"{after}\u00a0")
    for before in ("г.", "гг.", "%", "классов"):
        text = text.replace(f" {before}", f"\u00a0{before}")
    return text


def _repeat(row: Any) -> None:
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(header)


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _keep_with_next(cells: Iterable[Any]) -> None:
    for cell in cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _signature(document: Any, plan: Plan) -> None:
    paragraph = document.add_paragraph(plan.post)
    paragraph.paragraph_format.space_before = Pt(24)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(20))
    paragraph.add_run(f"\t{plan.signed_by}")
