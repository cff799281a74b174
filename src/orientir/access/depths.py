"""How deep names of students and families go: as deep as an organisation and every territory above it allow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from orientir import journal
from orientir.database.actor import Actor
from orientir.territory.choices import Depth
from orientir.territory.models import Organisation, Territory

from .models import Appointment

STRICT_FIRST = (Depth.COUNTS, Depth.CODES, Depth.NAMES)


class TooDeep(Exception):
    """The territory above is stricter than that."""


class Place(NamedTuple):
    """Where an organisation lies, and the depth it was given itself."""

    path: str
    depth: str


def depth_of(organisation: Organisation) -> Depth:
    """Return how deep names go in an organisation."""
    return depths_of([organisation])[organisation.pk]


def depths_of(organisations: Iterable[Organisation]) -> dict[int, Depth]:
    """Return how deep names go in organisations, which come with their territories, in one query."""
    return depths_at({one.pk: Place(one.territory.path, one.depth) for one in organisations})


def depths_at(places: Mapping[int, Place], *, supposing: Territory | None = None) -> dict[int, Depth]:
    """Return how deep names go in organisations by their keys, in one query.

    `supposing` is a territory that counts with the depth it bears, saved or not.
    """
    closer = dict(Territory.objects.exclude(depth=Depth.NAMES).values_list("path", "depth"))
    if supposing:
        closer[supposing.path] = supposing.depth
    depths = {}
    for key, place in places.items():
        said = [place.depth or Depth.NAMES, *(depth for path, depth in closer.items() if place.path.startswith(path))]
        depths[key] = _strictest(said)
    return depths


def depth_above(one: Territory | Organisation) -> Depth:
    """Return how deep the territories above allow names to go; of an organisation its own territory is one."""
    above = [*one.keys_above] if isinstance(one, Territory) else [*one.territory.keys_above, one.territory_id]
    return _strictest([Depth.NAMES, *Territory.objects.filter(pk__in=above).order_by().values_list("depth", flat=True)])


def allowed_beneath(above: Depth) -> list[Depth]:
    """Return the depths that may be chosen beneath a territory: its own and the stricter ones."""
    return list(STRICT_FIRST[: STRICT_FIRST.index(above) + 1])


@dataclass(frozen=True, slots=True)
class Consequences:
    """What comes of another depth, counted beforehand."""

    organisations: int
    """Organisations in which it changes how deep names go."""
    shut_out: int
    """Appointments of students and families that open nothing any more."""
    let_in: int
    """Appointments of students and families that open something again."""


def consequences(one: Territory | Organisation, depth: Depth, *, at: datetime) -> Consequences:
    """Return what comes of giving a territory or an organisation this depth."""
    if isinstance(one, Territory):
        found = Organisation.objects.filter(territory__path__startswith=one.path).order_by()
        places = {key: Place(path, own) for key, path, own in found.values_list("pk", "territory__path", "depth")}
        before = depths_at(places)
        after = depths_at(places, supposing=Territory(path=one.path, depth=depth))
    else:
        before = depths_of([one])
        after = depths_at({one.pk: Place(one.territory.path, depth)})
    changed = {key for key in before if before[key] != after[key]}
    families = Appointment.objects.in_force(at).of_families()

    def counted(keys: set[int]) -> int:
        return families.filter(organisation_id__in=keys).count() if keys else 0

    return Consequences(
        len(changed),
        shut_out=counted({key for key in changed if after[key] == Depth.COUNTS}),
        let_in=counted({key for key in changed if before[key] == Depth.COUNTS}),
    )


@transaction.atomic
def set_depth(one: Territory | Organisation, depth: str, *, by: Actor, at: datetime) -> None:
    """Say how deep names of students go in a territory or an organisation; it holds from the next request on.

    Nothing, of an organisation, is as its territory says.

    Raises:
        TooDeep: a territory above is stricter.
    """
    as_above = isinstance(one, Organisation) and not depth
    if not as_above and depth not in allowed_beneath(depth_above(one)):
        raise TooDeep
    place = None if isinstance(one, Territory) else one.pk
    with journal.entry("depth_set", by=by, at=at, about=one, organisation_id=place, before=one.depth, after=depth):
        one.depth = depth
        one.save(update_fields=["depth"])


def _strictest(said: Iterable[str]) -> Depth:
    said = set(said)
    return next(depth for depth in STRICT_FIRST if depth in said)
