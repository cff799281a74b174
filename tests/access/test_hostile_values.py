"""Whatever stands in an address or a field, the product answers, and never with a fault of its own."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest

from . import cells, table
from .scene import Scene

ROWS = table.rows()
VALUES = ["", "-1", "²", "9" * 30, "\x00", "a" * 5000, "\ud800", "🙂"]
"""The superscript two is a digit to some functions and none to others; NUL is no text to PostgreSQL."""
PARAMETERS = ("q", "page", "measure", "next", "about")


@pytest.fixture
def asker(scene: Scene, db: None) -> cells.Asker:
    return cells.Asker(scene)


def _permitted(method: str) -> list[table.Row]:
    """Return for each address the first row in which somebody is let in, once."""
    answered = {"GET": (200,), "POST": ("done", "told", "as is", "kept")}[method]
    found: dict[str, table.Row] = {}
    for row in ROWS:
        if row.method == method and set(answered) & set(row.answers.values()):
            found.setdefault(row.route, row)
    return list(found.values())


def _sent(value: str) -> bytes:
    """Return the value as a browser would not send it: half a character is a half."""
    return value.encode(errors="surrogatepass")


def _whoever_may(row: table.Row) -> str:
    return next(person for person, answer in row.answers.items() if answer in (200, "done", "told", "as is", "kept"))


@pytest.mark.parametrize("row", _permitted("GET"), ids=str)
def test_no_parameter_of_a_page_breaks_it(row: table.Row, asker: cells.Asker) -> None:
    client, address = asker.client(_whoever_may(row)), asker.address(row)

    with cells.quiet():
        answers = {value: client.get(address, dict.fromkeys(PARAMETERS, _sent(value))).status_code for value in VALUES}

    assert {value: status for value, status in answers.items() if status != 200} == {}


@pytest.mark.parametrize("row", _permitted("POST"), ids=str)
def test_no_value_of_a_field_breaks_a_form(row: table.Row, asker: cells.Asker) -> None:
    person, broken = _whoever_may(row), {}
    for field, usual in {**row.data, "save_draft": ""}.items():
        for value in VALUES:
            with cells.undone():
                changed = {**row.data, field: [_sent(value)] if isinstance(usual, list) else _sent(value)}
                status = asker.ask(replace(row, data=changed), person).status_code
            if status not in (200, 302, 400, 422):
                broken[field, value] = status

    assert broken == {}


@pytest.mark.parametrize("row", [row for row in ROWS if row.object == table.NOTHING], ids=str)
def test_a_key_longer_than_any_is_the_key_of_nothing(row: table.Row, asker: cells.Asker) -> None:
    answers = {asker.ask(row, "boris", key=key).status_code for key in (2**31, 2**63 - 1, 2**63, 10**30)}

    assert answers == {404}


@pytest.mark.parametrize("about", ["1" * 61, "a" * 3000, "\x00", "1/2", "..", "🙂" * 60])
def test_a_draft_about_anything_is_kept_or_refused(about: str, asker: cells.Asker) -> None:
    (row,) = [row for row in ROWS if row.route == "ui:draft" and row.remark == "a form of the product"]
    address = asker.address(row).replace("/1/", f"/{quote(about)}/")

    with cells.quiet():
        answer = asker.client("vera").post(address, {"text": "Begun"})

    assert answer.status_code in (200, 404, 422)
