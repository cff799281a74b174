"""Rights that end are gone with the next press: in an open window, by the calendar's link, in queued work.

Two hundred drawn cases. It is ten minutes to midnight and nobody signs in anew: what is lost is lost by the right
itself, not by the end of a session. Each case opens the same doors before, so that what is shut was open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from orientir.access import deputies, handover
from orientir.access import services as access
from orientir.access.depths import set_depth
from orientir.access.models import Appointment
from orientir.access.roles import (
    CLASS_TEACHER,
    GUIDANCE_LEAD,
    HEAD,
    METHODOLOGIST,
    MUNICIPAL_COORDINATOR,
    OBSERVER,
    PARTNER,
    PSYCHOLOGIST,
    TEACHER,
    Role,
)
from orientir.accounts import secret_links
from orientir.database.context import acting_as
from orientir.database.jobs import UnknownActor, actor_named
from orientir.database.system_actors import GATE, REGISTRAR
from orientir.journal import entry
from orientir.territory import services as territories
from orientir.territory.choices import Depth
from tests.support import world
from tests.support.world import actor

from . import staff

pytestmark = pytest.mark.usefixtures("db")
LATE = world.NOON.replace(hour=23, minute=50)
TOMORROW = (LATE + timedelta(days=1)).date()
AT_SCHOOL = (HEAD, GUIDANCE_LEAD, PSYCHOLOGIST, CLASS_TEACHER, TEACHER)
AT_OFFICE = (MUNICIPAL_COORDINATOR, METHODOLOGIST, OBSERVER, HEAD, GUIDANCE_LEAD)
CASES = 25
DONE = {"by": REGISTRAR, "at": LATE}


@dataclass
class Case:
    """Somebody who holds a role somewhere, signed in, with a link and with work in the queue."""

    role: Role
    where: str
    random: Random
    clock: time_machine.Coordinates
    until: datetime | None = None

    def begin(self, appoint: Callable[[Case], Appointment] | None = None) -> None:
        group = "9А" if self.role.of_group else ""
        self.appointment = (
            appoint(self) if appoint else staff.newcomer("somebody", self.role, self.where, group=group, at=LATE)
        )
        self.window = world.sign_in(Client(), "somebody")
        someone = actor("somebody")
        self.name = someone.name
        with acting_as(someone):
            self.token = secret_links.make_link(by=someone, at=LATE)

    def open_doors(self) -> set[str]:
        """Return by which ways the person still gets somewhere."""
        page = self.window.get(f"/organisations/{self.appointment.organisation_id}/")
        link = Client().get(f"/feeds/{self.token}.ics")
        assert page.status_code in (200, 302, 404)
        assert link.status_code in (200, 404)
        return {
            *(["window"] if page.status_code == 200 else []),
            *(["link"] if link.status_code == 200 else []),
            *(["queue"] if self._queue() else []),
        }

    def _queue(self) -> bool:
        with acting_as(GATE):
            try:
                late = actor_named(self.name)
            except UnknownActor:
                return False
        return bool(late.grants or late.organisations or late.named)

    def pass_time(self, minutes: int) -> None:
        self.clock.move_to(LATE + timedelta(minutes=minutes))


def dismissed(case: Case) -> None:
    case.begin()
    yield_doors(case)
    with acting_as(REGISTRAR):
        access.end_appointment(case.appointment, by=REGISTRAR, at=LATE + timedelta(seconds=1))
    case.clock.shift(2)


def term_over(case: Case) -> None:
    minutes = case.random.randint(1, 20)
    case.begin()
    with acting_as(REGISTRAR):
        access.end_appointment(case.appointment, until=LATE + timedelta(minutes=minutes), **DONE)
    yield_doors(case)
    case.pass_time(minutes)


def closed(case: Case) -> None:
    case.begin()
    yield_doors(case)
    _close(case)


def merged(case: Case) -> None:
    case.begin()
    yield_doors(case)
    _close(case, into="Школа № 6")


def _close(case: Case, into: str = "") -> None:
    boris = actor("boris")
    with acting_as(boris):
        heirs = [staff.organisation(into)] if into else []
        there = staff.organisation(case.where)
        territories.close_organisation(there, on=TOMORROW, basis="Приказ", successors=heirs, by=boris, at=LATE)
    assert "window" in case.open_doors()  # until midnight it works
    case.pass_time(case.random.randint(10, 25))


def deputy_over(case: Case) -> None:
    minutes = case.random.randint(1, 20)

    def stand_in(case: Case) -> Appointment:
        away = staff.newcomer("away", case.role, case.where, group="9А" if case.role.of_group else "")
        staff.newcomer("somebody", PARTNER, "Школа № 1", at=LATE)
        with acting_as(REGISTRAR):
            access.end_appointment(staff.appointment("somebody"), by=REGISTRAR, at=LATE)
            return deputies.appoint_deputy(
                away,
                staff.person("somebody"),
                reason=deputies.Absence.LEAVE,
                since=LATE,
                until=LATE + timedelta(minutes=minutes),
                **DONE,
            )

    case.begin(stand_in)
    yield_doors(case)
    case.pass_time(minutes)


def handed_over(case: Case) -> None:
    case.begin()
    yield_doors(case)
    with acting_as(REGISTRAR):
        there, now = staff.organisation(case.where), LATE + timedelta(seconds=1)
        handover.hand_over(staff.person("somebody"), staff.person("galina"), there, by=REGISTRAR, at=now)
    case.clock.shift(2)


def blocked(case: Case) -> None:
    case.begin()
    yield_doors(case)
    with acting_as(REGISTRAR), entry("account_made", by=REGISTRAR, at=LATE):
        user = staff.person("somebody").user
        assert user is not None
        user.is_active = False
        user.save(update_fields=["is_active"])


def yield_doors(case: Case) -> None:
    """All doors of the role are open, or nothing could be lost."""
    expected = {"window", "queue", *(["link"] if "roadmaps.see_assignments" in case.role.capabilities else [])}
    assert case.open_doors() == expected, case


WAYS = {
    dismissed: (*((role, staff.SCHOOL) for role in AT_SCHOOL), *((role, staff.OFFICE) for role in AT_OFFICE)),
    term_over: (*((role, staff.SCHOOL) for role in AT_SCHOOL), *((role, staff.OFFICE) for role in AT_OFFICE)),
    closed: tuple((role, staff.SCHOOL) for role in AT_SCHOOL),
    merged: tuple((role, staff.SCHOOL) for role in AT_SCHOOL),
    deputy_over: (*((role, staff.SCHOOL) for role in AT_SCHOOL), *((role, staff.OFFICE) for role in AT_OFFICE)),
    handed_over: (*((role, staff.SCHOOL) for role in AT_SCHOOL), *((role, staff.OFFICE) for role in AT_OFFICE)),
    blocked: (*((role, staff.SCHOOL) for role in AT_SCHOOL), *((role, staff.OFFICE) for role in AT_OFFICE)),
}


@contextmanager
def undone() -> Iterator[time_machine.Coordinates]:
    """Let it be ten to midnight, and take back whatever happens inside."""
    with time_machine.travel(LATE, tick=False) as clock, transaction.atomic():
        yield clock
        transaction.set_rollback(True)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_was_open_is_shut_with_the_next_press(way: Callable[[Case], None]) -> None:
    random = Random(way.__name__)

    for _ in range(CASES):
        role, where = random.choice(WAYS[way])
        with undone() as clock:
            case = Case(role, where, random, clock)
            way(case)
            assert case.open_doors() == set(), case


def test_a_stricter_depth_takes_names_from_the_next_page_on() -> None:
    random = Random("depth")
    readers = (HEAD, GUIDANCE_LEAD, PSYCHOLOGIST, CLASS_TEACHER, TEACHER, MUNICIPAL_COORDINATOR)

    for _ in range(CASES):
        role, deeper, organisation_wide = random.choice(readers), random.choice([*Depth][:2]), random.random() < 0.5
        with undone():
            staff.add("dasha")
            where = staff.OFFICE if role.of_territory else staff.SCHOOL
            staff.newcomer("somebody", role, where, group="9А" if role.of_group else "", at=LATE)
            window, school = world.sign_in(Client(), "somebody"), staff.organisation(staff.SCHOOL)
            address = f"/organisations/{school.pk}/people/?show=families"
            before = "Девятова" in window.get(address).content.decode()
            subject = school if organisation_wide else school.territory
            with acting_as(REGISTRAR):
                set_depth(subject, deeper, **DONE)

            after = window.get(address).content.decode()

            still = deeper == Depth.CODES and not role.of_territory
            assert (before, "Девятова" in after) == (True, still), (role.code, deeper)
