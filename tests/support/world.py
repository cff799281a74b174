"""The known cast, made by the product's own deeds and committed once for all tests.

Boris runs Beloozersk. Vera is guidance lead of its School No. 5, Galina of School No. 6, Fyodor was Vera's predecessor.
Olga observes Beloozersk. Gleb runs Zarechensk, where Zoya is guidance lead of School No. 1. Nina has an account and no
appointment. Each municipality has a roadmap of three measures; the first is an assignment of every school.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone
from docx import Document

from orientir.access import services as access
from orientir.access.actors import actor_of_key
from orientir.access.models import Appointment
from orientir.access.roles import GUIDANCE_LEAD, MUNICIPAL_COORDINATOR, OBSERVER, Role
from orientir.accounts import proofs
from orientir.accounts import services as accounts
from orientir.accounts.models import User
from orientir.accounts.proofs import Proof
from orientir.accounts.sessions import SessionStore
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import GATE, REGISTRAR
from orientir.engines import reading
from orientir.engines.terms import parse_term
from orientir.people.services import Name, add_person
from orientir.roadmaps.choices import Force, Part
from orientir.roadmaps.models import Assignment, Roadmap
from orientir.roadmaps.services import bind, force, reports, review, roadmaps
from orientir.territory import services as territories
from orientir.territory.choices import Kind, Level
from orientir.territory.models import Organisation, Territory

SEPTEMBER = datetime(2026, 9, 1, 9, 0, tzinfo=ZoneInfo("Europe/Moscow"))
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Europe/Moscow"))
DUE = date(2099, 12, 1)
LATER = date(2099, 12, 15)
PASSWORD = "белый-парус-одинокий"
LOGINS = ("boris", "vera", "galina", "fyodor", "olga", "gleb", "zoya", "nina")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


def build() -> None:
    """Make the world in the database of this process."""
    with acting_as(REGISTRAR):
        accounts.found_installation(is_demo=False, by=REGISTRAR, at=SEPTEMBER)
        beloozersk = _municipality("Белоозерск", ["Школа № 5", "Школа № 6"])
        zarechensk = _municipality("Зареченск", ["Школа № 1"])
        boris = _appoint("boris", Name("Ладожский", "Борис"), MUNICIPAL_COORDINATOR, beloozersk[0])
        _appoint("vera", Name("Волховская", "Вера"), GUIDANCE_LEAD, beloozersk[1])
        _appoint("galina", Name("Полянская", "Галина"), GUIDANCE_LEAD, beloozersk[2])
        former = _appoint("fyodor", Name("Ершов", "Фёдор"), GUIDANCE_LEAD, beloozersk[1])
        access.end_appointment(former, by=REGISTRAR, at=NOON)
        _appoint("olga", Name("Мшинская", "Ольга"), OBSERVER, beloozersk[0])
        gleb = _appoint("gleb", Name("Заречный", "Глеб"), MUNICIPAL_COORDINATOR, zarechensk[0])
        _appoint("zoya", Name("Яблонева", "Зоя"), GUIDANCE_LEAD, zarechensk[1])
        accounts.make_account("nina", PASSWORD, by=REGISTRAR, at=SEPTEMBER)
        for coordinator, organisations in ((boris, beloozersk), (gleb, zarechensk)):
            _roadmap(actor(coordinator.person.user.login), organisations)


def actor(login: str) -> Actor:
    """Return the actor of an account, with the rights of this moment."""
    with acting_as(REGISTRAR):
        return actor_of_key(User.objects.get_by_natural_key(login).pk)


def sign_in(client: Client, login: str, *, proof: Proof = Proof.FACTOR) -> Client:
    """Sign a client in, its second factor passed, and without the password, whose hash would cost more than a page."""
    request = HttpRequest()
    request.session = SessionStore()
    with acting_as(GATE):
        user = User.objects.get_by_natural_key(login)
        accounts.sign_in(request, user, at=timezone.now(), proof=proof)
        request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(request.session.session_key)
    return client


def pass_factor(client: Client) -> None:
    """Let a session that began with a password pass the second factor, as a code would."""
    request = HttpRequest()
    request.session = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
    proofs.pass_factor(request)
    request.session.save()


def _municipality(name: str, schools: list[str]) -> list[Organisation]:
    territory: Territory = territories.add_territory(name, level=Level.MUNICIPALITY, by=REGISTRAR, at=SEPTEMBER)
    office = territories.add_organisation(
        territory,
        kind=Kind.AUTHORITY,
        name=f"Управление образования, {name}",
        short_name=f"УО, {name}",
        by=REGISTRAR,
        at=SEPTEMBER,
    )
    return [
        office,
        *(
            territories.add_organisation(
                territory,
                kind=Kind.SCHOOL,
                name=f"МБОУ «{school}»",
                short_name=school,
                by=REGISTRAR,
                at=SEPTEMBER,
            )
            for school in schools
        ),
    ]


def _appoint(login: str, name: Name, role: Role, organisation: Organisation) -> Appointment:
    user = accounts.make_account(login, PASSWORD, by=REGISTRAR, at=SEPTEMBER)
    person = add_person(name, organisation_id=organisation.pk, user=user, by=REGISTRAR, at=SEPTEMBER)
    return access.appoint(person, role, organisation, by=REGISTRAR, at=SEPTEMBER)


def a_plan() -> reading.Roadmap:
    """Return a small plan as the reader gives it."""
    words = [
        "Издать приказ о профориентационной работе",
        "Провести экскурсии на предприятия",
        "Подвести итоги года",
    ]
    return reading.Roadmap(
        title="План мероприятий («дорожная карта»)",
        territory="Белоозерск",
        level="city",
        period=reading.Period(2026, 2028),
        approved_by=None,
        goals=(),
        sections=(
            reading.Section(
                number="1.",
                title="Организация работы",
                measures=tuple(
                    reading.Measure(
                        number=f"1.{number}.",
                        title=text,
                        sub_items=(),
                        term_raw="декабрь, ежегодно",
                        term=parse_term("декабрь, ежегодно"),
                        executors_raw="Управление образования, школы",
                        executors=("Управление образования", "школы"),
                        result="Приказ",
                        indicator_raw=None,
                        targets=(),
                        source=reading.Place(1, number + 1),
                    )
                    for number, text in enumerate(words, start=1)
                ),
            ),
        ),
    )


def a_document(name: str = "план") -> SimpleUploadedFile:
    """Return an empty Word document: what a roadmap may be put in as."""
    content = BytesIO()
    Document().save(content)
    return SimpleUploadedFile(f"{name}.docx", content.getvalue())


def _roadmap(coordinator: Actor, organisations: list[Organisation]) -> None:
    office, *_schools = organisations
    with acting_as(coordinator):
        document = a_document()
        roadmap: Roadmap = roadmaps.upload_roadmap(document, organisation=office, by=coordinator, at=SEPTEMBER)
        roadmaps.take_in(roadmap, a_plan(), by=coordinator, at=SEPTEMBER)
        review.confirm_text(roadmap.measures.all(), by=coordinator, at=SEPTEMBER)
        put_in_force(roadmap, {0: [DUE]}, by=coordinator, at=SEPTEMBER)


def put_in_force(roadmap: Roadmap, due: Mapping[int, Sequence[date]], *, by: Actor, at: datetime) -> None:
    """Bind a plan to the schools of its territory and put it in force, as people do page by page.

    `due` are the due dates of measures by position; nothing comes of the other measures.
    """
    first, *_rest = measures = list(roadmap.measures.all())
    done: dict[str, Any] = {"by": by, "at": at}
    bind.set_dates(first, [], alike=True, **done)
    for position, days in due.items():
        bind.set_dates(measures[position], [(day, day) for day in days], **done)
    schools = list(Organisation.objects.filter(territory=roadmap.organisation.territory, kind=Kind.SCHOOL))
    for performer, whom in zip(first.performers.all(), ([], schools), strict=True):
        bind.bind_performer(
            performer, organisations=whom, part=Part.SUBMITS, force=Force.OBLIGATORY, alike=True, **done
        )
    force.ask_to_put_in_force(roadmap, **done)
    for measure in force.measures_to_carry_out(roadmap):
        force.make_assignments(measure, **done)
    force.finish_putting_in_force(roadmap, **done)


def assignment_of(school: str) -> Assignment:
    """Return the assignment of the first measure for the school with this short name."""
    return Assignment.objects.select_related("organisation", "measure").get(organisation__short_name=school)


def submit(school: str, login: str, text: str = "Приказ издан, назначены ответственные.") -> reports.Report:
    """Let the lead of a school report on its assignment, with one file."""
    lead = actor(login)
    with acting_as(lead):
        assignment = assignment_of(school)
        reports.add_evidence(assignment, SimpleUploadedFile("приказ.png", PNG, "image/png"), by=lead, at=NOON)
        return reports.submit_report(assignment, text, by=lead, at=NOON)
