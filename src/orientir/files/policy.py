"""Who may download what: a right through the objects that use a file, never of the file alone."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from orientir.database.actor import Actor

from .models import StoredFile
from .uses import uses


def can_download(actor: Actor, file: StoredFile) -> bool:
    return visible_files(actor).filter(pk=file.pk).exists()


def visible_files(actor: Actor) -> QuerySet[StoredFile]:
    """Return the files that some use shows to the actor; whoever is not signed in sees none."""
    if not actor.is_signed_in:
        return StoredFile.objects.none()
    through = Q(pk__in=[])
    for visible in uses().values():
        through |= Q(pk__in=visible(actor))
    return StoredFile.objects.filter(through)
