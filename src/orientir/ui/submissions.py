"""A form that is sent five times is stored once.

The page carries a signed key. The first request that claims it stores the key, the deed and where it led in one
transaction; another one with the same key waits for that transaction and is led to the same place, provided that it
says the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

from .models import Submission

_SALT = "orientir.ui.submission"


class SentAlready(Exception):
    """This form was sent before, and what it said then was something else."""


def issue_key(person_id: int, form: str, about: str) -> str:
    """Return a fresh key for a form about something that is being shown to this person."""
    return _signer(form, about).sign(f"{person_id}.{uuid4().hex}")


def read_key(signed: str, person_id: int, form: str, about: str) -> UUID | None:
    """Return the key of a form that was sent, or None for one never issued to this person for this form."""
    try:
        issued_to, _, key = _signer(form, about).unsign(signed).partition(".")
        return UUID(hex=key) if issued_to == str(person_id) else None
    except (BadSignature, ValueError):
        return None


def digest_of(words: Iterable[str]) -> str:
    """Return what tells one content of a form from another; nobody without the product's secret can guess it back."""
    # Browsers send one and the same text with different ends of lines and spaces around it.
    told = "\x1f".join(word.replace("\r\n", "\n").strip() for word in words)
    # Half a character, which no browser sends, is no reason to fail.
    return salted_hmac(_SALT, told.encode(errors="surrogatepass"), algorithm="sha256").hexdigest()


def claim(key: UUID, *, person_id: int, digest: str, at: datetime) -> str | None:
    """Claim the key. Return None when it is ours to act on, otherwise where the first sender was led.

    Waits for a transaction that has claimed the key and is not finished; if that one fails, the claim is ours.

    Raises:
        SentAlready: the first sender said something else.
    """
    Submission.objects.bulk_create(
        [Submission(key=key, person_id=person_id, digest=digest, led_to="", at=at)], ignore_conflicts=True
    )
    found = Submission.objects.get(key=key)
    # Only our own unfinished claim can still lead nowhere: a finished one was settled in its transaction.
    if found.led_to and found.digest != digest:
        raise SentAlready
    return found.led_to or None


def settle(key: UUID, led_to: str) -> None:
    """Write down where the sender is led."""
    Submission.objects.filter(key=key).update(led_to=led_to)


def _signer(form: str, about: str) -> Signer:
    # The signature, and so the key, is good for this form about this thing only.
    return Signer(salt=f"{_SALT}:{form}:{about}")
