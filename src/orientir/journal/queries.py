from __future__ import annotations

from django.db.models import Model, QuerySet

from .models import Entry


def history_of(*subjects: Model) -> QuerySet[Entry]:
    """Return what was done to these objects, as far as the second wall lets the reader see, oldest first."""
    found = Entry.objects.none()
    for subject in subjects:
        found = found | Entry.objects.filter(subject_type=subject._meta.label, subject_id=subject.pk)
    return found.order_by("at", "pk")
