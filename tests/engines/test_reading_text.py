"""Reading plain text: the signs that programs leave of a table, one small text for each."""

from collections.abc import Callable

import pytest

from orientir.engines.reading import NoPlan, Refused
from orientir.engines.reading.blocks import Line
from orientir.engines.reading.formats import Source, plain
from tests.engines.text_files import (
    Rows,
    a_cell_a_line,
    aligned,
    bordered,
    grid,
    markdown,
    measures,
    read,
    shapes,
    tabbed,
)

HEAD = ("№ п/п", "Мероприятие", "Сроки", "Ответственные исполнители")
PLAN: Rows = (
    HEAD,
    ("1. Работа с педагогами",),
    ("1.1.", "Семинар для классных руководителей по новым программам", "октябрь 2025", "Методический центр"),
    ("1.2.", "Выставка пособий в городской библиотеке", "", "Библиотека, школы"),
    ("2. Работа с родителями",),
    ("2.1.", "Собрание «Кем быть?» с участием мастеров завода", "до 1 марта, ежегодно", "Школы города"),
    ("2.2.", "Памятка о колледжах и техникумах Заречного района", "май", "Центр занятости"),
)
WIDTHS = (6, 30, 16, 20)
WHOLE = [
    (section[0].partition(". ")[2], *row)
    for section, rows in ((PLAN[1], PLAN[2:4]), (PLAN[4], PLAN[5:7]))
    for row in rows
]
TABS = "\n".join("\t".join(row) for row in (HEAD, PLAN[2], PLAN[3])) + "\n"


# ---------------------------------------------------------------- every form of one plan


@pytest.mark.parametrize(
    "write",
    [
        tabbed,
        a_cell_a_line,
        lambda rows: a_cell_a_line(rows, before="\t", between="\n"),
        lambda rows: a_cell_a_line(rows, between="\n"),
        markdown,
        lambda rows: bordered(rows, WIDTHS),
        lambda rows: bordered(rows, WIDTHS, ruled=False),
        lambda rows: bordered(rows, WIDTHS, signs="┼─│"),
        lambda rows: aligned(rows, WIDTHS, gap=3),
    ],
    ids=["tabs", "cells", "tabbed-cells", "parted-cells", "markdown", "ruled", "borders", "box-drawing", "aligned"],
)
def test_a_plan_is_read_from_every_form_of_text(write: Callable[[Rows], str]) -> None:
    assert measures(f"План мероприятий города Заречного\n\n{write(PLAN)}") == WHOLE


@pytest.mark.parametrize(
    "write",
    [
        tabbed,
        lambda rows: a_cell_a_line(rows, before="\t", between="\n"),
        markdown,
        lambda rows: bordered(rows, WIDTHS[1:]),
        lambda rows: aligned(rows, WIDTHS[1:], gap=3),
    ],
    ids=["tabs", "tabbed-cells", "markdown", "ruled", "aligned"],
)
def test_a_plan_without_numbers_is_read_from_text(write: Callable[[Rows], str]) -> None:
    rows = [row if len(row) == 1 else row[1:] for row in PLAN]

    assert measures(write(rows)) == [(section, "", *row) for section, _, *row in WHOLE]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-r", "cp866", "iso8859-5"],
)
def test_the_letters_are_told_from_the_bytes(encoding: str) -> None:
    text = TABS.replace("№", "N").replace("«", '"').replace("»", '"')

    assert measures(text.encode(encoding)) == measures(text.encode())


def test_capitals_alone_are_told_apart_too() -> None:
    said = {encoding: plain.read(Source("ПЛАН РАБОТЫ\nШКОЛЫ".encode(encoding))) for encoding in ("cp1251", "koi8-r")}

    assert [[block.printed for block in content.blocks if isinstance(block, Line)] for content in said.values()] == [
        ["ПЛАН РАБОТЫ", "ШКОЛЫ"],
        ["ПЛАН РАБОТЫ", "ШКОЛЫ"],
    ]


def test_line_ends_of_all_systems_are_line_ends() -> None:
    assert measures(TABS.replace("\n", "\r\n")) == measures(TABS.replace("\n", "\r")) == measures(TABS)


def test_a_field_knows_its_line() -> None:
    places = [measure.places["title"] for measure in read(f"План\n\n{TABS}").measures]

    assert [(place.table, place.row, place.cell, place.line) for place in places] == [(1, 2, 2, 4), (1, 3, 2, 5)]


# ---------------------------------------------------------------- tabs


def test_a_row_cut_by_a_page_is_joined_with_and_without_its_number_cell() -> None:
    head, whole = "\t".join(HEAD), "3.\tЯрмарка\tиюнь\tЦентр занятости"
    cut = "1.\tВстреча с мастерами на\tавгуст-\tШколы\n\n\tзаводе\tсентябрь\tгорода\n"
    without = "2.\tЭкскурсия по\tмай\tШкола\n\nцехам завода\t\tискусств\n"

    assert measures(f"{head}\n{cut}{without}{whole}\n") == [
        ("", "1.", "Встреча с мастерами на заводе", "август-сентябрь", "Школы города"),
        ("", "2.", "Экскурсия по цехам завода", "май", "Школа искусств"),
        ("", "3.", "Ярмарка", "июнь", "Центр занятости"),
    ]


def test_a_row_of_its_own_after_a_blank_line_stays_one() -> None:
    text = "\t".join(HEAD) + "\n1.\tИгра\tмай\tШкола\n\n\tСлёт юных мастеров\tиюнь\tЦентр\n2.\tБеседа\tиюль\tШкола\n"

    assert grid(text).rows[2][1].text == "Слёт юных мастеров"


def test_words_spilled_into_a_column_too_many_return_to_their_cell() -> None:
    """The rows of a page decide together, so does its torn row, which alone would say nothing."""
    head = "№\tМероприятие\tСрок\tРезультат\tОтветственные"
    rows = [
        "1.\tИгра для младших классов\tмай\tСценарий игры для школ города.\tШкола",
        "2.\tБеседа с врачом\tмарт\tСправка о беседе с врачом.\tМетодический центр города",
        "3.\tКонкурс рисунков\tиюнь\tВыставка рисунков\tв школах\tМетодический центр города",
        "4.\tСлёт мастеров\tиюль\tПриказ о слёте\tв школах\tМетодический центр",
        "",
        "\t\t\tмастеров\t\tгорода",
        "5.\tКруглый стол\tиюль\tПротокол стола.\tШкола",
    ]

    assert [[cell.text for cell in row] for row in grid("\n".join([head, *rows])).rows[3:]] == [
        ["3.", "Конкурс рисунков", "июнь", "Выставка рисунков в школах", "Методический центр города"],
        ["4.", "Слёт мастеров", "июль", "Приказ о слёте в школах", "Методический центр"],
        ["", "", "", "мастеров", "города"],
        ["5.", "Круглый стол", "июль", "Протокол стола.", "Школа"],
    ]


def test_a_cell_over_several_lines_ends_where_the_row_has_all_its_tabs() -> None:
    text = "\t".join(HEAD) + "\n1.\tВстреча:\nс мастерами;\nс врачами\tмай\tШкола\n2.\tИгра\tиюнь\tШкола\n"

    assert [[line.printed for line in grid(text).rows[1][1].lines]] == [["Встреча:", "с мастерами;", "с врачами"]]
    assert [row[2] for row in measures(text)] == ["Встреча: с мастерами; с врачами", "Игра"]


def test_names_one_a_line_are_the_last_cell() -> None:
    text = "\t".join(HEAD) + "\n1.\tИгра\tмай\tШкола\nЦентр занятости\n2.\tБеседа\tиюнь\tШкола\n"

    assert [measure.executors for measure in read(text).measures] == [("Школа", "Центр занятости"), ("Школа",)]


def test_a_break_that_was_lost_shows_where_the_words_stand_alone_elsewhere() -> None:
    rows = ("1.\tИгра\tмай\tОтдел культуры", "2.\tСлёт\tмай\tОтдел культуры Школы", "3.\tБал\tмай\tШкола")

    performers = [measure.executors for measure in read("\n".join(["\t".join(HEAD), *rows])).measures]

    assert performers == [("Отдел культуры",), ("Отдел культуры", "Школы"), ("Школа",)]


@pytest.mark.parametrize(
    ("between", "section"),
    [
        ("2. Работа с родителями\t\t\t\n2.1.", "Работа с родителями"),
        ("2. Работа с родителями\n2.1.", "Работа с родителями"),
        ("\n2. Работа с родителями\n\n2.1.", "Работа с родителями"),
        ("РАБОТА С РОДИТЕЛЯМИ\n1.3.", "РАБОТА С РОДИТЕЛЯМИ"),
        ("Раздел II. Семья\n1.3.", "Семья"),
    ],
)
def test_a_heading_is_a_row_or_a_line_in_the_midst_of_a_table(between: str, section: str) -> None:
    text = "\t".join(HEAD) + f"\n1.1.\tИгра\tмай\tШкола\n1.2.\tБал\tмай\tШкола\n{between}\tЧай\tиюнь\tКлуб\n"

    assert [row[0] for row in measures(text)] == ["", "", section]
    assert measures(text)[1:] == [
        ("", "1.2.", "Бал", "май", "Школа"),
        (section, measures(text)[2][1], "Чай", "июнь", "Клуб"),
    ]


def test_a_table_for_each_section_has_its_own_head() -> None:
    head, row = "\t".join(HEAD), "1.\tИгра\tмай\tШкола\n2.\tБал\tмай\tШкола\n"

    found = measures(f"Направление 1. Дети\n\n{head}\n{row}\nНаправление 2. Взрослые\n\n{head}\n{row}")

    assert [(section, number) for section, number, *_ in found] == [
        ("Дети", "1."), ("Дети", "2."), ("Взрослые", "1."), ("Взрослые", "2."),
    ]  # fmt: skip


@pytest.mark.parametrize("drawn", ["--\t--\t--", "-----\t---\t-----\t---", "________________", "14", "- 14 -"])
def test_drawn_rows_and_page_numbers_are_no_words(drawn: str) -> None:
    first, second = "1.\tИгра на\tмай\tШкола", "2.\tБал\tмай\tШкола"

    assert shapes("\n".join(["\t".join(HEAD), first, drawn, second])) == [
        [list(HEAD), ["1.", "Игра на", "май", "Школа"], ["2.", "Бал", "май", "Школа"]]
    ]


def test_pieces_of_html_do_not_reach_the_text() -> None:
    cell = '<p>Игры:</p> <ul style="list-style-type: none"> – лото; – домино и&nbsp;др.'
    text = "\t".join(HEAD) + f"\n1.\t{cell}\tмай\t<p>Школа</p>\n2.\tБал, если < 5 пар\tмай\tШкола\n"

    (first, second) = read(text).measures

    assert (first.title, first.sub_items) == ("Игры: – лото; – домино и др.", ("лото", "домино и др."))
    assert (first.executors, second.title) == (("Школа",), "Бал, если < 5 пар")


def test_cells_of_a_spreadsheet_in_quotation_marks_are_whole() -> None:
    text = "\t".join(HEAD) + '\n1.\t"Игра ""Кем быть?""\nи лото"\tмай\tШкола\n2.\t"Билет" в музей\tмай\tШкола\n'

    assert [row[2] for row in measures(text)] == ['Игра "Кем быть?" и лото', '"Билет" в музей']


def test_signatures_with_tabs_are_no_table() -> None:
    assert shapes("Директор\t\t\tИ. И. Сомов\n\nСекретарь\t\tП. Рыбина\n") == [
        "Директор И. И. Сомов",
        "Секретарь П. Рыбина",
    ]


# ---------------------------------------------------------------- a cell a line


def test_a_cell_after_a_tab_runs_on_over_lines_without_one() -> None:
    rows = (
        "\t№\n\tМероприятие\n\tСроки\n\nреализации\n\tПоказатель\n\tОтветственные\n\n"
        "\t1.\n\tИгра\n\tежегодно \n\n.\n\tДоля школ:\n\n2025 – 20%,\n\n2026 – 35%\n\tШколы\n\n"
        "\t2.\n\tБал\n\tмай\n\tЧисло пар\n\tКлуб\n\n\t3.\n\tЧай\n\tмай\n\tЧисло чашек\n\tКлуб\n"
    )

    assert shapes(rows) == [
        [
            ["№", "Мероприятие", "Сроки реализации", "Показатель", "Ответственные"],
            ["1.", "Игра", "ежегодно .", "Доля школ: 2025 – 20%, 2026 – 35%", "Школы"],
            ["2.", "Бал", "май", "Число пар", "Клуб"],
            ["3.", "Чай", "май", "Число чашек", "Клуб"],
        ]
    ]


def test_lists_and_names_of_several_lines_are_laid_over_the_columns() -> None:
    lines = ["№", "Мероприятие", "Срок", "Ответственные"]
    for number, rest in (
        ("1.", ["Выставка рисунков", "ежегодно", "Школы города"]),
        ("2.", ["Конкурс рисунков", "ежегодно", "Школы города"]),
        ("3.", ["Выставка и конкурс:", "- поделок;", "- рисунков", "ежегодно", "Школы города", "Школы района"]),
        ("4.", ["Конкурс поделок", "", "Школы города"]),
        ("5.", ["Выставка поделок", "ежегодно", "Школы города"]),
    ):
        lines += [number, *rest]

    assert [
        [[line.printed for line in cell.lines] for cell in row[1:]] for row in grid("\n".join(lines)).rows[3:5]
    ] == [
        [["Выставка и конкурс:", "- поделок;", "- рисунков"], ["ежегодно"], ["Школы города", "Школы района"]],
        [["Конкурс поделок"], [], ["Школы города"]],
    ]


def test_points_of_an_order_are_no_rows() -> None:
    with pytest.raises(NoPlan):
        read("ПРИКАЗ\n\n1. Утвердить план.\n2. Школам выполнить его.\n3. Контроль оставляю за собой.\n")


# ---------------------------------------------------------------- what is no plan in text


def test_what_begins_as_another_format_is_not_taken_for_text() -> None:
    others = (
        b"%PDF-1.7 \xd0",
        b"{\\rtf1 a",
        b"<html>a",
        b"\x89PNG a",
        b"\xff\xd8\xff a",
        b"PK\x03\x04 a",
        bytes(range(256)),
    )

    assert [plain.knows(Source(data)) for data in others] == [False] * len(others)
    assert plain.knows(Source("План".encode()))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("а\n" * 30_001, "too_many_pages"),
        ("а\f" * 500, "too_many_pages"),
        ("а" + "\t" * 20_001, "too_much_memory"),
        ("а" + "|" * 20_001, "too_much_memory"),
        (TABS + "3.\t" + "а " * 30_000 + "\tмай\tШкола\n", "too_much_memory"),
        ("1.   Игра для детей   май   Школа\n" * 6_000, "too_much_memory"),
        (TABS + ("3.\t" + "а" * 40_000 + "\tмай\tШкола\n") * 40, "too_much_memory"),
    ],
    ids=["lines", "pages", "tabs", "bars", "cell", "aligned", "all-cells"],
)
def test_more_than_any_plan_has_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        plain.read(Source(text.encode()))

    assert caught.value.reason == reason
