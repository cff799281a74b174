"""Every mutant of rights, of pages and of walls is killed, but for those that docs/mutants.md lists with a reason."""

from __future__ import annotations

import pytest

from tests.mutants import code, hunting, walls
from tests.mutants.listed import survivors
from tests.support import worlds
from tests.walls.drawn import World

SEED = 20261120


@pytest.mark.parametrize("mutants", [code.of_policies, code.of_views])
def test_mutants_of_the_first_wall_are_killed(mutants, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), hunting.ground() as ground:
        survived = {str(mutant) for mutant in mutants() if not ground.killer(mutant)}

    assert survived - survivors().keys() == set()


def test_mutants_of_the_second_wall_are_killed(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), worlds.standing(SEED) as database:
        world = World(database)
        survived = {str(mutant) for mutant in walls.of_walls() if not hunting.kills(world, mutant)}

    assert survived - survivors().keys() == set()
