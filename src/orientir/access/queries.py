from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from orientir.database.actor import Actor
from orientir.engines.russian import normalise
from orientir.territory import policy as territories
from orientir.territory.choices import Depth
from orientir.territory.models import ClassException, Organisation, OwnClass, RememberedPerformer, Territory

from . import policy
from .depths import depth_of
from .models import Appointment, AppointmentQuerySet, FactorReset
from .roles import GUIDANCE_LEAD, HEAD, Role


def organisations_with_people(
    actor: Actor, *, words: str = "", closed: bool = False, vacant: bool = False, today: date
) -> QuerySet[Organisation]:
    """Return visible organisations in whose names all `words` stand: those that work today, or those closed by then.

    `vacant` are only those in which nobody is responsible, neither a lead nor a head. Each has `people`: its staff in
    force, as far as the actor sees them.
    """
    visible = territories.visible_organisations(actor)
    found = visible.filter(closed_on__lte=today) if closed else visible.exclude(closed_on__lte=today)
    if vacant:
        scope = actor.scope(policy.SEE_APPOINTMENTS)
        found = found.filter(~Exists(responsible(OuterRef("pk"), GUIDANCE_LEAD, HEAD)), pk__any_of=scope)
    for word in normalise(words.replace("\x00", "")).split():
        found = found.filter(searched_names__contains=word)
    return found.select_related("territory").prefetch_related(
        Prefetch("appointments", people_of(actor).of_staff(), to_attr="people")
    )


def people_of(actor: Actor) -> AppointmentQuerySet:
    """Return visible appointments in force with their persons, by name."""
    return with_people(policy.visible_appointments(actor).in_force(timezone.now()))


def with_people(appointments: AppointmentQuerySet) -> AppointmentQuerySet:
    """Return appointments with all that is told of them, by name."""
    related = ("person", "unit", "appointed_by", "stands_in_for__person", "organisation__territory")
    return appointments.select_related(*related).order_by("person__sort_key", "pk")


def responsible(organisation: Any, *roles: Role) -> AppointmentQuerySet:
    """Return the appointments in force to any of these roles at an organisation."""
    codes = [role.code for role in roles]
    return Appointment.objects.in_force(timezone.now()).filter(organisation=organisation, role__in=codes)


def vacancies(actor: Actor) -> list[Organisation]:
    """Return the organisations of which the actor is head and in which nobody is responsible for guidance.

    The work is the head's until somebody is appointed.
    """
    headed = responsible_for(actor, HEAD).filter(~Exists(responsible(OuterRef("organisation_id"), GUIDANCE_LEAD)))
    return [one.organisation for one in headed.select_related("organisation").order_by("organisation__sort_key", "pk")]


def responsible_for(actor: Actor, role: Role) -> AppointmentQuerySet:
    """Return the actor's own appointments in force to a role."""
    return Appointment.objects.in_force(timezone.now()).filter(person_id=actor.person_id or 0, role=role.code)


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation at which somebody works, and as what."""

    key: int
    name: str
    roles: tuple[str, ...]


def places_of(actor: Actor) -> list[Place]:
    """Return where the actor works, by name: with two places a page may offer to show the work of one only.

    The rights stay those of all places together; the address says `place=<key>`.
    """
    own = Appointment.objects.in_force(timezone.now()).filter(person_id=actor.person_id or 0)
    roles: dict[tuple[int, str], list[str]] = {}
    for one in own.select_related("organisation").order_by("organisation__sort_key", "organisation_id", "pk"):
        roles.setdefault((one.organisation_id, str(one.organisation)), []).append(str(one.role_card.name))
    return [Place(key, name, tuple(dict.fromkeys(held))) for (key, name), held in roles.items()]


@dataclass(frozen=True, slots=True)
class Families:
    """The students and families of an organisation, as deep as the actor may look.

    `depth` is how they are shown: by name, by code, or counted only. `hidden` are in force and not in `shown`.
    """

    depth: Depth
    shown: AppointmentQuerySet
    hidden: int


def families_of(actor: Actor, organisation: Organisation) -> Families:
    """Return the appointments in force of students and families, by name, else by class."""
    there = Appointment.objects.in_force(timezone.now()).of_families().filter(organisation=organisation)
    depth = depth_of(organisation)
    if depth == Depth.CODES and can_see_codes(actor, organisation):
        return Families(depth, there.order_by("group", "role", "pk"), 0)
    if depth == Depth.COUNTS:
        return Families(depth, there.none(), there.count())
    named = with_people(policy.visible_appointments(actor).filter(pk__in=there.values("pk")))
    return Families(Depth.NAMES, named, there.count() - named.count())


def can_see_codes(actor: Actor, organisation: Organisation) -> bool:
    """Say whether the actor stands above the organisation: from there students are told apart by codes."""
    named = actor.may(policy.SEE_STUDENTS, organisation.pk)
    return actor.may(policy.APPOINT_HEADS, organisation.pk) and not named


def resets_to_confirm(actor: Actor) -> QuerySet[FactorReset]:
    """Return what others asked about second factors and the actor may confirm."""
    waiting = policy.visible_resets(actor).filter(confirmed_at=None)
    return waiting.exclude(asked_by=actor.person_id or 0).exclude(person=actor.person_id or 0)


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
