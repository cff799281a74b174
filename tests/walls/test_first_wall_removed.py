"""The first wall is taken away: every `visible_…` shows all there is, all is permitted. The second one holds.

Every page is then opened by everybody, with every key. Names of persons, texts and names of files that do not belong
before those eyes must not stand on it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import psycopg
import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from orientir.accounts.models import User
from orientir.database import policy
from orientir.database.actor import ANONYMOUS, Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import GATE
from orientir.journal import entry
from orientir.ui.signed_in import SignedInView
from tests.support import crowd as crowds
from tests.support import databases
from tests.support.world import NOON
from tests.walls.law import KEYS, Belongings, belongings
from tests.walls.test_twins import policies

TELLING = {
    "people_person": ["last_name"],
    "roadmaps_report": ["text", "return_reason"],
    "roadmaps_reportreturn": ["reason"],
    "roadmaps_assignmentchange": ["basis"],
    "files_storedfile": ["name"],
    "ui_formdraft": ["fields ->> 'text'"],
}
"""Columns whose words betray that a row has come through."""

READERS = ("vera", "tamara", "boris", "olga", "nina")
EVERYTHING = range(1, 12)
"""As many keys as any table of the crowd has rows that a page is about."""


@pytest.fixture
def without_first_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in policies():
        for name in filter(lambda name: name.startswith("visible_"), dir(module)):
            model = getattr(module, name)(ANONYMOUS).model
            monkeypatch.setattr(module, name, lambda actor, model=model: model.objects.all())
        for name in filter(lambda name: name.startswith("can_"), dir(module)):
            monkeypatch.setattr(module, name, lambda *asked: True)
    monkeypatch.setattr(Actor, "may", lambda *asked: True)
    monkeypatch.setattr(policy.require, "__code__", (lambda permitted: None).__code__)


def addresses(patterns: list[Any] | None = None, before: str = "") -> Iterator[str]:
    """Yield every address for the signed in that needs no more than a key, with every key."""
    for found in patterns or get_resolver().url_patterns:
        route = before + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from addresses(found.url_patterns, route)
        elif is_page(found) and "<" not in (plain := route.replace("<int:pk>", "")):
            yield from (f"/{route.replace('<int:pk>', str(key))}" for key in (EVERYTHING if plain != route else [0]))


def is_page(found: URLPattern) -> bool:
    view = getattr(found.callback, "view_class", None)
    if view is None or not hasattr(view, "get"):
        return False
    return issubclass(view, SignedInView) or "pk" in found.pattern.converters


def pages_of(login: str) -> Iterator[str]:
    """Open every page as this person; yields what stands on each that answers."""
    client = Client(raise_request_exception=False)
    with acting_as(GATE):
        user = User.objects.get(login=login)
        with entry("signed_in", by=GATE, at=NOON):
            client.force_login(user)
    for address in addresses():
        answer = client.get(address)
        if answer.status_code in (200, 422) and not answer.streaming:
            yield text_of(answer.content)
        yield unquote(answer.headers.get("Content-Disposition", ""))


def text_of(content: bytes) -> str:
    """Return what is to be read in an answer: of an office file, what stands in its parts."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def words(database: str) -> dict[str, dict[Any, set[str]]]:
    """Return the telling words of every row: table → key → words."""
    with psycopg.connect(databases.owner_url(database)) as owner:
        found: dict[str, dict[Any, set[str]]] = {}
        for table, columns in TELLING.items():
            owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            rows = owner.execute(f"SELECT id, {', '.join(columns)} FROM {table}").fetchall()
            found[table] = {key: set(filter(None, told)) for key, *told in rows}
        owner.rollback()
    return found


def betrayed(login: str, belonging: Belongings, telling: dict[str, dict[Any, set[str]]]) -> set[str]:
    """Return the words of foreign rows that stand on the pages this person can open."""
    own, foreign = set[str](), set[str]()
    for table, rows in telling.items():
        for key, told in rows.items():
            (own if key in belonging[login][table] else foreign).update(told)
    assert foreign
    everything = "\n".join(pages_of(login))
    return {word for word in foreign - own if word in everything}


@pytest.mark.parametrize("login", READERS)
def test_no_foreign_person_text_or_file_comes_through_the_second_wall_alone(crowd, oracle, without_first_wall, login):
    assert betrayed(login, oracle, words(crowd)) == set()


def test_without_both_walls_they_do(django_db_setup, django_db_blocker, without_first_wall):
    """The plant: the pages are open indeed, and what the second wall keeps back is there to be seen."""
    with django_db_blocker.unblock(), crowds.standing() as name:
        belonging, telling = belongings(name), words(name)
        databases.disconnect()
        with psycopg.connect(databases.owner_url(name)) as owner:
            for table in KEYS:
                owner.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
                owner.commit()

        seen = betrayed("vera", belonging, telling)

    assert {"Полянская", "Яблонева", crowds.canary("Школа № 1", 0), f"{crowds.canary('Школа № 6', 2)}.png"} <= seen
