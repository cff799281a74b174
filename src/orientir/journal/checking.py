"""Proves the journal: every entry stands as it was written, where it was written, and nothing else does.

What cannot be found is told in docs/journal.md.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .anchors import Anchor
from .content import BEGINNING, ENTRY, MENTION, SIZE, link_digest
from .sealing import Sealed, last_seal, scope_of, seals_after

CHUNK: Final = 20_000

CHANGED: Final = gettext_noop("entry %(entry)s, number %(number)s of the chain, is not what was sealed")
REMOVED: Final = gettext_noop("entry %(entry)s, number %(number)s of the chain, has been removed")
CUT_OUT: Final = gettext_noop("the chain lacks the numbers %(first)s to %(last)s")
OUTSIDE: Final = gettext_noop("entry %(entry)s stands outside of the chain, among those sealed long ago")
SEAL: Final = gettext_noop("seal %(number)s is not what was sealed")
NO_SEAL: Final = gettext_noop("the seals lack the numbers %(first)s to %(last)s")
UNSEALED: Final = gettext_noop("the chain goes on behind its last seal, from number %(number)s")
MENTION_CHANGED: Final = gettext_noop("entry %(entry)s: whom it speaks of in place %(number)s is not what was written")
MENTION_REMOVED: Final = gettext_noop("entry %(entry)s: whom it speaks of in place %(number)s has been removed")
MENTION_BACK: Final = gettext_noop(
    "entry %(entry)s: whom it speaks of in place %(number)s is there again after being erased"
)
ANCHOR_GONE: Final = gettext_noop("seal %(number)s, kept outside of the database, is not there: the end was cut off")
ANCHOR_OTHER: Final = gettext_noop("seal %(number)s is another one than was kept outside: the chain has been made anew")

_LINKS = f"""
SELECT link.number, link.entry_id, link.digest, CASE WHEN entry.id IS NOT NULL THEN {ENTRY.format("entry")} END
FROM journal_link link LEFT JOIN journal_entry entry ON entry.id = link.entry_id
WHERE link.number > %s ORDER BY link.number LIMIT {CHUNK}
"""
_OUTSIDE = """
SELECT entry.id FROM journal_entry entry
WHERE (entry.written_in < %s OR entry.id <= %s)
      AND NOT EXISTS (SELECT FROM journal_link link WHERE link.entry_id = entry.id)
ORDER BY entry.id
"""
_CHANGED_MENTIONS = f"""
SELECT mention.entry_id, mention.position
FROM journal_mention mention LEFT JOIN journal_entry entry ON entry.id = mention.entry_id
WHERE mention.organisation_id IS DISTINCT FROM entry.organisation_id
      OR substr(entry.mentions, (mention.position - 1) * {SIZE} + 1, {SIZE})
         IS DISTINCT FROM {MENTION.format("mention")}
ORDER BY 1, 2
"""
_MISSING_MENTIONS = f"""
SELECT entry.id, place
FROM journal_entry entry CROSS JOIN generate_series(1, length(entry.mentions) / {SIZE}) place
WHERE NOT EXISTS (
    SELECT FROM journal_mention mention WHERE mention.entry_id = entry.id AND mention.position = place
)
ORDER BY 1, 2
"""
_ERASED = """
SELECT (place ->> 0)::bigint, (place ->> 1)::int
FROM journal_entry entry CROSS JOIN jsonb_array_elements(entry.facts -> 'places') place
WHERE entry.verb = 'mentions_erased'
"""
_BACK = f"""
SELECT mention.entry_id, mention.position FROM journal_mention mention
JOIN ({_ERASED}) erased (entry_id, position) USING (entry_id, position) ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was written: what, and which entry, number, or numbers of the chain."""

    what: str
    entry: int | None = None
    number: int | None = None
    first: int | None = None
    last: int | None = None

    def __str__(self) -> str:
        return _(self.what) % {
            "entry": self.entry,
            "number": self.number,
            "first": self.first,
            "last": self.last,
        }


def faults(cursor: CursorWrapper, anchors: Iterable[Anchor]) -> Iterator[Fault]:
    """Yield all that is wrong with the journal, in the order of the chain; `anchors` were kept outside of it."""
    cursor.execute("SET LOCAL statement_timeout = 0")  # it reads all there is
    yield from _of_chain(cursor)
    yield from _outside(cursor)
    yield from _of_mentions(cursor)
    yield from _of_anchors(cursor, list(anchors))


def _of_chain(cursor: CursorWrapper) -> Iterator[Fault]:
    """Walk along the chain; behind a gap there is nothing to compare the next place with."""
    ends = _Ends(cursor)
    digest: bytes | None = BEGINNING
    number = 0
    for at, entry_id, found, content in _links(cursor):
        digest = yield from ends.pass_to(at - 1, digest)
        if at != number + 1:
            yield Fault(CUT_OUT, first=number + 1, last=at - 1)
            digest = None
        number = at
        if content is None:
            yield Fault(REMOVED, entry=entry_id, number=at)
        elif digest is not None and link_digest(digest, at, bytes(content)) != bytes(found):
            yield Fault(CHANGED, entry=entry_id, number=at)
        digest = bytes(found)
    yield from ends.pass_to(None, digest)
    if ends.last > number:
        yield Fault(CUT_OUT, first=number + 1, last=ends.last)
    elif number > ends.last:
        yield Fault(UNSEALED, number=ends.last + 1)


class _Ends:
    """The seals along the chain."""

    def __init__(self, cursor: CursorWrapper) -> None:
        self._coming = _seals(cursor)
        self._next = next(self._coming, None)
        self._number = 0
        self.last = 0

    def pass_to(self, number: int | None, digest: bytes | None) -> Generator[Fault, None, bytes | None]:
        """Pass all seals up to a link; return the digest that the next link goes on from."""
        while self._next is not None and (number is None or self._next.last <= number):
            seal = self._next
            if seal.number != self._number + 1:
                yield Fault(NO_SEAL, first=self._number + 1, last=seal.number - 1)
                digest = None
            if digest is not None and seal.digest_behind(digest) != seal.digest:
                yield Fault(SEAL, number=seal.number)
            digest, self._number, self.last = seal.digest, seal.number, seal.last
            self._next = next(self._coming, None)
        return digest


def _links(cursor: CursorWrapper) -> Iterator[tuple[int, int, bytes, bytes | None]]:
    number = 0
    while True:
        cursor.execute(_LINKS, [number])
        found = cursor.fetchall()
        yield from found
        if len(found) < CHUNK:
            return
        number = found[-1][0]


def _seals(cursor: CursorWrapper) -> Iterator[Sealed]:
    number = 0
    while found := seals_after(cursor, number):
        yield from found
        number = found[-1].number


def _outside(cursor: CursorWrapper) -> Iterator[Fault]:
    last = last_seal(cursor)
    scope = scope_of(cursor, last)
    cursor.execute(_OUTSIDE, [scope.since, scope.floor])
    for (entry_id,) in cursor.fetchall():
        yield Fault(OUTSIDE, entry=entry_id)


def _of_mentions(cursor: CursorWrapper) -> Iterator[Fault]:
    cursor.execute(_CHANGED_MENTIONS)
    for entry_id, position in cursor.fetchall():
        yield Fault(MENTION_CHANGED, entry=entry_id, number=position)
    cursor.execute(_MISSING_MENTIONS)
    missing = cursor.fetchall()
    cursor.execute(_ERASED)  # asked last: what is erased meanwhile is among them
    erased = set(cursor.fetchall())
    for entry_id, position in missing:
        if (entry_id, position) not in erased:
            yield Fault(MENTION_REMOVED, entry=entry_id, number=position)
    cursor.execute(_BACK)
    for entry_id, position in cursor.fetchall():
        yield Fault(MENTION_BACK, entry=entry_id, number=position)


def _of_anchors(cursor: CursorWrapper, anchors: list[Anchor]) -> Iterator[Fault]:
    cursor.execute("SELECT number, digest FROM journal_seal WHERE number = ANY (%s)", [[one.number for one in anchors]])
    there = {number: bytes(digest) for number, digest in cursor.fetchall()}
    for anchor in anchors:
        if anchor.number not in there:
            yield Fault(ANCHOR_GONE, number=anchor.number)
        elif there[anchor.number] != anchor.digest:
            yield Fault(ANCHOR_OTHER, number=anchor.number)
