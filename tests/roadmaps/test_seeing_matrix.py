"""Measures × organisations: first the places, then the organisations of one; totals that add up; a cell beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urljoin

import pytest
import time_machine
from django.test import Client

from orientir import journal
from orientir.database.context import acting_as
from orientir.engines.counts import Figure, total
from orientir.roadmaps.models import Roadmap
from orientir.roadmaps.queries import matrix
from orientir.roadmaps.services import control
from orientir.territory.models import Organisation
from tests.roadmaps.running import (
    FAR,
    LAST_YEAR,
    NEAR,
    PAST,
    a_district,
    a_running_plan,
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
pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def roadmap(db: None) -> Iterator[Roadmap]:
    with time_machine.travel(NOON):
        yield a_running_plan()


def table(page: Seen) -> list[list[str]]:
    """Return the matrix row by row, its heads and its totals included."""
    return page.rows


def of_district(name: str) -> list[Organisation]:
    with acting_as(world.actor("boris")):
        return list(Organisation.objects.filter(territory__name=name))


def test_a_cell_is_a_state_and_rows_and_columns_have_their_totals(signed_in: Visit, roadmap: Roadmap) -> None:
    one, other = give(measure(roadmap, "1.1"), NEAR)
    accept(one)
    submit(other)
    give(measure(roadmap, "1.2"), PAST, [other.organisation])
    give(measure(roadmap, "2.1"), FAR)

    page = seen(signed_in("boris").get(f"/roadmaps/{roadmap.pk}/matrix/"))

    assert table(page) == [
        ["Организация", "Всего", *(f"[Провести работу {number}] {number}" for number in ("1.1", "1.2", "2.1", "2.2"))],
        ["Школа № 5", "1 из 2", "[Исполнено]", "", "[Срок не наступил]", ""],
        ["Школа № 6", "0 из 3", "[Представлено]", "[Не представлено в срок]", "[Срок не наступил]", ""],
        ["Всего", "1 из 5", "1/2", "0/1", "0/2", ""],
    ]


def test_several_windows_of_a_year_stand_in_one_cell_by_the_most_urgent(signed_in: Visit, roadmap: Roadmap) -> None:
    accept(*give(measure(roadmap, "1.1"), NEAR))
    give(measure(roadmap, "1.1"), PAST)
    give(measure(roadmap, "1.1"), LAST_YEAR)
    boris, where = signed_in("boris"), f"/roadmaps/{roadmap.pk}/matrix/"

    now, whole = (table(seen(boris.get(f"{where}{query}")))[1][1:3] for query in ("", "?year=all"))

    assert now == ["1 из 2", "[1 из 2 · Не представлено в срок] 1/2"]
    assert whole == ["1 из 3", "[1 из 3 · Не представлено в срок] 1/3"]


def test_where_there_are_several_places_they_come_first(signed_in: Visit, roadmap: Roadmap) -> None:
    a_district("Заозёрный район", "Школа № 30", "Школа № 31")
    give(measure(roadmap, "1.1"), PAST, of_district("Заозёрный район"))
    accept(*give(measure(roadmap, "1.1"), PAST))
    give(measure(roadmap, "2.1"), NEAR, of_district("Заозёрный район")[:1])
    boris, where = signed_in("boris"), f"/roadmaps/{roadmap.pk}/matrix/"

    places = seen(boris.get(where))
    district = seen(boris.get(urljoin(where, places.link("Заозёрный район"))))

    assert table(places)[1:] == [
        ["Белоозерск", "2 из 2", "[2 из 2 · Исполнено] 2/2", "", "", ""],
        ["Заозёрный район", "0 из 3", "[0 из 2 · Не представлено в срок] 0/2", "", "[Ждёт]", ""],
        ["Всего", "2 из 5", "2/4", "", "0/1", ""],
    ]
    assert table(district)[1:] == [
        ["Школа № 30", "0 из 2", "[Не представлено в срок]", "", "[Ждёт]", ""],
        ["Школа № 31", "0 из 1", "[Не представлено в срок]", "", "", ""],
        ["Всего", "0 из 3", "0/2", "", "0/1", ""],
    ]


def test_the_totals_of_places_organisations_and_measures_are_the_same_whole(roadmap: Roadmap) -> None:
    a_district("Заозёрный район", "Школа № 30")
    accept(*give(measure(roadmap, "1.1"), NEAR))
    give(measure(roadmap, "2.1"), FAR, of_district("Заозёрный район"))
    control_one = give(measure(roadmap, "2.2"), FAR)
    boris = world.actor("boris")
    with acting_as(boris):
        control.close(control_one, control.CLOSES_WITH[1], basis="письмо № 7", by=boris, at=NOON)

        figures, within = matrix.figures_by_place(boris, roadmap)
        places = matrix.places_of(figures, within, year=2026)
        measures = list(roadmap.measures.all())
        organisations = list(matrix.organisations_of(boris, roadmap, year=2026))
        each = matrix.progress_of_organisations(boris, roadmap, organisations, year=2026)
        sums = matrix.totals_of_measures(boris, measures, year=2026, today=NOON.date())
        by_place = matrix.cells_of_places(boris, measures, places, year=2026, today=NOON.date())
        by_organisation = matrix.cells_of_organisations(boris, measures, organisations, year=2026, today=NOON.date())

    whole = Figure(2, 3)
    assert figures.of(year=2026) == whole
    assert total(place.progress for place in places) == whole
    assert total(each.values()) == whole
    assert total(tally.progress for tally in sums.values()) == whole
    assert total(tally.progress for tally in by_place.values()) == whole
    assert total(tally.progress for tally in by_organisation.values()) == whole


def test_a_window_of_fifty_organisations_and_forty_measures_is_seen_and_its_totals_are_of_all(
    signed_in: Visit, roadmap: Roadmap
) -> None:
    many = [f"Школа № {number}" for number in range(100, 100 + matrix.ORGANISATIONS + 3)]
    a_district("Заозёрный район", *many)
    boris = world.actor("boris")
    with acting_as(boris), journal.entry("measure_added", by=boris, at=NOON, about=roadmap):
        for number in range(matrix.MEASURES):
            add_measure(roadmap.sections.all()[1], f"2.{number + 3}")
    give(measure(roadmap, "1.1"), NEAR, of_district("Заозёрный район"))
    give(measure(roadmap, "2.40"), NEAR, of_district("Заозёрный район")[:2])
    client, where = signed_in("boris"), f"/roadmaps/{roadmap.pk}/matrix/"

    first = table(seen(client.get(where)))
    rest = table(seen(client.get(f"{where}?page=2&columns=2")))

    assert (len(first), {len(row) for row in first}) == (matrix.ORGANISATIONS + 2, {matrix.MEASURES + 2})
    assert (len(rest), {len(row) for row in rest}) == (3 + 2, {4 + 2})
    assert first[-1][:3] == ["Всего", "0 из 55", "0/53"]
    assert rest[0][2:] == [f"[Провести работу 2.{number}] 2.{number}" for number in (39, 40, 41, 42)]
    assert rest[-1] == ["Всего", "0 из 55", "", "0/2", "", ""]


def test_a_pressed_cell_is_shown_beside_the_matrix_or_as_a_page(signed_in: Visit, roadmap: Roadmap) -> None:
    _, other = give(measure(roadmap, "1.1"), NEAR)
    give(measure(roadmap, "1.1"), LAST_YEAR)
    boris = signed_in("boris")
    cells = [href for _, href in seen(boris.get(f"/roadmaps/{roadmap.pk}/matrix/")).links if "organisation=" in href]

    page, panel = boris.get(cells[1]), boris.get(cells[1], headers={"HX-Target": "cell", "HX-Request": "true"})

    assert [row.assignment for row in page.context["rows"]] == [other]
    assert [row.assignment for row in panel.context["rows"]] == [other]
    assert "<main" in page.content.decode() and "<main" not in panel.content.decode()
    assert f"/assignments/{other.pk}/" in panel.content.decode()


def test_a_cell_of_a_place_leads_to_its_organisations_only(signed_in: Visit, roadmap: Roadmap) -> None:
    a_district("Заозёрный район", "Школа № 30")
    give(measure(roadmap, "1.1"), NEAR)
    (far,) = give(measure(roadmap, "1.1"), NEAR, of_district("Заозёрный район"))
    boris = signed_in("boris")
    cells = [href for _, href in seen(boris.get(f"/roadmaps/{roadmap.pk}/matrix/")).links if "/measures/" in href]

    page = boris.get(cells[-1])

    assert [row.assignment for row in page.context["rows"]] == [far]
    assert "Заозёрный район" in seen(page).words


def test_another_town_is_not_told_by_its_key(signed_in: Visit, roadmap: Roadmap) -> None:
    give(measure(roadmap, "1.1"), NEAR)
    with acting_as(world.actor("gleb")):
        foreign = Organisation.objects.select_related("territory").get(short_name="УО, Зареченск")
    where = f"/measures/{measure(roadmap, '1.1').pk}/"

    page = signed_in("boris").get(f"{where}?territory={foreign.territory_id}")

    assert page.context["rows"] == [] and "Зареченск" not in page.content.decode()
    assert signed_in("boris").get(f"{where}?organisation={foreign.pk}").context["rows"] == []
