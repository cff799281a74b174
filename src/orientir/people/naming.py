"""How a person is called before somebody who may not know the name: by a code that tells nothing and stays the same."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

_HALF = 10_000
"""A code is two numbers of four figures: as many codes as there may ever be people in one installation."""
_ROUNDS = 4


def code_of(person_id: int) -> str:
    """Return «4821-0937»: each person has one of their own, and without the installation's key none leads back.

    It is a permutation of keys (a Feistel network), so no two people share a code, as they might a short digest.
    """
    left, right = divmod(person_id % _HALF**2, _HALF)
    for step in range(_ROUNDS):
        left, right = right, (left + _mixed(step, right)) % _HALF
    return f"{left:04}-{right:04}"


def _mixed(step: int, half: int) -> int:
    digest = salted_hmac("orientir.people.naming", f"{step}:{half}", algorithm="sha256").digest()
    return int.from_bytes(digest[:8])
