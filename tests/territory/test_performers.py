"""Printed performers in time: former names, successors, school plans; and decisions that are remembered."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.journal.models import Entry
from orientir.territory import services
from orientir.territory.choices import Kind, UnitKind
from orientir.territory.classes import NoSuchClass, OrganisationClass
from orientir.territory.performers import (
    REASONS,
    SURE,
    Candidate,
    NothingDecided,
    NoWords,
    Performers,
    Resolution,
    forget,
    remember,
    remembered_in,
    resolve,
)
from orientir.territory.services import facts_of
from tests.support import world
from tests.territory import registers
from tests.territory.registers import DAY, Register

NOW: dict[str, Any] = {"by": REGISTRAR, "at": world.NOON}


@pytest.fixture
def town(db: Any) -> Register:
    with acting_as(REGISTRAR):
        return registers.build(registers.load("own")["town"])


def found(town: Register, printed: str, **more: Any) -> Resolution:
    words = {"territory": town.territory, "on": DAY, "plan_organisation": town.plan} | more
    with acting_as(REGISTRAR):
        return resolve(printed, **words)


def best(town: Register, printed: str, **more: Any) -> Candidate:
    candidate = found(town, printed, **more).best
    assert candidate is not None, printed
    return candidate


def test_a_former_name_finds_the_organisation_and_is_asked_about(town: Register) -> None:
    house = town.organisations["house"]
    with acting_as(REGISTRAR):
        facts = replace(facts_of(house.state_on(DAY)), name="МБУ ДО «Центр «Орбита»", short_name="Орбита")
        services.change_organisation(house, facts, since=DAY, basis="Приказ № 5", **NOW)

    before, after = (best(town, "ДДТ", on=on) for on in (DAY - timedelta(days=1), DAY))

    assert (before.organisations, before.confidence >= SURE, before.reasons) == ((house,), True, ("same_name",))
    assert (after.organisations, after.confidence >= SURE, after.reasons) == (
        (house,),
        False,
        ("same_name", "former_name"),
    )
    assert best(town, "«Орбита»").organisations == (house,)


def test_of_one_that_is_closed_the_successor_is_meant(town: Register) -> None:
    three, one = town.organisations["school_3"], town.organisations["school_1"]
    with acting_as(REGISTRAR):
        services.close_organisation(three, on=DAY, basis="Приказ № 6", successors=[one], **NOW)

    candidate = best(town, "МБОУ СОШ № 3")

    assert candidate.organisations == (one,)
    assert candidate.confidence < SURE
    assert "successor" in candidate.reasons
    assert best(town, "МБОУ СОШ № 3", on=DAY - timedelta(days=1)).organisations == (three,)


def test_in_the_plan_of_a_school_people_are_its_own(town: Register) -> None:
    school = town.organisations["school_1"]

    for printed in ("классные руководители 9 классов", "педагог-психолог", "заместитель директора по ВР"):
        candidate = best(town, printed, plan_organisation=school)
        assert (candidate.organisations, candidate.duty, candidate.confidence >= SURE) == ((school,), printed, True)
    assert best(town, "школа", plan_organisation=school).organisations == (school,)
    assert best(town, "общеобразовательные организации", plan_organisation=school).class_key == "schools"


def test_the_office_of_the_plan_is_meant_by_the_first_word_of_its_name(town: Register) -> None:
    office, youth = town.plan, town.organisations["youth"]

    assert best(town, "управление").organisations == (office,)
    assert found(town, "управление", plan_organisation=youth).is_sure is False


def test_a_unit_is_a_part_of_its_organisation(town: Register) -> None:
    house = town.organisations["house"]
    with acting_as(REGISTRAR):
        services.add_unit(house, kind=UnitKind.BUILDING, name="Клуб «Парус»", **NOW)

    candidate = best(town, "клуб «Парус»")

    assert (candidate.organisations, candidate.duty) == ((house,), "Клуб «Парус»")
    assert "unit" in candidate.reasons


def test_a_decision_comes_first_in_every_case_form_until_it_is_taken_back(town: Register, boris: Actor) -> None:
    plant, now = town.organisations["plant"], dict[str, Any]({"by": boris, "at": world.NOON})
    with acting_as(boris):
        kept = remember("социальные партнёры", territory=town.territory, organisations=[plant], duty="кураторы", **now)

    for printed in ("социальные партнёры", "Социальными партнерами", "социальных партнёров (по согласованию)"):
        assert best(town, printed) == Candidate(1.0, ("remembered",), (plant,), duty="кураторы")
    assert best(town, "социальные партнёры", territory=town.places["Заречный район"]).class_key == "enterprises"

    with acting_as(boris):
        forget(kept, **now)
        assert list(remembered_in(town.territory)) == []
        verbs = ("performer_remembered", "performer_forgotten")
        written = Entry.objects.filter(verb__in=verbs).order_by("pk").values_list("verb", "subject_id")
        assert list(written) == [(verb, kept.pk) for verb in verbs]
    assert best(town, "социальные партнёры").class_key == "enterprises"


def test_a_later_decision_takes_the_place_of_the_one_before(town: Register) -> None:
    with acting_as(REGISTRAR):
        remember("партнёры", territory=town.territory, organisations=[town.organisations["plant"]], **NOW)
        remember("Партнеры", territory=town.territory, class_key="enterprises", **NOW)

    assert best(town, "партнёры") == Candidate(1.0, ("remembered",), class_key="enterprises")


def test_what_was_decided_for_one_that_has_ended_goes_to_its_successor(town: Register) -> None:
    plant, bakery = town.organisations["plant"], town.organisations["bakery"]
    with acting_as(REGISTRAR):
        remember("партнёры", territory=town.territory, organisations=[plant], **NOW)
        services.close_organisation(plant, on=DAY, basis="Решение", successors=[bakery], **NOW)

    assert best(town, "партнёры") == Candidate(1.0, ("remembered", "successor"), (bakery,))


def test_oo_is_asked_about_once_and_known_in_every_form_then(town: Register) -> None:
    forms = {
        "ОО": "schools",
        "образовательные организации города": "schools",
        "ОУ": "schools",
        "ОО, реализующие АОП": "schools.adapted",
        "руководители ОО": "schools",
    }
    before = {printed: found(town, printed) for printed in forms}
    with acting_as(REGISTRAR):
        remember("ОО", territory=town.territory, class_key="schools", **NOW)
    after = {printed: best(town, printed) for printed in forms}

    assert [printed for printed in forms if before[printed].is_sure] == ["руководители ОО"]
    assert {printed: candidate.class_key for printed, candidate in after.items() if printed != "руководители ОО"} == {
        printed: key for printed, key in forms.items() if printed != "руководители ОО"
    }
    assert all(after[printed].confidence >= SURE for printed in forms)


def test_an_own_class_of_the_territory_is_known_by_its_name(town: Register) -> None:
    with acting_as(REGISTRAR):
        own = services.keep_class("Пилотные школы", "schools.g10-11", territory=town.territory, **NOW)

    assert best(town, "пилотным школам").class_key == OrganisationClass(own=own.pk).key


def test_a_decision_says_either_who_or_which_class(town: Register) -> None:
    plant = town.organisations["plant"]
    with acting_as(REGISTRAR):
        words: Any = {"territory": town.territory, **NOW}
        with pytest.raises(NothingDecided):
            remember("партнёры", **words)
        with pytest.raises(NothingDecided):
            remember("партнёры", organisations=[plant], class_key="schools", **words)
        with pytest.raises(NoWords):
            remember(" –, ", organisations=[plant], **words)
        with pytest.raises(NoSuchClass):
            remember("партнёры", class_key="everybody", **words)


@pytest.mark.parametrize("printed", ["", " , ", "(по согласованию)", "\x00", "№", "«»", "0" * 600, "А" * 3000])
def test_nothing_is_found_where_nothing_is_said(town: Register, printed: str) -> None:
    assert found(town, printed).is_sure is False


def test_every_reason_has_its_words(town: Register) -> None:
    with acting_as(REGISTRAR):
        performers = town.performers()
        given = {
            reason
            for printed in town.truth
            for candidate in performers.resolve(printed).candidates
            for reason in candidate.reasons
        }

    assert given <= set(REASONS)


def test_a_plan_is_read_in_as_many_queries_whatever_its_length(town: Register) -> None:
    taken = []
    for printed in (["ОО"], ["ОО", "ДДТ", "МБОУ СОШ № 3", "школы", "КПТ", "Комитет"] * 5):
        with acting_as(REGISTRAR), CaptureQueriesContext(connection) as queries:
            performers = Performers(town.territory, on=DAY, plan_organisation=town.plan)
            for words in printed:
                performers.resolve(words)
        taken.append(len(queries))

    assert taken[0] == taken[1] <= 12


def test_forty_performers_are_found_among_a_thousand_organisations_in_seconds(town: Register) -> None:
    with acting_as(REGISTRAR):
        for number in range(100, 1100):
            services.add_organisation(
                town.territory,
                kind=Kind.SCHOOL,
                name=f"МБОУ «Средняя общеобразовательная школа № {number}»",
                short_name=f"СОШ № {number}",
                **NOW,
            )
        began = time.process_time()
        performers = town.performers()
        right = [printed for printed in list(town.truth)[:40] if performers.resolve(printed).candidates]

        assert (len(right), time.process_time() - began < 15) == (40, True)
