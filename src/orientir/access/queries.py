from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from orientir.database.actor import Actor
from orientir.engines.russian import normalise
from orientir.territory import policy as territories
from orientir.territory.models import ClassException, Organisation, OwnClass, RememberedPerformer, Territory

from . import policy
from .models import Appointment


def organisations_with_people(
    actor: Actor, *, words: str = "", closed: bool = False, today: date
) -> QuerySet[Organisation]:
    """Return visible organisations in whose names all `words` stand: those that work today, or those closed by then.

    Each has `people`: its appointments in force, as far as the actor sees them.
    """
    visible = territories.visible_organisations(actor)
    found = visible.filter(closed_on__lte=today) if closed else visible.exclude(closed_on__lte=today)
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


def own_classes(territory: Territory) -> QuerySet[OwnClass]:
    """Return the classes that a territory, or one in which it lies, has names of its own for."""
    return OwnClass.objects.filter(territory__in=[territory.pk, *territory.keys_above])


def own_classes_kept(actor: Actor) -> QuerySet[OwnClass]:
    """Return the own classes of the territories in which the actor keeps organisations."""
    return OwnClass.objects.filter(territory__in=territories.territories_kept(actor)).select_related("territory")


def exceptions_from(key: str, territory: Territory) -> QuerySet[ClassException]:
    """Return the exceptions from the class with this key in a territory, past and coming ones too."""
    return ClassException.objects.filter(class_key=key, territory=territory).select_related("organisation")


def exceptions_kept(actor: Actor) -> QuerySet[ClassException]:
    """Return the exceptions of the territories in which the actor keeps organisations."""
    return ClassException.objects.filter(territory__in=territories.territories_kept(actor))


def remembered_kept(actor: Actor) -> QuerySet[RememberedPerformer]:
    """Return what is remembered for the territories in which the actor keeps organisations."""
    return RememberedPerformer.objects.filter(territory__in=territories.territories_kept(actor))
