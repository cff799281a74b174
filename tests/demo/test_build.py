"""The demo is what it says: a region with 24 schools in the middle of its work, made by the product's own deeds."""

from __future__ import annotations

import io
from collections import Counter
from datetime import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from orientir.accounts.models import User
from orientir.accounts.services import AlreadyInUse
from orientir.database.context import acting_as
from orientir.database.system_actors import GATE
from orientir.demo import cast, work
from orientir.demo.build import build
from orientir.engines.terms.model import KINDS
from orientir.roadmaps.choices import AssignmentState, Force, Fulfilment, Part, ReportState
from orientir.roadmaps.models import (
    Assignment,
    AssignmentChange,
    Measure,
    Performer,
    Report,
    Roadmap,
    Target,
)
from orientir.roadmaps.queries.binding import Bindings
from orientir.territory.choices import Kind
from orientir.territory.models import Organisation, OrganisationState, Territory, Unit
from tests.access import all_seeing
from tests.access.scene import session_of
from tests.support import world

pytestmark = pytest.mark.usefixtures("demo", "db")


def test_there_is_a_region_with_its_municipalities_24_schools_and_others() -> None:
    with acting_as(world.actor("anna")):
        territories = Counter(Territory.objects.values_list("level", flat=True))
        kinds = Counter(Organisation.objects.values_list("kind", flat=True))
        units = Unit.objects.count()

    assert territories == {"region": 1, "municipality": 3}
    assert kinds == {"authority": 4, "school": 24, **Counter(place.kind.value for place in cast.OTHERS)}
    assert (kinds["college"], kinds["university"]) == (2, 1)
    assert {Kind.KINDERGARTEN, Kind.ENTERPRISE, Kind.SUPPLEMENTARY} <= kinds.keys()
    assert units == len(cast.UNITS)


def test_its_schools_are_not_all_alike() -> None:
    with acting_as(world.actor("anna")):
        grades = Counter(OrganisationState.objects.exclude(last_grade=None).values_list("last_grade", flat=True))
        adapted = OrganisationState.objects.filter(adapted=True).count()
        growth_points = Unit.objects.filter(kind="growth_point").count()

    assert grades == {11: 19, 9: 4, 4: 1}
    assert (adapted, growth_points) == (4, 3)


def test_every_office_has_its_coordinator_and_every_organisation_but_enterprises_somebody_who_reports() -> None:
    appointments = all_seeing.rows_of("access_appointment")
    roles = Counter(appointment["role"] for appointment in appointments)
    at = {row["organisation_id"] for row in appointments if row["role"] == "guidance_lead"}
    with acting_as(world.actor("anna")):
        without = set(Organisation.objects.exclude(pk__in=at).values_list("kind", flat=True))

    assert (roles["regional_coordinator"], roles["municipal_coordinator"], roles["observer"]) == (1, 3, 1)
    assert (roles["head"], roles["student"]) == (len(cast.HEADS), 3)
    deputies = [appointment for appointment in appointments if appointment["stands_in_for_id"]]
    assert roles["guidance_lead"] == len(at) + len(deputies)
    assert without == {Kind.ENTERPRISE}


def test_its_roadmaps_were_read_from_documents_and_stand_at_every_step_of_the_way() -> None:
    with acting_as(world.actor("anna")):
        found = Roadmap.objects.select_related("source").order_by("pk")
        states = [(roadmap.state, roadmap.organisation.short_name) for roadmap in found.select_related("organisation")]
        documents = {roadmap.source.name[-5:] for roadmap in found}
        open_rows = {roadmap.pk: Bindings(roadmap).open for roadmap in found}
        doubts = [sum(bool(measure.doubts) for measure in roadmap.measures.all()) for roadmap in found]
        checked = [roadmap.measures.filter(text_checked=False).count() for roadmap in found]

    city = cast.CITY.office_short
    assert states == [("in_force", city), ("in_force", cast.MINISTRY_SHORT), ("read", city), ("read", city)]
    assert documents == {".docx"}
    assert [bool(left) for left in open_rows.values()] == [False, False, True, True]
    assert checked[:3] == [0, 0, 0] and checked[3] > 0
    assert doubts[3] > 1


def test_its_plans_show_all_that_the_product_knows() -> None:
    with acting_as(world.actor("anna")):
        measures = list(Measure.objects.filter(roadmap__state="in_force"))
        performers = Performer.objects.filter(measure__in=measures)
        parts = set(performers.values_list("part", flat=True))
        forces = set(performers.values_list("force", flat=True))
        targets = Target.objects.filter(measure__in=measures).count()
        to_carry_out = [measure for measure in measures if not measure.children.exists()]
        idle = [measure.words for measure in to_carry_out if not measure.assignments.exists()]

    assert len(measures) >= 60
    assert {measure.fulfilment for measure in measures} == set(Fulfilment.values)
    assert {measure.term["kind"] for measure in measures} == set(KINDS)
    assert (parts, forces) == (set(Part.values), set(Force.values))
    assert sum(measure.parent_id is not None for measure in measures) == 3
    assert targets > 30
    assert idle == []


def test_a_school_has_only_work_for_the_grades_it_teaches() -> None:
    with acting_as(world.actor("anna")):
        primary = Organisation.objects.get(short_name="Начальная школа № 7")
        numbers = set(Measure.objects.filter(assignments__organisation=primary).values_list("text", flat=True))

    assert "Анкетирование обучающихся 9 классов о выборе дальнейшего пути" not in numbers
    assert "Утверждение планов профориентационной работы на учебный год" in numbers


def test_its_work_is_in_all_states_and_some_of_it_is_late(demo: datetime) -> None:
    today = timezone.localdate(demo)
    with acting_as(world.actor("anna")):
        states = set(Assignment.objects.values_list("state", flat=True))
        outcomes = set(Assignment.objects.values_list("outcome", flat=True))
        reports = set(Report.objects.values_list("state", flat=True))
        changes = set(AssignmentChange.objects.values_list("kind", flat=True))
        shown = {work.shown_state for work in Assignment.objects.all()}
        late = Assignment.objects.overdue(today).count()
        asked = Assignment.objects.filter(due_on__lt=today).exclude(state="archive").count()

    assert states == set(AssignmentState.values)
    assert outcomes == {"", "done", "not_done", "not_applicable", "void", "off_control"}
    assert reports == set(ReportState.values)
    assert changes == {"moved", "closed"}
    assert shown == (states - {"closed", "accepted"}) | (outcomes - {""}) | {"overdue", "not_begun"}
    assert 0 < late < asked / 4


def test_what_becomes_of_work_is_drawn_by_a_seed(demo: datetime) -> None:
    today = timezone.localdate(demo)
    with acting_as(world.actor("anna")):
        some = list(Assignment.objects.select_related("organisation").order_by("pk")[:200])

    assert work.fates(some, today) == work.fates(some, today)
    assert len(set(work.fates(some, today))) > 3


@pytest.mark.parametrize("login", ["school-5", "college", "gleb-office"])
def test_whoever_looks_around_finds_something_to_do_and_something_done(login: str) -> None:
    someone = world.actor(login)
    with acting_as(someone):
        mine = Assignment.objects.filter(organisation_id__in=someone.organisations)
        states = Counter(mine.values_list("state", flat=True))

    assert states["waiting"] > 0
    assert states["accepted"] > 0


def test_nothing_in_it_lies_in_the_future(demo: datetime) -> None:
    moments = [entry["at"] for entry in all_seeing.rows_of("journal_entry")]

    assert max(datetime.fromisoformat(at) for at in moments) <= timezone.now()
    assert min(datetime.fromisoformat(at) for at in moments) < demo


def test_everybody_who_is_named_signs_in_by_one_press_only() -> None:
    passwords = {account["password"][:1] for account in all_seeing.rows_of("accounts_user")}
    logins = {account["login"] for account in all_seeing.rows_of("accounts_user")}

    assert passwords == {"!"}  # there is none that would fit
    assert {guest.login for guest in cast.GUESTS} < logins


def test_every_deed_has_left_its_entry() -> None:
    verbs = Counter(entry["verb"] for entry in all_seeing.rows_of("journal_entry"))
    reports = Counter(report["state"] for report in all_seeing.rows_of("roadmaps_report"))

    assert verbs["report_submitted"] == sum(reports.values()) - reports["draft"]
    assert verbs["report_accepted"] == reports["accepted"]
    assert verbs["report_returned"] == reports["returned"]
    assert verbs["appointed"] == len(all_seeing.rows_of("access_appointment"))
    assert (verbs["roadmap_read"], verbs["measures_put_in_force"]) == (4, 2)


@pytest.mark.parametrize("page", ["/", "/roadmaps/", "/organisations/", "/reports/"])
def test_its_pages_are_full(page: str, client: Any) -> None:
    with acting_as(GATE):
        boris = User.objects.get(login="boris")
    client.cookies["session"] = session_of(boris)

    response = client.get(page)

    assert response.status_code == 200
    assert cast.CITY.office_short in response.content.decode()


def test_built_again_it_stays_as_it_is() -> None:
    before = all_seeing.digests()

    call_command("build_demo", stdout=io.StringIO())

    assert all_seeing.digests() == before


def test_nothing_is_built_where_there_are_accounts() -> None:
    before = all_seeing.digests()

    with pytest.raises(AlreadyInUse):
        build(timezone.now())

    assert all_seeing.digests() == before
