"""Mutants of the second wall: each way through each wall taken away, each wall opened, shut or turned round.

A mutant is a condition in SQL, put in place of the policy in a drawn world and compared with the law there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import psycopg
from django.db import connection

from orientir.database import register, walls
from orientir.database.actor import Actor
from orientir.database.register import Wall
from orientir.database.system_actors import MAINTENANCE
from tests.support import databases

OPENED = "orientir_setting('opened')"


@dataclass(frozen=True)
class WallMutant:
    """The wall of a table with another condition."""

    table: str
    change: str
    condition: str

    def __str__(self) -> str:
        return f"wall of {self.table}: {self.change}"


def of_walls() -> Iterator[WallMutant]:
    """Yield the mutants of every wall of the register."""
    for one in register.declarations():
        if one.wall:
            usual = walls.condition(one.wall)
            yield WallMutant(one.table, "open to all", "true")
            yield WallMutant(one.table, "shut", "false")
            yield WallMutant(one.table, "turned round", f"NOT ({usual})")
            yield WallMutant(one.table, "open to maintenance", _with_system(one.wall, MAINTENANCE))
            for words, other in _less(one.wall):
                yield WallMutant(one.table, words, walls.condition(other) or "false")
            if one.wall.person:
                ways = usual.split(" OR ")
                yield WallMutant(one.table, "without what was opened", " OR ".join(w for w in ways if OPENED not in w))


def _less(wall: Wall) -> Iterator[tuple[str, Wall]]:
    for way in ("organisation", "person", "user", "named_in"):
        if getattr(wall, way):
            yield f"without the way of {way}", replace(wall, **{way: None})
    if wall.open_if:
        yield f"without {wall.open_if}", replace(wall, open_if=None)
    for actor in wall.system:
        yield f"without {actor.name}", replace(wall, system=tuple(one for one in wall.system if one is not actor))


def _with_system(wall: Wall, actor: Actor) -> str:
    return walls.condition(replace(wall, system=(*wall.system, actor)))


def put_in_place(mutant: WallMutant) -> None:
    """Let the wall of a table in this process's database have another condition. Nobody may read in between."""
    _alter(mutant.table, mutant.condition)


def put_right(table: str) -> None:
    """Give a table the wall of the register back."""
    (wall,) = [one.wall for one in register.declarations() if one.table == table]
    assert wall is not None
    _alter(table, walls.condition(wall))


def _alter(table: str, condition: str) -> None:
    with psycopg.connect(databases.owner_url(str(connection.settings_dict["NAME"])), autocommit=True) as owner:
        owner.execute(f"ALTER POLICY wall ON {table} USING ({condition})")
