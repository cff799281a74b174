from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from psycopg.types.json import Jsonb

from orientir.database.actor import Actor
from orientir.database.context import current_request

from . import verbs
from .content import MENTION

_OPEN = "SELECT coalesce(current_setting('orientir.entry', true), ''), set_config('orientir.entry', %s, true)"


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
    people: Iterable[int] = (),
    reason: str = "",
    **facts: Any,
) -> Iterator[Draft]:
    """Let journalled rows change inside the block and write the deed down at its end.

    Where the deed makes its subject, it is set inside: `with entry(…) as written: written.about = report = …`.
    `people` are the keys of those whom it concerns, all in one entry: who is looked at, changed, carried into a file.
    They will see it. `facts` are keys, dates and figures, never names or texts of people: those are `written.words`,
    and a `reason` is one of them. They stand beside the chain, once for each of the people, and can be erased.

    An exception writes nothing and undoes what was done inside. Entries may nest: a deed that consists of others writes
    all of them.
    """
    verbs.words(verb)
    if not connection.in_atomic_block:
        raise EntryWithoutTransaction(verb)
    written = Draft(about, tuple(people), {"reason": reason} if reason else {})
    # A savepoint: whoever catches an exception outside finds the entry closed and the deed undone, not half of it.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_OPEN, [uuid4().hex])
        outer = cursor.fetchone()[0]
        yield written
        _write(cursor, verb, by, at, written, organisation_id, facts, outer)


@dataclass
class Draft:
    """An entry that is being written: its subject, whom it concerns, and what it says of them in words."""

    about: models.Model | None
    people: Iterable[int] = ()
    words: Mapping[str, str] = field(default_factory=dict)


def _write(
    cursor: CursorWrapper,
    verb: str,
    by: Actor,
    at: datetime,
    written: Draft,
    organisation_id: int | None,
    facts: dict[str, Any],
    outer: str,
) -> None:
    """Write the entry and open again the one around it, if there is one, in one statement."""
    about = written.about
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
        "request": current_request(),
    }
    # Django would ask for the new key back, and whoever adds an entry need not be able to read it.
    columns, places = ", ".join(values), ", ".join(["%s"] * len(values))
    people: list[int | None] = [*sorted(set(written.people))]
    if written.words and not people:
        people = [None]
    said: list[Any] = [organisation_id, Jsonb(dict(written.words)), people] if people else []
    statement = (_WITH_MENTIONS if people else _ALONE).format(columns=columns, places=places)
    cursor.execute(statement, [outer, *said, *values.values()])


_ALONE = """
WITH closed AS MATERIALIZED (SELECT set_config('orientir.entry', %s, true))
INSERT INTO journal_entry ({columns}) SELECT {places} FROM closed
"""
_WITH_MENTIONS = f"""
WITH entry AS MATERIALIZED (
    SELECT nextval('journal_entry_id_seq') AS id, set_config('orientir.entry', %s, true) AS closed
),
said AS MATERIALIZED (
    SELECT person_id, position, %s::bigint AS organisation_id, %s::jsonb AS words, uuid_send(gen_random_uuid()) AS salt
    FROM unnest(%s::bigint[]) WITH ORDINALITY AS named (person_id, position)
),
kept AS (
    INSERT INTO journal_mention (entry_id, position, person_id, organisation_id, salt, words)
    SELECT entry.id, said.position, said.person_id, said.organisation_id, said.salt, said.words FROM entry, said
)
INSERT INTO journal_entry (id, mentions, {{columns}})
SELECT entry.id, (SELECT string_agg({MENTION.format("said")}, ''::bytea ORDER BY said.position) FROM said), {{places}}
FROM entry
"""
"""One statement for the entry and all of whom it speaks; the salts are PostgreSQL's and stand nowhere else."""
