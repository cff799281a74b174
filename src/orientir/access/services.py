"""Appointing, and the founding of an installation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from psycopg.types.range import TimestamptzRange

from orientir import journal
from orientir.accounts import services as accounts
from orientir.accounts.services import FirstPassword
from orientir.database.actor import Actor
from orientir.database.constraints import refused_by
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.people.models import Person
from orientir.people.services import Name, add_person
from orientir.territory import services as territories
from orientir.territory.choices import Kind, Level
from orientir.territory.models import Organisation

from .models import Appointment
from .roles import MUNICIPAL_COORDINATOR, Role


class AlreadyEnded(Exception):
    """The appointment has an end already."""


class AlreadyAppointed(Exception):
    """The person holds this role at this organisation."""


@transaction.atomic
def appoint(person: Person, role: Role, organisation: Organisation, *, by: Actor, at: datetime) -> Appointment:
    """Give `person` the role at `organisation` from this moment on, without an end.

    Raises:
        AlreadyAppointed: they have it.
    """
    with (
        acting_as(REGISTRAR),
        refused_by("one_appointment_at_a_time", AlreadyAppointed()),
        journal.entry("appointed", by=by, at=at, people=[person.pk], role=role.code) as written,
    ):
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
    during = Appointment.objects.select_for_update().values_list("during", flat=True).get(pk=appointment.pk)
    if during.upper is not None:
        raise AlreadyEnded
    with journal.entry("appointment_ended", by=by, at=at, about=appointment, people=[appointment.person_id]):
        appointment.during = TimestamptzRange(during.lower, at)
        appointment.save(update_fields=["during"])


@transaction.atomic
def appoint_newcomer(
    name: Name, role: Role, *, login: str, organisation: Organisation, by: Actor, at: datetime
) -> FirstPassword:
    """Add a person with an account and appoint them; return what is handed over to them, once.

    Raises:
        accounts.LoginTaken: somebody already signs in with this login.
    """
    password = accounts.first_password()
    user = accounts.make_account(login, password, by=by, at=at)
    person = add_person(name, organisation_id=organisation.pk, user=user, by=by, at=at)
    appoint(person, role, organisation, by=by, at=at)
    return FirstPassword(user.login, password)


@dataclass(frozen=True, slots=True)
class Founding:
    """What the first page of an empty installation asks."""

    territory: str
    office: str
    office_short: str
    coordinator: Name
    login: str
    password: str | None
    level: Level = Level.MUNICIPALITY


@transaction.atomic
def found(founding: Founding, *, is_demo: bool, at: datetime) -> Appointment:
    """Make the municipality or region, its education authority and the first coordinator of an empty installation.

    Raises:
        accounts.AlreadyInUse: the installation has accounts.
    """
    by = REGISTRAR
    with acting_as(REGISTRAR):
        accounts.found_installation(is_demo=is_demo, by=by, at=at)
        territory = territories.add_territory(founding.territory, level=founding.level, by=by, at=at)
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
