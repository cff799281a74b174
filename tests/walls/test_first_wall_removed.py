"""The first wall is taken away: each `visible_…` shows all there is, all is permitted everywhere. The second one holds.

Every row of the table of access is then asked by HTTP. Names of persons, texts and names of files that do not belong
before the eyes of whoever asks must not stand in the answer. In the usual run two of the cast ask each row, by turns;
in the long one all do.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

import psycopg
import pytest

from orientir.database import policy
from orientir.database.actor import ANONYMOUS, Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import MAINTENANCE
from orientir.territory.models import Organisation
from tests.access import cells, scene, table
from tests.support import databases
from tests.walls.law import KEYS, Belongings, belongings
from tests.walls.rights import policies

TELLING = {
    "people_person": ["last_name"],
    "access_invitation": ["last_name", "email"],
    "access_emergencyaccess": ["reason"],
    "roadmaps_report": ["text", "return_reason"],
    "roadmaps_reportreturn": ["reason"],
    "roadmaps_assignmentchange": ["basis"],
    "roadmaps_amendment": ["reason"],
    "files_storedfile": ["name"],
    "ui_formdraft": ["fields ->> 'text'"],
}
"""Columns whose words betray that a row has come through."""
SAID_OPENLY = ["archive_basis FROM roadmaps_roadmap"]
"""What stands in tables that tell nothing of a person, in the same words."""
TELLS_WHO = ("access:about_me",)
"""Pages that tell somebody by name who dealt with their data, wherever those people work: that is what they are for."""

ROWS = table.rows()
ASK_EACH = 2


class Stage:
    """The scene of the table of access, and whose words stand in its rows."""

    def __init__(self, database: str, built: scene.Scene) -> None:
        self.asker = cells.Asker(built)
        law, telling = belongings(database), words(database)
        self.names = set().union(*telling["people_person"].values())
        self.foreign = {who: _foreign(who, law, telling) for who in law if who}
        self.foreign["anonymous"] = {word for rows in telling.values() for told in rows.values() for word in told}

    def betrayed(self, row: table.Row, person: str) -> set[str]:
        """Let a person ask; returns the words that they should not have been told."""
        with cells.undone():
            said = read(self.asker.ask(row, person))
        told = self.names if row.route in TELLS_WHO and person != "anonymous" else set()
        return {word for word in self.foreign[person] - told if word in said}


def words(database: str) -> dict[str, dict[Any, set[str]]]:
    """Return the telling words of every row: table → key → words."""
    with psycopg.connect(databases.owner_url(database)) as owner:
        found: dict[str, dict[Any, set[str]]] = {}
        for name, columns in TELLING.items():
            owner.execute(f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY")
            rows = owner.execute(f"SELECT id, {', '.join(columns)} FROM {name}").fetchall()
            found[name] = {key: set(filter(None, told)) for key, *told in rows}
        said = {word for column in SAID_OPENLY for (word,) in owner.execute(f"SELECT {column}")}
        owner.rollback()
    for rows_of_one in found.values():
        for told in rows_of_one.values():
            told -= said
    return found


def _foreign(login: str, law: Belongings, telling: dict[str, dict[Any, set[str]]]) -> set[str]:
    own, foreign = set[str](), set[str]()
    for name, rows in telling.items():
        for key, told in rows.items():
            (own if key in law[login][name] else foreign).update(told)
    return foreign - own


def read(answer: Any) -> str:
    """Return what is to be read in an answer, its head included: of an office file, what stands in its parts."""
    content = b"".join(answer) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    return content.decode(errors="replace") + unquote(str(answer.headers))


@contextmanager
def on_stage(*, walls: bool) -> Iterator[Stage]:
    with databases.clone() as name:
        usual = databases.connection.settings_dict["NAME"]
        databases.use(name)
        try:
            stage = Stage(name, scene.build())
            databases.disconnect()
            if not walls:
                with psycopg.connect(databases.owner_url(name)) as owner:
                    for found in KEYS:
                        owner.execute(f"ALTER TABLE {found} DISABLE ROW LEVEL SECURITY")
            yield stage
        finally:
            databases.use(usual)


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    """The second wall alone, in a database of its own: what is asked here changes nothing for others."""
    with django_db_blocker.unblock(), on_stage(walls=True) as found:
        yield found


def remove_first_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    with acting_as(MAINTENANCE):
        everywhere = frozenset(Organisation.objects.values_list("pk", flat=True))
    for module in policies():
        for name in filter(lambda name: name.startswith("visible_"), dir(module)):
            model = getattr(module, name)(ANONYMOUS).model
            monkeypatch.setattr(module, name, lambda actor, model=model: model.objects.all())
        for name in filter(lambda name: name.startswith("can_"), dir(module)):
            monkeypatch.setattr(module, name, lambda *asked, **said: True)
    monkeypatch.setattr(Actor, "may", lambda *asked: True)
    monkeypatch.setattr(Actor, "scope", lambda *asked: everywhere)
    monkeypatch.setattr(policy.require, "__code__", (lambda permitted: None).__code__)


def by_turns(number: int, everybody: bool) -> list[str]:
    """Return who asks the row with this number."""
    cast = list(scene.CAST)
    return cast if everybody else [cast[(number * ASK_EACH + turn) % len(cast)] for turn in range(ASK_EACH)]


def betrayals(stage: Stage, *, everybody: bool = False) -> list[str]:
    return [
        f"{person} could read {sorted(told)}: {row}"
        for number, row in enumerate(ROWS)
        for person in by_turns(number, everybody)
        if (told := stage.betrayed(row, person))
    ]


def test_no_row_of_the_table_of_access_shows_what_is_foreign_by_the_second_wall_alone(stage, monkeypatch):
    remove_first_wall(monkeypatch)

    assert betrayals(stage) == []


def test_there_is_something_foreign_for_everybody_of_the_cast(stage):
    assert {who: bool(stage.foreign[who]) for who in scene.CAST} == dict.fromkeys(scene.CAST, True)


def test_without_both_walls_it_is_shown(django_db_setup, django_db_blocker, monkeypatch):
    """The plant: the pages are open indeed, and what the second wall keeps back is there to be seen."""
    with django_db_blocker.unblock(), on_stage(walls=False) as open_stage:
        remove_first_wall(monkeypatch)
        reports = [row for row in ROWS if row.route == "roadmaps:assignment" and row.method == "GET"]
        files = [row for row in ROWS if row.route == "files:download" and row.method == "GET"]
        told = [(row.route, open_stage.betrayed(row, "zoya")) for row in reports + files]

    assert {route for route, foreign in told if foreign} == {"roadmaps:assignment", "files:download"}
