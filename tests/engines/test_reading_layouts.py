"""Plans that are laid out unlike most: no head, no table, months as headings, columns named by years."""

from pathlib import Path

from orientir.engines.reading import Confidence, Place, read_roadmap, read_with_original_in_child
from tests.engines.word_files import HEAD, p, tbl, tc, tr, word_file


def rows(path: Path) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(one.number, one.title, one.term_raw, one.executors) for one in read_roadmap(path).measures]


HEADLESS = (
    ("1", "Провести неделю профессий с открытыми уроками", "октябрь", "Классные руководители"),
    ("2", "Сводить восьмые классы на молочный завод", "до 15 ноября", "Школы, завод"),
    ("3", "Собрать родителей девятых классов на беседу о выборе", "март", "Педагог-психолог"),
)


def test_a_table_without_a_head_is_known_by_what_stands_in_it(tmp_path: Path) -> None:
    path = word_file(tmp_path, p("План мероприятий школы на 2026 год"), tbl(*HEADLESS))

    read = read_roadmap(path)

    assert rows(path) == [
        ("1", "Провести неделю профессий с открытыми уроками", "октябрь", ("Классные руководители",)),
        ("2", "Сводить восьмые классы на молочный завод", "до 15 ноября", ("Школы", "завод")),
        ("3", "Собрать родителей девятых классов на беседу о выборе", "март", ("Педагог-психолог",)),
    ]
    assert "head_guessed" in {warning.code for warning in read.warnings}
    assert next(read.measures).confidence["term"] == Confidence(0.6, "column_guessed")


def test_a_list_of_addresses_without_a_head_is_no_plan(tmp_path: Path) -> None:
    addresses = [
        ("1", "Школа № 1", "ул. Речная, 4"),
        ("2", "Школа № 2", "ул. Полевая, 8"),
        ("3", "Сад", "пер. Тихий, 1"),
    ]
    path = word_file(tmp_path, tbl(HEAD, ("1.1.", "Собрать школы", "май", "Школы", "")), p("Адреса"), tbl(*addresses))

    assert rows(path) == [("1.1.", "Собрать школы", "май", ("Школы",))]


def test_a_column_with_an_odd_head_between_known_ones_is_the_measure(tmp_path: Path) -> None:
    head = ("Когда", "Чем займёмся", "Кто отвечает")
    path = word_file(tmp_path, tbl(head, ("май", "Игра по станциям", "Школы"), ("июнь", "Поход на ферму", "Лагерь")))

    assert [(one.title, one.confidence["title"].reason) for one in read_roadmap(path).measures] == [
        ("Игра по станциям", "column_guessed"),
        ("Поход на ферму", "column_guessed"),
    ]


def test_a_month_as_a_heading_is_the_term_of_what_stands_beneath(tmp_path: Path) -> None:
    path = word_file(
        tmp_path,
        tbl(
            ("Мероприятие", "Ответственный"),
            tr(tc("Сентябрь", span=2)),
            ("Анкета «Кем быть»", "Психолог"),
            tr(tc("Октябрь", span=2)),
            ("Экскурсия в пекарню", "Классный руководитель"),
        ),
    )

    read = read_roadmap(path)

    assert [(s.title, [(m.title, m.term.months) for m in s.measures]) for s in read.sections] == [
        ("Сентябрь", [("Анкета «Кем быть»", (9, 9))]),
        ("Октябрь", [("Экскурсия в пекарню", (10, 10))]),
    ]
    assert next(read.measures).confidence["term"] == Confidence(0.9, "term_from_heading")


def test_a_month_within_a_section_gives_the_term_and_leaves_the_section(tmp_path: Path) -> None:
    path = word_file(
        tmp_path,
        tbl(
            ("Мероприятие", "Срок", "Ответственный"),
            tr(tc("Раздел 1. Работа с классами", span=3)),
            tr(tc("Сентябрь", span=3)),
            ("Анкета «Кем быть»", "", "Психолог"),
            ("Классный час", "12 сентября", "Психолог"),
        ),
    )

    read = read_roadmap(path)

    assert [(section.title, len(section.measures)) for section in read.sections] == [("Работа с классами", 2)]
    assert [measure.term_raw for measure in read.measures] == ["Сентябрь", "12 сентября"]


def test_ticks_and_dates_in_columns_of_quarters_are_the_term(tmp_path: Path) -> None:
    head = ("№", "Мероприятие", "I квартал", "II квартал", "III квартал", "IV квартал", "Исполнители")
    path = word_file(
        tmp_path,
        tbl(
            head,
            ("1", "Семинар", "", "+", "", "", "Центр"),
            ("2", "Отчёт", "до 20 января", "", "", "", "Школы"),
            ("3", "Сайт", "–", "–", "–", "v", "Школы"),
        ),
    )

    assert [(one.term_raw, one.term.months, one.term.deadline) for one in read_roadmap(path).measures] == [
        ("II квартал", (4, 6), None),
        ("до 20 января", None, "01-20"),
        ("IV квартал", (10, 12), None),
    ]


def test_values_in_columns_of_years_are_targets(tmp_path: Path) -> None:
    head = ("№", "Мероприятие", "Срок", "Исполнители", "Показатель", "2026 год", "2027 год")
    row = ("1", "Пробы", "ежегодно", "Школы", "Доля восьмиклассников, не менее", "30", "45,5")
    path = word_file(tmp_path, tbl(head, row))

    (measure,) = read_roadmap(path).measures

    assert [(one.op, one.value, one.unit, one.year) for one in measure.targets] == [
        (">=", 30, "percent", 2026),
        (">=", 45.5, "percent", 2027),
    ]


def test_a_term_in_two_columns_beneath_one_head_is_one_term(tmp_path: Path) -> None:
    down = [tc(name, merge="restart") for name in ("№", "Мероприятие")]
    path = word_file(
        tmp_path,
        tbl(
            tr(*down, tc("Срок", span=2), tc("Исполнитель", merge="restart")),
            tr(tc(merge="continue"), tc(merge="continue"), "начало", "окончание", tc(merge="continue")),
            ("1", "Смена в лагере", "июнь", "август", "Школы"),
        ),
    )

    assert rows(path) == [("1", "Смена в лагере", "июнь – август", ("Школы",))]


def test_a_table_of_target_values_after_the_plan_holds_no_measures(tmp_path: Path) -> None:
    values = (("№", "Показатель", "Ед. изм.", "2026", "2027"), ("1", "Доля школ с планом", "%", "60", "80"))
    path = word_file(tmp_path, tbl(HEAD, ("1.1.", "Собрать школы", "май", "Школы", "")), p("Показатели"), tbl(*values))

    read = read_roadmap(path)

    assert [measure.title for measure in read.measures] == ["Собрать школы"]
    assert "1 | Доля школ с планом | % | 60 | 80" in read.notes


def test_a_plan_without_a_table_is_read_from_its_paragraphs(tmp_path: Path) -> None:
    path = word_file(
        tmp_path,
        p("План работы по профориентации в округе Заозёрье на 2026 год"),
        p("I. Подготовка"),
        p("1.1. Назначить ответственных."),
        p("Срок: до 5 сентября. Ответственные: директора школ."),
        p("1.2. Провести совещание:"),
        p("- в школах;"),
        p("- в колледже."),
        p("Срок: октябрь."),
        p("Ответственный: методический центр (по согласованию)."),
        p("II. Работа"),
        p("2.1. Сводить классы на завод (срок: май; ответственный: школы)."),
        p("Ожидаемый результат: не менее 4 экскурсий."),
        p("Начальник управления"),
    )

    read = read_roadmap(path)

    assert [(s.number, s.title, [m.number for m in s.measures]) for s in read.sections] == [
        ("I", "Подготовка", ["1.1.", "1.2."]),
        ("II", "Работа", ["2.1."]),
    ]
    assert [(m.title, m.term_raw, m.executors, m.result) for m in read.measures] == [
        ("Назначить ответственных.", "до 5 сентября", ("директора школ",), ""),
        ("Провести совещание: - в школах; - в колледже.", "октябрь", ("методический центр",), ""),
        ("Сводить классы на завод", "май", ("школы",), "не менее 4 экскурсий"),
    ]
    assert {warning.code for warning in read.warnings} >= {"read_from_paragraphs"}
    assert "Начальник управления" in read.notes


def test_every_field_knows_its_place_and_how_sure_it_is(tmp_path: Path) -> None:
    path = word_file(tmp_path, tbl(HEAD, ("1.1.", "Собрать школы", "когда-нибудь", "", "Протокол")))

    (measure,) = read_roadmap(path).measures

    assert measure.places == {
        "number": Place(1, 2, cell=1),
        "title": Place(1, 2, cell=2),
        "term": Place(1, 2, cell=3),
        "result": Place(1, 2, cell=5),
    }
    assert measure.confidence == {
        "number": Confidence(1.0),
        "title": Confidence(1.0),
        "term": Confidence(0.4, "words_unread"),
        "executors": Confidence(0.7, "field_empty"),
        "result": Confidence(1.0),
    }


def test_what_fits_no_field_is_a_note(tmp_path: Path) -> None:
    path = word_file(
        tmp_path,
        p("Согласовано с центром занятости"),
        p("План мероприятий школы на 2026 год"),
        tbl(HEAD, ("1.1.", "Собрать школы", "май", "Школы", "")),
        p("Исполнитель Н. П. Орлова, 5-12-34"),
    )

    read = read_roadmap(path)

    assert read.notes == ("Согласовано с центром занятости", "Исполнитель Н. П. Орлова, 5-12-34")
    assert read.columns["title"] == HEAD[1]


def test_the_document_stands_beside_what_was_read_with_the_same_places(tmp_path: Path) -> None:
    path = word_file(
        tmp_path, p("План мероприятий на 2026 год"), tbl(HEAD, ("1.1.", "Собрать школы", "май", "Школы", ""))
    )

    roadmap, original = read_with_original_in_child(path)

    line, table = original
    place = next(roadmap.measures).places["term"]
    assert line == {"line": "План мероприятий на 2026 год", "page": 0, "number": 0}
    assert table["table"] == place.table
    cell = next(cell for cell in table["rows"][place.row - 1] if cell["start"] == place.cell)
    assert cell == {"start": 3, "span": 1, "text": "май", "continues": False}
