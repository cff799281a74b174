"""Cards of roles say what the code grants, in both languages, and one's own roles and places stand together."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation
from django.utils.module_loading import autodiscover_modules

from orientir.access import groups, queries, services
from orientir.access.queries import Place
from orientir.access.role_cards import card_of
from orientir.access.roles import GUIDANCE_LEAD, OBSERVER, ROLES, TEACHER
from orientir.database.context import acting_as
from orientir.database.policy import capabilities
from orientir.database.system_actors import REGISTRAR
from tests.support.world import NOON, actor

from . import staff

pytestmark = pytest.mark.usefixtures("db")
SignedIn = Callable[[str], Client]


@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.code)
def test_a_card_says_each_right_of_the_role_and_no_other(role, signed_in: SignedIn):
    autodiscover_modules("policy")
    page = signed_in("olga").get(f"/roles/{role.code}/").content.decode()

    with translation.override("ru"):
        told = {name for name, one in capabilities().items() if f"<li>{one.words}</li>" in page}
        assert all(f"<li>{words}</li>" in page for words in card_of(role).sees)

    assert told == role.capabilities


def test_a_card_of_an_appointment_is_one_sheet_with_places_to_sign(signed_in: SignedIn):
    staff.add("klara")
    klara = staff.appointment("klara")

    page = signed_in("klara").get(f"/appointments/{klara.pk}/card/").content.decode()

    for words in ("Классова Klara", "МБОУ «Школа № 5»", "Классный руководитель, 9 А", "01.09.2026", "Подпись"):
        assert words in page, words


def test_ones_own_roles_stand_on_one_page_each_with_its_place(signed_in: SignedIn):
    with acting_as(REGISTRAR):
        there = staff.organisation("Школа № 6")
        services.appoint(staff.person("vera"), TEACHER, there, group="9Б", by=REGISTRAR, at=NOON)
    vera = actor("vera")

    with acting_as(vera), translation.override("ru"):
        places = queries.places_of(vera)
    page = signed_in("vera").get("/roles/own/").content.decode()

    assert places == [
        Place(staff.organisation(staff.SCHOOL).pk, "Школа № 5", ("Ответственный за профориентационную работу",)),
        Place(there.pk, "Школа № 6", ("Педагог",)),
    ]
    assert [word in page for word in ("Школа № 5", "Школа № 6", "9 Б")] == [True] * 3


def test_whoever_holds_nothing_is_told_what_to_do(signed_in: SignedIn):
    page = signed_in("nina").get("/roles/own/").content.decode()

    assert "Сейчас у вас нет роли" in page


def test_an_observer_sees_no_students_and_a_lead_those_of_the_school():
    with translation.override("en"):
        assert [str(words) for words in card_of(OBSERVER).sees] == [
            "Sees no texts, no files and no names.",
            "Sees no students and no families.",
        ]
        assert len(card_of(GUIDANCE_LEAD).sees) == 3


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("9а", "9 А"),
        ("9-А", "9 А"),
        ("9 «б», 10B", "9 Б, 10 В"),
        ("09А, 9А", "9 А"),
        ("Кружок  «Старт»", "Кружок «Старт»"),
        (" , ", ""),
    ],
)
def test_a_class_has_one_spelling(typed, stored):
    assert groups.canonical(typed) == stored
