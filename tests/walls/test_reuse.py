"""A pool remembers nobody: ten thousand requests over four connections, many of which fail; a million if long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from orientir.access import middleware
from orientir.database import context
from orientir.database.actor import Actor
from tests.support import worlds
from tests.walls import reuse
from tests.walls.law import Belongings, belongings

SEED, REQUESTS = 20261120, 10_000


@pytest.fixture(scope="module")
def law(django_db_setup: None, django_db_blocker: Any) -> Iterator[Belongings]:
    with django_db_blocker.unblock(), worlds.standing(SEED) as database:
        yield belongings(database)


def test_of_ten_thousand_requests_over_four_connections_none_sees_a_row_of_the_one_before(law, monkeypatch):
    with reuse.served(monkeypatch) as handler:
        answered, foreign = reuse.storm(handler, law, reuse.requests(law, seed=SEED, count=REQUESTS))
        left = reuse.left_in_the_pool()

    assert foreign == []
    assert (reuse.left_behind, left) == ([], [""] * reuse.POOLED)
    assert set(answered) == {
        "read: 200",
        "refused: 403",
        "caught: 200",
        "another actor fails inside: 200",
        "exception: 500",
        "timeout: 500",
        "cancelled: 500",
        "killed: 500",
    }
    assert answered.total() == REQUESTS


def test_a_setting_that_outlives_its_transaction_is_noticed(law, monkeypatch):
    """The plant: the actor handed over for the session and not for the transaction."""
    monkeypatch.setattr(context, "_SET", context._SET.replace("true", "false"))

    with reuse.served(monkeypatch) as handler:
        reuse.storm(handler, law, reuse.requests(law, seed=SEED, count=50))
        left = reuse.left_in_the_pool()

    assert any(reuse.left_behind) and any(left)


def test_the_rights_of_the_request_before_are_noticed(law, monkeypatch):
    """The plant: the connection goes on as whoever asked last."""
    usual, before = middleware.become, list[Actor]()

    def stale(actor: Actor) -> None:
        before.append(actor)
        usual(before[-2] if len(before) > 1 else actor)

    monkeypatch.setattr(middleware, "become", stale)
    with reuse.served(monkeypatch) as handler:
        _, foreign = reuse.storm(handler, law, reuse.requests(law, seed=SEED, count=50))

    assert foreign
