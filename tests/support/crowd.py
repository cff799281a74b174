"""The known cast at work: every protected table has rows of several organisations and persons.

Each school has three assignments: a report submitted, one returned, one still a draft, every one with a file. Fyodor
submitted the first report of School No. 5 while he was its lead. Tamara, besides, leads School No. 1 and observes
Beloozersk: a right of the one appointment must not spread over the organisations of the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.files.uploadedfile import SimpleUploadedFile

from orientir import journal
from orientir.access import services as access
from orientir.access.models import EmergencyAccess, FactorReset, Invitation
from orientir.access.roles import GUIDANCE_LEAD, OBSERVER
from orientir.accounts import secret_links
from orientir.accounts import services as accounts
from orientir.accounts.models import OneTimeCode, Session, User
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import GATE, REGISTRAR
from orientir.people.models import Person
from orientir.people.services import Name, add_person
from orientir.roadmaps.models import Assignment, Roadmap
from orientir.roadmaps.services import amending, control, force, reports, rereading
from orientir.territory.models import Organisation
from orientir.ui import drafts, submissions
from tests.support import databases
from tests.support.world import DUE, LATER, LOGINS, NOON, PASSWORD, PNG, SEPTEMBER, actor, put_in_force

CAST = (*LOGINS, "tamara")
SCHOOLS = {"Школа № 5": ("vera", "boris"), "Школа № 6": ("galina", "boris"), "Школа № 1": ("zoya", "gleb")}
"""Who reports for a school, and who reviews."""


def fill() -> None:
    """Add the work of the cast to the known world in the database of this process."""
    _appoint_tamara()
    for login in ("boris", "gleb"):
        coordinator = actor(login)
        with acting_as(coordinator):
            roadmap = Roadmap.objects.get(organisation__in=coordinator.organisations)
            force.take_back(roadmap, by=coordinator, at=SEPTEMBER)
            put_in_force(roadmap, {0: [DUE], 1: [DUE], 2: [DUE]}, by=coordinator, at=SEPTEMBER)
            last = roadmap.measures.order_by("position").last()
            amending.amend(last, {"result": "Приказ школы"}, reason="Уточнение", by=coordinator, at=SEPTEMBER)
            act = {"act": "Приказ", "number": "1", "day": SEPTEMBER.date()}
            paper = SimpleUploadedFile("новая редакция.png", PNG, "image/png")
            rereading.upload_edition(paper, roadmap=roadmap, **act, by=coordinator, at=SEPTEMBER)
    for school, (lead, reviewer) in SCHOOLS.items():
        _report(school, actor(lead), actor(reviewer))
    for login in CAST:
        someone = actor(login)
        with acting_as(someone):
            secret_links.make_link(by=someone, at=NOON)
        _helped(someone)
        with acting_as(someone):
            person = someone.person_id
            if person:
                drafts.save("report", "7", {"text": f"черновик {login}"}, person_id=person, at=NOON)
                key = uuid4()
                assert submissions.claim(key, person_id=person, digest="", at=NOON) is None
                submissions.settle(key, f"/somewhere/{login}/")


def _helped(someone: Actor) -> None:
    """Give the person one row of each kind that helps with signing in or with rights."""
    person, (school, *_) = someone.person_id, sorted(someone.organisations) or [None]
    with acting_as(REGISTRAR):
        helper = Person.objects.exclude(pk=person).order_by("pk")[0]
        account = User.objects.get(pk=someone.user_id)
        with journal.entry("code_issued", by=REGISTRAR, at=NOON, about=account):
            OneTimeCode.objects.create(
                user=account, purpose="help", code_hash=account.login, made_at=NOON, expires_at=NOON + timedelta(days=1)
            )
            Authenticator.objects.create(user=account, type="totp", data={})
        SocialAccount.objects.create(user=account, provider="portal", uid=account.login)
        with acting_as(GATE):
            Session.objects.create(
                session_key=account.login,
                user=account,
                made_at=NOON,
                seen_at=NOON,
                expire_date=NOON + timedelta(hours=12),
            )
        if person is None or school is None:
            return
        asked = {"organisation_id": school, "person_id": person, "asked_by": helper, "asked_at": NOON}
        with journal.entry("appointed", by=REGISTRAR, at=NOON):
            Invitation.objects.create(
                organisation_id=school,
                role=GUIDANCE_LEAD.code,
                last_name=f"Приглашённая {account.login}",
                first_name="Анна",
                email=f"{account.login}@example.org",
                made_at=NOON,
                expires_at=NOON + timedelta(days=14),
            )
            FactorReset.objects.create(**asked)
            another = Person.objects.exclude(pk__in=[person, helper.pk]).order_by("pk")[0]
            confirmed = {"confirmed_by": another, "confirmed_at": NOON, "until": NOON + timedelta(days=30_000)}
            EmergencyAccess.objects.create(**asked, **confirmed, reason=f"повод {account.login}")


def canary(school: str, number: int) -> str:
    """Return the words that only those who may read this report of a school ever see."""
    return f"канарейка-{school.removeprefix('Школа № ')}-{number}"


def _appoint_tamara() -> None:
    with acting_as(REGISTRAR):
        account = accounts.make_account("tamara", PASSWORD, by=REGISTRAR, at=SEPTEMBER)
        school = Organisation.objects.get(short_name="Школа № 1")
        office = Organisation.objects.get(short_name="УО, Белоозерск")
        name = Name("Двинская", "Тамара")
        tamara = add_person(name, organisation_id=school.pk, user=account, by=REGISTRAR, at=SEPTEMBER)
        access.appoint(tamara, GUIDANCE_LEAD, school, by=REGISTRAR, at=SEPTEMBER)
        access.appoint(tamara, OBSERVER, office, by=REGISTRAR, at=SEPTEMBER)


def _report(school: str, lead: Actor, reviewer: Actor) -> None:
    with acting_as(lead):
        work = list(Assignment.objects.filter(organisation__short_name=school).order_by("measure__position"))
    # While he was the lead, Fyodor had the rights that Vera has now.
    former = actor("fyodor")
    writers = [replace(lead, **_identity(former)) if school == "Школа № 5" else lead, lead, lead]
    for number, (assignment, writer) in enumerate(zip(work, writers, strict=True)):
        with acting_as(writer):
            paper = SimpleUploadedFile(f"{canary(school, number)}.png", PNG, "image/png")
            reports.add_evidence(assignment, paper, by=writer, at=NOON)
            if number < 2:
                reports.submit_report(assignment, canary(school, number), by=writer, at=NOON)
    with acting_as(reviewer):
        control.move_due_date(work[2:], LATER, basis=f"письмо: {canary(school, 2)}", by=reviewer, at=NOON)
        returned = Assignment.objects.select_related("report").get(pk=work[1].pk).report
        reports.return_report(returned, f"мало: {canary(school, 1)}", by=reviewer, at=NOON)


def _identity(someone: Actor) -> dict[str, object]:
    return {"name": someone.name, "user_id": someone.user_id, "person_id": someone.person_id}


@contextmanager
def standing() -> Iterator[str]:
    """Let this process stand in a database where the cast is at work; yields its name. Nobody changes it."""
    with databases.clone() as name:
        usual = databases.connection.settings_dict["NAME"]
        databases.use(name)
        try:
            fill()
            yield name
        finally:
            databases.use(usual)
