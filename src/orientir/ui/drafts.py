"""Drafts of forms: saved as one types, found again on any device, gone when the form is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from .models import FormDraft

LONGEST = 200_000
"""How many characters one draft may hold: a report of a hundred pages."""


MOST = 100
"""How many drafts wait for one person; beyond that the oldest goes."""


class DraftTooLong(Exception):
    """More was typed than a form takes."""


def save(form: str, about: str, fields: dict[str, Any], *, person_id: int, at: datetime) -> FormDraft:
    """Keep what has been typed so far.

    Raises:
        DraftTooLong: it is more than `LONGEST` characters.
    """
    if sum(len(str(value)) for value in fields.values()) > LONGEST:
        raise DraftTooLong
    draft, is_new = FormDraft.objects.update_or_create(
        person_id=person_id, form=form, about=about, defaults={"fields": fields, "saved_at": at}
    )
    if is_new:
        own = FormDraft.objects.filter(person_id=person_id).order_by("-saved_at", "-pk")
        FormDraft.objects.filter(pk__in=list(own.values_list("pk", flat=True)[MOST:])).delete()
    return draft


def find(form: str, about: str, *, person_id: int) -> FormDraft | None:
    return FormDraft.objects.filter(person_id=person_id, form=form, about=about).first()


def discard(form: str, about: str, *, person_id: int) -> None:
    FormDraft.objects.filter(person_id=person_id, form=form, about=about).delete()
