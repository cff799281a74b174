"""How often a sign-in may fail: honest schools never notice, whoever guesses gets little. On a clock that runs fast."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from orientir.accounts import devices, limits
from orientir.accounts.limits import ADDRESS, FORGOTTEN_AFTER, LOGIN, Schedule, Tally, counters_of, refusal
from tests.support.world import NOON

TYPO = 0.2
"""How often an honest try fails; of ten of them in a row, one in ten million."""
FORGOTTEN = 0.03
"""Of how many children the password is forgotten: they try five times, then raise their hand."""


class Browser:
    """A browser at an address, with its cookies."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookies: dict[str, str] = {}

    def request(self) -> HttpRequest:
        request = HttpRequest()
        request.META["REMOTE_ADDR"] = self.address
        request.COOKIES = self.cookies
        return request

    def remember(self, login: str) -> None:
        response = HttpResponse()
        devices.remember(self.request(), response, login)
        self.cookies.update({name: morsel.value for name, morsel in response.cookies.items()})


class Town:
    """The counters of an installation, without its database."""

    def __init__(self) -> None:
        self.tallies: dict[str, Tally] = {}

    def tries(self, browser: Browser, login: str, at: datetime, *, right: bool) -> bool | None:
        """Return whether a try succeeds, None when it is held back."""
        counters = counters_of(browser.request(), login)
        if refusal(counters, self.tallies, at=at)[1]:
            return None
        for counter in counters:
            if right:
                self.tallies.pop(counters[0].key, None)
            else:
                self.tallies[counter.key] = self.tallies.get(counter.key, Tally(at, 0)).with_failure(at)
        if right:
            browser.remember(login)
        return right


def come_in(
    town: Town, browser: Browser, starts: dict[str, datetime], chance: random.Random
) -> list[list[bool | None]]:
    """Let children sign in as children do, and return for each of them how the tries went."""
    went: dict[str, list[bool | None]] = {login: [] for login in starts}
    forgotten = {login for login in starts if chance.random() < FORGOTTEN}
    coming = [(at, login) for login, at in starts.items()]
    heapq.heapify(coming)
    while coming:
        at, login = heapq.heappop(coming)
        right = login not in forgotten and chance.random() >= TYPO
        went[login].append(town.tries(browser, login, at, right=right))
        if not right and len(went[login]) < (5 if login in forgotten else 100):
            heapq.heappush(coming, (at + timedelta(seconds=chance.uniform(8, 25)), login))
    return list(went.values())


def test_of_500_schools_with_a_class_of_30_behind_one_address_nobody_honest_is_held_back() -> None:
    chance, town = random.Random(5), Town()
    went: list[list[bool | None]] = []
    for school in range(500):
        computers = Browser(f"10.1.{school // 250}.{school % 250}")
        for lesson in (NOON, NOON + timedelta(hours=3))[: 2 if school < 100 else 1]:
            starts = {f"{school}-{n}": lesson + timedelta(seconds=chance.uniform(0, 180)) for n in range(30)}
            went += come_in(town, computers, starts, chance)

    assert [tries for tries in went if None in tries] == []
    assert sum(True in tries for tries in went) > 0.95 * len(went)
    assert max(map(len, went)) >= 5  # there was something to hold back


def test_a_limit_by_address_that_is_no_school_wide_locks_a_class_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ADDRESS", Schedule(3, (timedelta(minutes=5),)))
    chance = random.Random(5)
    starts = {f"child-{number}": NOON + timedelta(seconds=chance.uniform(0, 180)) for number in range(30)}

    went = come_in(Town(), Browser("10.1.0.1"), starts, chance)

    assert [tries for tries in went if None in tries] != []


def test_a_school_of_900_children_behind_one_address_comes_in_within_a_quarter_of_an_hour() -> None:
    chance, town = random.Random(6), Town()
    starts = {f"child-{number}": NOON + timedelta(seconds=chance.uniform(0, 900)) for number in range(900)}

    went = come_in(town, Browser("10.2.0.1"), starts, chance)

    assert [tries for tries in went if None in tries] == []


def test_whoever_guesses_over_many_accounts_gets_no_more_than_the_address_has() -> None:
    town, attacker = Town(), Browser("10.3.0.1")
    went = [
        town.tries(attacker, f"account-{number % 2000}", NOON + timedelta(seconds=number / 10), right=False)
        for number in range(10_000)
    ]

    within = timedelta(seconds=1000)
    assert went.count(False) == ADDRESS.most(within) == 600 + 166


def test_whoever_guesses_from_everywhere_gets_no_more_than_the_accounts_have() -> None:
    town = Town()
    went = [
        town.tries(Browser(f"10.4.{number // 250}.{number % 250}"), f"account-{number % 30}", at, right=False)
        for number in range(10_000)
        for at in [NOON + timedelta(seconds=number * 8)]
    ]

    within = timedelta(seconds=80_000)
    assert went.count(False) <= 30 * LOGIN.most(within)
    assert LOGIN.most(FORGOTTEN_AFTER) == 62


def test_who_has_signed_in_on_a_device_does_so_again_while_somebody_guesses_elsewhere() -> None:
    town, attacker, at_home, new = Town(), Browser("10.5.0.1"), Browser("10.5.0.2"), Browser("10.5.0.3")
    assert town.tries(at_home, "vera", NOON, right=True)
    for number in range(1000):
        town.tries(attacker, "vera", NOON + timedelta(seconds=number), right=False)

    later = NOON + timedelta(seconds=1000)
    assert town.tries(new, "vera", later, right=True) is None
    assert town.tries(at_home, "vera", later, right=False) is False
    assert town.tries(at_home, "VERA ", later, right=True) is True


def test_at_an_address_from_which_somebody_guesses_known_devices_go_on() -> None:
    town, attacker, known = Town(), Browser("10.6.0.1"), Browser("10.6.0.1")
    assert town.tries(known, "vera", NOON, right=True)
    for number in range(1000):
        town.tries(attacker, f"account-{number}", NOON, right=False)

    assert town.tries(attacker, "galina", NOON, right=True) is None
    assert town.tries(known, "vera", NOON, right=True) is True


def test_waiting_grows_ends_by_itself_and_is_forgotten_after_a_day() -> None:
    waits = [Tally(NOON, failed).wait(LOGIN, NOON) for failed in (9, 10, 11, 12, 13, 14, 15, 16, 17)]

    assert [wait / timedelta(minutes=1) for wait in waits] == [0, 1, 3, 7, 15, 30, 60, 90, 120]
    assert Tally(NOON, 12).wait(LOGIN, NOON + timedelta(minutes=7)) == timedelta()
    assert Tally(NOON, 1000).wait(LOGIN, NOON + FORGOTTEN_AFTER) == timedelta()
    assert Tally(NOON, 1000).with_failure(NOON + FORGOTTEN_AFTER) == Tally(NOON + FORGOTTEN_AFTER, 1)


@pytest.mark.parametrize(
    ("told", "proxies", "forwarded", "address"),
    [
        ("198.51.100.7", 0, "203.0.113.9", "198.51.100.7"),
        ("127.0.0.1", 1, "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", 1, "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", 2, "1.2.3.4, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        ("198.51.100.7", 2, "203.0.113.9", "198.51.100.7"),
        ("127.0.0.1", 0, "203.0.113.9", None),
        ("127.0.0.1", 1, "nonsense", None),
        ("2001:db8:1:2:3:4:5:6", 0, "", "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.7", 0, "", "198.51.100.7"),
    ],
)
def test_an_address_is_what_the_offices_own_proxies_say(
    told: str, proxies: int, forwarded: str, address: str | None, settings: object
) -> None:
    settings.PROXIES = proxies  # type: ignore[attr-defined]
    request = RequestFactory().get("/", REMOTE_ADDR=told, HTTP_X_FORWARDED_FOR=forwarded)

    assert devices.address_of(request) == address


@pytest.mark.parametrize(
    "forge",
    [
        lambda kept: kept[:-1] + ("A" if kept[-1] != "A" else "B"),
        lambda kept: kept.split(":")[0],
        lambda kept: "",
    ],
    ids=["signature", "no signature", "nothing"],
)
def test_a_forged_cookie_makes_no_device_known(forge: Callable[[str], str]) -> None:
    browser = Browser("10.7.0.1")
    browser.remember("vera")
    assert devices.device_known_to(browser.request(), "vera")
    (name,) = browser.cookies

    browser.cookies[name] = forge(browser.cookies[name])

    assert devices.device_known_to(browser.request(), "vera") is None


def test_a_device_knows_a_class_and_names_nobody() -> None:
    browser = Browser("10.8.0.1")
    for number in range(devices.REMEMBERED + 1):
        browser.remember(f"child-{number}")

    known = [bool(devices.device_known_to(browser.request(), f"child-{n}")) for n in range(devices.REMEMBERED + 1)]
    assert known == [False] + [True] * devices.REMEMBERED
    assert devices.device_known_to(browser.request(), "vera") is None
    assert "child" not in str(browser.cookies)


def test_the_counters_tell_neither_logins_nor_addresses() -> None:
    counters = counters_of(Browser("10.9.0.1").request(), " Vera ")

    assert [counter.what for counter in counters] == ["login", "address"]
    assert "vera" not in str(counters).casefold()
    assert "10.9.0.1" not in str(counters)
    assert counters == counters_of(Browser("10.9.0.1").request(), "vera")
    assert limits.counters_of(Browser("127.0.0.1").request(), "vera") == counters[:1]
