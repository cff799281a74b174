"""How the installation does, for who looks after it: counts and moments, no persons and no texts."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from orientir import __version__
from orientir.database import backups, guard
from orientir.database.backups import Made
from orientir.database.context import acting_as
from orientir.database.system_actors import MAINTENANCE, SEALER
from orientir.journal import sealing

BACKUP_EVERY: Final = timedelta(hours=36)
SEALED_WITHIN: Final = timedelta(minutes=2)
ALIVE: Final = timedelta(minutes=1)
"""A worker writes its sign of life every ten seconds."""
LEAST_FREE: Final = 0.1

_JOBS = """
SELECT count(*) FILTER (WHERE status = 'todo'), count(*) FILTER (WHERE status = 'doing'),
       count(*) FILTER (WHERE status = 'failed'),
       min(coalesce(scheduled_at, deferred.at))
           FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now())
FROM procrastinate_jobs job
LEFT JOIN LATERAL (
    SELECT min(event.at) AS at FROM procrastinate_events event WHERE event.job_id = job.id AND job.status = 'todo'
) deferred ON true
"""
_WORKERS = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > %s"
_DATABASE = "SELECT current_setting('server_version'), pg_database_size(current_database())"


@dataclass(frozen=True, slots=True)
class Jobs:
    """The queue: how many wait, are being done, failed in the last month; since when the oldest waits; who works."""

    waiting: int
    doing: int
    failed: int
    oldest: datetime | None
    workers: int


@dataclass(frozen=True, slots=True)
class Seal:
    """The journal's chain: when it was sealed last, how much is not sealed, and whether that is as it should be."""

    last: datetime | None
    unsealed: int
    is_late: bool


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes where the state lies."""

    free: int
    total: int

    @property
    def is_short(self) -> bool:
        return self.free < self.total * LEAST_FREE


@dataclass(frozen=True, slots=True)
class Health:
    """All of it at one moment; `faults` is where tables and walls are not as this release needs them."""

    jobs: Jobs
    seal: Seal
    backup: Made | None
    backup_is_late: bool
    disk: Disk
    release: str
    postgresql: str
    database_size: int
    faults: int


def health(*, at: datetime) -> Health:
    """Return how the installation does. The same few queries however large it is."""
    state = Path(settings.STATE)
    made = backups.last_made(state)
    usage = shutil.disk_usage(state)
    with acting_as(MAINTENANCE), connection.cursor() as cursor:
        cursor.execute(_JOBS)
        waiting, doing, failed, oldest = cursor.fetchone()
        cursor.execute(_WORKERS, [at - ALIVE])
        (workers,) = cursor.fetchone()
        cursor.execute(_DATABASE)
        postgresql, size = cursor.fetchone()
        faults = sum(1 for _ in guard.wall_faults())
    return Health(
        jobs=Jobs(waiting, doing, failed, oldest, workers),
        seal=_seal(at),
        backup=made,
        backup_is_late=made is None or made.at < at - BACKUP_EVERY,
        disk=Disk(usage.free, usage.total),
        release=__version__,
        postgresql=postgresql.split()[0],
        database_size=size,
        faults=faults,
    )


def _seal(at: datetime) -> Seal:
    with acting_as(SEALER), connection.cursor() as cursor:
        last, unsealed = sealing.last_seal(cursor), sealing.unsealed(cursor)
    sealed_at = last.sealed_at if last.number else None
    is_late = unsealed > 0 and (sealed_at is None or sealed_at < at - SEALED_WITHIN)
    return Seal(sealed_at, unsealed, is_late)
