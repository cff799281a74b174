"""A municipal specialist's questions, each answered in two presses at most from home."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import urljoin

import pytest
import time_machine
from django.test import Client

from orientir.roadmaps.choices import Force
from orientir.roadmaps.models import Roadmap
from tests.roadmaps.running import NEAR, PAST, a_running_plan, accept, give, measure, submit
from tests.roadmaps.seeing import Seen, seen
from tests.support.world import NOON

Visit = Callable[[str], Client]
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def at_noon(db: None) -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def roadmap() -> Roadmap:
    return a_running_plan()


def after(client: Client, *words: str) -> Seen:
    """Begin at home, press the links with these words one after the other, and return the page they lead to."""
    where, page = "/", seen(client.get("/"))
    for press in words:
        where = urljoin(where, page.link(press))
        page = seen(client.get(where))
    return page


def column(page: Seen, name: str) -> list[str]:
    head, *rows = page.rows
    return [row[head.index(name)] for row in rows]


def test_who_has_not_submitted_what_falls_due(signed_in: Visit, roadmap: Roadmap) -> None:
    fives, _ = give(measure(roadmap, "1.2"), NEAR)
    give(measure(roadmap, "1.1"), NEAR)
    submit(fives)
    boris = signed_in("boris")

    due = next(href for said, href in seen(boris.get("/")).links if said.startswith("1.2") and "/?" in href)

    assert column(seen(boris.get(due)), "Организация") == ["Школа № 6"]


def test_who_has_not_submitted_what_is_late(signed_in: Visit, roadmap: Roadmap) -> None:
    fives, sixes = give(measure(roadmap, "1.2"), PAST)
    accept(sixes)
    give(measure(roadmap, "1.1"), PAST)

    assert column(after(signed_in("boris"), "1.2"), "Организация") == [fives.organisation.short_name]


def test_who_has_not_submitted_any_other_measure(signed_in: Visit, roadmap: Roadmap) -> None:
    """What is neither late nor due soon does not stand on the page itself: its section leads there."""
    fives, _ = give(measure(roadmap, "1.2"), TODAY + timedelta(days=30), force=Force.RECOMMENDED)
    give(measure(roadmap, "1.1"), TODAY + timedelta(days=30), [fives.organisation])
    submit(fives)
    boris = signed_in("boris")

    section = after(boris, "1. Нормативное обеспечение")
    assert [row[:4] for row in section.rows[1:]] == [
        ["1.1", "Провести работу 1.1", "20 декабря 2026", "0 из 1"],
        ["1.2", "Провести работу 1.2", "20 декабря 2026", "0 из 2"],
    ]
    assert column(section, "Не представлено") == ["1", "1"]
    of_the_second = section.links[[said for said, _ in section.links].index("Провести работу 1.2") + 1]
    assert column(seen(boris.get(of_the_second[1])), "Организация") == ["Школа № 6"]


def test_what_is_due_in_two_weeks(signed_in: Visit, roadmap: Roadmap) -> None:
    (last, _), (submitted, _) = (
        give(measure(roadmap, number), TODAY + timedelta(days=14)) for number in ("1.1", "2.1")
    )
    give(measure(roadmap, "1.2"), TODAY + timedelta(days=15))
    give(measure(roadmap, "2.2"), TODAY - timedelta(days=1))
    submit(submitted)
    boris = signed_in("boris")

    home = seen(boris.get("/"))
    by_organisation = after(boris, "По организациям")

    assert [("Провести работу 1.1" in home.words), ("Провести работу 1.2" in home.words)] == [True, False]
    assert list(zip(column(by_organisation, "Пункт плана"), column(by_organisation, "Организация"), strict=True)) == [
        (f"1.1 {last.measure.text}", "Школа № 5"),
        (f"1.1 {last.measure.text}", "Школа № 6"),
        (f"2.1 {submitted.measure.text}", "Школа № 6"),
    ]


def test_what_of_section_two_is_behind(signed_in: Visit, roadmap: Roadmap) -> None:
    give(measure(roadmap, "1.1"), PAST)
    give(measure(roadmap, "2.1"), NEAR)
    give(measure(roadmap, "2.2"), PAST)
    boris = signed_in("boris")

    home = seen(boris.get("/"))
    behind = [href for _said, href in home.links if "show=late" in href]
    page = seen(boris.get(behind[1]))

    assert len(behind) == 2
    assert list(zip(column(page, "№"), column(page, "Состояние"), strict=True)) == [
        ("2.2", "Не представлено в срок: 2")
    ]
    assert column(after(boris, "2. События"), "№") == ["2.1", "2.2"]


def test_an_observer_gets_the_same_answers_and_a_school_only_its_own(signed_in: Visit, roadmap: Roadmap) -> None:
    give(measure(roadmap, "1.2"), NEAR)

    assert column(after(signed_in("olga"), "1.2"), "Организация") == ["Школа № 5", "Школа № 6"]
    assert column(seen(signed_in("vera").get("/assignments/?within=14")), "Пункт плана") == ["1.2 Провести работу 1.2"]
