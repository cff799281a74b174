"""The pages of binding and of putting in force, as a coordinator presses through them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.roadmaps.models import Assignment, Measure, Performer, Roadmap
from orientir.roadmaps.services import bind, roadmaps
from orientir.roadmaps.tasks import make_assignments
from orientir.territory.models import Organisation
from tests.support import world
from tests.support.world import NOON

Visit = Callable[[str], Client]


@pytest.fixture
def plan(boris: Actor, db: None) -> Roadmap:
    """A plan just read, whose three measures look alike."""
    return a_plan_of(boris, 3)


def a_plan_of(by: Actor, size: int) -> Roadmap:
    plan = world.a_plan()
    section = plan.sections[0]
    measures = tuple(replace(section.measures[0], number=f"1.{number}.") for number in range(1, size + 1))
    with acting_as(by):
        office = Organisation.objects.get(short_name="УО, Белоозерск")
        roadmap = roadmaps.upload_roadmap(world.a_document(), organisation=office, by=by, at=NOON)
        found = replace(plan, sections=(replace(section, measures=measures),))
        roadmaps.take_in(roadmap, found, by=by, at=NOON)
    return roadmap


def first(plan: Roadmap, by: Actor) -> Measure:
    with acting_as(by):
        return plan.measures.order_by("position")[0]


def send(client: Client, where: str, **fields: object) -> Any:
    key = re.search(r'name="submission_key" value="([^"]+)"', client.get(where).content.decode())
    assert key
    return client.post(where, {**fields, "submission_key": key.group(1)})


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_page_says_what_is_left_and_filters_to_it(signed_in: Visit, plan: Roadmap, boris: Actor) -> None:
    client, where = signed_in("boris"), f"/roadmaps/{plan.pk}/binding/"
    with acting_as(boris):
        bind.confirm_row(first(plan, boris), "term", by=boris, at=NOON)

    everything, terms = words(client.get(where)), words(client.get(f"{where}?open=term"))

    assert "8 строк осталось подтвердить" in everything
    assert [number in everything for number in ("1.1.", "1.2.", "1.3.")] == [True, True, True]
    assert [number in terms for number in ("1.1.", "1.2.", "1.3.")] == [False, True, True]


def test_all_that_look_alike_are_confirmed_in_one_press(signed_in: Visit, plan: Roadmap, boris: Actor) -> None:
    client, where = signed_in("boris"), f"/roadmaps/{plan.pk}/binding/"
    key = re.search(r'name="alike" value="(term \d+)"', client.get(where).content.decode())
    assert key

    answer = client.post(f"{where}confirm/", {"alike": key[1], "open": "term"}, follow=True)

    assert "3 строки подтверждены" in words(answer)
    assert "6 строк осталось подтвердить" in words(answer)


def test_what_has_no_doubt_is_confirmed_in_one_press_and_undone(signed_in: Visit, plan: Roadmap) -> None:
    client, where = signed_in("boris"), f"/roadmaps/{plan.pk}/binding/"

    confirmed = client.post(f"{where}confirm/", {"sure": "1"}, follow=True)
    undone = client.post(f"{where}undo/", follow=True)
    again = client.post(f"{where}redo/", follow=True)

    assert "Всё подтверждено" in words(confirmed)
    assert "9 строк осталось подтвердить" in words(undone)
    assert "Всё подтверждено" in words(again)


@pytest.mark.parametrize("said", [{"one": "term 999999"}, {"alike": "performers 999999"}, {"one": "term x"}])
def test_what_there_is_not_cannot_be_confirmed(said: dict[str, str], signed_in: Visit, plan: Roadmap) -> None:
    assert signed_in("boris").post(f"/roadmaps/{plan.pk}/binding/confirm/", said).status_code == 404


def test_dates_are_set_by_hand_for_all_alike(signed_in: Visit, plan: Roadmap, boris: Actor) -> None:
    where = f"/measures/{first(plan, boris).pk}/dates/"

    wrong = send(signed_in("boris"), where, days="когда получится")
    right = send(signed_in("boris"), where, days="01.10.2027 – 25.11.2027\n20.05.2028", alike="on")

    with acting_as(boris):
        days = {tuple(f"{one.due_on}" for one in measure.occurrences.all()) for measure in plan.measures.all()}
    assert wrong.status_code == 422 and "это не дата" in words(wrong)
    assert right.status_code == 302
    assert days == {("2027-11-25", "2028-05-20")}


def test_a_performer_is_looked_for_and_bound(signed_in: Visit, plan: Roadmap, boris: Actor) -> None:
    client = signed_in("boris")
    with acting_as(boris):
        performer = Performer.objects.get(measure=first(plan, boris), printed="школы")
        five = Organisation.objects.get(short_name="Школа № 5")
    where = f"/roadmaps/performers/{performer.pk}/?q=№ 5"
    said = {"organisations": [five.pk], "part": "submits", "force": "recommended", "alike": "on"}

    both = send(client, where, **said, organisation_class="schools")
    answer = send(client, where, **said)

    with acting_as(boris):
        bound = [
            (list(one.organisations.values_list("short_name", flat=True)), one.force)
            for one in Performer.objects.filter(measure__roadmap=plan, printed="школы").order_by("measure__position")
        ]
    assert both.status_code == 422
    assert answer.status_code == 302
    assert bound == [(["Школа № 5"], "recommended"), (["Школа № 5"], "obligatory"), (["Школа № 5"], "obligatory")]


def test_targets_are_written_and_shown_in_words(signed_in: Visit, plan: Roadmap, boris: Actor) -> None:
    client, where = signed_in("boris"), f"/measures/{first(plan, boris).pk}/targets/"
    said = {"text_0": "Охват экскурсиями", "op_0": ">=", "unit_0": "%", "population_0": "8 класс", "year_0": "2027"}

    without_value = send(client, where, **said)
    answer = send(client, where, **said, value_0="60")

    with acting_as(boris):
        units = [one.unit for one in first(plan, boris).targets.all()]
    assert without_value.status_code == 422
    assert units == ["percent"]
    assert "не менее 60 %" in words(client.get(answer.url, follow=True))


def test_the_rules_are_previewed_before_they_change(signed_in: Visit, plan: Roadmap, boris: Actor) -> None:
    client, where = signed_in("boris"), f"/roadmaps/{plan.pk}/rules/"
    said = {"year": "civil", "annual": "end", "continuous": "year", "day_off": "next", "inner_days": "7"}

    shown = client.post(where, {**said, "preview": "1"})
    with acting_as(boris):
        before = Roadmap.objects.get(pk=plan.pk).rules
    send(client, where, **said)
    with acting_as(boris):
        after = Roadmap.objects.get(pk=plan.pk).rules

    assert "Что изменится" in words(shown) and before == {}
    assert (after["inner_days"], after["day_off"]) == (7, "next")


def test_control_begins_with_a_basis(signed_in: Visit, plan: Roadmap) -> None:
    client, where = signed_in("boris"), f"/roadmaps/{plan.pk}/control/"

    without = send(client, where, control_from="2027-01-15", basis=" ")
    answer = send(client, where, control_from="2027-01-15", basis="приказ № 12")

    assert without.status_code == 422
    assert "приказ № 12" in words(client.get(answer.url))


def test_the_plan_is_put_in_force_seen_on_its_way_and_taken_back(signed_in: Visit, plan: Roadmap, boris: Actor) -> None:
    client, where = signed_in("boris"), f"/roadmaps/{plan.pk}/force/"
    before = words(client.get(where))
    started = words(client.post(where, follow=True))
    with acting_as(boris):
        list(make_assignments.function(plan.pk, by=boris))
        made = Assignment.objects.filter(measure__roadmap=plan).count()
    in_force = words(client.get(where))
    back = words(client.post(f"/roadmaps/{plan.pk}/take-back/", follow=True))

    assert f"{made} пунктов к исполнению" in before
    assert "пунктов: 0 из 3" in started
    assert "Дорожная карта введена в действие" in in_force
    assert f"{made} пунктов к исполнению" in back


def test_measures_of_which_nothing_comes_are_named_with_the_reason(
    signed_in: Visit, plan: Roadmap, boris: Actor
) -> None:
    with acting_as(boris):
        bind.set_dates(first(plan, boris), [], alike=True, by=boris, at=NOON)

    client, where = signed_in("boris"), f"/roadmaps/{plan.pk}/force/"
    page, pressed = words(client.get(where)), words(client.post(where, follow=True))

    assert page.count("нет сроков: декабрь, ежегодно") == 3
    assert "Ничего не получится" in pressed


def test_the_pages_ask_as_often_for_150_measures_as_for_three(signed_in: Visit, boris: Actor, db: None) -> None:
    client = signed_in("boris")
    asked = []
    for size in (3, 150):
        plan = a_plan_of(boris, size)
        for where in (f"/roadmaps/{plan.pk}/binding/", f"/roadmaps/{plan.pk}/force/"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(where).status_code == 200
            asked.append(len(queries))

    assert asked[:2] == asked[2:]
