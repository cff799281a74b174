"""Who kills a mutant: the twins of rights, the table of access asked by HTTP, and the law of a drawn world."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from orientir.database.actor import ANONYMOUS, Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import ALL
from orientir.territory.models import Organisation
from tests.access import all_seeing, cells, scene, table
from tests.mutants import walls
from tests.mutants.code import Mutant
from tests.support import databases, world
from tests.walls.drawn import World, as_told
from tests.walls.rights import TWINS, all_of

ROWS = table.rows()
FAR = 2


class Ground:
    """The scene of the table of access, in a database of its own, and all that stands in it."""

    def __init__(self, built: scene.Scene) -> None:
        self.asker = cells.Asker(built)
        self.actors = [*map(world.actor, world.LOGINS), ANONYMOUS]
        with acting_as(self.actors[0]):
            everywhere = frozenset(Organisation.objects.values_list("pk", flat=True))
        people = frozenset(built.people.values())
        with acting_as(Actor("everybody at once", organisations=everywhere, named=everywhere, opened=people)):
            self.everything = [(twins, list(all_of(twins))) for twins in TWINS]

    def killer(self, mutant: Mutant, *, far: bool = True) -> str:
        """Return which check notices the mutant; empty when none does. Pages that do not name it are `far`.

        A check that complains without the mutant too has noticed nothing.
        """
        distances = [(_nearness(row, mutant), number) for number, row in enumerate(ROWS)]
        near = [self._asking(ROWS[number]) for distance, number in sorted(distances) if far or distance < FAR]
        for check in (self._twins, *near):
            with mutant.applied():
                complaint = check()
            if complaint and not check():
                return complaint
        return ""

    def _asking(self, row: table.Row) -> Callable[[], str]:
        def ask() -> str:
            try:
                return next((f"{row}: {fault}" for fault in cells.faults(self.asker, row)), "")
            except Exception as error:  # a mutant that breaks the page is noticed
                return f"{row}: {type(error).__name__}"

        return ask

    def _twins(self) -> str:
        for twins, everything in self.everything:
            for someone in self.actors:
                with acting_as(someone):
                    try:
                        visible = set(twins.visible(someone))
                        alike = all(twins.can_view(someone, one) == (one in visible) for one in everything)
                    except Exception as error:
                        return f"twins of {twins.visible.__name__}: {type(error).__name__}"
                    if not alike:
                        return f"twins of {twins.visible.__name__}"
        return ""


def _nearness(row: table.Row, mutant: Mutant) -> int:
    """Return how far a row's page stands from the changed function: those that name it are asked first."""
    view: Any = cells.view_of(row.route)
    owner, name = mutant.function.__qualname__.partition(".")[0], mutant.function.__name__
    if owner in [one.__name__ for one in view.__mro__] or any(name in _source(one) for one in view.__mro__):
        return 0
    return 1 if name in _source(inspect.getmodule(view)) else FAR


@cache
def _source(of: Any) -> str:
    ours = getattr(of, "__module__", getattr(of, "__name__", "")).startswith("orientir")
    return inspect.getsource(of) if ours else ""


@contextmanager
def ground() -> Iterator[Ground]:
    """Stand on it; nothing that is asked there stays."""
    with databases.clone() as name:
        usual = databases.connection.settings_dict["NAME"]
        databases.use(name)
        try:
            built = scene.build()
            databases.disconnect()
            all_seeing.open_eyes(name)
            yield Ground(built)
        finally:
            databases.use(usual)


def kills(drawn: World, mutant: walls.WallMutant) -> bool:
    """Say whether the law notices a mutant of a wall in a drawn world."""
    walls.put_in_place(mutant)
    try:
        return any(
            passed != lawful
            for passed, lawful in (
                (drawn.let_through(actor, [mutant.table])[mutant.table], as_told(drawn.law[login][mutant.table]))
                for login, actor in drawn.actors.items()
            )
        ) or any(
            drawn.let_through(someone, [mutant.table])[mutant.table] != drawn.passed_by(someone, mutant.table)
            for someone in (*ALL, ANONYMOUS)
        )
    finally:
        walls.put_right(mutant.table)
