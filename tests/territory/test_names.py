"""Names of territories, organisations and units: in the order of a Russian index, and each of them once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from orientir.access import services as access
from orientir.access.models import Appointment
from orientir.access.roles import OBSERVER
from orientir.accounts import services as accounts
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.journal.models import Entry
from orientir.people.models import Person
from orientir.territory import policy, services
from orientir.territory.choices import Kind, Level, UnitKind
from orientir.territory.models import Organisation, Territory
from tests.support import world
from tests.support.threads import at_once


def school() -> Organisation:
    return Organisation.objects.select_related("territory").get(short_name="Школа № 5")


def add_unit(name: str, boris: Actor) -> None:
    services.add_unit(school(), kind=UnitKind.BUILDING, name=name, by=boris, at=world.NOON)


def add_district(name: str, boris: Actor) -> None:
    services.add_territory(name, level=Level.DISTRICT, parent=school().territory, by=boris, at=world.NOON)


def test_units_stand_as_in_a_russian_index(boris: Actor) -> None:
    with acting_as(boris):
        for name in ("Корпус 10", "Ёлочка", "Жаворонок", "Корпус 2", "Берёзка", "Ель"):
            add_unit(name, boris)

        names = [unit.name for unit in school().units.all()]

    assert names == ["Берёзка", "Ель", "Ёлочка", "Жаворонок", "Корпус 2", "Корпус 10"]


def test_territories_stand_as_in_a_russian_index(boris: Actor) -> None:
    with acting_as(boris):
        for name in ("Район 10", "Ёлкинский район", "Железнодорожный район", "Район 9"):
            add_district(name, boris)

        names = [territory.name for territory in policy.territories_kept(boris)]

    assert names == ["Белоозерск", "Ёлкинский район", "Железнодорожный район", "Район 9", "Район 10"]


def test_a_coordinator_keeps_the_districts_of_the_own_municipality_and_no_others(boris: Actor, gleb: Actor) -> None:
    with acting_as(boris):
        add_district("Заречный район", boris)
        kept = {str(territory) for territory in policy.territories_kept(boris)}
        divided = {str(territory) for territory in policy.territories_to_divide(boris)}
    with acting_as(gleb):
        others = {str(territory) for territory in policy.territories_kept(gleb)}

    assert kept == {"Белоозерск", "Заречный район"}
    assert divided == {"Белоозерск"}
    assert others == {"Зареченск"}


@pytest.mark.parametrize("again", ["Корпус «Ёлочка»", "корпус  елочка"])
@pytest.mark.parametrize("add", [add_unit, add_district])
def test_a_name_that_differs_in_case_quotes_or_yo_is_taken(boris: Actor, add: Callable[..., None], again: str) -> None:
    with acting_as(boris):
        add("Корпус Ёлочка", boris)
        with pytest.raises(services.NameTaken):
            add(again, boris)


def add_a_school(boris: Actor) -> None:
    territory = school().territory
    services.add_organisation(
        territory, kind=Kind.SCHOOL, name="Школа № 70", short_name="№ 70", by=boris, at=world.NOON
    )


def add_a_unit(boris: Actor) -> None:
    add_unit("Корпус 2", boris)


def add_a_district(boris: Actor) -> None:
    add_district("Заречный район", boris)


def make_an_account(boris: Actor) -> None:
    accounts.make_account("anna", None, by=boris, at=world.NOON)


def appoint_galina_observer(boris: Actor) -> None:
    with acting_as(REGISTRAR):
        galina = Person.objects.get(user__login="galina")
        office = Organisation.objects.get(short_name="УО, Белоозерск")
        access.appoint(galina, OBSERVER, office, by=boris, at=world.NOON)


def end_veras_appointment(boris: Actor) -> None:
    access.end_appointment(veras_appointment(), by=boris, at=world.NOON)


def veras_appointment() -> Appointment:
    with acting_as(REGISTRAR):
        return Appointment.objects.get(person__user__login="vera")


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize(
    ("deed", "verb", "refusal"),
    [
        (add_a_school, "organisation_added", services.NameTaken),
        (add_a_unit, "unit_added", services.NameTaken),
        (add_a_district, "territory_added", services.NameTaken),
        (make_an_account, "account_made", accounts.LoginTaken),
        (appoint_galina_observer, "appointed", access.AlreadyAppointed),
        (end_veras_appointment, "appointment_ended", access.AlreadyEnded),
    ],
)
def test_of_five_who_do_the_same_at_once_one_does_it_and_four_are_told(
    deed: Callable[[Actor], None], verb: str, refusal: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    boris = world.actor("boris")
    # As each of them had it before their eyes before anybody began.
    seen = veras_appointment()
    monkeypatch.setitem(globals(), "veras_appointment", lambda: Appointment(pk=seen.pk, during=seen.during))

    def do() -> Any:
        with acting_as(boris):
            deed(boris)

    done = at_once([do] * 5)

    assert sorted(type(one).__name__ for one in done) == sorted(["NoneType", *[refusal.__name__] * 4])
    with acting_as(boris):
        assert Entry.objects.filter(verb=verb, actor=boris.name, at=world.NOON).count() == 1


def test_a_municipality_and_a_district_are_told_apart_by_the_database(boris: Actor) -> None:
    with acting_as(boris):
        levels = dict(Territory.objects.values_list("name", "level"))

    assert levels == {"Белоозерск": Level.MUNICIPALITY, "Зареченск": Level.MUNICIPALITY}
