"""Somebody leaves, and another carries on: everything that the one was at an organisation the other becomes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from orientir import journal
from orientir.database.actor import Actor
from orientir.people.models import Person
from orientir.territory.models import Organisation

from .models import Appointment
from .services import AlreadyAppointed, appoint, end_appointment


class NothingToHandOver(Exception):
    """The leaver holds nothing at the organisation any more."""


class HandsOverToThemselves(Exception):
    """The successor is the leaver."""


def held_at(organisation: Organisation, person: Person, *, at: datetime) -> list[Appointment]:
    """Return what a person of staff is at an organisation now, and will be later."""
    held = Appointment.objects.not_ended(at).of_staff().filter(person=person, organisation=organisation)
    return list(held.select_related("organisation__territory", "unit", "stands_in_for").order_by("during", "pk"))


@transaction.atomic
def hand_over(leaver: Person, successor: Person, organisation: Organisation, *, by: Actor, at: datetime) -> None:
    """End all that `leaver` is at the organisation now and let `successor` be it from now on.

    Each thing that becomes true has its entry in the journal. What would begin later begins for the successor then. Who
    stood in for the leaver stands in for the successor; was it the successor, that ends. Where the leaver stood in for
    somebody, the successor does until the same end. A role that the successor has there already stays as it is.

    Raises:
        NothingToHandOver: pressed twice, or too late.
        HandsOverToThemselves: they are one.
    """
    if leaver.pk == successor.pk:
        raise HandsOverToThemselves
    held = held_at(organisation, leaver, at=at)
    if not held:
        raise NothingToHandOver
    roles = sorted({one.role for one in held})
    with journal.entry(
        "handed_over",
        by=by,
        at=at,
        about=organisation,
        organisation_id=organisation.pk,
        people=[leaver.pk, successor.pk],
        roles=roles,
    ):
        for one in held:
            _pass_on(one, successor, by=by, at=at)


def _pass_on(one: Appointment, successor: Person, *, by: Actor, at: datetime) -> None:
    deputies = list(one.deputies.not_ended(at).select_related("organisation"))
    for deputy in deputies:
        if deputy.person_id == successor.pk:
            end_appointment(deputy, by=by, at=at)
    during = one.during
    end_appointment(one, by=by, at=at)
    try:
        with transaction.atomic():
            passed = appoint(
                successor,
                one.role_card,
                one.organisation,
                since=max(during.lower, at),
                until=during.upper,
                unit=one.unit,
                group=one.group,
                stands_in_for=one.stands_in_for,
                by=by,
                at=at,
            )
    except AlreadyAppointed:
        passed = _own(one, successor, at)
    _stand_in_for(passed, [deputy for deputy in deputies if deputy.person_id != successor.pk], by=by, at=at)


def _own(one: Appointment, successor: Person, at: datetime) -> Appointment:
    """Return the appointment by which the successor has the role already."""
    own = Appointment.objects.not_ended(at).filter(person=successor, role=one.role, organisation=one.organisation_id)
    return own.order_by("during")[0]


def _stand_in_for(passed: Appointment, deputies: list[Appointment], *, by: Actor, at: datetime) -> None:
    for deputy in deputies:
        with journal.entry("deputy_passed_on", by=by, at=at, about=deputy, people=[deputy.person_id]):
            deputy.stands_in_for = passed
            deputy.save(update_fields=["stands_in_for"])
