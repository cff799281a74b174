"""The list of organisations: fifty on a page, found by words of either name."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.territory import services
from orientir.territory.choices import Kind
from tests.support import world

NAMES = {
    "СОШ № 7": "Средняя общеобразовательная школа № 7",
    "Лицей «Ёлочка»": "Муниципальный лицей «Ёлочка»",
    "Гимназия № 12": "Гимназия № 12 имени В. И. Даля",
}


@pytest.fixture
def town(boris: Actor) -> None:
    with acting_as(boris):
        territory = world.Organisation.objects.get(short_name="Школа № 5").territory
        for number in range(100, 160):
            _add(territory, f"Школа № {number}", f"Школа № {number}", boris)
        for short_name, name in NAMES.items():
            _add(territory, name, short_name, boris)


def _add(territory: Any, name: str, short_name: str, boris: Actor) -> None:
    services.add_organisation(territory, kind=Kind.SCHOOL, name=name, short_name=short_name, by=boris, at=world.NOON)


def shown(response: Any) -> list[str]:
    return [organisation.short_name for organisation in response.context["organisations"]]


@pytest.mark.usefixtures("town")
def test_fifty_stand_on_a_page_in_the_order_of_an_index(signed_in: Any) -> None:
    boris = signed_in("boris")

    with CaptureQueriesContext(connection) as queries:
        first = boris.get("/organisations/")
    second = boris.get("/organisations/?page=2")

    assert len(shown(first)) == 50
    assert shown(first)[:5] == ["Гимназия № 12", "Лицей «Ёлочка»", "СОШ № 7", "УО, Белоозерск", "Школа № 5"]
    assert shown(first)[5:8] == ["Школа № 6", "Школа № 100", "Школа № 101"]
    assert shown(second)[-1] == "Школа № 159"
    assert len(shown(first) + shown(second)) == 66
    assert 'href="?page=2"' in first.content.decode()
    assert len(queries) < 20


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("елочка", ["Лицей «Ёлочка»"]),
        ("  ЛИЦЕЙ муниципальный ", ["Лицей «Ёлочка»"]),
        ("сош", ["СОШ № 7"]),
        ("общеобразовательная", ["СОШ № 7"]),
        ("даля", ["Гимназия № 12"]),
        ("школа № 159", ["Школа № 159"]),
        ("лицей даля", []),
        ("Зареченск", []),
    ],
)
def test_all_words_stand_in_one_of_the_names(signed_in: Any, words: str, found: list[str]) -> None:
    response = signed_in("boris").get("/organisations/", {"q": words})

    assert shown(response) == found
    assert ("Организаций с такими словами" in response.content.decode()) is not bool(found)
