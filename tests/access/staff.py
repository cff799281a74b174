"""People of School 5 beside Vera: who heads it, teaches in it, learns in it.

Pyotr is its head, Polina its psychologist, Klara class teacher of 9 А, Roman teaches 9 А and 9 Б. Dasha learns in 9 А,
Egor in 9 Б; Mila is Dasha's mother. Ivan of the office is there for a second coordinator.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from orientir.access import services as access
from orientir.access.models import Appointment
from orientir.access.roles import (
    CLASS_TEACHER,
    GUARDIAN,
    HEAD,
    MUNICIPAL_COORDINATOR,
    PSYCHOLOGIST,
    STUDENT,
    TEACHER,
    Role,
)
from orientir.accounts import services as accounts
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.people.models import Person
from orientir.people.services import Name, add_person
from orientir.territory.models import Organisation
from tests.support import world

SCHOOL, OFFICE = "Школа № 5", "УО, Белоозерск"
NAMES: dict[str, tuple[str, Role, str, str]] = {
    # login: (last name, role, where, class)
    "pyotr": ("Устюжанин", HEAD, SCHOOL, ""),
    "polina": ("Тишина", PSYCHOLOGIST, SCHOOL, ""),
    "klara": ("Классова", CLASS_TEACHER, SCHOOL, "9а"),
    "roman": ("Предметов", TEACHER, SCHOOL, "9А, 9 «Б»"),
    "dasha": ("Девятова", STUDENT, SCHOOL, "9А"),
    "egor": ("Бэшкин", STUDENT, SCHOOL, "9Б"),
    "mila": ("Мамина", GUARDIAN, SCHOOL, "9А"),
    "ivan": ("Второв", MUNICIPAL_COORDINATOR, OFFICE, ""),
}


def add(*logins: str, at: datetime = world.SEPTEMBER) -> dict[str, Appointment]:
    """Appoint these people since September; without names all of them."""
    return {login: _add(login, at) for login in logins or NAMES}


def _add(login: str, at: datetime) -> Appointment:
    last_name, role, where, group = NAMES[login]
    return newcomer(login, role, where, last_name=last_name, group=group, at=at)


def newcomer(
    login: str, role: Role, where: str, *, last_name: str = "Новая", group: str = "", at: datetime = world.SEPTEMBER
) -> Appointment:
    """Add somebody with an account and appoint them."""
    with acting_as(REGISTRAR):
        there = organisation(where)
        user = accounts.make_account(login, world.PASSWORD, by=REGISTRAR, at=at)
        name = Name(last_name, login.title())
        done: dict[str, Any] = {"by": REGISTRAR, "at": at}
        person = add_person(name, organisation_id=there.pk, user=user, is_staff=role.is_staff, **done)
        return access.appoint(person, role, there, group=group, **done)


def organisation(short_name: str) -> Organisation:
    with acting_as(REGISTRAR):
        return Organisation.objects.select_related("territory").get(short_name=short_name)


def person(login: str) -> Person:
    with acting_as(REGISTRAR):
        return Person.objects.get(user__login=login)


def appointment(login: str) -> Appointment:
    """Return the latest appointment of somebody."""
    with acting_as(REGISTRAR):
        found = Appointment.objects.filter(person__user__login=login).select_related("organisation__territory")
        return found.latest("during")


def in_force(login: str) -> list[str]:
    """Return the roles that somebody holds now."""
    with acting_as(REGISTRAR):
        found = Appointment.objects.in_force(timezone.now()).filter(person__user__login=login)
        return sorted(found.values_list("role", flat=True))
