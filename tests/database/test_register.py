"""A gap in the data register is named: what is not declared, declared in vain, or left unguarded."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import models
from django.test.utils import isolate_apps

from orientir.database import register
from orientir.database.register import Field, Sensitivity, none, personal

PERSON = "people.Person"


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> dict[str, register.Declaration]:
    """Return a copy of the register that stands in for it: faults are planted in it."""
    register.declarations()
    copy = dict(register._declarations)
    monkeypatch.setattr(register, "_declarations", copy)
    return copy


def test_an_undeclared_model_is_named(planted):
    del planted[PERSON]

    assert list(register.gaps()) == ["people.Person is not declared in the data register"]


def test_an_undeclared_field_is_named(planted):
    person = planted[PERSON]
    known = {name: field for name, field in person.fields.items() if name != "middle_name"}
    planted[PERSON] = replace(person, fields=known)

    assert list(register.gaps()) == ["people.Person.middle_name is not declared in the data register"]


def test_a_new_field_of_a_model_is_named(planted, monkeypatch):
    snils = models.CharField(max_length=14)
    snils.set_attributes_from_name("snils")
    snils.concrete = True
    person = planted[PERSON].model
    fields = [*person._meta.get_fields(), snils]
    monkeypatch.setattr(person._meta, "get_fields", lambda: fields)

    assert list(register.gaps()) == ["people.Person.snils is not declared in the data register"]


def test_personal_data_without_a_wall_are_named(planted):
    planted[PERSON] = replace(planted[PERSON], wall=None)

    assert list(register.gaps()) == ["people.Person holds personal data but has no wall"]


@pytest.mark.parametrize("sensitivity", [Sensitivity.PERSONAL, Sensitivity.SPECIAL])
@pytest.mark.parametrize(("purpose", "term"), [("", "one year"), ("to know who it is", ""), ("", "")])
def test_personal_data_without_purpose_or_term_are_named(planted, sensitivity, purpose, term):
    fields = planted[PERSON].fields | {"last_name": Field(sensitivity, purpose, term)}
    planted[PERSON] = replace(planted[PERSON], fields=fields)

    assert list(register.gaps()) == [f"people.Person.last_name is {sensitivity} but has no purpose or no term"]


def test_what_is_declared_in_vain_is_named(planted):
    person = planted[PERSON]
    planted[PERSON] = replace(person, fields=person.fields | none("nickname"))
    planted["people.Pet"] = replace(person, label="people.Pet")

    assert list(register.gaps()) == [
        "people.Person.nickname is declared but does not exist",
        "people.Pet is declared but is no model",
    ]


@isolate_apps("orientir.people")
def test_the_hidden_table_between_two_models_is_to_be_declared_too(planted):
    class Club(models.Model):  # noqa: DJ008  (nobody sees one)
        members = models.ManyToManyField("people.Club")

        class Meta:
            app_label = "people"

    planted.clear()
    register.declare("people.Club", none("id", "members"))

    assert list(_gaps_among(Club)) == ["people.Club_members is not declared in the data register"]


def _gaps_among(model: type[models.Model]) -> list[str]:
    everything = model._meta.apps
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(register, "apps", everything)
        return list(register.gaps())


def test_one_word_declares_many_fields():
    purpose = {"purpose": "to know who it is", "term": "one year"}

    assert none("id") | personal("first_name", "last_name", **purpose) == {
        "id": Field(Sensitivity.NONE, "", ""),
        "first_name": Field(Sensitivity.PERSONAL, *purpose.values()),
        "last_name": Field(Sensitivity.PERSONAL, *purpose.values()),
    }
