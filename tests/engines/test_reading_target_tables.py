"""A table beside the plan that says what its measures are to reach, and a head that says place, level and years."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from orientir.engines.reading import Period, Roadmap, performers_in, read_roadmap
from orientir.engines.reading.blocks import Line
from orientir.engines.reading.items import sub_items
from tests.engines import word_files

HEAD = ("№ п/п", "Мероприятие", "Срок", "Исполнители", "Показатель")
ROWS = (
    ("1.", "Провести пробы", "май 2026 г.", "школы", "Охват обучающихся – не менее 40 %"),
    ("2.", "Собрать отчёты", "ежегодно", "школы", ""),
)
TITLE = "План мероприятий по профориентации"


def read(
    tmp_path: Path,
    *tables: Sequence[Sequence[str]],
    lines: Sequence[str] = (TITLE,),
    sections: Sequence[str] = ("Работа с обучающимися",),
) -> Roadmap:
    """Read a plan in which the same measures stand in each section, with further tables beneath it."""
    rows: list[object] = [word_files.tr(*HEAD)]
    for at, section in enumerate(sections, start=1):
        rows.append(word_files.tr(word_files.tc(f"{at}. {section}", span=len(HEAD))))
        rows += [word_files.tr(*row) for row in ROWS]
    drawn = [word_files.tbl(*map(_row, table)) for table in tables]
    body = word_files.document(*map(word_files.p, lines), word_files.tbl(*rows), *drawn)
    path = tmp_path / "plan.docx"
    path.write_bytes(word_files.archive({"[Content_Types].xml": word_files.CONTENT_TYPES, "word/document.xml": body}))
    return read_roadmap(path)


def _row(cells: Sequence[str]) -> str:
    return word_files.tr(word_files.tc(cells[0], span=4)) if len(cells) == 1 else word_files.tr(*cells)


def targets(roadmap: Roadmap) -> list[list[tuple[object, ...]]]:
    return [
        [(one.op, one.value, one.unit, one.population, one.year) for one in measure.targets]
        for measure in roadmap.measures
    ]


COVERED = (">=", 40, "percent", "обучающихся", None)
VALUES = (
    ("№ пункта", "Показатель, единица измерения", "2026 год", "2027 год"),
    ("2", "Число отчётов, единиц", "не менее 5", "1 500"),
    ("1.", "Доля школ", "более 80", "–"),
    ("1.", "Количество участников", "", "рост до 12,5"),
)


def test_values_of_a_table_belong_to_the_measures_whose_numbers_they_bear(tmp_path: Path) -> None:
    roadmap = read(tmp_path, VALUES)

    assert targets(roadmap) == [
        [COVERED, (">", 80, "percent", "школ", 2026), ("increase", 12.5, "count", "участников", 2027)],
        [(">=", 5, "count", "отчётов", 2026), ("=", 1500, "count", "отчётов", 2027)],
    ]
    assert [one.code for one in roadmap.warnings if one.code == "table_skipped"] == []


def test_what_the_words_of_a_measure_say_is_not_said_twice(tmp_path: Path) -> None:
    roadmap = read(tmp_path, [("№ пункта", "Показатель", "Целевое значение"), ("1", "обучающихся", "не менее 40 %")])

    assert targets(roadmap) == [[COVERED], []]


def test_where_a_number_comes_twice_the_heading_above_tells_which_is_meant(tmp_path: Path) -> None:
    values = [("№ пункта", "Показатель", "Целевое значение", "2027"), ("2. Кадры",), ("2.", "Число отчётов", "–", "7")]

    roadmap = read(tmp_path, values, sections=("Работа с обучающимися", "Кадры"))

    assert targets(roadmap) == [[COVERED], [], [COVERED], [("=", 7, "count", "отчётов", 2027)]]


def test_a_table_that_counts_its_own_rows_says_nothing_of_measures(tmp_path: Path) -> None:
    roadmap = read(tmp_path, [("№ п/п", *VALUES[0][1:]), *VALUES[1:]])

    assert targets(roadmap) == [[COVERED], []]
    assert "2 | Число отчётов, единиц | не менее 5 | 1 500" in roadmap.notes


def test_values_of_measures_that_the_plan_does_not_have_are_notes(tmp_path: Path) -> None:
    roadmap = read(tmp_path, [VALUES[0], ("7.", "Число отчётов", "1", "2"), ("8.", "Число школ", "1", "2")])

    assert targets(roadmap) == [[COVERED], []]
    assert [one.code for one in roadmap.warnings if one.code == "table_skipped"] == ["table_skipped"]
    assert "7. | Число отчётов | 1 | 2" in roadmap.notes


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("Территория: Кедровский район", "territory", "Кедровский район"),
        ("Уровень реализации: муниципальный", "level", "municipality"),
        ("Уровень: региональная программа", "level", "region"),
        ("Уровень: высокий", "level", "city"),
        ("Срок реализации: 2026–2028 годы", "period", Period(2026, 2028)),
        ("Период действия плана: 2027 год", "period", Period(2027, 2027)),
        ("Сроки исполнения стоят в таблице, до 2027 года", "period", Period(2025, 2025)),
    ],
)
def test_a_line_beneath_the_title_says_more_than_the_title(
    line: str, field: str, value: object, tmp_path: Path
) -> None:
    lines = ("План мероприятий по профориентации города Заречного на 2025 год", line)

    assert getattr(read(tmp_path, lines=lines), field) == value


@pytest.mark.parametrize(
    "title",
    [
        "Комплекс мер, направленных на развитие профориентации",
        "План мероприятий, разработанный на 2026 год",
    ],
)
def test_a_title_may_say_what_the_plan_is_meant_for(title: str, tmp_path: Path) -> None:
    assert read(tmp_path, lines=(title,)).title == title


def test_a_name_after_a_district_begins_a_line_of_its_own_unless_it_is_the_name_of_the_district() -> None:
    assert performers_in("школы района\nбиблиотеки") == ("школы района", "библиотеки")
    assert performers_in("администрация города\nЗаречного") == ("администрация города Заречного",)
    assert performers_in("методический центр —") == ("методический центр",)


def test_an_item_may_begin_with_a_figure_that_belongs_to_its_word() -> None:
    lines = [Line("Мастер-классы: - гончарное дело; - 3D-моделирование; - 5 встреч")]

    assert sub_items(lines) == ("гончарное дело", "3D-моделирование; - 5 встреч")
