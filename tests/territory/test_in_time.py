"""What an organisation is called and does is known for each day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from psycopg.types.range import DateRange

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.journal.models import Entry
from orientir.territory import services
from orientir.territory.choices import Founder, Kind, Level, UnitKind
from orientir.territory.models import Organisation, OrganisationState, Territory
from orientir.territory.services import Facts, facts_of, identity_of
from orientir.territory.tasks import settle_names
from tests.support import world

TODAY = world.NOON.date()
BEFORE, AUTUMN, LATER = date(2026, 1, 1), date(2026, 9, 1), TODAY + timedelta(days=60)
LYCEUM = Facts("МБОУ «Лицей № 5»", "Лицей № 5", Founder.REGION, 5, 11, True)


def school() -> Organisation:
    return Organisation.objects.select_related("territory").get(name__contains="5")


def change(facts: Facts, since: date, boris: Actor, *, at: datetime = world.NOON) -> None:
    services.change_organisation(school(), facts, since=since, basis="Приказ № 1", by=boris, at=at)


def called(*days: date) -> list[str]:
    return [school().state_on(day).short_name for day in days]


def test_a_new_name_holds_from_its_day_on_and_the_old_one_before(boris: Actor) -> None:
    with acting_as(boris):
        change(LYCEUM, AUTUMN, boris)

        assert called(BEFORE, AUTUMN - timedelta(days=1), AUTUMN, LATER) == ["Школа № 5"] * 2 + ["Лицей № 5"] * 2
        assert (school().name, school().short_name) == (LYCEUM.name, LYCEUM.short_name)
        assert facts_of(school().state_on(LATER)) == LYCEUM
        entry = Entry.objects.get(verb="organisation_changed")
        assert (entry.organisation_id, entry.facts["since"], entry.facts["fields"]) == (
            school().pk,
            "2026-09-01",
            ["name", "short_name", "founder", "first_grade", "last_grade", "adapted"],
        )


def test_a_change_of_the_past_does_not_undo_a_later_one(boris: Actor) -> None:
    with acting_as(boris):
        change(LYCEUM, AUTUMN, boris)
        change(replace(LYCEUM, short_name="Гимназия № 5"), BEFORE, boris)

        assert called(BEFORE - timedelta(days=1), BEFORE, AUTUMN) == ["Школа № 5", "Гимназия № 5", "Лицей № 5"]


def test_a_change_on_the_same_day_takes_its_place(boris: Actor) -> None:
    with acting_as(boris):
        change(LYCEUM, AUTUMN, boris)
        change(replace(LYCEUM, short_name="Школа-лицей"), AUTUMN, boris)

        assert school().states.count() == 2
        assert called(BEFORE, AUTUMN) == ["Школа № 5", "Школа-лицей"]


def test_a_name_written_down_early_is_used_from_its_day_on(boris: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    with acting_as(boris):
        change(LYCEUM, LATER, boris)
        early = school().name
    monkeypatch.setattr("orientir.territory.tasks.timezone.now", lambda: world.NOON + timedelta(days=60))

    settle_names(0)
    settle_names(0)

    with acting_as(boris):
        assert (early, school().name) == ("МБОУ «Школа № 5»", LYCEUM.name)
        assert Entry.objects.filter(verb="organisation_name_in_force").count() == 1


def test_a_mistake_is_put_right_without_a_history(boris: Actor) -> None:
    with acting_as(boris):
        known = identity_of(school())
        services.correct_organisation(
            school(), LYCEUM, replace(known, code="05", tax_number="7707083893"), by=boris, at=world.NOON
        )

        assert called(BEFORE, LATER) == ["Лицей № 5"] * 2
        assert identity_of(school()) == replace(known, code="05", tax_number="7707083893")
        assert Entry.objects.get(verb="organisation_corrected").facts["fields"][-2:] == ["code", "tax_number"]


def test_a_tax_number_may_be_shared_and_a_code_may_not(boris: Actor) -> None:
    with acting_as(boris):
        words: Any = {"kind": Kind.SCHOOL, "tax_number": "7707083893", "by": boris, "at": world.NOON}
        place = school().territory
        services.add_organisation(place, name="Первая", short_name="П", code="1", **words)
        services.add_organisation(place, name="Вторая", short_name="В", code="2", **words)
        with pytest.raises(services.CodeTaken):
            services.add_organisation(place, name="Третья", short_name="Т", code="2", **words)


def test_nothing_changes_before_an_organisation_opens(boris: Actor) -> None:
    with acting_as(boris):
        identity = replace(identity_of(school()), opened_on=AUTUMN)
        services.correct_organisation(school(), facts_of(school().state_on(TODAY)), identity, by=boris, at=world.NOON)

        with pytest.raises(services.BeforeOpening):
            change(LYCEUM, BEFORE, boris)
        assert [school().is_open_on(day) for day in (BEFORE, AUTUMN)] == [False, True]


def test_two_states_of_one_day_cannot_be_stored(boris: Actor) -> None:
    second = {"during": DateRange(AUTUMN, None), "name": "Вторая", "short_name": "В"}
    with (
        acting_as(boris),
        pytest.raises(IntegrityError),
        journal.entry("organisation_changed", by=boris, at=world.NOON),
    ):
        OrganisationState.objects.create(organisation=school(), **second)


@pytest.mark.parametrize(("first", "last"), [(9, 5), (0, 4), (1, 13), (1, None)])
def test_grades_that_run_backwards_cannot_be_stored(boris: Actor, first: int, last: int | None) -> None:
    with acting_as(boris), pytest.raises(IntegrityError), transaction.atomic():
        change(replace(LYCEUM, first_grade=first, last_grade=last), AUTUMN, boris)


def test_a_unit_opens_and_closes_and_only_a_group_has_ages(boris: Actor) -> None:
    with acting_as(boris):
        group = services.add_unit(
            school(),
            kind=UnitKind.GROUP,
            name="Почемучки",
            youngest=5,
            oldest=6,
            opened_on=AUTUMN,
            by=boris,
            at=world.NOON,
        )
        services.change_unit(
            group, name="Знайки", youngest=6, oldest=7, opened_on=AUTUMN, closed_on=LATER, by=boris, at=world.NOON
        )
        again = services.add_unit(school(), kind=UnitKind.GROUP, name="Знайки", by=boris, at=world.NOON)

        assert [group.is_open_on(day) for day in (BEFORE, AUTUMN, LATER)] == [False, True, False]
        assert again.name == group.name
        with pytest.raises(IntegrityError), transaction.atomic():
            services.add_unit(
                school(), kind=UnitKind.BUILDING, name="Корпус", youngest=1, oldest=2, by=boris, at=world.NOON
            )


def test_a_region_holds_municipalities_and_a_district_lies_in_one(boris: Actor) -> None:
    with acting_as(boris):
        region = services.add_territory("Северская область", level=Level.REGION, by=boris, at=world.NOON)
        town = services.add_territory("Озёрск", level=Level.MUNICIPALITY, parent=region, by=boris, at=world.NOON)

        assert (town.path, town.keys_above) == (f"{region.pk}/{town.pk}/", [region.pk])
        assert services.BENEATH == {Level.REGION: Level.MUNICIPALITY, Level.MUNICIPALITY: Level.DISTRICT}
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            journal.entry("territory_added", by=boris, at=world.NOON),
        ):
            Territory.objects.create(name="Край света", level=Level.REGION, parent=town, path="x")
