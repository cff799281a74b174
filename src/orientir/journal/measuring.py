"""What `bench journal` does inside of the product, with the table `bare` beside the journal; prints JSON.

    python -m orientir.journal.measuring

Deeds come as they do in requests, one after the other.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import django

DEEDS, IN_A_TRANSACTION, PEOPLE = 20_000, 20, 30


def measure() -> dict[str, Any]:
    """Write entries in the database of this process, seal and check them; rates a second and ratios."""
    from django.db import connection
    from django.utils import timezone

    from orientir import journal
    from orientir.database.actor import Actor
    from orientir.database.context import acting_as
    from orientir.database.system_actors import SEALER
    from orientir.journal import checking, sealing

    somebody = Actor("user:1", user_id=1, person_id=1, role="guidance_lead", organisations=frozenset({1}))
    now = timezone.now()
    row = ("signed_out", "user:1", 1, 1, "guidance_lead", "", 1, json.dumps({"pages": 3}))
    insert = (
        "INSERT INTO bare (at, verb, actor, user_id, person_id, role, subject_type, organisation_id, facts)"
        " VALUES (now(), %s, %s, %s, %s, %s, %s, %s, %s)"
    )

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(insert, row)

    def entry(people: int = 0) -> None:
        named = range(1, people + 1)
        with journal.entry("signed_out", by=somebody, at=now, organisation_id=1, people=named, pages=3):
            pass

    def rate(deed: Callable[[], None], deeds: int) -> float:
        began = time.perf_counter()
        for _ in range(deeds // IN_A_TRANSACTION):
            with acting_as(somebody):
                for _ in range(IN_A_TRANSACTION):
                    deed()
        return deeds / (time.perf_counter() - began)

    rate(bare, DEEDS // 10), rate(entry, DEEDS // 10)  # warm
    plain, alone = rate(bare, DEEDS), rate(entry, DEEDS)
    named = rate(lambda: entry(PEOPLE), DEEDS // 10)
    began = time.perf_counter()
    sealed = sealing.seal(at=now)
    sealing_rate = sealed / (time.perf_counter() - began)
    began = time.perf_counter()
    with acting_as(SEALER), connection.cursor() as cursor:
        faults = list(checking.faults(cursor, []))
    checking_rate = sealed / (time.perf_counter() - began)
    if faults:
        raise SystemExit(str(faults[0]))
    return {
        "bare": round(plain),
        "entries": round(alone),
        "ratio": f"{plain / alone:.1f}",
        "people": PEOPLE,
        "named": round(named),
        "named_ratio": f"{plain / named:.1f}",
        "sealed": round(sealing_rate),
        "sealed_ratio": f"{sealing_rate / plain:.1f}",
        "checked": round(checking_rate),
    }


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(measure()))
