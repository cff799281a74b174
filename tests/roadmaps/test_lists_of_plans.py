"""The lists of roadmaps, of the measures of one, of reports that wait; and their spreadsheets."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from orientir import journal
from orientir.database.context import acting_as
from orientir.roadmaps.choices import Force
from orientir.roadmaps.models import Roadmap
from orientir.territory.models import Organisation
from orientir.ui.lists import listing, views
from tests.roadmaps.running import (
    FAR,
    NEAR,
    NEXT_YEAR,
    PAST,
    a_district,
    accept,
    add_measure,
    give,
    measure,
    schools,
    submit,
)
from tests.roadmaps.seeing import seen
from tests.support import world
from tests.support.world import NOON

pytestmark = pytest.mark.usefixtures("noon")

Visit = Callable[[str], Client]


def sheet_of(response: HttpResponse) -> Worksheet:
    assert response.status_code == 200
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def written(response: HttpResponse) -> list[list[object]]:
    return [list(row) for row in sheet_of(response).iter_rows(values_only=True)]


def numbers(client: Client, roadmap: Roadmap, query: str = "") -> list[str]:
    return [row[0] for row in seen(client.get(f"/roadmaps/{roadmap.pk}/measures/?{query}")).rows[1:]]


def test_a_measure_says_what_is_done_what_is_not_submitted_and_what_is_late(signed_in: Visit, roadmap: Roadmap) -> None:
    fives, _ = give(measure(roadmap, "1.1"), PAST)
    accept(fives)
    give(measure(roadmap, "1.1"), FAR)
    give(measure(roadmap, "1.2"), NEXT_YEAR)

    page = seen(
        signed_in("boris").get(f"/roadmaps/{roadmap.pk}/measures/?column=due&column=done&column=open&column=late")
    )

    assert page.rows == [
        ["Пункт плана", "Ближайший срок", "Исполнено", "Не представлено", "Не представлено в срок"],
        ["Провести работу 1.1", "20 декабря 2026", "1 из 4", "3", "1"],
        ["Провести работу 1.2", "31 мая 2027", "—", "—", "—"],  # nothing of it is due this year
        ["Провести работу 2.1", "—", "—", "—", "—"],
        ["Провести работу 2.2", "—", "—", "—", "—"],
    ]


def test_what_a_figure_counts_is_one_press_away(signed_in: Visit, roadmap: Roadmap) -> None:
    give(measure(roadmap, "1.1"), PAST)
    give(measure(roadmap, "1.1"), NEAR, schools()[:1])
    give(measure(roadmap, "1.1"), NEXT_YEAR)
    boris = signed_in("boris")
    page = seen(boris.get(f"/roadmaps/{roadmap.pk}/measures/?column=open&column=late"))

    assert page.rows[1] == ["Провести работу 1.1", "3", "2"]
    assert [len(seen(boris.get(href)).rows[1:]) for said, href in page.links if said in ("3", "2")] == [3, 2]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["1.1", "1.2", "2.1", "2.2", "2.3"]),
        ("sort=-number", ["2.3", "2.2", "2.1", "1.2", "1.1"]),
        ("sort=due", ["2.1", "1.2", "2.2", "1.1", "2.3"]),
        ("sort=-late", ["1.1", "2.3", "2.2", "2.1", "1.2"]),
        ("show=late", ["1.1"]),
        ("show=soon", ["2.1"]),
        ("show=open", ["1.1", "1.2", "2.1", "2.2"]),
        ("kind=event", ["2.3"]),
        ("q=ярмарок", ["2.3"]),
        ("q=2.2", ["2.2"]),
        ("section=999", []),
        ("show=late&kind=event", []),
        ("year=all", ["1.1", "1.2", "2.1", "2.2", "2.3"]),
    ],
)
def test_measures_are_narrowed_and_sorted(query: str, found: list[str], signed_in: Visit, roadmap: Roadmap) -> None:
    boris = world.actor("boris")
    with acting_as(boris), journal.entry("measure_added", by=boris, at=NOON, about=roadmap):
        add_measure(roadmap.sections.all()[1], "2.3", text="Провести ярмарку", fulfilment="event")
    give(measure(roadmap, "1.1"), PAST)
    give(measure(roadmap, "1.2"), FAR, force=Force.RECOMMENDED)
    give(measure(roadmap, "2.1"), NEAR)
    give(measure(roadmap, "2.2"), NEXT_YEAR)

    assert numbers(signed_in("boris"), roadmap, query) == found


def test_of_a_section_only_its_own_are_shown(signed_in: Visit, roadmap: Roadmap) -> None:
    with acting_as(world.actor("boris")):
        second = roadmap.sections.get(number="2.")

    assert numbers(signed_in("boris"), roadmap, f"section={second.pk}") == ["2.1", "2.2"]


def test_roadmaps_are_found_by_words_state_and_sorted_by_years(signed_in: Visit, roadmap: Roadmap) -> None:
    boris = signed_in("boris")

    def titles(query: str = "") -> list[str]:
        return [row[0] for row in seen(boris.get(f"/roadmaps/?{query}")).rows[1:]]

    old, new = "План мероприятий («дорожная карта»)", "План мероприятий по профориентации"
    assert titles() == [new, old]
    assert titles("sort=years") == [new, old]
    assert titles("sort=-years") == [old, new]
    assert titles("q=ПРОФОРИЕНТАЦИИ") == [new]
    assert titles("state=archived") == []


def test_reports_that_wait_are_listed_longest_first_and_found_by_school(signed_in: Visit, roadmap: Roadmap) -> None:
    for number in ("1.1", "2.1"):
        submit(*give(measure(roadmap, number), NEAR))
    boris = signed_in("boris")

    def waiting(query: str = "") -> list[list[str]]:
        return [row[:2] for row in seen(boris.get(f"/reports/?{query}")).rows[1:]]

    first, second = "1.1 Провести работу 1.1", "2.1 Провести работу 2.1"
    assert waiting() == [
        [first, "Школа № 5"], [first, "Школа № 6"], [second, "Школа № 5"], [second, "Школа № 6"]
    ]  # fmt: skip
    assert waiting(f"organisation={schools()[0].pk}&sort=-measure") == [[second, "Школа № 5"], [first, "Школа № 5"]]


def test_a_spreadsheet_has_the_rows_columns_and_order_of_its_page(signed_in: Visit, roadmap: Roadmap) -> None:
    give(measure(roadmap, "1.1"), PAST)
    give(measure(roadmap, "2.1"), NEAR)
    boris = signed_in("boris")
    where = "/assignments/?to=2098-01-01&state=overdue&sort=-organisation&column=organisation&column=due"

    answer = boris.get(boris.get(where).context["list"].file)

    assert answer.headers["Content-Disposition"] == 'attachment; filename="assignments-2026-11-20.xlsx"'
    due = datetime(2026, 10, 15)
    assert written(answer) == [
        ["Пункт плана", "Организация", "Срок представления"],
        ["1.1 Провести работу 1.1", "Школа № 6", due],
        ["1.1 Провести работу 1.1", "Школа № 5", due],
    ]


@pytest.mark.parametrize("login", ["boris", "olga", "vera", "gleb"])
def test_a_person_saves_what_they_see_and_no_more(login: str, signed_in: Visit, roadmap: Roadmap) -> None:
    give(measure(roadmap, "1.1"), NEAR)
    client = signed_in(login)

    page = client.get("/assignments/?state=all").context["list"]
    rows = written(client.get("/assignments/table/?state=all"))

    assert [row[0] for row in rows[1:]] == [row[0].content for row in page.rows]
    assert (len(rows) - 1 > 0, len(rows) - 1) == (True, page.total)


def test_the_spreadsheets_of_plans_measures_and_reports_hold_their_lists(signed_in: Visit, roadmap: Roadmap) -> None:
    fives, _ = give(measure(roadmap, "1.1"), NEAR)
    submit(fives)
    boris = signed_in("boris")

    plans = written(boris.get("/roadmaps/table/"))
    measures = written(boris.get(f"/roadmaps/{roadmap.pk}/measures/table/?q=1.1"))
    reports = written(boris.get("/reports/table/"))

    assert plans[1] == ["План мероприятий по профориентации", "УО, Белоозерск", "2025–2027", 4, "0 из 2", "Действует"]
    due = datetime(2026, 11, 30)
    assert measures == [
        ["№", "Пункт плана", "Ближайший срок", "Исполнено", "Не представлено", "Чем подтверждается", "Состояние"],
        ["1.1", "Провести работу 1.1", due, "0 из 2", 1, "издан акт", "Представлено: 1"],
    ]
    assert [row[:2] for row in reports] == [
        ["Пункт плана", "Организация"],
        ["1.1 Провести работу 1.1", "Школа № 5"],
    ]


def test_no_name_is_run_as_a_formula(signed_in: Visit, roadmap: Roadmap) -> None:
    names = ["+7 (800) школа", "-1 школа", "=HYPERLINK(1)", "@SUM(A1)"]
    district = a_district("=1+1 район", *names)
    with acting_as(world.actor("boris")):
        far = list(Organisation.objects.filter(territory=district))
    give(measure(roadmap, "1.1"), NEAR, far)

    sheet = sheet_of(signed_in("boris").get("/assignments/table/?within=14&column=organisation&column=place"))

    cells = [cell for row in sheet.iter_rows(min_row=2, min_col=2) for cell in row]
    assert sorted({str(cell.value) for cell in cells}) == sorted([*names, "=1+1 район"])
    assert {(cell.data_type, cell.quotePrefix) for cell in cells} == {("s", True)}


def test_what_is_too_long_for_a_spreadsheet_is_to_be_narrowed_first(
    signed_in: Visit, roadmap: Roadmap, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (listing, views):
        monkeypatch.setattr(module, "MOST_IN_FILE", 3)
    give(measure(roadmap, "1.1"), NEAR)
    give(measure(roadmap, "1.2"), NEAR + timedelta(days=1))
    boris = signed_in("boris")

    page, file = boris.get("/assignments/?within=14"), boris.get("/assignments/table/?within=14")

    assert "в таблицу помещается не больше 3 строк: сузьте список" in seen(page).words
    assert (page.context["list"].file, file.status_code, file.url) == ("", 302, "/assignments/?within=14")
    assert "В таблицу помещается не больше 3 строк." in seen(boris.get(file.url)).words


def test_all_is_asked_for_by_one_form_that_needs_no_script(signed_in: Visit, roadmap: Roadmap) -> None:
    """What a browser sends from the form as it stands on the page gives the page again; changed, another."""
    give(measure(roadmap, "1.1"), NEAR)
    give(measure(roadmap, "2.1"), FAR)
    boris = signed_in("boris")
    shown = boris.get(f"/assignments/?plan={roadmap.pk}&within=31").context["list"]

    fields = {control.key: control.value for control in [*shown.controls, shown.words]}
    fields["column"] = [tick.key for tick in shown.ticks if tick.on]
    again = boris.get("/assignments/", fields).context["list"]
    narrowed = boris.get("/assignments/", {**fields, "within": "14", "sort": "-organisation"}).context["list"]

    assert [again.rows, again.chips[0].words, again.total] == [shown.rows, shown.chips[0].words, 4]
    assert [row[1].content for row in narrowed.rows] == ["Школа № 6", "Школа № 5"]


def test_chosen_columns_are_remembered_until_the_usual_ones_are_asked_for(signed_in: Visit, roadmap: Roadmap) -> None:
    give(measure(roadmap, "1.1"), NEAR)
    boris = signed_in("boris")

    def heads(query: str = "") -> list[str]:
        return seen(boris.get(f"/assignments/?within=14{query}")).rows[0]

    usual = ["Пункт плана", "Организация", "Срок представления", "Состояние"]
    assert heads() == usual
    assert heads("&column=force") == heads() == ["Пункт плана", "Обязательность"]
    assert heads("&column=usual") == heads() == usual
