"""A password is changed by its owner, or replaced by whoever answers for all that its owner may do."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from orientir.access import services as access
from orientir.access.models import Appointment
from orientir.access.policy import can_issue_password, people_to_issue_passwords_to
from orientir.access.roles import OBSERVER
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.journal.models import Entry
from orientir.people.models import Person
from orientir.ui import submissions
from tests.access import all_seeing
from tests.support import world

from .test_sign_in import sign_in

pytestmark = pytest.mark.usefixtures("eyes", "db")
NEW = "тихая-заводь-на-рассвете"


def change(client: Client, login: str, **words: str) -> HttpResponse:
    key = submissions.issue_key(world.actor(login).person_id or 0, "password", "")
    sent = {"old": world.PASSWORD, "password": NEW, "again": NEW, "submission_key": key}
    return client.post("/password/", {**sent, **words})


def deeds(verb: str) -> list[tuple[str, int]]:
    return [
        (entry["actor"], entry["subject_id"]) for entry in all_seeing.rows_of("journal_entry") if entry["verb"] == verb
    ]


def is_signed_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def person(login: str) -> Person:
    with acting_as(REGISTRAR):
        return Person.objects.get(user__login=login)


def issue(client: Client, login: str) -> HttpResponse:
    """Let Boris press the button for somebody."""
    with acting_as(REGISTRAR):
        appointment = Appointment.objects.get(person__user__login=login)
    key = submissions.issue_key(world.actor("boris").person_id or 0, "issue_password", str(appointment.pk))
    return client.post(reverse("access:issue_password", args=[appointment.pk]), {"submission_key": key})


@pytest.mark.parametrize("login", ["vera", "nina"])
def test_who_changes_the_password_stays_signed_in_here_and_nowhere_else(signed_in: Any, login: str) -> None:
    here, elsewhere = signed_in(login), signed_in(login)

    response = change(here, login)

    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert (is_signed_in(here), is_signed_in(elsewhere)) == (True, False)
    assert sign_in(Client(), login, NEW).status_code == 302
    assert sign_in(Client(), login).status_code == 422
    actor = world.actor(login)
    assert deeds("password_changed") == [(actor.name, actor.user_id)]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"old": "wrong"}, "old"),
        ({"again": "другое-слово-в-конце"}, "again"),
        ({"password": "коротко", "again": "коротко"}, "password"),
        ({"password": "vera", "again": "vera"}, "password"),
    ],
)
def test_a_password_is_not_changed_without_the_old_one_or_to_a_weak_one(
    signed_in: Any, words: dict[str, str], field: str
) -> None:
    here, elsewhere = signed_in("vera"), signed_in("vera")

    response = change(here, "vera", **words)

    assert (response.status_code, [*response.context["form"].errors]) == (422, [field])
    assert (is_signed_in(here), is_signed_in(elsewhere)) == (True, True)
    assert sign_in(Client(), "vera").status_code == 302
    assert deeds("password_changed") == []


def test_the_own_menu_leads_to_the_page(signed_in: Any) -> None:
    assert 'href="/security/"' in signed_in("vera").get("/").content.decode()


def test_a_coordinator_issues_a_code_and_the_old_password_and_all_sessions_end(signed_in: Any) -> None:
    galina, boris = signed_in("galina"), signed_in("boris")

    handed = issue(boris, "galina").context["handed"]

    assert (handed.login, handed.until.date()) == ("galina", (timezone.now() + timedelta(days=1)).date())
    assert (is_signed_in(galina), is_signed_in(boris)) == (False, True)
    assert sign_in(Client(), "galina").status_code == 422
    assert sign_in(Client(), "galina", handed.password).status_code == 302
    assert deeds("code_issued") == [(world.actor("boris").name, world.actor("galina").user_id)]


def test_nobody_issues_a_code_to_somebody_with_an_appointment_they_do_not_answer_for(boris: Actor) -> None:
    galina, vera = person("galina"), person("vera")
    with acting_as(REGISTRAR):
        elsewhere = world.Organisation.objects.get(short_name="УО, Зареченск")
        access.appoint(galina, OBSERVER, elsewhere, by=REGISTRAR, at=timezone.now())

    with acting_as(boris):
        allowed = people_to_issue_passwords_to(boris, [galina.pk, vera.pk])
        twins = {one.pk for one in (galina, vera) if can_issue_password(boris, one)}

    assert allowed == twins == {vera.pk}


@pytest.mark.parametrize(
    ("who", "whom", "may"),
    [
        ("boris", "vera", True),
        ("boris", "olga", True),
        ("boris", "fyodor", False),
        ("boris", "boris", False),
        ("boris", "zoya", False),
        ("vera", "galina", False),
        ("olga", "vera", False),
    ],
)
def test_who_may_issue_a_code_to_whom(who: str, whom: str, may: bool) -> None:
    actor = world.actor(who)
    with acting_as(actor):
        assert can_issue_password(actor, person(whom)) is may


def test_the_command_prints_a_code_for_the_last_coordinator_once(signed_in: Any) -> None:
    boris, out = signed_in("boris"), io.StringIO()

    call_command("new_password", " BORIS ", stdout=out)

    password = out.getvalue().strip()
    assert not is_signed_in(boris)
    assert sign_in(Client(), "boris", password).status_code == 302
    assert password not in all_seeing.everything_written()
    assert deeds("code_issued") == [("system:registrar", world.actor("boris").user_id)]


def test_the_command_knows_whom_it_does_not_know() -> None:
    with pytest.raises(CommandError, match="nobody"):
        call_command("new_password", "nobody")

    with acting_as(REGISTRAR):
        assert not Entry.objects.filter(verb="code_issued").exists()
