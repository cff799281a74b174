from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from orientir.database.actor import Actor
from orientir.engines.russian import normalise
from orientir.territory import policy as territories
from orientir.territory.models import Organisation

from . import policy
from .models import Appointment


def organisations_with_people(actor: Actor, *, words: str = "") -> QuerySet[Organisation]:
    """Return visible organisations in whose names all `words` stand.

    Each has `people`: its appointments in force, as far as the actor sees them.
    """
    found = territories.visible_organisations(actor)
    for word in normalise(words.replace("\x00", "")).split():
        found = found.filter(searched_names__contains=word)
    return found.select_related("territory").prefetch_related(
        Prefetch("appointments", people_of(actor), to_attr="people")
    )


def people_of(actor: Actor) -> QuerySet[Appointment]:
    """Return visible appointments in force with their persons, by name."""
    return (
        policy.visible_appointments(actor)
        .in_force(timezone.now())
        .select_related("person")
        .order_by("person__sort_key", "pk")
    )
