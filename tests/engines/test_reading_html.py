"""Reading web pages: as Word and LibreOffice save them, as sites show them."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orientir.engines.reading import Refused, read_roadmap
from orientir.engines.reading.blocks import Block, Grid, Line
from orientir.engines.reading.formats import Source, others, tables, web
from orientir.engines.reading.formats.breaks import paragraphs
from orientir.engines.reading.pipeline import content_of

Printed = list[str | list[list[str]]]


def blocks(page: str | bytes) -> list[Block]:
    source = Source(page if isinstance(page, bytes) else page.encode())
    assert web.knows(source)
    return list(web.read(source).blocks)


def printed(page: str | bytes) -> Printed:
    """Lines as text, grids as the texts of their rows; a cell that goes on from above begins with «^»."""
    return [
        block.printed
        if isinstance(block, Line)
        else [[("^" if cell.continues else "") + cell.text for cell in row] for row in block.rows]
        for block in blocks(page)
    ]


def marked(page: str) -> list[tuple[str, str, int]]:
    return [(block.marker, block.text, block.level) for block in blocks(page) if isinstance(block, Line)]


def places(page: str) -> list[list[tuple[int, int, str, bool]]]:
    (grid,) = blocks(page)
    assert isinstance(grid, Grid)
    return [[(cell.start, cell.span, cell.text, cell.continues) for cell in row] for row in grid.rows]


PLAN = (
    "<table><tr><th>№<th>Мероприятие<th>Срок<th>Ответственные"
    "<tr><td>1.<td>Курсы для педагогов, которые ведут кружки по профессиям<td>май<td>Школы района"
    "<tr><td>2.<td>Игра «Кем быть?» для учеников с пятого по седьмой класс<td>июнь<td>Отдел образования</table>"
)
PLAN_PRINTED: list[list[str]] = [
    ["№", "Мероприятие", "Срок", "Ответственные"],
    ["1.", "Курсы для педагогов, которые ведут кружки по профессиям", "май", "Школы района"],
    ["2.", "Игра «Кем быть?» для учеников с пятого по седьмой класс", "июнь", "Отдел образования"],
]


def test_a_page_of_a_site_is_read_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>Сайт</title></head><body><nav>План работы</nav>"
        f"<h1>План мероприятий Заозёрного района на 2025&ndash;2026&nbsp;годы</h1>{PLAN}</body></html>",
        encoding="utf-8",
    )

    roadmap = read_roadmap(path)

    assert roadmap.title == "План мероприятий Заозёрного района на 2025–2026 годы"
    assert [(measure.number, measure.term_raw, measure.executors) for measure in roadmap.measures] == [
        ("1.", "май", ("Школы района",)),
        ("2.", "июнь", ("Отдел образования",)),
    ]


@pytest.mark.parametrize(
    ("said", "encoding"),
    [
        ("<html>", "utf-8"),
        ("<html>", "utf-8-sig"),
        ("<html>", "utf-16"),
        ("<html>", "cp1251"),
        ("<meta charset='windows-1251'>", "cp1251"),
        ("<meta http-equiv=Content-Type content='text/html; charset=KOI8-R'>", "koi8-r"),
        ("<meta charset='iso-8859-1'>", "cp1251"),
        ("<meta charset='windows-1251'>", "utf-8"),
        ("<meta charset='no-such'>", "cp1251"),
        ("<?xml version='1.0' encoding='windows-1251'?><html>", "cp1251"),
    ],
)
def test_the_letters_are_right_whatever_the_page_says_of_them(said: str, encoding: str) -> None:
    text = "Жизнь школы и её план на год"

    assert printed(f"{said}<body><p>{text}</p>".encode(encoding)) == [text]


def test_paragraphs_are_lines_and_breaks_stay_within_them() -> None:
    page = "<body>Слово<div>до<p>а\n   б<br>в <b>г</b>д<p>е<br><br>ж</div>после<hr><pre>и\n к</pre><q>л</q> &amp; м"

    assert printed(page) == ["Слово", "до", "а б\nв гд", "е", "ж", "после", "и\nк", "«л» & м"]


def test_lists_have_the_markers_that_a_browser_draws() -> None:
    page = (
        "<ol><li>Раз<li>два;<ul><li>внутри</ul><li value=7><p>Семь</p><p>ещё</p></ol>"
        "<ol type=a start=2><li>бэ</ol><ol style='list-style-type: upper-roman'><li>Рим</ol>"
        "<ol style='list-style:none'><li>1) сам</ol><ol><li></ol><ul><li></ul>"
    )

    assert marked(page) == [
        ("1.", "Раз", 0),
        ("2)", "два;", 0),
        ("•", "внутри", 1),
        ("7.", "Семь", 0),
        ("", "ещё", 0),
        ("b)", "бэ", 0),
        ("I.", "Рим", 0),
        ("", "1) сам", 0),
        ("1.", "", 0),
    ]


def test_cells_reach_down_and_to_the_right_but_not_out_of_their_group() -> None:
    page = (
        "<table><caption>Таблица</caption><thead><tr><th rowspan=2>№<th colspan=2>Срок<tr><th>начало<th>конец</thead>"
        "<tfoot><tr><td colspan=3>Итого</tfoot>"
        "<tbody><tr><td rowspan=0>1<td rowspan=99999>май<td>июнь<tr><td>июль<tr></tbody></table>"
    )

    assert printed(page)[0] == "Таблица"
    assert places(page.replace("<caption>Таблица</caption>", "")) == [
        [(0, 1, "№", False), (1, 2, "Срок", False)],
        [(0, 1, "№", True), (1, 1, "начало", False), (2, 1, "конец", False)],
        [(0, 1, "1", False), (1, 1, "май", False), (2, 1, "июнь", False)],
        [(0, 1, "1", True), (1, 1, "май", True), (2, 1, "июль", False)],
        [(0, 3, "Итого", False)],
    ]


def test_what_an_author_left_open_or_out_is_closed_as_a_browser_does() -> None:
    assert printed("<table>слова<td>а<td>б<tr><td><div>в</div></div>г<td>д</table>е</div>") == [
        "слова",
        [["а", "б"], ["в г", "д"]],
        "е",
    ]


def test_a_table_that_only_arranges_the_page_is_no_table() -> None:
    menu = "<td><a href=1>Главная</a><br><a href=2>Новости</a><br><a href=3>План</a>"
    page = f"<table><tr><td colspan=2>Школа № 7<tr>{menu}<td><b>План работы</b>{PLAN}<p>Завуч<tr><td>2025</table>"

    assert printed(page) == ["Школа № 7", "План работы", PLAN_PRINTED, "Завуч", "2025"]
    assert printed("<table role=presentation><tr><td>а<td>б<tr><td>в<td>г</table>") == ["а", "б", "в", "г"]


def test_a_small_table_within_a_cell_is_its_lines() -> None:
    inner = "<table><tr><td>пять<td>шесть</table>"

    assert printed(f"<table><tr><td>1<td>Классы {inner}<tr><td>2<td>б</table>") == [
        [["1", "Классы пять шесть"], ["2", "б"]]
    ]


def test_what_stands_around_the_text_on_every_page_of_a_site_is_left_out() -> None:
    page = f"""<body><a class=skip-link href=#c>К содержанию</a>
        <header class=site-header><a href=/>Школа</a><ul><li><a>Главная</a><li><a>План</a></ul></header>
        <div id=left class="menu">Меню<ul><li><a>План</a></ul></div>
        <aside>Календарь<table><tr><td>Пн<tr><td>1</table></aside>
        <main><div class=breadcrumbs>Главная / План</div>
        <article><header><h1>План</h1><p>12.03.2025</p></header>{PLAN}
        <div><a>Один</a> <a>Другой</a> <a>Третий</a></div><p>Директор</p></article></main>
        <div class="sidebar">Погода</div><footer>2025</footer><div role=dialog>Куки</div>
        <script>var a = "<p>b</p>"</script><select><option>май</select><button>Найти</button></body>"""

    assert printed(page) == ["План", "12.03.2025", PLAN_PRINTED, "Директор"]


def test_what_says_that_it_stands_aside_is_left_out_even_with_a_table() -> None:
    assert printed(f"<body><nav>{PLAN}</nav><p>План</p>{PLAN}<aside>{PLAN}</aside>") == ["План", PLAN_PRINTED]


def test_a_table_or_a_heading_is_never_left_out_for_the_name_of_what_it_stands_in() -> None:
    assert printed(f"<body><div class=header><h1>План</h1></div><div class=widget>{PLAN}</div>") == [
        "План",
        PLAN_PRINTED,
    ]


def test_what_is_hidden_or_deleted_is_not_read() -> None:
    page = (
        "<p hidden>а</p><p style='display: none'>б</p><p style='visibility:hidden'>в</p>"
        "<p>Собрать <del>сады</del><ins>школы</ins><span style='DISPLAY:none'>г</span>&shy;</p>"
        "<table><tr><td>1<td>Игра<tr style='display:none'><td>2<td>тайна</table><!-- е --><noscript>ж</noscript>"
    )

    assert printed(page) == ["Собрать школы", [["1", "Игра"]]]


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta name=Generator content="Microsoft Word 15"><!--[if gte mso 9]><xml><w:View>Print</w:View></xml><![endif]-->
<style><!-- p.MsoNormal {} --></style></head><body>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span
style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp; </span></span></span><![endif]>цель;<o:p>
</o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.1.<span
style='font:7.0pt "Times New Roman"'>&nbsp; </span></span><![endif]>задача</p>
<p class=MsoNormal>Пробы<a href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference>[1]</span></a> и
игры<span class=MsoCommentReference><a class=msocomanchor href="#_msocom_1">[А1]</a></span></p>
<div style='mso-element:footnote-list'><p class=MsoFootnoteText><a name="_ftn1"><span
class=MsoFootnoteReference>[1]</span></a> Сноска</p></div>
<div style='mso-element:comment-list'><p>Замечание</p></div></body></html>"""


def test_a_page_that_word_saved_has_its_markers_and_footnotes_but_no_remarks() -> None:
    assert marked(WORD) == [
        ("•", "цель;", 0),
        ("1.1.", "задача", 1),
        ("", "Пробы и игры", 0),
        ("[1]", "Сноска", 0),
    ]


def test_a_filtered_page_of_word_shows_its_markers_by_the_gap_behind_them() -> None:
    gap = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span>"

    assert marked(
        f"<p style='text-indent:-18.0pt'><span style='font-family:Symbol'>·{gap}</span>раз</p><p>12.{gap}два</p>"
        f"<p>Три слова{gap}подряд</p>"
    ) == [("•", "раз", 0), ("12.", "два", 0), ("", "Три слова подряд", 0)]


def test_a_page_that_libreoffice_saved_has_no_running_heads() -> None:
    page = (
        '<html><head><meta name="generator" content="LibreOffice 7.4"/></head><body><div title="header"><p>7</p></div>'
        '<p>План<a class="sdfootnoteanc" href="#s"><sup>1</sup></a> на\n\tгод</p><div id="sdfootnote1"><p>'
        '<a class="sdfootnotesym" href="#a">1</a>Сноска</p></div><nav>Как есть</nav></body></html>'
    )

    assert marked(page) == [("", "План на год", 0), ("1", "Сноска", 0), ("", "Как есть", 0)]


def test_a_page_without_words_has_no_blocks() -> None:
    assert [blocks(page) for page in ("<html>", "<!-- а --><p>", "<table></table>")] == [[], [], []]


def test_a_page_behind_thousands_of_comments_is_known_at_once() -> None:
    assert not web.knows(Source(b"<!-- a -->" * 5_000))
    assert web.knows(Source(b"<!-- a -->" * 5_000 + b"<p>"))


@pytest.mark.parametrize(
    "page",
    ["План <b>работы</b>", "1 < 2", "a,b\n<p>", "{\\rtf1 <p>}", "%PDF-1.7 <html>", "PK <html>"],
)
def test_what_only_holds_a_tag_somewhere_is_no_page(page: str) -> None:
    assert not web.knows(Source(page.encode()))


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<html>" + "<div>" * 3000 + "план", "broken"),
        ("<html>" + "<b>" * 300_001, "too_much_memory"),
        ("<html><p " + "a=b " * 400_001 + ">", "too_much_memory"),
        ("<html>" + "план" * 700_000, "too_large"),
    ],
)
def test_a_page_too_deep_or_too_large_is_refused(page: str, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        content_of(page.encode())

    assert caught.value.reason == reason


def test_cells_that_claim_the_whole_world_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_AREA", 5_000)

    for page in (
        "<table>" + "<tr><td colspan=1000>а<td>б" * 9,
        "<table><tr>" + "<td rowspan=0>" * 99 + "<tr><td>" * 99,
    ):
        with pytest.raises(Refused) as caught:
            blocks(page)
        assert caught.value.reason == "too_much_memory"


def test_a_letter_with_a_page_in_it_is_refused_by_name() -> None:
    letter = (
        b'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html"\r\n'
    )

    assert others.knows(Source(letter))
    with pytest.raises(Refused) as caught:
        content_of(letter, ".mht")

    assert (caught.value.reason, caught.value.params) == ("wrong_type", {"seen": "mht"})


@given(st.lists(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=4), max_size=5))
def test_cells_never_stand_on_one_another(spans: list[list[tuple[int, int]]]) -> None:
    """A second column of plain cells keeps the table a table whatever the spans are."""
    rows = ("".join(f"<td rowspan={down} colspan={right}>х" for down, right in row) for row in spans)
    page = "<table><tr><td>а<td>б" + "".join(f"<tr>{row}<td>у" for row in rows) + "</table>"

    for row in places(page):
        assert all(left[0] + left[1] <= right[0] for left, right in pairwise(row))
    assert sum(not cell[3] for row in places(page) for cell in row) == 2 + len(spans) + sum(map(len, spans))


@given(st.text(alphabet="аб А.:;-)1\n", max_size=30))
def test_breaks_part_a_text_but_lose_none_of_it(text: str) -> None:
    assert "".join("".join(paragraphs(text)).split()) == "".join(text.split())
