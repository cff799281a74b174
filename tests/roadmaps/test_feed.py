"""The calendar of due dates: who gets what by a link, and what changes in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orientir.access import services as access
from orientir.access.models import Appointment
from orientir.access.roles import GUIDANCE_LEAD
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.journal import entry
from orientir.people.models import Person
from orientir.roadmaps.choices import Outcome
from orientir.roadmaps.models import Assignment, Roadmap
from orientir.roadmaps.queries.due_dates import AHEAD, BEHIND
from orientir.roadmaps.services import control
from orientir.territory.models import Organisation
from tests.roadmaps.feeding import LATER, ask, decide, events_of, facts, link_of
from tests.roadmaps.running import FAR, NEAR, PAST, give, measure, submit
from tests.support import world
from tests.support.world import NOON

pytestmark = pytest.mark.usefixtures("noon")

Visit = Callable[[str], Client]
TODAY = NOON.date()


# Who gets what.


def test_a_lead_gets_each_due_date_of_the_own_school(roadmap: Roadmap) -> None:
    give(measure(roadmap, "1.1"), NEAR)
    give(measure(roadmap, "1.2"), FAR)

    events = events_of("vera")

    assert facts(events) == [
        (NEAR, "1.1 Провести работу 1.1", "CONFIRMED", 0),
        (FAR, "1.2 Провести работу 1.2", "CONFIRMED", 0),
    ]
    with acting_as(world.actor("vera")):
        (own,) = Assignment.objects.filter(due_on=NEAR, organisation__short_name="Школа № 5")
    assert dict(events[0].property_items())["DESCRIPTION"].split("\n") == [
        "1.1 Провести работу 1.1",
        "Дорожная карта 2025–2027",
        "Школа № 5",
        "Состояние: ждёт",
    ]
    assert events[0]["url"] == f"http://testserver/assignments/{own.pk}/"
    assert (events[0]["dtend"].dt, events[0].walk("VALARM")) == (NEAR + timedelta(days=1), [])


def test_who_leads_in_several_organisations_reads_in_which(roadmap: Roadmap) -> None:
    with acting_as(REGISTRAR):
        galina = Person.objects.get(user__login="galina")
        fifth = Organisation.objects.get(short_name="Школа № 5")
        access.appoint(galina, GUIDANCE_LEAD, fifth, by=REGISTRAR, at=NOON)
    give(measure(roadmap, "1.1"), NEAR)

    assert sorted(words for _, words, _, _ in facts(events_of("galina"))) == [
        "1.1 Провести работу 1.1 · Школа № 5",
        "1.1 Провести работу 1.1 · Школа № 6",
    ]


@pytest.mark.parametrize("login", ["boris", "olga"])
def test_an_office_and_an_observer_get_one_entry_a_measure_and_day(roadmap: Roadmap, login: str) -> None:
    one, _ = give(measure(roadmap, "1.1"), NEAR)
    submit(one)
    submit(*give(measure(roadmap, "1.2"), NEAR))
    give(measure(roadmap, "1.2"), FAR)

    assert facts(events_of(login)) == [
        (NEAR, "1.1 Провести работу 1.1 · осталось представить: 1 из 2", "CONFIRMED", 0),
        (NEAR, "1.2 Провести работу 1.2 · представили все", "CONFIRMED", 0),
        (FAR, "1.2 Провести работу 1.2 · осталось представить: 2 из 2", "CONFIRMED", 0),
    ]


def test_a_lead_who_observes_too_gets_the_own_work_apart(roadmap: Roadmap) -> None:
    with acting_as(REGISTRAR):
        olga = Person.objects.get(user__login="olga")
        fifth = Organisation.objects.get(short_name="Школа № 5")
        access.appoint(olga, GUIDANCE_LEAD, fifth, by=REGISTRAR, at=NOON)
    give(measure(roadmap, "1.1"), NEAR)

    assert facts(events_of("olga")) == [
        (NEAR, "1.1 Провести работу 1.1", "CONFIRMED", 0),
        (NEAR, "1.1 Провести работу 1.1 · осталось представить: 1 из 1", "CONFIRMED", 0),
    ]


def test_what_lies_in_another_municipality_or_far_away_or_is_not_begun_is_not_in_it(roadmap: Roadmap) -> None:
    give(measure(roadmap, "1.1"), TODAY - BEHIND)
    give(measure(roadmap, "1.1"), TODAY - BEHIND - timedelta(days=1))
    give(measure(roadmap, "1.1"), TODAY + AHEAD)
    give(measure(roadmap, "1.1"), TODAY + AHEAD + timedelta(days=1))
    give(measure(roadmap, "1.2"), PAST, state="archive")

    for login in ("vera", "boris", "olga"):
        assert [day for day, *_ in facts(events_of(login))] == [TODAY - BEHIND, TODAY + AHEAD]
    for login in ("zoya", "gleb"):
        assert events_of(login) == []

    boris = world.actor("boris")
    with acting_as(boris), entry("roadmap_starting", by=boris, at=NOON, about=roadmap):
        Roadmap.objects.filter(pk=roadmap.pk).update(state="starting")
    assert [events_of(login) for login in ("vera", "boris", "olga")] == [[], [], []]


def test_the_link_shows_its_owner_s_work_whoever_is_signed_in(signed_in: Visit, roadmap: Roadmap) -> None:
    give(measure(roadmap, "1.1"), NEAR)
    address = reverse("roadmaps:feed", args=[link_of("vera")])

    assert signed_in("zoya").get(address).content == Client().get(address).content


def test_no_person_is_named_in_it(roadmap: Roadmap) -> None:
    submit(*give(measure(roadmap, "1.1"), NEAR))
    decide(control.move_due_date, give(measure(roadmap, "1.2"), NEAR), FAR)
    with acting_as(REGISTRAR):
        names = set(Person.objects.values_list("last_name", flat=True))

    told = "".join(ask(link_of(login)).content.decode() for login in ("vera", "boris", "olga"))

    assert len(names) >= 6
    assert [name for name in names if name in told] == []
    assert "Письмо" not in told


# Rights of the moment.


def seen_without_right(token: str) -> tuple[Any, ...]:
    """Return all that somebody learns who asks by a link that opens nothing: the answer, and the questions it took."""
    with CaptureQueriesContext(connection) as queries:
        answer = ask(token)
    body = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"\w+"', "", answer.content.decode())
    asked = [re.sub(r"'[^']*'|\d+", "…", one["sql"]) for one in queries]
    return answer.status_code, body.replace(token, "…"), dict(answer.headers), asked


def test_a_link_without_rights_answers_like_one_that_never_was(roadmap: Roadmap) -> None:
    give(measure(roadmap, "1.1"), NEAR)
    vera = link_of("vera")
    assert ask(vera).status_code == 200
    with acting_as(REGISTRAR):
        appointment = Appointment.objects.get(person__user__login="vera")
        access.end_appointment(appointment, by=REGISTRAR, at=NOON)
    unknown = seen_without_right("A" * len(vera))

    assert unknown[0] == 404
    assert [seen_without_right(token) for token in (vera, link_of("fyodor"), link_of("nina"))] == [unknown] * 3


def test_a_withdrawn_link_and_one_made_anew_open_nothing(signed_in: Visit) -> None:
    first, second = link_of("vera"), link_of("vera")
    assert (ask(first).status_code, ask(second).status_code) == (404, 200)

    assert signed_in("vera").post("/calendar-feed/withdraw/").status_code == 302

    assert ask(second).status_code == 404


@pytest.mark.parametrize("token", ["х", "\x00", "a" * 5000, "..", "🙂", "%"])
def test_whatever_is_asked_for_is_answered(token: str) -> None:
    assert ask(token).status_code == 404


# What changes.


def test_a_due_date_that_is_moved_stays_the_same_event_on_its_new_day(roadmap: Roadmap) -> None:
    given = give(measure(roadmap, "1.1"), NEAR)
    (before,) = events_of("vera")

    decide(control.move_due_date, given, FAR)
    (after,) = events_of("vera")

    assert facts([before, after]) == [
        (NEAR, "1.1 Провести работу 1.1", "CONFIRMED", 0),
        (FAR, "1.1 Провести работу 1.1", "CONFIRMED", 1),
    ]
    assert before["uid"] == after["uid"]
    assert (before["last-modified"].dt, after["last-modified"].dt) == (NOON, LATER)
    assert before["dtstamp"].to_ical() == b"20261120T090000Z"


def test_an_office_sees_the_day_from_which_all_was_moved_cancelled(roadmap: Roadmap) -> None:
    given = give(measure(roadmap, "1.1"), NEAR)
    (before,) = events_of("boris")

    decide(control.move_due_date, given, FAR)
    left, come = events_of("boris")

    assert facts([left, come]) == [
        (NEAR, "1.1 Провести работу 1.1 · в этот день больше ничего не нужно", "CANCELLED", 1),
        (FAR, "1.1 Провести работу 1.1 · осталось представить: 2 из 2", "CONFIRMED", 1),
    ]
    assert (left["uid"] == before["uid"], come["uid"] == before["uid"]) == (True, False)
    assert [one["last-modified"].dt for one in (before, left, come)] == [NOON, LATER, LATER]


@pytest.mark.parametrize("login", ["vera", "boris"])
def test_what_is_closed_is_cancelled_and_what_is_opened_again_stands(roadmap: Roadmap, login: str) -> None:
    given = give(measure(roadmap, "1.1"), NEAR)

    decide(control.close, given, Outcome.OFF_CONTROL)
    (closed,) = events_of(login)
    decide(control.open_again, given, at=LATER + timedelta(hours=1))
    (opened,) = events_of(login)

    assert (closed["status"], closed["sequence"]) == ("CANCELLED", 1)
    assert (opened["status"], opened["sequence"]) == ("CONFIRMED", 2)
    assert closed["uid"] == opened["uid"]


def test_the_number_of_a_day_never_becomes_smaller(roadmap: Roadmap) -> None:
    given = give(measure(roadmap, "1.1"), NEAR)
    numbers = []
    for hours, deed in enumerate(
        [
            lambda at: decide(control.close, given, Outcome.VOID, at=at),
            lambda at: decide(control.open_again, given, at=at),
            lambda at: decide(control.move_due_date, given[:1], FAR, at=at),
            lambda at: decide(control.move_due_date, given[1:], FAR, at=at),
            lambda at: decide(control.move_due_date, given[1:], NEAR, at=at),
        ]
    ):
        deed(NOON + timedelta(hours=hours))
        numbers.append([int(one["sequence"]) for one in events_of("boris") if one["dtstart"].dt == NEAR])

    assert numbers == [[1], [2], [3], [4], [5]]


def test_an_observer_reads_no_time_of_change_since_it_is_not_theirs(roadmap: Roadmap) -> None:
    submit(*give(measure(roadmap, "1.1"), NEAR))

    (office,), (observed,) = events_of("boris"), events_of("olga")

    assert ("LAST-MODIFIED" in office, "LAST-MODIFIED" in observed) == (True, False)
    assert observed["dtstamp"].dt == NOON


def test_a_report_that_is_sent_changes_the_event_and_not_its_number(roadmap: Roadmap) -> None:
    given = give(measure(roadmap, "1.1"), NEAR)
    (before,) = events_of("vera")
    submit(*given)
    (after,) = events_of("vera")

    assert (before["sequence"], after["sequence"]) == (0, 0)
    assert str(after["description"]).endswith("Состояние: представлено")
