"""Reads the table (table.toml) and says what is missing in it."""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import get_commands
from django.urls import URLPattern, URLResolver, get_resolver

from .scene import CAST

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
"""The methods that ask for or do something. HEAD goes with GET; OPTIONS only tells which of these there are."""
ANSWERS = (200, 401, 403, 404, 405, 422, "sign-in", "done", "told", "as is", "kept", "422 kept")
NOTHING = "nothing"
PAGE = "page"

TABLE: dict[str, Any] = tomllib.loads((Path(__file__).parent / "table.toml").read_text())


@dataclass(frozen=True)
class Row:
    """One line of the table: an address, a method, an object, and who gets which answer."""

    route: str
    method: str
    object: str
    remark: str
    data: Mapping[str, Any]
    kwargs: Mapping[str, str]
    leads_to: str
    answers: Mapping[str, int | str]

    def __str__(self) -> str:
        return f"{self.method} {self.route}, {self.object}{f' – {self.remark}' if self.remark else ''}"


@dataclass(frozen=True)
class Route:
    """An address of the product: its name, the methods it answers, its view."""

    name: str
    methods: frozenset[str]
    view: Any


def rows(table: Mapping[str, Any] = TABLE) -> list[Row]:
    """Return every row of the table, with what its route, its method and the defaults say."""
    return [
        _row(route, method, key, cells, section, table["defaults"])
        for route, together in table["routes"].items()
        for methods, section in together.items()
        for method in methods.split()
        for key, cells in section.items()
        if key not in ("data", "leads_to")
    ]


def readers_of(word: str, table: Mapping[str, Any] = TABLE) -> list[str]:
    """Return who may read a word of the scene; the longest key that stands in its name says so."""
    key = max((key for key in table["words"] if key in word), key=len)
    readers: list[str] = table["words"][key]
    return readers


def _row(
    route: str,
    method: str,
    key: str,
    cells: Mapping[str, Any],
    section: Mapping[str, Any],
    defaults: Mapping[str, int | str],
) -> Row:
    name, _, remark = key.partition(" – ")
    answers = {
        person: cells.get(person)
        or (defaults["anonymous"] if person == "anonymous" else cells.get("rest", defaults["rest"]))
        for person in CAST
    }
    return Row(
        route=route,
        method=method,
        object=name,
        remark=remark,
        data={**section.get("data", {}), **cells.get("data", {})},
        kwargs=cells.get("kwargs", {}),
        leads_to=cells.get("leads_to", section.get("leads_to", "")),
        answers=answers,
    )


def routes(urlconf: Any = None) -> dict[str, Route]:
    """Return all addresses of the product by name.

    Raises:
        ValueError: an address has no name, so no row could speak of it.
    """
    found: dict[str, Route] = {}
    for name, pattern in _patterns(get_resolver(urlconf).url_patterns, ""):
        if not pattern.name:
            raise ValueError(f"the address {pattern.pattern} has no name")
        known = found.get(name)
        found[name] = Route(
            name,
            _methods_of(pattern.callback) | (known.methods if known else frozenset()),
            pattern.callback,
        )
    return found


def _patterns(patterns: list[Any], namespace: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _patterns(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern


def _methods_of(view: Any) -> frozenset[str]:
    """Return the methods a view answers. One that does not say answers all of them."""
    if hasattr(view, "view_class"):
        return frozenset(method for method in METHODS if hasattr(view.view_class, method.lower()))
    while True:
        kept = inspect.getclosurevars(view).nonlocals
        if "request_method_list" in kept:
            return frozenset(METHODS) & frozenset(kept["request_method_list"])
        if not hasattr(view, "__wrapped__"):
            return frozenset(METHODS)
        view = view.__wrapped__


def undeclared_routes(table: Mapping[str, Any] = TABLE, urlconf: Any = None) -> list[str]:
    """Return a sentence for each route and method without a row, and for each row without a route."""
    declared = {(row.route, row.method) for row in rows(table)}
    there = {(route.name, method) for route in routes(urlconf).values() for method in route.methods}
    return [f"{method} {name} is not declared" for name, method in sorted(there - declared)] + [
        f"{method} {name} is declared and does not exist" for name, method in sorted(declared - there)
    ]


def commands_of_the_product() -> set[str]:
    """Return the management commands of our own apps."""
    ours = {config.name for config in apps.get_app_configs() if config.name.startswith("orientir.")}
    return {name for name, app in get_commands().items() if app in ours}


def jobs_of_the_product() -> set[str]:
    """Return the names of the jobs that our own code gives to the queue, and of what workers do beside them."""
    from procrastinate.contrib.django import app as queue

    from orientir.database.jobs import beats

    return {name for name in queue.tasks if name.startswith("orientir.")} | beats.keys()


def differences(what: str, declared: set[str], there: set[str]) -> list[str]:
    """Return a sentence for each name that is only in one of the two."""
    return [f"the {what} {name} is not declared" for name in sorted(there - declared)] + [
        f"the {what} {name} is declared and does not exist" for name in sorted(declared - there)
    ]


def slips(table: Mapping[str, Any], objects: set[str]) -> list[str]:
    """Return a sentence for each row that speaks of somebody or something unknown."""
    return list(_slips(table, objects | {NOTHING, PAGE}))


def _slips(table: Mapping[str, Any], objects: set[str]) -> Iterator[str]:
    known = {*CAST, "rest", "data", "kwargs", "leads_to"}
    for route, methods in table["routes"].items():
        for method, section in methods.items():
            for key, cells in section.items():
                if key not in ("data", "leads_to"):
                    yield from (f"{method} {route}: who is {name}?" for name in cells.keys() - known)
    for row in rows(table):
        if row.object not in objects:
            yield f"{row}: the scene has no such object"
        for answer in set(row.answers.values()) - set(ANSWERS):
            yield f"{row}: no answer is called {answer}"
        if {"done", "as is"} & set(row.answers.values()) and not row.leads_to:
            yield f"{row}: where does it lead?"
    for route, pages in table["lists"].items():
        for name, kinds in pages.items():
            shown = {key for who in kinds.values() for names in who.values() for key in names}
            yield from (f"list {route}: the scene has no {key}" for key in ({name} | shown) - objects)
