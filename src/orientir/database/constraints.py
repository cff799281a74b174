"""Obstacles that only the database can see in time: somebody else was quicker by a moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction


@contextmanager
def refused_by(constraint: str, refusal: Exception) -> Iterator[None]:
    """Raise `refusal` when what is done inside breaks the constraint of this name; all of it is undone then.

    It waits for a transaction that is about to do the same, so nobody has to look beforehand.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as fault:
        if constraint_of(fault) != constraint:
            raise
        raise refusal from fault


def constraint_of(fault: IntegrityError) -> str:
    """Return the name of the constraint that was broken, or nothing where PostgreSQL names none."""
    return getattr(getattr(fault.__cause__, "diag", None), "constraint_name", None) or ""
