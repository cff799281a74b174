"""The pages of whoever invites: one person, the list, and what is done with those that are ticked."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from orientir.access import invitations, invitations_mail
from orientir.access.models import Invitation
from orientir.access.roles import GUIDANCE_LEAD, HEAD
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.engines.spreadsheets import Column, read_table
from orientir.journal.models import Entry
from orientir.people.services import Name
from tests.access.invitations.conftest import ADDRESS, Invite, fresh, organisation

WHO = {"role": GUIDANCE_LEAD.code, "last_name": "Берёзова", "first_name": "Анна", "middle_name": "Павловна"}


def fill_in(client: Any, address: str, **sent: Any) -> Any:
    """Open a page with a form and send it."""
    page = client.get(address)
    return client.post(address, {**sent, "submission_key": page.context["submission_key"]})


def address_of(boris: Actor, school: str = "Школа № 6") -> str:
    with acting_as(boris):
        return f"/organisations/{organisation(school).pk}/"


def jobs(boris: Actor) -> list[Any]:
    with acting_as(boris):
        found = ProcrastinateJob.objects.filter(task_name=invitations_mail.SEND).order_by("pk")
        return [job.args["turns"] for job in found]


def test_a_letter_is_asked_for_and_the_organisation_shows_who_is_invited(
    signed_in: Any, boris: Actor, mail_is_on: None
) -> None:
    client, school = signed_in("boris"), address_of(boris)

    answer = fill_in(client, f"{school}invite/", **WHO, email=ADDRESS.upper())
    page = client.get(answer.headers["Location"]).content.decode()

    with acting_as(boris):
        invitation = Invitation.objects.get()
    assert (answer.headers["Location"], invitation.email) == (school, ADDRESS)
    assert jobs(boris) == [[[invitation.pk, 1]]]
    assert "Приглашены, ещё не вошли" in page
    assert ("Берёзова Анна Павловна" in page, "письмо отправляется" in page) == (True, True)


@pytest.mark.parametrize("email", ["", ADDRESS])
def test_without_mail_or_address_the_answer_shows_the_link_once(email: str, signed_in: Any, boris: Actor) -> None:
    client = signed_in("boris")

    answer = fill_in(client, f"{address_of(boris)}invite/", **WHO, email=email)

    with acting_as(boris):
        invitation = Invitation.objects.get()
    assert answer.status_code == 200
    assert f"http://testserver{invitations_mail.link_of(invitation)}" in answer.content.decode()
    assert jobs(boris) == []


def test_an_address_is_invited_to_a_role_once(signed_in: Any, boris: Actor, invite: Invite) -> None:
    invite()

    answer = fill_in(signed_in("boris"), f"{address_of(boris)}invite/", **WHO, email=ADDRESS)

    assert (answer.status_code, "этот адрес уже приглашён" in answer.content.decode()) == (422, True)


def test_what_asks_for_the_password_again_loses_nothing_of_what_was_typed(signed_in: Any, boris: Actor) -> None:
    client, address = signed_in("boris"), f"{address_of(boris)}invite/"
    page = client.get(address)

    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        answer = client.post(address, {**WHO, "submission_key": page.context["submission_key"]})
        opened = [client.get(where).status_code for where in (address, "/invitations/file/", "/invitations/print/")]

    assert (answer.status_code, "Берёзова" in answer.content.decode(), opened) == (403, True, [302] * 3)


def four_states(invite: Invite, boris: Actor) -> dict[str, Invitation]:
    now = timezone.now()
    made = {
        "waiting": invite(),
        "on_paper": invite(Name("Рябинина", "Ольга"), email=""),
        "expired": invite(Name("Осинин", "Иван"), email="osinin@school6.example", at=now - timedelta(days=15)),
        "withdrawn": invite(Name("Кленова", "Яна"), email="klenova@school6.example"),
    }
    with acting_as(boris):
        invitations.withdraw([made["withdrawn"]], by=boris, at=now)
    return made


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", ["waiting", "on_paper", "expired"]),
        ("?state=all", ["waiting", "on_paper", "expired", "withdrawn"]),
        ("?state=expired", ["expired"]),
        ("?state=on_paper", ["on_paper"]),
        ("?state=on_its_way", ["waiting"]),
        ("?q=осинин", ["expired"]),
        ("?q=школа 5", []),
        ("?role=head", []),
        ("?state=nothing", []),
        ("?organisation=²", []),
    ],
)
def test_the_list_is_narrowed_by_its_address(
    asked: str, shown: list[str], invite: Invite, boris: Actor, signed_in: Any, mail_is_on: None
) -> None:
    made = four_states(invite, boris)

    page = signed_in("boris").get(f"/invitations/{asked}").content.decode()

    assert [name for name, one in made.items() if one.last_name in page] == shown


def test_the_list_as_a_spreadsheet_has_no_ticks_and_is_written_down(
    invite: Invite, boris: Actor, signed_in: Any, tmp_path: Path
) -> None:
    four_states(invite, boris)
    answer = signed_in("boris").get("/invitations/file/?state=all")
    path = tmp_path / "list.xlsx"
    path.write_bytes(answer.content)

    table = read_table(path, [Column("who", ("Кого приглашают",)), Column("state", ("Состояние",))])

    assert {row.text("who"): row.text("state") for row in table.rows} == {
        "Берёзова Анна Павловна": "ссылка на бумаге",  # no mail leaves here
        "Рябинина Ольга": "ссылка на бумаге",
        "Осинин Иван": "срок ссылки вышел",
        "Кленова Яна": "отозвано",
    }
    with acting_as(boris):
        assert [one.facts for one in Entry.objects.filter(verb="invitations_exported")] == [{"rows": 4}]


def test_those_that_are_ticked_are_sent_again_with_new_links(
    invite: Invite, boris: Actor, signed_in: Any, mail_is_on: None
) -> None:
    made = four_states(invite, boris)
    ticked = [made[name].pk for name in ("waiting", "on_paper", "withdrawn")]
    client = signed_in("boris")

    page = client.get("/invitations/resend/", {"one": ticked})
    refused = client.post("/invitations/resend/", {"one": ticked, "submission_key": page.context["submission_key"]})
    answer = fill_in(client, "/invitations/resend/", one=[made["waiting"].pk])

    assert [one.last_name for one, _role in page.context["chosen"]] == ["Берёзова"]
    assert refused.status_code == 422
    assert answer.headers["Location"] == "/invitations/"
    assert jobs(boris) == [[[made["waiting"].pk, 2]]]


def test_all_that_wait_are_sent_again_in_one_press(
    invite: Invite, boris: Actor, signed_in: Any, mail_is_on: None
) -> None:
    made = four_states(invite, boris)

    fill_in(signed_in("boris"), "/invitations/resend/", all="1")

    (turns,) = jobs(boris)
    assert sorted(turns) == sorted([made[name].pk, 2] for name in ("waiting", "expired"))
    assert fresh(made["expired"], boris).expires_at > timezone.now()


def test_links_of_several_are_printed_at_once_and_the_older_ones_are_dead(
    invite: Invite, boris: Actor, signed_in: Any, mail_is_on: None
) -> None:
    made = four_states(invite, boris)
    ticked = [made[name] for name in ("waiting", "on_paper")]
    before = [invitations_mail.link_of(one) for one in ticked]

    answer = fill_in(signed_in("boris"), "/invitations/print/", one=[one.pk for one in ticked])

    shown = answer.content.decode()
    after = [invitations_mail.link_of(fresh(one, boris)) for one in ticked]
    assert answer.status_code == 200
    assert ([link in shown for link in after], [link in shown for link in before]) == ([True] * 2, [False] * 2)


def test_invitations_are_withdrawn(invite: Invite, boris: Actor, signed_in: Any) -> None:
    made = four_states(invite, boris)

    fill_in(signed_in("boris"), "/invitations/withdraw/", one=[made["waiting"].pk])

    with acting_as(boris):
        left = set(Invitation.objects.filter(withdrawn_at=None).values_list("last_name", flat=True))
    assert left == {"Рябинина", "Осинин"}


def test_nothing_ticked_is_said_and_leads_back(signed_in: Any) -> None:
    client = signed_in("boris")

    page, answer = client.get("/invitations/print/"), fill_in(client, "/invitations/print/")

    assert "Ничего не отмечено" in page.content.decode()
    assert answer.status_code == 422


def test_a_letter_that_was_not_taken_says_why_in_the_list(
    invite: Invite, boris: Actor, signed_in: Any, mail_is_on: None
) -> None:
    invitation = invite()
    with acting_as(boris):
        invitations_mail.refuse([invitation], "no_such_address", by=boris, at=timezone.now())

    page = signed_in("boris").get("/invitations/?state=refused").content.decode()

    assert "Почтовый сервер не принимает писем на этот адрес." in page


def test_while_letters_are_on_their_way_the_list_says_how_far_they_are(
    invite: Invite, boris: Actor, signed_in: Any, mail_is_on: None
) -> None:
    invite()
    client = signed_in("boris")

    under_way = client.get("/invitations/").content.decode()
    with acting_as(boris):
        invitations_mail.refuse(Invitation.objects.all(), "refused", by=boris, at=timezone.now())
    done = client.get("/invitations/").content.decode()

    assert ("Письма отправляются" in under_way, "Письма отправляются" in done) == (True, False)


def test_a_head_invites_at_the_own_school_and_to_no_role_of_the_territory(boris: Actor, signed_in: Any) -> None:
    page = signed_in("boris").get(f"{address_of(boris)}invite/")

    roles = [code for code, _words in page.context["form"].fields["role"].choices]

    assert (HEAD.code in roles, "observer" in roles, "student" in roles) == (True, False, False)
