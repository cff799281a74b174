"""Somebody appointed in several places sees the work of all; a look at one of them hides nothing that waits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orientir.access import services as access
from orientir.access.models import Appointment
from orientir.access.roles import GUIDANCE_LEAD, HEAD, MUNICIPAL_COORDINATOR, STUDENT, TEACHER, Role
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.territory.models import Organisation
from tests.access.pages import read
from tests.desk.test_home import GALINA, VERA, ZOYA, first, in_english, in_force, led_to, submit, text_of
from tests.support import world

SignedIn = Callable[[str], Client]
pytestmark = pytest.mark.usefixtures("db")


def appoint(login: str, role: Role, place: str) -> int:
    """Give somebody of the cast one appointment more and return the key of the place."""
    with acting_as(REGISTRAR):
        person = Appointment.objects.filter(person__user__login=login)[0].person
        organisation = Organisation.objects.get(short_name=place)
        access.appoint(person, role, organisation, by=REGISTRAR, at=world.NOON)
        return organisation.pk


def key_of(place: str) -> int:
    with acting_as(REGISTRAR):
        return Organisation.objects.get(short_name=place).pk


def ways_of(home: HttpResponse) -> list[tuple[str, str, bool]]:
    return [(way.label, way.href, way.on) for way in home.context["ways"]]


def test_the_work_of_both_schools_stands_together_each_with_its_school(signed_in: SignedIn) -> None:
    december = [first(VERA, "vera"), first(GALINA, "galina")]
    fives, sixes = in_force("boris", 1, 5, VERA, GALINA)
    other = appoint("vera", GUIDANCE_LEAD, GALINA)

    home = in_english(signed_in("vera")).get("/")

    assert led_to(home, "assignments") == [fives, sixes, *december]
    assert text_of(home).count(VERA) == 1 + 2  # the way to it, and its rows
    assert ways_of(home) == [
        ("All places", "/", True),
        (VERA, f"/?place={key_of(VERA)}", False),
        (GALINA, f"/?place={other}", False),
    ]


def test_a_look_at_one_school_says_what_waits_in_the_other(signed_in: SignedIn) -> None:
    other = appoint("vera", GUIDANCE_LEAD, GALINA)
    in_force("boris", 1, 5, VERA, GALINA)
    in_force("boris", 2, -3, GALINA)
    vera = in_english(signed_in("vera"))

    home = vera.get(f"/?place={key_of(VERA)}")

    assert [work.organisation.short_name for work in home.context["own_work"]] == [VERA, VERA]
    assert [(one.place.name, one.work, one.reports) for one in home.context["elsewhere"]] == [(GALINA, 3, 0)]
    assert f"{GALINA} : 3 more measures to carry out" in text_of(home)
    assert f"/?place={other}" in [deed.address for deed in read(home).deeds]
    assert ways_of(home)[1][2]


def test_where_nothing_waits_elsewhere_nothing_is_said(signed_in: SignedIn) -> None:
    appoint("vera", GUIDANCE_LEAD, GALINA)
    submit("galina", first(GALINA, "galina"))

    home = signed_in("vera").get(f"/?place={key_of(VERA)}")

    assert home.context["elsewhere"] == []


@pytest.mark.parametrize("place", ["0", "", "²", "9" * 30, "foreign"])
def test_a_place_that_is_not_theirs_shows_all(place: str, signed_in: SignedIn) -> None:
    appoint("vera", GUIDANCE_LEAD, GALINA)
    asked = str(key_of(ZOYA)) if place == "foreign" else place

    home = signed_in("vera").get("/", {"place": asked})

    assert led_to(home, "assignments") == [first(VERA, "vera"), first(GALINA, "vera")]


def test_who_has_one_place_is_offered_no_other(signed_in: SignedIn) -> None:
    assert signed_in("vera").get("/").context["ways"] == []


def test_a_coordinator_who_leads_in_a_school_looks_at_either(signed_in: SignedIn) -> None:
    school = appoint("boris", GUIDANCE_LEAD, GALINA)
    submit("vera", first(VERA, "vera"))
    boris = signed_in("boris")

    at_school = boris.get(f"/?place={school}")
    at_office = boris.get(f"/?place={key_of('УО, Белоозерск')}")

    assert led_to(at_school, "assignments") == [first(GALINA, "boris")]
    assert f"{GALINA}, 1 декабря 2099" in text_of(boris.get("/"))  # whose it is, for it is not his only place
    assert [(one.place.name, one.work, one.reports) for one in at_school.context["elsewhere"]] == [
        ("УО, Белоозерск", 0, 1)
    ]
    assert [report.organisation.short_name for report in at_office.context["to_review"]] == [VERA]
    assert at_office.context["elsewhere"] == []  # the school lies in the city: its work is shown here too


def test_a_coordinator_of_two_cities_sees_whose_plan_is_late(signed_in: SignedIn) -> None:
    in_force("boris", 1, -3, VERA)
    in_force("gleb", 1, -3, ZOYA)
    in_force("gleb", 2, 3, ZOYA)
    appoint("boris", MUNICIPAL_COORDINATOR, "УО, Зареченск")
    boris = signed_in("boris")

    both, one = boris.get("/"), boris.get(f"/?place={key_of('УО, Зареченск')}")

    assert sorted(late.office for late in both.context["late"]) == ["УО, Белоозерск", "УО, Зареченск"]
    assert [coming.office for coming in both.context["coming_up"]] == ["УО, Зареченск"]
    assert [plan.name for plan in both.context["roadmaps"]] == [
        "Дорожная карта 2026–2028 · УО, Зареченск",
        "Дорожная карта 2026–2028 · УО, Белоозерск",
    ]
    assert [(late.late, late.office) for late in one.context["late"]] == [(1, "")]
    assert [plan.name for plan in one.context["roadmaps"]] == ["Дорожная карта 2026–2028"]


def test_a_teacher_sees_the_work_of_the_school_and_fills_nothing_in(signed_in: SignedIn) -> None:
    appoint("fyodor", TEACHER, VERA)

    home = in_english(signed_in("fyodor")).get("/")

    assert led_to(home, "assignments") == [first(VERA, "vera")]
    assert "Work of the organisation" in text_of(home)
    assert "Fill in" not in text_of(home)


def test_a_student_is_not_told_to_ask_for_an_appointment(signed_in: SignedIn) -> None:
    appoint("fyodor", STUDENT, VERA)

    words = text_of(in_english(signed_in("fyodor")).get("/"))

    assert "Nothing waits for you here." in words
    assert "appointment" not in words


def test_a_head_without_a_lead_is_told_that_the_work_is_theirs(signed_in: SignedIn) -> None:
    school = appoint("fyodor", HEAD, ZOYA)
    fyodor = in_english(signed_in("fyodor"))

    with_zoya = fyodor.get("/")
    with acting_as(REGISTRAR):
        zoyas = Appointment.objects.get(person__user__login="zoya")
        access.end_appointment(zoyas, by=REGISTRAR, at=timezone.now())
    alone = fyodor.get("/")

    assert "Nobody is responsible for guidance" not in text_of(with_zoya)
    assert f"{ZOYA}: until somebody is appointed this work is yours." in text_of(alone)
    assert f"/organisations/{school}/" in [deed.address for deed in read(alone).deeds]
    assert led_to(alone, "assignments") == [first(ZOYA, "fyodor")]


def test_the_number_of_queries_does_not_grow_with_the_places(signed_in: SignedIn) -> None:
    def asked() -> int:
        vera = signed_in("vera")
        with CaptureQueriesContext(connection) as queries:
            assert vera.get(f"/?place={key_of(VERA)}").status_code == 200
        return len(queries)

    appoint("vera", GUIDANCE_LEAD, GALINA)
    two = asked()
    appoint("vera", GUIDANCE_LEAD, ZOYA)

    assert asked() == two
