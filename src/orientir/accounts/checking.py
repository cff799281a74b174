"""Passwords and codes typed by somebody who is signed in already: counted and held back as at sign-in."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import cast

from django.contrib.auth.hashers import check_password
from django.http import HttpRequest

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.security_log import note

from . import factors, limits, proofs
from .models import User


class NotConfirmed(Exception):
    """What was typed is neither the password nor a code of the account, or was taken before."""


def enter_code(request: HttpRequest, code: str, *, by: Actor, at: datetime) -> None:
    """Let this session pass the second factor.

    Raises:
        NotConfirmed: it is no code of the account.
        limits.TooOften: too many codes were wrong; this one was not looked at.
    """
    user = cast(User, request.user)
    with limits.attempt(request, _codes_of(user), at=at) as this, suppress(factors.WrongCode):
        factors.enter(request, code, by=by, at=at)
        this.succeeded = True
    if not this.succeeded:
        note("code_refused", user=user.pk)
        raise NotConfirmed


def confirm(request: HttpRequest, typed: str, *, by: Actor, at: datetime) -> None:
    """Take a password or a code as proof that it is still the owner of the account; the session gets a new key.

    Raises:
        NotConfirmed: it is neither.
        limits.TooOften: too much was wrong; this was not looked at.
        hashing.Busy: too many passwords are being checked just now.
    """
    user = cast(User, request.user)
    if factors.looks_like_code(typed) and factors.is_set_up(user.pk):
        with suppress(NotConfirmed):  # a password may look like that as well
            return enter_code(request, typed, by=by, at=at)
    with limits.attempt(request, user.login, at=at) as this:
        this.succeeded = check_password(typed, user.password)
    if not this.succeeded:
        note("confirmation_refused", user=user.pk)
        raise NotConfirmed
    with journal.entry("confirmed_again", by=by, at=at, about=user):
        proofs.confirm(request, at=at)
        request.session.cycle_key()
    return None


def _codes_of(user: User) -> str:
    """Return the name under which codes of an account are counted, apart from its passwords."""
    return f"{user.login}\x1fcode"
