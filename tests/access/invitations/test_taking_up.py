"""Somebody opens the link of an invitation: what comes of it, and when it opens nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from orientir import journal
from orientir.access import invitations, services
from orientir.access.models import Appointment, Invitation
from orientir.access.roles import GUIDANCE_LEAD, HEAD
from orientir.accounts.models import User
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.journal.models import Entry
from orientir.territory.services import close_organisation
from tests.access.invitations.conftest import ADDRESS, ANNA, Invite, dismiss, fresh, organisation
from tests.support import world
from tests.support.threads import at_once

PASSWORD = "тихая-заводь-на-рассвете"
CHOSEN = {"login": "anna.b", "password": PASSWORD, "again": PASSWORD}


def address(invitation: Invitation) -> str:
    return f"/invited/{invitations.token_of(invitation)}/"


def come_in(invitation: Invitation, **chosen: str) -> Any:
    return Client().post(address(invitation), {**CHOSEN, **chosen})


def roles_of(login: str) -> list[tuple[str, str, str]]:
    with acting_as(REGISTRAR):
        held = Appointment.objects.in_force(timezone.now()).filter(person__user__login=login).order_by("pk")
        return [(one.person.full_name, one.role, one.organisation.short_name) for one in held]


def test_a_newcomer_chooses_login_and_password_and_has_the_role_at_once(invite: Invite, boris: Actor) -> None:
    invitation, visitor = invite(), Client()

    page = visitor.get(address(invitation))
    answer = visitor.post(address(invitation), CHOSEN)
    home = visitor.get("/", follow=True)

    assert (page.status_code, page.context["form"].initial) == (200, {"login": ADDRESS})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert home.context["identity"].name.split() == ["Берёзова", "А.", "П."]
    assert roles_of("anna.b") == [("Берёзова Анна Павловна", "guidance_lead", "Школа № 6")]
    with acting_as(REGISTRAR):
        appointment = Appointment.objects.get(person__user__login="anna.b")
        user = User.objects.get(login="anna.b")
    with acting_as(boris):
        told = list(Entry.objects.filter(verb="invitation_taken_up").values_list("subject_id", "organisation_id"))
    assert appointment.appointed_by_id == boris.person_id
    assert (user.check_password(PASSWORD), user.email) == (True, "")
    assert told == [(invitation.pk, invitation.organisation_id)]
    assert fresh(invitation, boris).taken_up_by_id == appointment.person_id


def test_the_address_of_a_letter_is_known_to_be_its_owners(invite: Invite, boris: Actor) -> None:
    invitation = invite()
    mark_sent(invitation, boris)

    come_in(invitation, login=ADDRESS)

    with acting_as(REGISTRAR):
        assert User.objects.get(login=ADDRESS).email == ADDRESS


def test_an_address_that_another_account_has_stays_with_it_and_nobody_is_told(invite: Invite, boris: Actor) -> None:
    first, second = invite(), invite(role=HEAD)
    for one in (first, second):
        mark_sent(one, boris)

    answers = [come_in(first, login="first.anna"), come_in(second, login="second.anna")]

    assert [answer.status_code for answer in answers] == [302, 302]
    with acting_as(REGISTRAR):
        known = dict(User.objects.filter(login__endswith=".anna").values_list("login", "email"))
    assert known == {"first.anna": ADDRESS, "second.anna": ""}


def test_whoever_is_signed_in_gets_the_role_only_after_they_say_who_they_are(invite: Invite, signed_in: Any) -> None:
    invitation, vera = invite(to="Школа № 6"), signed_in("vera")

    led = vera.get(address(invitation))
    page = vera.get(led.headers["Location"])
    before = roles_of("vera")
    answer = vera.post(led.headers["Location"])

    assert "Волховская\N{NO-BREAK SPACE}В." in page.content.decode()
    assert before == [("Волховская Вера", "guidance_lead", "Школа № 5")]
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert roles_of("vera") == [*before, ("Волховская Вера", "guidance_lead", "Школа № 6")]


def test_an_account_of_nobody_becomes_whom_the_invitation_names(invite: Invite, signed_in: Any) -> None:
    signed_in("nina").post(f"{address(invite())}signed-in/")

    assert roles_of("nina") == [("Берёзова Анна Павловна", "guidance_lead", "Школа № 6")]


def test_nobody_takes_up_what_they_wrote_themselves(invite: Invite, signed_in: Any, boris: Actor) -> None:
    invitation, client = invite(role=HEAD), signed_in("boris")

    page, answer = client.get(f"{address(invitation)}signed-in/"), client.post(f"{address(invitation)}signed-in/")

    assert ("Это приглашение выписали вы" in page.content.decode(), answer.status_code) == (True, 404)
    assert fresh(invitation, boris).taken_up_at is None


def test_pressed_twice_one_account_is_made(invite: Invite) -> None:
    invitation = invite()

    answers = [come_in(invitation).status_code for _ in range(2)]

    assert answers == [302, 404]
    assert len(roles_of("anna.b")) == 1


def test_of_two_who_open_one_link_at_the_same_moment_one_comes_in(committed: str) -> None:
    boris = world.actor("boris")
    with acting_as(boris):
        wanted = invitations.Invited(organisation("Школа № 6"), GUIDANCE_LEAD, ANNA)
        invitation = invitations.invite(wanted, by=boris, at=timezone.now())

    answers = at_once([partial(come_in, invitation, login=login) for login in ("one", "two")])

    assert {getattr(answer, "status_code", answer) for answer in answers} == {302, 404}
    assert len(roles_of("one")) + len(roles_of("two")) == 1


def test_a_login_that_is_taken_leaves_the_invitation_open(invite: Invite, boris: Actor) -> None:
    invitation = invite()

    refused, weak = come_in(invitation, login="zoya"), come_in(invitation, password="ключ", again="ключ")

    assert (refused.status_code, weak.status_code) == (422, 422)
    assert fresh(invitation, boris).taken_up_at is None
    assert come_in(invitation).status_code == 302


def mark_sent(invitation: Invitation, by: Actor) -> None:
    with acting_as(by), journal.entry("invitation_sent", by=by, at=timezone.now(), about=invitation):
        Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now())


def withdrawn(invitation: Invitation, boris: Actor) -> None:
    with acting_as(boris):
        invitations.withdraw([invitation], by=boris, at=timezone.now())


def renewed(invitation: Invitation, boris: Actor) -> None:
    with acting_as(boris):
        invitations.renew([invitation], by=boris, at=timezone.now())


def used(invitation: Invitation, boris: Actor) -> None:
    come_in(invitation, login="somebody.else")


def dismissed(invitation: Invitation, boris: Actor) -> None:
    dismiss("boris")


def blocked(invitation: Invitation, boris: Actor) -> None:
    with acting_as(REGISTRAR), journal.entry("password_changed", by=REGISTRAR, at=timezone.now()):
        User.objects.filter(login="boris").update(is_active=False)


def closed(invitation: Invitation, boris: Actor) -> None:
    with acting_as(boris):
        close_organisation(
            invitation.organisation,
            on=timezone.localdate(),
            basis="Постановление",
            successors=[],
            heir=None,
            by=boris,
            at=timezone.now(),
        )


@pytest.mark.parametrize("happens", [withdrawn, renewed, used, dismissed, blocked, closed])
def test_a_link_opens_nothing_any_more_and_all_such_links_answer_alike(
    happens: Any, invite: Invite, boris: Actor
) -> None:
    invitation = invite()
    before = Client().get(address(invitation)).status_code
    never_issued = Client().get("/invited/1-aaaaa-aaaaa-aaaaa-aaaaa/")

    happens(invitation, boris)
    page, answer = Client().get(address(invitation)), come_in(invitation)

    assert before == 200
    assert [page.status_code, answer.status_code, never_issued.status_code] == [404] * 3
    assert same(page.content) == same(never_issued.content)
    assert roles_of("anna.b") == []


def test_a_link_is_too_old_after_fourteen_days(invite: Invite, boris: Actor) -> None:
    now = timezone.now()
    invitation = invite(at=now)

    with time_machine.travel(now + timedelta(days=14, minutes=-1), tick=False):
        still = Client().get(address(invitation)).status_code
    with time_machine.travel(now + timedelta(days=14), tick=False):
        page = Client().get(address(invitation))
    with acting_as(boris):
        (again,) = invitations.renew([invitation], by=boris, at=now + timedelta(days=20))
    with time_machine.travel(now + timedelta(days=30), tick=False):
        renewed_page = Client().get(address(again)).status_code

    assert (still, page.status_code, renewed_page) == (200, 404, 200)


def test_who_sends_it_again_vouches_for_it(invite: Invite, boris: Actor) -> None:
    """The head who invited was dismissed; the coordinator sends the invitation again, and the new link opens it."""
    with acting_as(REGISTRAR):
        galina = Appointment.objects.get(person__user__login="galina")
        head = services.appoint(
            galina.person, HEAD, galina.organisation, by=REGISTRAR, at=timezone.now() - timedelta(days=1)
        )
    invitation = invite(by=world.actor("galina"))
    opened_before = Client().get(address(invitation)).status_code
    with acting_as(REGISTRAR):
        services.end_appointment(head, by=REGISTRAR, at=timezone.now())
    opened_after = Client().get(address(invitation)).status_code

    renewed(invitation, boris)
    again = Client().get(address(fresh(invitation, boris))).status_code

    assert (opened_before, opened_after, again) == (200, 404, 200)


@pytest.mark.parametrize("token", ["1", "-", "²-aaaaa", "9" * 30, "1-ааааа", "1-aaaaa%00", "🙂"])
def test_any_other_words_are_a_link_that_opens_nothing(token: str, invite: Invite) -> None:
    invite()

    assert Client().get(f"/invited/{token}/").status_code == 404


def test_nobody_else_can_make_the_token(invite: Invite, settings: Any) -> None:
    invitation = invite()
    mine = invitations.token_of(invitation)
    settings.SECRET_KEY = "another installation"

    assert invitations.token_of(invitation) != mine
    assert Client().get(f"/invited/{mine}/").status_code == 404


def test_an_invitation_says_the_same_whether_the_address_has_an_account_or_not(
    invite: Invite, boris: Actor, signed_in: Any, mail_is_on: None
) -> None:
    known = invite()
    mark_sent(known, boris)
    come_in(known, login=ADDRESS)
    client = signed_in("boris")
    with acting_as(boris):
        school = organisation("Школа № 5").pk

    def answer(email: str) -> tuple[int, bool]:
        page = client.get(f"/organisations/{school}/invite/")
        sent = {
            "role": GUIDANCE_LEAD.code,
            "last_name": "Новикова",
            "first_name": "Ирина",
            "email": email,
            "submission_key": page.context["submission_key"],
        }
        told = client.post(f"/organisations/{school}/invite/", sent)
        words = client.get(told.headers["Location"]).content.decode()
        return told.status_code, "отправляется" in words

    assert answer(ADDRESS) == answer("nobody@school5.example") == (302, True)


def test_invitations_go_a_year_after_they_were_made(invite: Invite, boris: Actor) -> None:
    old, young = invite(at=timezone.now() - timedelta(days=370)), invite(role=HEAD)

    number = invitations.delete_old(at=timezone.now())

    with acting_as(boris):
        assert (number, list(Invitation.objects.all())) == (1, [young])
    assert old.pk != young.pk


def same(content: bytes) -> bytes:
    """Cut out what is new on every page: the token against forged requests, and where it stands."""
    return re.sub(rb"[A-Za-z0-9]{64}|/invited/[\w-]+/", b"", content)
