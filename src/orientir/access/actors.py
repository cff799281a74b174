"""The actor of a request or job, from the appointments of this moment, and how the page addresses them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypedDict

from django.db.models import Q
from django.utils import timezone

from orientir.accounts.models import User
from orientir.database.actor import Actor
from orientir.database.jobs import UnknownActor, builds_actors
from orientir.people.models import Person
from orientir.territory.models import Organisation
from orientir.ui.context import Identity

from .models import Appointment


def signed_in(user: User) -> tuple[Actor, Identity]:
    """Build the actor of an account: three queries, whatever its appointments. Runs as the gate."""
    person = Person.objects.filter(user=user).first()
    if person is None:
        return Actor(name=f"user:{user.pk}", user_id=user.pk), Identity(user.login)
    appointments = list(
        Appointment.objects.in_force(timezone.now())
        .filter(person=person)
        .select_related("organisation__territory")
        .order_by("pk")
    )
    actor = Actor(
        name=f"user:{user.pk}",
        user_id=user.pk,
        person_id=person.pk,
        role=", ".join(dict.fromkeys(appointment.role for appointment in appointments)),
        **_rights(appointments),
    )
    identity = Identity(
        person.short_name,
        post=", ".join(dict.fromkeys(str(appointment.role_card.name) for appointment in appointments)),
        place=", ".join(dict.fromkeys(str(appointment.organisation) for appointment in appointments)),
    )
    return actor, identity


class _Rights(TypedDict):
    grants: Mapping[str, frozenset[int]]
    organisations: frozenset[int]


def _rights(appointments: list[Appointment]) -> _Rights:
    beneath = _organisations_beneath({a.organisation.territory.path for a in appointments if a.role_card.of_territory})
    grants: defaultdict[str, set[int]] = defaultdict(set)
    behind_wall: set[int] = set()
    for appointment in appointments:
        role = appointment.role_card
        scope = {appointment.organisation_id}
        if role.of_territory:
            path = appointment.organisation.territory.path
            scope |= {key for key, where in beneath.items() if where.startswith(path)}
        for capability in role.capabilities:
            grants[capability] |= scope
        if role.sees_persons:
            behind_wall |= scope
    return _Rights(
        grants=MappingProxyType({name: frozenset(scope) for name, scope in grants.items()}),
        organisations=frozenset(behind_wall),
    )


def _organisations_beneath(paths: set[str]) -> dict[int, str]:
    within = Q(pk__in=[])
    for path in paths:
        within |= Q(territory__path__startswith=path)
    return dict(Organisation.objects.filter(within).values_list("pk", "territory__path").order_by())


@builds_actors
def actor_of_key(user_id: int) -> Actor:
    """Build the actor of the account with this key, for a job.

    Raises:
        UnknownActor: there is no such account any more, or it is blocked.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise UnknownActor(f"user:{user_id}")
    return signed_in(user)[0]
