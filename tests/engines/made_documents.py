"""Plans that nobody wrote, and small writers that put one into a file of each format as an office would."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

from hypothesis import strategies as st

from tests.engines import book_files, odt_files, word_files
from tests.engines.pdf_files import C, Paper, pdf_bytes
from tests.engines.text_files import Rows, a_cell_a_line, aligned, bordered, markdown, tabbed

NUMBER, TITLE, TERM, PERFORMERS, RESULT = "number", "title", "term", "performers", "result"
HEADS = {
    NUMBER: ("№ п/п", "№", "N п/п"),
    TITLE: ("Мероприятие", "Наименование мероприятия", "Содержание деятельности"),
    TERM: ("Срок", "Сроки исполнения", "Дата проведения"),
    PERFORMERS: ("Ответственные", "Ответственный исполнитель", "Исполнители"),
    RESULT: ("Результат", "Ожидаемый результат", "Планируемый результат"),
}
_WIDTHS = {NUMBER: 6, TITLE: 34, TERM: 18, PERFORMERS: 26, RESULT: 28}
_SECTIONS = (
    "Работа с педагогами", "Работа с родителями школьников", "Методическое обеспечение", "Мониторинг",
    "Знакомство с предприятиями города Заречного и Заречного района",
)  # fmt: skip
_DEEDS = ("Проведение", "Организация", "Подготовка", "Посещение", "Обсуждение")
_THINGS = (
    "недели профессий", "экскурсии на завод", "встречи с мастерами", "конкурса рисунков «Кем быть?»", "дня профессий",
)  # fmt: skip
_WHERE = (
    "", "в школах города", "для учеников 8–9 классов", "с участием колледжей, техникумов и вузов", "на базе центра",
)  # fmt: skip
_TERMS = (
    "сентябрь", "октябрь 2025", "до 1 марта, ежегодно", "ежегодно", "май-июнь", "в течение учебного года", "постоянно",
    "IV квартал 2025 года",
)  # fmt: skip
_NAMES = ("Управление образования", "школы города", "Центр занятости", "методический центр", "МБУ «Юность»")
_RESULTS = (
    "Протокол",
    "Приказ об итогах",
    "Справка по итогам недели",
    "Не менее девяти школ",
    "Фотоотчёт на сайте школы",
)


@dataclass(frozen=True)
class MadeMeasure:
    """A measure as it must be read again."""

    section: str
    number: str
    title: str
    term: str
    performers: tuple[str, ...]
    result: str


@dataclass(frozen=True)
class MadePlan:
    """A plan: the head's words by column in the order of the columns, and the measures."""

    head: tuple[tuple[str, str], ...]
    measures: tuple[MadeMeasure, ...]

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The rows of its table; a heading is a row of one cell."""
        rows: list[tuple[str, ...]] = [tuple(words for _, words in self.head)]
        for at, measure in enumerate(self.measures):
            if not at or measure.section != self.measures[at - 1].section:
                rows.append((f"{measure.number.partition('.')[0]}. {measure.section}",))
            cells = {
                NUMBER: measure.number,
                TITLE: measure.title,
                TERM: measure.term,
                PERFORMERS: ", ".join(measure.performers),
                RESULT: measure.result,
            }
            rows.append(tuple(cells[column] for column, _ in self.head))
        return rows

    @property
    def widths(self) -> list[int]:
        """Of the columns, in signs."""
        return [_WIDTHS[column] for column, _ in self.head]


_TITLES = [" ".join(filter(None, words)) for words in product(_DEEDS, _THINGS, _WHERE)]


@st.composite
def plans(draw: st.DrawFn) -> MadePlan:
    """Plans of one to three sections with their columns in any order after the number; no two titles are alike."""
    order = draw(st.permutations((TITLE, TERM, PERFORMERS, RESULT)))
    head = tuple((column, draw(st.sampled_from(HEADS[column]))) for column in (NUMBER, *order))
    names = draw(st.lists(st.sampled_from(_SECTIONS), min_size=1, max_size=3, unique=True))
    titles = iter(draw(st.lists(st.sampled_from(_TITLES), min_size=12, max_size=12, unique=True)))
    measures = [
        MadeMeasure(
            name,
            f"{section}.{number}.",
            next(titles),
            draw(st.sampled_from(_TERMS)),
            tuple(draw(st.lists(st.sampled_from(_NAMES), min_size=1, max_size=3, unique=True))),
            draw(st.sampled_from(_RESULTS)),
        )
        for section, name in enumerate(names, start=1)
        for number in range(1, draw(st.integers(2, 4)) + 1)
    ]
    return MadePlan(head, tuple(measures))


TITLE_LINE = "План мероприятий по профориентации города Заречного на 2025 год"


def _docx(plan: MadePlan) -> bytes:
    width = len(plan.head)
    rows = [word_files.tr(word_files.tc(row[0], span=width if len(row) == 1 else 1), *row[1:]) for row in plan.rows]
    body = word_files.document(word_files.p(TITLE_LINE), word_files.tbl(*rows))
    return word_files.archive({"[Content_Types].xml": word_files.CONTENT_TYPES, "word/document.xml": body})


def _odt(plan: MadePlan) -> bytes:
    width = len(plan.head)
    rows = [odt_files.row(odt_files.cell(*row, columns=width)) if len(row) == 1 else row for row in plan.rows]
    return odt_files.packed(odt_files.p(TITLE_LINE), odt_files.table(*rows))


def _xlsx(plan: MadePlan) -> bytes:
    rows = [book_files.boxed(*row) for row in plan.rows]
    last = chr(ord("A") + len(plan.head) - 1)
    merged = [f"A{at}:{last}{at}" for at, row in enumerate(rows, start=3) if len(row) == 1]
    content = {**book_files.rows(1, [TITLE_LINE]), **book_files.rows(3, *rows)}
    return book_files.book(book_files.page(content, merged=merged))


def _pdf(plan: MadePlan) -> bytes:
    paper = Paper(width=800, height=3000)
    paper.write(40, 40, TITLE_LINE)
    head, *body = plan.rows
    plain = [cell.replace("№", "N") for cell in head]  # one sign more than the viewer's own font has room for
    rows = [[C(row[0], span=len(plan.head))] if len(row) == 1 else list(row) for row in (plain, *body)]
    paper.table(40, 60, [width * 6 for width in plan.widths], rows)
    return pdf_bytes([paper])


def _page(plan: MadePlan) -> bytes:
    def row(cells: Sequence[str]) -> str:
        span = f' colspan="{len(plan.head)}"' if len(cells) == 1 else ""
        return "<tr>" + "".join(f"<td{span}>{html.escape(cell)}</td>" for cell in cells) + "</tr>"

    table = "".join(map(row, plan.rows))
    return f"<html><body><p>{TITLE_LINE}</p><table>{table}</table></body></html>".encode()


def _text(write: Callable[[Rows, Sequence[int]], str]) -> Callable[[MadePlan], bytes]:
    return lambda plan: f"{TITLE_LINE}\n\n{write(plan.rows, plan.widths)}".encode()


WRITERS: dict[str, Callable[[MadePlan], bytes]] = {
    "docx": _docx,
    "odt": _odt,
    "xlsx": _xlsx,
    "pdf": _pdf,
    "html": _page,
    "tabs": _text(lambda rows, _: tabbed(rows)),
    "cells": _text(lambda rows, _: a_cell_a_line(rows)),
    "tabbed-cells": _text(lambda rows, _: a_cell_a_line(rows, before="\t", between="\n")),
    "markdown": _text(lambda rows, _: markdown(rows)),
    "ruled": _text(bordered),
    "borders": _text(lambda rows, widths: bordered(rows, widths, ruled=False)),
    "aligned": _text(lambda rows, widths: aligned(rows, widths, gap=3)),
}
