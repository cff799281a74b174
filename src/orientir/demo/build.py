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
    for work in cast.WORK:
        assignments.put_in_force(
            roadmap,
            [Measure.objects.get(roadmap=roadmap, number=work.number)],
            schools,
            due_on=timezone.localdate(at) + timedelta(days=work.due_in),
            by=by,
            at=at - timedelta(days=40),
        )


def _report(schools: list[Organisation], *, at: datetime) -> None:
    """Let the schools report as schools do: most in time, some late, some not at all."""
    # Vera's school comes last: there is something left to do for whoever looks around in her place.
    order = [school for school in schools if school != schools[4]] + [schools[4]]
    for work in cast.WORK:
        assigned = {a.organisation_id: a for a in Assignment.objects.filter(measure__number=work.number)}
        for index, school in enumerate(order[: work.accepted + work.returned + work.waiting]):
            moment = min(at, at - timedelta(days=6) + timedelta(hours=3 * index))
            _report_one(assigned[school.pk], work, index, f"school-{schools.index(school) + 1}", at=moment)


def _report_one(assignment: Assignment, work: cast.Work, index: int, login: str, *, at: datetime) -> None:
    """Let one school report, and the office answer as the plan of the demo says."""
    lead, boris = _actor(login), _actor("boris")
    with acting_as(lead):
        report = reports.submit_report(assignment, work.texts[index % len(work.texts)], by=lead, at=at)
    with acting_as(boris):
        if index < work.accepted:
            reports.accept_report(report, by=boris, at=at)
        elif index < work.accepted + work.returned:
            reports.return_report(report, cast.RETURN_REASON, by=boris, at=at)
