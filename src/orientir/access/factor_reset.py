"""Somebody lost phone and card of the second factor: it is taken off their account, and they set up a new one.

For those whom the actor could appoint one press is enough. Whoever holds a role of a territory sees so much that two
persons take it off: one asks, another confirms.
"""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.db import transaction

from orientir import journal
from orientir.accounts import factors
from orientir.database.actor import Actor
from orientir.database.constraints import refused_by
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.people.models import Person
from orientir.territory.models import Organisation

from .models import Appointment, FactorReset


class AskedAlready(Exception):
    """Somebody has asked for the same, and it waits for another."""


class ConfirmedAlready(Exception):
    """Somebody has confirmed it."""


class NeedsAnother(Exception):
    """Whoever asked, or lost the factor, cannot confirm it."""


class NeedsTwo(Exception):
    """The person holds a role of a territory: one press is not enough."""


def takes_two(person: Person, *, at: datetime) -> bool:
    """Say whether two persons have to take the factor off: wherever it lies, the role counts."""
    with acting_as(REGISTRAR):
        held = Appointment.objects.not_ended(at).filter(person=person)
        return any(one.role_card.of_territory for one in held)


@transaction.atomic
def reset(person: Person, organisation: Organisation, *, by: Actor, at: datetime) -> None:
    """Take the second factor off an account in one press. The person sees it among what was done with their data.

    Raises:
        NeedsTwo: they hold a role of a territory.
    """
    if takes_two(person, at=at):
        raise NeedsTwo
    with journal.entry("factor_reset", by=by, at=at, about=person, organisation_id=organisation.pk, people=[person.pk]):
        factors.take_off(cast(int, person.user_id), by=by, at=at)


@transaction.atomic
def ask(person: Person, organisation: Organisation, *, by: Actor, at: datetime) -> FactorReset:
    """Ask that the second factor of a coordinator be taken off; another has to confirm.

    Raises:
        AskedAlready: somebody did.
    """
    with (
        refused_by("one_open_reset_of_a_person", AskedAlready()),
        journal.entry("factor_reset_asked", by=by, at=at, people=[person.pk]) as written,
    ):
        written.about = asked = FactorReset.objects.create(
            person=person, organisation=organisation, asked_by_id=cast(int, by.person_id), asked_at=at
        )
    return asked


@transaction.atomic
def confirm(asked: FactorReset, *, by: Actor, at: datetime) -> None:
    """Confirm what another has asked, and take the factor off.

    Raises:
        NeedsAnother: they asked themselves, or it is their own factor.
        ConfirmedAlready: it was done.
    """
    kept = FactorReset.objects.select_for_update().get(pk=asked.pk)
    if kept.confirmed_at:
        raise ConfirmedAlready
    if by.person_id in (None, kept.asked_by_id, kept.person_id):
        raise NeedsAnother
    with acting_as(REGISTRAR):
        person = Person.objects.get(pk=kept.person_id)
    with journal.entry("factor_reset_confirmed", by=by, at=at, about=kept, people=[kept.person_id, kept.asked_by_id]):
        kept.confirmed_by_id, kept.confirmed_at = by.person_id, at
        kept.save(update_fields=["confirmed_by", "confirmed_at"])
        factors.take_off(cast(int, person.user_id), by=by, at=at)


@transaction.atomic
def withdraw(asked: FactorReset, *, by: Actor, at: datetime) -> None:
    """Take back what was asked and not confirmed.

    Raises:
        ConfirmedAlready: it was done.
    """
    kept = FactorReset.objects.select_for_update().get(pk=asked.pk)
    if kept.confirmed_at:
        raise ConfirmedAlready
    with journal.entry("factor_reset_withdrawn", by=by, at=at, about=kept, people=[kept.person_id]):
        kept.delete()
