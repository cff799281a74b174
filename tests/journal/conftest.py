from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import SEALER
from orientir.journal import anchors, checking
from tests.support import databases
from tests.support.world import NOON

Write = Callable[..., None]


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the anchors lie in a folder of this test's own."""
    monkeypatch.setattr(settings, "STATE", tmp_path)
    return tmp_path / "journal"


@pytest.fixture
def owner(committed: str) -> Iterator[psycopg.Cursor]:
    """Return the owner, for whom walls and triggers of the journal are lifted until the end of the test."""
    with psycopg.connect(databases.owner_url(committed)) as connected, connected.cursor() as cursor:
        lift(cursor)
        connected.commit()
        yield cursor
        connected.rollback()


def lift(owner: psycopg.Cursor) -> None:
    """Let the owner do with the journal whatever they like."""
    for table in ("entry", "mention", "link", "seal"):
        owner.execute(f"ALTER TABLE journal_{table} NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER USER")


def leave(owner: psycopg.Cursor) -> None:
    """Let the owner commit, with all triggers on again: as somebody leaves who wants to be seen by nobody."""
    for table in ("entry", "mention", "link", "seal"):
        owner.execute(f"ALTER TABLE journal_{table} ENABLE TRIGGER USER")
    owner.connection.commit()


def write(by: Actor, times: int = 1, *, people: tuple[int, ...] = (), reason: str = "") -> None:
    """Let somebody do something, so many times, and commit it."""
    with acting_as(by):
        for number in range(times):
            with journal.entry("signed_out", by=by, at=NOON, people=people, reason=reason, number=number):
                pass


def found() -> list[str]:
    """Return what the check finds, in English, with the anchors that are kept here."""
    with translation.override("en"), acting_as(SEALER), connection.cursor() as cursor:
        return [str(fault) for fault in checking.faults(cursor, anchors.kept())]
