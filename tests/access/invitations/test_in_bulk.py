"""Inviting by a list: the sample, what is wrong with rows, looking, confirming, the job, and the same list again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from orientir.access import invitations_list, invitations_words, roles
from orientir.access.models import Invitation
from orientir.access.tasks import take_invitations_in
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.engines.spreadsheets import read_table
from orientir.engines.spreadsheets.writing import Cell, write_table
from orientir.territory.models import Organisation
from orientir.territory.services import add_organisation
from orientir.ui.models import FormDraft
from tests.access.invitations.conftest import dismiss, organisation
from tests.support import world

HEAD = ("Организация", "Роль", "Фамилия", "Имя", "Отчество", "Электронная почта")
FIVE = ("Школа № 5", "Руководитель", "Лесная", "Ольга", "Юрьевна", "lesnaya@school5.example")
SIX = ("Школа № 6", "директор", "Полевой", "Пётр", "", "")
LIST, LOOK = "/invitations/list/", "/invitations/list/look/"

Put = Callable[..., Any]


@pytest.fixture
def put(signed_in: Any) -> Put:
    """Return a function that puts rows in on the page as somebody and gives client and answer."""

    def send(*rows: tuple[Cell, ...], head: tuple[str, ...] = HEAD, login: str = "boris", content: bytes = b"") -> Any:
        client = signed_in(login)
        page = client.get(LIST)
        document = SimpleUploadedFile("список.xlsx", content or write_table("Список", head, rows))
        sent = {"document": document, "submission_key": page.context["submission_key"]}
        return client, client.post(LIST, sent)

    return send


def confirm(client: Client) -> Any:
    page = client.get(LOOK)
    return client.post(LOOK, {"submission_key": page.context["submission_key"]})


def run(boris: Actor) -> None:
    with acting_as(boris):
        draft = FormDraft.objects.filter(form="invitations_on_their_way").first()
    if draft:
        take_invitations_in.run(by=boris.name, draft_id=draft.pk)


def invited(boris: Actor) -> list[tuple[str, ...]]:
    with acting_as(boris):
        found = Invitation.objects.order_by("organisation__sort_key", "last_name")
        return list(
            found.values_list("organisation__short_name", "role", "last_name", "first_name", "middle_name", "email")
        )


BOTH = [
    ("Школа № 5", "head", "Лесная", "Ольга", "Юрьевна", "lesnaya@school5.example"),
    ("Школа № 6", "head", "Полевой", "Пётр", "", ""),
]


def test_a_list_is_looked_at_confirmed_and_taken_in_by_a_job(put: Put, boris: Actor) -> None:
    client, answer = put(FIVE, SIX)

    look = client.get(answer.headers["Location"]).content.decode()
    before = invited(boris)
    confirmed = confirm(client)
    under_way = client.get(LOOK).content.decode()
    run(boris)
    run(boris)
    done = client.get(f"{LOOK}?after=1").content.decode()

    assert (answer.status_code, answer.headers["Location"]) == (302, LOOK)
    assert ("Лесная Ольга Юрьевна" in look, "Будет выписано 2 приглашения." in look, before) == (True, True, [])
    assert (confirmed.status_code, "Список загружается" in under_way) == (302, True)
    assert ("Список принят" in done, invited(boris)) == (True, BOTH)


def test_the_same_list_again_changes_nothing(put: Put, boris: Actor) -> None:
    for _ in range(2):
        client, _answer = put(FIVE, SIX)
        look = client.get(LOOK).content.decode()
        confirm(client)
        run(boris)

    assert "Все они уже приглашены: список ничего не меняет." in look
    assert invited(boris) == BOTH


def test_the_sample_comes_back_filled_in_and_rows_that_were_left_are_passed_over(
    put: Put, boris: Actor, signed_in: Any, tmp_path: Path
) -> None:
    answer = signed_in("boris").get("/invitations/list/sample/")
    path = tmp_path / "sample.xlsx"
    path.write_bytes(answer.content)
    sample = read_table(path, invitations_list.COLUMNS)
    rows = [[row.text(column.key) for column in invitations_list.COLUMNS] for row in sample.rows]
    filled = [[*row[:3], *FIVE[2:]] if row[1] == "Школа № 5" else row for row in rows]
    head = tuple(str(cell) for cell in ("Код", *HEAD))

    client, _answer = put(*map(tuple, filled), head=head)
    remarks = client.get(LOOK).content.decode()
    confirm(client)
    run(boris)

    assert [row[1:3] for row in rows] == [
        [place, str(roles.HEAD.name)] for place in ("УО, Белоозерск", "Школа № 5", "Школа № 6")
    ]
    assert "Пропущено строк без фамилии и адреса: 2." in remarks
    assert invited(boris) == BOTH[:1]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("Школа № 55", *FIVE[1:]), "A: у вас нет организации «Школа № 55»; может быть, «Школа № 5»"),
        (("Школа № 1", *FIVE[1:]), "A: у вас нет организации «Школа № 1»; может быть, «Школа № 6»"),
        (("", *FIVE[1:]), "A: укажите организацию или её код"),
        ((FIVE[0], "", *FIVE[2:]), "B: укажите роль, например «руководитель организации»"),
        ((FIVE[0], "Руководител", *FIVE[2:]), "B: роли «Руководител» нет; может быть, «руководитель»"),
        ((FIVE[0], "Наблюдатель", *FIVE[2:]), "B: пригласить туда на роль «Наблюдатель» вы не можете"),
        ((*FIVE[:3], "", *FIVE[4:]), "D: не заполнено: «имя»"),
        ((*FIVE[:5], "lesnaya.school5"), "F: «lesnaya.school5» – не адрес электронной почты"),
        ((*FIVE[:5], "lesnaya@school5,example"), "F: «lesnaya@school5,example» – не адрес электронной почты; может"),
        ((*FIVE[:2], "Л" * 101, *FIVE[3:]), "C: «фамилия» длиннее 100 знаков (сейчас 101)"),
    ],
)
def test_what_is_wrong_is_told_with_row_column_and_what_was_perhaps_meant(
    row: tuple[str, ...], fault: str, boris: Actor, tmp_path: Path
) -> None:
    comparison = compared(tmp_path, boris, HEAD, SIX, row)

    (found,) = comparison.faults
    assert found.row == 3
    assert f"{found.letter}: {invitations_words.fault_sentence(found)}".startswith(fault)


def test_with_one_fault_nothing_is_kept_and_the_page_names_it(put: Put, boris: Actor) -> None:
    client, answer = put(FIVE, FIVE)

    assert answer.status_code == 422
    assert "Такое же приглашение уже есть в строке 2" in answer.content.decode()
    assert client.get(LOOK).context["waiting"] is None


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (write_table("Список", ["Адрес"], [["Озёрная, 1"]]), "нет списка"),
        (b"%PDF-1.7", "сохраните как XLSX"),
    ],
)
def test_a_file_that_is_no_list_is_refused_on_the_page(content: bytes, why: str, put: Put) -> None:
    _client, answer = put(content=content)

    assert (answer.status_code, why in answer.content.decode()) == (422, True)


def test_a_list_that_is_thrown_away_leaves_nothing(put: Put, boris: Actor) -> None:
    client, _answer = put(FIVE)

    client.post("/invitations/list/throw-away/")

    with acting_as(boris):
        assert (FormDraft.objects.count(), invited(boris)) == (0, [])


def test_while_a_list_is_taken_in_no_other_takes_its_place(put: Put, boris: Actor) -> None:
    client, _answer = put(FIVE)
    confirm(client)

    client.post("/invitations/list/throw-away/")
    _client, second = put(SIX)
    twice = confirm(client)
    run(boris)

    assert (second.status_code, twice.status_code) == (422, 422)
    assert invited(boris) == BOTH[:1]


def test_a_job_that_was_cut_off_goes_on_where_it_was(put: Put, boris: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orientir.access.invitations_taking.AT_ONCE", 1)
    client, _answer = put(FIVE, SIX)
    confirm(client)
    first = _cut_off_after(1, boris)

    run(boris)

    assert first == BOTH[:1]
    assert invited(boris) == BOTH


def _cut_off_after(steps: int, boris: Actor) -> list[tuple[str, ...]]:
    with acting_as(boris):
        draft = FormDraft.objects.get(form="invitations_on_their_way")
        job = take_invitations_in.function(draft_id=draft.pk, by=boris)
        for _ in range(steps):
            next(job)
        job.close()
    return invited(boris)


def test_a_thousand_organisations_are_invited_by_one_list(put: Put, boris: Actor) -> None:
    with acting_as(boris):
        place = organisation("Школа № 5")
        for number in range(100, 140):
            add_organisation(
                place.territory,
                kind=place.kind,  # type: ignore[arg-type]
                name=f"МБОУ «Школа № {number}»",
                short_name=f"Школа № {number}",
                by=boris,
                at=world.NOON,
            )
        schools = list(Organisation.objects.filter(short_name__gt="Школа № 1").values_list("short_name", flat=True))
    rows = [
        (school, "руководитель", "Фамилия", "Имя", "", f"head{number}.{at}@school.example")
        for at, school in enumerate(sorted(set(schools)))
        for number in range(25)
        if school.startswith("Школа")
    ]

    client, _answer = put(*rows[:1000])
    look = client.get(LOOK)
    confirm(client)
    run(world.actor("boris"))  # whose rights reach the organisations that were added

    assert (look.context["number"], look.context["more"]) == (1000, 800)
    with acting_as(world.actor("boris")):
        assert Invitation.objects.count() == 1000


def test_a_list_of_somebody_who_lost_the_right_invites_nobody(put: Put, boris: Actor) -> None:
    client, _answer = put(FIVE, SIX)
    confirm(client)
    dismiss("boris")

    run(boris)

    assert invited(boris) == []


def test_columns_stand_in_any_order_under_words_that_offices_use(boris: Actor, tmp_path: Path) -> None:
    head = ("Эл. почта", "Имя", "Фамилия*", "Должность", "Школа (кратко)", "Телефон")
    row = ("a@b.example", "Ольга", "Лесная", "Ответственный за профориентацию", "школа № 5", "1")

    comparison = compared(tmp_path, boris, head, row)

    (line,) = comparison.new
    assert (line.invited.organisation.short_name, line.invited.role.code) == ("Школа № 5", "guidance_lead")
    assert comparison.table.ignored == {"F": "Телефон"}


def compared(folder: Path, boris: Actor, head: tuple[str, ...], *rows: tuple[str, ...]) -> invitations_list.Comparison:
    path = folder / "list.xlsx"
    path.write_bytes(write_table("Список", head, rows))
    with acting_as(boris):
        return invitations_list.compare(read_table(path, invitations_list.COLUMNS), by=boris)
