from __future__ import annotations

from django.utils import timezone

from orientir.database.jobs import beat

from . import sealing


@beat(seconds=5)
def seal_journal() -> None:
    """Chain what has been committed since the last time."""
    sealing.seal(at=timezone.now())
