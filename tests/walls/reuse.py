"""Many people ask by turns over few pooled connections, through the product's own middleware, while things go wrong.

Each request reads every person and report that PostgreSQL gives, without any filter, and then fares as its kind says.
What it was given is compared with the law; what the one before has left on the connection is looked at before it.
"""

from __future__ import annotations

import io
import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from random import Random
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.test import override_settings
from django.urls import path

from orientir.access import middleware
from orientir.access.actors import signed_in
from orientir.accounts.models import User
from orientir.database.context import acting_as
from orientir.database.system_actors import GATE, REGISTRAR
from orientir.people.models import Person
from orientir.roadmaps.models import Report
from tests.walls.law import Belongings

POOLED, THREADS = 4, 8
KINDS = {
    "read": 80,
    "exception": 4,
    "refused": 3,
    "timeout": 3,
    "cancelled": 3,
    "killed": 1,
    "caught": 3,
    "another actor fails inside": 3,
}
"""How requests end, and how often of a hundred."""
SETTINGS = ("actor", "user", "person", "organisations", "named", "opened", "entry")
LEFT = "SELECT concat(" + ", ".join(f"current_setting('orientir.{name}', true)" for name in SETTINGS) + ")"

_users: dict[int, User] = {}
left_behind: list[str] = []
"""What requests found on their connection from the ones before."""


def asking(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Say who asks, in place of session and password: a middleware that stands within the context."""

    def ask(request: HttpRequest) -> HttpResponseBase:
        request.user = _users[int(request.GET["user"])]
        return get_response(request)

    return ask


def looking(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Look at the connection before the context begins: a middleware outside of it."""

    def look(request: HttpRequest) -> HttpResponseBase:
        connection.ensure_connection()
        left_behind.extend(filter(None, left_on(connection.connection)))
        return get_response(request)

    return look


def left_on(raw: Any) -> list[str]:
    """Return what stands in the settings of a connection on which nobody acts."""
    found: list[str] = [raw.execute(LEFT).fetchone()[0]]
    return found


def everything(request: HttpRequest) -> HttpResponse:
    """Read all there is, and fare as the request says."""
    kind = request.GET["kind"]
    if kind == "another actor fails inside":
        try:
            with acting_as(REGISTRAR):
                Person.objects.count()
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
    if kind == "caught":
        try:
            with acting_as(request.actor):  # type: ignore[attr-defined]
                _ask("SELECT 1 / 0")
        except DatabaseError:
            pass
    given = {"people": [*Person.objects.order_by().values_list("pk", flat=True)]}
    given["reports"] = [*Report.objects.order_by().values_list("pk", flat=True)]
    if kind == "timeout":
        _ask("SET LOCAL statement_timeout = 1")
        _ask("SELECT pg_sleep(5)")
    if kind == "cancelled":
        _ask("SELECT pg_cancel_backend(pg_backend_pid()), pg_sleep(5)")
    if kind == "killed":
        _ask("SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(5)")
    if kind == "exception":
        raise ZeroDivisionError(json.dumps(given))
    return JsonResponse(given, status=403 if kind == "refused" else 200)


def _ask(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


urlpatterns = [path("everything/", everything)]


@contextmanager
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[WSGIHandler]:
    """Serve the page above over few connections; who asks has the rights of the beginning."""
    with acting_as(GATE):
        _users.update({user.pk: user for user in User.objects.order_by("pk")})
        known = {key: signed_in(user) for key, user in _users.items()}
    monkeypatch.setattr(middleware, "signed_in", lambda user: known[user.pk])
    monkeypatch.setattr(middleware, "step_before_rights", lambda request, needed: None)
    connection.close()
    connection.close_pool()
    options = {**connection.settings_dict["OPTIONS"], "pool": {"min_size": 1, "max_size": POOLED, "timeout": 30}}
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
    left_behind.clear()
    layers = [f"{__name__}.looking", "orientir.database.middleware.ContextMiddleware", f"{__name__}.asking"]
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[*layers, "orientir.access.middleware.ActorMiddleware"]):
        logging.disable(logging.CRITICAL)
        try:
            yield WSGIHandler()
        finally:
            logging.disable(logging.NOTSET)
            connection.close()
            connection.close_pool()


def requests(law: Belongings, *, seed: int, count: int, actors: int = 200) -> Iterator[tuple[int, str, str]]:
    """Draw who asks, by key and login, and how it ends."""
    dice = Random(seed)
    askers = sorted((user.pk, user.login) for user in _users.values() if law[user.login]["people_person"])[:actors]
    for _ in range(count):
        yield *dice.choice(askers), dice.choices([*KINDS], [*KINDS.values()])[0]


def storm(
    handler: WSGIHandler, law: Belongings, drawn: Iterator[tuple[int, str, str]]
) -> tuple[Counter[str], list[str]]:
    """Let all requests come, over as many threads as there are; returns how they were answered and what was foreign."""
    answered: Counter[str] = Counter()
    foreign: list[str] = []

    def ask(asked: tuple[int, str, str]) -> None:
        key, login, kind = asked
        status, body = get(handler, f"user={key}&kind={kind.replace(' ', '+')}")
        answered[f"{kind}: {status}"] += 1
        if status in (200, 403):
            given = json.loads(body)
            own = law[login]
            if set(given["people"]) != own["people_person"] or set(given["reports"]) != own["roadmaps_report"]:
                foreign.append(f"{login}: {kind}")

    with ThreadPoolExecutor(THREADS) as threads:
        while batch := list(islice(drawn, 10_000)):
            for _ in threads.map(ask, batch):
                pass
    return answered, foreign


def get(handler: WSGIHandler, query: str) -> tuple[int, bytes]:
    """Ask as a server does, in the thread of the caller."""
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/everything/",
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
    }
    answer = handler(environ, lambda status, headers: said.append(status))  # type: ignore[arg-type]
    try:
        return int(said[0][:3]), b"".join(answer)
    finally:
        answer.close()  # type: ignore[attr-defined]


def left_in_the_pool() -> list[str]:
    """Return what stands on any connection of the pool when nobody asks any more."""
    pool = connection.pool
    taken = [pool.getconn() for _ in range(POOLED)]
    found = [said for raw in taken for said in left_on(raw)]
    for raw in taken:
        pool.putconn(raw)
    return found
