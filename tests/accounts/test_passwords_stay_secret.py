"""A password is seen by whoever types it and by nobody else: on no page, in no log, in no row."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import Client

from orientir.accounts import services
from orientir.accounts.models import User
from orientir.database.context import acting_as
from orientir.database.system_actors import GATE, REGISTRAR
from orientir.ui import submissions
from tests.access import all_seeing
from tests.support import world

from .test_sign_in import sign_in

pytestmark = pytest.mark.usefixtures("eyes", "db")
SECRET = "канарейка-в-клетке-7319"  # a password that stands nowhere else


def said(response: HttpResponse) -> str:
    return response.content.decode() + str(response.headers) + str(response.cookies)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Listen to all that any part of the program says, down to its whispers."""
    for name in ("", "django", "django.request", "django.security", "django.db.backends", "orientir"):
        caplog.set_level(logging.DEBUG, name)
    return caplog


def of(log: pytest.LogCaptureFixture) -> str:
    """Return the log as it would be written, tracebacks included."""
    formatter = logging.Formatter()
    return "\n".join(formatter.format(record) for record in log.records) + log.text


@pytest.mark.parametrize("login", ["vera", "nobody", "", "a" * 151])
def test_a_refused_password_is_not_repeated(login: str, client: Client, log: pytest.LogCaptureFixture) -> None:
    response = sign_in(client, login, SECRET)

    assert response.status_code == 422
    assert SECRET not in said(response)
    assert SECRET not in of(log)
    assert SECRET not in all_seeing.everything_written()


def test_an_accepted_password_is_not_repeated(client: Client, log: pytest.LogCaptureFixture) -> None:
    response = sign_in(client, "vera")

    assert response.status_code == 302
    assert world.PASSWORD not in said(response) + said(client.get("/"))
    assert world.PASSWORD not in of(log)
    assert world.PASSWORD not in all_seeing.everything_written()


def test_a_fault_while_signing_in_does_not_betray_the_password(
    log: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(services, "login", broken)
    client = Client(raise_request_exception=False)

    response = sign_in(client, "vera")

    assert response.status_code == 500
    assert "the disk is full" in of(log)
    assert world.PASSWORD not in said(response) + of(log)


def test_a_first_password_is_shown_once_and_kept_nowhere(signed_in: Any, log: pytest.LogCaptureFixture) -> None:
    boris = signed_in("boris")
    actor = world.actor("boris")
    with acting_as(actor):
        school = world.Organisation.objects.get(short_name="Школа № 6")
    key = submissions.issue_key(actor.person_id or 0)
    new = {"last_name": "Новая", "first_name": "Анна", "login": "anna", "submission_key": key}

    led_to = boris.post(f"/organisations/{school.pk}/appoint/", new).headers["Location"]
    first, second = boris.get(led_to), boris.get(led_to)

    password = first.context["newcomer"]["password"]
    assert said(first).count(password) == 1
    assert password not in said(second)
    assert password not in of(log)
    assert password not in all_seeing.everything_written()
    with acting_as(GATE):
        assert password not in str(SessionStore(boris.cookies["session"].value).load())
    with acting_as(REGISTRAR):
        assert check_password(password, User.objects.get(login="anna").password)


def test_a_first_password_is_shown_to_nobody_else(signed_in: Any) -> None:
    boris, elsewhere, vera = signed_in("boris"), signed_in("boris"), signed_in("vera")
    actor = world.actor("boris")
    with acting_as(actor):
        school = world.Organisation.objects.get(short_name="Школа № 5")
    key = submissions.issue_key(actor.person_id or 0)
    new = {"last_name": "Новая", "first_name": "Анна", "login": "anna", "submission_key": key}

    led_to = boris.post(f"/organisations/{school.pk}/appoint/", new).headers["Location"]

    assert elsewhere.get(led_to).context["newcomer"] is None
    assert vera.get(led_to).context["newcomer"] is None
    assert boris.get(led_to).context["newcomer"]["login"] == "anna"


def test_first_passwords_differ_and_can_be_read_from_paper() -> None:
    made = {services.first_password() for _ in range(500)}

    assert len(made) == 500
    assert {len(password) for password in made} == {19}
    assert not set("".join(made)) & set("01ilo")
