from __future__ import annotations

from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from orientir.database.actor import Actor
from orientir.database.context import current_actor
from orientir.database.jobs import Steps, job

from . import invitations, invitations_mail, invitations_taking
from .invitations_state import UNREACHABLE


@job
def send_invitations(turns: list[list[int]], *, by: Actor) -> Steps:
    """Send letters, each in a transaction of its own. A letter that went is not sent again by a second run.

    When the server does not answer, the others do not try: they say so, and can be sent again.
    """
    outbox = mail.get_connection()
    try:
        for place, (key, turn) in enumerate(turns):
            if not invitations_mail.send(key, turn, outbox, by=current_actor(), at=timezone.now()):
                _give_up([key for key, _ in turns[place:]])
                return
            yield None
    finally:
        outbox.close()


@job
def take_invitations_in(draft_id: int, *, by: Actor) -> Steps:
    """Make the invitations of a confirmed list, some at a time; goes on where an earlier run was cut off."""
    while invitations_taking.take_some(draft_id, by=current_actor(), at=timezone.now()):
        yield None


@queue.periodic(cron="20 4 * * *")
@queue.task(name="orientir.access.tasks.delete_old_invitations", queueing_lock="delete_old_invitations")
def delete_old_invitations(timestamp: int) -> None:
    """Delete every night the invitations whose term has passed."""
    invitations.delete_old(at=timezone.now())


def _give_up(keys: list[int]) -> None:
    by, at = current_actor(), timezone.now()
    waiting = invitations_mail.to_be_sent(by, at=at).select_for_update(of=("self",)).filter(pk__in=keys)
    invitations_mail.refuse(waiting.order_by("pk"), UNREACHABLE, by=by, at=at)
