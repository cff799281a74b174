"""Nobody learns at the door which accounts there are: not by words, headers or cookies, nor by the work it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from orientir.accounts import codes, entering, hashing, limits
from orientir.accounts.limits import LOGIN
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from tests.support import world

from .test_codes import issued
from .test_sign_in import block, sign_in

pytestmark = pytest.mark.usefixtures("db")
WRONG = "неверное-слово"


@pytest.fixture
def accounts() -> dict[str, str]:
    """Return one login of each kind: as long as each other, so that answers can be compared to the letter."""
    with acting_as(REGISTRAR):
        world.accounts.make_account("dasha", None, by=REGISTRAR, at=world.NOON)
        world.accounts.make_account("carol", world.PASSWORD, by=REGISTRAR, at=world.NOON)
    issued("galina")
    block("zoya")
    return {
        "known": "boris",
        "without appointment": "carol",
        "without password": "dasha",
        "with a code": "galina",
        "blocked": "zoya",
        "unknown": "nobody",
        "no login at all": "no such <login>",
    }


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], tuple[int, int, int]]]:
    """Return a function that tells and forgets what was done: slow hashes, fast ones of codes, queries."""
    done = {"slow": 0, "fast": 0}
    encode, hash_of = MD5PasswordHasher.encode, codes.hash_of

    def slow(self: Any, password: str, salt: str) -> str:
        done["slow"] += 1
        return encode(self, password, salt)

    def fast(typed: str) -> str:
        done["fast"] += 1
        return hash_of(typed)

    monkeypatch.setattr(MD5PasswordHasher, "encode", slow)
    monkeypatch.setattr(codes, "hash_of", fast)
    with CaptureQueriesContext(connection) as asked:
        seen = [0]

        def told() -> tuple[int, int, int]:
            told = done["slow"], done["fast"], len(asked) - seen[0]
            done.update(slow=0, fast=0)
            seen[0] = len(asked)
            return told

        yield told


def whole(response: HttpResponse, login: str) -> tuple[int, str, dict[str, str], list[str]]:
    """Return all that is seen of an answer, without what was typed and what differs by chance."""
    token = str(response.context["csrf_token"])
    words = response.content.decode().replace(login.replace("<", "&lt;").replace(">", "&gt;"), "…").replace(token, "…")
    headers = {name: value for name, value in response.items() if name != "Content-Length"}
    return response.status_code, words, headers, sorted(response.cookies)


def test_a_wrong_password_is_answered_and_worked_at_alike_for_all(
    accounts: dict[str, str], work: Callable[[], tuple[int, int, int]]
) -> None:
    seen = {}
    for kind, login in accounts.items():
        work()
        seen[kind] = (whole(sign_in(Client(), login, WRONG), login), work())

    assert seen == dict.fromkeys(accounts, seen["known"])
    (status, words, headers, cookies), (slow, fast, _queries) = seen["known"]
    assert (status, cookies, slow, fast) == (422, ["csrf"], 1, 1)
    assert "Retry-After" not in headers
    assert WRONG not in words


def test_a_door_that_hashes_for_known_logins_only_is_found(
    accounts: dict[str, str], work: Callable[[], tuple[int, int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    authenticate = entering.authenticate

    def hasty(request: HttpRequest, login: str, password: str) -> Any:
        return authenticate(request, login=login, password=password) if login == accounts["known"] else None

    monkeypatch.setattr(entering, "authenticate", hasty)
    seen = []
    for kind in ("known", "unknown"):
        work()
        sign_in(Client(), accounts[kind], WRONG)
        seen.append(work())

    assert seen[0] != seen[1]


def test_waiting_is_asked_for_alike_and_costs_no_hash_for_anybody(
    accounts: dict[str, str], work: Callable[[], tuple[int, int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LOGIN", limits.Schedule(1, LOGIN.waits))
    seen = {}
    for kind, login in accounts.items():
        sign_in(Client(), login, WRONG)
        work()
        seen[kind] = (whole(sign_in(Client(), login, WRONG), login), work())

    assert seen == dict.fromkeys(accounts, seen["known"])
    (status, _words, headers, _cookies), (slow, fast, _queries) = seen["known"]
    assert (status, headers["Retry-After"], slow, fast) == (429, "60", 0, 1)


def test_too_many_at_once_are_answered_alike(
    accounts: dict[str, str], work: Callable[[], tuple[int, int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    room = hashing.Room(1)
    monkeypatch.setattr(limits, "room", room)
    monkeypatch.setattr(hashing, "PATIENCE", 0.0)
    seen = {}
    with room.place():
        for kind, login in accounts.items():
            work()
            seen[kind] = (whole(sign_in(Client(), login, WRONG), login), work())

    assert seen == dict.fromkeys(accounts, seen["known"])
    assert (seen["known"][0][0], seen["known"][1][:2]) == (503, (0, 1))


def test_an_account_that_is_helped_is_seen_by_nobody_at_the_door(accounts: dict[str, str]) -> None:
    before = whole(sign_in(Client(), "vera", WRONG), "vera")
    issued("vera")

    assert whole(sign_in(Client(), "vera", WRONG), "vera") == before
    assert whole(sign_in(Client(), "vera"), "vera") == before
