"""A list of people to invite on its way in: looked at, confirmed, taken in by a job some rows at a time.

Until it is taken in it is kept as a draft of the one who brought it: nobody else sees it, and nothing is left of it
afterwards. The queue holds the key of the draft only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from orientir.database.actor import Actor
from orientir.database.jobs import defer
from orientir.people.services import Name
from orientir.territory.models import Organisation
from orientir.ui import drafts
from orientir.ui.models import FormDraft

from . import invitations_mail, policy
from .invitations import AlreadyInvited, Invited, invite
from .invitations_list import Comparison, Line, there_already
from .roles import ROLES

TAKE_IN = "orientir.access.tasks.take_invitations_in"
MOST = 1500
"""Rows that are taken in at once; more would not fit a draft."""
AT_ONCE = 50
"""Rows of one transaction: what was done is seen, and a run that was cut off loses no more than these."""

_FORM = "invitations_on_their_way"


class TooMany(Exception):
    """The list has more rows than are taken in at once."""


class UnderWay(Exception):
    """Another list of the same person is being taken in just now, or this one was confirmed before."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A list that somebody has brought: its rows, how many of them are done, and whether it was confirmed."""

    key: int
    rows: Sequence[Sequence[Any]]
    done: int
    is_confirmed: bool
    remarks: Sequence[str]


def keep(comparison: Comparison, remarks: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Keep what a list without faults would bring until it is confirmed; an older one of the same person goes.

    Raises:
        TooMany: it has more rows than are taken in at once.
        UnderWay: another one is being taken in.
    """
    rows = [line.kept() for line in (*comparison.new, *comparison.there)]
    before = waiting_of(by)
    if before and before.is_confirmed:
        raise UnderWay
    if len(rows) > MOST:
        raise TooMany
    fields = {"rows": sorted(rows), "remarks": list(remarks), "done": 0, "is_confirmed": False}
    try:
        drafts.save(_FORM, "", fields, person_id=by.person_id or 0, at=at)
    except drafts.DraftTooLong as too_long:
        raise TooMany from too_long


def waiting_of(by: Actor) -> Waiting | None:
    """Return the list that this person has brought, if one waits or is under way."""
    draft = drafts.find(_FORM, "", person_id=by.person_id or 0)
    return _read(draft) if draft else None


def lines_of(waiting: Waiting, *, by: Actor) -> tuple[list[Line], list[Line]]:
    """Return which rows are to become invitations and which are there already, as far as they are still the actor's."""
    lines = _lines(waiting.rows, by=by)
    there = there_already(lines)
    return [line for line in lines if line.row not in there], [line for line in lines if line.row in there]


@transaction.atomic
def confirm(*, by: Actor) -> None:
    """Let the list be taken in.

    Raises:
        UnderWay: it was confirmed before, or there is none any more.
    """
    draft = FormDraft.objects.select_for_update().filter(person_id=by.person_id or 0, form=_FORM).first()
    if draft is None or draft.fields["is_confirmed"]:
        raise UnderWay
    draft.fields["is_confirmed"] = True
    draft.save(update_fields=["fields"])
    defer(TAKE_IN, by=by, draft_id=draft.pk)


@transaction.atomic
def throw_away(*, by: Actor) -> None:
    """Forget a list that nobody wants to be taken in; one that is confirmed stays."""
    found = waiting_of(by)
    if found and not found.is_confirmed:
        drafts.discard(_FORM, "", person_id=by.person_id or 0)


@transaction.atomic
def take_some(draft_id: int, *, by: Actor, at: datetime) -> bool:
    """Make the next invitations of a confirmed list and let their letters be sent; say whether there are more.

    Rows to which an invitation is open already are passed over, and so are those that are the actor's no longer.
    """
    draft = FormDraft.objects.select_for_update().filter(pk=draft_id, person_id=by.person_id or 0, form=_FORM).first()
    if draft is None or not draft.fields["is_confirmed"]:
        return False
    waiting = _read(draft)
    lines = _lines(waiting.rows[waiting.done : waiting.done + AT_ONCE], by=by)
    there = there_already(lines)
    made = []
    for line in lines:
        if line.row not in there:
            try:
                made.append(invite(line.invited, by=by, at=at))
            except AlreadyInvited:  # by somebody else, this moment
                continue
    invitations_mail.ask_to_send(made, by=by)
    if waiting.done + AT_ONCE >= len(waiting.rows):
        draft.delete()
        return False
    draft.fields["done"] = waiting.done + AT_ONCE
    draft.save(update_fields=["fields"])
    return True


def _read(draft: FormDraft) -> Waiting:
    kept = draft.fields
    return Waiting(draft.pk, kept["rows"], kept["done"], kept["is_confirmed"], kept["remarks"])


def _lines(rows: Sequence[Sequence[Any]], *, by: Actor) -> list[Line]:
    reach = policy.Reach(by)
    found = policy.organisations_to_invite_to(by).filter(pk__in={key for _, key, *_ in rows})
    places: dict[int, Organisation] = {one.pk: one for one in found.select_related("territory")}
    return [
        Line(row, Invited(places[key], ROLES[role], Name(last, first, middle), email))
        for row, key, role, last, first, middle, email in rows
        if key in places and role in ROLES and policy.may_invite_to(ROLES[role], places[key], reach)
    ]
