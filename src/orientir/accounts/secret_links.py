"""Secret links: whoever has such an address sees what its owner may see now, without signing in."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.crypto import salted_hmac

from orientir import journal
from orientir.database.actor import Actor

from .models import SecretLink

BYTES = 24
"""How much chance is in an address: 192 bits, which nobody guesses."""

SPAN = timedelta(hours=1)
MOST_IN_A_SPAN = 60
"""How often a link is answered: a dozen devices that ask every quarter of an hour stay beneath."""

_SALT = "orientir.accounts.secret_link"


class AskedTooOften(Exception):
    """The link was asked for more often than calendars do; `seconds` from now it is answered again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def own_link(actor: Actor) -> SecretLink | None:
    """Return the link of whoever asks, if they have made one."""
    return SecretLink.objects.filter(user_id=actor.user_id or 0).first()


@transaction.atomic
def make_link(*, by: Actor, at: datetime) -> str:
    """Return the token of a new link of `by`; the one they had until now opens nothing any more.

    It is returned and kept nowhere: what is stored is its keyed hash.
    """
    token = secrets.token_urlsafe(BYTES)
    with journal.entry("secret_link_made", by=by, at=at) as written:
        written.about, _ = SecretLink.objects.update_or_create(
            user_id=by.user_id or 0,
            defaults={
                "token_hash": hash_of(token),
                "made_at": at,
                "used_at": None,
                "asked_since": at,
                "asked": 0,
            },
        )
    return token


@transaction.atomic
def withdraw_link(*, by: Actor, at: datetime) -> None:
    """Let the link of `by` open nothing any more. Who has none loses none."""
    if link := own_link(by):
        with journal.entry("secret_link_withdrawn", by=by, at=at, about=link):
            SecretLink.objects.filter(pk=link.pk).delete()


def links_with(token: str) -> QuerySet[SecretLink]:
    """Return the link with this token, if there is one."""
    return SecretLink.objects.filter(token_hash=hash_of(token))


def note_use(link: SecretLink, *, at: datetime) -> None:
    """Write down that the link is used now.

    Raises:
        AskedTooOften: it was used so often within the hour that it is not a calendar who asks.
    """
    found = SecretLink.objects.filter(pk=link.pk)
    ends = link.asked_since + SPAN
    if at >= ends:
        found.update(used_at=at, asked_since=at, asked=1)
    elif link.asked < MOST_IN_A_SPAN:
        found.update(used_at=at, asked=F("asked") + 1)
    else:
        raise AskedTooOften(int((ends - at).total_seconds()) + 1)


def hash_of(token: str) -> str:
    """Return what is kept of a token: whoever reads the table cannot tell whether a token is one of it."""
    return salted_hmac(_SALT, token, algorithm="sha256").hexdigest()
