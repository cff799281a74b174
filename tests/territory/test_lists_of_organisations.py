"""A list changes what is there, closes no doubt silently, and comes out as it goes in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.territory import exports, imports, services
from orientir.territory.choices import Founder, Kind, Level, UnitKind
from orientir.territory.import_words import line_words
from orientir.territory.imports.columns import is_tax_number
from orientir.territory.models import Organisation, Unit
from orientir.territory.services import facts_of
from tests.engines.sheet_files import Cell
from tests.support import world
from tests.territory.conftest import HEAD, Import, ListFile

MORE = (
    *HEAD,
    "Код",
    "Учредитель",
    "ИНН",
    "Первый класс",
    "Последний класс",
    "АОП",
    "Точка роста",
    "Дошкольные группы",
    "Открыта",
    "Изменения с",
    "Основание",
)
FIVE = ("школа", "МБОУ «Школа № 5»", "Школа № 5")
SEVEN = ("школа", "МБОУ «Школа № 7»", "Школа № 7")


def school(number: int = 5) -> Organisation:
    return Organisation.objects.select_related("territory").get(short_name=f"Школа № {number}")


def told(boris: Actor, key: int) -> tuple[object, ...]:
    with acting_as(boris):
        found = Organisation.objects.as_of(timezone.localdate()).get(pk=key)
        units = sorted(unit.kind for unit in found.units_then)
        return found.code, found.tax_number, found.opened_on, *_facts(found), units


def _facts(found: Organisation) -> tuple[object, ...]:
    state = found.state_then
    return state.founder, state.first_grade, state.last_grade, state.adapted


def test_all_that_classes_need_comes_with_the_list(boris: Actor, bring: Import, a_list: ListFile) -> None:
    row = (*FIVE, "05", "муниципалитет", "7707083893", 1, 11, "да", "да", "да", date(1990, 9, 1), None, None)

    answer = bring(a_list(row, head=MORE))
    again = bring(a_list(row, head=MORE))

    assert (answer.code, answer.out[-1]) == (0, "Добавлено: 0, изменено: 1, без изменений: 0.")
    assert again.out[-1] == "Добавлено: 0, изменено: 0, без изменений: 1."
    with acting_as(boris):
        key = school().pk
    assert told(boris, key) == (
        "05", "7707083893", date(1990, 9, 1), Founder.MUNICIPALITY, 1, 11, True, ["group", "growth_point"]
    )  # fmt: skip


def test_an_empty_cell_leaves_what_is_known(boris: Actor, bring: Import, a_list: ListFile) -> None:
    bring(a_list((*FIVE, "05", "регион", "7707083893", 1, 9, "нет", "да"), head=MORE[:10]))
    with acting_as(boris):
        key = school().pk
    before = told(boris, key)

    answer = bring(a_list((*FIVE, *[None] * 11), head=MORE))

    assert (answer.out[-1], told(boris, key)) == ("Добавлено: 0, изменено: 0, без изменений: 1.", before)


def test_a_code_finds_an_organisation_under_its_new_name_and_a_name_corrects_a_code(
    boris: Actor, bring: Import, a_list: ListFile
) -> None:
    head = (*HEAD, "Код")
    bring(a_list((*FIVE, "05"), head=head))

    renamed = bring(a_list(("школа", "МАОУ «Лицей № 5»", "Лицей № 5", "05"), head=head), "--dry-run")
    bring(a_list(("школа", "МАОУ «Лицей № 5»", "Лицей № 5", "05"), head=head))
    corrected = bring(a_list(("школа", "МАОУ «Лицей № 5»", "Лицей № 5", "0005"), head=head), "--dry-run")

    assert renamed.out[1:] == [
        "~ Школа № 5: полное наименование: «МБОУ «Школа № 5»» → «МАОУ «Лицей № 5»»;"
        " краткое наименование: «Школа № 5» → «Лицей № 5»",
        "Пробный запуск, ничего не изменено. Новых: 0, изменится: 1, без изменений: 0.",
    ]
    assert corrected.out[1] == "~ Лицей № 5: код: «05» → «0005»"


def test_changes_hold_from_the_day_that_the_row_names(boris: Actor, bring: Import, a_list: ListFile) -> None:
    since = date(2025, 9, 1)
    row = ("школа", FIVE[1], "Лицей № 5", *[None] * 3, 5, 11, None, "да", None, None, since, "Постановление № 9")
    with acting_as(boris):
        key = school().pk

    dry = bring(a_list(row, head=MORE), "--dry-run")
    done, again = bring(a_list(row, head=MORE)), bring(a_list(row, head=MORE))

    assert dry.out[1] == (
        "~ Школа № 5: краткое наименование: «Школа № 5» → «Лицей № 5»; первый класс: — → 5;"
        " последний класс: — → 11; с 01.09.2025; открывается: центр «Точка роста»"
    )
    assert [answer.out[-1] for answer in (done, again)] == [
        "Добавлено: 0, изменено: 1, без изменений: 0.",
        "Добавлено: 0, изменено: 0, без изменений: 1.",
    ]
    with acting_as(boris):
        found = Organisation.objects.get(pk=key)
        days = (date(2025, 8, 31), since)
        assert [found.state_on(day).short_name for day in days] == ["Школа № 5", "Лицей № 5"]
        assert found.state_on(since).basis == "Постановление № 9"
        assert [unit.opened_on for unit in found.units.all()] == [since]


def test_no_closes_a_unit_and_keeps_its_past(boris: Actor, bring: Import, a_list: ListFile) -> None:
    with acting_as(boris):
        services.add_unit(school(), kind=UnitKind.GROWTH_POINT, name="Точка", by=boris, at=world.NOON)
    head = (*HEAD, "Точка роста")

    answer = bring(a_list((*FIVE, "нет"), head=head))

    assert answer.out[-1] == "Добавлено: 0, изменено: 1, без изменений: 0."
    with acting_as(boris):
        assert Unit.objects.get(name="Точка").closed_on == timezone.localdate()


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"Учредитель": "Муниципалитетт"}, "учредителя «Муниципалитетт» нет; может быть, «муниципалитет»"),
        ({"ИНН": 7707083890}, "«7707083890» — не ИНН: цифры не сходятся"),
        ({"ИНН": 105023453}, "«105023453» — не ИНН; может быть, «0105023453»: потерян первый ноль"),
        ({"Первый класс": "нулевой"}, "класса «нулевой» нет: нужно число от 1 до 12"),
        ({"Первый класс": 9, "Последний класс": 5}, "укажите оба класса: сначала младший, потом старший"),
        ({"Последний класс": 5}, "укажите оба класса: сначала младший, потом старший"),
        ({"АОП": "частично"}, "в столбце «АОП» пишут «да» или «нет», а не «частично»"),
        ({"Открыта": "давно"}, "«давно» — не дата: напишите, например, 01.09.2026"),
        (
            {"Изменения с": "31.02.2026", "Основание": "Приказ"},
            "«31.02.2026» — не дата: напишите, например, 01.09.2026",
        ),
        ({"Изменения с": "01.09.2026"}, "для изменений с даты нужен акт: заполните «основание»"),
        (
            {"Открыта": "01.09.2020", "Изменения с": "01.09.2019", "Основание": "Приказ"},
            "в этот день она ещё не была открыта",
        ),
    ],
)
def test_what_is_wrong_is_told_by_its_place_with_what_was_meant(
    cells: dict[str, Cell], fault: str, bring: Import, a_list: ListFile
) -> None:
    row = [cells.get(column) for column in MORE]
    row[:3] = FIVE
    letter = "ABCDEFGHIJKLMN"[
        MORE.index(next(column for column in MORE if column in cells and _is_at_fault(cells, column)))
    ]

    answer = bring(a_list(tuple(row), head=MORE))

    assert (answer.code, answer.err[0]) == (2, f"Строка 2, столбец {letter}: {fault}.")


def _is_at_fault(cells: dict[str, Cell], column: str) -> bool:
    if "Изменения с" in cells:
        return column == "Изменения с"
    return True


def test_keys_that_contradict_each_other_are_no_guess(boris: Actor, bring: Import, a_list: ListFile) -> None:
    head = (*HEAD, "Код")
    six = ("школа", "МБОУ «Школа № 6»", "Школа № 6")
    bring(a_list((*FIVE, "05"), (*six, "06"), head=head))

    answer = bring(a_list((*FIVE, "06"), (*six, "07"), ("школа", "Седьмая", "7", "07"), head=head))

    assert answer.err == [
        "Строка 2, столбец D: код принадлежит организации «МБОУ «Школа № 6»», а наименование — «МБОУ «Школа № 5»»:"
        " исправьте одно из двух на странице организации.",
        "Строка 4, столбец D: этот код уже стоит в строке 3.",
    ]


def test_a_name_of_the_past_asks_for_the_one_of_today(boris: Actor, bring: Import, a_list: ListFile) -> None:
    with acting_as(boris):
        five, six = school(5), school(6)
        facts = facts_of(five.state_on(timezone.localdate()))
        new = type(facts)(name="МБОУ «Лицей»", short_name="Лицей")
        services.change_organisation(five, new, since=date(2026, 1, 1), basis="Приказ", by=boris, at=timezone.now())
        services.close_organisation(six, on=date(2026, 1, 1), basis="Приказ", by=boris, at=timezone.now())

    answer = bring(a_list(FIVE, ("школа", "МБОУ «Школа № 6»", "Школа № 6")))

    assert answer.err == [
        "Строка 2, столбец B: теперь она называется «МБОУ «Лицей»»: укажите это наименование или код.",
        "Строка 3, столбец B: организация с таким наименованием закрыта с 01.01.2026;"
        " если это другая, добавьте её на странице.",
    ]


def test_check_figures_of_tax_numbers() -> None:
    known = {"7707083893": True, "7707083894": False, "500100732259": True, "500100732258": False, "77": False}

    assert {number: is_tax_number(number) for number in known} == known


def exported(boris: Actor, folder: Path) -> Path:
    path = folder / "export.xlsx"
    with acting_as(boris), translation.override("ru"):
        path.write_bytes(exports.organisations_as_xlsx(by=boris, today=timezone.localdate()))
    return path


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=20).filter(str.strip)


@settings(max_examples=25, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(Kind),
            TEXTS | st.sampled_from(["=1+1", "«Ёж»", "  два  пробела "]),
            st.sampled_from(["", *Founder.values]),
            st.none() | st.tuples(st.integers(1, 6), st.integers(6, 12)),
            st.sampled_from([None, True, False]),
            st.booleans(),
            st.none() | st.dates(date(1900, 3, 1), date(2030, 1, 1)),
        ),
        max_size=4,
        unique_by=lambda row: row[1].strip().casefold(),
    )
)
def test_an_export_is_taken_in_and_changes_nothing(boris: Actor, tmp_path: Path, rows: list[tuple[Any, ...]]) -> None:
    with acting_as(boris):
        for number, (kind, name, founder, grades, adapted, has_point, opened_on) in enumerate(rows):
            try:
                made = services.add_organisation(
                    school().territory,
                    kind=kind,
                    name=name,
                    short_name=name,
                    founder=founder,
                    first_grade=grades[0] if grades else None,
                    last_grade=grades[1] if grades else None,
                    adapted=adapted,
                    code=f"{number:03}" if number % 2 else "",
                    opened_on=opened_on,
                    by=boris,
                    at=world.NOON,
                )
            except (services.NameTaken, services.CodeTaken):  # the examples share one database
                continue
            if has_point:
                services.add_unit(made, kind=UnitKind.GROWTH_POINT, name="Точка", by=boris, at=world.NOON)
        boris = world.actor("boris")
    path = exported(boris, tmp_path)
    with acting_as(boris):
        comparison = imports.compare(imports.read_organisations(path), by=boris, at=timezone.now())
        open_today = Organisation.objects.filter(pk__in=boris.scope("territory.see_organisations"))
        expected = open_today.open_on(timezone.localdate()).count()

    assert (comparison.faults, comparison.added, [line_words(line) for line in comparison.changed]) == ((), (), [])
    assert len(comparison.unchanged) == expected


def test_two_districts_of_one_name_are_told_apart_by_their_towns(boris: Actor, tmp_path: Path) -> None:
    with acting_as(boris):
        town = school().territory
        inner = services.add_territory("Центр", level=Level.DISTRICT, parent=town, by=boris, at=world.NOON)
        again = services.add_territory("Центр", level=Level.DISTRICT, parent=inner, by=boris, at=world.NOON)
        for place in (inner, again):
            services.add_organisation(
                place, kind=Kind.SCHOOL, name=f"Школа {place.pk}", short_name="Ш", by=boris, at=world.NOON
            )
    boris = world.actor("boris")
    path = exported(boris, tmp_path)

    with acting_as(boris):
        table = imports.read_organisations(path)
        comparison = imports.compare(table, by=boris, at=timezone.now())

    assert {row.text("territory") for row in table.rows} == {"Белоозерск", "Центр, Белоозерск", "Центр, Центр"}
    assert (comparison.faults, comparison.added, comparison.changed) == ((), (), ())
