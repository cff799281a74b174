"""Erasure: whom the journal speaks of, and what it said of them, goes; the chain stays valid.

Each erasure stands in a ledger, by key and moment: in the database, in each backup, and in the state folder. An older
backup brings back what was erased since, so a restore erases it again (`erase_again`). An app that keeps more about a
person says how it is erased again, from its `apps.py`:

    erasure.register("surveys", services.erase_answers_of)
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import connection, transaction

from orientir.database import backups
from orientir.database.actor import Actor
from orientir.database.backups import Erased
from orientir.database.context import acting_as
from orientir.database.system_actors import ERASER

from .entries import entry
from .models import Erasure


class Eraser(Protocol):
    """Erases again what an app keeps about a person; where nothing is left it does nothing."""

    def __call__(self, person_id: int, *, by: Actor, at: datetime) -> object: ...


class EraserTaken(Exception):
    """Two apps claim one name."""


_erasers: dict[str, Eraser] = {}


def register(name: str, eraser: Eraser) -> None:
    """Let an app erase again, after a restore, what it keeps about those in the ledger.

    Raises:
        EraserTaken: another one has the name.
    """
    if _erasers.setdefault(name, eraser) != eraser:
        raise EraserTaken(name)


@transaction.atomic
def erase_mentions(person_id: int, *, by: Actor, at: datetime) -> int:
    """Erase all mentions of a person with their words and salts; return how many there were.

    The entry about it names them by their places, so that `check journal` knows that they are rightly missing; it does
    not name the person: that is the ledger. Asked again, as after a restore, it erases what has come back.
    """
    with acting_as(ERASER), connection.cursor() as cursor:
        cursor.execute(
            "SELECT entry_id, position FROM journal_mention WHERE person_id = %s ORDER BY entry_id, position",
            [person_id],
        )
        places = [list(place) for place in cursor.fetchall()]
        if places:
            with entry("mentions_erased", by=by, at=at, places=places):
                cursor.execute("DELETE FROM journal_mention WHERE person_id = %s", [person_id])
            _write_down(Erased(at, person_id))
    return len(places)


def erase_again(erased: Iterable[Erased]) -> int:
    """Erase those of a ledger that this database does not know to be erased; return how many they were.

    Each in a transaction of its own. What is not there any more is only written down.
    """
    again = 0
    for one in erased:
        with acting_as(ERASER):
            if Erasure.objects.filter(person_id=one.person_id, erased_at=one.at).exists():
                continue
            for eraser in _erasers.values():
                eraser(one.person_id, by=ERASER, at=one.at)
            erase_mentions(one.person_id, by=ERASER, at=one.at)
            _write_down(one)
            again += 1
    return again


def _write_down(erased: Erased) -> None:
    Erasure.objects.bulk_create([Erasure(person_id=erased.person_id, erased_at=erased.at)], ignore_conflicts=True)
    transaction.on_commit(partial(backups.keep_erased, Path(settings.STATE), [erased]))
