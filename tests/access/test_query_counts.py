"""A page asks the database as often for three rows as for one, whoever looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orientir.roadmaps.policy import visible_assignments
from orientir.roadmaps.queries import lists
from tests.support import databases

from . import table, town
from .scene import Scene

PEOPLE = ("boris", "vera", "olga")
FILES = {"files:download"}
"""A file is no list."""


@pytest.fixture(scope="module")
def towns(scene_database: tuple[str, Scene], django_db_blocker: Any) -> Iterator[dict[int, town.Town]]:
    """Make a town of one and one of three in a database of their own."""
    with django_db_blocker.unblock(), databases.clone() as name:
        usual = databases.connection.settings_dict["NAME"]
        databases.use(name)
        yield {n: town.build(n) for n in (1, 3)}
        databases.use(usual)


def _pages() -> list[tuple[table.Row, str]]:
    """Return each page of the table once for each role that may see it."""
    found: dict[tuple[str, str], table.Row] = {}
    for row in table.rows():
        for person in PEOPLE:
            if row.method == "GET" and row.answers[person] == 200 and row.route not in FILES:
                found.setdefault((row.route, person), row)
    return [(row, person) for (_, person), row in found.items()]


def _questions(row: table.Row, person: str, asked: town.Town, scene: Scene) -> tuple[int, int]:
    """Return how many queries the page takes and how long it is."""
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = asked.sessions[person]
    key = asked.objects.get(row.object) or asked.objects.get(type(scene.objects.get(row.object)))  # type: ignore[arg-type]
    address = reverse(row.route, kwargs={**row.kwargs} if row.object == table.PAGE else {"pk": key})
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(address)
    assert response.status_code == 200
    return len(queries), len(response.content)


def _shows_a_list_to(person: str, route: str) -> bool:
    shown = table.TABLE["lists"].get(route, {})
    return any(person in who for kinds in shown.values() for who in kinds.values())


@pytest.mark.parametrize(("row", "person"), _pages(), ids=str)
def test_three_rows_take_as_many_queries_as_one(
    row: table.Row, person: str, towns: dict[int, town.Town], scene_database: tuple[str, Scene], db: None
) -> None:
    _, scene = scene_database
    (one, short), (three, long) = (_questions(row, person, towns[n], scene) for n in (1, 3))

    assert three == one
    assert long > short or not _shows_a_list_to(person, row.route), "the list has not grown"


def test_a_query_for_each_row_is_caught(
    towns: dict[int, town.Town], scene_database: tuple[str, Scene], db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    (row,) = [row for row in table.rows() if row.route == "roadmaps:assignments"]
    monkeypatch.setattr(lists, "assignments_to_list", visible_assignments)

    (one, _), (three, _) = (_questions(row, "vera", towns[n], scene_database[1]) for n in (1, 3))

    assert three > one


def test_every_list_of_the_table_is_among_the_pages() -> None:
    assert table.TABLE["lists"].keys() <= {row.route for row, _ in _pages()}
