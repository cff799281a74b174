"""A plan of the region is seen by the municipalities that have work in it: the part that concerns them, no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from orientir.access import services as access
from orientir.access.roles import MUNICIPAL_COORDINATOR
from orientir.accounts import services as accounts
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.people.services import Name, add_person
from orientir.roadmaps import policy, queries
from orientir.roadmaps.choices import Force, Part
from orientir.roadmaps.models import Assignment, Measure, Report, Roadmap
from orientir.roadmaps.services import bind, force, reports, roadmaps
from orientir.territory import services as territories
from orientir.territory.choices import Kind, Level
from orientir.territory.models import Organisation
from tests.support import world
from tests.support.world import NOON, SEPTEMBER

Visit = Callable[[str], Client]
DUE = date(2026, 12, 1)
WORDS = ("Издать приказ", "Провести экскурсии", "Подвести итоги")
WHOSE = (["Школа № 5"], ["Школа № 1"], ["Школа № 6", "Школа № 1"])
"""Which schools carry out which of the three measures: of Beloozersk, of Zarechensk, of both."""
FACES = ["", "measures/", "calendar/", "matrix/", "results/", "history/"]


@pytest.fixture
def anna(db: None) -> Actor:
    """The coordinator of a region to which the schools of the cast belong by what they do, not by where they stand."""
    with acting_as(REGISTRAR):
        region = territories.add_territory("Озёрный край", level=Level.REGION, by=REGISTRAR, at=SEPTEMBER)
        office = territories.add_organisation(
            region, kind=Kind.AUTHORITY, name="Министерство", short_name="Министерство", by=REGISTRAR, at=SEPTEMBER
        )
        account = accounts.make_account("anna", world.PASSWORD, by=REGISTRAR, at=SEPTEMBER)
        name = Name("Северина", "Анна")
        person = add_person(name, organisation_id=office.pk, user=account, by=REGISTRAR, at=SEPTEMBER)
        access.appoint(person, MUNICIPAL_COORDINATOR, office, by=REGISTRAR, at=SEPTEMBER)
    return world.actor("anna")


@pytest.fixture
def ready(anna: Actor) -> Roadmap:
    """The plan of the region, bound."""
    with acting_as(anna):
        office = Organisation.objects.get(short_name="Министерство")
        roadmap: Roadmap = roadmaps.upload_roadmap(world.a_document(), organisation=office, by=anna, at=NOON)
        roadmaps.take_in(roadmap, world.a_plan(), by=anna, at=NOON)
        for measure, schools in zip(roadmap.measures.all(), WHOSE, strict=True):
            bind.set_dates(measure, [(None, DUE)], by=anna, at=NOON)
            lead, others = measure.performers.all()
            bind.remove_performer(lead, by=anna, at=NOON)
            whom = Organisation.objects.filter(short_name__in=schools)
            how = {"part": Part.SUBMITS, "force": Force.OBLIGATORY, "by": anna, "at": NOON}
            bind.bind_performer(others, organisations=whom, **how)
    return roadmap


@pytest.fixture
def plan(ready: Roadmap, anna: Actor) -> Roadmap:
    """The plan of the region, in force."""
    with acting_as(anna):
        force.ask_to_put_in_force(ready, by=anna, at=NOON)
        for measure in force.measures_to_carry_out(ready):
            force.make_assignments(measure, by=anna, at=NOON)
        force.finish_putting_in_force(ready, by=anna, at=NOON)
        ready.refresh_from_db()
    return ready


def seen_by(login: str, plan: Roadmap) -> tuple[bool, list[str]]:
    """Return whether somebody sees the plan, and which of its measures; both twins say the same."""
    someone = world.actor(login)
    with acting_as(someone):
        visible = plan in policy.visible_roadmaps(someone)
        measures = list(policy.visible_measures(someone).filter(roadmap=plan).order_by("position"))
        assert policy.can_view_roadmap(someone, plan) is visible
        for measure in Measure.objects.filter(roadmap=plan).select_related("roadmap"):
            assert policy.can_view_measure(someone, measure) is (measure in measures)
    return visible, [measure.number for measure in measures]


def test_each_sees_the_measures_in_which_their_organisations_have_work(plan: Roadmap) -> None:
    assert {login: seen_by(login, plan) for login in ("anna", "boris", "olga", "gleb", "vera", "nina")} == {
        "anna": (True, ["1.1.", "1.2.", "1.3."]),
        "boris": (True, ["1.1.", "1.3."]),
        "olga": (True, ["1.1.", "1.3."]),
        "gleb": (True, ["1.2.", "1.3."]),
        "vera": (False, []),  # a school sees its assignments
        "nina": (False, []),
    }


def test_before_it_is_in_force_and_after_it_was_taken_back_nobody_else_sees_it(
    ready: Roadmap, anna: Actor, request: pytest.FixtureRequest
) -> None:
    assert seen_by("boris", ready) == (False, [])
    plan = request.getfixturevalue("plan")
    assert seen_by("boris", plan)[0]

    with acting_as(anna):
        force.take_back(plan, by=anna, at=NOON)
        plan.refresh_from_db()

    assert seen_by("boris", plan) == (False, [])


@pytest.mark.parametrize("face", FACES)
def test_its_faces_show_a_municipality_its_own_part(face: str, plan: Roadmap, signed_in: Visit) -> None:
    where = f"/roadmaps/{plan.pk}/{face}"
    whole, part = (signed_in(login).get(f"{where}?year=2026") for login in ("gleb", "boris"))

    assert (whole.status_code, part.status_code) == (200, 200)
    assert "Провести экскурсии на предприятия" not in part.content.decode()
    if face != "history/":
        assert "Провести экскурсии" in whole.content.decode() or "1.2." in whole.content.decode()
    for other in ("Школа № 1", "Школы № 1"):
        assert other not in part.content.decode()


def test_a_measure_shows_a_municipality_its_own_organisations(plan: Roadmap, signed_in: Visit) -> None:
    with acting_as(world.actor("boris")):
        first, second, third = plan.measures.all()
    boris = signed_in("boris")

    pages = [boris.get(f"/measures/{measure.pk}/") for measure in (first, second, third)]

    assert [page.status_code for page in pages] == [200, 404, 200]
    shown = pages[2].content.decode()
    assert "Школа № 6" in shown
    assert "Школа № 1<" not in shown


def test_its_figures_count_their_own_organisations(plan: Roadmap) -> None:
    for login, total in (("anna", 0), ("boris", 2), ("gleb", 2)):
        someone = world.actor(login)
        with acting_as(someone):
            assert queries.figures_of(someone, [plan.pk])[plan.pk].of().denominator == total


def test_whoever_sees_a_part_keeps_nothing_of_it(plan: Roadmap, signed_in: Visit) -> None:
    boris = signed_in("boris")
    pages = ("review", "binding", "force", "rules", "control", "amend", "archive", "delete", "docx")

    answers = {page: boris.get(f"/roadmaps/{plan.pk}/{page}/").status_code for page in pages}

    assert answers == dict.fromkeys(pages, 403) | {"docx": 404}  # the whole paper is not theirs to take


def test_the_wall_keeps_reports_of_other_municipalities_hidden(plan: Roadmap) -> None:
    lead = world.actor("zoya")
    with acting_as(lead):
        work = Assignment.objects.get(measure__roadmap=plan, measure__position=2, organisation__short_name="Школа № 1")
        report = reports.submit_report(work, "Подведены.", by=lead, at=NOON)

    found = {}
    for login in ("boris", "gleb"):
        with acting_as(world.actor(login)):
            found[login] = Report.objects.filter(pk=report.pk).exists()

    assert found == {"boris": False, "gleb": True}
