"""What came of a roadmap, and what was done to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from orientir import journal
from orientir.database.context import acting_as
from orientir.roadmaps.choices import Outcome
from orientir.roadmaps.models import Assignment, Measure, Report, Roadmap
from orientir.roadmaps.services import control, reports
from tests.roadmaps.conftest import a_file
from tests.roadmaps.running import FAR, LAST_YEAR, NEAR, a_running_plan, accept, give, measure
from tests.roadmaps.seeing import seen
from tests.support import world
from tests.support.world import NOON, SEPTEMBER

Visit = Callable[[str], Client]
BORIS = "Ладожский\u00a0Б."


@pytest.fixture
def roadmap(db: None) -> Iterator[Roadmap]:
    with time_machine.travel(NOON):
        yield a_running_plan()


def accept_with(assignment: Assignment, *names: str) -> None:
    """Let a school submit a report with files, and the office accept it."""
    lead, boris = world.actor("vera"), world.actor("boris")
    with acting_as(lead):
        for name in names:
            reports.add_evidence(assignment, a_file(name), by=lead, at=NOON)
        reports.submit_report(assignment, "Приказ издан.", by=lead, at=NOON)
    with acting_as(boris):
        reports.accept_report(Report.objects.get(assignment=assignment), by=boris, at=NOON)


def test_by_measure_it_says_how_many_have_the_result_and_shows_the_latest_files(
    signed_in: Visit, roadmap: Roadmap
) -> None:
    one = measure(roadmap, "1.1")
    accept_with(give(one, NEAR)[0], "первый.png", "второй.png")
    accept_with(give(one, FAR)[0], "третий.png", "четвёртый.png")
    accept(give(measure(roadmap, "1.2"), LAST_YEAR)[0])

    page = signed_in("boris").get(f"/roadmaps/{roadmap.pk}/results/")

    found = [(row.measure.number, row.progress.value, row.progress.denominator) for row in page.context["rows"]]
    assert found == [("1.1", 2, 4), ("1.2", 0, 0), ("2.1", 0, 0), ("2.2", 0, 0)]
    latest = [one.file.name for one in page.context["rows"][0].latest]
    assert latest == ["четвёртый.png", "третий.png", "второй.png"]


def test_a_file_that_waits_for_review_is_no_result_yet(signed_in: Visit, roadmap: Roadmap) -> None:
    assignment, vera = give(measure(roadmap, "1.1"), NEAR)[0], world.actor("vera")
    with acting_as(vera):
        reports.add_evidence(assignment, a_file("приказ.png"), by=vera, at=NOON)
        reports.submit_report(assignment, "Приказ издан.", by=vera, at=NOON)

    assert "приказ.png" not in signed_in("boris").get(f"/roadmaps/{roadmap.pk}/results/").content.decode()


def test_an_observer_sees_figures_and_no_files(signed_in: Visit, roadmap: Roadmap) -> None:
    accept_with(give(measure(roadmap, "1.1"), NEAR)[0], "секретный.png")

    page = signed_in("olga").get(f"/roadmaps/{roadmap.pk}/results/")

    assert "секретный.png" not in page.content.decode()
    assert "1 из 2" in seen(page).words


def test_results_of_one_form_are_asked_for(signed_in: Visit, roadmap: Roadmap) -> None:
    boris = world.actor("boris")
    with acting_as(boris), journal.entry("measure_edited", by=boris, at=NOON, about=roadmap):
        Measure.objects.filter(roadmap=roadmap, number="2.1").update(result_form="analytic_note")
        Measure.objects.filter(roadmap=roadmap, number="2.2").update(result_form="none_named", result="")
    client, where = signed_in("boris"), f"/roadmaps/{roadmap.pk}/results/"

    assert [row.measure.number for row in client.get(where).context["rows"]] == ["1.1", "1.2", "2.1"]
    assert [row.measure.number for row in client.get(f"{where}?form=analytic_note").context["rows"]] == ["2.1"]
    assert [choice.label for choice in client.get(where).context["forms"]] == [
        "Все",
        "Аналитическая справка",
        "Приказ",
    ]


def test_the_history_tells_decisions_with_their_basis_latest_first(signed_in: Visit, roadmap: Roadmap) -> None:
    boris = world.actor("boris")
    moved, closed = give(measure(roadmap, "1.1"), NEAR), give(measure(roadmap, "2.1"), NEAR)
    with acting_as(boris):
        at = NOON + timedelta(hours=1)
        control.move_due_date(moved, FAR, basis="письмо № 14", by=boris, at=at)
        control.close(closed[:1], Outcome.VOID, basis="приказ № 2", by=boris, at=at + timedelta(hours=1))

    moments = signed_in("boris").get(f"/roadmaps/{roadmap.pk}/history/").context["moments"]

    assert [(one.words, one.who, one.reason, one.assignments, one.numbers, one.moved_to) for one in moments] == [
        ("Закрыто без отчёта", BORIS, "приказ № 2", 1, ("2.1",), None),
        ("Срок перенесён", BORIS, "письмо № 14", 2, ("1.1",), FAR),
        ("Пункты плана введены в действие", BORIS, "", 0, (), None),
    ]


def test_the_same_deed_several_times_in_a_row_is_told_once(signed_in: Visit, roadmap: Roadmap) -> None:
    boris = world.actor("boris")
    with acting_as(boris):
        for minutes in range(3):
            with journal.entry("measure_edited", by=boris, at=SEPTEMBER + timedelta(minutes=minutes), about=roadmap):
                pass

    page = signed_in("boris").get(f"/roadmaps/{roadmap.pk}/history/")

    assert [(one.words, one.times) for one in page.context["moments"]] == [
        ("Пункты плана введены в действие", 1),
        ("Пункт плана изменён", 3),
    ]
    assert "3 раза" in seen(page).words


def test_a_long_history_is_read_page_by_page_and_nothing_is_lost(signed_in: Visit, roadmap: Roadmap) -> None:
    boris = world.actor("boris")
    with acting_as(boris):
        for number in range(70):
            verb = ("measure_edited", "measure_moved")[number % 2]
            with journal.entry(verb, by=boris, at=SEPTEMBER + timedelta(minutes=number), about=roadmap):
                pass
    client, where = signed_in("boris"), f"/roadmaps/{roadmap.pk}/history/"

    first, second, beyond = (client.get(f"{where}?page={page}") for page in (1, 2, 3))

    counted = [sum(one.times for one in page.context["moments"]) for page in (first, second, beyond)]
    assert counted == [50, 21, 0]
    assert [bool(page.context["earlier"]) for page in (first, second)] == [True, False]


def test_an_observer_is_told_that_the_history_is_not_theirs(signed_in: Visit, roadmap: Roadmap) -> None:
    page = signed_in("olga").get(f"/roadmaps/{roadmap.pk}/history/")

    assert "Историю видят те, кто ведёт дорожную карту." in seen(page).words


def test_an_assignment_tells_in_its_history_that_it_was_moved_and_why(signed_in: Visit, roadmap: Roadmap) -> None:
    boris = world.actor("boris")
    one, _ = give(measure(roadmap, "1.1"), NEAR)
    with acting_as(boris):
        control.move_due_date([one], FAR, basis="письмо № 14", by=boris, at=NOON)

    for login, who in (("boris", BORIS), ("vera", "")):
        (moment,) = signed_in(login).get(f"/assignments/{one.pk}/").context["history"]
        assert (moment.words, moment.reason, moment.moved_to, moment.state) == (
            "Срок перенесён",
            "письмо № 14",
            FAR,
            "moved",
        )
        assert moment.who == who
