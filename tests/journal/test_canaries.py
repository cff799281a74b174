"""What people type stands in its table, and beside the chain where it has to; in no log and in no link of the chain."""

from __future__ import annotations

import logging
from contextlib import nullcontext
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from orientir import journal
from orientir.accounts import services as accounts
from orientir.database.context import acting_as
from orientir.journal import sealing
from orientir.ui import submissions
from tests.access import all_seeing
from tests.support import world
from tests.support.world import NOON

NAME, LOGIN, PASSWORD, REASON = "Канарейкина", "kanareika-7319", "жёлтая-канарейка-поёт", "Жалоба Канарейкиной"
CANARIES = (NAME, LOGIN, PASSWORD, REASON)
CHAIN = ("journal_entry", "journal_link", "journal_seal")


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Listen to all that any part of the program says, down to its whispers."""
    for name in ("", "django", "django.request", "django.security", "django.db.backends", "procrastinate", "orientir"):
        caplog.set_level(logging.DEBUG, name)
    return caplog


@pytest.fixture
def written(committed: str, state: object, log: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let canaries go through the product, faults on the way, and seal; return the log as it would be written."""
    all_seeing.open_eyes(committed)
    boris = Client(raise_request_exception=False)
    _sign_in(boris, "boris", world.PASSWORD)
    appoint(boris)
    monkeypatch.setattr(accounts, "refused_by", lambda *_: nullcontext())
    assert appoint(boris).status_code == 500  # the login is taken, and nobody catches it
    _sign_in(Client(), LOGIN, PASSWORD)
    boris.get("/organisations/", {"q": NAME})
    boris.get(f"/{NAME}/")
    actor = world.actor("boris")
    seen: dict[str, Any] = {"by": actor, "at": NOON, "people": [1], "organisation_id": 1, "reason": REASON}
    with acting_as(actor), journal.entry("signed_out", **seen):
        pass
    sealing.seal(at=NOON)
    formatter = logging.Formatter()
    return "\n".join(formatter.format(record) for record in log.records) + log.text


def _sign_in(client: Client, login: str, password: str) -> None:
    client.post(reverse("accounts:sign_in"), {"login": login, "password": password})


def appoint(client: Client) -> Any:
    """Appoint a newcomer with the canaries, by the page."""
    boris = world.actor("boris")
    (school, *_) = sorted(boris.organisations - {1})
    key = submissions.issue_key(boris.person_id or 0, "appoint", str(school))
    sent = {"last_name": NAME, "first_name": "Анна", "login": LOGIN, "role": "guidance_lead", "submission_key": key}
    return client.post(reverse("access:appoint", args=[school]), sent)


def rows(*tables: str) -> str:
    return str([all_seeing.rows_of(table) for table in tables])


def test_no_log_has_heard_of_a_canary(written: str) -> None:
    assert "accounts_user" in written or "one_account_of_a_login" in written  # the fault was told
    assert [canary for canary in CANARIES if canary in written] == []


def test_the_chain_holds_no_canary_and_what_stands_beside_it_does(written: str) -> None:
    assert [canary for canary in CANARIES if canary in rows(*CHAIN)] == []
    assert REASON in rows("journal_mention")
    assert NAME in rows("people_person")
    assert LOGIN in rows("accounts_user")
