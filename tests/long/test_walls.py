"""The walls again, with more worlds than the usual run has time for, and with the whole cast."""

from __future__ import annotations

import pytest

from tests.support import worlds
from tests.walls import test_drawn_worlds as drawn_worlds
from tests.walls import test_first_wall_removed as removed
from tests.walls.drawn import World

SEEDS = range(100, 120)


@pytest.mark.parametrize("seed", SEEDS)
def test_of_every_row_of_a_drawn_world_the_wall_lets_through_what_the_law_says(
    seed, django_db_setup, django_db_blocker
):
    with django_db_blocker.unblock(), worlds.standing(seed) as database:
        world = World(database)
        found, draws = drawn_worlds.differences(world)
        beyond = drawn_worlds.beyond(world, world.actors)

    assert (found, beyond) == ([], [])
    assert draws > 1_000_000


def test_the_whole_cast_asks_each_row_of_the_table_of_access_with_the_first_wall_removed(
    django_db_setup, django_db_blocker, monkeypatch
):
    with django_db_blocker.unblock(), removed.on_stage(walls=True) as stage:
        removed.remove_first_wall(monkeypatch)

        assert removed.betrayals(stage, everybody=True) == []
