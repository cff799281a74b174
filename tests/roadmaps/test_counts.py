"""The counts behind every progress are what counting all assignments anew gives, whatever was done."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.engines.counts import Figure
from orientir.roadmaps import queries
from orientir.roadmaps.choices import AssignmentState, Outcome
from orientir.roadmaps.models import Assignment, AssignmentCount, Measure, Report, Roadmap, Section
from orientir.roadmaps.queries.figures import LEFT_OUT, SHOWN_STATES
from orientir.roadmaps.queries.recount import CountDifference, count_differences
from orientir.roadmaps.services import control, force, reports
from orientir.territory.models import Organisation
from tests.roadmaps.running import give
from tests.support import world
from tests.support.world import NOON

pytestmark = pytest.mark.usefixtures("db")

NEW_YEAR = date(2026, 12, 31)
NUMBERS = st.integers(0, 50)
DEEDS = st.lists(st.tuples(st.integers(0, 7), NUMBERS, NUMBERS), max_size=12)


class Office:
    """Boris and his two schools, doing whatever they are told by numbers."""

    def __init__(self) -> None:
        self.boris = world.actor("boris")
        self.leads = {"Школа № 5": world.actor("vera"), "Школа № 6": world.actor("galina")}
        with acting_as(self.boris):
            self.roadmap = Roadmap.objects.get(organisation__in=self.boris.organisations)
            self.schools = list(Organisation.objects.filter(kind="school", pk__in=self.boris.organisations))
            with journal.entry("section_added", by=self.boris, at=NOON, about=self.roadmap):
                Section.objects.create(roadmap=self.roadmap, position=7, title="Вторая")

    def do(self, which: int, one: int, other: int) -> None:
        deeds: list[Callable[[int, int], None]] = [
            self.give,
            self.submit,
            self.accept,
            self.turn_back,
            self.close,
            self.open_again,
            self.move,
            self.shift,
        ]
        deeds[which](one, other)

    def give(self, one: int, other: int) -> None:
        with acting_as(self.boris):
            measures = list(self.roadmap.measures.all())
            chosen, due_on = measures[one % len(measures)], NEW_YEAR + timedelta(days=other - 25)
            there = set(chosen.assignments.filter(due_on=due_on).values_list("organisation_id", flat=True))
        give(chosen, due_on, [school for school in self.schools[: 1 + other % 2] if school.pk not in there])

    def submit(self, one: int, other: int) -> None:
        if found := self.some(one, AssignmentState.WAITING, AssignmentState.RETURNED):
            lead = self.leads[found.organisation.short_name]
            with acting_as(lead):
                reports.submit_report(found, "Сделано.", by=lead, at=NOON)

    def accept(self, one: int, other: int) -> None:
        if found := self.some(one, AssignmentState.SUBMITTED):
            with acting_as(self.boris):
                reports.accept_report(Report.objects.get(assignment=found), by=self.boris, at=NOON)

    def turn_back(self, one: int, other: int) -> None:
        if found := self.some(one, AssignmentState.SUBMITTED):
            with acting_as(self.boris):
                reports.return_report(Report.objects.get(assignment=found), "Мало.", by=self.boris, at=NOON)

    def close(self, one: int, other: int) -> None:
        if found := self.some(one, AssignmentState.WAITING, AssignmentState.SUBMITTED):
            with acting_as(self.boris):
                outcome = control.CLOSES_WITH[other % len(control.CLOSES_WITH)]
                control.close([found], outcome, basis="письмо № 7", by=self.boris, at=NOON)

    def open_again(self, one: int, other: int) -> None:
        if found := self.some(one, AssignmentState.CLOSED):
            with acting_as(self.boris):
                control.open_again([found], basis="письмо № 8", by=self.boris, at=NOON)

    def move(self, one: int, other: int) -> None:
        if found := self.some(one, AssignmentState.WAITING):
            with acting_as(self.boris):
                day = NEW_YEAR + timedelta(days=other - 25)
                control.move_due_date([found], day, basis="письмо № 9", by=self.boris, at=NOON)

    def shift(self, one: int, other: int) -> None:
        """Move a measure to another section, as people may while it is in force."""
        with acting_as(self.boris), journal.entry("measure_moved", by=self.boris, at=NOON, about=self.roadmap):
            measure = self.roadmap.measures.all()[one % self.roadmap.measures.count()]
            sections = list(self.roadmap.sections.all())
            Measure.objects.filter(pk=measure.pk).update(section=sections[other % len(sections)])

    def some(self, number: int, *states: str) -> Assignment | None:
        with acting_as(self.boris):
            found = list(
                Assignment.objects.filter(measure__roadmap=self.roadmap, state__in=states)
                .select_related("organisation")
                .order_by("pk")
            )
        return found[number % len(found)] if found else None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_after_any_deeds_the_counts_are_right_and_so_is_every_figure_told_from_them(
    deeds: list[tuple[int, int, int]],
) -> None:
    with transaction.atomic():
        office = Office()
        for deed in deeds:
            office.do(*deed)

        with acting_as(office.boris):
            assert count_differences() == []
            assert not AssignmentCount.objects.filter(total__lte=0).exists()
            assert told(office) == counted_one_by_one(office)
        transaction.set_rollback(True)


def told(office: Office) -> dict[tuple[int, int], Figure]:
    figures = queries.figures_of(office.boris, [office.roadmap.pk])[office.roadmap.pk]
    return {key: figure for key, figure in figures.by_part_and_year.items() if figure.denominator}


def counted_one_by_one(office: Office) -> dict[tuple[int, int], Figure]:
    found: dict[tuple[int, int], Figure] = {}
    for one in Assignment.objects.filter(measure__roadmap=office.roadmap).select_related("measure"):
        if one.outcome not in LEFT_OUT:
            key = one.measure.section_id, one.due_on.year
            found[key] = found.get(key, Figure(0, 0)) + Figure(int(one.outcome == Outcome.DONE), 1)
    return found


def test_what_is_taken_back_is_counted_no_more() -> None:
    office = Office()
    with acting_as(office.boris):
        force.take_back(office.roadmap, by=office.boris, at=NOON)

        assert list(AssignmentCount.objects.filter(roadmap=office.roadmap)) == []
        assert count_differences() == []


def test_every_state_and_outcome_is_counted_as_its_passport_says() -> None:
    every = {*AssignmentState.values, *Outcome.values} - {AssignmentState.ACCEPTED, AssignmentState.CLOSED}

    assert every <= set(SHOWN_STATES)
    for state in SHOWN_STATES:
        alone = queries.Tally({state: 1}).progress
        out = state in (*LEFT_OUT, AssignmentState.ARCHIVE)
        assert alone == Figure(int(state == Outcome.DONE), 0 if out else 1), state


def test_check_counts_says_that_all_is_right() -> None:
    said = io.StringIO()

    call_command("check_counts", stdout=said)

    assert said.getvalue() == "Подсчёты пунктов к исполнению верны.\n"


@pytest.mark.parametrize("fault", ["one too many", "one missing", "one that is not there"])
def test_check_counts_finds_a_planted_fault(fault: str, boris: Actor) -> None:
    with acting_as(boris):
        one = AssignmentCount.objects.filter(organisation__short_name="Школа № 5").get()
        facts: dict[str, Any] = {
            "roadmap_id": one.roadmap_id,
            "section_id": one.section_id,
            "organisation_id": one.organisation_id,
            "year": one.year,
        }
        if fault == "one too many":
            AssignmentCount.objects.filter(pk=one.pk).update(total=2)
            expected = CountDifference(*facts.values(), "waiting", "", there=1, counted=2)
        elif fault == "one missing":
            one.delete()
            expected = CountDifference(*facts.values(), "waiting", "", there=1, counted=0)
        else:
            AssignmentCount.objects.create(**facts, state="closed", outcome="void", total=3)
            expected = CountDifference(*facts.values(), "closed", "void", there=0, counted=3)
        assert count_differences() == [expected]
    said = io.StringIO()

    with pytest.raises(CommandError, match="Неверен 1 подсчёт") as refused:
        call_command("check_counts", stderr=said)

    assert (refused.value.returncode, said.getvalue()) == (1, f"{expected}\n")
