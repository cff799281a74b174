"""What a read plan proposes to be bound to: dated windows, organisations, a kind of fact, targets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.engines import reading
from orientir.engines.terms import parse_term
from orientir.roadmaps.models import Measure, Roadmap
from orientir.roadmaps.services import roadmaps
from orientir.territory.models import Organisation
from tests.support.world import NOON, a_document, a_plan


@pytest.fixture
def read(boris: Actor, db: None) -> Roadmap:
    """A plan for the two next years with one measure of each sort."""
    plan = a_plan()
    template = next(plan.measures)

    def measure(number: str, title: str, term: str, executors: tuple[str, ...], result: str) -> reading.Measure:
        return replace(
            template, number=number, title=title, term_raw=term, term=parse_term(term), result=result,
            executors_raw=", ".join(executors), executors=executors, indicator_raw=None,
        )  # fmt: skip

    office = "УО, Белоозерск"
    measures = (
        measure("1.1", "Издание приказа о назначении ответственных", "до 15 сентября, ежегодно", (office,), "Приказ"),
        measure(
            "1.2", "Экскурсии на предприятия для 8–9 классов", "октябрь 2027 г.", ("общеобразовательные организации",),
            "Не менее 60 % восьмиклассников",
        ),
        measure("1.3", "Встреча с наставниками", "когда получится", ("Клуб любителей шахмат",), ""),
    )  # fmt: skip
    section = replace(plan.sections[0], measures=measures)
    found = replace(plan, sections=(section,), period=reading.Period(2027, 2028), title="План на 2027–2028 годы")
    with acting_as(boris):
        organisation = Organisation.objects.get(short_name=office)
        roadmap = roadmaps.upload_roadmap(a_document(), organisation=organisation, by=boris, at=NOON)
        roadmaps.take_in(roadmap, found, by=boris, at=NOON)
    return roadmap


def of(roadmap: Roadmap, number: str) -> Measure:
    return roadmap.measures.get(number=number)


def test_a_term_becomes_dated_windows_in_the_period_of_the_plan(read: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        due = {
            number: list(of(read, number).occurrences.values_list("due_on", flat=True))
            for number in ("1.1", "1.2", "1.3")
        }

    assert due == {"1.1": [date(2027, 9, 15), date(2028, 9, 15)], "1.2": [date(2027, 10, 29)], "1.3": []}


def test_sure_performers_are_bound_and_doubtful_ones_wait(read: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        found = {
            number: [
                (one.printed, one.organisation_class, [bound.organisation.short_name for bound in one.bound.all()])
                for one in of(read, number).performers.all()
            ]
            for number in ("1.1", "1.2", "1.3")
        }

    assert found["1.1"] == [("УО, Белоозерск", "", ["УО, Белоозерск"])]
    ((printed, organisation_class, bound),) = found["1.2"]
    assert printed == "общеобразовательные организации" and organisation_class and bound == []
    assert found["1.3"] == [("Клуб любителей шахмат", "", [])]


def test_words_say_what_proves_a_measure_and_its_target(read: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        order, visits = of(read, "1.1"), of(read, "1.2")
        targets = [(one.op, one.value, one.unit, one.population) for one in visits.targets.all()]

    assert (order.fulfilment, order.result_form) == ("act", "order")
    assert visits.fulfilment == "event"
    assert visits.traits["grades"]["value"] == [8, 9]
    assert targets == [(">=", 60, "percent", "восьмиклассников")]


def test_nothing_of_it_counts_as_confirmed(read: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        checked = read.measures.filter(term_checked=False, performers_checked=False, fulfilment_checked=False).count()

    assert checked == 3
