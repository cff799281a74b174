"""In worlds drawn from a seed the walls let through what the law says, of every row, for everybody, and no right more.

Every (actor, table, row) of a world is drawn: they are loaded once for each actor, so that a draw costs a microsecond.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from orientir.access import policy as access
from orientir.database import register
from orientir.database.actor import ANONYMOUS
from orientir.database.register import Field, Sensitivity
from orientir.database.system_actors import ALL
from orientir.files.models import StoredFile
from tests.mutants import hunting, walls
from tests.support import worlds
from tests.walls.drawn import SHOWN, World, as_told
from tests.walls.law import KEYS

SEEDS = (20261120,)
"""One world here; twenty in the long part."""


@pytest.fixture(scope="module", params=SEEDS)
def world(request: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), worlds.standing(request.param) as database:
        yield World(database)


def differences(world: World) -> tuple[list[tuple[str, str, str]], int]:
    """Return each draw in which wall and law differ, and how many draws there were."""
    found, draws = [], 0
    for login in world.actors:
        passed = world.let_through(world.actors[login])
        for table in KEYS:
            draws += len(world.law[""][table])
            lawful = as_told(world.law[login][table])
            found += [(login, table, key) for key in passed[table] ^ lawful]
    return found, draws


def test_of_every_row_of_a_drawn_world_the_wall_lets_through_what_the_law_says(world):
    found, draws = differences(world)

    assert found == []
    assert draws > 20_000


def beyond(world: World, logins: Iterable[str], tables: Iterable[str] = SHOWN) -> list[tuple[str, str, str]]:
    """Return what rights show of tables and the wall of their reader keeps back."""
    return [
        (login, table, key)
        for login in logins
        for table in tables
        for key in world.shown(login, table) - as_told(world.law[login][table])
    ]


def test_no_right_shows_a_row_that_is_not_behind_the_wall_of_its_reader(world):
    assert beyond(world, world.actors) == []


def test_some_see_something_of_every_table_and_most_not_all_of_it(world):
    shown = {table: sum(bool(world.law[login][table]) for login in world.actors) for table in KEYS}
    whole = [sum(world.law[login][table] == world.law[""][table] for login in world.actors) for table in KEYS]

    assert [table for table, readers in shown.items() if not readers] == []
    assert max(whole) * 10 < len(world.actors)


def test_every_role_and_every_depth_stands_in_a_drawn_world(world):
    roles = {role for actor in world.actors.values() for role in actor.role.split(", ")}
    narrowed = [actor for actor in world.actors.values() if actor.named < actor.organisations]

    assert roles >= set(access.ROLES)
    assert narrowed and any(actor.opened for actor in world.actors.values())


@pytest.mark.parametrize("someone", ALL, ids=lambda actor: actor.name)
def test_each_system_actor_passes_exactly_the_walls_that_are_written_down(world, someone):
    assert world.let_through(someone) == {table: world.passed_by(someone, table) for table in KEYS}


def test_who_has_not_signed_in_sees_nothing_at_all(world):
    assert world.let_through(ANONYMOUS) == {table: set() for table in KEYS}


def test_an_actor_with_one_organisation_too_many_is_noticed(world):
    """The plant: a stale right."""
    login, lead = next((login, actor) for login, actor in world.actors.items() if len(actor.organisations) == 1)
    elsewhere = next(iter(world.passing_all.organisations - lead.organisations))
    world.actors[login] = replace(lead, organisations=lead.organisations | {elsewhere})
    try:
        found, _ = differences(world)
    finally:
        world.actors[login] = lead

    assert {who for who, _, _ in found} == {login}


def test_a_right_that_forgets_its_filter_is_noticed(world, monkeypatch):
    """The plant: a query of the product without its condition."""
    monkeypatch.setitem(SHOWN, "files_storedfile", [lambda actor: StoredFile.objects.all()])

    assert beyond(world, list(world.actors)[:9], ["files_storedfile"])


@pytest.mark.parametrize(
    "mutant",
    [
        "people_person: without is_staff",
        "people_person: without what was opened",
        "access_appointment: turned round",
        "accounts_user: open to maintenance",
        "files_storedfile: without the way of person",
        "journal_entry: without the way of named_in",
        "journal_mention: without system:eraser",
        "roadmaps_report: open to all",
    ],
)
def test_a_mutant_of_a_wall_is_noticed(world, mutant):
    """The most telling of those that the long run makes (tests/mutants)."""
    (found,) = [one for one in walls.of_walls() if str(one) == f"wall of {mutant}"]

    assert hunting.kills(world, found)


# A special category has no wall wider than its right: what PostgreSQL lets through is what the code shows.


def special_tables() -> list[str]:
    return [
        one.table
        for one in register.declarations()
        if any(kept.sensitivity is Sensitivity.SPECIAL for kept in one.fields.values())
    ]


def unequal(world: World) -> list[tuple[str, str]]:
    """Return for whom the right to a table of a special category is not exactly its wall."""
    return [
        (login, table)
        for table in special_tables()
        for login in world.actors
        if world.shown(login, table) != as_told(world.law[login][table])
    ]


def test_the_wall_of_a_special_category_is_exactly_its_right(world):
    assert unequal(world) == []


def test_a_special_category_behind_a_wall_wider_than_its_right_is_noticed(world, monkeypatch):
    """The plant: reports become a special category, and drafts pass the wall of the office that may not read them."""
    report = register._declarations["roadmaps.Report"]
    kept = {**report.fields, "text": Field(Sensitivity.SPECIAL, "planted", "planted")}
    monkeypatch.setitem(register._declarations, "roadmaps.Report", replace(report, fields=kept))

    assert {table for _, table in unequal(world)} == {"roadmaps_report"}
