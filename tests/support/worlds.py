"""Worlds drawn from a seed: territories, organisations of every depth, people in all roles, and rows behind every wall.

Nobody's deeds: rows are written as they may stand, many that no page would make. What the walls let through of them is
compared with the law; the same seed draws the same world.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.db.models import Model
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from orientir import journal
from orientir.access.models import Appointment, EmergencyAccess, FactorReset, Invitation
from orientir.access.roles import ROLES
from orientir.accounts.models import OneTimeCode, SecretLink, Session, User
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import GATE, REGISTRAR
from orientir.files.models import StoredFile
from orientir.people.models import Person
from orientir.roadmaps.choices import Force
from orientir.roadmaps.models import (
    Amendment,
    Assignment,
    AssignmentChange,
    Edition,
    Evidence,
    Measure,
    Report,
    ReportReturn,
    ReviewEdit,
    Roadmap,
    Section,
)
from orientir.territory.choices import Depth, Kind, Level
from orientir.territory.models import Organisation, OrganisationList, Territory, Unit
from orientir.ui.models import FormDraft, Submission
from tests.support import databases

SCHOOLS, STAFF, STUDENTS, APPOINTMENTS = 3, 6, 12, 3
"""Schools of a territory; staff and students of an organisation; at most so many appointments of one person."""
LONG_AGO, FAR_OFF = date(2020, 1, 1), date(2099, 1, 1)


@contextmanager
def standing(seed: int) -> Iterator[str]:
    """Let this process stand in a world of its own; yields the name of the database."""
    with databases.clone() as name:
        usual = databases.connection.settings_dict["NAME"]
        databases.use(name)
        try:
            _Drawing(Random(seed)).draw()
            yield name
        finally:
            databases.use(usual)


class _Drawing:
    """One world while it is drawn."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.now = timezone.now()

    def draw(self) -> None:
        with acting_as(REGISTRAR):
            places = self._territories()
            self.organisations = list(self._organisations(places))
        with self._writing(REGISTRAR):
            self.people = self._people()
            self._appointments()
            self._about_people()
        everybody = Actor(
            "everybody at once",
            organisations=frozenset(one.pk for one in self.organisations),
            named=frozenset(one.pk for one in self.organisations),
            opened=frozenset(one.pk for one in self.people),
        )
        with self._writing(everybody):
            self._work()
            self._kept_for_people()
        with self._writing(GATE):
            self._of_accounts()
        for number in range(150):
            self._journal(number)

    @contextmanager
    def _writing(self, actor: Actor) -> Iterator[None]:
        """Write as the actor, in an entry that is never written down."""
        with acting_as(actor), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('orientir.entry', 'drawn', true)")
            yield

    def some(self, of: Sequence[Any], share: float) -> Iterator[Any]:
        return (one for one in of if self.dice.random() < share)

    def _territories(self) -> list[Territory]:
        """A region with three municipalities, one of them in districts, and a municipality that lies in no region."""
        region = self._territory(Level.REGION, None)
        municipalities = [self._territory(Level.MUNICIPALITY, region) for _ in range(3)]
        districts = [self._territory(Level.DISTRICT, municipalities[0]) for _ in range(2)]
        return [region, *municipalities, *districts, self._territory(Level.MUNICIPALITY, None)]

    def _territory(self, level: Level, parent: Territory | None) -> Territory:
        depth = self.dice.choices([Depth.NAMES, Depth.CODES, Depth.COUNTS], [6, 2, 1])[0]
        name = f"Край {self.dice.random()}"
        with self._writing(REGISTRAR):
            made = Territory.objects.create(level=level, parent=parent, name=name, depth=depth, path=name)
            made.path = f"{parent.path if parent else ''}{made.pk}/"
            made.save()
        return made

    def _organisations(self, places: list[Territory]) -> Iterator[Organisation]:
        for place in places:
            kinds = [Kind.AUTHORITY, *[Kind.SCHOOL] * SCHOOLS, Kind.ENTERPRISE]
            for number, kind in enumerate(kinds):
                closed = self.dice.choices([None, LONG_AGO, FAR_OFF], [8, 1, 1])[0] if number else None
                with self._writing(REGISTRAR):
                    yield Organisation.objects.create(
                        territory=place,
                        kind=kind,
                        name=f"Учреждение {place.pk}-{number}",
                        short_name=f"У {place.pk}-{number}",
                        depth=self.dice.choices(["", Depth.CODES, Depth.COUNTS], [6, 1, 1])[0],
                        closed_on=closed,
                        closing_basis="Приказ" if closed else "",
                    )

    def _people(self) -> list[Person]:
        made = []
        for place in self.organisations:
            for number in range(STAFF + STUDENTS):
                account = number < STAFF or self.dice.random() < 0.2
                login = f"login-{place.pk}-{number}"
                user = User.objects.create(login=login, created_at=self.now) if account else None
                made.append(
                    Person(
                        organisation_id=place.pk,
                        user=user,
                        is_staff=number < STAFF,
                        last_name=f"Фамилия{place.pk}",
                        first_name=f"Имя{number}",
                        sort_key=f"{place.pk:06}{number:06}",
                    )
                )
        User.objects.create(login="nobody", created_at=self.now)
        return Person.objects.bulk_create(made)

    def _appointments(self) -> None:
        """Appointments of any role, most at one's own organisation: ended, running, coming, and deputies."""
        made: dict[tuple[int, str, int], Appointment] = {}
        roles = list(ROLES)
        staff = [person for person in self.people if person.user_id]
        units = {
            one.organisation_id: one
            for one in Unit.objects.bulk_create(
                Unit(organisation=place, kind="building", name="Корпус", sort_key="корпус", normalised_name="корпус")
                for place in self.organisations
            )
        }
        for number, person in enumerate(staff):
            for turn in range(self.dice.randint(1, APPOINTMENTS)):
                role = roles[number % len(roles)] if not turn else self.dice.choice(roles)
                own = self.dice.random() < 0.7
                place = person.organisation_id if own else self.dice.choice(self.organisations).pk
                made[person.pk, role, place] = Appointment(
                    person=person,
                    role=role,
                    organisation_id=place,
                    unit=units[place],
                    group="9 А",
                    appointed_by=self.dice.choice(staff),
                    during=self._during(),
                )
        Appointment.objects.bulk_create(made.values())
        self.may_ask = [one for one in made.values() if one.role in ("head", "psychologist", "guidance_lead")]
        deputies = []
        for one in self.some(list(made.values()), 0.1):
            stands_in = self.dice.choice(staff)
            if (stands_in.pk, one.role, one.organisation_id) not in made:
                until = self.now + timedelta(days=self.dice.choice([-3, 9]))
                during = TimestamptzRange(self.now - timedelta(days=30), until)
                deputies.append(
                    Appointment(
                        person=stands_in,
                        role=one.role,
                        organisation_id=one.organisation_id,
                        stands_in_for=one,
                        during=during,
                    )
                )
        unlike = {(one.person_id, one.role, one.organisation_id): one for one in deputies}
        Appointment.objects.bulk_create(unlike.values())

    def _during(self) -> TimestamptzRange:
        begin = self.now + timedelta(days=self.dice.choice([-900, -30, -30, -30, -1, 30]))
        end = begin + timedelta(days=self.dice.choice([10, 300])) if self.dice.random() < 0.3 else None
        return TimestamptzRange(begin, end)

    def _about_people(self) -> None:
        accounts = [one for one in self.people if one.user_id]
        FactorReset.objects.bulk_create(
            FactorReset(
                person=one,
                organisation=self._place(),
                asked_by=self.dice.choice(accounts[::2]),
                asked_at=self.now,
                confirmed_by=self.dice.choice(accounts[1::2]),
                confirmed_at=self.now,
            )
            for one in self.some(self.people, 0.3)
        )
        openings = []
        for person in self.some(self.people * 2, 0.3):
            held = self.dice.choice(self.may_ask)
            confirmed: dict[str, Any] = {}
            if self.dice.random() < 0.7:
                until = self.now + timedelta(hours=self.dice.choice([-1, 1, 1]))
                by = self.dice.choice([one for one in accounts if one != held.person])
                confirmed = {"confirmed_by": by, "confirmed_at": self.now, "until": until}
            place = {"organisation_id": held.organisation_id}
            asked = {"asked_by": held.person, "asked_at": self.now, "reason": "Повод"}
            openings.append(EmergencyAccess(person=person, **asked, **confirmed, **place))
        self.opened = [one.person for one in EmergencyAccess.objects.bulk_create(openings)]
        Invitation.objects.bulk_create(
            Invitation(
                organisation=place,
                role=self.dice.choice(list(ROLES)),
                last_name="Приглашённый",
                first_name="Иван",
                made_at=self.now,
                expires_at=self.now,
                invited_by=self.dice.choice(self.people),
                taken_up_by=self.dice.choice(self.people),
                taken_up_at=self.now,
            )
            for place in self.organisations
        )

    def _place(self) -> Organisation:
        found: Organisation = self.dice.choice(self.organisations)
        return found

    def _work(self) -> None:
        """A plan of each office with work for every organisation, and all that hangs on it."""
        by = {"made_by": self.dice.choice(self.people), "made_at": self.now}
        self.files = self._made(StoredFile, self._file, 4)
        for office in [one for one in self.organisations if one.kind == Kind.AUTHORITY]:
            file = next(file for file in self.files if file.organisation_id == office.pk)
            state = self.dice.choice(["in_force", "archived", "read", "starting"])
            said: dict[str, Any] = {"read_at": self.now, "in_force_at": self.now}
            if state == "archived":
                said |= {"archived_at": self.now, "archive_basis": "Приказ"}
            plan = Roadmap.objects.create(
                organisation=office, source=file, state=state, title="План", uploaded_at=self.now, **said
            )
            OrganisationList.objects.create(organisation=office, source=file, put_in_at=self.now)
            Edition.objects.create(
                roadmap=plan, source=file, act="Приказ", act_date=self.now.date(), uploaded_at=self.now
            )
            section = Section.objects.create(roadmap=plan, position=0, title="Раздел")
            measure = Measure.objects.create(roadmap=plan, section=section, position=0, text="Мероприятие")
            Amendment.objects.create(
                roadmap=plan, organisation=office, measure=measure, kind="changed", reason="Уточнение", **by
            )
            ReviewEdit.objects.create(roadmap=plan, organisation=office, verb="x", before={}, after={}, **by)
            work = Assignment.objects.bulk_create(
                Assignment(
                    measure=measure,
                    organisation=place,
                    starts_on=LONG_AGO,
                    due_on=FAR_OFF,
                    inner_due_on=FAR_OFF,
                    force=Force.OBLIGATORY,
                    put_in_force_at=self.now,
                )
                for place in self.some(self.organisations, 0.5)
            )
            self._reports(work)

    def _reports(self, work: list[Assignment]) -> None:
        reports = Report.objects.bulk_create(self._report(one) for one in self.some(work, 0.7))
        changes, returns, evidence = [], [], []
        for report in reports:
            place = {"organisation_id": report.organisation_id}
            changes.append(
                AssignmentChange(
                    assignment_id=report.assignment_id,
                    kind="closed",
                    basis="Письмо",
                    made_by=self.dice.choice(self.people),
                    made_at=self.now,
                    **place,
                )
            )
            if report.submitted_by_id:
                again = {"returned_by_id": report.submitted_by_id, "returned_at": self.now}
                returns.append(ReportReturn(report=report, reason="Мало", **again, **place))
            own = [file for file in self.files if file.organisation_id == report.organisation_id]
            evidence.append(Evidence(report=report, file=self.dice.choice(own), **place))
        for made in (changes, returns, evidence):
            type(made[0]).objects.bulk_create(made)

    def _report(self, work: Assignment) -> Report:
        sent = {}
        if self.dice.random() < 0.7:
            sent = {"state": "submitted", "submitted_by": self.dice.choice(self.people), "submitted_at": self.now}
            sent |= {"reviewed_by": self.dice.choice(self.people), "reviewed_at": self.now}
        return Report(assignment=work, organisation_id=work.organisation_id, text="Сделано", **sent)

    def _file(self, place: Organisation) -> StoredFile:
        person = self.dice.choice([None, *self.dice.sample(self.people, 3), *self.dice.sample(self.opened, 3)])
        return StoredFile(
            sha256=f"{self.dice.getrandbits(256):064x}",
            name="приказ.pdf",
            media_type="application/pdf",
            size=1,
            organisation_id=place.pk,
            person_id=person and person.pk,
            stored_at=self.now,
        )

    def _made(self, model: type[Model], one: Callable[[Organisation], Any], each: int) -> list[Any]:
        rows = [one(place) for place in self.organisations for _ in range(each)]
        return list(model._default_manager.bulk_create(rows))

    def _kept_for_people(self) -> None:
        people = list(self.some(self.people, 0.5))
        FormDraft.objects.bulk_create(FormDraft(person_id=one.pk, form="report", saved_at=self.now) for one in people)
        Submission.objects.bulk_create(
            Submission(
                key=uuid.UUID(int=self.dice.getrandbits(128)), person_id=one.pk, digest="", led_to="/", at=self.now
            )
            for one in people
        )

    def _of_accounts(self) -> None:
        users = list(User.objects.order_by("pk"))
        later: datetime = self.now + timedelta(days=1)
        OneTimeCode.objects.bulk_create(
            OneTimeCode(user=one, purpose="help", code_hash="x", made_at=self.now, expires_at=later) for one in users
        )
        SecretLink.objects.bulk_create(
            SecretLink(user=one, token_hash=f"hash of {one.pk}", made_at=self.now, asked_since=self.now)
            for one in users
        )
        Authenticator.objects.bulk_create(Authenticator(user=one, type="totp", data={}) for one in users)
        SocialAccount.objects.bulk_create(SocialAccount(user=one, provider="portal", uid=f"{one.pk}") for one in users)
        Session.objects.bulk_create(
            Session(
                session_key=f"{number}",
                session_data="",
                expire_date=later,
                user=one,
                made_at=self.now,
                seen_at=self.now,
            )
            for number, one in enumerate([*users, *users, None])
        )

    def _journal(self, number: int) -> None:
        """An entry about an organisation, somebody or nobody, by somebody, that names up to three."""
        by = self.dice.choice(self.people)
        named = [one.pk for one in self.dice.sample(self.people, number % 4)]
        place = self.dice.choice([None, *self.organisations])
        somebody = Actor(f"user:{by.user_id}", user_id=by.user_id, person_id=by.pk)
        with (
            acting_as(somebody),
            journal.entry("signed_out", by=somebody, at=self.now, organisation_id=place and place.pk, people=named),
        ):
            pass
