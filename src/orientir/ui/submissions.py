"""A form that is sent five times is stored once.

The page carries a signed key. The first request that claims it stores the key, the deed and where it led in one
transaction; another one with the same key waits for that transaction and is led to the same place.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.core.signing import BadSignature, Signer

from .models import Submission

_signer = Signer(salt="orientir.ui.submission")


def issue_key(person_id: int) -> str:
    """Return a fresh key for a form that is being shown to this person."""
    return _signer.sign(f"{person_id}.{uuid4().hex}")


def read_key(signed: str, person_id: int) -> UUID | None:
    """Return the key of a form that was sent, or None for one that was never issued to this person."""
    try:
        issued_to, _, key = _signer.unsign(signed).partition(".")
        return UUID(hex=key) if issued_to == str(person_id) else None
    except (BadSignature, ValueError):
        return None


def claim(key: UUID, *, person_id: int, at: datetime) -> str | None:
    """Claim the key. Return None when it is ours to act on, otherwise where the first sender was led.

    Waits for a transaction that has claimed the key and is not finished; if that one fails, the claim is ours.
    """
    Submission.objects.bulk_create([Submission(key=key, person_id=person_id, led_to="", at=at)], ignore_conflicts=True)
    # Only our own unfinished claim can still lead nowhere: a finished one was settled in its transaction.
    led_to = Submission.objects.values_list("led_to", flat=True).get(key=key)
    return led_to or None


def settle(key: UUID, led_to: str) -> None:
    """Write down where the sender is led."""
    Submission.objects.filter(key=key).update(led_to=led_to)
