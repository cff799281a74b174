"""A roadmap as the document that an office signs.

The page follows GOST R 7.0.97-2025, «Общие требования к созданию документов»: fields of at least 30 mm at the left
(papers kept for longer than ten years), 10 mm at the right, 20 mm above and below; pages are numbered from the second
one in the middle of the upper field, at least 10 mm from the edge; type of 12 to 14 points; the stamp of approval
stands in the upper right corner, its lines no longer than 80 mm.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle

from orientir.engines import reading
from orientir.roadmaps.models import Roadmap

from . import docx_head
from .docx_plan import plan_of
from .docx_table import BAND, CELL, HEAD
from .docx_tables import measures_of, targets_of
from .docx_words import bound

FONT = "Times New Roman"
_SUBSTITUTES = "PT Astra Serif,Liberation Serif"
"""Free faces of the same widths, for machines that have no Times."""

_FONTS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:font w:name="{FONT}">
<w:altName w:val="{_SUBSTITUTES}"/><w:panose1 w:val="02020603050405020304"/><w:charset w:val="CC"/>
<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>"""

PAGE_WIDTH, PAGE_HEIGHT = Mm(297), Mm(210)
LEFT, RIGHT, TOP, BOTTOM = Mm(30), Mm(10), Mm(20), Mm(20)
WIDTH = Length(PAGE_WIDTH - LEFT - RIGHT)
_NUMBER_AT = Mm(10)
_STAMP, _INDENT = Mm(80), Mm(12.5)
_SIGNED = (
    ("должность", Mm(0), Mm(100)),
    ("подпись", Mm(112), Mm(162)),
    ("инициалы, фамилия", Mm(174), Mm(250)),
)
"""What is written by hand beneath the plan: its caption, where its line begins and ends."""

_TALLEST_ROW = Mm(145)
"""A page without its head row and a heading of a section."""


def as_docx(roadmap: Roadmap) -> bytes:
    """Return the roadmap as a Word document in Russian: what was read from one gives the same roadmap when read."""
    plan = plan_of(roadmap)
    return write(plan, author=str(roadmap.organisation.name), at=roadmap.read_at or roadmap.uploaded_at)


def write(plan: reading.Roadmap, *, author: str = "", at: datetime | None = None) -> bytes:
    """Return a plan as a Word document; `author` and `at` are told in its properties."""
    document = Document()
    _page(document)
    _styles(document)
    _properties(document, plan, author, at)
    _head(document, plan)
    body = document.element.body
    body.insert(len(body) - 1, measures_of(plan, WIDTH, _TALLEST_ROW))
    targets = targets_of(plan, WIDTH, _TALLEST_ROW)
    if targets is not None:
        _line(document, "Целевые значения показателей", bold=True, centred=True, before=18, after=6, stays=True)
        body.insert(len(body) - 1, targets)
    _signature(document)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.header_distance = section.footer_distance = _NUMBER_AT
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    number._p.append(field)


def _styles(document: Any) -> None:
    _style(document.styles["Normal"], 14)
    for name, bold, centred in ((CELL, False, False), (HEAD, True, True), (BAND, True, True)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        _style(style, 12, bold=bold, centred=centred)
        style.paragraph_format.keep_with_next = True if name == BAND else None
    fonts = document.part.part_related_by(RT.FONT_TABLE)
    fonts._blob = _FONTS.encode()


def _style(style: ParagraphStyle, size: int, *, bold: bool = False, centred: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold or None
    properties = style.element.get_or_add_rPr()
    for script in ("eastAsia", "cs"):
        properties.rFonts.set(qn(f"w:{script}"), FONT)
    if properties.find(qn("w:lang")) is None:
        properties.append(OxmlElement("w:lang", {qn("w:val"): "ru-RU"}))
    paragraphs = style.paragraph_format
    paragraphs.space_before = paragraphs.space_after = Pt(0)
    paragraphs.line_spacing = 1
    if centred:
        paragraphs.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _properties(document: Any, plan: reading.Roadmap, author: str, at: datetime | None) -> None:
    properties = document.core_properties
    properties.author = properties.last_modified_by = author[:255]
    properties.title, properties.comments, properties.language = plan.title[:255], "", "ru-RU"
    if at is not None:
        properties.created = properties.modified = at


def _head(document: Any, plan: reading.Roadmap) -> None:
    for words in docx_head.stamp_of(plan):
        _line(document, words).paragraph_format.left_indent = Length(WIDTH - _STAMP)
    if plan.title:
        _line(document, plan.title, bold=True, centred=True, before=24)
    for words in docx_head.beneath_title(plan):
        _line(document, words, centred=True)
    opening, goals = docx_head.goals_of(plan)
    if len(goals) == 1:
        _text(document, f"{opening} {goals[0]}", before=12)
    elif goals:
        _text(document, opening, before=12, stays=True)
        for goal in goals:
            _text(document, goal)
    document.paragraphs[-1].paragraph_format.space_after = Pt(12)


def _signature(document: Any) -> None:
    """A line to sign on, for a post and a name that are not known here."""
    line = _line(document, "\t" * (2 * len(_SIGNED) - 1), before=36, stays=True)
    captions = _line(document, "".join(f"\t({words})" for words, _, _ in _SIGNED))
    captions.runs[0].font.size = Pt(12)
    for _, begins, ends in _SIGNED:
        if begins:
            line.paragraph_format.tab_stops.add_tab_stop(begins)
        line.paragraph_format.tab_stops.add_tab_stop(ends, WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
        captions.paragraph_format.tab_stops.add_tab_stop(Length((begins + ends) // 2), WD_TAB_ALIGNMENT.CENTER)


def _text(document: Any, words: str, **form: Any) -> None:
    paragraph = _line(document, words, **form)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = _INDENT


def _line(
    document: Any,
    words: str,
    *,
    bold: bool = False,
    centred: bool = False,
    before: int = 0,
    after: int = 0,
    stays: bool = False,
) -> Any:
    paragraph = document.add_paragraph()
    paragraph.add_run(bound(words)).bold = bold or None
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    paragraph.paragraph_format.keep_with_next = stays or None
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph
