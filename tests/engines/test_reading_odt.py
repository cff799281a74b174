"""Reading OpenDocument texts: one small document for each difficulty of a real one."""

from pathlib import Path

import pytest

from orientir.engines.archive import unpack
from orientir.engines.reading import Refused, read_roadmap
from orientir.engines.reading.blocks import Block, Grid, Line
from orientir.engines.reading.formats import Source, odf, tables
from tests.engines.odt_files import (
    COVERED,
    begin,
    cell,
    deletions,
    element,
    end,
    flat,
    hidden_style,
    item,
    items,
    level,
    list_style,
    odt_file,
    p,
    packed,
    row,
    table,
)
from tests.engines.word_files import archive

NUMBERS = list_style(
    "N",
    level(1, "1"),
    level(2, "1", more='text:display-levels="2"'),
    '<text:list-level-style-bullet text:level="3" text:bullet-char="–"/>',
)
LETTERS = list_style("L", level(1, "а, б, .., аа, аб, ... (ru)", ")", 'text:start-value="3"'))


def blocks(*body: str, styles: str = "", named: str = "") -> list[Block]:
    source = Source(flat(*body, styles=styles, named=named).encode())
    assert odf.knows(source)
    return list(odf.read(source).blocks)


def printed(*body: str, styles: str = "", named: str = "") -> list[str]:
    """The lines as the page shows them; a cell is its lines with «/» between."""
    lines: list[str] = []
    for block in blocks(*body, styles=styles, named=named):
        lines += [block.printed] if isinstance(block, Line) else [" | ".join(cells) for cells in rows(block)]
    return lines


def rows(grid: Grid) -> list[list[str]]:
    return [[("^" if part.continues else "") + part.text for part in cells] for cells in grid.rows]


def test_a_plan_with_automatic_numbers_is_read_to_the_end(tmp_path: Path) -> None:
    def number(text: str) -> str:
        return items(text, style="N", continue_numbering="true")

    path = odt_file(
        tmp_path,
        p("План мероприятий Заозёрного района на 2025 год"),
        table(
            row(cell(number(item("Кадры")), columns=4), COVERED, COVERED, COVERED),
            (number(item(items(item("")))), "Курсы", "май", "Школы"),
            (number(item(items(item("")))), "Семинар", "июнь", "Отдел"),
            head=row("№", "Мероприятие", "Срок", "Ответственные"),
        ),
        styles=NUMBERS,
    )

    (section,) = read_roadmap(path).sections

    assert (section.number, section.title) == ("1", "Кадры")
    assert [(measure.number, measure.title, measure.executors) for measure in section.measures] == [
        ("1.1.", "Курсы", ("Школы",)),
        ("1.2.", "Семинар", ("Отдел",)),
    ]


def test_lines_and_grids_come_in_the_order_of_the_document() -> None:
    assert blocks(p("До"), table(("1", "Игра")), element("h", "После")) == [
        Line("До"),
        blocks(table(("1", "Игра")))[0],
        Line("После"),
    ]


def test_a_packed_and_a_flat_document_are_read_alike() -> None:
    body = (p("До"), items(item("раз"), style="N"), table(("1", "Игра")))
    archived = Source(b"", unpack(packed(*body, named=NUMBERS)))

    assert odf.knows(archived)
    assert list(odf.read(archived).blocks) == blocks(*body, named=NUMBERS)


def test_numbers_letters_and_signs_stand_as_they_are_shown() -> None:
    lines = blocks(
        items(
            item("один", "ещё абзац"),
            item("два", items(item("глубже"), item("и ещё", items(item("точка"))))),
            style="N",
        ),
        items(item("буква"), item("другая"), style="L"),
        items(item("четыре", start_value="4"), item("пять"), style="R"),
        styles=NUMBERS + LETTERS + list_style("R", level(1, "i", ")", 'style:num-prefix="("')),
    )

    assert lines == [
        Line("один", "1."),
        Line("ещё абзац"),
        Line("два", "2."),
        Line("глубже", "2.1.", 1),
        Line("и ещё", "2.2.", 1),
        Line("точка", "–", 2),
        Line("буква", "в)"),
        Line("другая", "г)"),
        Line("четыре", "(iv)"),
        Line("пять", "(v)"),
    ]


def test_a_list_goes_on_only_where_it_says_so() -> None:
    assert printed(
        items(item("раз"), style="N", name="first"),
        items(item("снова"), style="N"),
        items(item("дальше"), style="N", continue_numbering="true"),
        items(item("чужой"), style="L"),
        items(item("после чужого"), style="N", continue_numbering="true"),
        items(item("за первым"), style="N", continue_list="first"),
        items(element("list-header", p("шапка")), item("под шапкой"), style="N"),
        styles=NUMBERS + LETTERS,
    ) == ["1. раз", "1. снова", "2. дальше", "в) чужой", "1. после чужого", "2. за первым", "шапка", "1. под шапкой"]


def test_headings_are_numbered_by_the_outline() -> None:
    outline = (
        '<text:outline-style style:name="Outline">'
        '<text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/>'
        '<text:outline-level-style text:level="2" style:num-format="1" style:num-suffix="." text:display-levels="2"/>'
        "</text:outline-style>"
    )

    assert printed(
        element("h", "Кадры", outline_level="1"),
        element("h", "Введение", outline_level="1", is_list_header="true"),
        element("h", "Школы", outline_level="1"),
        element("h", "Курсы", outline_level="2"),
        named=outline,
    ) == ["I. Кадры", "Введение", "II. Школы", "II.1. Курсы"]


def test_a_cell_that_covers_others_stands_in_every_row_it_covers() -> None:
    (grid,) = blocks(
        table(
            row(cell("А", rows=2), cell("Б", columns=2), COVERED),
            row("<table:covered-table-cell><text:p>под</text:p></table:covered-table-cell>", "В", "Г"),
        )
    )

    assert isinstance(grid, Grid)
    assert [[(part.start, part.span, part.text, part.continues) for part in cells] for cells in grid.rows] == [
        [(0, 1, "А", False), (1, 2, "Б", False)],
        [(0, 1, "А", True), (1, 1, "В", False), (2, 1, "Г", False)],
    ]


def test_repeated_cells_and_rows_are_there_as_often_as_they_are_shown() -> None:
    (grid,) = blocks(table(row(cell("х", repeated=2), "у"), row("а", "б", "в", repeated=2), row("", repeated=9999)))

    assert isinstance(grid, Grid)
    assert rows(grid) == [["х", "х", "у"], ["а", "б", "в"], ["а", "б", "в"], [""]]


def test_cells_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_AREA", 10_000)
    wide = table(row(cell("х", columns=99999)))
    many = table(row(cell("х", repeated=99999), repeated=99999))

    for body in (wide, many):
        with pytest.raises(Refused) as caught:
            blocks(body)
        assert caught.value.reason == "too_much_memory"


def test_a_table_within_a_cell_is_its_lines() -> None:
    assert printed(table(("1", cell(table(("а", "б"), ("в", "г")), "после")))) == ["1 | а б в г после"]


def test_what_was_deleted_does_not_count_wherever_it_is_kept() -> None:
    assert printed(
        deletions("a", "b", "c", insertions=["d"], aside="в стороне"),
        p(f'Собрать <text:change text:change-id="a"/>{begin("b")}сады{end("b")}{begin("d")}школы{end("d")}'),
        p(f"Начало {begin('c')}лишнее"),
        p("совсем лишнее"),
        p(f"лишнее{end('c')}и конец"),
    ) == ["Собрать школы", "Начало и конец"]


def test_a_deleted_list_item_takes_no_number() -> None:
    assert printed(
        deletions("a"),
        items(item("раз"), item(p(f"{begin('a')}лишний")), item(p(f"{end('a')}два")), style="N"),
        styles=NUMBERS,
    ) == ["1. раз", "2. два"]


def test_a_footnote_follows_the_text_and_a_remark_is_not_read() -> None:
    note = element("note", element("note-citation", "1"), element("note-body", p("Сноска"), p("её конец")))
    remark = "<office:annotation><text:p>Замечание</text:p></office:annotation>"

    assert printed(p(f"Пробы{note} и{remark} игры"), p("Дальше")) == ["Пробы и игры", "Дальше", "1 Сноска", "её конец"]


def test_only_what_the_page_shows_is_read() -> None:
    assert printed(
        p("<text:soft-page-break/>По<text:span text:style-name='H'>тайно</text:span>строчно<text:s text:c='3'/>и"),
        p("скрыт", style_name="B"),
        element("section", p("скрыто"), display="none"),
        p("а<text:line-break/>б<text:tab/>в\n  г"),
        p(
            "<draw:frame><draw:text-box><text:p>УТВЕРЖДАЮ</text:p></draw:text-box><svg:desc>герб</svg:desc></draw:frame>"
            "рядом"
        ),
        "<text:sequence-decls><text:sequence-decl/></text:sequence-decls>",
        styles=hidden_style("H") + hidden_style("A", "paragraph") + hidden_style("B", "paragraph", base="A"),
    ) == ["Построчно и", "а\nб в г", "УТВЕРЖДАЮ", "рядом"]


REFUSED = {
    "encrypted": (
        packed(more={"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"}),
        "encrypted",
    ),
    "no content": (archive({"mimetype": "application/vnd.oasis.opendocument.text"}), "broken"),
    "no text": (packed(more={"content.xml": "<a/>"}), "broken"),
    "entities": (packed(more={"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "entities"),
    "deep sections": (packed("<text:section>" * 500 + "</text:section>" * 500), "broken"),
    "deep spans": (packed(p("<text:span>" * 500 + "</text:span>" * 500)), "broken"),
    "deep tables": (packed("<table:table><table:table-row><table:table-cell>" * 200 + "</table:table-cell>"
                           "</table:table-row></table:table>" * 200), "broken"),
    "a workbook": (archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "wrong_type"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_its_reason(name: str, tmp_path: Path) -> None:
    data, reason = REFUSED[name]
    path = tmp_path / "plan.odt"
    path.write_bytes(data)

    with pytest.raises(Refused) as caught:
        read_roadmap(path)

    assert caught.value.reason == reason
