"""Appointing, and the founding of an installation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import cast

from django.db import transaction
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from orientir import journal
from orientir.accounts import codes
from orientir.accounts import services as accounts
from orientir.accounts.models import CodePurpose
from orientir.accounts.services import FirstPassword
from orientir.database.actor import Actor
from orientir.database.constraints import refused_by
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.people.models import Person
from orientir.people.services import Name, add_person
from orientir.territory import services as territories
from orientir.territory.choices import Depth, Kind, Level
from orientir.territory.models import Organisation, Unit

from . import groups
from .depths import depth_of
from .models import Appointment
from .roles import MUNICIPAL_COORDINATOR, REGIONAL_COORDINATOR, Role


class AlreadyEnded(Exception):
    """The appointment has ended already."""


class AlreadyAppointed(Exception):
    """The person holds this role at this organisation in that time."""


class NoNamesHere(Exception):
    """The organisation works by counts only: students and families are not entered there."""


class EndsTooEarly(Exception):
    """It would end before it begins, or in the past."""


def begin_of(day: date) -> datetime:
    """Return the first moment of a day."""
    return timezone.make_aware(datetime.combine(day, time.min))


@transaction.atomic
def appoint(
    person: Person,
    role: Role,
    organisation: Organisation,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    unit: Unit | None = None,
    group: str = "",
    stands_in_for: Appointment | None = None,
    by: Actor,
    at: datetime,
) -> Appointment:
    """Give `person` the role at `organisation`: from now or a later moment on, without an end or until one.

    Somebody known as a student or of a family who gets a role of staff is staff from now on.

    Raises:
        AlreadyAppointed: they have it in that time.
        NoNamesHere: it is the role of a student or guardian where only counts are kept.
    """
    if not role.is_staff and depth_of(organisation) == Depth.COUNTS:
        raise NoNamesHere
    with (
        acting_as(REGISTRAR),
        refused_by("one_appointment_at_a_time", AlreadyAppointed()),
        journal.entry("appointed", by=by, at=at, people=[person.pk], role=role.code) as written,
    ):
        if role.is_staff and not person.is_staff:
            person.is_staff = True
            person.save(update_fields=["is_staff"])
        written.about = appointment = Appointment.objects.create(
            person=person,
            role=role.code,
            organisation=organisation,
            unit=unit,
            group=groups.canonical(group),
            stands_in_for=stands_in_for,
            appointed_by_id=by.person_id,
            during=TimestamptzRange(since or at, until),
        )
    return appointment


@transaction.atomic
def end_appointment(appointment: Appointment, *, until: datetime | None = None, by: Actor, at: datetime) -> None:
    """End an appointment now, or at a later moment; its rights are gone with the next request after it.

    One that has not begun yet is taken back, and nothing of it stays but the journal. Who stands in for it goes on to
    their own end.

    Raises:
        AlreadyEnded: it is over.
        EndsTooEarly: it would end before it begins, or in the past.
        AlreadyAppointed: it would run into the next appointment of the same person to the same role.
    """
    kept = Appointment.objects.select_for_update().get(pk=appointment.pk)
    during = kept.during
    if during.upper is not None and during.upper <= at:
        raise AlreadyEnded
    if until is None and during.lower >= at:
        with journal.entry("appointment_withdrawn", by=by, at=at, about=kept, people=[kept.person_id], role=kept.role):
            kept.deputies.update(stands_in_for=None)
            kept.delete()
        return
    until = until or at
    if until < at or until <= during.lower:
        raise EndsTooEarly
    with (
        refused_by("one_appointment_at_a_time", AlreadyAppointed()),
        journal.entry("appointment_ended", by=by, at=at, about=kept, people=[kept.person_id], until=until.isoformat()),
    ):
        appointment.during = kept.during = TimestamptzRange(during.lower, until)
        kept.save(update_fields=["during"])


@transaction.atomic
def appoint_newcomer(
    name: Name,
    role: Role,
    *,
    login: str,
    organisation: Organisation,
    since: datetime | None = None,
    until: datetime | None = None,
    unit: Unit | None = None,
    group: str = "",
    by: Actor,
    at: datetime,
) -> FirstPassword:
    """Add a person with an account and appoint them; return what is handed over to them, once.

    Raises:
        accounts.LoginTaken: somebody already signs in with this login.
        NoNamesHere: see `appoint`.
    """
    person = add_newcomer(name, login=login, is_staff=role.is_staff, organisation=organisation, by=by, at=at)
    appoint(person, role, organisation, since=since, until=until, unit=unit, group=group, by=by, at=at)
    return codes.issue(cast(int, person.user_id), purpose=CodePurpose.CARD, by=by, at=at)


def add_newcomer(
    name: Name, *, login: str, is_staff: bool = True, organisation: Organisation, by: Actor, at: datetime
) -> Person:
    """Add a person with an account that nobody can sign in to yet.

    Raises:
        accounts.LoginTaken: somebody already signs in with this login.
    """
    user = accounts.make_account(login, None, by=by, at=at)
    return add_person(name, organisation_id=organisation.pk, user=user, is_staff=is_staff, by=by, at=at)


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
        role = REGIONAL_COORDINATOR if founding.level == Level.REGION else MUNICIPAL_COORDINATOR
        return appoint(person, role, office, by=by, at=at)
