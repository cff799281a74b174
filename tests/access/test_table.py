"""Every cell of the table of access, asked by HTTP; and nothing in the product that the table does not know."""

from __future__ import annotations

from typing import Any

import pytest

from . import cells, pages, table
from .scene import Scene

ROWS = table.rows()
LISTS = [
    (route, name, kind)
    for route, pages_of in table.TABLE["lists"].items()
    for name, kinds in pages_of.items()
    for kind in kinds
]


@pytest.fixture
def asker(scene: Scene, db: None) -> cells.Asker:
    return cells.Asker(scene)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_of_the_cast_gets_the_answer_of_the_table(row: table.Row, asker: cells.Asker) -> None:
    assert cells.faults(asker, row) == []


@pytest.mark.parametrize(("route", "name", "kind"), LISTS)
def test_a_list_shows_exactly_what_is_theirs(route: str, name: str, kind: str, asker: cells.Asker) -> None:
    (row,) = [r for r in ROWS if (r.route, r.method, r.object) == (route, "GET", name)]
    who = table.TABLE["lists"][route][name][kind]
    readers = [person for person, answer in row.answers.items() if answer == 200]

    shown = {person: pages.objects_on(asker.scene, asker.ask(row, person), kind) for person in readers}

    assert shown == {person: sorted(who.get(person, [])) for person in readers}
    assert who.keys() <= set(readers)


def test_every_address_is_in_the_table_and_no_other() -> None:
    assert table.undeclared_routes() == []


def test_the_table_speaks_only_of_what_there_is(scene: Scene) -> None:
    assert table.slips(table.TABLE, set(scene.objects)) == []


def test_every_address_of_an_object_says_what_happens_without_it() -> None:
    of_objects = {(row.route, row.method) for row in ROWS if row.object != table.PAGE}
    of_nothing = {(row.route, row.method) for row in ROWS if row.object == table.NOTHING}

    assert of_objects == of_nothing


def test_every_word_of_the_scene_has_its_readers(scene: Scene) -> None:
    unread = [key for key in table.TABLE["words"] if not any(key in word for word in scene.words)]

    assert unread == []
    assert all(isinstance(table.readers_of(word), list) for word in scene.words)


@pytest.mark.parametrize("route", table.routes().values(), ids=lambda route: route.name)
def test_other_methods_are_not_answered(route: table.Route, asker: cells.Asker) -> None:
    row = next(row for row in ROWS if row.route == route.name)
    address, boris = asker.address(row), asker.client("boris")
    others = {*table.METHODS, "TRACE", "PROPFIND"} - route.methods
    if route.methods == set(table.METHODS):
        others = set()  # the view does not look at the method at all

    with cells.quiet(), cells.undone():
        answers = {method: boris.generic(method, address).status_code for method in others}
        head = boris.head(address).status_code
        get = boris.get(address).status_code

    assert answers == dict.fromkeys(others, 405)
    assert head == get


def test_every_command_is_in_the_table_and_no_other() -> None:
    declared = set(table.TABLE["commands"])

    assert table.differences("command", declared, table.commands_of_the_product()) == []


def test_every_job_is_in_the_table_and_no_other() -> None:
    declared: set[str] = set(table.TABLE["jobs"])

    assert table.differences("job", declared, table.jobs_of_the_product()) == []


def test_the_readers_of_a_list_are_asked_by_a_row_of_the_table() -> None:
    asked: set[tuple[Any, ...]] = {(row.route, row.object) for row in ROWS if row.method == "GET"}

    assert {(route, name) for route, name, _ in LISTS} <= asked
