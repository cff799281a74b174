"""A session: new with each sign-in, gone with sign-out, and never wider than the rights of this moment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orientir.access import services as access
from orientir.access.models import Appointment
from orientir.access.roles import GUIDANCE_LEAD
from orientir.accounts.models import User
from orientir.accounts.sessions import SessionStore
from orientir.database.context import acting_as
from orientir.database.system_actors import GATE, REGISTRAR
from tests.access import all_seeing
from tests.support import world

from .test_sign_in import block, sign_in

pytestmark = pytest.mark.usefixtures("eyes", "db")
COOKIE = settings.SESSION_COOKIE_NAME
MINUTE = timedelta(minutes=1)


def sessions() -> set[str]:
    return {row["session_key"] for row in all_seeing.rows_of("accounts_session")}


def end_appointment_of(login: str) -> None:
    with acting_as(REGISTRAR):
        appointment = Appointment.objects.get(person__user__login=login)
        access.end_appointment(appointment, by=REGISTRAR, at=timezone.now())


def test_a_page_before_sign_in_makes_no_session(client: Client) -> None:
    before = sessions()

    client.get("/sign-in/")
    client.get("/")
    sign_in(client, "vera", "wrong")

    assert sessions() == before
    assert COOKIE not in client.cookies


def test_a_key_that_was_planted_before_sign_in_is_worth_nothing_after_it(client: Client) -> None:
    with acting_as(GATE):
        planted = SessionStore()
        planted["trap"] = 1
        planted.save()
    client.cookies[COOKIE] = planted.session_key

    sign_in(client, "vera")

    assert client.cookies[COOKIE].value != planted.session_key
    assert planted.session_key not in sessions()


def test_a_key_that_never_was_is_not_taken_over(client: Client) -> None:
    client.cookies[COOKIE] = "a" * 32

    sign_in(client, "vera")

    assert client.cookies[COOKIE].value != "a" * 32
    assert "a" * 32 not in sessions()


def test_another_who_signs_in_here_gets_nothing_of_the_session_before(client: Client) -> None:
    sign_in(client, "vera")
    veras = client.cookies[COOKIE].value
    session = client.session
    with acting_as(GATE):
        session["note"] = "of vera"
        session.save()

    sign_in(client, "galina")

    assert client.cookies[COOKIE].value != veras
    assert veras not in sessions()
    with acting_as(GATE):
        assert "note" not in client.session


def test_sign_out_ends_the_session_everywhere(client: Client) -> None:
    sign_in(client, "olga")
    elsewhere = Client()
    elsewhere.cookies[COOKIE] = client.cookies[COOKIE].value
    assert elsewhere.get("/").status_code == 200

    response = client.post("/sign-out/")

    assert (response.status_code, response.headers["Location"]) == (302, "/sign-in/")
    assert client.cookies[COOKIE].value == ""
    assert elsewhere.get("/").headers["Location"] == "/sign-in/?next=/"


def test_sign_out_leaves_other_sessions_of_the_person_alone(client: Client) -> None:
    at_home = Client()
    sign_in(at_home, "olga")
    sign_in(client, "olga")

    client.post("/sign-out/")

    assert at_home.get("/").status_code == 200


def test_a_session_does_not_outlast_a_working_day(client: Client) -> None:
    sign_in(client, "vera")

    assert client.cookies[COOKIE]["max-age"] == 12 * 60 * 60
    assert client.cookies[COOKIE]["httponly"] is True
    assert client.cookies[COOKIE]["samesite"] == "Lax"


def test_a_blocked_account_is_out_with_the_next_press(signed_in: Any) -> None:
    vera = signed_in("vera")
    assert vera.get("/").status_code == 200

    block("vera")

    assert vera.get("/").headers["Location"] == "/sign-in/?next=/"


def test_a_new_password_ends_the_sessions_of_the_old_one(signed_in: Any) -> None:
    vera = signed_in("vera")
    with acting_as(REGISTRAR):
        user = User.objects.get(login="vera")
        with world.accounts.journal.entry("account_made", by=REGISTRAR, at=world.NOON, about=user):
            user.set_password("new-password-of-vera")
            user.save()

    assert vera.get("/").headers["Location"] == "/sign-in/?next=/"


def test_an_ended_appointment_takes_its_rights_along_with_the_next_press(signed_in: Any) -> None:
    vera = signed_in("vera")
    with acting_as(world.actor("vera")):
        address = f"/assignments/{world.assignment_of('Школа № 5').pk}/"
    assert vera.get(address).status_code == 200

    end_appointment_of("vera")

    assert vera.get(address).status_code == 404
    assert vera.post(address, {"text": "Сделано."}).status_code == 404
    assert vera.get("/").status_code == 200  # the account is still hers


def test_a_file_is_closed_with_the_appointment(signed_in: Any) -> None:
    report = world.submit("Школа № 5", "vera")
    with acting_as(world.actor("vera")):
        address = report.evidence.get().file.get_absolute_url()
    boris, vera = signed_in("boris"), signed_in("vera")
    assert (boris.get(address).status_code, vera.get(address).status_code) == (200, 200)

    end_appointment_of("vera")
    end_appointment_of("boris")

    assert (boris.get(address).status_code, vera.get(address).status_code) == (404, 404)


def test_a_new_appointment_gives_its_rights_with_the_next_press(signed_in: Any) -> None:
    fyodor = signed_in("fyodor")
    with acting_as(REGISTRAR):
        address = f"/assignments/{world.assignment_of('Школа № 6').pk}/"
        ended = Appointment.objects.select_related("person").get(person__user__login="fyodor")
        school = world.Organisation.objects.get(short_name="Школа № 6")
    assert fyodor.get(address).status_code == 404

    with acting_as(REGISTRAR):
        access.appoint(ended.person, GUIDANCE_LEAD, school, by=REGISTRAR, at=timezone.now())

    assert fyodor.get(address).status_code == 200


# Own sessions: seen, ended, and ending by themselves.

AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_the_own_sessions_are_listed_in_words_and_this_one_is_marked(client: Client) -> None:
    world.sign_in(Client(), "galina")
    sign_in(Client(headers={"User-Agent": "curl/8"}), "olga")
    client.defaults["HTTP_USER_AGENT"] = AGENT
    sign_in(client, "olga")

    page = client.get("/security/")

    assert [(device, one.is_this) for one, device in page.context["sessions"]] == [
        ("Firefox, Windows", True),
        ("другой браузер", False),
    ]
    assert not any(key in page.content.decode() for key in sessions())


def test_one_session_is_ended_and_the_others_go_on(client: Client) -> None:
    at_school, at_home = Client(), Client()
    for browser in (at_school, at_home, client):
        sign_in(browser, "olga")
    (mark,) = (one.mark for one, _ in at_school.get("/security/").context["sessions"] if one.is_this)

    answer = client.post(f"/security/sessions/{mark}/end/")

    assert answer.headers["Location"] == "/security/"
    assert [browser.get("/roadmaps/").status_code for browser in (at_school, at_home, client)] == [302, 200, 200]


def test_all_others_are_ended_by_one_press(client: Client) -> None:
    others = [Client(), Client()]
    for browser in (*others, client):
        sign_in(browser, "olga")
    galina = world.sign_in(Client(), "galina")

    client.post("/security/sessions/end-others/")

    assert [browser.get("/roadmaps/").status_code for browser in (*others, client)] == [302, 302, 200]
    assert galina.get("/").status_code == 200


def test_nobody_ends_a_session_of_another(client: Client) -> None:
    galina = world.sign_in(Client(), "galina")
    (mark,) = (one.mark for one, _ in galina.get("/security/").context["sessions"])
    sign_in(client, "olga")

    assert client.post(f"/security/sessions/{mark}/end/").status_code == 404
    assert galina.get("/").status_code == 200


def test_a_session_ends_after_half_an_hour_without_a_press(client: Client) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        sign_in(client, "olga")
        for _ in range(3):
            clock.shift(29 * MINUTE)
            assert client.get("/roadmaps/").status_code == 200
        clock.shift(30 * MINUTE)
        assert client.get("/roadmaps/").headers["Location"].startswith("/sign-in/")


def test_a_session_ends_twelve_hours_after_sign_in_however_busy(client: Client) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        sign_in(client, "olga")
        for _ in range(29):
            clock.shift(24 * MINUTE)
            assert client.get("/security/").status_code == 200
        clock.move_to(start + 12 * 60 * MINUTE)
        assert client.get("/security/").headers["Location"].startswith("/sign-in/")


def test_being_seen_is_written_down_once_a_minute_at_most(client: Client) -> None:
    def written() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/roadmaps/").status_code == 200
        return sum('UPDATE "accounts_session"' in query["sql"] for query in queries)

    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, "olga")
        counted = [written()]
        clock.shift(59 * MINUTE / 60)
        counted.append(written())
        clock.shift(MINUTE)
        counted.append(written())

    assert counted == [0, 0, 1]


def test_a_changed_password_ends_all_other_sessions_at_once(client: Client) -> None:
    elsewhere = Client()
    for browser in (elsewhere, client):
        sign_in(browser, "olga")
    key = client.get("/password/").context["submission_key"]
    new = "тихая-заводь-на-рассвете"

    client.post("/password/", {"submission_key": key, "old": world.PASSWORD, "password": new, "again": new})

    assert elsewhere.cookies[COOKIE].value not in sessions()
    assert client.get("/roadmaps/").status_code == 200
