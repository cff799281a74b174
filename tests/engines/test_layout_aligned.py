"""Tables without rules: columns by the white between them, rows by numbers, by white or by what is filled."""

from collections.abc import Sequence

import pytest

from orientir.engines.reading.blocks import Block, Grid, Line
from orientir.engines.reading.layout import blocks_of
from tests.engines.pdf_files import Paper, Row

WIDTHS = (40.0, 170.0, 100.0, 120.0)
HEAD = ("№", "Мероприятие", "Срок", "Исполнители")
ROWS = (
    ("1.", "Провести неделю профессий в каждой школе района", "май", "Отдел образования, школы"),
    ("2.", "Обойти классы", "в течение года", "Школы"),
    ("3.", "Собрать родителей старших классов", "", "Центр"),
)


def read(*papers: Paper) -> tuple[Block, ...]:
    return blocks_of([paper.page() for paper in papers])


def page_of(*rows: Row, top: float = 100) -> Paper:
    paper = Paper()
    paper.table(50, top, WIDTHS, rows, ruled=False)
    return paper


def printed(blocks: Sequence[Block]) -> list[str | list[list[str]]]:
    return [
        block.printed if isinstance(block, Line) else [[cell.text for cell in row] for row in block.rows]
        for block in blocks
    ]


def test_columns_are_told_by_the_white_and_rows_by_their_numbers() -> None:
    assert printed(read(page_of(HEAD, *ROWS))) == [[list(HEAD), *map(list, ROWS)]]


def test_lines_above_and_beneath_stay_lines() -> None:
    paper = page_of(HEAD, *ROWS)
    paper.write(150, 60, "План работы со школами")
    paper.write(50, 240, "Школы района готовят к новому учебному году общий план работы на год")

    assert printed(read(paper)) == [
        "План работы со школами",
        [list(HEAD), *map(list, ROWS)],
        "Школы района готовят к новому учебному году общий план работы на год",
    ]


@pytest.mark.parametrize("x", [120, 140, 230])
def test_a_heading_between_rows_is_a_row_of_its_own_wherever_it_falls(x: float) -> None:
    paper = page_of(HEAD)
    paper.write(x, 122, "Раздел 1. Работа со школами" if x < 200 else "1. Школы")
    paper.table(50, 124, WIDTHS, ROWS, ruled=False)

    (grid,) = read(paper)

    assert isinstance(grid, Grid)
    texts = printed([grid])[0]
    assert texts[:1] + texts[2:] == [list(HEAD), *map(list, ROWS)]
    assert [(cell.span, cell.text) for cell in grid.rows[1]] == [
        (4, "Раздел 1. Работа со школами" if x < 200 else "1. Школы")
    ]


def test_without_numbers_white_parts_the_rows() -> None:
    paper = Paper()
    top = 100.0
    for row in (HEAD, *ROWS):
        top = paper.table(50, top, WIDTHS[1:], [row[1:]], ruled=False) + 8

    assert printed(read(paper)) == [[list(row[1:]) for row in (HEAD, *ROWS)]]


def test_without_numbers_and_white_a_line_that_fills_the_columns_begins_a_row() -> None:
    rows = (HEAD[1:], ("Неделя профессий", "май", "Школы"), ("Обход классов в каждой школе района", "июнь", "Центр"))
    paper = Paper()
    paper.table(50, 100, WIDTHS[1:], rows, ruled=False)

    assert printed(read(paper)) == [[list(row) for row in rows]]


def test_rules_between_rows_alone_part_them() -> None:
    paper = Paper()
    top = 100.0
    for row in (HEAD, *ROWS):
        paper.rule(50, top, 480, top)
        top = paper.table(50, top + 2, WIDTHS[1:], [row[1:]], ruled=False) + 4
    paper.rule(50, top, 480, top)

    assert printed(read(paper)) == [[list(row[1:]) for row in (HEAD, *ROWS)]]


def test_a_table_goes_on_over_the_page_and_its_cut_row_too() -> None:
    first = page_of(HEAD, *ROWS[:2], ("3.", "Собрать родителей", "", "Центр"), top=60)
    second = page_of(HEAD, ("", "старших классов", "", ""), ("4.", "Подвести итоги", "июнь", "Отдел"), top=60)

    assert printed(read(first, second)) == [
        [list(HEAD), *map(list, ROWS), ["4.", "Подвести итоги", "июнь", "Отдел"]],
    ]


def test_a_head_over_two_columns_spans_them() -> None:
    paper = Paper()
    widths = (40.0, 170.0, 60.0, 60.0)
    paper.write(54, 110, "№")
    paper.write(94, 110, "Показатель")
    paper.write(264, 110, "Значения по годам")
    paper.table(
        50,
        112,
        widths,
        [("", "", "2026", "2027"), ("1.", "Доля школ", "20", "30"), ("2.", "Доля классов", "5", "7")],
        ruled=False,
    )

    (grid,) = read(paper)

    assert isinstance(grid, Grid)
    assert [[(cell.start, cell.span, cell.text) for cell in row] for row in grid.rows][:2] == [
        [(0, 1, "№"), (1, 1, "Показатель"), (2, 2, "Значения по годам")],
        [(0, 1, ""), (1, 1, ""), (2, 1, "2026"), (3, 1, "2027")],
    ]
    assert printed([grid])[0][2:] == [["1.", "Доля школ", "20", "30"], ["2.", "Доля классов", "5", "7"]]


def test_two_columns_with_numbers_are_a_table() -> None:
    paper = Paper()
    rows = [("1. Неделя профессий", "май"), ("2. Обход классов в каждой школе", "июнь"), ("3. Итоги", "июль")]
    paper.table(50, 100, (150, 100), rows, ruled=False)

    assert printed(read(paper)) == [[list(row) for row in rows]]


def test_running_text_and_lists_are_no_table() -> None:
    paper = Paper()
    for at, line in enumerate(
        ("Школы  района   готовят план", "работы  на новый    учебный год", "и  собирают   родителей вместе.")
    ):
        paper.write(50, 100 + 12 * at, line)
    for at, item in enumerate(("Собрать школы района", "Обойти все классы", "Подвести итоги года")):
        paper.write(60, 150 + 12 * at, "•")
        paper.write(85, 150 + 12 * at, item)

    assert printed(read(paper)) == [
        "Школы района готовят план работы на новый учебный год и собирают родителей вместе.",
        "• Собрать школы района",
        "• Обойти все классы",
        "• Подвести итоги года",
    ]


def test_columns_ruled_and_rows_not_with_a_heading_between_are_read_by_the_white() -> None:
    paper = Paper()
    paper.frame(50, 98, 480, 220)
    for x in (90, 260, 360):
        paper.rule(x, 98, x, 220)
    paper.table(50, 100, WIDTHS, [HEAD], ruled=False)
    paper.write(180, 122, "Раздел 1. Работа со школами")
    paper.table(50, 124, WIDTHS, ROWS, ruled=False)

    assert printed(read(paper)) == [[list(HEAD), ["Раздел 1. Работа со школами"], *map(list, ROWS)]]
