"""A session: new with each sign-in, gone with sign-out, and never wider than the rights of this moment."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.utils import timezone

from orientir.access import services as access
from orientir.access.models import Appointment
from orientir.access.roles import GUIDANCE_LEAD
from orientir.accounts.models import User
from orientir.database.context import acting_as
from orientir.database.system_actors import GATE, REGISTRAR
from tests.support import world

from .test_sign_in import block, sign_in

pytestmark = pytest.mark.usefixtures("eyes", "db")
COOKIE = settings.SESSION_COOKIE_NAME


def sessions() -> set[str]:
    return {key for (key,) in connection.connection.execute("SELECT session_key FROM django_session").fetchall()}


def end_appointment_of(login: str) -> None:
    with acting_as(REGISTRAR):
        appointment = Appointment.objects.get(person__user__login=login)
        access.end_appointment(appointment, by=REGISTRAR, at=timezone.now())


def test_a_page_before_sign_in_makes_no_session(client: Client) -> None:
    before = sessions()

    client.get("/sign-in/")
    client.get("/")
    sign_in(client, "vera", "wrong")

    assert sessions() == before
    assert COOKIE not in client.cookies


def test_a_key_that_was_planted_before_sign_in_is_worth_nothing_after_it(client: Client) -> None:
    with acting_as(GATE):
        planted = SessionStore()
        planted["trap"] = 1
        planted.save()
    client.cookies[COOKIE] = planted.session_key

    sign_in(client, "vera")

    assert client.cookies[COOKIE].value != planted.session_key
    assert planted.session_key not in sessions()


def test_a_key_that_never_was_is_not_taken_over(client: Client) -> None:
    client.cookies[COOKIE] = "a" * 32

    sign_in(client, "vera")

    assert client.cookies[COOKIE].value != "a" * 32
    assert "a" * 32 not in sessions()


def test_another_who_signs_in_here_gets_nothing_of_the_session_before(client: Client) -> None:
    sign_in(client, "vera")
    veras = client.cookies[COOKIE].value
    session = client.session
    with acting_as(GATE):
        session["note"] = "of vera"
        session.save()

    sign_in(client, "galina")

    assert client.cookies[COOKIE].value != veras
    assert veras not in sessions()
    with acting_as(GATE):
        assert "note" not in client.session


def test_sign_out_ends_the_session_everywhere(client: Client) -> None:
    sign_in(client, "vera")
    elsewhere = Client()
    elsewhere.cookies[COOKIE] = client.cookies[COOKIE].value
    assert elsewhere.get("/").status_code == 200

    response = client.post("/sign-out/")

    assert (response.status_code, response.headers["Location"]) == (302, "/sign-in/")
    assert client.cookies[COOKIE].value == ""
    assert elsewhere.get("/").headers["Location"] == "/sign-in/?next=/"


def test_sign_out_leaves_other_sessions_of_the_person_alone(client: Client) -> None:
    at_home = Client()
    sign_in(at_home, "vera")
    sign_in(client, "vera")

    client.post("/sign-out/")

    assert at_home.get("/").status_code == 200


def test_a_session_does_not_outlast_a_working_day(client: Client) -> None:
    sign_in(client, "vera")

    assert client.cookies[COOKIE]["max-age"] == 12 * 60 * 60
    assert client.cookies[COOKIE]["httponly"] is True
    assert client.cookies[COOKIE]["samesite"] == "Lax"


def test_a_blocked_account_is_out_with_the_next_press(signed_in: Any) -> None:
    vera = signed_in("vera")
    assert vera.get("/").status_code == 200

    block("vera")

    assert vera.get("/").headers["Location"] == "/sign-in/?next=/"


def test_a_new_password_ends_the_sessions_of_the_old_one(signed_in: Any) -> None:
    vera = signed_in("vera")
    with acting_as(REGISTRAR):
        user = User.objects.get(login="vera")
        with world.accounts.journal.entry("account_made", by=REGISTRAR, at=world.NOON, about=user):
            user.set_password("new-password-of-vera")
            user.save()

    assert vera.get("/").headers["Location"] == "/sign-in/?next=/"


def test_an_ended_appointment_takes_its_rights_along_with_the_next_press(signed_in: Any) -> None:
    vera = signed_in("vera")
    with acting_as(world.actor("vera")):
        address = f"/assignments/{world.assignment_of('Школа № 5').pk}/"
    assert vera.get(address).status_code == 200

    end_appointment_of("vera")

    assert vera.get(address).status_code == 404
    assert vera.post(address, {"text": "Сделано."}).status_code == 404
    assert vera.get("/").status_code == 200  # the account is still hers


def test_a_file_is_closed_with_the_appointment(signed_in: Any) -> None:
    report = world.submit("Школа № 5", "vera")
    with acting_as(world.actor("vera")):
        address = report.evidence.get().file.get_absolute_url()
    boris, vera = signed_in("boris"), signed_in("vera")
    assert (boris.get(address).status_code, vera.get(address).status_code) == (200, 200)

    end_appointment_of("vera")
    end_appointment_of("boris")

    assert (boris.get(address).status_code, vera.get(address).status_code) == (404, 404)


def test_a_new_appointment_gives_its_rights_with_the_next_press(signed_in: Any) -> None:
    fyodor = signed_in("fyodor")
    with acting_as(REGISTRAR):
        address = f"/assignments/{world.assignment_of('Школа № 6').pk}/"
        ended = Appointment.objects.select_related("person").get(person__user__login="fyodor")
        school = world.Organisation.objects.get(short_name="Школа № 6")
    assert fyodor.get(address).status_code == 404

    with acting_as(REGISTRAR):
        access.appoint(ended.person, GUIDANCE_LEAD, school, by=REGISTRAR, at=timezone.now())

    assert fyodor.get(address).status_code == 200
