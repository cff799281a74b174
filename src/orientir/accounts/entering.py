"""Who comes in by what was typed on the sign-in page: by a password, or by a one-time code."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.contrib.auth import authenticate
from django.http import HttpRequest

from orientir.database.context import acting_as
from orientir.database.security_log import note
from orientir.database.system_actors import GATE

from . import codes, limits
from .models import OneTimeCode, User


def enter(request: HttpRequest, name: str, typed: str, *, at: datetime) -> User | OneTimeCode | None:
    """Return whose password was typed, or the code that was; None for all that can be wrong.

    A code is looked for first: nobody guesses one, it costs nothing, and it opens an account even while somebody who
    guesses passwords keeps the limits of the login busy. Whatever else is typed costs one password hash.

    Raises:
        limits.TooOften: sign-in has failed too often; the password was not looked at.
        hashing.Busy: too many sign in just now; likewise.
    """
    with acting_as(GATE):
        account = None
        with suppress(User.DoesNotExist):
            account = User.objects.get_by_natural_key(name)
        if code := codes.find(account, typed, at=at):
            return code
    with limits.attempt(request, name, at=at) as this:
        user = authenticate(request, login=name, password=typed)
        this.succeeded = user is not None
    if user is None:
        note("sign_in_failed", user=account.pk if account else None)
    return user if isinstance(user, User) else None
