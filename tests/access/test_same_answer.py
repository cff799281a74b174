"""What belongs to others answers as what does not exist: nobody finds out by asking whether it is there."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from . import cells, table
from .scene import Scene

ROWS = table.rows()
OF_OBJECTS = {
    (row.route, row.method, row.object): row
    for row in ROWS
    if row.object not in (table.PAGE, table.NOTHING) and 404 in row.answers.values()
}
HIDDEN = {
    "@measure of Zarechensk",
    "@Zarechensk School 1",
    "@office of Zarechensk",
    "@territory of Zarechensk",
    "@person of zoya",
}
"""What boris may not name in a form."""


Answer = tuple[HttpResponse, list[str]]
"""What was answered, and what the database was asked for it."""


@pytest.fixture(scope="module")
def known() -> dict[Any, Answer]:
    """What was answered about things that do not exist."""
    return {}


@pytest.fixture
def asker(scene: Scene, db: None) -> cells.Asker:
    return cells.Asker(scene)


@pytest.mark.parametrize("row", OF_OBJECTS.values(), ids=str)
def test_anothers_object_answers_as_none(row: table.Row, asker: cells.Asker, known: dict[Any, Answer]) -> None:
    keys = _foreign_and_missing(asker.scene, row.object)

    for person in [person for person, answer in row.answers.items() if answer == 404]:
        theirs, asked = _asked(asker, row, person, keys[0])
        # What does not exist answers alike beside each object that does: it is asked once.
        like = (row.route, row.method, str(row.data), person, keys[1])
        if like not in known:
            known[like] = _asked(asker, row, person, keys[1])
        nobodys, asked_of_none = known[like]

        assert (*_seen(theirs, keys), asked) == (*_seen(nobodys, keys), asked_of_none), person


def _forms_with_hidden_choices() -> list[tuple[table.Row, str]]:
    return [
        (row, name)
        for row in ROWS
        for name, value in row.data.items()
        if row.answers["boris"] == 422 and HIDDEN & set(value if isinstance(value, list) else [value])
    ]


@pytest.mark.parametrize(("row", "field"), _forms_with_hidden_choices(), ids=str)
def test_anothers_object_in_a_form_is_refused_as_none(row: table.Row, field: str, asker: cells.Asker) -> None:
    several = isinstance(row.data[field], list)
    keys = _foreign_and_missing(asker.scene, (row.data[field][0] if several else row.data[field])[1:])

    theirs, nobodys = (
        _seen(asker.ask(replace(row, data={**row.data, field: [key] if several else key}), "boris"), keys)
        for key in keys
    )

    assert theirs == nobodys


def test_the_table_has_forms_with_hidden_choices() -> None:
    fields = {field for _, field in _forms_with_hidden_choices()}

    assert fields == {"territory", "organisation", "organisations", "parent", "person", "heir"}


def _asked(asker: cells.Asker, row: table.Row, person: str, key: int) -> Answer:
    with cells.undone(), CaptureQueriesContext(connection) as queries:
        response = asker.ask(row, person, key=key)
    # The same questions in the same order take the same time; a stopwatch on a busy machine would say less.
    asked = [re.sub(r"\d+|'[^']*'", "…", query["sql"]) for query in queries]
    return response, asked


def _seen(response: HttpResponse, keys: tuple[int, int]) -> tuple[Any, ...]:
    """Return all that the asker sees, but for the key they sent themselves and the token of the form."""
    body = response.content.decode()
    either = re.compile(rf"\b({keys[0]}|{keys[1]})\b")
    return (
        response.status_code,
        len(body),
        either.sub("key", _without_tokens(body)),
        {name: either.sub("key", value) for name, value in response.headers.items()},
        {name: cookie["path"] for name, cookie in response.cookies.items()},
    )


def _without_tokens(body: str) -> str:
    body = re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1token", body)
    body = re.sub(r'(name="submission_key" value=)"[^"]+"', r"\1key", body)
    return re.sub(r'(X-CSRFToken": )"\w+"', r"\1token", body)


def _foreign_and_missing(scene: Scene, name: str) -> tuple[int, int]:
    """Return the key of an object, and one of nothing that is written with as many digits."""
    key = scene.objects[name].pk
    return key, 0 if key < 10 else int("9" * len(str(key)))
