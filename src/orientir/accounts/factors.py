"""The second factor: a code by the clock (TOTP) from a phone, or one of ten from a printed card.

`allauth.mfa` keeps and checks it; here are the deeds, with their journal entries. What an account has is seen by
itself and by the gate only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR

from . import proofs, sessions
from .models import User

has_passed = proofs.has_passed

USED_FOR = timedelta(seconds=90)
"""Longer than a code is taken: its own half minute, the one before and the one after."""
CARD_DIGITS = settings.MFA_RECOVERY_CODE_DIGITS
_SALT = "orientir.accounts.used_code"
_BY_CLOCK = re.compile(r"\d{6}")
_PROPOSED = "factor_proposed"


class WrongCode(Exception):
    """The code is none of this account's, or was taken before."""


class NothingProposed(Exception):
    """The page on which the factor is set up was not opened in this session."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A secret to be put into a phone: as text, and as a picture."""

    secret: str
    picture: str

    @property
    def in_groups(self) -> str:
        """Return the secret as it is typed by hand."""
        return " ".join(re.findall(".{1,4}", self.secret))


def looks_like_code(typed: str) -> bool:
    """Say whether somebody who may type a password or a code has typed a code."""
    return re.fullmatch(r"[\d\s-]+", typed) is not None and len(_digits(typed)) in (6, CARD_DIGITS)


def is_set_up(user_id: int) -> bool:
    """Say whether the account has a second factor."""
    return bool(Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).exists())


def propose(request: HttpRequest, user: User) -> Proposal:
    """Return the secret that this session proposes to the phone; the same until it is taken or the session ends."""
    adapter = get_adapter()
    if _PROPOSED not in request.session:
        request.session[_PROPOSED] = adapter.encrypt(generate_totp_secret())
    secret = adapter.decrypt(request.session[_PROPOSED])
    return Proposal(secret, adapter.build_totp_svg(adapter.build_totp_url(user, secret)))


@transaction.atomic
def set_up(request: HttpRequest, code: str, *, by: Actor, at: datetime) -> None:
    """Take the proposed secret as the second factor of the own account, in place of an older one, with a new card.

    The session counts as having passed it and goes on under a new key; all others end.

    Raises:
        NothingProposed: there is no secret to take.
        WrongCode: the phone does not show this code, so it has another secret or another time.
    """
    if _PROPOSED not in request.session:
        raise NothingProposed
    secret = get_adapter().decrypt(request.session[_PROPOSED])
    if not _BY_CLOCK.fullmatch(digits := _digits(code)) or not validate_totp_code(secret, digits):
        raise WrongCode
    user = User.objects.select_for_update().get(pk=by.user_id or 0)
    with journal.entry("factor_set_up", by=by, at=at, about=user):
        Authenticator.objects.filter(user=user).delete()
        row = TOTP.activate(user, secret).instance
        _mark_used(row, digits, at=at)
        RecoveryCodes.activate(user)
    del request.session[_PROPOSED]
    _rise(request, at=at)
    sessions.end_all(user.pk, but=request.session.session_key)


@transaction.atomic
def enter(request: HttpRequest, code: str, *, by: Actor, at: datetime) -> None:
    """Let this session pass the second factor; it goes on under a new key.

    Raises:
        WrongCode: the code is none of this account's, or was taken before.
    """
    user = User.objects.get(pk=by.user_id or 0)
    with journal.entry("factor_passed", by=by, at=at, about=user, by_card=not _BY_CLOCK.fullmatch(_digits(code))):
        _take(user, code, at=at)
    _rise(request, at=at)


def card(by: Actor) -> list[str]:
    """Return the codes of the own card that are left."""
    row = Authenticator.objects.filter(user_id=by.user_id or 0, type=Authenticator.Type.RECOVERY_CODES).first()
    return RecoveryCodes(row).get_unused_codes() if row else []


@transaction.atomic
def new_card(*, by: Actor, at: datetime) -> None:
    """Make a new card of ten codes; those of the older one are worth nothing any more."""
    user = User.objects.select_for_update().get(pk=by.user_id or 0)
    with journal.entry("code_card_made", by=by, at=at, about=user):
        Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
        RecoveryCodes.activate(user)


@transaction.atomic
def take_off(user_id: int, *, by: Actor, at: datetime) -> None:
    """Take the second factor off an account: the own one, or somebody's who has lost it.

    Whoever calls has asked whether `by` may. Where it was somebody else, all sessions of the account end: the phone may
    be in other hands.
    """
    with acting_as(REGISTRAR):
        user = User.objects.select_for_update().get(pk=user_id)
        with journal.entry("factor_taken_off", by=by, at=at, about=user):
            Authenticator.objects.filter(user=user).delete()
    if by.user_id != user_id:
        sessions.end_all(user_id)


def forget(request: HttpRequest) -> None:
    """Let this session stand as one of an account without a second factor."""
    proofs.forget_factor(request)
    request.session.cycle_key()


def _take(user: User, code: str, *, at: datetime) -> None:
    """Raise `WrongCode` unless the code is one of the account's, and mark it as taken."""
    digits = _digits(code)
    by_clock = _BY_CLOCK.fullmatch(digits) is not None
    kind = Authenticator.Type.TOTP if by_clock else Authenticator.Type.RECOVERY_CODES
    # Locked: of two who send one code at the same moment the second waits here and finds it taken.
    row = Authenticator.objects.select_for_update().filter(user=user, type=kind).first()
    if row is None or not digits:
        raise WrongCode
    if by_clock and not (
        validate_totp_code(get_adapter().decrypt(row.data["secret"]), digits) and _mark_used(row, digits, at=at)
    ):
        raise WrongCode
    if not by_clock and not RecoveryCodes(row).validate_code(digits):
        raise WrongCode
    Authenticator.objects.filter(pk=row.pk).update(last_used_at=at)


def _mark_used(row: Authenticator, digits: str, *, at: datetime) -> bool:
    """Write in the row of the factor that a code was taken, for all processes; say whether it was not before.

    allauth would keep it in Django's cache, which every process has for itself.
    """
    now, digest = at.timestamp(), salted_hmac(_SALT, digits, algorithm="sha256").hexdigest()
    used = {code: until for code, until in row.data.get("used", {}).items() if until > now}
    if digest in used:
        return False
    row.data["used"] = {**used, digest: now + USED_FOR.total_seconds()}
    row.save(update_fields=["data"])
    return True


def _rise(request: HttpRequest, *, at: datetime) -> None:
    proofs.pass_factor(request)
    proofs.confirm(request, at=at)
    request.session.cycle_key()


def _digits(code: str) -> str:
    return re.sub(r"[^0-9]", "", code)
