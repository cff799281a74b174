"""Databases of the tests: one template with the known cast, made by the owner; clones of it for whoever commits.

Everything after the making runs as the application's role. The pool is closed at each change: a connection it has kept
would go on, silently, as the owner or in another database.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

TEMPLATE = f"test_orientir_template_{os.getpid()}"
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
"""What the workers of one run have in common."""
_numbers = count(1)


def owner_url(database: str) -> str:
    return _with_database(os.environ["DATABASE_OWNER_URL"], database)


def application_url(database: str) -> str:
    return _with_database(os.environ["DATABASE_URL"], database)


def _with_database(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def make(database: str, *, template: str = "template0") -> None:
    """Make a database, as the owner. Whoever is connected to the template is in the way: close first."""
    _as_owner("CREATE DATABASE {} TEMPLATE {}", database, template)


def drop(database: str) -> None:
    _as_owner("DROP DATABASE IF EXISTS {}", database)


def _as_owner(statement: str, *names: str) -> None:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def use(database: str) -> None:
    """Let Django's connection of this process work in `database` from now on, as the application."""
    disconnect()
    connection.settings_dict["NAME"] = database
    settings.DATABASES["default"]["NAME"] = database


def disconnect() -> None:
    connection.close()
    connection.close_pool()


def migrate(database: str) -> None:
    """Make the tables of a new database, as the owner, and come back as the application."""
    application: dict[str, Any] = dict(connection.settings_dict)
    parts = urlsplit(os.environ["DATABASE_OWNER_URL"])
    disconnect()
    connection.settings_dict.update(
        NAME=database,
        USER=unquote(parts.username or ""),
        PASSWORD=unquote(parts.password or ""),
        OPTIONS={"options": "-c row_security=off"},
    )
    settings.DATABASE_ROLE = "owner"
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        disconnect()
        connection.execute_wrappers.clear()
        settings.DATABASE_ROLE = "application"
        connection.settings_dict.update(application)
    use(database)


@contextmanager
def clone() -> Iterator[str]:
    """Make a copy of the template for a test that commits, and drop it afterwards. Yields its name."""
    name = f"{TEMPLATE}_{next(_numbers)}"
    make(name, template=TEMPLATE)
    try:
        yield name
    finally:
        drop(name)


@contextmanager
def shared(name: str, build: Callable[[str], None], *, forget: Callable[[], None]) -> Iterator[None]:
    """Let the workers of a run have one database that is only copied: the first of them makes it, the last drops it.

    `build` fills an empty one, which has another name until it is whole; `forget` removes what goes with it.
    """
    patience = "-c statement_timeout=0 -c lock_timeout=0 -c idle_session_timeout=0"
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True, options=patience) as keeper:
        # Two locks: one is held by whoever makes it, only while they do; the other by all, as long as they need it.
        making, needing = f"making {name}", f"needing {name}"
        keeper.execute("SELECT pg_advisory_lock_shared(hashtext(%s))", [needing])
        keeper.execute("SELECT pg_advisory_lock(hashtext(%s))", [making])
        if keeper.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            new = f"{name}_new"  # gets its name when it is whole
            make(new)
            build(new)
            _as_owner("ALTER DATABASE {} RENAME TO {}", new, name)
        keeper.execute("SELECT pg_advisory_unlock(hashtext(%s))", [making])
        yield
        keeper.execute("SELECT pg_advisory_unlock_shared(hashtext(%s))", [needing])
        if keeper.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [needing]).fetchone() == (True,):
            drop(name)
            forget()
