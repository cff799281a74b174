"""A town with as many of everything as a test wants: schools, people, roadmaps, measures, reports, files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.utils import timezone

from orientir.access import services as access
from orientir.access.models import Appointment
from orientir.access.roles import GUIDANCE_LEAD, MUNICIPAL_COORDINATOR, OBSERVER, Role
from orientir.accounts import services as accounts
from orientir.accounts.models import User
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import GATE, REGISTRAR
from orientir.engines import reading
from orientir.people.services import Name, add_person
from orientir.roadmaps.models import Assignment, Edition, Measure, Report, Roadmap
from orientir.roadmaps.services import amending, archiving, reports, rereading, roadmaps
from orientir.territory import performers
from orientir.territory import services as territories
from orientir.territory.choices import Kind, Level, UnitKind
from orientir.territory.classes import class_of
from orientir.territory.models import Organisation, OrganisationList, Territory, Unit
from orientir.territory.services import lists
from tests.access.invitations.scenes import invited_to
from tests.support import world

from .scene import a_list, a_text_file, session_of


@dataclass(frozen=True)
class Town:
    """What a page is asked about, by its name in the scene or else by type, and who asks, by whose role they have."""

    objects: dict[type[Model] | str, int]
    sessions: dict[str, str]


def build(n: int) -> Town:
    """Make a town in which every list has at least one row for n = 1, and n times as many otherwise."""
    name, now = f"Городок {n}", timezone.now()
    with acting_as(REGISTRAR):
        territory = territories.add_territory(name, level=Level.MUNICIPALITY, by=REGISTRAR, at=now)

        def organisation(kind: Kind, name: str) -> Organisation:
            return territories.add_organisation(territory, kind=kind, name=name, short_name=name, by=REGISTRAR, at=now)

        office = organisation(Kind.AUTHORITY, f"Управление {n}")
        schools = [organisation(Kind.SCHOOL, f"Школа {n}/{index}") for index in range(n)]
        for index in range(n):
            _appoint(f"coordinator-{n}-{index}", MUNICIPAL_COORDINATOR, office)
            _appoint(f"observer-{n}-{index}", OBSERVER, office)
            for number, school in enumerate(schools):
                _appoint(f"lead-{n}-{number}-{index}", GUIDANCE_LEAD, school)
    logins = {"boris": f"coordinator-{n}-0", "vera": f"lead-{n}-0-0", "olga": f"observer-{n}-0"}
    coordinator = world.actor(logins["boris"])
    main, *_ = [_roadmap(office, n, coordinator) for _ in range(n)]
    in_review = _roadmap(office, n, coordinator)
    edition = _edition(in_review, n, coordinator)
    ended, archived = _ended(_roadmap(office, n, coordinator), coordinator), _roadmap(office, n, coordinator)
    with acting_as(coordinator):
        archiving.archive(archived, reason="Срок прошёл", by=coordinator, at=now)
    unit, waiting = _register_of(office, schools, coordinator, n)
    leads = [world.actor(f"lead-{n}-{number}-0") for number in range(n)]
    measure = _work(main, n, schools, leads, coordinator)
    with acting_as(leads[0]):
        report = Report.objects.get(assignment__measure=measure, state="submitted")
        appointment = Appointment.objects.get(person_id=leads[0].person_id)
    with acting_as(REGISTRAR):
        observer = Appointment.objects.get(person__user__login=logins["olga"])
    with acting_as(coordinator):
        to_bind = in_review.measures.order_by("position")[0]
        performer = to_bind.performers.order_by("position")[0]
    by_name = {
        "second roadmap of Beloozersk": in_review.pk,
        "measure to bind of Beloozersk": to_bind.pk,
        "performer to bind of Beloozersk": performer.pk,
        "section in review of Beloozersk": to_bind.section_id,
        "last measure of Beloozersk": ended.pk,
        "archived roadmap of Beloozersk": archived.pk,
        "appointment of olga": observer.pk,
    }
    of_school = (
        (Appointment, appointment.pk),
        (Organisation, schools[0].pk),
        (Assignment, report.assignment_id),
        (Report, report.pk),
        (Unit, unit.pk),
        (Territory, office.territory_id),
        (OrganisationList, waiting.pk),
        (Edition, edition.pk),
    )
    return Town(
        objects={**by_name, **dict(of_school), Roadmap: main.pk, Measure: measure.pk},
        sessions={person: session_of(_user(login)) for person, login in logins.items()},
    )


def _register_of(
    office: Organisation, schools: list[Organisation], coordinator: Actor, n: int
) -> tuple[Unit, OrganisationList]:
    """Give each school n units, and the office n lists, classes, exceptions and remembered performers."""
    done: dict[str, Any] = {"by": coordinator, "at": timezone.now()}
    kept: dict[str, Any] = {"territory": office.territory, **done}
    with acting_as(coordinator):
        for school in schools:
            for index in range(n):
                unit = territories.add_unit(school, kind=UnitKind.BUILDING, name=f"Корпус {index}", **done)
        for index in range(n):
            file = SimpleUploadedFile("список.xlsx", a_list())
            waiting = lists.put_list_in(file, organisation=office, **done)
            territories.keep_class(f"Класс {index}", "schools", **kept)
            performers.remember(f"Комитет {index}", organisations=schools, **kept)
            invited_to(schools[index], f"Приглашённый {index}", by=coordinator)
            territories.except_from_class(schools[index], class_of("schools"), reason="Ремонт", **kept)
    return unit, waiting


def _user(login: str) -> User:
    with acting_as(GATE):
        return User.objects.get(login=login)


def _appoint(login: str, role: Role, organisation: Organisation) -> None:
    now = timezone.now()
    user = accounts.make_account(login, None, by=REGISTRAR, at=now)
    person = add_person(Name(login, "Анна"), organisation_id=organisation.pk, user=user, by=REGISTRAR, at=now)
    access.appoint(person, role, organisation, by=REGISTRAR, at=now)


def _roadmap(office: Organisation, n: int, coordinator: Actor) -> Roadmap:
    (section,) = world.a_plan().sections
    sections = tuple(replace(section, measures=section.measures[:1] * n) for _ in range(n))
    plan: reading.Roadmap = replace(world.a_plan(), sections=sections)
    now = timezone.now()
    with acting_as(coordinator):
        roadmap = roadmaps.upload_roadmap(world.a_document(), organisation=office, by=coordinator, at=now)
        roadmaps.take_in(roadmap, plan, by=coordinator, at=now)
    return roadmap


def _edition(roadmap: Roadmap, n: int, coordinator: Actor) -> Edition:
    """Put a new edition in that changes n measures of each section and adds as many."""
    (section,) = world.a_plan().sections
    changed = [replace(one, term_raw="май, ежегодно") for one in section.measures[:1] * n]
    sections = tuple(replace(section, measures=(*changed, *section.measures[1:2] * n)) for _ in range(n))
    now = timezone.now()
    with acting_as(coordinator):
        edition = rereading.upload_edition(
            a_text_file("редакция"), roadmap=roadmap, act="Приказ", number="1", day=now.date(), by=coordinator, at=now
        )
        rereading.take_in(edition, replace(world.a_plan(), sections=sections), None, by=coordinator, at=now)
    return edition


def _ended(roadmap: Roadmap, coordinator: Actor) -> Measure:
    """Put the first measure of a plan in force, and take it out of the plan."""
    today, now = timezone.localdate(), timezone.now()
    with acting_as(coordinator):
        world.put_in_force(roadmap, {0: [today + timedelta(days=60)]}, by=coordinator, at=now)
        measure = Measure.objects.select_related("roadmap").get(roadmap=roadmap, position=0)
        amending.end_measure(measure, on=today, reason="Передано области", by=coordinator, at=now)
    return measure


def _work(roadmap: Roadmap, n: int, schools: list[Organisation], leads: list[Actor], coordinator: Actor) -> Measure:
    """Put n measures in force for all schools: late, waiting for the office soon, returned, accepted."""
    today, now = timezone.localdate(), timezone.now()
    with acting_as(coordinator):
        measures = list(Measure.objects.filter(roadmap=roadmap)[:n])
        due = [today + timedelta(days=days) for days in (-5, 5, 40, 50)]
        world.put_in_force(roadmap, dict.fromkeys(range(n), due), by=coordinator, at=now)
    for school, lead in zip(schools, leads, strict=True):
        for measure in measures:
            for days in (5, 40, 50):
                due_on = today + timedelta(days=days)
                with acting_as(lead):
                    work = Assignment.objects.get(measure=measure, organisation=school, due_on=due_on)
                    for _ in range(n):
                        reports.add_evidence(work, a_text_file("приказ"), by=lead, at=now)
                    report = reports.submit_report(work, "Сделано.", by=lead, at=now)
                with acting_as(coordinator):
                    if days == 40:
                        reports.return_report(report, "Не все.", by=coordinator, at=now)
                    elif days == 50:
                        reports.accept_report(report, by=coordinator, at=now)
    return measures[0]
