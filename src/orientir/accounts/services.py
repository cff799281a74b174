"""What happens to accounts."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.hashers import check_password
from django.http import HttpRequest

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.constraints import refused_by
from orientir.database.context import acting_as
from orientir.database.jobs import actor_named
from orientir.database.system_actors import GATE, REGISTRAR

from . import factors, proofs, sessions
from .models import FirstLink, Installation, User
from .proofs import Proof


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """What is handed over to somebody, once: the login, the one-time code typed in place of a password, until when."""

    login: str
    password: str = field(repr=False)
    until: datetime


class LoginTaken(Exception):
    """Somebody already signs in with this login."""


class AlreadyInUse(Exception):
    """The installation has accounts: the first link works only on an empty one."""


class WrongPassword(Exception):
    """Who would change a password did not type the one that is valid now."""


def sign_in(request: HttpRequest, user: User, *, at: datetime, proof: Proof = Proof.PASSWORD) -> None:
    """Begin a session of `user` under a new key. Where the account has a second factor, the session waits for it."""
    actor = actor_named(f"user:{user.pk}")
    with acting_as(GATE), journal.entry("signed_in", by=actor, at=at, about=user, proof=proof):
        login(request, user, backend="orientir.accounts.backends.LoginBackend")
        sessions.begin(request)
        proofs.begin(request, proof, has_factor=factors.is_set_up(user.pk), at=at)


def sign_out(request: HttpRequest, *, by: Actor, at: datetime) -> None:
    """End this session."""
    if by.is_signed_in:
        with journal.entry("signed_out", by=by, at=at):
            logout(request)


def make_account(login: str, password: str | None, *, by: Actor, at: datetime) -> User:
    """Make an account; without a password nobody signs in to it by one.

    Raises:
        LoginTaken: another account, perhaps in another organisation, has this login.
    """
    user = User(login=User.normalise(login), created_at=at)
    user.set_password(password)
    with (
        acting_as(REGISTRAR),
        refused_by("one_account_of_a_login", LoginTaken(user.login)),
        journal.entry("account_made", by=by, at=at) as written,
    ):
        user.save()
        written.about = user
    return user


def change_password(request: HttpRequest, old: str, new: str, *, by: Actor, at: datetime) -> None:
    """Give the own account another password. This session goes on under a new key, all others end.

    Raises:
        WrongPassword: `old` is not the password of the account.
    """
    user = User.objects.select_for_update().get(pk=by.user_id or 0)
    if not check_password(old, user.password):
        raise WrongPassword
    with journal.entry("password_changed", by=by, at=at, about=user):
        user.set_password(new)
        user.save(update_fields=["password"])
    update_session_auth_hash(request, user)
    sessions.end_all(user.pk, but=request.session.session_key)


def is_empty() -> bool:
    """Say whether the installation has no account yet."""
    with acting_as(REGISTRAR):
        return not Installation.objects.exists() and not User.objects.exists()


def make_first_link(*, at: datetime) -> str:
    """Return a fresh token for the first link; older ones no longer work.

    Raises:
        AlreadyInUse: there are accounts.
    """
    if not is_empty():
        raise AlreadyInUse
    token = secrets.token_urlsafe(24)
    with acting_as(REGISTRAR), journal.entry("first_link_made", by=REGISTRAR, at=at):
        FirstLink.objects.all().delete()
        FirstLink.objects.create(token_hash=_hash(token), made_at=at)
    return token


def open_first_link(token: str) -> FirstLink | None:
    """Return the unused first link with this token, if there is one, locked for this transaction."""
    return FirstLink.objects.select_for_update().filter(token_hash=_hash(token), used_at=None).first()


def was_first_link(token: str) -> bool:
    """Say whether this is the token of the link with which this installation was begun."""
    return FirstLink.objects.filter(token_hash=_hash(token), used_at__isnull=False).exists()


def found_installation(*, is_demo: bool, by: Actor, at: datetime) -> None:
    """Write down that this database is in use, and whether it is a demo.

    Raises:
        AlreadyInUse: it was before.
    """
    if not is_empty():
        raise AlreadyInUse
    with journal.entry("installation_founded", by=by, at=at, is_demo=is_demo):
        Installation.objects.create(is_demo=is_demo, made_at=at)
        FirstLink.objects.filter(used_at=None).update(used_at=at)


def _hash(token: str) -> str:
    # A random token of 192 bits needs no slow hash.
    return hashlib.sha256(token.encode()).hexdigest()
