"""A list comes in on the pages: put in, looked at, confirmed, taken in by a job; and it goes out again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.engines.spreadsheets.writing import write_table
from orientir.files.models import StoredFile
from orientir.journal.models import Entry
from orientir.territory import imports, services
from orientir.territory.choices import Kind, ListState
from orientir.territory.models import Organisation, OrganisationList
from orientir.territory.services import lists
from orientir.territory.tasks import take_list_in
from tests.engines.sheet_files import Cell
from tests.support import world
from tests.territory.conftest import HEAD

FIVE = ("школа", "МБОУ «Школа № 5»", "Школа № 5")
SEVEN = ("школа", "МБОУ «Школа № 7»", "Школа № 7")


Put = Callable[..., Any]


@pytest.fixture
def put(signed_in: Any, boris: Actor) -> Put:
    """Return a function that puts a file in on the page as Boris and gives client and answer."""

    def send(*rows: tuple[Cell, ...], name: str = "list.xlsx", content: bytes = b"") -> Any:
        client = signed_in("boris")
        page = client.get("/organisations/lists/")
        with acting_as(boris):
            office = Organisation.objects.get(short_name="УО, Белоозерск")
        document = SimpleUploadedFile(name, content or write_table("Список", HEAD, rows))
        sent = {"document": document, "organisation": office.pk, "submission_key": page.context["submission_key"]}
        return client, client.post("/organisations/lists/", sent)

    return send


def the_list(boris: Actor) -> OrganisationList:
    with acting_as(boris):
        return OrganisationList.objects.get()


def test_a_list_is_put_in_looked_at_confirmed_and_taken_in(boris: Actor, put: Put) -> None:
    client, answer = put(SEVEN, (*FIVE[:2], "Пятая"))
    address = answer.headers["Location"]

    look = client.get(address)
    seen = look.context["seen"]
    confirmed = client.post(f"{address}confirm/", {"seen": seen})
    waiting = client.get(address)
    take_list_in.run(by=boris.name, list_id=the_list(boris).pk, seen=seen)
    take_list_in.run(by=boris.name, list_id=the_list(boris).pk, seen=seen)
    done = client.get(address)

    assert "МБОУ «Школа № 7»" in look.content.decode()
    assert "краткое наименование: «Школа № 5» → «Пятая»" in look.content.decode()
    assert (confirmed.status_code, "Список загружается" in waiting.content.decode()) == (302, True)
    assert "Добавлено: 1, изменено: 1, без изменений: 0." in done.content.decode()
    with acting_as(boris):
        names = set(Organisation.objects.values_list("short_name", flat=True))
        assert {"Школа № 7", "Пятая"} <= names
        assert Entry.objects.filter(verb="list_taken_in").count() == 1
        assert not StoredFile.objects.filter(name="list.xlsx").exists()


def test_faults_stand_on_the_page_and_nothing_can_be_confirmed(put: Put, boris: Actor) -> None:
    client, answer = put(("щкола", "А", "А"))
    address = answer.headers["Location"]

    page = client.get(address)
    seen = page.context["seen"]
    client.post(f"{address}confirm/", {"seen": seen})
    take_list_in.run(by=boris.name, list_id=the_list(boris).pk, seen=seen)

    assert "Вида «щкола» нет; может быть, «школа»" in page.content.decode()
    assert "Принять список" not in page.content.decode()
    assert the_list(boris).state == ListState.OUTDATED


def test_what_nobody_has_looked_at_is_not_taken_in(boris: Actor, put: Put) -> None:
    client, answer = put(SEVEN)
    address = answer.headers["Location"]
    seen = client.get(address).context["seen"]
    client.post(f"{address}confirm/", {"seen": seen})
    with acting_as(boris):
        services.add_organisation(
            Organisation.objects.get(short_name="Школа № 5").territory,
            kind=Kind.SCHOOL,
            name="МБОУ «Школа № 7»",
            short_name="7",
            by=boris,
            at=world.NOON,
        )

    take_list_in.run(by=boris.name, list_id=the_list(boris).pk, seen=seen)

    assert the_list(boris).state == ListState.OUTDATED
    assert "Посмотрите список ещё раз" in client.get(address).content.decode()


def test_a_list_is_thrown_away_with_its_file(boris: Actor, put: Put) -> None:
    client, answer = put(FIVE)

    gone = client.post(f"{answer.headers['Location']}throw-away/")

    assert (gone.status_code, client.get(answer.headers["Location"]).status_code) == (302, 404)
    with acting_as(boris):
        assert (OrganisationList.objects.count(), StoredFile.objects.filter(name="list.xlsx").count()) == (0, 0)


def test_a_confirmed_list_is_neither_confirmed_again_nor_thrown_away(boris: Actor, put: Put) -> None:
    put(SEVEN)
    waiting = the_list(boris)
    with acting_as(boris):
        lists.confirm_list(waiting, "", by=boris, at=world.NOON)
        for deed in (lambda: lists.confirm_list(waiting, "", by=boris, at=world.NOON),
                     lambda: lists.throw_list_away(waiting, by=boris, at=world.NOON)):  # fmt: skip
            with pytest.raises(lists.NotWaiting):
                deed()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("list.xlsx", write_table("Список", ["Адрес"], [["Озёрная, 1"]]), "нет списка"),
        ("list.txt", "Школа № 7".encode(), "Это не таблица XLSX"),
    ],
)
def test_a_file_that_is_no_list_is_refused_on_the_page(
    name: str, content: bytes, why: str, put: Put, boris: Actor
) -> None:
    _, answer = put(name=name, content=content)

    assert (answer.status_code, why in answer.content.decode()) == (422, True)
    with acting_as(boris):
        assert (OrganisationList.objects.count(), StoredFile.objects.filter(name=name).count()) == (0, 0)


def test_the_export_is_a_file_of_what_one_sees(signed_in: Any, tmp_path: Path) -> None:
    answer = signed_in("vera").get("/organisations/export/")
    path = tmp_path / "export.xlsx"
    path.write_bytes(answer.content)

    assert answer.headers["Content-Type"] == lists.XLSX
    assert [row.text("short_name") for row in imports.read_organisations(path).rows] == ["Школа № 5"]
