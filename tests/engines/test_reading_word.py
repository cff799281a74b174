"""Reading Word documents: one small document for each difficulty of a real one."""

from pathlib import Path

import pytest

from orientir.engines.reading import NoPlan, Place, Remark, from_json, read_roadmap
from tests.engines.word_files import (
    HEAD,
    deleted,
    inserted,
    numbering,
    p,
    run,
    tbl,
    tc,
    tr,
    word_file,
)

ROW = ("1.1.", "Собрать школы", "май", "Школы", "Протокол")


def fields(path: Path) -> list[tuple[str, str, str, tuple[str, ...], str | None]]:
    return [
        (measure.number, measure.title, measure.term_raw, measure.executors, measure.result)
        for measure in read_roadmap(path).measures
    ]


def sections(path: Path) -> list[tuple[str, str, list[str]]]:
    return [
        (section.number, section.title, [measure.number for measure in section.measures])
        for section in read_roadmap(path).sections
    ]


def test_a_row_becomes_a_measure_with_its_place(tmp_path: Path) -> None:
    path = word_file(tmp_path, p("Пояснение"), tbl(HEAD, ROW))

    (measure,) = read_roadmap(path).measures

    assert (measure.number, measure.title, measure.term_raw) == ("1.1.", "Собрать школы", "май")
    assert (measure.executors_raw, measure.executors, measure.result) == ("Школы", ("Школы",), "Протокол")
    assert (measure.indicator_raw, measure.sub_items, measure.targets) == (None, (), ())
    assert (measure.term.kind, measure.term.months, measure.source) == ("once", (5, 5), Place(1, 2))


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (
            ("№", "Исполнители", "Наименование мероприятий (или группы мероприятий)", "Форма представления "
             "ожидаемого результата", "Дата проведения"),
            ("1.1.", "Школы", "Собрать школы", "Протокол", "май"),
        ),
        (
            ("Сроки/период", "N п/п", "Содержание деятельности", "Кто отвечает за мероприятие", "Итог"),
            ("май", "1.1.", "Собрать школы", "Школы", "Протокол"),
        ),
        (
            ("№ пункта", "Действия", "Календарный срок", "Координатор", "Вид документа о мероприятии"),
            ("1.1.", "Собрать школы", "май", "Школы", "Протокол"),
        ),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_words_in_any_order(
    tmp_path: Path, head: tuple[str, ...], row: tuple[str, ...]
) -> None:
    assert fields(word_file(tmp_path, tbl(head, row))) == [("1.1.", "Собрать школы", "май", ("Школы",), "Протокол")]


def test_columns_that_are_none_of_the_fields_become_notes(tmp_path: Path) -> None:
    head = ("№", "Мероприятие", "Участники мероприятия", "Срок", "Ответственный", "Отметка о выполнении")
    path = word_file(tmp_path, tbl(head, ("1", "Игра", "7 классы", "май", "Школы", "")))

    (measure,) = read_roadmap(path).measures

    assert (measure.title, measure.executors, measure.result) == ("Игра", ("Школы",), None)
    assert measure.notes == ("Участники мероприятия: 7 классы",)


def test_a_cell_merged_downwards_holds_for_every_row_it_covers(tmp_path: Path) -> None:
    path = word_file(
        tmp_path,
        tbl(
            HEAD,
            tr("1", "Игра", tc("май", merge="restart"), tc("Школы", merge="restart"), "Отчёт"),
            tr("2", "Квест", tc(merge="continue"), "Лагеря", ""),
            tr("3", "Поход", "июнь", tc("Клубы", merge="restart"), "Отчёт"),
        ),
    )

    assert fields(path) == [
        ("1", "Игра", "май", ("Школы",), "Отчёт"),
        ("2", "Квест", "май", ("Лагеря",), ""),
        ("3", "Поход", "июнь", ("Клубы",), "Отчёт"),
    ]


def test_a_measure_merged_over_two_rows_is_one_measure(tmp_path: Path) -> None:
    path = word_file(
        tmp_path,
        tbl(
            HEAD,
            tr(tc("1", merge="restart"), tc("Игра", merge="restart"), "май", "Школы", "Отчёт"),
            tr(tc(merge="continue"), tc(merge="continue"), "октябрь", "Клубы", "Фото"),
        ),
    )

    assert fields(path) == [("1", "Игра", "май октябрь", ("Школы", "Клубы"), "Отчёт Фото")]


def test_a_head_in_two_rows_and_a_row_of_column_numbers_are_no_measures(tmp_path: Path) -> None:
    down = [tc(name, merge="restart") for name in ("№", "Мероприятие")]
    path = word_file(
        tmp_path,
        tbl(
            tr(*down, tc("Срок", span=2), tc("Исполнитель", merge="restart")),
            tr(tc(merge="continue"), tc(merge="continue"), "начала", "окончания", tc(merge="continue")),
            ("1", "2", "3", "4", "5"),
            ("1.", "Реестр", "2024", "2026", "Отдел"),
        ),
    )

    (measure,) = read_roadmap(path).measures

    assert (measure.number, measure.term_raw, measure.term.kind) == ("1.", "2024 – 2026", "range")
    assert measure.term.years == (2024, 2026)


def test_what_was_deleted_does_not_count_and_what_was_inserted_does(tmp_path: Path) -> None:
    words = run("Собрать ") + deleted("сады") + inserted("школы")
    path = word_file(
        tmp_path,
        tbl(
            HEAD,
            tr("1", tc(p(words)), "май", "Школы", ""),
            tr("2", "Лишнее", "май", "Школы", "", properties='<w:del w:id="3" w:author="а"/>'),
        ),
    )

    assert fields(path) == [("1", "Собрать школы", "май", ("Школы",), "")]


def test_text_moved_away_counts_where_it_went(tmp_path: Path) -> None:
    away = f"<w:moveFrom>{run('в мае ')}</w:moveFrom>"
    here = f"<w:moveTo>{run(' в мае')}</w:moveTo>"
    odd = f"<w:del>{run(' нет')}</w:del>"  # some programs leave ordinary text within a deletion
    path = word_file(tmp_path, tbl(HEAD, tr("1", tc(p(away + run("Игра") + here + odd)), "май", "Школы", "")))

    assert fields(path)[0][1] == "Игра в мае"


def test_a_paragraph_whose_end_was_deleted_runs_on(tmp_path: Path) -> None:
    first = p("Собрать ", properties='<w:rPr><w:del w:id="4" w:author="а"/></w:rPr>')
    path = word_file(tmp_path, tbl(HEAD, tr("1", tc(first, p("школы")), "май", "Школы", "")))

    assert fields(path)[0][1] == "Собрать школы"


def test_automatic_numbers_of_sections_and_measures_are_counted(tmp_path: Path) -> None:
    lists = numbering({0: ("decimal", "%1."), 1: ("decimal", "%1.%2.")})

    def measure(title: str) -> str:
        return tr(tc(p(number=(1, 1))), title, "май", "Школы", "")

    path = word_file(
        tmp_path,
        tbl(
            HEAD,
            tr(tc(p("Кадры", number=(1, 0)), span=5)),
            measure("Курсы"),
            measure("Игра"),
            tr(tc(p("Дети", number=(1, 0)), span=5)),
            measure("Квест"),
        ),
        lists=lists,
    )

    assert sections(path) == [("1", "Кадры", ["1.1.", "1.2."]), ("2", "Дети", ["2.1."])]


def test_bullets_letters_and_typed_markers_make_sub_items(tmp_path: Path) -> None:
    lists = numbering({0: ("bullet", "\uf0b7")}, {0: ("russianLower", "%1)")})
    path = word_file(
        tmp_path,
        tbl(
            HEAD,
            tr(
                "1",
                tc("Игры:", p("квест;", number=(1, 0)), p("поход и др.", number=(1, 0))),
                "май",
                "Школы",
                "",
            ),
            tr("2", tc("Игры:", p("квест;", number=(2, 0)), p("поход.", number=(2, 0))), "май", "Школы", ""),
            tr("3", tc("Игры:", "– квест,", "-поход.", "Сбор итогов|7–9 классов."), "май", "Школы", ""),
        ),
        lists=lists,
    )

    found = [(measure.title, measure.sub_items) for measure in read_roadmap(path).measures]

    assert found == [
        ("Игры: • квест; • поход и др.", ("квест", "поход и др.")),
        ("Игры: а) квест; б) поход.", ("квест", "поход")),
        ("Игры: – квест, -поход. Сбор итогов 7–9 классов.", ("квест", "поход")),
    ]


def test_hyphens_spaces_and_footnote_marks_are_made_plain(tmp_path: Path) -> None:
    words = run("Проф_ориента\u00adция\u00a0в 6~11") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" классах")
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t> скрыто</w:t></w:r>"
    path = word_file(tmp_path, tbl(HEAD, tr("1", tc(p(words + hidden)), "май", "Школы", "практико-|ориентированный")))

    assert fields(path) == [("1", "Профориентация в 6-11 классах", "май", ("Школы",), "практико-ориентированный")]


def test_a_table_for_each_section_has_its_heading_outside(tmp_path: Path) -> None:
    path = word_file(
        tmp_path,
        p("Дорожная карта города Ключи"),
        p("Направление 1. Кадры"),
        tbl(HEAD, ("1.", "Курсы", "май", "Школы", "")),
        p(),
        p("Направление 2. Дети"),
        tbl(HEAD, ("1.", "Игра", "май", "Школы", "")),
    )

    assert sections(path) == [("1", "Кадры", ["1."]), ("2", "Дети", ["1."])]
    assert read_roadmap(path).title == "Дорожная карта города Ключи"


def test_a_second_table_without_a_head_goes_on_with_the_columns_of_the_first(tmp_path: Path) -> None:
    path = word_file(
        tmp_path,
        tbl(HEAD, tr(tc("1. Кадры", span=5)), ROW),
        p("2. Дети"),
        tbl(("2.1.", "Игра", "", "Клубы", "")),
    )

    assert sections(path) == [("1", "Кадры", ["1.1."]), ("2", "Дети", ["2.1."])]
    assert fields(path)[1] == ("2.1.", "Игра", "", ("Клубы",), "")


def test_a_repeated_head_and_empty_rows_are_passed_over(tmp_path: Path) -> None:
    path = word_file(tmp_path, tbl(HEAD, ROW, HEAD, ("",) * 5, ("1.2.", "Игра", "июнь", "Клубы", "")))

    assert [row[0] for row in fields(path)] == ["1.1.", "1.2."]


def test_a_numbered_title_with_empty_cells_is_a_heading_where_its_parts_follow(tmp_path: Path) -> None:
    path = word_file(
        tmp_path,
        tbl(
            HEAD,
            ("1.", "Кадры", "", "", ""),
            ROW,
            ("2.", "Дети", "", "", ""),
            ("2.1", "Игра", "май", "Школы", ""),
        ),
    )

    assert sections(path) == [("1", "Кадры", ["1.1."]), ("2", "Дети", ["2.1"])]


def test_a_numbered_row_without_anything_else_is_a_measure_where_no_parts_follow(tmp_path: Path) -> None:
    path = word_file(tmp_path, tbl(HEAD, ("1.", "Курсы", "", "", ""), ("2.", "Игра", "май", "Школы", "")))

    assert sections(path) == [("", "", ["1.", "2."])]


def test_a_direction_merged_beside_its_measures_is_a_section(tmp_path: Path) -> None:
    path = word_file(
        tmp_path,
        tbl(
            ("№", "Направление", "Мероприятия", "Сроки", "Ответственные"),
            tr("1", tc("Кадры", merge="restart"), "Курсы", "май", "Школы"),
            tr("2", tc(merge="continue"), "Семинар", "май", "Школы"),
            tr("3", tc("Дети", merge="restart"), "Игра", "май", "Школы"),
        ),
    )

    assert sections(path) == [("", "Кадры", ["1", "2"]), ("", "Дети", ["3"])]


def test_a_row_that_begins_in_the_middle_of_a_sentence_belongs_to_the_one_above(tmp_path: Path) -> None:
    path = word_file(
        tmp_path,
        tbl(
            HEAD,
            ("1", "Сбор данных о школах", "август-", "Министерство образования", "Отчёт"),
            ("", "и детских садах", "сентябрь", "Северного края", ""),
        ),
    )

    assert fields(path) == [
        ("1", "Сбор данных о школах и детских садах", "август-сентябрь",
         ("Министерство образования Северного края",), "Отчёт"),
    ]  # fmt: skip


def test_a_title_and_a_heading_drawn_above_the_head_of_the_table_are_read(tmp_path: Path) -> None:
    title = tr(tc("План мероприятий школы на 2026 год", span=5))
    path = word_file(tmp_path, tbl(title, tr(tc("Раздел 1. Кадры", span=5)), HEAD, ROW))

    assert read_roadmap(path).title == "План мероприятий школы на 2026 год"
    assert sections(path) == [("1", "Кадры", ["1.1."])]


def test_doubts_are_told_with_the_place(tmp_path: Path) -> None:
    path = word_file(
        tmp_path,
        tbl(HEAD, ("1", "Игра", "", "Школы", ""), ("1", "Квест", "когда-нибудь", "", "")),
        p("Показатели"),
        tbl(("Показатель", "2026"), ("Доля школ", "50"), ("Доля детей", "60")),
    )
    first, second = ({"number": "1", "table": 1, "row": row} for row in (2, 3))

    assert read_roadmap(path).warnings == (
        Remark("title_missing"),
        Remark("period_missing"),
        Remark("territory_missing"),
        Remark("table_skipped", {"table": 2, "head": "Показатель | 2026"}),
        Remark("term_empty", first),
        Remark("term_unread", {**second, "words": "когда-нибудь"}),
        Remark("performers_empty", second),
        Remark("number_repeated", second),
    )


def test_a_document_without_a_plan_says_what_was_seen(tmp_path: Path) -> None:
    path = word_file(tmp_path, p("Отчёт"), tbl(("Школа", "Детей"), ("1", "500"), ("2", "300")))

    with pytest.raises(NoPlan) as caught:
        read_roadmap(path)

    assert (caught.value.tables, caught.value.lines, caught.value.heads) == (1, 1, ("Школа | Детей",))


def test_json_gives_an_equal_roadmap_back(tmp_path: Path) -> None:
    path = word_file(
        tmp_path,
        p("УТВЕРЖДЁН приказом отдела образования от 01.02.2026 № 5"),
        p("План мероприятий на 2026-2028 годы"),
        tbl(HEAD, ROW, ("", "Игра", "январь, май", "", "не менее 5 школ")),
    )
    roadmap = read_roadmap(path)

    assert from_json(roadmap.to_json()) == roadmap
