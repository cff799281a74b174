"""An office brings its list of schools in one go: all of it or nothing, and what is wrong is named by its place."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orientir.access.models import Appointment
from orientir.access.services import end_appointment
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.engines.refusals import OF_SPREADSHEETS
from orientir.engines.russian import normalise
from orientir.engines.spreadsheets import FAULTS
from orientir.journal.models import Entry
from orientir.territory import imports
from orientir.territory.choices import Kind, Level
from orientir.territory.import_words import FAULT_WORDS, REFUSALS
from orientir.territory.models import Organisation, Territory
from orientir.territory.services import add_organisation, add_territory
from tests.engines.sheet_files import workbook
from tests.support import world
from tests.territory.conftest import HEAD, Answer, Import, ListFile

SEVEN = ("школа", "МБОУ «Школа № 7»", "Школа № 7")
BELL = ("Детский  сад", "МБДОУ «Колокольчик»", "Колокольчик")
KNOWN = ("школа", "мбоу Школа № 5", "Школа № 5")
Digest = Callable[[], str]


def organisations(actor: Actor) -> list[tuple[str, str, str, str]]:
    with acting_as(actor):
        found = Organisation.objects.order_by("pk").select_related("territory")
        return [(there.territory.name, there.kind, there.name, there.short_name) for there in found]


def district(name: str, parent: str, boris: Actor) -> None:
    """Add a district without organisations beneath a territory."""
    with acting_as(boris):
        above = Organisation.objects.get(short_name=parent).territory
        add_territory(name, level=Level.DISTRICT, parent=above, by=boris, at=world.NOON)


def retire(login: str) -> None:
    """End the appointments of an account: it stays, its rights go."""
    with acting_as(REGISTRAR):
        for appointment in Appointment.objects.filter(person__user__login=login):
            end_appointment(appointment, by=REGISTRAR, at=world.SEPTEMBER + timedelta(days=1))


def test_a_list_is_added_as_a_whole_and_journalled(boris: Actor, bring: Import, a_list: ListFile) -> None:
    before = organisations(boris)

    answer = bring(a_list(SEVEN, BELL, KNOWN))

    assert answer == Answer(
        0, ["Лист «Лист1», прочитано строк: 3.", "Добавлено: 2, изменено: 0, без изменений: 1."], []
    )
    assert organisations(boris)[len(before) :] == [
        ("Белоозерск", "school", "МБОУ «Школа № 7»", "Школа № 7"),
        ("Белоозерск", "kindergarten", "МБДОУ «Колокольчик»", "Колокольчик"),
    ]
    with acting_as(boris):
        added = Organisation.objects.order_by("pk").values_list("pk", flat=True)[len(before) :]
        entries = Entry.objects.filter(verb="organisation_added", subject_id__in=list(added)).order_by("pk")
        assert [(entry.actor, entry.subject_id) for entry in entries] == [(boris.name, key) for key in added]


def test_a_second_run_changes_nothing(bring: Import, a_list: ListFile, digest: Digest) -> None:
    path = a_list(SEVEN, BELL, KNOWN)
    bring(path)
    after_the_first = digest()

    answer = bring(path)

    assert (answer.code, answer.out[-1], digest()) == (
        0,
        "Добавлено: 0, изменено: 0, без изменений: 3.",
        after_the_first,
    )


def test_a_dry_run_shows_what_would_come_and_changes_nothing(bring: Import, a_list: ListFile, digest: Digest) -> None:
    before = digest()

    answer = bring(a_list(SEVEN, BELL, KNOWN), "--dry-run")

    assert answer == Answer(
        0,
        [
            "Лист «Лист1», прочитано строк: 3.",
            "+ Школа № 7 — МБОУ «Школа № 7» (школа, Белоозерск)",
            "+ Колокольчик — МБДОУ «Колокольчик» (детский сад, Белоозерск)",
            "Пробный запуск, ничего не изменено. Новых: 2, изменится: 0, без изменений: 1.",
        ],
        [],
    )
    assert digest() == before


@pytest.mark.parametrize("arguments", [[], ["--dry-run"]])
def test_every_fault_is_listed_by_row_and_column_and_nothing_is_added(
    arguments: list[str], bring: Import, a_list: ListFile, digest: Digest
) -> None:
    before = digest()
    path = a_list(
        SEVEN,
        ("щкола", "А", "А"),
        ("СОШ", None, "Б"),
        ("школа", "МБОУ Школа №7", None),
        ("школа", "«МБОУ ШКОЛА № 7»", "Ш" * 101),
        ('<c r="{place}" t="e"><v>#N/A</v></c>', "Я" * 301, "Я"),
    )

    answer = bring(path, *arguments)

    assert answer.code == 2
    assert answer.err == [
        "Строка 3, столбец A: вида «щкола» нет; может быть, «школа».",
        "Строка 4, столбец A: вида «СОШ» нет.",
        "Строка 4, столбец B: не заполнено: «полное наименование».",
        "Строка 5, столбец C: не заполнено: «краткое наименование».",
        "Строка 6, столбец B: эта организация уже стоит в строке 2.",
        "Строка 6, столбец C: «краткое наименование» длиннее 100 знаков (сейчас 101).",
        "Строка 7, столбец A: ошибка в формуле: #N/A.",
        "Строка 7, столбец B: «полное наименование» длиннее 300 знаков (сейчас 301).",
        "Виды: " + ", ".join(str(kind.label) for kind in Kind) + ".",
    ]
    assert digest() == before


def test_a_list_without_a_column_says_which_one(bring: Import, a_list: ListFile, digest: Digest) -> None:
    before = digest()

    answer = bring(a_list(("школа", "А", 7), head=("Вид", "Наименование", "Вид")))

    assert (answer.code, digest()) == (2, before)
    assert answer.err == [
        "Строка 1: нет столбца «краткое наименование».",
        "Строка 1, столбец C: второй столбец «вид»; первый — A.",
    ]


def test_what_is_left_out_is_told(bring: Import, a_list: ListFile) -> None:
    head = ("Вид", "Полное наименование", "Краткое наименование", "Сайт")

    answer = bring(a_list((*BELL, "bell.example"), head=head))

    assert answer == Answer(
        0,
        [
            "Лист «Лист1», прочитано строк: 1.",
            "Столбцы, которые не нужны: D («Сайт»).",
            "Добавлено: 1, изменено: 0, без изменений: 0.",
        ],
        [],
    )


def test_the_command_speaks_english_too(bring: Import, a_list: ListFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORIENTIR_LANGUAGE", "en")
    head = ("Kind", "Full name", "Short name")

    good = bring(a_list(("school", "A", "A"), ("детский сад", "B", "B"), head=head))
    bad = bring(a_list(("scool", "C", "C"), head=head))

    assert good == Answer(0, ["Sheet “Лист1”, rows read: 2.", "Added: 2, changed: 0, as they were: 0."], [])
    assert bad.err[0] == "Row 2, column A: there is no kind “scool”; perhaps “school”."


def test_every_kind_is_known_by_its_russian_its_english_and_its_code(boris: Actor, tmp_path: Path) -> None:
    names = imports.names_of(Kind)
    path = workbook(tmp_path, HEAD, *[(name.upper(), f"Организация «{name}»", name) for name in names])

    with acting_as(boris):
        comparison = imports.compare(imports.read_organisations(path), by=boris, at=world.NOON)

    assert comparison.faults == ()
    assert [line.kind for line in comparison.added] == list(names.values())
    assert set(names.values()) == set(Kind)
    assert {"школа", "school", "детский сад", "kindergarten"} <= set(names)


def test_with_several_territories_each_row_names_one(boris: Actor, bring: Import, a_list: ListFile) -> None:
    district("Озёрный район", "УО, Белоозерск", boris)
    head = (*HEAD, "Территория")

    bad = bring(a_list((*SEVEN, None), (*BELL, "Озёрный раён"), (*KNOWN, "Зареченск"), head=head))
    none = bring(a_list(SEVEN, BELL))
    good = bring(a_list((*SEVEN, "ОЗЕРНЫЙ РАЙОН"), (*BELL, "Белоозерск"), head=head))

    assert bad.err == [
        "Строка 2, столбец D: у вас несколько территорий: укажите, какая.",
        "Строка 3, столбец D: территории «Озёрный раён» у вас нет; может быть, «Озёрный район».",
        "Строка 4, столбец D: территории «Зареченск» у вас нет.",
    ]
    assert none.err == ["Строка 1: нет столбца «территория»."]
    assert (good.code, good.err) == (0, [])
    assert [place for place, *_ in organisations(boris)[-2:]] == ["Озёрный район", "Белоозерск"]


def test_a_name_that_several_territories_share_is_no_answer(boris: Actor, bring: Import, a_list: ListFile) -> None:
    district("Центральный район", "УО, Белоозерск", boris)
    with acting_as(boris):
        within = Territory.objects.get(name="Центральный район")
        add_territory("Центральный район", level=Level.DISTRICT, parent=within, by=boris, at=world.NOON)

    answer = bring(a_list((*SEVEN, "Центральный район"), head=(*HEAD, "Район")))

    assert answer.err == ["Строка 2, столбец D: так называются несколько ваших территорий: «Центральный район»."]


def test_a_name_of_another_territory_is_new_here(boris: Actor, gleb: Actor, bring: Import, a_list: ListFile) -> None:
    bring(a_list(SEVEN))

    answer = bring(a_list(SEVEN), login="gleb")

    assert answer.out[-1] == "Добавлено: 1, изменено: 0, без изменений: 0."
    assert [place for place, *_ in organisations(boris)[-2:]] == ["Белоозерск", "Зареченск"]


@pytest.mark.parametrize(
    ("login", "why"),
    [
        ("", "Добавлять организации могут несколько человек. Назовите одного ключом --as: boris, gleb"),
        ("nobody", "Учётной записи «nobody» нет."),
        ("vera", "Этой учётной записи нельзя добавлять организации. Назовите координатора ключом --as."),
        ("nina", "Этой учётной записи нельзя добавлять организации. Назовите координатора ключом --as."),
    ],
)
def test_only_one_known_coordinator_brings_a_list(
    login: str, why: str, bring: Import, a_list: ListFile, digest: Digest
) -> None:
    before = digest()

    answer = bring(a_list(SEVEN), login=login)

    assert (answer, digest()) == (Answer(2, [], [why]), before)


def test_the_only_coordinator_need_not_be_named(boris: Actor, bring: Import, a_list: ListFile) -> None:
    retire("gleb")

    answer = bring(a_list(SEVEN), login="")

    assert (answer.code, answer.out[-1]) == (0, "Добавлено: 1, изменено: 0, без изменений: 0.")


def test_without_a_coordinator_the_way_to_one_is_told(bring: Import, a_list: ListFile) -> None:
    for login in ("boris", "gleb"):
        retire(login)

    answer = bring(a_list(SEVEN), login="")

    assert answer.err == [
        "Здесь некому добавлять организации. Сначала запустите ./orientir serve и назовите координатора."
    ]


def test_a_file_that_is_not_taken_is_one_sentence(bring: Import, tmp_path: Path, digest: Digest) -> None:
    before = digest()
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    workbook(tmp_path, ("Школа", "Адрес"), name="other.xlsx")

    answers = [bring(tmp_path / name) for name in ("no\n.xlsx", "old.xls", "other.xlsx")]

    assert [(answer.code, answer.out) for answer in answers] == [(2, [])] * 3
    assert [line.replace(str(tmp_path), "") for answer in answers for line in answer.err] == [
        "Файла /no .xlsx нет.",
        "/old.xls — это книга старого Excel (XLS). Откройте его в офисной программе, сохраните как XLSX и повторите.",
        "В /other.xlsx нет списка: ни одна строка не называет столбцы «вид», «полное наименование» и"
        " «краткое наименование». Столбцы описаны в docs/import.md. Первая строка: Школа | Адрес",
    ]
    assert digest() == before


def test_what_somebody_added_meanwhile_undoes_the_whole_list(boris: Actor, a_list: ListFile, digest: Digest) -> None:
    with acting_as(boris):
        comparison = imports.compare(imports.read_organisations(a_list(SEVEN, BELL)), by=boris, at=world.NOON)
        territory = comparison.added[0].territory
        add_organisation(territory, kind=Kind.SCHOOL, name=BELL[1], short_name="К", by=boris, at=world.NOON)
    before = digest()

    with pytest.raises(imports.ChangedMeanwhile), acting_as(boris):
        imports.take_in(comparison, by=boris, at=world.NOON)

    assert digest() == before


def test_without_the_right_nothing_is_compared_or_added(boris: Actor, vera: Actor, a_list: ListFile) -> None:
    table = imports.read_organisations(a_list(SEVEN))
    with acting_as(boris):
        comparison = imports.compare(table, by=boris, at=world.NOON)

    with acting_as(vera):
        with pytest.raises(PermissionDenied):
            imports.compare(table, by=vera, at=world.NOON)
        with pytest.raises(PermissionDenied):
            imports.take_in(comparison, by=vera, at=world.NOON)


def test_a_thousand_rows_come_in_a_few_seconds(bring: Import, a_list: ListFile) -> None:
    path = a_list(*[("школа", f"МБОУ «Средняя школа № {n}»", f"СОШ № {n}") for n in range(1, 1001)])

    began = time.process_time()
    answer = bring(path)

    assert (answer.out[-1], time.process_time() - began < 10) == (
        "Добавлено: 1000, изменено: 0, без изменений: 0.",
        True,
    )


WORDS = st.text(st.sampled_from("АБВабвёЁ «»№ 12-"), min_size=2, max_size=8)
ROWS = st.lists(st.tuples(st.sampled_from(["школа", "вуз", "колледж", "лицей"]), WORDS, WORDS), max_size=4)


@settings(max_examples=40, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_each_row_is_new_there_or_at_fault_and_what_was_added_is_there(
    boris: Actor, tmp_path: Path, rows: list[tuple[str, str, str]]
) -> None:
    path = workbook(tmp_path, HEAD, ("вуз", "Всегда здесь", "ВЗ"), *rows)
    with acting_as(boris):
        table = imports.read_organisations(path)
        first = imports.compare(table, by=boris, at=world.NOON)
        told = {line.row for line in (*first.added, *first.changed, *first.unchanged)} | {
            fault.row for fault in first.faults
        }
        assert told == {row.number for row in table.rows}
        if first.faults:
            with pytest.raises(ValueError, match="faults"):
                imports.take_in(first, by=boris, at=world.NOON)
            return
        imports.take_in(first, by=boris, at=world.NOON)
        again = imports.compare(table, by=boris, at=world.NOON)

    assert (again.added, again.changed, again.faults) == ((), (), ())
    assert {line.row for line in again.unchanged} == told
    assert len({normalise(line.facts.name) for line in first.added}) == len(first.added)


def test_every_reason_and_every_fault_has_its_words() -> None:
    assert set(REFUSALS) == OF_SPREADSHEETS
    assert {code.removesuffix(".near") for code in FAULT_WORDS} == FAULTS | imports.FAULTS


def test_the_page_about_imports_names_every_column_every_alias_and_every_kind() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs/import.md").read_text(encoding="utf-8")
    with translation.override("ru"):
        kinds = [f"| {kind.label} | `{kind.value}` |" for kind in Kind]

    assert [name for column in imports.COLUMNS for name in column.names if name not in page] == []
    assert [row for row in kinds if row not in page] == []
