"""The demo is what it says: a town with 24 schools in the middle of its work, made by the product's own deeds."""

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
from orientir.demo import cast
from orientir.demo.build import build
from orientir.roadmaps.models import Assignment, Measure, Report, Roadmap
from orientir.territory.models import Organisation, Territory, Unit
from tests.access import all_seeing
from tests.access.scene import session_of
from tests.support import world

pytestmark = pytest.mark.usefixtures("demo", "db")


def test_there_is_a_town_with_its_office_24_schools_and_others() -> None:
    with acting_as(world.actor("boris")):
        territories = [territory.name for territory in Territory.objects.all()]
        kinds = Counter(Organisation.objects.values_list("kind", flat=True))
        units = Unit.objects.count()

    assert territories == [cast.TERRITORY]
    assert kinds == {"authority": 1, "school": 24, **Counter(place.kind.value for place in cast.PLACES)}
    assert units == len(cast.UNITS)


def test_every_school_has_its_lead_and_the_office_its_coordinator_and_observer() -> None:
    roles = Counter(appointment["role"] for appointment in all_seeing.rows_of("access_appointment"))
    at = {row["organisation_id"] for row in all_seeing.rows_of("access_appointment") if row["role"] == "guidance_lead"}

    assert roles == {"municipal_coordinator": 1, "observer": 1, "guidance_lead": 24}
    assert len(at) == 24


def test_its_roadmap_was_read_from_a_document_and_is_in_force() -> None:
    with acting_as(world.actor("boris")):
        (roadmap,) = Roadmap.objects.all()
        measures = Measure.objects.count()
        in_force = Measure.objects.filter(assignments__isnull=False).distinct().count()
        sections = roadmap.sections.count()
        document = roadmap.source.name

    assert (roadmap.state, roadmap.obstacle) == ("in_force", "")
    assert document.endswith(".docx")
    assert measures > in_force > 3
    assert sections > 1


def test_its_work_is_in_all_states_and_some_of_it_is_late(demo: datetime) -> None:
    today = timezone.localdate(demo)
    with acting_as(world.actor("boris")):
        states = set(Assignment.objects.values_list("state", flat=True))
        reports = set(Report.objects.values_list("state", flat=True))
        late = Assignment.objects.overdue(today).count()
        total = Assignment.objects.count()

    assert states == {"waiting", "submitted", "returned", "accepted"}
    assert reports == {"submitted", "returned", "accepted"}
    assert 0 < late < total / 4


def test_vera_finds_something_to_do() -> None:
    vera = world.actor("school-5")
    with acting_as(vera):
        mine = Assignment.objects.filter(organisation_id__in=vera.organisations)
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

    assert verbs["report_submitted"] == sum(reports.values())
    assert verbs["report_accepted"] == reports["accepted"]
    assert verbs["report_returned"] == reports["returned"]
    assert verbs["appointed"] == 26
    assert verbs["roadmap_read"] == 1


@pytest.mark.parametrize("page", ["/", "/roadmaps/", "/organisations/", "/reports/"])
def test_its_pages_are_full(page: str, client: Any) -> None:
    with acting_as(GATE):
        boris = User.objects.get(login="boris")
    client.cookies["session"] = session_of(boris)

    response = client.get(page)

    assert response.status_code == 200
    assert cast.OFFICE_SHORT in response.content.decode()


def test_built_again_it_stays_as_it_is() -> None:
    before = all_seeing.digests()

    call_command("build_demo", stdout=io.StringIO())

    assert all_seeing.digests() == before


def test_nothing_is_built_where_there_are_accounts() -> None:
    before = all_seeing.digests()

    with pytest.raises(AlreadyInUse):
        build(timezone.now())

    assert all_seeing.digests() == before
