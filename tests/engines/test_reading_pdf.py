"""Reading PDF documents: one small page for each difficulty of a real one, and a whole plan."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from orientir.engines.reading import Remark, read_roadmap
from orientir.engines.reading.blocks import Grid, Line
from orientir.engines.reading.formats import pdf, scan
from orientir.engines.reading.formats.base import Content, Source
from orientir.engines.reading.layout import Page, Word
from orientir.engines.refusals import Refused
from tests.engines.pdf_files import INVISIBLE, UNNAMED, C, Paper, pdf_bytes, pdf_file

WIDE = "Школы района готовят к новому учебному году общий план работы"
PICTURE = (0, 0, 600, 800)


def read(*papers: Paper) -> Content:
    return pdf.read(Source(pdf_bytes(papers)))


def texts(content: Content) -> list[str]:
    return [block.printed for block in content.blocks if isinstance(block, Line)]


def written(text: str, **more: float | str) -> Paper:
    paper = Paper()
    paper.write(50, 100, text, **more)  # type: ignore[arg-type]
    return paper


def rows(content: Content) -> list[list[str]]:
    (grid,) = (block for block in content.blocks if isinstance(block, Grid))
    return [[cell.text for cell in row] for row in grid.rows]


def test_words_and_thin_rectangles_become_lines_and_a_table() -> None:
    paper = written("План работы")
    paper.table(50, 130, (60, 150), [("№ п/п", "Мероприятие"), ("1.", "Собрать школы района вместе")])

    content = read(paper)

    assert texts(content) == ["План работы"]
    assert rows(content) == [["№ п/п", "Мероприятие"], ["1.", "Собрать школы района вместе"]]
    assert content.warnings == ()


def test_a_word_in_pieces_is_one_and_words_without_a_space_between_are_two() -> None:
    paper = Paper()
    for x, text in ((50, "само"), (70, "опреде"), (100.4, "ление"), (129, "детей")):
        paper.write(x, 100, text)

    assert texts(read(paper)) == ["самоопределение детей"]


def test_widely_spaced_letters_are_one_word() -> None:
    assert texts(read(written("приказываю школам", spacing=3))) == ["приказываю школам"]


def test_a_ligature_is_its_letters() -> None:
    assert texts(read(written("класс \ufb01a"))) == ["класс fia"]


def test_a_no_break_space_holds_a_line_together_and_several_are_white() -> None:
    paper = written(f"{WIDE}|№\u00a05 для всех|и\u00a0\u00a0всё")

    assert texts(read(paper)) == [f"{WIDE} № 5 для всех", "и всё"]


def test_a_raised_figure_leaves_the_word_if_there_is_a_footnote_and_stays_if_there_is_none() -> None:
    paper = written("Показатель")
    paper.write(100, 96, "1", size=6)
    paper.write(50, 130, "Площадь 20 м")
    paper.write(105, 126, "2", size=6)
    paper.rule(50, 700, 150, 700)
    paper.write(50, 712, "1", size=5)
    paper.write(54, 715, "Уточняется", size=8)

    assert texts(read(paper)) == ["Показатель", "Площадь 20 м²", "1 Уточняется"]


def test_text_drawn_twice_to_look_bold_is_there_once() -> None:
    paper = written("План работы")
    paper.write(50.3, 100, "План работы")

    assert texts(read(paper)) == ["План работы"]


def test_letters_under_the_names_of_an_old_encoding_are_cyrillic() -> None:
    assert texts(read(written("Ïëàí ðàáîòû ¹ 5"))) == ["План работы № 5"]


@pytest.mark.parametrize(("turned", "rotate"), [(1, 0), (1, 90), (3, 0), (3, 270), (2, 180)])
def test_a_turned_page_is_read_upright(turned: int, rotate: int) -> None:
    """The fonts of a viewer hold Latin letters alone: turned Cyrillic ones would be empty."""
    x, y = {1: (100, 700), 2: (500, 700), 3: (500, 100)}[turned]
    along, across = {1: ((0, -1), (1, 0)), 2: ((-1, 0), (0, -1)), 3: ((0, 1), (-1, 0))}[turned]

    def place(right: float, down: float) -> tuple[float, float]:
        return x + along[0] * right + across[0] * down, y + along[1] * right + across[1] * down

    paper = Paper(rotate=rotate)
    for right, down, text in ((8, 14, "1."), (58, 14, "Sobrat shkoly"), (8, 44, "2."), (58, 44, "Oboiti klassy")):
        paper.write(*place(right, down), text, turned=turned)
    for (x0, y0), (x1, y1) in (
        *((place(0, down), place(300, down)) for down in (0, 30, 60)),
        *((place(right, 0), place(right, 60)) for right in (0, 50, 300)),
    ):
        paper.rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    assert rows(read(paper)) == [["1.", "Sobrat shkoly"], ["2.", "Oboiti klassy"]]


def test_a_head_that_runs_upwards_and_a_watermark_do_no_harm() -> None:
    paper = Paper()
    paper.table(50, 100, (60, 150, 60), [("N|||", "Delo", ""), ("1.", "Sobrat shkoly", "maj")])
    paper.write(280, 145, "Srok|dela", turned=1)

    assert rows(read(paper)) == [["N", "Delo", "Srok dela"], ["1.", "Sobrat shkoly", "maj"]]


def test_the_dots_that_a_browser_draws_before_lines_are_bullets() -> None:
    paper = written("Встречи в классах")
    paper.write(70, 115, "в школах")
    paper.write(70, 130, "в центре")
    paper.dots += [(58, 112), (58, 127), (400, 300)]

    assert texts(read(paper)) == ["Встречи в классах", "• в школах", "• в центре"]


def test_what_lies_outside_the_page_is_not_read() -> None:
    paper = written("План работы")
    paper.write(50, 850, "Служебные слова")

    assert texts(read(paper)) == ["План работы"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf_bytes([written("План")], locked=True), "encrypted"),
        (b"%PDF-1.7\n" + b"nothing of it " * 50, "broken"),
        (pdf_bytes([written("План")])[:300], "broken"),
        (pdf_bytes([]), "broken"),
        (pdf_bytes([written("План работы школ", style=UNNAMED)]), "unnamed_signs"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        pdf.read(Source(data))

    assert (refused.value.reason, refused.value.params) == (reason, {})


def test_five_hundred_pages_are_read_and_one_more_is_refused() -> None:
    pages = [Paper() for _ in range(501)]

    assert pdf.read(Source(pdf_bytes(pages[:500]))).blocks == ()
    with pytest.raises(Refused) as refused:
        pdf.read(Source(pdf_bytes(pages)))
    assert (refused.value.reason, refused.value.params) == ("too_many_pages", {"limit": 500})


@pytest.fixture
def nobody_recognises(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(data: bytes, numbers: Sequence[int]) -> list[Page]:
        raise Refused("no_recognition")

    monkeypatch.setattr(scan, "recognise", refuse)


@pytest.mark.usefixtures("nobody_recognises")
def test_a_picture_of_pages_is_a_scan_even_with_words_hidden_behind_it() -> None:
    hidden = written("План работы", style=INVISIBLE)
    hidden.pictures.append(PICTURE)
    picture = Paper(pictures=[PICTURE])

    for papers in ([picture], [hidden], [Paper(), picture]):
        with pytest.raises(Refused) as refused:
            read(*papers)
        assert refused.value.reason == "no_recognition"


@pytest.mark.usefixtures("nobody_recognises")
def test_a_page_that_is_a_picture_among_others_is_told_of_and_a_blank_one_is_not() -> None:
    content = read(written("План работы"), Paper(pictures=[PICTURE]), Paper())

    assert texts(content) == ["План работы"]
    assert content.warnings == (Remark("page_is_picture", {"page": 2}),)


def test_pages_that_are_pictures_are_recognised_and_stand_in_their_place(monkeypatch: pytest.MonkeyPatch) -> None:
    word = Word("Распознано.", 50, 50, 120, 60, 0.9)
    monkeypatch.setattr(scan, "recognise", lambda data, numbers: [Page(595, 842, (word,), ()) for _ in numbers])

    content = read(written("Начало."), Paper(pictures=[PICTURE]), written("Конец."))

    assert " ".join(texts(content)) == "Начало. Распознано. Конец."
    assert content.warnings == (Remark("recognised", {"pages": "2"}),)


@pytest.mark.parametrize(
    ("data", "known"),
    [
        (pdf_bytes([]), True),
        (b"\xef\xbb\xbf\n" + pdf_bytes([]), True),
        (b" " * 1020 + b"%PDF-", False),
        (b"", False),
        ("План".encode(), False),
    ],
)
def test_a_pdf_is_known_by_its_first_bytes(data: bytes, known: bool) -> None:
    assert pdf.knows(Source(data)) is known


def test_the_library_is_loaded_when_a_pdf_is_read() -> None:
    code = "import sys, orientir.engines.reading.formats.pdf; sys.exit('pypdfium2' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


HEAD = ("№ п/п", "Мероприятие", "Срок", "Ответственные", "Показатель")
COLUMNS = (40.0, 170.0, 90.0, 110.0, 110.0)


def plan(folder: Path) -> Path:
    """Three pages of an invented plan: stamp, title, goals, a table over two pages that cut a row and a merged cell."""
    first, second, third = Paper(), Paper(), Paper()
    first.write(400, 60, "УТВЕРЖДЁН|приказом отдела образования|Верхнелесного района|от 14.08.2026 № 31")
    first.write(180, 130, "План мероприятий по профориентации|в Верхнелесном районе на 2026-2028 годы")
    first.write(50, 170, "Цели:")
    for at, goal in enumerate(("знакомить детей с делом родного края;", "готовить их к выбору профессии.")):
        first.write(60, 185 + 12 * at, f"• {goal}")
    later = C("май, ежегодно", goes_down=True)
    cut = C("", goes_down=True, is_covered=True)
    second.table(
        40, 60, COLUMNS,
        [HEAD, (C("1. Работа со школами", span=5, centred=True),),
         ("1.1.", "Провести неделю профессий", "сентябрь 2026 г.", "Отдел образования", "Не менее 20 школ"),
         ("1.2.", "Собрать практико-", later, "Школы, Центр", "")],
    )  # fmt: skip
    second.write(504, 71, "1", size=6)
    third.table(
        40, 60, COLUMNS,
        [HEAD, ("", "ориентированные курсы и профориента\u00adционные встречи", cut, "занятости", ""),
         ("1.3.", "Встретить родителей:|– в школах;|– на заводах", C(is_covered=True), "Школы", ""),
         (C("2. Итоги", span=5, centred=True),),
         ("2.1.", "Подвести итоги", "", "Отдел образования", "")],
    )  # fmt: skip
    for number, paper in enumerate((first, second, third), start=1):
        paper.write(297, 30, str(number))
    second.rule(40, 740, 160, 740)
    second.write(40, 752, "1 Уточняется ежегодно.", size=8)
    return pdf_file(folder, first, second, third)


def test_a_whole_plan_is_read_as_it_is_printed(tmp_path: Path) -> None:
    roadmap = read_roadmap(plan(tmp_path))

    assert roadmap.title == "План мероприятий по профориентации в Верхнелесном районе на 2026-2028 годы"
    assert (roadmap.period.start_year, roadmap.period.end_year) == (2026, 2028)
    assert roadmap.approved_by is not None
    assert (roadmap.approved_by.kind, roadmap.approved_by.number, roadmap.approved_by.date) == (
        "приказ",
        "31",
        "2026-08-14",
    )
    assert roadmap.goals == ("знакомить детей с делом родного края", "готовить их к выбору профессии")
    assert [(section.number, section.title) for section in roadmap.sections] == [
        ("1", "Работа со школами"),
        ("2", "Итоги"),
    ]
    assert [
        (one.number, one.title, one.sub_items, one.term_raw, one.executors, one.indicator_raw)
        for one in roadmap.measures
    ] == [
        ("1.1.", "Провести неделю профессий", (), "сентябрь 2026 г.", ("Отдел образования",), "Не менее 20 школ"),
        (
            "1.2.", "Собрать практико-ориентированные курсы и профориентационные встречи", (), "май, ежегодно",
            ("Школы", "Центр занятости"), "",
        ),
        (
            "1.3.", "Встретить родителей: – в школах; – на заводах", ("в школах", "на заводах"), "май, ежегодно",
            ("Школы",), "",
        ),
        ("2.1.", "Подвести итоги", (), "", ("Отдел образования",), ""),
    ]  # fmt: skip
