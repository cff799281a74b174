from __future__ import annotations

from collections.abc import Collection

from django.db.models import Model, Q, QuerySet

from .models import Entry, Mention


def history_of(*subjects: Model) -> QuerySet[Entry]:
    """Return what was done to these objects, as far as the second wall lets the reader see, oldest first."""
    found = Entry.objects.none()
    for subject in subjects:
        found = found | Entry.objects.filter(subject_type=subject._meta.label, subject_id=subject.pk)
    return found.order_by("at", "pk")


def deeds_of(person_id: int) -> QuerySet[Entry]:
    """Return what somebody did."""
    return Entry.objects.filter(person_id=person_id)


def entries_about(person_id: int) -> QuerySet[Entry]:
    """Return what others did that concerned somebody: who looked at them, changed them, carried them into a file."""
    named = Mention.objects.filter(person_id=person_id).values("entry_id")
    return Entry.objects.filter(pk__in=named).exclude(person_id=person_id)


def concerning(entries: QuerySet[Entry], people: Collection[int]) -> QuerySet[Entry]:
    """Narrow entries to what these people did and what concerned them."""
    named = Mention.objects.filter(person_id__in=people).values("entry_id")
    return entries.filter(Q(person_id__in=people) | Q(pk__in=named))
