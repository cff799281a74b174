"""Erasure: whom the journal speaks of, and what it said of them, goes; the chain stays valid."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import ERASER

from .entries import entry


@transaction.atomic
def erase_mentions(person_id: int, *, by: Actor, at: datetime) -> int:
    """Erase all mentions of a person with their words and salts; return how many there were.

    The entry about it names them by their places, so that `check journal` knows that they are rightly missing; it does
    not name the person. Asked again, as after a restore, it erases what has come back.
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
    return len(places)
