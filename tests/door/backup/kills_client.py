"""Somebody who works while the database is killed again and again: forms of the product, sent until they are taken.

Run as `python -m tests.door.backup.kills_client`. Each form has its key; an answer that is not the usual one leaves it
unknown whether it was stored, so the same form is sent once more, as a browser's owner would press again. A line
`check` is answered by what is acknowledged and what is wrong: as JSON, one line.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import django

WORKERS = 2
PAUSE = 0.05


@dataclass
class Log:
    """What the workers know: taken at the first press, after an unknown answer, and how many presses were unknown."""

    taken: list[str] = field(default_factory=list)
    after_unknown: list[str] = field(default_factory=list)
    unknown: int = 0
    refused: list[str] = field(default_factory=list)


def work(number: int, login: str, log: Log, enough: threading.Event) -> None:
    """Add organisations and units by turns, each form until it is taken."""
    from django.db import connection
    from django.test import Client

    from orientir.database.context import acting_as
    from orientir.database.system_actors import REGISTRAR
    from orientir.territory.models import Organisation
    from orientir.ui import submissions
    from tests.support import world

    actor = world.actor(login)
    with acting_as(REGISTRAR):
        school = Organisation.objects.select_related("territory").filter(pk__in=actor.organisations, kind="school")[0]
    client = Client(raise_request_exception=False, HTTP_HOST="localhost")
    world.sign_in(client, login)
    forms = {
        "organisation": ("/organisations/add/", "", {"kind": "school", "territory": school.territory_id}),
        "unit": (f"/organisations/{school.pk}/add-unit/", str(school.pk), {"kind": "building"}),
    }
    turn = 0
    while not enough.is_set():
        turn += 1
        form = list(forms)[turn % 2]
        address, about, data = forms[form]
        name = f"Новая {number}-{turn}"
        sent: dict[str, Any] = {**data, "name": name, "short_name": name}
        sent["submission_key"] = submissions.issue_key(actor.person_id or 0, form, about)
        unsure = False
        while True:
            answer = client.post(address, sent)
            connection.close()
            if answer.status_code == 302 and "sign-in" not in answer.headers["Location"]:
                (log.after_unknown if unsure else log.taken).append(f"{form} {name}")
                break
            if answer.status_code < 500:
                log.refused.append(f"{form} {name}: {answer.status_code}")
                return
            unsure = True
            log.unknown += 1
            time.sleep(PAUSE)


def check(log: Log) -> dict[str, Any]:
    """Compare what is acknowledged with what is there, seal the journal and prove it, once the database answers."""
    from django.db import Error, connection

    while True:
        try:
            return _check(log)
        except Error:
            connection.close()
            time.sleep(PAUSE)


def _check(log: Log) -> dict[str, Any]:
    from collections import Counter

    from django.db import connection
    from django.utils import timezone

    from orientir.database.context import acting_as
    from orientir.database.system_actors import SEALER
    from orientir.journal import anchors, checking, sealing
    from orientir.territory.models import Organisation, Unit

    acknowledged = {*log.taken, *log.after_unknown}
    sealing.seal(at=timezone.now())
    with acting_as(SEALER), connection.cursor() as cursor:
        faults = [str(fault) for fault in checking.faults(cursor, anchors.kept())]
        there = Counter(f"organisation {name}" for name in _names(Organisation))
        there += Counter(f"unit {name}" for name in _names(Unit))
    return {
        "acknowledged": len(acknowledged),
        "unknown": log.unknown,
        "lost": sorted(acknowledged - there.keys()),
        "doubled": sorted(name for name, times in there.items() if times > 1),
        "refused": log.refused,
        "journal": faults,
    }


def _names(model: Any) -> list[str]:
    return list(model.objects.filter(name__startswith="Новая").values_list("name", flat=True))


def main() -> None:
    """Work until the input ends."""
    django.setup()
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    logging.disable(logging.CRITICAL)  # each kill would be told in pages
    log, enough = Log(), threading.Event()
    logins = ("boris", "gleb")
    workers = [
        threading.Thread(target=work, args=(number, logins[number % 2], log, enough), daemon=True)
        for number in range(WORKERS)
    ]
    for worker in workers:
        worker.start()
    for line in sys.stdin:
        if line.strip() == "stop":
            enough.set()
            for worker in workers:
                worker.join()
        print(json.dumps(check(log)), flush=True)


if __name__ == "__main__":
    main()
