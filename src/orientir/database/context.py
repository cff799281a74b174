"""The context of a request, a job or a command: one transaction and one actor.

Every query needs it. Outside, `NoContext` is raised here, and by the policies of protected tables in PostgreSQL itself;
no context is an error, never an empty answer. The actor is handed over by `set_config(…, is_local => true)`, so nothing
of it is left on a pooled connection when the transaction ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from .actor import Actor

_current: ContextVar[Actor | None] = ContextVar("orientir_actor", default=None)
_request: ContextVar[UUID | None] = ContextVar("orientir_request", default=None)

_SET = (
    "SELECT set_config('orientir.actor', %s, true), set_config('orientir.user', %s, true),"
    " set_config('orientir.person', %s, true), set_config('orientir.organisations', %s, true),"
    " set_config('orientir.named', %s, true), set_config('orientir.opened', %s, true)"
)
_TRANSACTION_CONTROL = re.compile(r"\s*(SAVEPOINT|RELEASE|ROLLBACK|SET CONSTRAINTS)\b[^;]*", re.IGNORECASE)
"""Statements that read and change nothing; none may follow behind a semicolon."""


class NoContext(Exception):
    """A query was asked outside of a request, job or command: nobody is known to ask it."""


def current_actor() -> Actor:
    """Return the actor of this context, or raise `NoContext`."""
    actor = _current.get()
    if actor is None:
        raise NoContext("nobody acts here: enter orientir.database.context.acting_as(actor) first")
    return actor


def current_request() -> UUID | None:
    """Return the number of the request, job or command that this context belongs to."""
    return _request.get()


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """Open a transaction (within another one a savepoint) in which `actor` acts.

    An exception undoes everything that was done inside.
    """
    previous = _current.get()
    nested = connection.in_atomic_block
    with transaction.atomic():
        request = _request.set(uuid4() if previous is None else _request.get())
        token = _current.set(actor)
        try:
            _hand_over(actor)
            yield actor
            if nested and not transaction.get_rollback():
                # After an exception or a rollback the savepoint takes the settings back by itself.
                _hand_over(previous)
        finally:
            _current.reset(token)
            _request.reset(request)


def become(actor: Actor) -> None:
    """Let `actor` act for the rest of the enclosing context: who asks is known only after the session was read."""
    current_actor()
    _current.set(actor)
    _hand_over(actor)


def _hand_over(actor: Actor | None) -> None:
    if actor is None:
        values = [""] * 6
    else:
        keys = (
            "{" + ",".join(map(str, sorted(keys))) + "}" for keys in (actor.organisations, actor.named, actor.opened)
        )
        values = [actor.name, str(actor.user_id or 0), str(actor.person_id or 0), *keys]
    with connection.cursor() as cursor:
        cursor.execute(_SET, values)


def require_context(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Refuse a query for which nobody answers (a wrapper for `connection.execute_wrappers`)."""
    wrapper: BaseDatabaseWrapper = context["connection"]
    outside = _current.get() is None or not wrapper.in_atomic_block
    if outside and not _TRANSACTION_CONTROL.fullmatch(sql):
        raise NoContext(f"query outside of a context: {sql[:80]}")
    return execute(sql, params, many, context)


def guard_connection(connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """Put `require_context` on a connection (receiver of `connection_created`).

    The owner's connection, which only migrations and the making of a test database use, has no actor.
    """
    if settings.DATABASE_ROLE == "application" and require_context not in connection.execute_wrappers:
        # First, because `execute_wrapper()` takes the last one off when it ends.
        connection.execute_wrappers.insert(0, require_context)
