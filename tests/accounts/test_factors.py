"""The second factor: set up by a phone, asked at sign-in, taken once; and no way to names goes round it."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.utils import timezone

from orientir.accounts import factors, first_steps
from orientir.database.context import acting_as
from orientir.database.system_actors import GATE
from tests.access import all_seeing
from tests.support import world

from .phones import Phone, enter, leads_to, set_up
from .test_sign_in import sign_in

pytestmark = pytest.mark.usefixtures("eyes", "db")
HALF_MINUTE = timedelta(seconds=30)


def test_an_appointment_that_shows_names_leads_to_setting_the_factor_up_and_on(client: Client) -> None:
    sign_in(client, "vera", next="/assignments/")

    asked = leads_to(client.get("/assignments/"))
    assert asked == "/security/factor/?next=/assignments/"
    page = client.get(asked)
    phone = Phone(page.context["proposal"].secret)
    form = {"submission_key": page.context["submission_key"], "code": phone.code(), "next": page.context["next"]}
    card = client.get(leads_to(client.post("/security/factor/", form)))

    assert len(card.context["codes"]) == 10
    assert card.context["next"] == "/assignments/"
    assert client.get("/assignments/").status_code == 200


def test_without_the_factor_there_is_no_page_with_names_and_no_right_behind_it(client: Client) -> None:
    sign_in(client, "boris")

    for page in ("/", "/organisations/", "/journal/", "/roadmaps/", "/reports/", "/files/1/"):
        assert leads_to(client.get(page)).startswith("/security/factor/")
    request = client.get("/security/").wsgi_request
    assert (request.actor.grants, request.actor.organisations, request.actor.named) == ({}, frozenset(), frozenset())


def test_who_sees_figures_only_needs_no_factor(client: Client) -> None:
    sign_in(client, "olga")

    assert client.get("/roadmaps/").status_code == 200


def test_sign_in_asks_for_the_code_and_leads_where_one_wanted_to_go(olga_and_phone: tuple[Client, Phone]) -> None:
    client, phone = olga_and_phone

    asked = leads_to(client.get(leads_to(sign_in(client, "olga", next="/roadmaps/"))))
    assert asked == "/sign-in/code/?next=/roadmaps/"
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page = client.get(asked)
    entered = enter(client, phone.code(1), next=page.context["next"])

    assert leads_to(entered) == "/roadmaps/"
    assert client.get("/roadmaps/").status_code == 200
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != key


def test_while_the_code_is_awaited_the_pages_of_the_own_account_are_closed(
    olga_and_phone: tuple[Client, Phone],
) -> None:
    client, _ = olga_and_phone
    sign_in(client, "olga")

    closed = [client.get(page) for page in ("/security/", "/password/", "/security/factor/", "/security/card/", "/")]
    taken_off = client.post("/security/factor/take-off/")
    draft = client.post("/drafts/report/1/", {"text": "Приказ"})

    assert {leads_to(answer).partition("?")[0] for answer in closed} == {"/sign-in/code/"}
    assert taken_off.status_code == 401
    assert (draft.status_code, 'href="/sign-in/code/"' in draft.content.decode()) == (401, True)
    with acting_as(GATE):
        assert Authenticator.objects.count() == 2


def test_a_code_is_taken_once_also_on_another_machine(olga_and_phone: tuple[Client, Phone]) -> None:
    _, phone = olga_and_phone
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, "olga")

    first = enter(here, phone.code(1))
    second = enter(there, phone.code(1))

    assert (first.status_code, second.status_code) == (302, 422)
    assert leads_to(there.get("/roadmaps/")).startswith("/sign-in/code/")


@pytest.mark.parametrize("ahead", [-3, -2, 3, 10])
def test_a_code_of_another_minute_is_not_taken(ahead: int, olga_and_phone: tuple[Client, Phone]) -> None:
    client, phone = olga_and_phone
    sign_in(client, "olga")

    assert enter(client, phone.code(ahead)).status_code == 422


def test_a_code_of_the_card_is_taken_once(olga_and_phone: tuple[Client, Phone]) -> None:
    client, _ = olga_and_phone
    with acting_as(world.actor("olga")) as olga:
        first, *left = factors.card(olga)

    sign_in(client, "olga")
    assert leads_to(enter(client, f"{first[:4]} {first[4:8]}-{first[8:]}")) == "/"
    client.post("/sign-out/")
    sign_in(client, "olga")

    assert enter(client, first).status_code == 422
    with acting_as(world.actor("olga")) as olga:
        assert factors.card(olga) == left


def test_guessing_codes_is_held_back_before_they_are_looked_at(olga_and_phone: tuple[Client, Phone]) -> None:
    client, phone = olga_and_phone
    sign_in(client, "olga")
    wrong = f"{(int(phone.code()) + 1) % 10**6:06}"

    answers = [enter(client, wrong).status_code for _ in range(11)]
    right = enter(client, phone.code(1))

    assert answers == [422] * 10 + [429]
    assert (right.status_code, "Retry-After" in right.headers) == (429, True)


def test_what_the_factor_is_made_of_lies_encrypted(olga_and_phone: tuple[Client, Phone]) -> None:
    _, phone = olga_and_phone
    with acting_as(world.actor("olga")) as olga:
        codes = factors.card(olga)

    written = all_seeing.everything_written()

    assert phone.secret not in written
    assert not any(code in written for code in codes)
    kept = [row["data"] for row in all_seeing.rows_of("mfa_authenticator")]
    assert sum("gAAAA" in json.dumps(data) for data in kept) == 2


def test_the_card_of_an_older_phone_is_worth_nothing(client: Client) -> None:
    sign_in(client, "olga")
    older = set_up(client)
    with acting_as(world.actor("olga")) as olga:
        of_older = factors.card(olga)
    newer = set_up(client)
    client.post("/sign-out/")
    sign_in(client, "olga")

    assert enter(client, older.code(1)).status_code == 422
    assert enter(client, of_older[0]).status_code == 422
    assert enter(client, newer.code(1)).status_code == 302


def test_a_factor_that_an_appointment_needs_stays(client: Client) -> None:
    sign_in(client, "vera")
    set_up(client)

    assert client.get("/security/factor/take-off/").status_code == 403
    assert b"/security/factor/take-off/" not in client.get("/security/").content


def test_one_of_free_will_is_taken_off(client: Client) -> None:
    sign_in(client, "olga")
    set_up(client)
    key = client.get("/security/factor/take-off/").context["submission_key"]

    client.post("/security/factor/take-off/", {"submission_key": key})

    assert client.get("/roadmaps/").status_code == 200
    client.post("/sign-out/")
    sign_in(client, "olga")
    assert client.get("/roadmaps/").status_code == 200


def test_each_step_is_written_down(olga_and_phone: tuple[Client, Phone]) -> None:
    client, phone = olga_and_phone
    sign_in(client, "olga")
    enter(client, "000000" if phone.code(1) != "000000" else "111111")
    enter(client, phone.code(1))

    entries = sorted(all_seeing.rows_of("journal_entry"), key=lambda entry: entry["id"])
    told = [(entry["verb"], entry["facts"]) for entry in entries][-5:]
    assert told == [
        ("signed_in", {"proof": "password"}),
        ("factor_set_up", {}),
        ("signed_out", {}),
        ("signed_in", {"proof": "password"}),
        ("factor_passed", {"by_card": False}),
    ]


def test_words_sent_when_a_new_appointment_asks_for_a_factor_are_given_back(signed_in: Any) -> None:
    """Vera's session of the morning has passed no factor; her appointment asks for one since noon."""
    vera = signed_in("vera")
    with acting_as(world.actor("vera")):
        where = f"/assignments/{world.assignment_of('Школа № 5').pk}/"
    key = vera.get(where).context["submission_key"]
    session = vera.session
    del session["factor"]
    with acting_as(GATE):
        session.save()

    answer = vera.post(where, {"submission_key": key, "text": "Приказ издан."})
    draft = vera.post("/drafts/report/1/", {"text": "Приказ"})

    page = answer.content.decode()
    assert answer.status_code == 401
    assert 'href="/security/factor/"' in page
    assert re.search(r'<input type="hidden" name="text" value="Приказ издан.">', page)
    assert draft.status_code == 200
    world.pass_factor(vera)
    assert leads_to(vera.post(where, {"submission_key": key, "text": "Приказ издан."})) == where


def test_without_the_wall_of_the_step_the_pages_would_open(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: nothing but this step keeps a password alone from the names."""
    monkeypatch.setattr("orientir.access.middleware.step_before_rights", lambda *_, **__: None)
    sign_in(client, "boris")

    assert client.get("/organisations/").status_code == 200
    assert first_steps.Step.ENTER.value == "accounts:enter_code"


def test_a_key_of_the_installation_is_changed_for_another_and_codes_go_on(
    olga_and_phone: tuple[Client, Phone], settings: Any
) -> None:
    client, phone = olga_and_phone
    settings.FACTOR_KEY = f"a-new-key-of-the-installation,{settings.FACTOR_KEY}"
    sign_in(client, "olga")

    assert enter(client, phone.code(1)).status_code == 302


def test_a_session_of_half_an_hour_ago_asks_for_password_and_code_again(
    olga_and_phone: tuple[Client, Phone],
) -> None:
    client, phone = olga_and_phone
    sign_in(client, "olga")
    enter(client, phone.code(1))

    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        assert leads_to(client.get("/roadmaps/")) == "/sign-in/?next=/roadmaps/"


def test_another_phone_ends_all_other_sessions(client: Client) -> None:
    elsewhere = Client()
    for browser in (elsewhere, client):
        sign_in(browser, "olga")

    set_up(client)

    assert (elsewhere.get("/roadmaps/").status_code, client.get("/roadmaps/").status_code) == (302, 200)


def test_a_factor_that_somebody_else_takes_off_ends_all_sessions(olga_and_phone: tuple[Client, Phone]) -> None:
    client, phone = olga_and_phone
    sign_in(client, "olga")
    enter(client, phone.code(1))
    boris = world.actor("boris")

    with acting_as(boris):
        factors.take_off(world.actor("olga").user_id or 0, by=boris, at=timezone.now())

    assert leads_to(client.get("/roadmaps/")).startswith("/sign-in/?")
    sign_in(client, "olga")
    assert client.get("/roadmaps/").status_code == 200
