"""Before a weighty deed it is asked once more who sits there, and nothing that was sent is lost by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from orientir.accounts.proofs import Proof
from tests.access import all_seeing
from tests.support import world

from .phones import enter, set_up
from .test_sign_in import sign_in

pytestmark = pytest.mark.usefixtures("eyes", "db")
CARD = "/security/card/"
FIVE = timedelta(minutes=5)


@pytest.fixture
def olga(client: Client) -> Client:
    """Olga, who has a second factor."""
    sign_in(client, "olga")
    set_up(client)
    return client


@pytest.fixture
def later() -> Iterator[time_machine.Coordinates]:
    """Six minutes after sign-in."""
    with time_machine.travel(timezone.now() + FIVE + timedelta(minutes=1), tick=False) as clock:
        yield clock


def last_deed() -> str:
    """Return what the journal says was done last."""
    return str(max(all_seeing.rows_of("journal_entry"), key=lambda entry: entry["id"])["verb"])


def test_within_five_minutes_nobody_is_asked(olga: Client) -> None:
    assert olga.get(CARD).status_code == 200


def test_later_a_page_leads_to_the_question_and_back(olga: Client, later: object) -> None:
    asked = olga.get(f"{CARD}?next=/roadmaps/")
    assert asked.headers["Location"] == "/confirm/?next=%2Fsecurity%2Fcard%2F%3Fnext%3D%2Froadmaps%2F"
    key = olga.cookies[settings.SESSION_COOKIE_NAME].value
    page = olga.get(asked.headers["Location"])

    back = olga.post("/confirm/", {"confirm_with": world.PASSWORD, "next": page.context["next"]})

    assert back.headers["Location"] == f"{CARD}?next=/roadmaps/"
    assert olga.get(back.headers["Location"]).status_code == 200
    assert olga.cookies[settings.SESSION_COOKIE_NAME].value != key
    assert last_deed() == "confirmed_again"


def test_what_was_sent_is_done_by_one_press_with_the_password(olga: Client) -> None:
    key = olga.get(CARD).context["submission_key"]
    with time_machine.travel(timezone.now() + FIVE, tick=False):
        asked = olga.post(CARD, {"submission_key": key})
        assert (asked.status_code, dict(asked.context["fields"])) == (403, {"submission_key": key})
        wrong = olga.post(CARD, {"submission_key": key, "confirm_with": "wrong"})
        assert (wrong.status_code, dict(wrong.context["fields"])) == (422, {"submission_key": key})
        done = olga.post(CARD, {"submission_key": key, "confirm_with": world.PASSWORD})

    assert (done.status_code, done.headers["Location"]) == (302, CARD)
    assert last_deed() == "code_card_made"


def test_a_code_confirms_as_well(client: Client, later: time_machine.Coordinates) -> None:
    sign_in(client, "olga")
    phone = set_up(client)
    later.shift(FIVE)

    assert client.get(CARD).status_code == 302
    assert client.post("/confirm/", {"confirm_with": phone.code()}).status_code == 302
    assert client.get(CARD).status_code == 200


def test_a_code_that_was_taken_at_sign_in_confirms_nothing(client: Client) -> None:
    sign_in(client, "olga")
    phone = set_up(client)
    client.post("/sign-out/")
    sign_in(client, "olga")
    enter(client, phone.code(1))

    assert client.post("/confirm/", {"confirm_with": phone.code(1)}).status_code == 422


def test_what_confirms_is_held_back_like_sign_in(olga: Client, later: object) -> None:
    answers = [olga.post("/confirm/", {"confirm_with": "wrong"}).status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]
    assert olga.post(CARD, {"confirm_with": world.PASSWORD}).status_code == 429


@pytest.mark.parametrize("trick", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_the_question_leads_to_no_other_site(trick: str, olga: Client) -> None:
    answer = olga.post("/confirm/", {"confirm_with": world.PASSWORD, "next": trick})

    assert answer.headers["Location"] == "/"


def test_what_is_typed_to_confirm_is_never_given_back(olga: Client, later: object) -> None:
    typed = "почти-верный-пароль-ольги"

    answer = olga.post(CARD, {"confirm_with": typed})

    assert typed not in answer.content.decode()


def test_who_is_signed_out_is_led_to_sign_in_and_not_asked(client: Client) -> None:
    assert client.get(CARD).headers["Location"] == f"/sign-in/?next={CARD}"


def test_one_press_of_a_demo_is_never_asked_for_a_password_it_does_not_have(later: time_machine.Coordinates) -> None:
    pressed = world.sign_in(Client(), "olga", proof=Proof.PRESS)
    later.shift(timedelta(minutes=20))

    assert pressed.get("/security/factor/").status_code == 200
