"""Upkeep of the store."""

from __future__ import annotations

from procrastinate.contrib.django import app as queue

from orientir.files.services import sweep


@queue.periodic(cron="30 3 * * *")
@queue.task(name="orientir.files.tasks.sweep_store", queueing_lock="sweep_store")
def sweep_store(timestamp: int) -> None:
    """Clear the store every night of what broken requests have left behind."""
    sweep()
