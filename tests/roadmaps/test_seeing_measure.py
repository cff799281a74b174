"""A measure and its organisations: by state, due date, what was moved and why it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from orientir.database.context import acting_as
from orientir.roadmaps.choices import Outcome
from orientir.roadmaps.models import Assignment, Roadmap
from orientir.roadmaps.services import control
from tests.roadmaps.running import FAR, NEAR, PAST, a_running_plan, accept, give, measure, submit
from tests.roadmaps.seeing import Seen, seen
from tests.support import world
from tests.support.world import NOON

Visit = Callable[[str], Client]


@pytest.fixture
def roadmap(db: None) -> Iterator[Roadmap]:
    with time_machine.travel(NOON):
        yield a_running_plan()


@pytest.fixture
def where(roadmap: Roadmap) -> str:
    return f"/measures/{measure(roadmap, '1.1').pk}/"


def rows(page: Seen) -> list[list[str]]:
    return page.rows[1:]


def move(assignments: list[Assignment], day: date, basis: str) -> None:
    boris = world.actor("boris")
    with acting_as(boris):
        control.move_due_date(assignments, day, basis=basis, by=boris, at=NOON)


def close(assignments: list[Assignment], outcome: Outcome, basis: str) -> None:
    boris = world.actor("boris")
    with acting_as(boris):
        control.close(assignments, outcome, basis=basis, by=boris, at=NOON)


def test_each_organisation_has_its_state_in_the_words_of_the_field(
    signed_in: Visit, roadmap: Roadmap, where: str
) -> None:
    one = measure(roadmap, "1.1")
    accept(give(one, NEAR)[0])
    submit(give(one, NEAR + timedelta(days=1), starts_on=PAST)[0])
    give(one, PAST)
    give(one, FAR)
    close(give(one, FAR + timedelta(days=1)), Outcome.NOT_APPLICABLE, "письмо № 7")

    page = seen(signed_in("boris").get(where))

    assert rows(page) == [
        ["Школа № 5", "15 октября просрочено на 36 дней", "Не представлено в срок"],
        ["Школа № 6", "15 октября просрочено на 36 дней", "Не представлено в срок"],
        ["Школа № 5", "30 ноября", "Исполнено"],
        ["Школа № 6", "30 ноября через 10 дней", "Ждёт"],
        ["Школа № 5", "1 декабря", "Представлено"],
        ["Школа № 6", "1 декабря через 11 дней", "Ждёт"],
        ["Школа № 5", "20 декабря через 30 дней", "Срок не наступил"],
        ["Школа № 6", "20 декабря через 30 дней", "Срок не наступил"],
        ["Школа № 5", "21 декабря основание: письмо № 7", "Неприменимо"],
        ["Школа № 6", "21 декабря основание: письмо № 7", "Неприменимо"],
    ]
    assert [choice.label for choice in signed_in("boris").get(where).context["states"]] == [
        "Не представлено в срок · 2",
        "Представлено · 1",
        "Ждёт · 2",
        "Срок не наступил · 2",
        "Исполнено · 1",
        "Неприменимо · 2",
    ]


def test_those_in_one_state_are_asked_for(signed_in: Visit, roadmap: Roadmap, where: str) -> None:
    submit(give(measure(roadmap, "1.1"), NEAR)[0])
    boris = signed_in("boris")

    assert [cells[0] for cells in rows(seen(boris.get(f"{where}?state=submitted")))] == ["Школа № 5"]
    assert [cells[0] for cells in rows(seen(boris.get(f"{where}?state=waiting")))] == ["Школа № 6"]
    assert len(rows(seen(boris.get(f"{where}?state=done")))) == 2  # nobody is in that state: all are shown


def test_what_was_returned_and_not_sent_again_in_time_is_late(signed_in: Visit, roadmap: Roadmap, where: str) -> None:
    one, _ = give(measure(roadmap, "1.1"), PAST, state="returned")
    boris = signed_in("boris")

    page = boris.get(f"{where}?state=overdue")

    assert [row.assignment.organisation for row in page.context["rows"]] == [one.organisation, _.organisation]
    assert [cells[2] for cells in rows(seen(page))] == ["На доработке"] * 2


def test_a_moved_date_is_said_with_its_basis_to_those_who_may_know_it(
    signed_in: Visit, roadmap: Roadmap, where: str
) -> None:
    one, other = give(measure(roadmap, "1.1"), NEAR)
    move([one], FAR, "письмо № 14: карантин")
    boris = signed_in("boris")

    assert rows(seen(boris.get(where))) == [
        ["Школа № 6", "30 ноября через 10 дней", "Ждёт"],
        ["Школа № 5", "20 декабря через 30 дней Перенесено с 30 ноября 2026: письмо № 14: карантин", "Ждёт"],
    ]
    assert [cells[0] for cells in rows(seen(boris.get(f"{where}?state=moved")))] == ["Школа № 5"]
    observed = signed_in("olga").get(where).content.decode()
    assert "карантин" not in observed and "Перенесено" not in observed
    assert other.due_on == NEAR


def test_a_window_whose_work_was_all_closed_is_a_day_without_a_figure(
    signed_in: Visit, roadmap: Roadmap, where: str
) -> None:
    give(measure(roadmap, "1.1"), NEAR)
    close(give(measure(roadmap, "1.1"), FAR), Outcome.VOID, "приказ № 2")

    windows = signed_in("boris").get(where).context["windows"]

    assert [window.label for window in windows] == ["30 ноября 2026 · 0 из\N{NO-BREAK SPACE}2", "20 декабря 2026"]


def test_what_was_opened_again_no_longer_says_why_it_was_closed(signed_in: Visit, roadmap: Roadmap, where: str) -> None:
    both = give(measure(roadmap, "1.1"), NEAR)
    close(both, Outcome.VOID, "приказ № 2")
    boris = world.actor("boris")
    with acting_as(boris):
        control.open_again(both[:1], basis="приказ № 3", by=boris, at=NOON)

    assert rows(seen(signed_in("boris").get(where))) == [
        ["Школа № 5", "30 ноября через 10 дней", "Ждёт"],
        ["Школа № 6", "30 ноября основание: приказ № 2", "Утратило силу"],
    ]


def test_a_due_date_is_chosen_with_how_far_it_is(signed_in: Visit, roadmap: Roadmap, where: str) -> None:
    accept(*give(measure(roadmap, "1.1"), NEAR))
    give(measure(roadmap, "1.1"), FAR)
    boris = signed_in("boris")

    page = boris.get(f"{where}?due=2026-12-20")

    assert [choice.label.replace("\u00a0", " ") for choice in page.context["windows"]] == [
        "30 ноября 2026 · 2 из 2",
        "20 декабря 2026 · 0 из 2",
    ]
    assert [choice.on for choice in page.context["windows"]] == [False, True]
    assert [row.assignment.due_on for row in page.context["rows"]] == [FAR, FAR]
    assert "0 % 0 из 2" in seen(page).words
    assert len(boris.get(f"{where}?due=2026-12-21").context["rows"]) == 4  # no such window: all are shown


def test_a_measure_nobody_has_as_work_says_so(signed_in: Visit, where: str) -> None:
    assert "Этот пункт ещё не введён в действие" in seen(signed_in("boris").get(where)).words


@pytest.mark.parametrize(
    "query", ["?due=x", "?state=x", "?page=x", "?organisation=x", "?territory=99999999999999999999", "?year=0"]
)
def test_an_address_that_makes_no_sense_shows_the_measure(
    signed_in: Visit, roadmap: Roadmap, where: str, query: str
) -> None:
    give(measure(roadmap, "1.1"), NEAR)

    assert len(signed_in("boris").get(f"{where}{query}").context["rows"]) == 2
