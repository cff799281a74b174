"""An organisation ends: its open work passes by a list that was shown, and what is past stays with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.journal.models import Entry
from orientir.territory import inheritance, services
from orientir.territory.choices import Kind, UnitKind
from orientir.territory.models import Organisation
from tests.support import world

CLOSING = date(2026, 9, 1)
EARLIER, LATER = CLOSING - timedelta(days=1), CLOSING + timedelta(days=300)


class Desk:
    """Work as an app above keeps it: what each organisation has to do, and until when."""

    def __init__(self) -> None:
        self.work: dict[int, list[tuple[str, date]]] = {}

    def open_work(self, organisation: Organisation, *, on: date, by: Actor) -> list[inheritance.Work]:
        return [
            inheritance.Work(title, f"{day:%d.%m.%Y}") for title, day in self.work.get(organisation.pk, []) if day >= on
        ]

    def pass_on(self, organisation: Organisation, *, to: Organisation, on: date, by: Actor, at: datetime) -> int:
        mine = self.work.get(organisation.pk, [])
        passing = [work for work in mine if work[1] >= on]
        self.work[organisation.pk] = [work for work in mine if work[1] < on]
        self.work.setdefault(to.pk, []).extend(passing)
        return len(passing)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(inheritance, "_sources", {})
    found = Desk()
    inheritance.register("desk", "Поручения", open_work=found.open_work, pass_on=found.pass_on)
    yield found


def school(number: int) -> Organisation:
    return Organisation.objects.select_related("territory").get(short_name=f"Школа № {number}")


def close(closing: Organisation, boris: Actor, *successors: Organisation, **more: Any) -> int:
    words = {"on": CLOSING, "basis": "Постановление № 7", "by": boris, "at": world.NOON} | more
    return services.close_organisation(closing, successors=successors, **words)


def test_open_work_is_listed_before_and_passes_to_the_successor(boris: Actor, desk: Desk) -> None:
    with acting_as(boris):
        five, six = school(5), school(6)
        desk.work = {five.pk: [("прошлое", EARLIER), ("будущее", LATER)], six.pk: [("своё", LATER)]}

        shown = inheritance.estate_of(five, on=CLOSING, by=boris)
        passed = close(five, boris, six)

        assert shown == [inheritance.Estate("Поручения", (inheritance.Work("будущее", f"{LATER:%d.%m.%Y}"),))]
        assert passed == 1
        assert desk.work == {five.pk: [("прошлое", EARLIER)], six.pk: [("своё", LATER), ("будущее", LATER)]}
        entry = Entry.objects.get(verb="organisation_closed")
        assert entry.facts == {"on": "2026-09-01", "successors": [six.pk], "heir": six.pk, "passed": 1}


def test_who_does_the_work_is_known_for_each_day(boris: Actor, desk: Desk) -> None:
    with acting_as(boris):
        five, six = school(5), school(6)
        seven = services.add_organisation(
            five.territory, kind=Kind.SCHOOL, name="Школа № 7", short_name="Школа № 7", by=boris, at=world.NOON
        )
        close(five, boris, six)
        close(six, boris, seven, on=LATER)

        days = (EARLIER, CLOSING, LATER)
        assert [school(5).successors_on(day) for day in days] == [[five], [six], [seven]]
        assert [school(6).successors_on(day) for day in days] == [[six], [six], [seven]]


def test_one_of_several_successors_takes_the_work_over(boris: Actor, desk: Desk) -> None:
    with acting_as(boris):
        five, six, office = school(5), school(6), Organisation.objects.get(short_name="УО, Белоозерск")
        desk.work = {five.pk: [("будущее", LATER)]}
        with pytest.raises(services.HeirMissing):
            close(five, boris, six, office)
        assert desk.work == {five.pk: [("будущее", LATER)]}

        close(five, boris, six, office, heir=office)

        assert desk.work == {five.pk: [], office.pk: [("будущее", LATER)]}
        assert school(5).successors_on(LATER) == [office, six]


def test_without_a_successor_the_work_stays_and_nobody_does_it(boris: Actor, desk: Desk) -> None:
    with acting_as(boris):
        five = school(5)
        desk.work = {five.pk: [("будущее", LATER)]}

        assert close(five, boris) == 0
        assert desk.work == {five.pk: [("будущее", LATER)]}
        assert school(5).successors_on(LATER) == []


def test_units_close_with_it_and_its_name_is_free_again(boris: Actor, desk: Desk) -> None:
    with acting_as(boris):
        five = school(5)
        services.add_unit(five, kind=UnitKind.BUILDING, name="Корпус 2", by=boris, at=world.NOON)
        services.add_unit(five, kind=UnitKind.BUILDING, name="Корпус 3", opened_on=LATER, by=boris, at=world.NOON)
        close(five, boris, school(6))
        namesake = services.add_organisation(
            five.territory, kind=Kind.SCHOOL, name=five.name, short_name="Новая № 5", by=boris, at=world.NOON
        )

        assert [(unit.name, unit.closed_on) for unit in five.units.all()] == [("Корпус 2", CLOSING)]
        assert namesake.name == five.name
        with pytest.raises(services.NameTaken):
            services.take_back_closing(five, by=boris, at=world.NOON)


def test_a_closing_by_mistake_is_taken_back(boris: Actor, desk: Desk) -> None:
    with acting_as(boris):
        five = school(5)
        services.add_unit(five, kind=UnitKind.BUILDING, name="Корпус 2", by=boris, at=world.NOON)
        close(five, boris, school(6))

        services.take_back_closing(five, by=boris, at=world.NOON)

        assert school(5).successors_on(LATER) == [five]
        assert [unit.closed_on for unit in five.units.all()] == [None]
        assert not school(5).successors.exists()
        with pytest.raises(services.StillOpen):
            services.take_back_closing(five, by=boris, at=world.NOON)


def test_what_cannot_be_is_refused(boris: Actor, desk: Desk) -> None:
    with acting_as(boris):
        five, six = school(5), school(6)
        with pytest.raises(services.SuccessorClosed):
            close(five, boris, five)
        close(six, boris)
        with pytest.raises(services.SuccessorClosed):
            close(five, boris, school(6))
        with pytest.raises(services.AlreadyClosed):
            close(six, boris)


def test_two_kinds_of_work_do_not_share_a_name(desk: Desk) -> None:
    with pytest.raises(inheritance.SourceTaken):
        inheritance.register("desk", "Другое", open_work=desk.open_work, pass_on=Desk().pass_on)


def test_the_page_shows_the_work_for_the_day_that_is_sent(signed_in: Any, boris: Actor, desk: Desk) -> None:
    with acting_as(boris):
        five, six = school(5), school(6)
    desk.work = {five.pk: [("Отчёт за год", LATER)]}
    client, address = signed_in("boris"), f"/organisations/{five.pk}/close/"
    page = client.get(address, {"on": "2026-09-01"})
    sent = {
        "on": f"{LATER + timedelta(days=1):%Y-%m-%d}",
        "shown_for": "2026-09-01",
        "basis": "Приказ",
        "heir": six.pk,
        "submission_key": page.context["submission_key"],
    }

    refused = client.post(address, sent)
    again = client.post(address, {**sent, "shown_for": sent["on"]})

    assert "Отчёт за год" in page.content.decode()
    assert (refused.status_code, "Отчёт за год" in refused.content.decode()) == (422, False)
    assert (again.status_code, again.headers["Location"]) == (302, f"/organisations/{five.pk}/")
    with acting_as(boris):
        assert school(5).closed_on == LATER + timedelta(days=1)
