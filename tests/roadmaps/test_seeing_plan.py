"""The measures of a running roadmap: figures that add up, what is late, what of a section is behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from urllib.parse import urljoin

import pytest
import time_machine
from django.test import Client

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.engines.counts import Figure, total
from orientir.roadmaps import queries
from orientir.roadmaps.choices import Force
from orientir.roadmaps.models import Roadmap
from orientir.roadmaps.queries import plan
from tests.roadmaps.running import (
    FAR,
    LAST_YEAR,
    NEAR,
    NEXT_YEAR,
    PAST,
    accept,
    add_measure,
    give,
    measure,
    submit,
)
from tests.roadmaps.seeing import Seen, seen
from tests.support import world
from tests.support.world import NOON

Visit = Callable[[str], Client]
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def noon(db: None) -> Iterator[None]:
    with time_machine.travel(NOON):
        yield


def rows(page: Seen) -> list[tuple[str, str, str]]:
    """Return number, progress and state of every measure on a page."""
    return [(cells[0], cells[3], cells[5]) for cells in page.rows if len(cells) == 6 and cells[0] != "№"]


def test_the_plan_tells_of_each_measure_how_far_it_is(signed_in: Visit, roadmap: Roadmap) -> None:
    accept(*give(measure(roadmap, "1.1"), NEAR))
    one, _ = give(measure(roadmap, "1.2"), NEAR)
    submit(one)
    give(measure(roadmap, "2.1"), FAR)
    give(measure(roadmap, "2.2"), PAST)

    page = seen(signed_in("boris").get(f"/roadmaps/{roadmap.pk}/"))

    assert rows(page) == [
        ("1.1", "2 из 2", "Исполнено"),
        ("1.2", "0 из 2", "Представлено: 1"),
        ("2.1", "0 из 2", "Срок не наступил"),
        ("2.2", "0 из 2", "Не представлено в срок: 2"),
    ]
    assert "25 % 2 из 8" in page.words
    assert "1. Нормативное обеспечение 2 из 4" in page.words
    assert "2. События не представлено в срок: 2 0 из 4" in page.words


def test_a_year_is_asked_for_and_what_is_late_of_an_earlier_one_stays_in_sight(
    signed_in: Visit, roadmap: Roadmap
) -> None:
    give(measure(roadmap, "1.1"), LAST_YEAR)
    accept(*give(measure(roadmap, "1.1"), NEAR))
    give(measure(roadmap, "1.2"), NEXT_YEAR)
    boris = signed_in("boris")

    now = rows(seen(boris.get(f"/roadmaps/{roadmap.pk}/")))
    next_year = rows(seen(boris.get(f"/roadmaps/{roadmap.pk}/?year=2027")))
    whole = rows(seen(boris.get(f"/roadmaps/{roadmap.pk}/?year=all")))

    late = "Не представлено в срок: 2"
    assert now == [("1.1", "2 из 2", late), ("1.2", "—", "—"), ("2.1", "—", "—"), ("2.2", "—", "—")]
    assert next_year[:2] == [("1.1", "—", late), ("1.2", "0 из 2", "Срок не наступил")]
    assert whole[:2] == [("1.1", "2 из 4", late), ("1.2", "0 из 2", "Срок не наступил")]


def test_what_does_not_count_is_no_part_of_a_figure(signed_in: Visit, roadmap: Roadmap) -> None:
    one = measure(roadmap, "1.1")
    ended = {"not_applicable": 1, "void": 2, "off_control": 3, "partly": 4, "not_done": 5, "done": 6}
    for outcome, day in ended.items():
        give(one, NEAR + timedelta(days=day), state="closed", outcome=outcome)
    give(one, PAST, state="archive")

    page = seen(signed_in("boris").get(f"/roadmaps/{roadmap.pk}/"))

    assert rows(page)[0] == ("1.1", "2 из 6", "Не исполнено")


def test_recommended_work_is_never_late(signed_in: Visit, roadmap: Roadmap) -> None:
    give(measure(roadmap, "1.1"), PAST, force=Force.RECOMMENDED)

    page = seen(signed_in("boris").get(f"/roadmaps/{roadmap.pk}/"))

    assert rows(page)[0] == ("1.1", "0 из 2", "Ждёт")


def test_what_is_due_in_two_weeks_stands_on_home_and_is_asked_for_on_the_plan(
    signed_in: Visit, roadmap: Roadmap
) -> None:
    give(measure(roadmap, "1.1"), TODAY + timedelta(days=14))
    give(measure(roadmap, "1.2"), TODAY + timedelta(days=15))
    boris = signed_in("boris")

    assert "Провести работу 1.1" in seen(boris.get("/")).words
    page = seen(boris.get(f"/roadmaps/{roadmap.pk}/"))
    soon = seen(boris.get(urljoin(f"/roadmaps/{roadmap.pk}/", page.link("Срок в ближайшие две недели"))))
    assert [number for number, *_ in rows(soon)] == ["1.1"]


def test_words_find_a_measure_in_any_form_and_keep_the_year(signed_in: Visit, roadmap: Roadmap) -> None:
    boris = world.actor("boris")
    with acting_as(boris), journal.entry("measure_added", by=boris, at=NOON, about=roadmap):
        add_measure(roadmap.sections.all()[1], "2.3", text="Организовать экскурсии на предприятия")

    page = seen(signed_in("boris").get(f"/roadmaps/{roadmap.pk}/?q=экскурсия&year=2027"))

    assert [number for number, *_ in rows(page)] == ["2.3"]
    nothing = signed_in("boris").get(f"/roadmaps/{roadmap.pk}/?q=космодром").content.decode()
    assert "Пунктов с такими словами нет." in nothing


def test_of_a_long_plan_the_first_section_that_is_behind_is_open(signed_in: Visit, roadmap: Roadmap) -> None:
    boris = world.actor("boris")
    first, second = roadmap_sections(roadmap)
    with acting_as(boris), journal.entry("measure_added", by=boris, at=NOON, about=roadmap):
        for number in range(plan.SHORT):
            add_measure(roadmap.sections.all()[0], f"1.{number + 3}")
    give(measure(roadmap, "2.2"), PAST)
    client, where = signed_in("boris"), f"/roadmaps/{roadmap.pk}/"

    page = seen(client.get(where))
    other = seen(client.get(urljoin(where, page.link("1. Нормативное обеспечение"))))
    every = seen(client.get(urljoin(where, page.link("Открыть все разделы"))))

    assert [number for number, *_ in rows(page)] == ["2.1", "2.2"]
    assert len(rows(other)) == plan.SHORT + 2
    assert len(rows(every)) == plan.SHORT + 4
    assert (first, second) == ("1. Нормативное обеспечение", "2. События")


def roadmap_sections(roadmap: Roadmap) -> list[str]:
    with acting_as(world.actor("boris")):
        return [str(section) for section in roadmap.sections.all()]


def test_the_parts_of_a_roadmap_add_up_to_its_whole(roadmap: Roadmap, boris: Actor) -> None:
    accept(*give(measure(roadmap, "1.1"), LAST_YEAR))
    give(measure(roadmap, "2.1"), NEAR)
    give(measure(roadmap, "2.2"), NEXT_YEAR)

    with acting_as(boris):
        figures = queries.figures_of(boris, [roadmap.pk])[roadmap.pk]
        sections = [section.pk for section in roadmap.sections.all()]

    assert figures.of() == Figure(2, 6)
    assert figures.years == [2025, 2026, 2027]
    assert total(figures.of(part=section) for section in sections) == figures.of()
    assert total(figures.of(year=year) for year in figures.years) == figures.of()


@pytest.mark.parametrize("face", ["calendar", "matrix", "results", "history"])
@pytest.mark.parametrize("state", ["read", "starting"])
def test_a_roadmap_that_is_not_in_force_is_not_seen_by_its_work(
    signed_in: Visit, roadmap: Roadmap, face: str, state: str
) -> None:
    boris = world.actor("boris")
    with acting_as(boris), journal.entry("roadmap_starting", by=boris, at=NOON, about=roadmap):
        Roadmap.objects.filter(pk=roadmap.pk).update(state=state)

    assert signed_in("boris").get(f"/roadmaps/{roadmap.pk}/{face}/").status_code == 404


@pytest.mark.parametrize(
    "query", ["?year=1", "?year=x", "?section=x", "?section=99999999999999999999", "?show=x", "?page=x", "?section=0"]
)
def test_an_address_that_makes_no_sense_shows_the_plan(signed_in: Visit, roadmap: Roadmap, query: str) -> None:
    give(measure(roadmap, "1.1"), NEAR)

    assert signed_in("boris").get(f"/roadmaps/{roadmap.pk}/{query}").status_code == 200


def test_an_archived_roadmap_is_still_seen(signed_in: Visit, roadmap: Roadmap) -> None:
    give(measure(roadmap, "1.1"), date(2025, 3, 1), state="archive")
    boris = world.actor("boris")
    with acting_as(boris), journal.entry("roadmap_read", by=boris, at=NOON, about=roadmap):
        Roadmap.objects.filter(pk=roadmap.pk).update(state="archived", archived_at=NOON, archive_basis="приказ № 3")

    page = seen(signed_in("boris").get(f"/roadmaps/{roadmap.pk}/"))

    assert rows(page)[0] == ("1.1", "—", "До начала контроля")
