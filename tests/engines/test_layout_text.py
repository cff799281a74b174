"""Text outside tables and within cells: where paragraphs begin, what is a bullet, what stands on every page."""

from collections.abc import Sequence

import pytest

from orientir.engines.reading.blocks import Block, Grid, Line
from orientir.engines.reading.layout import blocks_of
from tests.engines.pdf_files import C, Paper

WIDE = "Школы района готовят к новому учебному году общий план работы"  # 285 points of type 10, nearly all of 300
LEFT, RIGHT = 50, 335


def read(*papers: Paper) -> tuple[Block, ...]:
    return blocks_of([paper.page() for paper in papers])


def texts(blocks: Sequence[Block]) -> list[str]:
    return [block.printed for block in blocks if isinstance(block, Line)]


def cell(text: str, width: float = 120) -> tuple[Line, ...]:
    """The lines of the second cell of a table with this text in it."""
    paper = Paper()
    paper.table(50, 100, (60, width), [("1.", text), ("2.", "Обойти все классы")])
    (grid,) = read(paper)
    assert isinstance(grid, Grid)
    return grid.rows[0][1].lines


def test_full_lines_go_on_and_a_short_one_ends_a_paragraph() -> None:
    paper = Paper()
    paper.write(LEFT, 100, f"{WIDE}|{WIDE}|и детей.|{WIDE}|и всё.")

    assert texts(read(paper)) == [f"{WIDE} {WIDE} и детей.", f"{WIDE} и всё."]


def test_an_indent_begins_a_paragraph_where_full_lines_return_to_the_side() -> None:
    paper = Paper()
    paper.write(LEFT + 20, 100, WIDE[:-5])
    paper.write(LEFT, 112, WIDE)
    paper.write(LEFT + 20, 124, WIDE[:-5])
    paper.write(LEFT, 136, WIDE)

    assert texts(read(paper)) == [f"{WIDE[:-5]} {WIDE}"] * 2


def test_more_white_than_usual_and_larger_type_begin_a_paragraph() -> None:
    paper = Paper()
    paper.write(LEFT, 100, f"{WIDE}|{WIDE}|{WIDE}")
    paper.write(LEFT, 142, WIDE)
    paper.write(LEFT, 157, "Школы и их классы вместе", size=12)

    assert texts(read(paper)) == [f"{WIDE} {WIDE} {WIDE}", WIDE, "Школы и их классы вместе"]


def test_a_stamp_at_the_right_a_centred_title_and_the_text_are_three() -> None:
    paper = Paper()
    for base, line in ((100, "УТВЕРЖДЁН"), (112, "приказом отдела")):
        paper.write(RIGHT - 5 * len(line) + (0 if " " not in line else 2.5), base, line)
    paper.write(120, 124, "План работы со школами")
    paper.write(LEFT, 136, WIDE)

    assert texts(read(paper)) == ["УТВЕРЖДЁН", "приказом отдела", "План работы со школами", WIDE]


def test_a_paragraph_goes_on_over_the_page() -> None:
    first, second = Paper(), Paper()
    first.write(LEFT, 100, f"{WIDE}|{WIDE}")
    second.write(LEFT, 60, f"{WIDE}|и всё.")

    assert texts(read(first, second)) == [f"{WIDE} {WIDE} {WIDE} и всё."]


@pytest.mark.parametrize(
    ("printed", "lines"),
    [
        ("Провести встречи|со школами", ["Провести встречи со школами"]),
        ("Провести их|в школах", ["Провести их", "в школах"]),
        ("Провести встречи родителей", ["Провести встречи родителей"]),
        ("Встречи: а) в школах; б) в центре", ["Встречи: а) в школах; б) в центре"]),
        ("Общие встречи со школами:|а) в городе|б) в районах области и|в) в центре",
         ["Общие встречи со школами:", "а) в городе", "б) в районах области и", "в) в центре"]),
        ("Июль – сентябрь, ноябрь|– март", ["Июль – сентябрь, ноябрь – март"]),
        ("Рост доли всех школ 2022|– 20 процентов", ["Рост доли всех школ 2022 – 20 процентов"]),
        ("Общие встречи:|- со школами|-на заводах", ["Общие встречи:", "- со школами", "-на заводах"]),
        ("Отдел, школы г.|Лесного края", ["Отдел, школы г. Лесного края"]),
        ("Отдел|Школы|Центр", ["Отдел", "Школы", "Центр"]),
    ],
)  # fmt: skip
def test_lines_of_a_cell_are_joined_unless_a_new_paragraph_is_seen(printed: str, lines: list[str]) -> None:
    assert [line.printed for line in cell(printed)] == lines


def test_a_word_cut_by_a_narrow_column_is_one_word() -> None:
    assert [line.text for line in cell("Ответственны|е исполнители", 72)] == ["Ответственные исполнители"]


def test_bullets_are_markers_with_their_levels() -> None:
    lines = cell("Встречи:|• в школах района и|• в центре|\uf0b7 дома")

    assert [(line.marker, line.text) for line in lines] == [
        ("", "Встречи:"), ("•", "в школах района и"), ("•", "в центре"), ("•", "дома"),
    ]  # fmt: skip


def test_a_latin_o_set_off_is_the_bullet_of_the_second_level_and_a_preposition_is_not() -> None:
    paper = Paper()
    paper.table(50, 100, (60, 200), [("1.", "|" * 4)])
    for x, base, text in (
        (114, 114, "Встречи с родителями:"), (120, 126, "•"), (130, 126, "в школах"), (135, 138, "o"),
        (148, 138, "в младших классах"), (114, 150, "о выборе профессии"),
    ):  # fmt: skip
        paper.write(x, base, text)

    (grid,) = read(paper)

    assert isinstance(grid, Grid)
    assert [(line.marker, line.level, line.text) for line in grid.rows[0][1].lines] == [
        ("", 0, "Встречи с родителями:"), ("•", 0, "в школах"), ("o", 1, "в младших классах"),
        ("", 0, "о выборе профессии"),
    ]  # fmt: skip


def test_numbers_that_count_from_one_are_markers_and_a_lone_one_is_text() -> None:
    counted, lone = cell("Провести:|1. встречи|2. уроки"), cell("Провести|1. встречи")

    assert [(line.marker, line.text) for line in counted] == [("", "Провести:"), ("1.", "встречи"), ("2.", "уроки")]
    assert [(line.marker, line.text) for line in lone] == [("", "Провести"), ("", "1. встречи")]


def test_page_numbers_running_heads_and_feet_are_dropped() -> None:
    papers = [Paper(), Paper(), Paper()]
    for number, paper in enumerate(papers, start=1):
        paper.write(40, 30, "План района | до 2027 года".replace("|", "/"))
        if number > 1:  # the first page has none
            paper.write(300, 45, f"– {number} –")
        paper.write(50, 780, f"Отдел, лист {number}")
        paper.write(50, 200 + 30 * number, f"{WIDE}|и слово {number}.")

    assert texts(read(*papers)) == [f"{WIDE} и слово {number}." for number in (1, 2, 3)]


def test_two_annexes_keep_their_stamps_and_a_number_in_the_text_its_place() -> None:
    first, second = Paper(), Paper()
    first.write(270, 30, "Приложение 1")
    second.write(270, 30, "Приложение 2")
    first.write(50, 400, f"{WIDE}|1")
    second.write(50, 400, f"{WIDE}|2")

    assert texts(read(first, second)) == ["Приложение 1", f"{WIDE} 1", "Приложение 2", f"{WIDE} 2"]


def test_a_page_number_within_a_row_is_dropped_and_a_row_number_is_not() -> None:
    papers = [Paper(), Paper(), Paper()]
    for number, paper in enumerate(papers, start=1):
        paper.write(297.5, 34, str(number))
        if number == 1:
            paper.write(50, 70, "План")
        paper.table(50, 60 if number == 2 else 80, (40, 480), [(str(number), "Провести встречи в школах района")])
    inside = papers[2]
    inside.table(50, 20, (40, 480), [("3", "|")])

    blocks = read(*papers)

    assert texts(blocks) == ["План"]
    grids = [block for block in blocks if isinstance(block, Grid)]
    assert [[cell.text for cell in row] for grid in grids for row in grid.rows] == [
        ["1", "Провести встречи в школах района"],
        ["2", "Провести встречи в школах района"],
        ["3", ""],
        ["3", "Провести встречи в школах района"],
    ]


def test_a_page_alone_loses_a_number_at_its_edge_only() -> None:
    paper = Paper()
    paper.write(300, 20, "7")
    paper.write(50, 60, "План")
    paper.write(50, 90, "12")

    assert texts(read(paper)) == ["План", "12"]


def test_footnotes_stand_at_the_end_and_their_marks_leave_the_words() -> None:
    first, second = Paper(), Paper()
    first.table(50, 100, (100, 200), [("Мероприятие", "Показатель¹"), ("Собрать школы", "Площадь, м²")])
    first.rule(50, 700, 150, 700)
    first.write(50, 712, "1 Уточняется каждый год", size=8)
    first.write(50, 722, "по итогам.", size=8)
    second.table(50, 60, (100, 200), [("Мероприятие", "Показатель¹"), ("Обойти классы", "Охват")])

    grid, *notes = read(first, second)

    assert isinstance(grid, Grid)
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["Мероприятие", "Показатель"], ["Собрать школы", "Площадь, м²"], ["Обойти классы", "Охват"],
    ]  # fmt: skip
    assert notes == [Line("Уточняется каждый год по итогам.", "1", page=1)]


def test_small_lines_with_a_raised_mark_are_footnotes_without_a_rule_too() -> None:
    paper = Paper()
    paper.write(50, 100, f"{WIDE}|пробы²).")
    paper.write(50, 700, "² Испытание по профессии", size=8)

    assert texts(read(paper)) == [f"{WIDE} пробы).", "2 Испытание по профессии"]


def test_texts_side_by_side_are_read_one_after_the_other() -> None:
    paper = Paper()
    paper.write(50, 50, "СОГЛАСОВАНО|Совет школы|протокол 3")
    paper.write(350, 50, "УТВЕРЖДАЮ|Директор школы|приказ 7")
    paper.write(200, 120, "План работы")
    paper.table(50, 150, (60, 200), [("1.", C("Собрать школы"))])

    assert texts(read(paper)) == [
        "СОГЛАСОВАНО", "Совет школы", "протокол 3", "УТВЕРЖДАЮ", "Директор школы", "приказ 7", "План работы",
    ]  # fmt: skip


def test_a_signature_and_a_date_with_its_number_stay_one_line() -> None:
    paper = Paper()
    paper.write(50, 50, "от 15.03.2026")
    paper.write(350, 50, "№ 7")
    paper.write(50, 70, "Директор школы")
    paper.write(250, 70, "А.Б. Ветрова")

    assert texts(read(paper)) == ["от 15.03.2026 № 7", "Директор школы А.Б. Ветрова"]


def test_nothing_at_all_is_nothing() -> None:
    assert read() == ()
    assert read(Paper(), Paper()) == ()
