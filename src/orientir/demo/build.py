"""Builds the demo by the product's own deeds, as of some weeks ago until now."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from orientir.access import services as access
from orientir.access.actors import actor_of_key
from orientir.access.roles import GUIDANCE_LEAD, OBSERVER
from orientir.accounts import services as accounts
from orientir.accounts.models import User
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.jobs import actor_named
from orientir.database.system_actors import REGISTRAR
from orientir.people.models import Person
from orientir.people.services import Name, add_person
from orientir.roadmaps.models import Assignment, Measure, Roadmap
from orientir.roadmaps.services import assignments, reports, roadmaps
from orientir.roadmaps.tasks import read_document
from orientir.territory import services as territories
from orientir.territory.choices import Kind
from orientir.territory.models import Organisation

from . import cast, sample_roadmap

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def build(at: datetime) -> None:
    """Build the whole demo as of the moment `at`, or nothing of it.

    Raises:
        accounts.AlreadyInUse: there are accounts in this database.
    """
    founded = at - timedelta(days=60)
    with acting_as(REGISTRAR):
        office = access.found(_founding(), is_demo=True, at=founded).organisation
        _appoint_observer(office, at=founded)
        boris = _actor("boris")
        schools = _add_organisations(office, by=boris, at=founded)
        for number, (school, name) in enumerate(zip(schools, cast.LEADS, strict=True), start=1):
            _appoint_lead(school, name, f"school-{number}", at=founded)
        roadmap = _read_roadmap(office, at=at - timedelta(days=45))
        with acting_as(_actor("boris")) as boris:
            _put_in_force(roadmap, schools, by=boris, at=at)
        _report(schools, at=at)


def _founding() -> access.Founding:
    return access.Founding(
        territory=cast.TERRITORY,
        office=cast.OFFICE,
        office_short=cast.OFFICE_SHORT,
        coordinator=cast.COORDINATOR,
        login="boris",
        password=None,
    )


def _actor(login: str) -> Actor:
    with acting_as(REGISTRAR):
        return actor_of_key(User.objects.get_by_natural_key(login).pk)


def _add_person(name: Name, login: str, organisation: Organisation, *, at: datetime) -> Person:
    user = accounts.make_account(login, None, by=REGISTRAR, at=at)
    return add_person(name, organisation_id=organisation.pk, user=user, by=REGISTRAR, at=at)


def _appoint_observer(office: Organisation, *, at: datetime) -> None:
    person = _add_person(cast.OBSERVER, "olga", office, at=at)
    access.appoint(person, OBSERVER, office, by=REGISTRAR, at=at)


def _appoint_lead(school: Organisation, name: Name, login: str, *, at: datetime) -> None:
    person = _add_person(name, login, school, at=at)
    access.appoint(person, GUIDANCE_LEAD, school, by=REGISTRAR, at=at)


def _add_organisations(office: Organisation, *, by: Actor, at: datetime) -> list[Organisation]:
    """Add schools and other organisations; return the schools by number."""
    territory = office.territory
    for place in cast.PLACES:
        territories.add_organisation(
            territory, kind=place.kind, name=place.name, short_name=place.short_name, by=by, at=at
        )
    schools = [
        territories.add_organisation(
            territory,
            kind=Kind.SCHOOL,
            name=f"МБОУ «Средняя общеобразовательная школа № {number}» г. Белоозерска",
            short_name=f"Школа № {number}",
            by=by,
            at=at,
        )
        for number in range(1, len(cast.LEADS) + 1)
    ]
    for number, kind, name in cast.UNITS:
        territories.add_unit(schools[number - 1], kind=kind, name=name, by=by, at=at)
    return schools


def _read_roadmap(office: Organisation, *, at: datetime) -> Roadmap:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.docx"
        sample_roadmap.build(path, year=timezone.localdate(at).year)
        document = SimpleUploadedFile("Дорожная карта г. Белоозерска.docx", path.read_bytes(), DOCX)
    with acting_as(_actor("boris")) as boris:
        roadmap = roadmaps.upload_roadmap(document, organisation=office, by=boris, at=at)
    read_document.run(by=boris.name, roadmap_id=roadmap.pk)
    return Roadmap.objects.get(pk=roadmap.pk)


def _put_in_force(roadmap: Roadmap, schools: list[Organisation], *, by: Actor, at: datetime) -> None:
    """Put some measures in force for all schools: long due, just late, due now, due later."""
    measures = list(Measure.objects.filter(roadmap=roadmap))
    today = timezone.localdate(at)
    for position, days in ((0, -30), (2, -4), (5, 5), (8, 12), (12, 33)):
        assignments.put_in_force(
            roadmap,
            [measures[position]],
            schools,
            due_on=today + timedelta(days=days),
            by=by,
            at=at - timedelta(days=40),
        )


def _report(schools: list[Organisation], *, at: datetime) -> None:
    """Let the schools report as schools do: most in time, some late, some not at all."""
    boris = actor_named(_actor("boris").name)
    plan = [
        # of the measures in the order of their due dates: accepted, returned, waiting for the office
        (24, 0, 0),
        (15, 1, 4),
        (6, 1, 3),
        (2, 0, 1),
    ]
    texts = cast.REPORT_TEXTS
    due_dates = sorted(set(Assignment.objects.values_list("due_on", flat=True)))
    for due_on, (accepted, returned, waiting) in zip(due_dates, plan, strict=False):
        work = {a.organisation_id: a for a in Assignment.objects.filter(due_on=due_on)}
        # Vera's school comes last: there is something left to do for whoever looks around in her place.
        order = [school for school in schools if school != schools[4]] + [schools[4]]
        for index, school in enumerate(order[: accepted + returned + waiting]):
            moment = min(at, at - timedelta(days=6) + timedelta(hours=3 * index))
            lead = _actor(f"school-{schools.index(school) + 1}")
            with acting_as(lead):
                report = reports.submit_report(work[school.pk], texts[index % len(texts)], by=lead, at=moment)
            with acting_as(boris):
                if index < accepted:
                    reports.accept_report(report, by=boris, at=moment)
                elif index < accepted + returned:
                    reports.return_report(report, cast.RETURN_REASON, by=boris, at=moment)
