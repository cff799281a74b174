"""The sealer: chains what has been committed, in batches.

An entry is found by being visible and not in the chain yet. Keys say nothing about it: a long transaction commits small
keys late. How far back there may still be such an entry is told by the horizon of the last seal: all transactions
beneath had ended when it was taken, and what they wrote was there to be chained.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final, NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from orientir.database.context import acting_as
from orientir.database.system_actors import SEALER

from . import anchors
from .content import BEGINNING, ENTRY, link_digest, seal_digest

BATCH: Final = 10_000
_LOCK: Final = 0x6A6F75726E616C
"""One sealer at a time in a database: “journal”."""

_HERE = (
    "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, (SELECT system_identifier FROM pg_control_system())"
)
_SEALS = "SELECT number, sealed_at, last, horizon, floor, cluster, digest FROM journal_seal"
_UNSEALED = """
FROM journal_entry entry
WHERE entry.written_in >= %s AND entry.id > %s
      AND NOT EXISTS (SELECT FROM journal_link link WHERE link.entry_id = entry.id)
"""
_BATCH = f"SELECT entry.id, {ENTRY.format('entry')} {_UNSEALED} ORDER BY entry.id LIMIT {BATCH}"
_ADD_LINKS = (
    "INSERT INTO journal_link (number, entry_id, digest) SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[])"
)
_ADD_SEAL = (
    "INSERT INTO journal_seal (number, sealed_at, last, horizon, floor, cluster, digest)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s)"
)


class Sealed(NamedTuple):
    """A seal as it stands in the database; `digest` is made of the last link's and of all the rest."""

    number: int
    sealed_at: datetime
    last: int
    horizon: int
    floor: int
    cluster: int
    digest: bytes

    def digest_behind(self, link: bytes) -> bytes:
        """Return the digest that this seal has to have behind a last link with this one."""
        moment = self.sealed_at.astimezone(UTC).isoformat(timespec="microseconds")
        return seal_digest(link, [self.number, moment, self.last, self.horizon, self.floor, self.cluster])


NOTHING: Final = Sealed(0, datetime.min.replace(tzinfo=UTC), 0, 0, 0, 0, BEGINNING)
"""What is there before the first seal."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where unsealed entries are: written in transactions from `since` on, with keys above `floor`.

    Both hold in the PostgreSQL `cluster`, whose eldest open transaction is `horizon`.
    """

    since: int
    floor: int
    horizon: int
    cluster: int


def seal(*, at: datetime) -> int:
    """Chain all entries that have been committed and are not chained yet; return how many.

    Each batch ends with a seal; the last one is kept outside of the database too. Where another sealer is at work
    nothing is left to do.
    """
    with acting_as(SEALER), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if cursor.fetchone() == (False,):
            return 0
        before = last_seal(cursor)
        # First the horizon, then the entries: what ended before the one is seen among the others.
        scope = scope_of(cursor, before)
        new, after = before, scope.floor
        while batch := _batch(cursor, scope, after):
            new, after = _chain(cursor, new, batch, scope, at), batch[-1][0]
        if new is before and before.number and before.cluster != scope.cluster:
            new = _chain(cursor, before, [], scope, at)
        if new is not before:
            transaction.on_commit(partial(anchors.keep, anchors.Anchor(new.number, new.digest, new.sealed_at)))
        return new.last - before.last


def unsealed(cursor: CursorWrapper) -> int:
    """Return how many entries are not chained yet."""
    scope = scope_of(cursor, last_seal(cursor))
    cursor.execute(f"SELECT count(*) {_UNSEALED}", [scope.since, scope.floor])
    return int(cursor.fetchone()[0])


def seals_after(cursor: CursorWrapper, number: int) -> list[Sealed]:
    """Return the seals behind one, as far as anybody wants to see at once."""
    cursor.execute(f"{_SEALS} WHERE number > %s ORDER BY number LIMIT 1000", [number])
    return [Sealed._make(row) for row in cursor.fetchall()]


def last_seal(cursor: CursorWrapper) -> Sealed:
    """Return the last seal there is."""
    cursor.execute(f"{_SEALS} ORDER BY number DESC LIMIT 1")
    row = cursor.fetchone()
    return Sealed._make(row) if row else NOTHING


def scope_of(cursor: CursorWrapper, before: Sealed) -> Scope:
    """Return where to look for unsealed entries behind a seal.

    A restored database stands in another PostgreSQL, where transactions are counted anew. Once, all entries are looked
    at; from then on those count that were written here.
    """
    cursor.execute(_HERE)
    horizon, cluster = cursor.fetchone()
    if before.number and before.cluster == cluster and before.horizon <= horizon:
        return Scope(before.horizon, before.floor, horizon, cluster)
    return Scope(0, 0, horizon, cluster)


def _batch(cursor: CursorWrapper, scope: Scope, after: int) -> list[tuple[int, bytes]]:
    cursor.execute(_BATCH, [scope.since, after])
    found: list[tuple[int, bytes]] = cursor.fetchall()
    return found


def _chain(cursor: CursorWrapper, before: Sealed, batch: list[tuple[int, bytes]], scope: Scope, at: datetime) -> Sealed:
    """Add links and a seal."""
    digest, digests = before.digest, []
    for number, (_, content) in enumerate(batch, start=before.last + 1):
        digest = link_digest(digest, number, content)
        digests.append(digest)
    last = before.last + len(batch)
    cursor.execute(_ADD_LINKS, [list(range(before.last + 1, last + 1)), [key for key, _ in batch], digests])
    floor = before.floor
    if before.number and before.cluster != scope.cluster:
        cursor.execute("SELECT coalesce(max(entry_id), 0) FROM journal_link WHERE number <= %s", [before.last])
        floor = cursor.fetchone()[0]
    new = Sealed(before.number + 1, at, last, scope.horizon, floor, scope.cluster, b"")
    new = new._replace(digest=new.digest_behind(digest))
    cursor.execute(_ADD_SEAL, new)
    return new
