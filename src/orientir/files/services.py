"""Putting files in and taking them out.

Two locks keep rows and content together. The organisation's one is held from the question whether there is
room until the end of the transaction, so two uploads cannot both take the last of it. The content's one is
held, shared, by all who bring the content in until their rows are committed, and alone by whoever throws it
away after asking that nobody holds it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Sum

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import MAINTENANCE

from . import store
from .checks import check
from .kinds import LARGEST, MEGABYTE, Kind
from .models import Holding, StoredFile
from .names import safe_name
from .refusals import FileRefused

__all__ = ["FileRefused", "NotStored", "Upload", "put_in", "sweep", "take_out"]

ABANDONED_AFTER = timedelta(days=1)
"""An upload is written in seconds; what is half written after this long, a killed process has left."""

_LOCKS_OF_ORGANISATIONS = 0x66696C65  # "file": keys of advisory locks are shared by the whole database
_CHUNK = 2**20


class Upload(Protocol):
    """A file on its way in: Django's uploaded files and `ContentFile` are such."""

    name: str | None

    def seek(self, offset: int, /) -> object: ...
    def read(self, size: int, /) -> bytes: ...


class NotStored(Exception):
    """The file was taken out meanwhile."""


@transaction.atomic
def put_in(upload: Upload, *, organisation_id: int, also: Collection[Kind] = (), by: Actor, at: datetime) -> StoredFile:
    """Check a file and keep it for an organisation. `also` are kinds taken besides the usual ones.

    The row goes with the transaction. The content is safe on the disk before; should the transaction fail,
    nobody holds it and it is swept away.

    Raises:
        FileRefused: it is none that may be put in, or there is no room for it; its words are for the person.
    """
    name = safe_name(upload.name or "")
    upload.seek(0)
    content = upload.read(LARGEST + 1)
    kind = check(name, content, also=also)
    with (
        store.received(_chunks(content)) as received,
        journal.entry("file_stored", by=by, at=at, size=received.size) as written,
    ):
        _hold(received, organisation_id)
        _lock_content(received.sha256, shared=True)
        received.keep()
        written.about = stored = StoredFile.objects.create(
            sha256=received.sha256,
            name=name,
            media_type=kind.media_type,
            size=received.size,
            organisation_id=organisation_id,
            person_id=by.person_id,
            stored_at=at,
        )
    return stored


@transaction.atomic
def take_out(stored: StoredFile, *, by: Actor, at: datetime) -> None:
    """Remove a file that no object uses any more.

    Its content goes after the commit, unless it is held under another name or by another organisation.

    Raises:
        NotStored: it was taken out meanwhile.
        ProtectedError: an object still uses it.
    """
    with journal.entry("file_removed", by=by, at=at, about=stored, size=stored.size):
        _lock_organisation(stored.organisation_id)
        # Not stored.delete(): that takes the key off the object, and the entry needs it.
        deleted, _ = StoredFile.objects.filter(pk=stored.pk).delete()
        if not deleted:
            raise NotStored(stored.pk)
        held = Holding.objects.filter(organisation_id=stored.organisation_id, sha256=stored.sha256)
        if not held.filter(uses__gt=1).update(uses=F("uses") - 1):
            held.delete()
    transaction.on_commit(partial(_discard_unheld, stored.sha256), robust=True)


def sweep() -> int:
    """Throw away content that nobody holds and what killed processes left half written.

    Returns how many files went. It runs beside uploads and needs no quiet moment.
    """
    removed = store.discard_abandoned(older_than=ABANDONED_AFTER.total_seconds())
    for shelf in store.shelves():
        with acting_as(MAINTENANCE):
            held = set(Holding.objects.filter(sha256__in=shelf).values_list("sha256", flat=True))
        removed += sum(_discard_unheld(sha256) for sha256 in shelf if sha256 not in held)
    return removed


def _hold(received: store.Received, organisation_id: int) -> None:
    """Count one use more of a content by the organisation, if the quota lets it."""
    _lock_organisation(organisation_id)
    holdings = Holding.objects.filter(organisation_id=organisation_id)
    if holdings.filter(sha256=received.sha256).update(uses=F("uses") + 1):
        return
    kept = holdings.aggregate(bytes=Sum("size", default=0))["bytes"]
    if kept + received.size > settings.FILES_QUOTA_BYTES:
        raise FileRefused("quota", limit=settings.FILES_QUOTA_BYTES // MEGABYTE)
    Holding.objects.create(organisation_id=organisation_id, sha256=received.sha256, size=received.size, uses=1)


def _discard_unheld(sha256: str) -> bool:
    """Throw a content away if nobody holds it and nobody is bringing it in; say whether it went."""
    with acting_as(MAINTENANCE):
        # Whoever is bringing it in will hold it or, having failed, leave it to the next sweep.
        if not _lock_content(sha256, shared=False) or Holding.objects.filter(sha256=sha256).exists():
            return False
        return store.discard(sha256)


def _lock_organisation(organisation_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashint8(%s))", [_LOCKS_OF_ORGANISATIONS, organisation_id])


def _lock_content(sha256: str, *, shared: bool) -> bool:
    """Wait for a share in a content's lock or, for the whole of it, only try."""
    function = "pg_advisory_xact_lock_shared" if shared else "pg_try_advisory_xact_lock"
    key = int.from_bytes(bytes.fromhex(sha256[:16]), signed=True)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [key])
        return shared or bool(cursor.fetchone()[0])


def _chunks(content: bytes) -> Iterator[bytes]:
    for begin in range(0, len(content), _CHUNK):
        yield content[begin : begin + _CHUNK]
