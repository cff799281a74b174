"""What a session has proven about who sits there, and when: told in the session itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from django.http import HttpRequest

FRESH_FOR = timedelta(minutes=5)
"""So long after a password or a code nobody is asked again before a deed that asks for it."""

_HOW, _FACTOR, _CONFIRMED_AT = "signed_in_by", "factor", "confirmed_at"


class Proof(StrEnum):
    """By what somebody has signed in."""

    PASSWORD = "password"  # noqa: S105  (a word, not a secret)
    PORTAL = "portal"
    """The region's portal vouches for them."""
    PRESS = "press"
    """One press in a demo, whose accounts have neither password nor factor; so these are not asked for."""
    FACTOR = "factor"
    """A password, and the second factor at once."""


class Factor(StrEnum):
    """Whether a session still waits for the second factor."""

    AWAITED = "awaited"
    PASSED = "passed"


def begin(request: HttpRequest, proof: Proof, *, has_factor: bool, at: datetime) -> None:
    """Write down by what the session has begun; whatever it had proven before counts no more."""
    session = request.session
    session[_HOW] = proof
    if proof in (Proof.PRESS, Proof.FACTOR):
        session[_FACTOR] = Factor.PASSED
    elif has_factor:
        session[_FACTOR] = Factor.AWAITED
    else:
        session.pop(_FACTOR, None)
    confirm(request, at=at)


def confirm(request: HttpRequest, *, at: datetime) -> None:
    """Write down that whoever sits there has just shown again that it is they."""
    request.session[_CONFIRMED_AT] = at.timestamp()


def is_fresh(request: HttpRequest, *, at: datetime) -> bool:
    """Say whether it was shown so lately that a weighty deed needs no more."""
    if request.session.get(_HOW) == Proof.PRESS:
        return True
    confirmed: float = request.session.get(_CONFIRMED_AT, 0)
    return at.timestamp() - confirmed < FRESH_FOR.total_seconds()


def pass_factor(request: HttpRequest) -> None:
    """Write down that this session has passed a second factor."""
    request.session[_FACTOR] = Factor.PASSED


def has_passed(request: HttpRequest) -> bool:
    """Say whether this session has passed a second factor."""
    return request.session.get(_FACTOR) == Factor.PASSED


def is_awaited(request: HttpRequest) -> bool:
    """Say whether the account has a second factor that this session has not passed."""
    return request.session.get(_FACTOR) == Factor.AWAITED


def forget_factor(request: HttpRequest) -> None:
    """Write down that the account has no second factor any more."""
    request.session.pop(_FACTOR, None)
