"""Reading workbooks: one small sheet for each difficulty of a real one."""

import math
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orientir.engines.archive import unpack
from orientir.engines.reading import Refused, Remark, read_roadmap
from orientir.engines.reading.blocks import Grid, Line
from orientir.engines.reading.formats import Content, Source, others, sheets, tables
from orientir.engines.reading.formats.sheet_formats import shown
from tests.engines.book_files import C, book, book_file, boxed, page, rows, shapes
from tests.engines.sheet_files import LINKS, PACKAGE
from tests.engines.word_files import archive

HEAD = boxed("№", "Мероприятие", "Срок", "Ответственные")


def content(data: bytes) -> Content:
    source = Source(data, unpack(data))
    assert sheets.knows(source)
    return sheets.read(source)


def printed(data: bytes) -> list[str | list[list[str]]]:
    """Lines as text, grids as the texts of their rows; a cell that goes on from above begins with «^»."""
    return [
        block.printed
        if isinstance(block, Line)
        else [[("^" if cell.continues else "") + cell.text for cell in row] for row in block.rows]
        for block in content(data).blocks
    ]


def grid_of(data: bytes) -> Grid:
    (grid,) = (block for block in content(data).blocks if isinstance(block, Grid))
    return grid


def test_a_plan_on_two_sheets_is_read_to_the_end(tmp_path: Path) -> None:
    first = page(
        {
            **rows(1, [C("План мероприятий Заозёрного района на 2025 год", box=False)], ["Направление 1. Кадры"]),
            **rows(3, HEAD, [C(1), C("Курсы"), C(45717, "[$-419]mmmm\\ yyyy;@"), C("Школы")]),
        },
        merged=["A1:D1", "A2:D2"],
    )
    second = page(rows(1, ["Направление 2. Дети"], HEAD, boxed(1, "Игра", "май", "Отдел")), merged=["A1:D1"])
    path = book_file(tmp_path, book({"Кадры": first, "Лист2": second, "Лист3": page({})}))

    roadmap = read_roadmap(path)

    assert roadmap.title == "План мероприятий Заозёрного района на 2025 год"
    assert [
        (section.title, [(measure.number, measure.title, measure.term_raw) for measure in section.measures])
        for section in roadmap.sections
    ] == [("Кадры", [("1", "Курсы", "март 2025")]), ("Дети", [("1", "Игра", "май")])]


def test_lines_stand_above_a_table_and_beneath_it_with_their_sheet() -> None:
    data = book(
        {
            "Лист1": page(rows(1, ["Справка"])),
            "Лист2": page(
                {**rows(2, ["План"]), **rows(4, HEAD, boxed("1", "Игра", "май", "Школы")), **rows(7, ["Исполнитель"])}
            ),
        }
    )

    lines = [block for block in content(data).blocks if isinstance(block, Line)]

    assert lines == [Line("Справка", page=1), Line("План", page=2), Line("Исполнитель", page=2)]
    assert printed(data)[2] == [["№", "Мероприятие", "Срок", "Ответственные"], ["1", "Игра", "май", "Школы"]]
    assert {line.page for row in grid_of(data).rows for cell in row for line in cell.lines} == {2}


def test_a_row_merged_over_the_table_is_a_heading_within_it() -> None:
    sheet = page(rows(1, HEAD, [*boxed("Кадры", "", "", "")], boxed(1, "Игра", "май", "Школы")), merged=["A2:D2"])

    heading = grid_of(book(sheet)).rows[1]

    assert [(cell.start, cell.span, cell.text) for cell in heading] == [(0, 4, "Кадры")]


def test_merged_cells_hold_for_all_rows_and_columns_they_cover() -> None:
    sheet = page(
        rows(
            5,
            boxed("№", "Мероприятие", "Срок", ""),
            boxed("", "", "начало", "конец"),
            boxed(1, "Игра", "май", "июнь"),
            boxed(2, "Квест", "", ""),
            column=2,
        ),
        merged=["C5:C6", "D5:D6", "E5:F5", "E7:F8", "XFD1048576"],
    )

    assert [
        [(cell.start, cell.span, cell.text, cell.continues) for cell in row] for row in grid_of(book(sheet)).rows
    ] == [
        [(0, 1, "№", False), (1, 1, "Мероприятие", False), (2, 2, "Срок", False)],
        [(0, 1, "№", True), (1, 1, "Мероприятие", True), (2, 1, "начало", False), (3, 1, "конец", False)],
        [(0, 1, "1", False), (1, 1, "Игра", False), (2, 2, "май", False)],
        [(0, 1, "2", False), (1, 1, "Квест", False), (2, 2, "май", True)],
    ]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (3.1, "0.00", "3.10"),
        (7, "General", "7"),
        (0.1 + 0.2, "General", "0.3"),
        (89991234567, "General", "89991234567"),
        (0.3, "0%", "30%"),
        (0.125, "0.0%", "12.5%"),
        (1234567.5, "#,##0.00", "1 234 567.50"),
        (1234.5, '#\\ ##0.00" ₽"', "1 234.50 ₽"),
        (12, '0" чел."', "12 чел."),
        (5, "000", "005"),
        (2.5, "0.##", "2.5"),
        (-5, "0;(0)", "(5)"),
        (0, '0;-0;"нет"', "нет"),
        (5, ";;;", ""),
        (1.5, "# ?/?", "1.5"),
        (45536, "dd.mm.yyyy", "01.09.2024"),
        (45536, "m/d/yy", "01.09.2024"),
        (45536, "mmm-yy", "сентябрь 2024"),
        (45536, "d-mmm", "1 сентября"),
        (45536, "[$-FC19]dd\\ mmmm\\ yyyy\\ \\г\\.;@", "1 сентября 2024 г."),
        (45536.375, "dd.mm.yyyy h:mm", "01.09.2024 09:00"),
        (45536, "yyyy-mm-dd h:mm:ss", "01.09.2024"),
        (0.5, "h:mm AM/PM", "12:00"),
        (45536, "yyyy", "2024"),
    ],
)
def test_a_number_is_read_as_its_cell_shows_it(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


@given(
    st.floats(allow_nan=False, allow_infinity=False) | st.integers(-10, 100_000),
    st.text(alphabet='0#?.,%;[]$-"\\_*@ymdhsгE+/GeneralА ', max_size=20),
)
def test_whatever_the_format_is_a_number_is_shown_on_one_line(value: float, code: str) -> None:
    assert "\n" not in shown(float(value), code)
    assert math.isfinite(value)


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    sheet = page(rows(1, [C(44074, "dd.mm.yyyy")]))
    plain = unpack(book(sheet))
    named = plain["xl/workbook.xml"].replace(b"<sheets>", b'<workbookPr date1904="1"/><sheets>')

    assert printed(archive({**plain, "xl/workbook.xml": named})) == ["01.09.2024"]


def test_what_is_hidden_is_not_read_and_told() -> None:
    listed = page(
        rows(1, [*HEAD, C("Заметки")], *([*boxed(at, "Игра", "май", "Школы"), C("тайна")] for at in (1, 2, 3, 4))),
        hidden_rows=[3, 4],
        columns='<col min="5" max="5" hidden="1"/>',
    )
    data = book({"План": listed, "Списки": page(rows(1, ["тайна"])), "Пустой": page({})}, hidden=["Списки", "Пустой"])

    assert printed(data) == [
        "План",
        [["№", "Мероприятие", "Срок", "Ответственные"], ["1", "Игра", "май", "Школы"], ["4", "Игра", "май", "Школы"]],
    ]
    assert content(data).warnings == (
        Remark("rows_hidden", {"sheet": "План", "rows": "3–4"}),
        Remark("columns_hidden", {"sheet": "План", "columns": "E"}),
        Remark("sheet_hidden", {"sheet": "Списки"}),
    )


def test_a_formula_counts_by_its_stored_value_and_one_without_is_told() -> None:
    sheet = page(rows(1, [C(0.5, "0%", formula="A1/2"), C("май", formula="B1"), C("", formula="C1")]))
    empty = page(rows(1, ["Итог", C("", formula="A1")])).replace('t="str"', "").replace("<v></v>", "")

    assert (printed(book(sheet)), content(book(sheet)).warnings) == ([[["50%", "май", ""]]], ())
    assert content(book({"План": empty})).warnings == (Remark("formula_empty", {"sheet": "План", "cell": "B1"}),)


def test_a_sheets_name_is_a_line_if_it_says_something_new() -> None:
    table = rows(2, HEAD, boxed("1", "Игра", "май", "Школы"))
    named = {
        "Родители": page(table),
        "Кадры": page({**rows(1, ["Раздел 2. Кадры"]), **table}),
        "Sheet3": page(table),
        "Лист4 (2)": page(table),
    }

    assert [line for line in printed(book(named)) if isinstance(line, str)] == ["Родители", "Раздел 2. Кадры"]


def test_tables_within_borders_end_where_the_borders_do() -> None:
    sheet = page(
        {
            **rows(1, HEAD, boxed("1", "Игра", "май", "Школы"), boxed("", "", "", "")),
            **rows(4, ["Показатели плана"], boxed("№", "Показатель", "2025", ""), boxed("1", "Охват", "50", "")),
            **rows(8, boxed("№", "Мероприятие"), boxed("1", "Поход")),
        }
    )

    assert printed(book(sheet)) == [
        [["№", "Мероприятие", "Срок", "Ответственные"], ["1", "Игра", "май", "Школы"]],
        "Показатели плана",
        [["№", "Показатель", "2025", ""], ["1", "Охват", "50", ""]],
        [["№", "Мероприятие"], ["1", "Поход"]],
    ]


def test_a_heading_without_borders_between_the_rows_of_a_table_is_one_of_them() -> None:
    sheet = page(rows(1, HEAD, ["Кадры"], boxed("1", "Игра", "май", "Школы"), ["Дети"], boxed("2", "Сбор", "", "")))

    assert printed(book(sheet)) == [
        [
            ["№", "Мероприятие", "Срок", "Ответственные"],
            ["Кадры", "", "", ""],
            ["1", "Игра", "май", "Школы"],
            ["Дети", "", "", ""],
            ["2", "Сбор", "", ""],
        ]
    ]


def test_without_borders_a_table_is_known_by_its_filled_rows() -> None:
    sheet = page(
        {
            **rows(1, ["План мероприятий"], ["на 2025 год"]),
            **rows(4, ["№", "Мероприятие", "Срок", "Кто"], ["1", "Кадры"], ["1.1", "Курсы", "май", "Школы"]),
            **rows(8, ["2", "Дети"], ["2.1", "Игра", "июнь", "Школы"]),
            **rows(11, ["Показатели"], ["№", "Показатель", "2025", "2026"], ["1", "Охват", 50, 60]),
            **rows(15, ["Директор", None, None, "А.Б. Лугова"]),
        }
    )

    assert printed(book(sheet)) == [
        "План мероприятий",
        "на 2025 год",
        [
            ["№", "Мероприятие", "Срок", "Кто"],
            ["1", "Кадры", "", ""],
            ["1.1", "Курсы", "май", "Школы"],
            ["2", "Дети", "", ""],
            ["2.1", "Игра", "июнь", "Школы"],
        ],
        "Показатели",
        [["№", "Показатель", "2025", "2026"], ["1", "Охват", "50", "60"]],
        "Директор",
        "А.Б. Лугова",
    ]


def test_stamps_side_by_side_are_read_one_after_the_other() -> None:
    sheet = page(
        {
            **rows(1, ["СОГЛАСОВАНО", None, None, "УТВЕРЖДАЮ"], ["Председатель", None, None, "Директор"]),
            **rows(4, ["Ветров", None, None, "Приказ", "№ 5"]),
            **rows(6, ["План"]),
            **rows(7, HEAD, boxed("1", "Игра", "май", "Школы")),
        },
        merged=["A6:E6"],
    )

    assert printed(book(sheet))[:-1] == [
        "СОГЛАСОВАНО", "Председатель", "Ветров", "УТВЕРЖДАЮ", "Директор", "Приказ № 5", "План",
    ]  # fmt: skip


def test_text_that_runs_over_empty_cells_covers_them() -> None:
    long = "Работа с родителями и общественностью района"
    wrapped, bare = C(long), C(long, wrap=False)
    sheet = page(rows(1, HEAD, [bare, *boxed("", "", "")], [wrapped, *boxed("", "", "")], [bare, *boxed("а", "", "")]))

    spans = [[(cell.start, cell.span) for cell in row] for row in grid_of(book(sheet)).rows[1:]]

    assert spans == [[(0, 4)], [(0, 1), (1, 1), (2, 1), (3, 1)], [(0, 1), (1, 1), (2, 1), (3, 1)]]


def test_a_cell_keeps_its_line_breaks_and_the_runs_of_its_text() -> None:
    rich = "<r><t>Собрать </t></r><r><rPr><b/></rPr><t>школы</t></r><rPh><t>сутки</t></rPh>"
    listed = "Провести:\n- игру\nи поход;\n- сбор.\nИтоги подвести"
    sheet = page(rows(1, boxed("a", "b", "c"), boxed(rich, listed, "Отдел\nобразования_x000D_")))

    cells = grid_of(book(sheet)).rows[1]

    assert [[line.text for line in cell.lines] for cell in cells] == [
        ["Собрать школы"],
        ["Провести:", "- игру\nи поход;", "- сбор.", "Итоги подвести"],
        ["Отдел\nобразования"],
    ]


def test_text_in_shapes_stands_at_the_row_it_is_drawn_over() -> None:
    sheet = page({**rows(3, ["План"]), **rows(5, HEAD, boxed("1", "Игра", "май", "Школы"))})

    said = printed(book(sheet, more=shapes((1, "УТВЕРЖДАЮ"), (9, "Печать"))))

    assert [line for line in said if isinstance(line, str)] == ["УТВЕРЖДАЮ", "План", "Печать"]


def test_files_of_other_programs_are_read_as_well() -> None:
    """Other names for parts, absolute targets, cells without places, the strict form of the format."""
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    links = (
        f'<Relationship Id="rId1" Type="{LINKS}/worksheet" Target="/xl/worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
    )
    cells = '<row><c t="s"><v>0</v></c><c><v>2</v></c><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c></row>'
    data = archive(
        {
            "[Content_Types].xml": "<Types/>",
            "xl\\workbook.xml": f'<workbook xmlns="{strict}" xmlns:r="{LINKS}"><sheets>'
            '<sheet name="Лист1" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{strict}"><sheetData>{cells}</sheetData></worksheet>',
            "xl/SharedStrings.xml": f'<sst xmlns="{strict}"><si><t>Игра</t></si></sst>',
        }
    )

    assert printed(data) == [[["Игра", "2", "ИСТИНА", "#REF!"]]]


def test_cells_in_far_corners_take_no_room() -> None:
    sheet = page(rows(1, ["План"])).replace(
        "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )

    assert printed(book(sheet)) == ["План", "1"]


REFUSED = {
    "no sheets": (archive({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<a"}), "broken"),
    "a row too far": (book(page({}).replace("<sheetData>", '<sheetData><row r="1048577"/>')), "broken"),
    "a column too far": (book(page({}).replace("<sheetData>", '<sheetData><row><c r="XFE1"/></row>')), "broken"),
    "entities": (book(page({}), more={"xl/styles.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "entities"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_its_reason(name: str, tmp_path: Path) -> None:
    data, reason = REFUSED[name]

    with pytest.raises(Refused) as caught:
        read_roadmap(book_file(tmp_path, data))

    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("module", "bound", "sheet"),
    [
        (sheets, "MAX_AREA", page(rows(1, *([at] * 40 for at in range(40))))),
        (tables, "MAX_AREA", page(rows(1, *([at, at] for at in range(40))), merged=["A1:XFD1048576"] * 40)),
        (sheets, "MAX_MARKUP", page(rows(1, *([at] * 40 for at in range(40))))),
    ],
)
def test_what_would_take_too_much_room_is_refused(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, bound: str, sheet: str
) -> None:
    monkeypatch.setattr(module, bound, 1_000)

    with pytest.raises(Refused) as caught:
        content(book(sheet))

    assert caught.value.reason == "too_much_memory"


@pytest.mark.parametrize(
    ("source", "reason", "seen"),
    [
        (Source(others.OLD_CONTAINER + "Workbook".encode("utf-16-le")), "wrong_type", "xls"),
        (Source(others.OLD_CONTAINER + "WordDocument".encode("utf-16-le")), "wrong_type", "doc"),
        (Source(others.OLD_CONTAINER + "EncryptedPackage".encode("utf-16-le")), "encrypted", None),
        (Source(b"{\\rtf1\\ansi}"), "wrong_type", "rtf"),
        (Source(b"PK", {"xl/workbook.bin": b""}), "wrong_type", "xlsb"),
        (Source(b"PK", {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "wrong_type", "ods"),
    ],
)
def test_other_kinds_of_office_files_are_refused_by_name(source: Source, reason: str, seen: str | None) -> None:
    assert others.knows(source)
    with pytest.raises(Refused) as caught:
        others.read(source)

    assert (caught.value.reason, caught.value.params.get("seen")) == (reason, seen)
