"""What people type stands in its table, and beside the chain where it has to; in no log and in no link of the chain."""

from __future__ import annotations

import asyncio
import logging
from contextlib import nullcontext
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django import app as queue

from orientir import journal
from orientir.accounts import services as accounts
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.jobs import job
from orientir.database.system_actors import MAINTENANCE, REGISTRAR
from orientir.engines.spreadsheets.writing import write_table
from orientir.journal import sealing
from orientir.people.models import Person
from orientir.ui import submissions
from tests.access import all_seeing
from tests.support import world
from tests.support.world import NOON

NAME, LOGIN, PASSWORD, REASON = "Канарейкина", "kanareika-7319", "жёлтая-канарейка-поёт", "Жалоба Канарейкиной"
CANARIES = (NAME, LOGIN, PASSWORD, REASON)
CHAIN = ("journal_entry", "journal_link", "journal_seal")


tried: list[int] = []


@job
def add_again(person_id: int, *, by: Actor) -> None:
    """Add a person under a key that is taken."""
    tried.append(person_id)
    with acting_as(REGISTRAR), journal.entry("person_added", by=by, at=NOON):
        Person.objects.create(pk=person_id, organisation_id=1, last_name=NAME, first_name=REASON)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Listen to all that any part of the program says, down to its whispers."""
    for name in ("", "django", "django.request", "django.security", "django.db.backends", "procrastinate", "orientir"):
        caplog.set_level(logging.DEBUG, name)
    return caplog


@pytest.fixture
def written(
    committed: str,
    state: object,
    log: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> str:
    """Let canaries go through the product, faults on the way, and seal; return the log as it would be written."""
    all_seeing.open_eyes(committed)
    boris = Client(raise_request_exception=False)
    _sign_in(boris, "boris", world.PASSWORD)
    world.pass_factor(boris)
    appoint(boris)
    monkeypatch.setattr(accounts, "refused_by", lambda *_: nullcontext())
    assert appoint(boris).status_code == 500  # the login is taken, and nobody catches it
    _sign_in(Client(), LOGIN, PASSWORD)
    boris.get("/organisations/", {"q": NAME})
    boris.get(f"/{NAME}/")
    assert boris.post(reverse("access:add_organisation"), {"name": NAME, "short_name": NAME}).status_code == 422
    put_list_in(boris)
    fail_a_job()
    fail_a_command(tmp_path)
    actor = world.actor("boris")
    seen: dict[str, Any] = {"by": actor, "at": NOON, "people": [1], "organisation_id": 1, "reason": REASON}
    with acting_as(actor), journal.entry("signed_out", **seen):
        pass
    sealing.seal(at=NOON)
    formatter = logging.Formatter()
    printed = capsys.readouterr()
    return "\n".join(formatter.format(record) for record in log.records) + log.text + printed.out + printed.err


def _sign_in(client: Client, login: str, password: str) -> None:
    client.post(reverse("accounts:sign_in"), {"login": login, "password": password})


def appoint(client: Client) -> Any:
    """Appoint a newcomer with the canaries, by the page."""
    boris = world.actor("boris")
    (school, *_) = sorted(boris.organisations - {1})
    key = submissions.issue_key(boris.person_id or 0, "appoint", str(school))
    sent = {"last_name": NAME, "first_name": "Анна", "login": LOGIN, "role": "guidance_lead", "submission_key": key}
    return client.post(reverse("access:appoint", args=[school]), sent)


def put_list_in(client: Client) -> None:
    """Put a list of organisations in whose rows hold canaries, faults among them; a job takes it in."""
    boris = world.actor("boris")
    head = ("Вид", "Полное наименование", "Краткое наименование")
    table = write_table("Список", head, [("школа", NAME, LOGIN), ("нет такого вида", REASON, NAME)])
    key = submissions.issue_key(boris.person_id or 0, "organisation_list", "")
    sent = {"document": SimpleUploadedFile("список.xlsx", table), "organisation": 1, "submission_key": key}
    looked = client.get(client.post(reverse("access:put_list_in"), sent).headers["Location"])
    assert (looked.status_code, NAME in looked.content.decode()) == (200, True)


def fail_a_job() -> None:
    """Let the worker do a job whose fault bears canaries: one that PostgreSQL tells, with the row in its detail."""
    with acting_as(REGISTRAR):
        person = Person.objects.get(last_name=NAME)
    with acting_as(MAINTENANCE):
        add_again.defer(by=MAINTENANCE, person_id=person.pk)

    async def run() -> None:
        async with queue.open_async():
            await queue.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)

    tried.clear()
    with queue.replace_connector(queue.connector.get_worker_connector()):
        asyncio.run(run())
    assert tried == [person.pk]


def fail_a_command(folder: Path) -> None:
    """Take a list in by the command, with faults."""
    head = ("Вид", "Полное наименование", "Краткое наименование")
    path = folder / "список.xlsx"
    path.write_bytes(write_table("Список", head, [("школа", NAME, NAME), ("школа", NAME, NAME)]))
    with pytest.raises((CommandError, SystemExit)):
        call_command("import_organisations", str(path), "--as", "vera", stdout=StringIO(), stderr=StringIO())


def rows(*tables: str) -> str:
    return str([all_seeing.rows_of(table) for table in tables])


def test_no_log_has_heard_of_a_canary(written: str) -> None:
    # The faults of the page and of the job were told.
    assert [name for name in ("one_account_of_a_login", "people_person_pkey") if name not in written] == []
    assert [canary for canary in CANARIES if canary in written] == []


def test_the_chain_holds_no_canary_and_what_stands_beside_it_does(written: str) -> None:
    assert [canary for canary in CANARIES if canary in rows(*CHAIN)] == []
    assert REASON in rows("journal_mention")
    assert NAME in rows("people_person")
    assert LOGIN in rows("accounts_user")
