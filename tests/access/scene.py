"""The objects of the table, by the names it calls them, and the words that only some may read.

The known cast (tests/support/world.py) is there already. Each school gets an assignment in every state, each office a
roadmap in every state. Every text and file has a word of its own, so a page that shows one to the wrong person is
caught wherever on the page it stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from orientir.access import emergency, factor_reset
from orientir.access.models import Appointment
from orientir.accounts import secret_links
from orientir.accounts import services as accounts
from orientir.accounts.models import User
from orientir.accounts.proofs import Proof
from orientir.accounts.sessions import SessionStore
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import GATE, REGISTRAR
from orientir.engines.spreadsheets.writing import write_table
from orientir.files import services as files
from orientir.people.models import Person
from orientir.roadmaps.models import Assignment, Measure, Roadmap
from orientir.roadmaps.models.roadmaps import STUCK_AFTER
from orientir.roadmaps.services import amending, archiving, creation, force, reports, rereading, roadmaps
from orientir.territory import performers
from orientir.territory import services as territories
from orientir.territory.choices import UnitKind
from orientir.territory.classes import class_of
from orientir.territory.models import Organisation
from orientir.territory.services import lists
from orientir.ui import drafts
from tests.access.invitations.scenes import invited_to
from tests.support import world

OFFICES = {"Beloozersk": ("УО, Белоозерск", "boris"), "Zarechensk": ("УО, Зареченск", "gleb")}
SCHOOLS = {
    "School 5": ("Школа № 5", "vera", "Beloozersk"),
    "School 6": ("Школа № 6", "galina", "Beloozersk"),
    "Zarechensk School 1": ("Школа № 1", "zoya", "Zarechensk"),
}
DAYS = {"waiting": 30, "begun": 31, "submitted": 32, "returned": 33, "accepted": 34}
"""The states of assignments, and in how many days each is due."""
CAST = ("anonymous", *world.LOGINS)


@dataclass
class Scene:
    """What was made: objects and words by name, and the session key of each who is signed in."""

    objects: dict[str, Model] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    digests: dict[str, str | None] = field(default_factory=dict)
    """What stands in each table before anybody asks anything; taken when it is first needed."""

    def name_of(self, model: type[Model], pk: int) -> str:
        """Return what the table calls the object with this key."""
        for name, known in self.objects.items():
            if type(known) is model and known.pk == pk:
                return name
        return f"{model.__name__} {pk}, which the scene does not know"

    def word(self, name: str) -> str:
        """Return a new word that stands nowhere else."""
        self.words[name] = word = f"слово-{uuid4().hex[:12]}"
        return word


def build() -> Scene:
    """Make the scene in the database of this process, by the product's own deeds."""
    scene = Scene()
    with acting_as(REGISTRAR):
        scene.objects |= {name: _organisation(short) for name, (short, _, _) in SCHOOLS.items()}
        scene.objects |= {f"office of {place}": _organisation(short) for place, (short, _) in OFFICES.items()}
        for appointment in Appointment.objects.select_related("person__user", "organisation"):
            person = appointment.person
            scene.objects[f"appointment of {person.user.login}"] = appointment
            scene.objects[f"person of {person.user.login}"] = person
            scene.people[person.user.login] = person.pk
            scene.words[f"name of {person.user.login}"] = person.last_name
        users = {login: User.objects.get(login=login) for login in world.LOGINS}
    for place, (_, login) in OFFICES.items():
        _roadmaps(scene, place, world.actor(login))
    for place, (_, login) in OFFICES.items():
        _register_of(scene, place, world.actor(login))
    _resets(scene)
    for school, (_, _, place) in SCHOOLS.items():
        named, coordinator = scene.word(f"name of the invited to {school}"), world.actor(OFFICES[place][1])
        organisation = scene.objects[school]
        assert isinstance(organisation, Organisation)
        scene.objects[f"invitation of {school}"] = invited_to(organisation, named, by=coordinator)
    for school, (_, login, place) in SCHOOLS.items():
        _work(scene, school, world.actor(login), world.actor(OFFICES[place][1]))
    for login, user in users.items():
        scene.sessions[login] = session_of(user)
    return scene


def _resets(scene: Scene) -> None:
    """Let people ask for second factors to be taken off: of Olga, of Vera, of Zoya."""
    asked = {
        "boris": ("olga", "office of Beloozersk"),
        "galina": ("vera", "School 5"),
        "gleb": ("zoya", "Zarechensk School 1"),
    }
    for login, (whose, where) in asked.items():
        by, person, place = world.actor(login), scene.objects[f"person of {whose}"], scene.objects[where]
        assert isinstance(person, Person)
        assert isinstance(place, Organisation)
        with acting_as(REGISTRAR):
            made = factor_reset.ask(person, place, by=by, at=timezone.now())
        scene.objects[f"reset asked by {login}"] = made


def _register_of(scene: Scene, place: str, coordinator: Actor) -> None:
    """Add what a coordinator keeps besides: units, lists, classes, remembered performers, a secret link."""
    office = scene.objects[f"office of {place}"]
    assert isinstance(office, Organisation)
    done: dict[str, Any] = {"by": coordinator, "at": timezone.now()}
    kept: dict[str, Any] = {"territory": office.territory, **done}
    with acting_as(coordinator):
        if place == "Beloozersk":
            secret_links.make_link(**done)
        for school, (_, _, where) in SCHOOLS.items():
            organisation = scene.objects[school]
            assert isinstance(organisation, Organisation)
            if where == place:
                unit = territories.add_unit(organisation, kind=UnitKind.BUILDING, name="Корпус первый", **done)
                scene.objects[f"unit of {school}"] = unit
        for state in ("", "confirmed "):
            file = SimpleUploadedFile("список.xlsx", a_list())
            made = lists.put_list_in(file, organisation=office, **done)
            scene.objects[f"{state}list of {place}"] = made
        lists.confirm_list(made, "", **done)
        if place == "Beloozersk":
            former = scene.objects["person of fyodor"]
            assert isinstance(former, Person)
            reason = "Не отвечает на звонки, срочно нужен номер"
            scene.objects[f"opening of {place}"] = emergency.ask(former, reason=reason, **done)
        scene.objects |= {
            f"own class of {place}": territories.keep_class("Пилотные школы", "schools", **kept),
            f"performer of {place}": performers.remember("Комитет", organisations=[office], **kept),
            f"exception of {place}": territories.except_from_class(
                office, class_of("educational"), is_member=True, reason="Ведёт курсы", **kept
            ),
        }


def a_list() -> bytes:
    """Return a spreadsheet that adds an organisation."""
    head = ("Вид", "Полное наименование", "Краткое наименование")
    return write_table("Список", head, [("школа", "МБОУ «Школа № 71»", "Школа № 71")])


def _organisation(short_name: str) -> Organisation:
    return Organisation.objects.select_related("territory").get(short_name=short_name)


def session_of(user: User) -> str:
    """Sign in and return the key of the session."""
    request = HttpRequest()
    request.session = SessionStore()
    with acting_as(GATE):
        accounts.sign_in(request, user, at=timezone.now(), proof=Proof.PRESS)
        request.session.save()
    return str(request.session.session_key)


def a_text_file(word: str) -> SimpleUploadedFile:
    """Return a file that bears the word in its name and in its content."""
    return SimpleUploadedFile(f"{word}.txt", f"Внутри тоже {word}.".encode(), "text/plain")


def _roadmaps(scene: Scene, place: str, coordinator: Actor) -> None:
    now = timezone.now()
    office = scene.objects[f"office of {place}"]
    assert isinstance(office, Organisation)
    with acting_as(coordinator):
        first = Roadmap.objects.select_related("source", "organisation__territory").get(organisation=office)
        force.take_back(first, by=coordinator, at=now)
        days = [timezone.localdate() + timedelta(days=days) for days in DAYS.values()]
        world.put_in_force(first, {0: [world.DUE, *days]}, by=coordinator, at=now)
        first.refresh_from_db()
        scene.objects |= {
            f"roadmap of {place}": first,
            f"document of {place}": first.source,
            f"measure of {place}": Measure.objects.get(roadmap=first, position=0),
            f"other measure of {place}": Measure.objects.get(roadmap=first, position=1),
            f"last measure of {place}": Measure.objects.get(roadmap=first, position=2),
            f"territory of {place}": office.territory,
        }

        def another(state: str, **at: Any) -> Roadmap:
            document = world.a_document(scene.word(f"name of the document of the {state} roadmap of {place}"))
            made = roadmaps.upload_roadmap(document, organisation=office, by=coordinator, **at)
            scene.objects[f"{state} roadmap of {place}"] = made
            return made

        second = another("second", at=now)
        plan = replace(world.a_plan(), title=scene.word(f"title of the second roadmap of {place}"))
        roadmaps.take_in(second, plan, by=coordinator, at=now)
        to_bind = second.measures.order_by("position").select_related("roadmap")[0]
        scene.objects |= {
            f"measure to bind of {place}": to_bind,
            f"measure in review of {place}": second.measures.get(position=1),
            f"last measure in review of {place}": second.measures.get(position=2),
            f"section in review of {place}": second.sections.get(),
            f"section of {place}": first.sections.get(),
            f"performer to bind of {place}": to_bind.performers.select_related("measure").order_by("position")[0],
        }
        _editions(scene, place, office, coordinator)
        last = scene.objects[f"last measure of {place}"]
        assert isinstance(last, Measure)
        amending.end_measure(last, on=now.date(), reason="Передано области", by=coordinator, at=now)
        archived = another("archived", at=now)
        roadmaps.take_in(archived, world.a_plan(), by=coordinator, at=now)
        archiving.archive(archived, reason="Срок прошёл", by=coordinator, at=now)
        unreadable = another("unreadable", at=now)
        roadmaps.begin_reading(unreadable, by=coordinator, at=now)
        roadmaps.refuse_document(unreadable, "no_plan", by=coordinator, at=now)
        earlier = now - 5 * STUCK_AFTER
        stuck = another("stuck", at=earlier)
        roadmaps.begin_reading(stuck, by=coordinator, at=earlier)


def _editions(scene: Scene, place: str, office: Organisation, coordinator: Actor) -> None:
    """Add new editions of documents: one to look through, one whose reading stopped, one that is being applied."""
    now, act = timezone.now(), {"act": "Приказ", "number": "44", "day": timezone.localdate()}
    done: dict[str, Any] = {"by": coordinator, "at": now}
    years: dict[str, Any] = {"first_year": 2027, "last_year": 2027, "organisation": office, **done}
    third, fourth = (creation.begin_empty(f"План {number}", **years) for number in ("третий", "четвёртый"))
    scene.objects |= {f"third roadmap of {place}": third, f"fourth roadmap of {place}": fourth}
    plans = {"": scene.objects[f"second roadmap of {place}"], "applying ": scene.objects[f"roadmap of {place}"]}
    plan = replace(world.a_plan(), title="План мероприятий в новой редакции")
    for state, roadmap in {"stuck ": fourth, **plans}.items():
        assert isinstance(roadmap, Roadmap)
        file = a_text_file(scene.word(f"name of the new document for the {state}edition of the roadmap of {place}"))
        at = now - 5 * STUCK_AFTER if state == "stuck " else now
        made = rereading.upload_edition(file, roadmap=roadmap, **act, by=coordinator, at=at)
        if state != "stuck ":
            rereading.take_in(made, plan, None, **done)
        if state == "applying ":
            rereading.apply(made, ["head-title"], **done)
        scene.objects[f"{state}edition of {place}"] = made


def _work(scene: Scene, school: str, lead: Actor, coordinator: Actor) -> None:
    """Bring the assignments of a school into their states."""
    today, now = timezone.localdate(), timezone.now()
    organisation = scene.objects[school]
    assert isinstance(organisation, Organisation)
    with acting_as(coordinator):
        for state, days in DAYS.items():
            scene.objects[f"{state} assignment of {school}"] = Assignment.objects.get(
                organisation=organisation, due_on=today + timedelta(days=days)
            )
    with acting_as(lead):
        scene.objects[f"first assignment of {school}"] = Assignment.objects.get(
            organisation=organisation, due_on=world.DUE
        )
        typed = {"text": scene.word(f"words {school} has typed and not sent")}
        about = str(scene.objects[f"waiting assignment of {school}"].pk)
        drafts.save("report", about, typed, person_id=lead.person_id or 0, at=now)
        nobodys = a_text_file(scene.word(f"name of the file of nothing of {school}"))
        scene.objects[f"file of nothing of {school}"] = files.put_in(
            nobodys, organisation_id=organisation.pk, by=lead, at=now
        )
    for state in list(DAYS)[1:]:
        _report(scene, school, "draft" if state == "begun" else state, lead, coordinator)


def _report(scene: Scene, school: str, state: str, lead: Actor, coordinator: Actor) -> None:
    now, what = timezone.now(), f"the {state} report of {school}"
    assignment = scene.objects[f"{'begun' if state == 'draft' else state} assignment of {school}"]
    assert isinstance(assignment, Assignment)
    with acting_as(lead):
        document = world.a_document(scene.word(f"name of the file of {what}"))
        evidence = reports.add_evidence(assignment, document, by=lead, at=now)
        report = evidence.report
        if state != "draft":
            text = f"Сделано: {scene.word(f'text of {what}')}"
            report = reports.submit_report(assignment, text, by=lead, at=now)
    with acting_as(coordinator):
        if state == "accepted":
            reports.accept_report(report, by=coordinator, at=now)
        elif state == "returned":
            reason = scene.word(f"reason why {what} was returned")
            reports.return_report(report, reason, by=coordinator, at=now)
    evidence.report = report
    scene.objects |= {
        f"{state} report of {school}": report,
        f"evidence of {what}": evidence,
        f"file of {what}": evidence.file,
    }
