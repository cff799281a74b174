"""The limits at the door: what is said, what is counted, and that nobody gets round them by being quick."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from orientir.accounts import hashing, limits, upkeep, views_codes
from orientir.accounts.limits import FORGOTTEN_AFTER, LOGIN
from orientir.accounts.models import Attempts
from orientir.database.context import acting_as
from orientir.database.system_actors import MAINTENANCE
from tests.support import world

from .test_codes import CHOOSING, NEW, issued
from .test_sign_in import sign_in

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list in which each password is written down as it is hashed."""
    seen: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(self: Any, password: str, salt: str) -> str:
        seen.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    return seen


def fail(client: Client, login: str, times: int = LOGIN.free) -> list[int]:
    return [sign_in(client, login, "wrong").status_code for _ in range(times)]


def said(response: HttpResponse) -> str:
    return str(response.context["form"].non_field_errors()[0])


def counted() -> list[int]:
    with acting_as(MAINTENANCE):
        return sorted(Attempts.objects.values_list("failed", flat=True))


def test_after_ten_failures_the_right_password_waits_too_and_is_not_hashed(hashed: list[str]) -> None:
    failed = fail(Client(), "vera")
    before = len(hashed)

    held = sign_in(Client(), "vera")

    assert failed == [422] * 10
    assert (held.status_code, 0 < int(held.headers["Retry-After"]) <= 60) == (429, True)
    assert "через 1 минуту" in said(held)
    assert "одноразовый код" in said(held).casefold()
    assert len(hashed) == before
    assert settings.SESSION_COOKIE_NAME not in held.cookies
    assert sign_in(Client(), "galina").status_code == 302


def test_the_login_stays_in_its_field_and_the_password_does_not() -> None:
    fail(Client(), "vera")

    page = sign_in(Client(), "vera", "белый-парус-в-тумане").content.decode()

    assert 'value="vera"' in page
    assert "белый-парус-в-тумане" not in page


def test_what_is_held_back_is_not_counted_so_waiting_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    fail(Client(), "vera")
    before = counted()

    for _ in range(5):
        sign_in(Client(), "vera")

    assert counted() == before
    later = timezone.now() + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert sign_in(Client(), "vera").status_code == 302


def test_a_known_device_goes_on_while_somebody_guesses_elsewhere() -> None:
    at_home = Client()
    sign_in(at_home, "vera")
    at_home.post("/sign-out/")

    fail(Client(), "vera")

    assert sign_in(Client(), "vera").status_code == 429
    assert sign_in(at_home, "vera", "wrong").status_code == 422
    assert sign_in(at_home, "vera").status_code == 302


def test_success_forgets_the_failures_of_this_device() -> None:
    client = Client()

    fail(client, "vera", 9)
    sign_in(client, "vera")

    assert counted() == []
    assert fail(client, "vera", 10) == [422] * 10


def test_a_code_opens_while_the_login_waits() -> None:
    code = issued("vera").password
    fail(Client(), "vera")

    assert sign_in(Client(), "vera").status_code == 429
    assert sign_in(Client(), "vera", code).headers["Location"] == CHOOSING


def test_an_address_has_a_ceiling_for_devices_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ADDRESS", limits.Schedule(3, (timedelta(seconds=6),)))
    known, school = Client(REMOTE_ADDR="198.51.100.7"), Client(REMOTE_ADDR="198.51.100.7")
    sign_in(known, "galina")

    for login in ("vera", "boris", "nobody"):
        sign_in(school, login, "wrong")

    assert sign_in(school, "olga").status_code == 429
    assert sign_in(known, "galina").status_code == 302
    assert sign_in(Client(REMOTE_ADDR="198.51.100.8"), "olga").status_code == 302


def test_counters_go_in_the_night_after_they_are_forgotten() -> None:
    fail(Client(), "vera", 1)

    upkeep.delete_expired(at=timezone.now())
    kept = counted()
    upkeep.delete_expired(at=timezone.now() + FORGOTTEN_AFTER)

    assert (kept, counted()) == ([1], [])


def test_a_device_cookie_is_signed_hidden_from_scripts_and_bound_to_the_site() -> None:
    client = Client()
    sign_in(client, "vera", "wrong")
    assert "device" not in client.cookies

    sign_in(client, "vera")

    cookie = client.cookies["device"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert "vera" not in cookie.value


def test_whoever_chose_a_password_with_a_code_is_known_there() -> None:
    client = Client()
    sign_in(client, "vera", issued("vera").password)
    client.post("/sign-in/new-password/", {"password": NEW, "again": NEW})
    fail(Client(), "vera")

    assert sign_in(client, "vera", NEW).status_code == 302


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fill the room in which passwords are hashed, and let nobody wait for a place."""
    room = hashing.Room(1)
    monkeypatch.setattr(limits, "room", room)
    monkeypatch.setattr(hashing, "PATIENCE", 0.0)
    with room.place():
        yield


@pytest.mark.usefixtures("full")
def test_with_too_many_at_once_whoever_comes_is_told_to_press_again(hashed: list[str]) -> None:
    answers = [sign_in(Client(), login, typed) for login, typed in (("vera", world.PASSWORD), ("nobody", "wrong"))]

    assert [(one.status_code, one.headers["Retry-After"]) for one in answers] == [(503, "5")] * 2
    assert said(answers[0]) == said(answers[1])
    assert (hashed, counted()) == ([], [])


@pytest.mark.usefixtures("full")
def test_a_code_needs_no_place_where_passwords_are_hashed(hashed: list[str]) -> None:
    code = issued("vera").password

    assert sign_in(Client(), "vera", code).headers["Location"] == CHOOSING
    assert hashed == []


@pytest.mark.usefixtures("full")
def test_a_password_that_is_chosen_waits_for_a_place_without_using_the_code_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(views_codes, "room", limits.room)
    client, code = Client(), issued("vera").password
    sign_in(client, "vera", code)

    busy = client.post("/sign-in/new-password/", {"password": NEW, "again": NEW})

    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "5")
    assert sign_in(Client(), "vera", code).headers["Location"] == CHOOSING


def told_after(failures: int) -> list[str]:
    """Return what the page after sign-in says when so many tries have failed elsewhere before."""
    fail(Client(), "vera", failures)
    visitor = Client()
    sign_in(visitor, "vera")
    return [str(message) for message in visitor.get("/sign-in/", follow=True).context["messages"]]


def test_who_comes_in_is_told_that_somebody_has_tried_before() -> None:
    assert told_after(3) == [
        "До этого входа ваш логин пробовали с неверным паролем 3 раза. Если это были не вы, смените пароль."
    ]


def test_a_typing_error_or_two_are_not_worth_a_word() -> None:
    assert told_after(2) == []
