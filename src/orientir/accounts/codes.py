"""One-time codes: how somebody comes in who has no password yet or has forgotten it, without any e-mail.

A code stands on a printed card, or is told by whoever answers for the account. With it one signs in once, on the
ordinary page, and comes to one page only: that on which a password is chosen. Until then nobody is signed in.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TypedDict, cast

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.jobs import actor_named
from orientir.database.system_actors import CARETAKER, GATE, REGISTRAR

from . import sessions
from .models import CodePurpose, OneTimeCode, User
from .services import FirstPassword, sign_in

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Those of a code: without letters that look alike on paper."""
GROUPS, GROUP = 4, 4
"""Sixteen letters, four by four: 79 bits, which nobody guesses; so a fast hash is enough."""

GOOD_FOR = {CodePurpose.CARD: timedelta(days=14), CodePurpose.HELP: timedelta(days=1)}
CHOOSING = timedelta(minutes=15)
"""How long the page on which a password is chosen waits: the next one at a school's computer does not find it open."""

_SALT = "orientir.accounts.one_time_code"
_MARK = "signs_in_with_code"
# Whoever cannot see what is typed does not see the wrong keyboard layout either.
_OTHER_LAYOUT = str.maketrans("йцукенгшщзфывапролдячсмить", "qwertyuiopasdfghjklzxcvbnm")


class CodeNotGood(Exception):
    """The code was used meanwhile, has expired, or another one took its place: one begins anew at sign-in."""


@transaction.atomic
def issue(user_id: int, *, purpose: CodePurpose, by: Actor, at: datetime) -> FirstPassword:
    """Give an account a one-time code in place of its password and of an older code; all its sessions end.

    It is returned and kept nowhere: what is stored is its keyed hash.
    """
    code, until = one_time_code(), at + GOOD_FOR[purpose]
    with acting_as(REGISTRAR):
        user = User.objects.select_for_update().get(pk=user_id)
        with journal.entry("code_issued", by=by, at=at, about=user, purpose=purpose.value):
            user.set_unusable_password()
            user.save(update_fields=["password"])
            sessions.end_all(user_id)
            OneTimeCode.objects.update_or_create(
                user=user,
                defaults={
                    "purpose": purpose,
                    "code_hash": hash_of(code),
                    "made_at": at,
                    "expires_at": until,
                    "used_at": None,
                },
            )
    return FirstPassword(user.login, code, until)


def find(user: User | None, typed: str, *, at: datetime) -> OneTimeCode | None:
    """Return the code that opens this account, if it is what was typed. Runs as the gate.

    It costs the same whether there is such an account, and whether it has a code.
    """
    code = _good(at).filter(user_id=user.pk if user else 0, user__is_active=True).first()
    matches = constant_time_compare(code.code_hash if code else "", hash_of(typed))
    return code if matches else None


def begin_choosing(request: HttpRequest, code: OneTimeCode, *, at: datetime) -> None:
    """Let this browser choose a password for the account of the code. Nobody is signed in in it until that is done."""
    request.session.flush()
    mark = _Mark(user=code.user_id, code=code.code_hash, until=(at + CHOOSING).timestamp())
    request.session[_MARK] = mark


def chooser(request: HttpRequest, *, at: datetime) -> User | None:
    """Return whose password this browser may choose now, if anybody's."""
    with acting_as(GATE):
        code = _code_of(request, at=at)
        return code.user if code else None


def redeem(request: HttpRequest, password: str, *, at: datetime) -> None:
    """Give the account the password that was chosen, use the code up, and begin a session.

    Raises:
        CodeNotGood: nothing is to be chosen here any more.
    """
    with acting_as(GATE):
        code = _code_of(request, at=at, lock=True)
        if code is None:
            raise CodeNotGood
        user = code.user
        with journal.entry("password_chosen", by=actor_named(f"user:{user.pk}"), at=at, about=user):
            user.set_password(password)
            user.save(update_fields=["password"])
            code.used_at = at
            code.save(update_fields=["used_at"])
    request.session.flush()
    sign_in(request, user, at=at)


def delete_expired(*, at: datetime) -> None:
    """Delete codes that are good no more. Runs as the caretaker."""
    expired = OneTimeCode.objects.filter(expires_at__lte=at)
    if expired.exists():
        with journal.entry("codes_expired", by=CARETAKER, at=at):
            expired.delete()


def one_time_code() -> str:
    """Return a fresh random code."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def hash_of(typed: str) -> str:
    """Return what is kept of a code, however it was typed: large or small, with hyphens or without, in which layout."""
    letters = "".join(filter(str.isalnum, typed.casefold())).translate(_OTHER_LAYOUT)
    return salted_hmac(_SALT, letters.encode(errors="surrogatepass"), algorithm="sha256").hexdigest()


class _Mark(TypedDict):
    """What the session of somebody who signs in with a code holds."""

    user: int
    code: str
    until: float


def _good(at: datetime) -> QuerySet[OneTimeCode]:
    return OneTimeCode.objects.select_related("user").filter(used_at=None, expires_at__gt=at)


def _code_of(request: HttpRequest, *, at: datetime, lock: bool = False) -> OneTimeCode | None:
    mark = cast("_Mark | None", request.session.get(_MARK))
    if mark is None or at.timestamp() >= mark["until"]:
        return None
    found = _good(at).filter(user_id=mark["user"], code_hash=mark["code"], user__is_active=True)
    return (found.select_for_update() if lock else found).first()
