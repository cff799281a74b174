"""Drafts of forms: saved as one types, found again on any device, gone when the form is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from .models import FormDraft

LONGEST = 200_000
"""How many characters one draft may hold: a report of a hundred pages."""


class DraftTooLong(Exception):
    """More was typed than a form takes."""


def save(form: str, about: str, fields: dict[str, Any], *, person_id: int, at: datetime) -> FormDraft:
    """Keep what has been typed so far.

    Raises:
        DraftTooLong: it is more than `LONGEST` characters.
    """
    if sum(len(str(value)) for value in fields.values()) > LONGEST:
        raise DraftTooLong
    draft, _ = FormDraft.objects.update_or_create(
        person_id=person_id, form=form, about=about, defaults={"fields": fields, "saved_at": at}
    )
    return draft


def find(form: str, about: str, *, person_id: int) -> FormDraft | None:
    return FormDraft.objects.filter(person_id=person_id, form=form, about=about).first()


def discard(form: str, about: str, *, person_id: int) -> None:
    FormDraft.objects.filter(person_id=person_id, form=form, about=about).delete()
