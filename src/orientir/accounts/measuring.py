"""What `bench sign-in` does inside of the product, in an empty database; prints JSON.

    python -m orientir.accounts.measuring

Requests go through the whole product but the server, from devices that nobody knows.
"""

from __future__ import annotations

import json
import logging
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django

ACCOUNTS, WRONG, PAIRS = 30, 200, 40
PASSWORD = "белый-парус-одинокий"  # noqa: S105  (of accounts in a database that is thrown away)
ADDRESS = "198.51.100.7"


def measure() -> dict[str, Any]:
    """Sign in by password and by code, wrongly before and after the limit, and compare kinds of accounts in pairs."""
    logins = _make_accounts()
    hash_seconds = _reference()
    by_password = _rate(_sign_in, [(login, PASSWORD, 302) for login in logins])
    by_code = _rate(_sign_in, [(login, code, 302) for login, code in _issue_codes(logins[: ACCOUNTS // 2])])
    before = _computing_each([(f"nobody-{number}", "wrong", 422) for number in range(WRONG // 10)])
    _forget()
    for _ in range(10):
        _sign_in("nobody", "wrong", 422)
    after = _computing_each([("nobody", "wrong", 429)] * WRONG)
    return {
        "hashes": f"{1 / hash_seconds:.1f}",
        "passwords": f"{by_password:.1f}",
        "ratio": f"{by_password * hash_seconds:.2f}",
        "codes": round(by_code),
        "wrong": WRONG,
        "before": f"{before * WRONG:.1f}",
        "after": f"{after * WRONG:.1f}",
        "pairs": PAIRS,
        **_pairs(logins[ACCOUNTS // 2 :]),
    }


def _make_accounts() -> list[str]:
    from django.utils import timezone

    from orientir.accounts import services
    from orientir.database.context import acting_as
    from orientir.database.system_actors import REGISTRAR

    logins = [f"kedr-sova-{number}" for number in range(1000, 1000 + ACCOUNTS)]
    with acting_as(REGISTRAR):
        services.found_installation(is_demo=False, by=REGISTRAR, at=timezone.now())
        for login in logins:
            services.make_account(login, PASSWORD, by=REGISTRAR, at=timezone.now())
    return logins


def _issue_codes(logins: Iterable[str]) -> list[tuple[str, str]]:
    from django.utils import timezone

    from orientir.accounts import codes
    from orientir.accounts.models import CodePurpose, User
    from orientir.database.context import acting_as
    from orientir.database.system_actors import REGISTRAR

    with acting_as(REGISTRAR):
        users = User.objects.filter(login__in=list(logins))
        issued = [codes.issue(user.pk, purpose=CodePurpose.CARD, by=REGISTRAR, at=timezone.now()) for user in users]
    return [(one.login, one.password) for one in issued]


def _reference() -> float:
    """Return how long each of several bare hashes takes when as many run at once as there are cores."""
    from django.contrib.auth.hashers import make_password

    from orientir.accounts.hashing import PLACES

    hashes = 10
    began = time.perf_counter()
    with ThreadPoolExecutor(PLACES) as threads:
        list(threads.map(make_password, [PASSWORD] * hashes))
    return (time.perf_counter() - began) / hashes


def _sign_in(login: str, typed: str, expected: int) -> None:
    from django.db import connection
    from django.test import Client

    browser = Client(SERVER_NAME="localhost", REMOTE_ADDR=ADDRESS)
    answer = browser.post("/sign-in/", {"login": login, "password": typed})
    connection.close()  # as a server does after each request
    if answer.status_code != expected:
        raise SystemExit(f"{login}: {answer.status_code} where {expected} was expected")


def _rate(deed: Callable[[str, str, int], None], asked: list[tuple[str, str, int]]) -> float:
    """Return how many are done a second, by as many threads as are never sent away."""
    from orientir.accounts.hashing import PLACES

    began = time.perf_counter()
    with ThreadPoolExecutor(2 * PLACES) as threads:
        list(threads.map(lambda one: deed(*one), asked))
    return len(asked) / (time.perf_counter() - began)


def _computing_each(asked: list[tuple[str, str, int]]) -> float:
    """Return how many seconds of one core each takes from the product, one after the other."""
    began = time.process_time()
    for one in asked:
        _sign_in(*one)
    return (time.process_time() - began) / len(asked)


def _seconds(login: str) -> float:
    """Return after how long a wrong password is answered."""
    began = time.perf_counter()
    _sign_in(login, "wrong", 422)
    return time.perf_counter() - began


def _pairs(logins: list[str]) -> dict[str, str]:
    """Return by how many milliseconds a wrong password for each kind of account is answered later than for a usual one.

    Medians of pairs, in turns first and second.
    """
    from orientir import journal
    from orientir.accounts.models import User
    from orientir.database.context import acting_as
    from orientir.database.system_actors import REGISTRAR

    usual, blocked, coded, *_others = logins
    with acting_as(REGISTRAR):
        user = User.objects.get(login=blocked)
        with journal.entry("account_made", by=REGISTRAR, at=user.created_at, about=user):
            user.is_active = False
            user.save(update_fields=["is_active"])
    _issue_codes([coded])
    told = {}
    for kind, login in (("unknown", "nobody"), ("blocked", blocked), ("coded", coded)):
        later = []
        for number in range(PAIRS):
            _forget()
            order = [usual, login] if number % 2 else [login, usual]
            took = {one: _seconds(one) for one in order}
            later.append((took[login] - took[usual]) * 1000)
        told[kind] = f"{statistics.median(later):+.1f}"
    return told


def _forget() -> None:
    """Forget all failures, as a day does."""
    from orientir.accounts.models import Attempts
    from orientir.database.context import acting_as
    from orientir.database.system_actors import CARETAKER

    with acting_as(CARETAKER):
        Attempts.objects.all().delete()


if __name__ == "__main__":
    django.setup()
    # Hundreds of refusals are what is measured here, and no news.
    logging.getLogger("orientir.security").setLevel(logging.WARNING)
    sys.stdout.write(json.dumps(measure()))
