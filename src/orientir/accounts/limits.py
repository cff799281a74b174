"""How often a sign-in may fail: counted before anything costly is done, by login and device, never by account alone.

Three counters. One for a login from devices on which it never succeeded: all of them together, so that guessing from
many places gains nothing. One for it on each device on which it has: whoever guesses elsewhere does not lock these out.
One for an address, with a ceiling as high as a whole school behind one line. Logins are counted as they are typed,
whether there is such an account or not, so the limits tell nobody which there are.

After some free tries one waits before the next one, longer each time; all is forgotten after a day. The figures and
what they hold back stand in docs/decisions/0017-limits-of-sign-in.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from psycopg.errors import LockNotAvailable

from orientir.database.security_log import note

from . import devices
from .hashing import Busy, room
from .models import Attempts, User

FORGOTTEN_AFTER = timedelta(days=1)
_SALT = "orientir.accounts.attempts"


@dataclass(frozen=True, slots=True)
class Schedule:
    """So many failures are free; before each further one one waits: as long as `waits` say, then the last of them."""

    free: int
    waits: tuple[timedelta, ...]

    def opens_after(self, failed: int) -> timedelta:
        """Return how long after the first failure the next try may be made when so many have failed."""
        over = max(0, failed - self.free + 1)
        listed = sum(self.waits[:over], timedelta())
        return listed + max(0, over - len(self.waits)) * self.waits[-1]

    def most(self, within: timedelta) -> int:
        """Return how many tries can fail within a time from the first one on."""
        failed = 0
        while self.opens_after(failed) <= within:
            failed += 1
        return failed


LOGIN = Schedule(10, tuple(timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 15, 30)))
ADDRESS = Schedule(settings.ADDRESS_CEILING, (timedelta(seconds=6),))


@dataclass(frozen=True, slots=True)
class Tally:
    """So many tries have failed since the first of them."""

    since: datetime
    failed: int

    def wait(self, schedule: Schedule, at: datetime) -> timedelta:
        """Return how long it is until the next try; zero when it may be made now."""
        after = schedule.opens_after(self.failed)
        if not after or at >= self.since + FORGOTTEN_AFTER:
            return timedelta()
        return max(timedelta(), self.since + after - at)

    def with_failure(self, at: datetime) -> Tally:
        """Return what it is after one more try has failed."""
        return Tally(at, 1) if at >= self.since + FORGOTTEN_AFTER else Tally(self.since, self.failed + 1)


class TooOften(Exception):
    """Sign-in failed so often that the next try waits: it may be made in so many `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Counter:
    """What is counted for one try: `what` it is, under which `key`, with which waits."""

    what: str
    key: str
    schedule: Schedule


@dataclass(slots=True)
class Try:
    """One try at signing in, whose end is not known yet."""

    succeeded: bool = False


def counters_of(request: HttpRequest, name: str) -> list[Counter]:
    """Return what counts this try: the login comes first."""
    login = User.normalise(name)
    if device := devices.device_known_to(request, login):
        return [_counter("device", device, login)]
    address = devices.address_of(request)
    return [_counter("login", login), *([_counter("address", address)] if address else [])]


@contextmanager
def attempt(request: HttpRequest, name: str, *, at: datetime) -> Iterator[Try]:
    """Check a password inside the block, if a try is due and there is room, and set `succeeded`; it is counted after.

    Tries for one login from one device, or from all unknown ones, wait for each other: as many at once as somebody
    likes are no more than as many in turn.

    Raises:
        TooOften: too many have failed; nothing is checked and nothing is counted.
        Busy: too many passwords are being checked; likewise.
    """
    counters = counters_of(request, name)
    _require_due(counters, at)
    with room.place():
        _hold(counters[0], at)
        _require_due(counters, at)
        this = Try()
        yield this
        if this.succeeded:
            Attempts.objects.filter(key=counters[0].key).delete()
        else:
            _count_failure(counters, at)


def failed_lately(name: str, *, at: datetime) -> int:
    """Return how often sign-in by this login failed within a day on devices that do not know it.

    Its owner is told after coming in; success on such a device forgets them, so it is asked before.
    """
    counted = Attempts.objects.filter(key=_counter("login", User.normalise(name)).key, since__gt=at - FORGOTTEN_AFTER)
    return counted.values_list("failed", flat=True).first() or 0


def delete_forgotten(*, at: datetime) -> None:
    """Delete the counters that are counted anew with the next failure."""
    Attempts.objects.filter(since__lte=at - FORGOTTEN_AFTER).delete()


def refusal(counters: Iterable[Counter], tallies: Mapping[str, Tally], *, at: datetime) -> tuple[str, timedelta]:
    """Return which counter holds back a try the longest, and for how long."""
    waits = [
        (counter.what, tallies[counter.key].wait(counter.schedule, at))
        for counter in counters
        if counter.key in tallies
    ]
    return max(waits, key=lambda wait: wait[1], default=("", timedelta()))


def _require_due(counters: list[Counter], at: datetime) -> None:
    rows = Attempts.objects.filter(key__in=[counter.key for counter in counters])
    what, wait = refusal(counters, {row.key: Tally(row.since, row.failed) for row in rows}, at=at)
    if wait:
        seconds = int(wait.total_seconds()) + 1
        note("sign_in_held_back", limit=what, seconds=seconds)
        raise TooOften(seconds)


def _hold(counter: Counter, at: datetime) -> None:
    try:
        with transaction.atomic():
            Attempts.objects.bulk_create([Attempts(key=counter.key, since=at)], ignore_conflicts=True)
            Attempts.objects.select_for_update().get(key=counter.key)
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise Busy from None
        raise


def _count_failure(counters: list[Counter], at: datetime) -> None:
    with connection.cursor() as cursor:
        for counter in counters:
            cursor.execute(_COUNT, {"key": counter.key, "at": at, "forgotten": at - FORGOTTEN_AFTER})


_COUNT = f"""
INSERT INTO {Attempts._meta.db_table} AS counted (key, since, failed) VALUES (%(key)s, %(at)s, 1)
ON CONFLICT (key) DO UPDATE SET
    failed = CASE WHEN counted.since <= %(forgotten)s OR counted.failed = 0 THEN 1 ELSE counted.failed + 1 END,
    since = CASE WHEN counted.since <= %(forgotten)s OR counted.failed = 0 THEN %(at)s ELSE counted.since END
"""
"""Two failures at the same moment are two."""


def _counter(what: str, *names: str) -> Counter:
    key = salted_hmac(_SALT, "\x1f".join([what, *names]), algorithm="sha256").hexdigest()
    return Counter(what, key, ADDRESS if what == "address" else LOGIN)
