"""A pasted table becomes a document that is read like any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from orientir.engines.reading import Roadmap, read_roadmap
from orientir.files import kinds
from orientir.files.checks import check
from orientir.roadmaps.services.pasting import document_of

TITLE = "План мероприятий по профориентации города Белоозерска на 2026–2027 годы"
TABS = (
    "№\tМероприятие\tСрок\tИсполнители\n"
    "Раздел 1. Организация работы\n"
    '1.1\t"Издать приказ\n«О профориентации»"\tмай 2026 г.\tШколы\n'
    '1.2\t"Билет в будущее" и другие проекты\tежегодно\tШколы\n'
    "Раздел 2. События\t\t\t\n"
    '2.1\t"Провести ""Ярмарку"" мест"\tоктябрь, ежегодно\tУправление\n'
)
PAGE = """<html><head><style>td {mso-number-format:General}</style></head><body><table>
<tr><td>№</td><td>Мероприятие</td><td>Срок</td><td>Исполнители</td></tr>
<tr><td>1</td><td>Издать приказ</td><td rowspan="2">май 2026 г.</td><td>Школы</td></tr>
<tr><td>2</td><td>Провести ярмарку</td><td>Школы</td></tr>
</table></body></html>"""


def read(tmp_path: Path, table: str, page: str = "") -> Roadmap:
    document = document_of(table, page=page, title=TITLE, name="Вставленная таблица.html")
    content = document.read()
    assert check("a.html", content, also=kinds.TO_READ) is kinds.HTML
    path = tmp_path / "plan.html"
    path.write_bytes(content)
    return read_roadmap(path)


def test_cells_set_apart_by_tabs_are_read_with_their_sections_and_title(tmp_path: Path) -> None:
    plan = read(tmp_path, TABS)

    assert (plan.title, plan.period.start_year, plan.period.end_year) == (TITLE, 2026, 2027)
    assert [(section.title, [one.number for one in section.measures]) for section in plan.sections] == [
        ("Организация работы", ["1.1", "1.2"]),
        ("События", ["2.1"]),
    ]


def test_quotes_are_those_of_the_cell_or_those_of_its_words(tmp_path: Path) -> None:
    titles = [one.title for one in read(tmp_path, TABS.replace("\n", "\r\n")).measures]

    assert titles == [
        "Издать приказ «О профориентации»",
        '"Билет в будущее" и другие проекты',
        'Провести "Ярмарку" мест',
    ]


def test_what_the_clipboard_holds_as_a_page_keeps_merged_cells(tmp_path: Path) -> None:
    plan = read(tmp_path, "what the field shows", PAGE)

    assert [(one.title, one.term_raw) for one in plan.measures] == [
        ("Издать приказ", "май 2026 г."),
        ("Провести ярмарку", "май 2026 г."),
    ]


@pytest.mark.parametrize("page", ["<p>no table</p>", ""])
def test_a_page_without_a_table_is_not_taken_for_one(tmp_path: Path, page: str) -> None:
    assert len(list(read(tmp_path, TABS, page).measures)) == 3


def test_words_are_words_and_no_markup() -> None:
    content = document_of("<b>1</b>\tA & B", title="<script>", name="a.html").read().decode()

    assert "<td>&lt;b&gt;1&lt;/b&gt;</td><td>A &amp; B</td>" in content
    assert "<p>&lt;script&gt;</p>" in content
