"""The actor of a request or job, from the appointments of this moment, and how the page addresses them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypedDict

from django.db.models import Q
from django.utils import timezone

from orientir.accounts.models import User
from orientir.database.actor import Actor
from orientir.database.jobs import UnknownActor, builds_actors
from orientir.people.models import Person
from orientir.territory.choices import Depth
from orientir.territory.models import Organisation
from orientir.ui.context import Identity

from . import emergency
from .depths import Place, depths_at
from .models import Appointment
from .policy import OPEN_IN_EMERGENCY
from .roles import SEES_OWN_CLASS, SEES_STUDENTS


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who asks, how the page addresses them, and whether their rights wait for a second factor."""

    actor: Actor
    identity: Identity
    needs_second_factor: bool = False


def signed_in(user: User) -> SignedIn:
    """Build the actor of an account: five queries, whatever its appointments. Runs as the gate."""
    person = Person.objects.filter(user=user).first()
    if person is None:
        return SignedIn(Actor(name=f"user:{user.pk}", user_id=user.pk), Identity(user.login))
    now = timezone.now()
    found = Appointment.objects.in_force(now).filter(person=person)
    held = list(found.select_related("organisation__territory").order_by("pk"))
    depths = _Depths(held)
    # Where only counts are kept students and families have no part in the product: their appointments open nothing.
    appointments = [a for a in held if a.role_card.is_staff or depths.of[a.organisation_id] != Depth.COUNTS]
    rights, needs_second_factor = _rights(appointments, depths)
    opened = emergency.opened_to(person.pk, rights["grants"].get(OPEN_IN_EMERGENCY, frozenset()), at=now)
    actor = Actor(
        name=f"user:{user.pk}",
        user_id=user.pk,
        person_id=person.pk,
        role=", ".join(dict.fromkeys(appointment.role for appointment in appointments)),
        opened=frozenset(opening.person_id for opening in opened.to_them),
        **rights,
    )
    identity = Identity(
        person.short_name,
        post=", ".join(dict.fromkeys(str(appointment.role_card.name) for appointment in appointments)),
        place=", ".join(dict.fromkeys(str(appointment.organisation) for appointment in appointments)),
        notices=tuple(map(emergency.notice_of, opened.to_them)),
        signs={"about_me": opened.of_theirs},
    )
    return SignedIn(actor, identity, needs_second_factor)


class _Rights(TypedDict):
    grants: Mapping[str, frozenset[int]]
    organisations: frozenset[int]
    named: frozenset[int]


class _Depths:
    """The organisations for which appointments hold, and how deep names go in each."""

    def __init__(self, appointments: list[Appointment]) -> None:
        paths = {a.organisation.territory.path for a in appointments if a.role_card.of_territory}
        own = {a.organisation_id: Place(a.organisation.territory.path, a.organisation.depth) for a in appointments}
        self.places = {**_places_beneath(paths), **own}
        self.of = depths_at(self.places)

    def scope_of(self, appointment: Appointment) -> set[int]:
        """Return the keys of the organisations for which an appointment holds."""
        scope = {appointment.organisation_id}
        if appointment.role_card.of_territory:
            path = appointment.organisation.territory.path
            scope |= {key for key, place in self.places.items() if place.path.startswith(path)}
        return scope

    def named(self, appointment: Appointment, scope: set[int]) -> set[int]:
        """Return in which of these organisations the role sees students by name."""
        role = appointment.role_card
        if not role.sees_names:
            return set()
        shown = {Depth.NAMES} if role.of_territory else {Depth.NAMES, Depth.CODES}
        return {key for key in scope if self.of[key] in shown}


def _rights(appointments: list[Appointment], depths: _Depths) -> tuple[_Rights, bool]:
    grants: defaultdict[str, set[int]] = defaultdict(set)
    behind_wall: set[int] = set()
    named: set[int] = set()
    needs_second_factor = False
    for appointment in appointments:
        role = appointment.role_card
        scope = depths.scope_of(appointment)
        named_here = depths.named(appointment, scope)
        for capability in role.capabilities:
            grants[capability] |= named_here if capability in (SEES_STUDENTS, SEES_OWN_CLASS) else scope
        if role.sees_persons:
            behind_wall |= scope
        named |= named_here
        if role.sees_names_widely:
            needs_second_factor |= any(depths.of[key] != Depth.COUNTS for key in scope)
    rights = _Rights(
        grants=MappingProxyType({name: frozenset(scope) for name, scope in grants.items()}),
        organisations=frozenset(behind_wall),
        named=frozenset(named),
    )
    return rights, needs_second_factor


def _places_beneath(paths: set[str]) -> dict[int, Place]:
    within = Q(pk__in=[])
    for path in paths:
        within |= Q(territory__path__startswith=path)
    found = Organisation.objects.filter(within).values_list("pk", "territory__path", "depth").order_by()
    return {key: Place(path, depth) for key, path, depth in found}


@builds_actors
def actor_of_key(user_id: int) -> Actor:
    """Build the actor of the account with this key, for a job.

    Raises:
        UnknownActor: there is no such account any more, or it is blocked.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise UnknownActor(f"user:{user_id}")
    return signed_in(user).actor
