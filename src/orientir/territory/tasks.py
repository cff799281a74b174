from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app as queue

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.jobs import job
from orientir.database.system_actors import MAINTENANCE

from . import policy, services
from .services import lists


@job
def take_list_in(list_id: int, seen: str, *, by: Actor) -> None:
    """Take a list of organisations in that somebody has confirmed. May be begun again after its worker died."""
    confirmed = policy.lists_kept(by).get(pk=list_id)
    lists.take_list_in(confirmed, seen, by=by, at=timezone.now())


@queue.periodic(cron="5 * * * *")
@queue.task(name="orientir.territory.tasks.settle_names", queueing_lock="settle_names")
def settle_names(timestamp: int) -> None:
    """Call organisations, by the names that are in force; each hour, because midnight is another one in each zone."""
    with acting_as(MAINTENANCE):
        services.settle_names(timezone.now())
