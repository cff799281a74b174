"""Upkeep of what is kept for a term."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app as queue

from orientir.accounts import upkeep


@queue.periodic(cron="0 4 * * *")
@queue.task(name="orientir.accounts.tasks.delete_expired", queueing_lock="delete_expired")
def delete_expired(timestamp: int) -> None:
    """Delete every night what was kept for a term that has passed."""
    upkeep.delete_expired(at=timezone.now())
