"""Appointing, and the founding of an installation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from psycopg.types.range import TimestamptzRange

from orientir import journal
from orientir.accounts import services as accounts
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.people.models import Person
from orientir.people.services import Name, add_person
from orientir.territory import services as territories
from orientir.territory.choices import Kind, Level
from orientir.territory.models import Organisation

from .models import Appointment
from .roles import GUIDANCE_LEAD, MUNICIPAL_COORDINATOR, Role


class AlreadyEnded(Exception):
    """The appointment has an end already."""


@transaction.atomic
def appoint(person: Person, role: Role, organisation: Organisation, *, by: Actor, at: datetime) -> Appointment:
    """Give `person` the role at `organisation` from this moment on, without an end."""
    with acting_as(REGISTRAR), journal.entry("appointed", by=by, at=at, role=role.code) as written:
        written.about = appointment = Appointment.objects.create(
            person=person, role=role.code, organisation=organisation, during=TimestamptzRange(at, None)
        )
    return appointment


@transaction.atomic
def end_appointment(appointment: Appointment, *, by: Actor, at: datetime) -> None:
    """End an appointment now; its rights are gone with the next request.

    Raises:
        AlreadyEnded: it has an end.
    """
    if appointment.during.upper is not None:
        raise AlreadyEnded
    with journal.entry("appointment_ended", by=by, at=at, about=appointment):
        appointment.during = TimestamptzRange(appointment.during.lower, at)
        appointment.save(update_fields=["during"])


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who has just been appointed: the login and the first password to hand over, shown once."""

    appointment: Appointment
    login: str
    password: str


@transaction.atomic
def appoint_newcomer(name: Name, *, login: str, organisation: Organisation, by: Actor, at: datetime) -> Newcomer:
    """Add a person with an account and appoint them guidance lead of `organisation`.

    Raises:
        accounts.LoginTaken: somebody already signs in with this login.
    """
    password = accounts.first_password()
    user = accounts.make_account(login, password, by=by, at=at)
    person = add_person(name, organisation_id=organisation.pk, user=user, by=by, at=at)
    appointment = appoint(person, GUIDANCE_LEAD, organisation, by=by, at=at)
    return Newcomer(appointment, user.login, password)


@dataclass(frozen=True, slots=True)
class Founding:
    """What the first page of an empty installation asks."""

    territory: str
    office: str
    office_short: str
    coordinator: Name
    login: str
    password: str | None


@transaction.atomic
def found(founding: Founding, *, is_demo: bool, at: datetime) -> Appointment:
    """Make the municipality, its education authority and the first coordinator of an empty installation.

    Raises:
        accounts.AlreadyInUse: the installation has accounts.
    """
    by = REGISTRAR
    with acting_as(REGISTRAR):
        accounts.found_installation(is_demo=is_demo, by=by, at=at)
        territory = territories.add_territory(founding.territory, level=Level.MUNICIPALITY, by=by, at=at)
        office = territories.add_organisation(
            territory,
            kind=Kind.AUTHORITY,
            name=founding.office,
            short_name=founding.office_short,
            by=by,
            at=at,
        )
        user = accounts.make_account(founding.login, founding.password, by=by, at=at)
        person = add_person(founding.coordinator, organisation_id=office.pk, user=user, by=by, at=at)
        return appoint(person, MUNICIPAL_COORDINATOR, office, by=by, at=at)
