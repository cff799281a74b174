"""The places of somebody appointed in several: the work of all, or of one with what waits in the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from orientir.access import policy as appointments
from orientir.access.queries import Place
from orientir.database.actor import Actor
from orientir.roadmaps import queries
from orientir.territory.models import Organisation


@dataclass(frozen=True, slots=True)
class Here:
    """A place in which somebody holds appointments, and the organisations to which their rights reach from there."""

    key: int
    name: str
    reach: frozenset[int]

    def seen_from_here(self, actor: Actor) -> Actor:
        """Return the actor as they would be with the appointments of this place alone."""
        grants = {capability: scope & self.reach for capability, scope in actor.grants.items()}
        return replace(actor, grants=MappingProxyType(grants))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What waits for somebody in another of their places."""

    place: Here
    work: int
    reports: int


def reached_from(actor: Actor, places: Sequence[Place]) -> list[Here]:
    """Return the places of somebody who has several, each with what is reached from there."""
    held = appointments.visible_appointments(actor).in_force(timezone.now()).filter(person_id=actor.person_id or 0)
    paths: defaultdict[int, set[str]] = defaultdict(set)
    for one in held.select_related("organisation__territory"):
        if one.role_card.of_territory:
            paths[one.organisation_id].add(one.organisation.territory.path)
    beneath = _organisations_beneath(path for several in paths.values() for path in several)
    return [
        Here(
            place.key,
            place.name,
            frozenset({place.key, *(key for key, path in beneath.items() if path.startswith(tuple(paths[place.key])))}),
        )
        for place in places
    ]


def waits_elsewhere(actor: Actor, places: Iterable[Here], here: Here) -> list[Elsewhere]:
    """Return what the actor has to do in the other places, so that a look at one of them hides nothing."""
    work = _counted(queries.own_work(actor))
    reports = _counted(queries.reports_to_review(actor))
    found = [
        Elsewhere(
            place,
            0 if place.key in here.reach else work[place.key],
            sum(reports[key] for key in place.reach - here.reach),
        )
        for place in places
        if place != here
    ]
    return [one for one in found if one.work or one.reports]


def _counted(rows: QuerySet[Any]) -> Counter[int]:
    """Return how many of some rows each organisation has."""
    return Counter(dict(rows.order_by().values_list("organisation_id").annotate(number=Count("*"))))


def _organisations_beneath(paths: Iterable[str]) -> Mapping[int, str]:
    within = Q(pk__in=[])
    for path in paths:
        within |= Q(territory__path__startswith=path)
    return dict(Organisation.objects.filter(within).order_by().values_list("pk", "territory__path"))
