"""A password is seen by whoever types it and by nobody else: on no page, in no log, in no row."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from orientir.access.models import Appointment
from orientir.accounts import services
from orientir.accounts.sessions import SessionStore
from orientir.database.context import acting_as
from orientir.database.system_actors import GATE
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


@pytest.fixture(params=["appoint", "issue_password"])
def making_a_first_password(request: pytest.FixtureRequest) -> tuple[str, dict[str, str]]:
    """Return where Boris lets a first password be made, and what he sends."""
    boris = world.actor("boris")
    with acting_as(boris):
        galinas = Appointment.objects.get(organisation__short_name="Школа № 6")
    about, words = galinas.pk, {}
    if request.param == "appoint":
        about, words = galinas.organisation_id, {"last_name": "Новая", "first_name": "Анна", "login": "anna"}
    key = submissions.issue_key(boris.person_id or 0, request.param, str(about))
    address = reverse(f"access:{request.param}", args=[about])
    return address, {**words, "role": "guidance_lead", "submission_key": key}


def test_a_first_password_is_shown_once_and_kept_nowhere(
    signed_in: Any, log: pytest.LogCaptureFixture, making_a_first_password: tuple[str, dict[str, str]]
) -> None:
    boris, (address, sent) = signed_in("boris"), making_a_first_password

    answer, sent_again = boris.post(address, sent), boris.post(address, sent)

    assert answer.status_code == 200
    handed = answer.context["handed"]
    assert said(answer).count(handed.password) == 1
    assert sent_again.status_code == 302
    assert handed.password not in said(sent_again) + said(boris.get(sent_again.headers["Location"]))
    assert handed.password not in of(log) + repr(handed)
    assert handed.password not in all_seeing.everything_written()
    with acting_as(GATE):
        assert handed.password not in str(SessionStore(boris.cookies["session"].value).load())
    assert sign_in(Client(), handed.login, handed.password).status_code == 302
