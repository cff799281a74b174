"""Deputies, handover, ends and vacancies: who may do what for whom, and what becomes true at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from orientir.access import deputies, handover, policy, queries, services
from orientir.access.deputies import Absence
from orientir.access.models import Appointment
from orientir.access.roles import GUIDANCE_LEAD, HEAD, MUNICIPAL_COORDINATOR, ROLES
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.journal.models import Entry, Mention
from tests.support.world import NOON, actor

from . import staff

pytestmark = pytest.mark.usefixtures("db")
SignedIn = Callable[[str], Client]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Coordinates]:
    """Let it be noon; a test moves on."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def stand_in(login: str, other: str, *, by: str, days: int = 14) -> Appointment:
    """Let somebody stand in for another from now on."""
    someone = actor(by)
    with acting_as(someone):
        return deputies.appoint_deputy(
            staff.appointment(other),
            staff.person(login),
            reason=Absence.LEAVE,
            since=NOON,
            until=NOON + days * DAY,
            by=someone,
            at=NOON,
        )


def journal_of(by: str) -> list[str]:
    """Return what somebody did, in order."""
    someone = actor(by)
    with acting_as(someone):
        return list(
            Entry.objects.filter(person_id=someone.person_id, at=NOON).order_by("pk").values_list("verb", flat=True)
        )


def test_a_deputy_has_the_rights_until_the_last_day_and_goes_on_when_the_one_stood_in_for_leaves(clock):
    staff.add("pyotr", "roman")

    stand_in("roman", "vera", by="pyotr")
    reports = actor("roman").may("roadmaps.report")
    pyotr = actor("pyotr")
    with acting_as(pyotr):
        services.end_appointment(staff.appointment("vera"), by=pyotr, at=NOON)
    goes_on = actor("roman").may("roadmaps.report")
    clock.shift(15 * DAY)

    assert (reports, goes_on, actor("roman").may("roadmaps.report")) == (True, True, False)


def test_one_lets_a_colleague_stand_in_for_oneself_and_the_head_is_told():
    staff.add("pyotr", "roman")

    deputy = stand_in("roman", "vera", by="vera")

    pyotr = actor("pyotr")
    with acting_as(pyotr):
        told = Mention.objects.filter(person_id=pyotr.person_id).exclude(words={}).values_list("words", flat=True)
        assert list(told) == [{"reason": str(Absence.LEAVE.label)}]
    assert deputy.stands_in_for_id == staff.appointment("vera").pk
    assert journal_of("vera") == ["appointed", "deputy_appointed"]


def test_for_oneself_it_is_three_months_at_most_and_the_head_may_longer():
    staff.add("pyotr", "roman")

    with pytest.raises(deputies.TooLong):
        stand_in("roman", "vera", by="vera", days=93)

    assert stand_in("roman", "vera", by="pyotr", days=300).during.upper == NOON + 300 * DAY


def test_who_stands_in_is_an_account_of_the_own_organisation_or_one_that_the_coordinator_keeps():
    staff.add("pyotr", "roman", "dasha")

    def offered(login: str) -> list[str]:
        someone = actor(login)
        with acting_as(someone):
            found = policy.people_to_stand_in(someone, staff.appointment("vera"))
            return sorted(found.values_list("last_name", flat=True))

    assert offered("vera") == ["Предметов", "Устюжанин"]
    assert offered("pyotr") == ["Ершов", "Предметов"]
    assert offered("boris") == ["Ершов", "Мшинская", "Полянская", "Предметов", "Устюжанин"]


def test_a_leaver_is_handed_over_in_one_press_with_an_entry_for_each_thing(signed_in: SignedIn):
    staff.add("pyotr", "roman", "klara")
    stand_in("klara", "vera", by="pyotr")
    pyotr, vera = actor("pyotr"), staff.person("vera")

    with acting_as(pyotr):
        handover.hand_over(vera, staff.person("roman"), staff.organisation(staff.SCHOOL), by=pyotr, at=NOON)

    assert (staff.in_force("vera"), staff.in_force("roman")) == ([], ["guidance_lead", "teacher"])
    assert staff.in_force("klara") == ["class_teacher", "guidance_lead"]
    assert staff.appointment("klara").stands_in_for_id == staff.appointment("roman").pk
    assert journal_of("pyotr")[2:] == ["appointment_ended", "appointed", "deputy_passed_on", "handed_over"]


def test_the_deputy_who_becomes_the_successor_stands_in_no_longer():
    staff.add("pyotr", "roman")
    stand_in("roman", "vera", by="pyotr")
    pyotr = actor("pyotr")

    with acting_as(pyotr):
        handover.hand_over(
            staff.person("vera"), staff.person("roman"), staff.organisation(staff.SCHOOL), by=pyotr, at=NOON
        )

    held = staff.appointment("roman")
    assert (held.role, held.stands_in_for_id, held.during.upper) == ("guidance_lead", None, None)
    assert staff.in_force("roman") == ["guidance_lead", "teacher"]


def test_handed_over_twice_is_refused_and_to_oneself_too():
    staff.add("pyotr", "roman")
    pyotr, school = actor("pyotr"), staff.organisation(staff.SCHOOL)
    vera, roman = staff.person("vera"), staff.person("roman")

    with acting_as(pyotr):
        with pytest.raises(handover.HandsOverToThemselves):
            handover.hand_over(vera, vera, school, by=pyotr, at=NOON)
        handover.hand_over(vera, roman, school, by=pyotr, at=NOON)
        with pytest.raises(handover.NothingToHandOver):
            handover.hand_over(vera, roman, school, by=pyotr, at=NOON)


def test_what_would_begin_later_is_taken_back_and_leaves_only_its_entries():
    staff.add("pyotr")
    pyotr, school = actor("pyotr"), staff.organisation(staff.SCHOOL)
    with acting_as(pyotr):
        coming = services.appoint(staff.person("fyodor"), GUIDANCE_LEAD, school, since=NOON + DAY, by=pyotr, at=NOON)

        services.end_appointment(coming, by=pyotr, at=NOON)

        assert not Appointment.objects.filter(pk=coming.pk).exists()
    assert journal_of("pyotr") == ["appointed", "appointment_withdrawn"]


def test_an_end_may_lie_ahead_be_moved_and_not_be_past(clock):
    boris, vera = actor("boris"), staff.appointment("vera")
    with acting_as(boris):
        services.end_appointment(vera, until=NOON + 9 * DAY, by=boris, at=NOON)
        services.end_appointment(vera, until=NOON + 5 * DAY, by=boris, at=NOON)
        with pytest.raises(services.EndsTooEarly):
            services.end_appointment(vera, until=NOON - DAY, by=boris, at=NOON)

    clock.shift(4 * DAY)
    before = actor("vera").may("roadmaps.report")
    clock.shift(DAY)

    assert (before, actor("vera").may("roadmaps.report")) == (True, False)


def test_while_nobody_is_responsible_the_work_is_the_heads():
    staff.add("pyotr")
    pyotr, boris = actor("pyotr"), actor("boris")
    with acting_as(pyotr):
        before = queries.vacancies(pyotr)
        services.end_appointment(staff.appointment("vera"), by=pyotr, at=NOON)

        assert (before, queries.vacancies(pyotr)) == ([], [staff.organisation(staff.SCHOOL)])
        assert actor("pyotr").may("roadmaps.report", staff.organisation(staff.SCHOOL).pk)
    with acting_as(boris):
        services.end_appointment(staff.appointment("galina"), by=boris, at=NOON)
        vacant = queries.organisations_with_people(boris, vacant=True, today=NOON.date())
        assert [str(one) for one in vacant] == ["УО, Белоозерск", "Школа № 6"]


@pytest.mark.parametrize(
    ("login", "where", "expected"),
    [
        (
            "boris",
            staff.SCHOOL,
            "head guidance_lead psychologist class_teacher teacher student guardian expert",
        ),
        ("pyotr", staff.SCHOOL, "guidance_lead psychologist class_teacher teacher student guardian expert"),
        (
            "boris",
            staff.OFFICE,
            "municipal_coordinator methodologist head guidance_lead expert observer technical_administrator",
        ),
        ("vera", staff.SCHOOL, ""),
        ("gleb", staff.SCHOOL, ""),
    ],
)
def test_who_may_give_which_role_where(login, where, expected):
    staff.add("pyotr")
    someone = actor(login)

    with acting_as(someone):
        given = policy.roles_to_give(someone, staff.organisation(where))

    assert [role.code for role in given] == expected.split()


def test_the_head_of_an_office_reaches_no_coordinator():
    head = staff.newcomer("olimpiada", HEAD, staff.OFFICE)
    someone = actor("olimpiada")

    with acting_as(someone):
        roles = {role.code for role in policy.roles_to_give(someone, staff.organisation(staff.OFFICE))}
        boris = staff.appointment("boris")

        assert {code for code in roles if ROLES[code].of_territory} == set()
        assert not policy.can_end_appointment(someone, boris)
        assert not policy.can_issue_password(someone, boris.person)
    assert head.role == "head"


def test_nobody_hands_over_more_than_they_could_give():
    """A lead of the office who is its coordinator besides: the head of the office would make another coordinator."""
    staff.newcomer("olimpiada", HEAD, staff.OFFICE)
    someone, office = actor("olimpiada"), staff.organisation(staff.OFFICE)
    lead = staff.newcomer("oleg", GUIDANCE_LEAD, staff.OFFICE)

    with acting_as(someone):
        before = policy.can_hand_over(someone, lead)
    with acting_as(REGISTRAR):
        services.appoint(lead.person, MUNICIPAL_COORDINATOR, office, by=REGISTRAR, at=NOON)
    with acting_as(someone):
        after = policy.can_hand_over(someone, lead)

    assert (before, after) == (True, False)


def test_pages_carry_out_what_the_deeds_do(signed_in: SignedIn):
    staff.add("pyotr", "roman")
    pyotr, vera = signed_in("pyotr"), staff.appointment("vera")
    address = f"/appointments/{vera.pk}/"

    def send(page: str, **data: Any) -> int:
        key = pyotr.get(f"{address}{page}/").context["submission_key"]
        return pyotr.post(f"{address}{page}/", {"submission_key": key, **data}).status_code

    roman = staff.person("roman").pk
    assert send("deputy", person=roman, reason="sickness", until="2026-12-01") == 302
    assert send("last-day", until="2026-12-31") == 302
    assert send("last-day", until="2026-11-01") == 422
    shown = pyotr.get(address).content.decode()
    assert "31.12.2026" in shown
    assert "Предметов" in shown
    assert send("hand-over", person=roman) == 302
    assert staff.in_force("vera") == []
    assert "Волховская" in pyotr.get(f"/organisations/{vera.organisation_id}/people/?show=over").content.decode()


def test_a_newcomer_succeeds_and_gets_a_code_once(signed_in: SignedIn):
    staff.add("pyotr")
    pyotr, vera = signed_in("pyotr"), staff.appointment("vera")
    address = f"/appointments/{vera.pk}/hand-over/"
    key = pyotr.get(address).context["submission_key"]

    answer = pyotr.post(
        address, {"submission_key": key, "last_name": "Новикова", "first_name": "Инна", "login": "inna"}
    )

    assert answer.status_code == 200
    assert answer.context["handed"].login == "inna"
    assert (staff.in_force("vera"), staff.in_force("inna")) == ([], ["guidance_lead"])
