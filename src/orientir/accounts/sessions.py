"""Sessions: kept in the database with whose they are, since when, last seen when and on which device.

One rule for all: a session ends half an hour after it was last seen, and twelve hours after sign-in. It is looked up
and kept by the gate, because it says who asks before anybody does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.context import NoContext, acting_as, current_actor
from orientir.database.system_actors import GATE

from .models import Session

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is known when a session was last seen: writing it down with each press would cost too much."""

SINCE, DEVICE = "since", "device"
LONGEST_DEVICE = 300
_SALT = "orientir.accounts.session"


class SessionStore(DatabaseStore):
    """Django's store of sessions in the database, with the columns and the terms of our own."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        now = timezone.now()
        with _gate():
            found = Session.objects.filter(pk=self.session_key, expire_date__gt=now, seen_at__gt=now - IDLE).first()
            if found is None:
                self._session_key = None
                return {}
            if now - found.seen_at >= SEEN_EVERY:
                Session.objects.filter(pk=found.pk).update(seen_at=now)
        return self.decode(found.session_data)

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        now = timezone.now()
        since = datetime.fromtimestamp(data.setdefault(SINCE, now.timestamp()), tz=UTC)
        session = cast(Session, super().create_model_instance(data))
        session.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        session.made_at, session.seen_at = since, now
        session.expire_date = since + ABSOLUTE
        session.device = data.get(DEVICE, "")
        return session

    def exists(self, session_key: str) -> bool:
        with _gate():
            return bool(super().exists(session_key))

    def save(self, must_create: bool = False) -> None:
        with _gate():
            super().save(must_create)

    def delete(self, session_key: str | None = None) -> None:
        with _gate():
            super().delete(session_key)


@contextmanager
def _gate() -> Iterator[None]:
    """Act as the gate; where it acts already, as before it is known who asks, there is nothing to change."""
    try:
        is_there = current_actor() == GATE
    except NoContext:
        is_there = False
    with nullcontext() if is_there else acting_as(GATE):
        yield


def begin(request: HttpRequest) -> None:
    """Let the session count from now, on the device that asks."""
    request.session[SINCE] = timezone.now().timestamp()
    request.session[DEVICE] = request.META.get("HTTP_USER_AGENT", "")[:LONGEST_DEVICE]


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A session as its owner sees it. `mark` names it in addresses: the key itself opens the account."""

    mark: str
    device: str
    made_at: datetime
    seen_at: datetime
    is_this: bool


def own_sessions(by: Actor, *, this: str | None) -> list[OwnSession]:
    """Return where the account is signed in, the session with the key `this` first, then the last seen."""
    now = timezone.now()
    found = Session.objects.filter(user_id=by.user_id or 0, expire_date__gt=now, seen_at__gt=now - IDLE)
    listed = [
        OwnSession(_mark(one.pk), one.device, one.made_at, one.seen_at, one.pk == this)
        for one in found.order_by("-seen_at")
    ]
    return sorted(listed, key=lambda one: not one.is_this)


@transaction.atomic
def end_one(mark: str, *, by: Actor, at: datetime) -> bool:
    """End the own session with this mark; say whether there was one."""
    keys = [key for key in _keys(by.user_id or 0) if constant_time_compare(_mark(key), mark)]
    if keys:
        with journal.entry("session_ended", by=by, at=at, sessions=len(keys)):
            Session.objects.filter(pk__in=keys).delete()
    return bool(keys)


@transaction.atomic
def end_others(*, this: str | None, by: Actor, at: datetime) -> int:
    """End all own sessions but the one with the key `this`; return how many there were."""
    with journal.entry("session_ended", by=by, at=at):
        return end_all(by.user_id or 0, but=this)


def end_all(user_id: int, *, but: str | None = None) -> int:
    """End the sessions of an account, except for one; return how many there were."""
    with acting_as(GATE):
        found = Session.objects.filter(user_id=user_id)
        return (found.exclude(pk=but) if but else found).delete()[0]


def _keys(user_id: int) -> list[str]:
    return list(Session.objects.filter(user_id=user_id).values_list("session_key", flat=True))


def _mark(key: str) -> str:
    return salted_hmac(_SALT, key, algorithm="sha256").hexdigest()[:32]
