"""Break-glass: two persons' word opens one person for an hour, each look is told to them, and nothing else opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from orientir import journal
from orientir.access import emergency
from orientir.access import emergency_policy as policy
from orientir.access import services as access
from orientir.access.models import Appointment, EmergencyAccess
from orientir.access.roles import HEAD, PSYCHOLOGIST, STUDENT, Role
from orientir.access.signals import data_opened
from orientir.accounts import services as accounts
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR, SEALER
from orientir.journal.models import Entry, Mention
from orientir.people.models import Person
from orientir.people.services import Name, add_person
from orientir.territory.choices import Depth
from orientir.territory.models import Organisation
from orientir.ui import submissions
from tests.support import world
from tests.support.world import NOON, SEPTEMBER

pytestmark = pytest.mark.usefixtures("db")
REASON = "Ребёнок не вернулся с экскурсии, ищем семью"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Coordinates]:
    """Let it be noon; a test moves on."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def school() -> Organisation:
    """School 5, beyond which students have no names: its municipality sees codes."""
    with acting_as(REGISTRAR), journal.entry("organisation_added", by=REGISTRAR, at=SEPTEMBER):
        Organisation.objects.filter(short_name="Школа № 5").update(depth=Depth.CODES)
        return Organisation.objects.get(short_name="Школа № 5")


def add(login: str, name: Name, role: Role, school: Organisation) -> Person:
    """Add somebody with an account and a role."""
    with acting_as(REGISTRAR):
        user = accounts.make_account(login, world.PASSWORD, by=REGISTRAR, at=SEPTEMBER)
        person = add_person(
            name, organisation_id=school.pk, user=user, is_staff=role.is_staff, by=REGISTRAR, at=SEPTEMBER
        )
        access.appoint(person, role, school, by=REGISTRAR, at=SEPTEMBER)
    return person


@pytest.fixture
def polina(school: Organisation) -> Actor:
    """The psychologist of School 5."""
    add("polina", Name("Синицына", "Полина", "Игоревна"), PSYCHOLOGIST, school)
    return world.actor("polina")


@pytest.fixture
def denis(school: Organisation) -> Actor:
    """The head of School 5."""
    add("denis", Name("Чижов", "Денис"), HEAD, school)
    return world.actor("denis")


@pytest.fixture
def lev(school: Organisation) -> Person:
    """A student of School 5; his sister has the same family name."""
    with acting_as(REGISTRAR):
        add_person(
            Name("Воробьёва", "Лия", "Олеговна"), organisation_id=school.pk, is_staff=False, by=REGISTRAR, at=SEPTEMBER
        )
    return add("lev", Name("Воробьёв", "Лев", "Олегович"), STUDENT, school)


def ask(by: Actor, whom: Person) -> EmergencyAccess:
    with acting_as(by):
        return emergency.ask(whom, reason=REASON, by=by, at=NOON)


def confirm(opening: EmergencyAccess, by: Actor, *, minutes: int = 5) -> None:
    with acting_as(by):
        emergency.confirm(opening, by=by, at=NOON + minutes * MINUTE)


def sees(login: str, person: Person) -> bool:
    with acting_as(world.actor(login)):
        return Person.objects.filter(pk=person.pk).exists()


def entries(opening: EmergencyAccess) -> list[tuple[str, int | None, list[int | None]]]:
    """Return what the journal says: the deed, who, whom."""
    with acting_as(SEALER):
        found = Entry.objects.filter(subject_type="access.EmergencyAccess", subject_id=opening.pk).order_by("pk")
        return [
            (one.verb, one.person_id, list(Mention.objects.filter(entry_id=one.pk).values_list("person_id", flat=True)))
            for one in found
        ]


def test_one_person_opens_for_an_hour_to_who_asked_and_to_nobody_else(boris, denis, lev, clock) -> None:
    opening = ask(boris, lev)
    assert [sees(login, lev) for login in ("boris", "denis")] == [False, True]
    confirm(opening, denis)
    clock.move_to(NOON + 64 * MINUTE)
    with acting_as(REGISTRAR):
        sister = Person.objects.get(last_name="Воробьёва")

    assert [sees(login, lev) for login in ("boris", "gleb", "galina", "olga", "lev")] == [
        True, False, False, False, True,
    ]  # fmt: skip
    assert not sees("boris", sister)

    clock.move_to(NOON + 65 * MINUTE)
    assert not sees("boris", lev)


def test_it_is_told_to_the_person_at_each_step_and_each_look(boris, denis, lev, clock) -> None:
    heard: list[Any] = []
    listener = lambda opening, at, **_: heard.append((opening.pk, at))  # noqa: E731
    data_opened.connect(listener)
    opening = ask(boris, lev)
    confirm(opening, denis)
    with acting_as(boris):
        emergency.look(opening, by=boris, at=NOON + 6 * MINUTE)
    with acting_as(denis):
        emergency.end(opening, by=denis, at=NOON + 7 * MINUTE)
        emergency.end(opening, by=denis, at=NOON + 8 * MINUTE)  # it is over: nothing is written

    assert entries(opening) == [
        ("emergency_asked", boris.person_id, [lev.pk]),
        ("emergency_confirmed", denis.person_id, [lev.pk]),
        ("emergency_seen", boris.person_id, [lev.pk]),
        ("emergency_ended", denis.person_id, [lev.pk]),
    ]
    assert heard == [(opening.pk, NOON + 5 * MINUTE)]
    clock.move_to(NOON + 8 * MINUTE)
    assert not sees("boris", lev)


def test_the_second_word_comes_once_within_two_hours(boris, denis, polina, lev) -> None:
    opening = ask(boris, lev)
    with pytest.raises(emergency.TooLate):
        confirm(opening, denis, minutes=120)
    confirm(opening, denis, minutes=119)
    with pytest.raises(emergency.AnsweredAlready):
        confirm(opening, polina, minutes=119)
    with pytest.raises(emergency.AnsweredAlready), acting_as(polina):
        emergency.refuse(opening, by=polina, at=NOON)


def test_a_refused_question_opens_nothing_and_may_be_asked_anew(boris, denis, lev) -> None:
    opening = ask(boris, lev)
    with pytest.raises(emergency.AskedAlready):
        ask(boris, lev)
    with acting_as(denis):
        emergency.refuse(opening, by=denis, at=NOON)

    with pytest.raises(emergency.AnsweredAlready):
        confirm(opening, denis)
    assert ask(boris, lev).pk != opening.pk


def test_nobody_opens_the_own_data(boris, denis) -> None:
    with acting_as(REGISTRAR):
        own = Person.objects.get(pk=boris.person_id)

    with pytest.raises(emergency.AboutOneself):
        ask(boris, own)


def test_with_the_role_what_is_open_is_gone_at_once(boris, denis, lev, clock) -> None:
    confirm(ask(boris, lev), denis)
    clock.move_to(NOON + 10 * MINUTE)
    assert sees("boris", lev)
    with acting_as(REGISTRAR):
        access.end_appointment(Appointment.objects.get(person=boris.person_id), by=REGISTRAR, at=NOON)

    assert (world.actor("boris").opened, sees("boris", lev)) == (frozenset(), False)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (Name("Воробьев", "лев", "Олегович"), False),  # ё is another letter
        (Name("воробьёв", "Лев", "Олегович"), True),
        (Name("Воробьёв", "Лев"), True),
        (Name("Воробьёв", "Ле"), False),
        (Name("Воробьёв", "Марк"), False),
    ],
)
def test_a_person_is_named_in_full_for_there_is_no_list_to_choose_from(school, lev, boris, name, found) -> None:
    with acting_as(boris):
        try:
            assert emergency.find_person(name, school) == lev
        except emergency.NobodyOfThatName:
            assert not found
        else:
            assert found


def test_the_twins_agree_for_everybody(boris, denis, polina, gleb, vera, zoya, lev) -> None:
    openings = [ask(boris, lev), ask(polina, lev)]
    confirm(openings[1], denis)
    with acting_as(REGISTRAR):
        openings = list(EmergencyAccess.objects.order_by("pk"))
        places = list(Organisation.objects.all())
        people = list(Person.objects.all())
    answered = {}
    for login in ("boris", "denis", "polina", "gleb", "vera", "zoya", "lev"):
        actor = world.actor(login)
        with acting_as(REGISTRAR):
            for can, visible, rows in (
                (policy.can_ask_at, policy.organisations_to_ask_at, places),
                (policy.can_view_opening, policy.visible_openings, openings),
                (policy.can_answer, policy.answerable_openings, openings),
                (policy.can_end, policy.endable_openings, openings),
                (policy.can_see_opened, policy.visible_opened, people),
            ):
                assert {row.pk for row in rows if can(actor, row)} == set(visible(actor).values_list("pk", flat=True))
        answered[login] = [policy.can_answer(actor, one) for one in openings]

    assert answered == {
        "boris": [False, True], "denis": [True, True], "polina": [True, False],
        "gleb": [False, False], "vera": [False, False], "zoya": [False, False], "lev": [False, False],
    }  # fmt: skip


# The pages.


@pytest.fixture
def send(signed_in: Callable[[str], Client]) -> Callable[..., Any]:
    """Return a function that fills in a form of a page and sends it."""

    def sent(login: str, address: str, form: str, about: str = "", **fields: Any) -> Any:
        key = submissions.issue_key(world.actor(login).person_id or 0, form, about)
        return signed_in(login).post(address, {**fields, "submission_key": key})

    return sent


def words_of(answer: Any) -> str:
    return " ".join(unescape(strip_tags(answer.content.decode())).split())


def test_from_the_question_to_what_the_child_reads(boris, denis, lev, school, send, signed_in) -> None:
    named = {"organisation": school.pk, "last_name": "Воробьёв", "first_name": "Лев", "reason": REASON}
    short = send("boris", "/emergency/ask/", "ask_emergency", **named | {"reason": "Надо"})
    nobody = send("boris", "/emergency/ask/", "ask_emergency", **named | {"first_name": "Марк"})
    asked = send("boris", "/emergency/ask/", "ask_emergency", **named)
    assert [answer.status_code for answer in (short, nobody, asked)] == [422, 422, 302]
    with acting_as(REGISTRAR):
        opening = EmergencyAccess.objects.get()
    own_word = signed_in("boris").get(f"/emergency/{opening.pk}/answer/")
    waiting = words_of(signed_in("denis").get(f"/emergency/{opening.pk}/answer/"))
    confirmed = send("denis", f"/emergency/{opening.pk}/answer/", "answer_emergency", str(opening.pk))
    assert [answer.status_code for answer in (own_word, confirmed)] == [403, 302]
    assert "Ладожский Борис" in waiting
    assert REASON in waiting

    seen = words_of(signed_in("boris").get(f"/emergency/people/{lev.pk}/"))
    others = [signed_in(login).get(f"/emergency/people/{lev.pk}/").status_code for login in ("denis", "vera", "gleb")]
    assert ("Воробьёв Лев Олегович" in seen, others) == (True, [404, 404, 404])

    home = words_of(signed_in("boris").get("/"))
    assert "Экстренный доступ, Воробьёв Л. О.: данные открыты вам до 13:00." in home
    child = signed_in("lev")
    assert 'Кто смотрел мои данные<span class="count">1<' in child.get("/").content.decode()
    told = words_of(child.get("/journal/about-me/"))
    assert [part in told for part in ("Ладожский Б.", "Чижов Д.", REASON)] == [True, True, True]

    closed = signed_in("denis").post(f"/emergency/{opening.pk}/end/")
    assert (closed.status_code, signed_in("boris").get(f"/emergency/people/{lev.pk}/").status_code) == (302, 404)
    assert [verb for verb, _, _ in entries(opening)] == [
        "emergency_asked", "emergency_confirmed", "emergency_seen", "emergency_ended",
    ]  # fmt: skip


def test_who_may_not_has_no_such_page(boris, polina, lev, signed_in) -> None:
    opening = ask(boris, lev)

    found = {
        login: [
            signed_in(login).get(address).status_code
            for address in ("/emergency/", "/emergency/ask/", f"/emergency/{opening.pk}/answer/")
        ]
        for login in ("vera", "olga", "lev", "gleb", "boris", "polina")
    }

    assert found == {
        "vera": [403, 403, 404], "olga": [403, 403, 404], "lev": [403, 403, 404],
        "gleb": [200, 200, 404], "boris": [200, 200, 403], "polina": [200, 200, 200],
    }  # fmt: skip


def test_who_asked_takes_it_back(boris, denis, lev, signed_in) -> None:
    opening = ask(boris, lev)

    refused = signed_in("vera").post(f"/emergency/{opening.pk}/refuse/").status_code
    taken = signed_in("boris").post(f"/emergency/{opening.pk}/refuse/").status_code

    assert (refused, taken) == (404, 302)
    assert [verb for verb, _, _ in entries(opening)] == ["emergency_asked", "emergency_refused"]


def test_the_list_asks_as_much_for_three_as_for_one(boris, denis, polina, lev, signed_in) -> None:
    browser = signed_in("denis")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/emergency/").status_code == 200
        return len(asked)

    ask(boris, lev)
    one = queries()
    ask(polina, lev)
    with acting_as(REGISTRAR):
        sister = Person.objects.get(last_name="Воробьёва")
    confirm(ask(boris, sister), denis)

    assert queries() == one
