"""Who belongs to a class is a condition on a day, with exceptions that say why."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.engines.naming import vocabulary
from orientir.territory import services
from orientir.territory.choices import Founder, Kind, Level
from orientir.territory.classes import (
    GROUPS,
    TRAITS,
    NoSuchClass,
    OrganisationClass,
    class_of,
    class_of_key,
    class_words,
)
from orientir.territory.members import Members, members
from orientir.territory.models.classes import KEY_LENGTH
from orientir.territory.services import facts_of
from tests.support import world
from tests.territory import registers
from tests.territory.registers import DAY, Register

REPAIRS = "Капитальный ремонт"


@pytest.fixture
def town(db: Any) -> Register:
    with acting_as(REGISTRAR):
        return registers.build(registers.load("own")["town"])


def names(found: Members) -> list[str]:
    return [organisation.short_name for organisation in found.organisations]


def who(town: Register, key: str, on: date = DAY, **more: Any) -> list[str]:
    with acting_as(REGISTRAR):
        return names(members(key, territory=town.territory, on=on, **more))


def test_educational_organisations_are_of_five_kinds_and_schools_of_one(town: Register) -> None:
    kinds = {"school", "kindergarten", "supplementary", "college", "university"}
    expected = sorted(o.short_name for o in town.organisations.values() if o.kind in kinds)

    assert sorted(who(town, "educational")) == expected
    assert sorted(who(town, "schools")) == sorted(
        o.short_name for o in town.organisations.values() if o.kind == Kind.SCHOOL
    )


def test_a_school_of_nine_grades_never_gets_work_about_the_tenth(town: Register) -> None:
    with acting_as(REGISTRAR):
        found = members("schools", territory=town.territory, on=DAY, grades=(10, 11))

    assert names(found) == ["Гимназия № 2", "Лицей «Горизонт»", "МБОУ СОШ № 1", "МБОУ СОШ № 3"]
    assert [(one.organisation.short_name, one.fact) for one in found.unknown] == [
        ("МБОУ СОШ № 13", "grades"),
        ("Школа «Ступени»", "grades"),
        ("Школа-интернат", "grades"),
    ]
    assert "МКОУ ООШ № 5" in who(town, "schools", grades=(8, 9))


def test_kinds_without_grades_get_no_work_about_grades(town: Register) -> None:
    assert who(town, "educational", grades=(10, 11)) == who(town, "schools", grades=(10, 11))


def test_grades_that_are_opened_count_from_their_day_on(town: Register) -> None:
    five = town.organisations["school_5"]
    with acting_as(REGISTRAR):
        facts = replace(facts_of(five.state_on(DAY)), last_grade=11)
        later = DAY + timedelta(days=30)
        services.change_organisation(five, facts, since=later, basis="Приказ", by=REGISTRAR, at=world.NOON)

    assert ["МКОУ ООШ № 5" in who(town, "schools.g10-11", on) for on in (DAY, later)] == [False, True]


def test_conditions_narrow_a_class(town: Register) -> None:
    assert who(town, "schools.growth_point") == ["МБОУ СОШ № 3"]
    assert who(town, "schools.adapted") == ["МБОУ СОШ № 1", "Школа-интернат"]
    assert who(town, "schools.of-private") == ["Школа «Ступени»"]
    assert who(town, f"schools.in-{town.places['Заречный район'].pk}") == ["МБОУ СОШ № 13"]
    assert who(town, "colleges+universities") == ["Педагогический колледж", "СГУ", "Строительный техникум"]


def test_what_is_not_known_is_neither_yes_nor_no(town: Register) -> None:
    with acting_as(REGISTRAR):
        found = members("schools.adapted.of-municipality", territory=town.territory, on=DAY)

    assert names(found) == ["МБОУ СОШ № 1"]
    assert {(one.organisation.short_name, one.fact) for one in found.unknown} == {
        ("Гимназия № 2", "adapted"),
        ("Лицей «Горизонт»", "adapted"),
        ("МБОУ СОШ № 3", "adapted"),
        ("МКОУ ООШ № 5", "adapted"),
        ("МБОУ СОШ № 13", "adapted"),
    }


def test_kindergarten_groups_make_a_school_one_of_the_preschool_organisations(db: Any) -> None:
    with acting_as(REGISTRAR):
        district = registers.build(registers.load("own")["district"])

    assert who(district, "preschool") == ["МКОУ Ключевская ООШ", "Теремок"]
    assert who(district, "kindergarten_groups") == ["МКОУ Ключевская ООШ"]


def test_municipal_authorities_are_not_that_of_the_region(db: Any) -> None:
    with acting_as(REGISTRAR):
        region = registers.build(registers.load("real")["kalmykia"])

    assert region.territory.level == Level.REGION
    assert who(region, "authorities") == ["ОО Озёрного района", "УО г. Элисты", "УО Степного района"]


def test_an_exception_leaves_out_with_a_reason_in_narrower_classes_too(town: Register) -> None:
    three = town.organisations["school_3"]
    with acting_as(REGISTRAR):
        services.except_from_class(
            three, class_of("schools"), territory=town.territory, reason=REPAIRS, until=DAY, by=REGISTRAR, at=world.NOON
        )
        found = members("schools.growth_point", territory=town.territory, on=DAY)
        afterwards = members("schools.growth_point", territory=town.territory, on=DAY + timedelta(days=1))
        elsewhere = members("schools", territory=town.places["Заречный район"], on=DAY)

    assert (names(found), [(one.organisation, one.reason) for one in found.excepted]) == ([], [(three, REPAIRS)])
    assert names(afterwards) == ["МБОУ СОШ № 3"]
    assert elsewhere.excepted == ()


def test_an_exception_lets_in_too_and_is_taken_back(town: Register) -> None:
    college = town.organisations["building"]
    with acting_as(REGISTRAR):
        made = services.except_from_class(
            college,
            class_of("schools"),
            territory=town.territory,
            is_member=True,
            reason="Классы 10–11 при техникуме",
            by=REGISTRAR,
            at=world.NOON,
        )
        with pytest.raises(services.ExceptedAlready):
            services.except_from_class(
                college, class_of("schools"), territory=town.territory, reason="Ещё раз", by=REGISTRAR, at=world.NOON
            )
    before = who(town, "schools")
    with acting_as(REGISTRAR):
        services.end_exception(made, by=REGISTRAR, at=world.NOON)

    assert set(before) - set(who(town, "schools")) == {"Строительный техникум"}


def test_an_own_class_has_a_rule_or_its_members_one_by_one(town: Register) -> None:
    with acting_as(REGISTRAR):
        words: Any = {"territory": town.territory, "by": REGISTRAR, "at": world.NOON}
        ruled = services.keep_class("Старшая школа", "schools.g10-11", **words)
        listed = services.keep_class("Пилотные площадки", "", **words)
        key = OrganisationClass(own=listed.pk).key
        services.except_from_class(
            town.organisations["sun"], class_of_key(key), is_member=True, reason="Приказ № 3", **words
        )
        with pytest.raises(services.NameTaken):
            services.keep_class("старшая  школа", "", **words)

    assert who(town, OrganisationClass(own=ruled.pk).key) == who(town, "schools.g10-11")
    assert who(town, key) == ["Детский сад № 3"]
    with acting_as(REGISTRAR):
        assert class_words(OrganisationClass(own=ruled.pk, traits=("adapted",))) == "Старшая школа · реализуют АОП"
        services.remove_class(listed, by=REGISTRAR, at=world.NOON)
    with acting_as(REGISTRAR), pytest.raises(NoSuchClass):
        members(key, territory=town.territory, on=DAY)


def test_members_are_found_in_as_many_queries_whatever_their_number(town: Register) -> None:
    taken = []
    for key in ("universities", "educational.adapted"):
        with acting_as(REGISTRAR), CaptureQueriesContext(connection) as queries:
            members(key, territory=town.territory, on=DAY)
        taken.append(len(queries))

    assert taken == [4, 4]


KEYS = st.builds(
    lambda groups, founder, traits, grades, within: OrganisationClass(
        class_of(*groups).groups, None, founder, tuple(t for t in TRAITS if t in traits), grades, within
    ),
    st.sets(st.sampled_from(sorted(GROUPS)), min_size=1, max_size=3),
    st.sampled_from(["", *Founder.values]),
    st.sets(st.sampled_from(sorted(TRAITS))),
    st.none() | st.tuples(st.integers(1, 9), st.integers(9, 12)),
    st.none() | st.integers(1, 999),
)


@given(found=KEYS)
def test_a_class_is_read_from_its_key(found: OrganisationClass) -> None:
    assert class_of_key(found.key) == found
    assert found.is_narrower_than(found)
    assert found.fits_key is (len(found.key) <= KEY_LENGTH)


@given(
    key=st.text(max_size=20)
    | st.sampled_from(["schools.", "schools+schools", "own-", "own-1.x", "schools.g9-8", "in-1"])
)
def test_no_other_text_is_a_key(key: str) -> None:
    with suppress(NoSuchClass):
        assert class_of_key(key).key == key


def test_every_class_that_the_words_of_plans_name_is_registered() -> None:
    read = {group for saying in vocabulary.SAYINGS for group in (*saying.groups, *saying.others)}
    read |= set(vocabulary.LEVELS.values()) | {place for _, place, _ in vocabulary.DUTIES}

    assert read <= set(GROUPS)
    assert {trait for _, trait in vocabulary.TRAITS} == set(TRAITS)
    assert {owner for _, owner in vocabulary.OWNERS} == set(Founder.values)
