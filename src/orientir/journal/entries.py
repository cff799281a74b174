from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import connection, models, transaction
from psycopg.types.json import Jsonb

from orientir.database.actor import Actor

from . import verbs

_OPEN = "SELECT set_config('orientir.entry', %s, true)"


class EntryWithoutTransaction(Exception):
    """A deed and its entry must stand or fall together."""


@contextmanager
def entry(
    verb: str,
    *,
    by: Actor,
    at: datetime,
    about: models.Model | None = None,
    organisation_id: int | None = None,
    **facts: Any,
) -> Iterator[Draft]:
    """Let journalled rows change inside the block and write the deed down at its end.

    Where the deed makes its subject, it is set inside: `with entry(…) as written: written.about = report = …`.
    `facts` are keys, dates and figures, never names or texts of people. An exception writes nothing and undoes
    what was done inside. Entries may nest: a deed that consists of others writes all of them.
    """
    verbs.words(verb)
    if not connection.in_atomic_block:
        raise EntryWithoutTransaction(verb)
    written = Draft(about)
    # A savepoint: whoever catches an exception outside finds the entry closed and the deed undone, not half of it.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('orientir.entry', true), '')")
        outer = cursor.fetchone()[0]
        cursor.execute(_OPEN, [uuid4().hex])
        yield written
        cursor.execute(_OPEN, [outer])
        _write(verb, by, at, written.about, organisation_id, facts)


class Draft:
    """An entry that is being written; `about` is its subject."""

    def __init__(self, about: models.Model | None) -> None:
        self.about = about


def _write(
    verb: str,
    by: Actor,
    at: datetime,
    about: models.Model | None,
    organisation_id: int | None,
    facts: dict[str, Any],
) -> None:
    if organisation_id is None and about is not None:
        organisation_id = getattr(about, "organisation_id", None)
    values: dict[str, Any] = {
        "at": at,
        "verb": verb,
        "actor": by.name,
        "user_id": by.user_id,
        "person_id": by.person_id,
        "role": by.role,
        "subject_type": about._meta.label if about is not None else "",
        "subject_id": about.pk if about is not None else None,
        "organisation_id": organisation_id,
        "facts": Jsonb(facts),
    }
    # Django would ask for the new key back, and whoever adds an entry need not be able to read it.
    columns = ", ".join(values)
    places = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO journal_entry ({columns}) VALUES ({places})", list(values.values()))
