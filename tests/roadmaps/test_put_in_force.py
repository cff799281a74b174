"""Measures become assignments."""

from __future__ import annotations

from datetime import date

import pytest

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.roadmaps.models import Assignment, Roadmap
from orientir.roadmaps.services import assignments, roadmaps
from orientir.territory.models import Organisation
from tests.support.world import DUE, NOON, a_document

MARCH = date(2099, 3, 1)


@pytest.fixture
def roadmap(boris: Actor) -> Roadmap:
    with acting_as(boris):
        return Roadmap.objects.get(organisation__in=boris.scope("roadmaps.keep_roadmaps"))


@pytest.fixture
def schools(boris: Actor) -> list[Organisation]:
    with acting_as(boris):
        return list(Organisation.objects.filter(pk__in=boris.scope("roadmaps.keep_roadmaps"), kind="school"))


def test_each_measure_becomes_work_of_each_organisation(
    roadmap: Roadmap, schools: list[Organisation], boris: Actor
) -> None:
    with acting_as(boris):
        measures = list(roadmap.measures.all())[1:]
        made = assignments.put_in_force(roadmap, measures, schools, due_on=MARCH, by=boris, at=NOON)

        found = Assignment.objects.filter(due_on=MARCH)
        assert made == 4
        assert {(work.measure_id, work.organisation_id, work.state) for work in found} == {
            (measure.pk, school.pk, "waiting") for measure in measures for school in schools
        }


def test_doing_it_again_makes_nothing_and_leaves_what_is_there(
    roadmap: Roadmap, schools: list[Organisation], boris: Actor
) -> None:
    with acting_as(boris):
        first = list(roadmap.measures.all())[:1]
        before = set(Assignment.objects.filter(due_on=DUE).values_list("pk", flat=True))

        assert assignments.put_in_force(roadmap, first, schools, due_on=DUE, by=boris, at=NOON) == 0
        assert set(Assignment.objects.filter(due_on=DUE).values_list("pk", flat=True)) == before


def test_who_has_the_measure_already_is_passed_over(
    roadmap: Roadmap, schools: list[Organisation], boris: Actor
) -> None:
    with acting_as(boris):
        first = list(roadmap.measures.all())[:1]

        assert assignments.put_in_force(roadmap, first, schools, due_on=MARCH, by=boris, at=NOON) == 0
        assert not Assignment.objects.filter(due_on=MARCH).exists()


def test_the_same_measure_may_be_due_on_another_day_where_that_is_meant(
    roadmap: Roadmap, schools: list[Organisation], boris: Actor
) -> None:
    with acting_as(boris):
        first = list(roadmap.measures.all())[:1]

        assert assignments.put_in_force(roadmap, first, schools, due_on=MARCH, again=True, by=boris, at=NOON) == len(
            schools
        )


def test_a_document_that_is_not_read_has_nothing_to_put_in_force(
    roadmap: Roadmap, schools: list[Organisation], boris: Actor
) -> None:
    with acting_as(boris):
        unread = roadmaps.upload_roadmap(a_document(), organisation=roadmap.organisation, by=boris, at=NOON)
        with pytest.raises(assignments.NotRead):
            assignments.put_in_force(unread, [], schools, due_on=MARCH, by=boris, at=NOON)
