"""From words and drawn lines on pages to lines and grids: what is ruled, what is written above and beneath."""

from collections.abc import Sequence

from orientir.engines.reading.blocks import Block, Grid, Line
from orientir.engines.reading.layout import Page, Word, blocks_of
from tests.engines.pdf_files import C, Paper

WIDTHS = (40.0, 200.0, 100.0, 120.0)
HEAD = ("№", "Мероприятие", "Срок", "Исполнители")


def read(*papers: Paper) -> tuple[Block, ...]:
    return blocks_of([paper.page() for paper in papers])


def printed(blocks: Sequence[Block]) -> list[str | list[list[str]]]:
    """Lines as texts, grids as rows of texts; «^» is a cell that continues the one above."""
    return [
        block.printed
        if isinstance(block, Line)
        else [["^" if cell.continues else cell.text for cell in row] for row in block.rows]
        for block in blocks
    ]


def the_grid(blocks: Sequence[Block]) -> Grid:
    (grid,) = (block for block in blocks if isinstance(block, Grid))
    return grid


def test_ruled_cells_hold_their_words_and_wrapped_lines_are_one_paragraph() -> None:
    paper = Paper()
    paper.table(50, 100, WIDTHS, [HEAD, ("1.", "Провести неделю профессий в каждой школе района", "май", "Школы")])

    blocks = read(paper)

    assert printed(blocks) == [
        [list(HEAD), ["1.", "Провести неделю профессий в каждой школе района", "май", "Школы"]],
    ]
    (line,) = the_grid(blocks).rows[1][1].lines
    assert line == Line("Провести неделю профессий в каждой школе района", page=1)


def test_a_cell_over_columns_spans_them_and_one_over_rows_stands_in_each() -> None:
    paper = Paper()
    rows = [
        HEAD,
        (C("Раздел 1. Школы", span=4, centred=True),),
        ("1.", "Собрать школы", C("май", goes_down=True), "Отдел"),
        ("2.", "Обойти классы", C("", is_covered=True), "Школы"),
    ]
    paper.table(50, 100, WIDTHS, rows)

    grid = the_grid(read(paper))

    assert [[(cell.start, cell.span) for cell in row] for row in grid.rows] == [
        [(0, 1), (1, 1), (2, 1), (3, 1)],
        [(0, 4)],
        [(0, 1), (1, 1), (2, 1), (3, 1)],
        [(0, 1), (1, 1), (2, 1), (3, 1)],
    ]
    assert printed([grid])[0][2:] == [["1.", "Собрать школы", "май", "Отдел"], ["2.", "Обойти классы", "^", "Школы"]]
    assert grid.rows[3][2].text == "май"


def test_open_sides_dotted_and_doubled_rules_make_a_table_too() -> None:
    paper = Paper()
    paper.write(58, 115, "1.")
    paper.write(108, 115, "Собрать школы")
    paper.write(58, 145, "2.")
    paper.write(108, 145, "Обойти классы")
    for level in (100, 130, 160):
        paper.rule(50, level, 300, level)
    paper.rule(50, 101.5, 300, 101.5)  # a double line above
    for dot in range(60):
        paper.rule(100, 100 + dot, 100, 100.5 + dot)
    paper.rule(50, 115.8, 60, 115.8)  # an underlined number

    assert printed(read(paper)) == [[["1.", "Собрать школы"], ["2.", "Обойти классы"]]]


def test_a_heading_in_a_table_without_sides_stays_its_row() -> None:
    paper = Paper()
    for level in (100, 120, 140, 160):
        paper.rule(50, level, 400, level)
    for top in (100, 140):
        paper.rule(100, top, 100, top + 20)
        paper.rule(300, top, 300, top + 20)
    for base, texts in ((114, ("1.", "Собрать школы", "май")), (154, ("2.", "Обойти классы", "июнь"))):
        for x, text in zip((58, 108, 308), texts, strict=True):
            paper.write(x, base, text)
    paper.write(180, 134, "Раздел о классах")

    assert printed(read(paper)) == [
        [["1.", "Собрать школы", "май"], ["Раздел о классах"], ["2.", "Обойти классы", "июнь"]]
    ]


def test_frames_underlines_and_tables_within_cells_are_no_tables() -> None:
    paper = Paper()
    paper.frame(20, 20, 580, 780)  # around the page
    paper.write(50, 60, "План работы")
    paper.rule(50, 62, 100, 62)
    paper.table(50, 100, (100, 300), [("1.", "Собрать||||"), ("2.", "Обойти классы")])
    paper.frame(170, 125, 230, 145)
    paper.rule(200, 125, 200, 145)
    paper.write(172, 140, "да")
    paper.write(205, 140, "нет")

    assert printed(read(paper)) == ["План работы", [["1.", "Собрать да нет"], ["2.", "Обойти классы"]]]


def test_a_number_for_each_row_parts_a_table_ruled_in_columns_only() -> None:
    paper = Paper()
    rows = [HEAD, ("1.|2.", "Собрать школы|Обойти классы", "май|июнь", "Отдел|Школы")]
    paper.table(50, 100, WIDTHS, rows)

    assert printed(read(paper)) == [
        [list(HEAD), ["1.", "Собрать школы", "май", "Отдел"], ["2.", "Обойти классы", "июнь", "Школы"]]
    ]


def test_a_table_goes_on_over_pages_without_its_repeated_head() -> None:
    papers = Paper(), Paper(), Paper()
    for number, paper in enumerate(papers, start=1):
        shift = 20 if number == 2 else 0  # the margin of a left-hand page
        paper.table(50 + shift, 60, WIDTHS, [HEAD, (f"{number}.", "Собрать школы", "май", "Отдел")])

    blocks = read(*papers)

    assert printed(blocks) == [[list(HEAD), *([f"{n}.", "Собрать школы", "май", "Отдел"] for n in (1, 2, 3))]]
    assert [row[1].lines[0].page for row in the_grid(blocks).rows] == [1, 1, 2, 3]


def test_only_the_row_that_counts_the_columns_may_come_again_and_a_measure_may_too() -> None:
    first, second = Paper(), Paper()
    count, talk = ("1", "2", "3"), ("Беседа в классе", "май", "Школы")
    first.table(50, 60, WIDTHS[1:], [HEAD[1:], count, talk])
    second.table(50, 60, WIDTHS[1:], [count, talk, ("Итоги", "июнь", "Отдел")])

    assert printed(read(first, second)) == [
        [list(HEAD[1:]), list(count), list(talk), list(talk), ["Итоги", "июнь", "Отдел"]]
    ]


def test_tables_of_other_columns_or_with_a_line_between_stay_apart() -> None:
    first, second, third = Paper(), Paper(), Paper()
    first.table(50, 60, WIDTHS, [HEAD])
    second.table(50, 60, (200, 60, 100, 100), [("Школа", "Классы", "Дети", "Год")])
    third.write(50, 50, "Раздел 2")
    third.table(50, 60, (200, 60, 100, 100), [("Лицей", "Классы", "Дети", "Год")])

    assert printed(read(first, second, third)) == [
        [list(HEAD)],
        [["Школа", "Классы", "Дети", "Год"]],
        "Раздел 2",
        [["Лицей", "Классы", "Дети", "Год"]],
    ]


def test_a_row_cut_by_the_page_is_one_row_and_its_cut_words_one_word() -> None:
    first, second = Paper(), Paper()
    first.table(
        50, 60, WIDTHS, [HEAD, ("1.", "Собрать школы", "май", "Отдел"), ("2.", "Провести практико-", "", "Школы и")]
    )
    second.table(
        50, 60, WIDTHS, [HEAD, ("", "ориентированные курсы", "", "Центр"), ("3.", "Подвести итоги", "июнь", "Отдел")]
    )

    assert printed(read(first, second))[0][2:] == [
        ["2.", "Провести практико-ориентированные курсы", "", "Школы и Центр"],
        ["3.", "Подвести итоги", "июнь", "Отдел"],
    ]


def test_rows_without_numbers_are_joined_in_the_middle_of_a_sentence_only() -> None:
    first, second, third = Paper(), Paper(), Paper()
    first.table(50, 60, (200, 100), [("Мероприятие", "Срок"), ("Собрать школы и", "май –")])
    second.table(50, 60, (200, 100), [("классы", "июнь")])
    third.table(50, 60, (200, 100), [("Обойти классы", "")])

    assert printed(read(first, second, third)) == [
        [["Мероприятие", "Срок"], ["Собрать школы и классы", "май – июнь"], ["Обойти классы", ""]]
    ]


def test_a_merged_cell_cut_by_the_page_covers_the_rows_of_the_next() -> None:
    first, second = Paper(), Paper()
    first.table(
        50, 60, WIDTHS,
        [HEAD, ("1.", "Собрать", C("май", goes_down=True), "Отдел"), ("2.", "Обойти", C(is_covered=True), "Школы")],
    )  # fmt: skip
    second.table(
        50, 60, WIDTHS,
        [("3.", "Спросить", C(goes_down=True), "Школы"), ("4.", "Показать", C(is_covered=True), "Центр"),
         ("5.", "Подвести итоги", "", "")],
    )  # fmt: skip

    rows = the_grid(read(first, second)).rows

    assert [(row[2].text, row[2].continues) for row in rows[1:]] == [
        ("май", False), ("май", True), ("май", True), ("май", True), ("", False),
    ]  # fmt: skip
    assert rows[5][3].text == ""


def test_an_empty_cell_on_top_of_a_page_is_filled_only_where_the_column_merges_and_never_is_empty() -> None:
    def pages(last: C) -> tuple[Paper, Paper]:
        first, second = Paper(), Paper()
        first.table(50, 60, WIDTHS, [HEAD, ("1.", "Собрать", "май", "Отдел")])
        second.table(
            50, 60, WIDTHS,
            [("2.", "Обойти", "июнь", ""), ("3.", "Показать", "июль", C("Школы", goes_down=True)),
             ("4.", "Спросить", "июль", C(is_covered=True)), ("5.", "Подвести итоги", "июль", last)],
        )  # fmt: skip
        return first, second

    merging, emptied = the_grid(read(*pages(C("Центр")))), the_grid(read(*pages(C(""))))

    assert (merging.rows[2][3].text, merging.rows[2][3].continues) == ("Отдел", True)
    assert (emptied.rows[2][3].text, emptied.rows[2][3].continues) == ("", False)


def test_a_heading_cut_by_the_page_is_one_heading() -> None:
    first, second = Paper(), Paper()
    first.table(50, 60, WIDTHS, [HEAD, (C("Раздел 2. Работа со школами", span=4),)])
    second.table(50, 60, WIDTHS, [(C("и родителями", span=4),), ("1.", "Собрать", "май", "Отдел")])

    assert printed(read(first, second))[0][1:] == [
        ["Раздел 2. Работа со школами и родителями"],
        ["1.", "Собрать", "май", "Отдел"],
    ]


def test_text_that_runs_upwards_is_read_in_its_cell() -> None:
    upwards = [
        Word("Отметка о", 355, 105, 365, 150),
        Word("выполнении", 367, 100, 377, 150),
    ]
    paper = Paper()
    paper.table(50, 100, (100, 200, 50), [("№|||", "Мероприятие", ""), ("1.", "Собрать школы", "да")])
    page = paper.page()

    blocks = blocks_of([Page(page.width, page.height, [*page.words, *upwards], page.rules)])

    assert printed(blocks) == [[["№", "Мероприятие", "Отметка о выполнении"], ["1.", "Собрать школы", "да"]]]


def test_how_sure_a_recognition_was_is_told_for_the_paragraph() -> None:
    words = [Word("План", 50, 50, 70, 60, sureness=1.0), Word("рабо", 73, 50, 93, 60, sureness=0.5)]

    assert blocks_of([Page(600, 800, words)]) == (Line("План рабо", page=1, sureness=0.75),)


def test_boxes_as_tight_as_their_ink_are_read_line_by_line() -> None:
    """Boxes as high as their ink: low letters, a dash, a hanging comma."""
    words = [
        Word("Школа", 50, 52, 80, 60), Word("–", 83, 55.5, 88, 56.5), Word("р,", 91, 54.5, 99, 62.5),
        Word("для", 50, 64, 65, 72), Word("всех", 68, 66, 90, 72),
    ]  # fmt: skip

    assert printed(blocks_of([Page(600, 800, words)])) == ["Школа – р, для всех"]
