"""Whom a printed performer may be bound to: organisations, each with why it is offered, and classes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from orientir.roadmaps.models import Performer
from orientir.territory.classes import GROUPS, OrganisationClass, class_of, class_of_key, words_of_classes
from orientir.territory.models import Organisation, OwnClass
from orientir.territory.performers import REASONS, Resolution

from .proposals import Proposals

_MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Offers:
    """What a person chooses from: organisations with the reason, the likeliest first; classes by key, in words."""

    organisations: tuple[tuple[Organisation, str], ...]
    classes: tuple[tuple[str, str], ...]


def offers_for(performer: Performer, mine: QuerySet[Organisation], *, words: str = "", today: date) -> Offers:
    """Return what a printed performer may mean, with what `words` find among `mine` where somebody looks further."""
    roadmap = performer.measure.roadmap
    proposals = Proposals(roadmap, today=today)
    found: dict[int, tuple[Organisation, str]] = {}
    keys = [performer.organisation_class] if performer.organisation_class else []
    resolutions = [proposals.resolve(words)] if words else []
    for resolution in (*resolutions, proposals.resolve(performer.printed)):
        _gather(resolution, found, keys)
    for bound in performer.bound.select_related("organisation"):
        found.setdefault(bound.organisation_id, (bound.organisation, ""))
    if words:
        named = mine.filter(Q(name__icontains=words) | Q(short_name__icontains=words))
        for organisation in named.order_by("sort_key", "pk")[:_MOST_FOUND]:
            found.setdefault(organisation.pk, (organisation, ""))
    territory = roadmap.organisation.territory
    own = OwnClass.objects.filter(territory__in=[territory.pk, *territory.keys_above])
    classes = [class_of_key(key) for key in keys]
    classes += [class_of(group) for group in GROUPS] + [OrganisationClass(own=one.pk) for one in own]
    return Offers(tuple(found.values()), tuple(words_of_classes(classes).items()))


def _gather(resolution: Resolution, found: dict[int, tuple[Organisation, str]], keys: list[str]) -> None:
    """Add the candidates of a resolution."""
    for candidate in resolution.candidates:
        why = ", ".join(str(REASONS[reason]) for reason in candidate.reasons if reason in REASONS)
        for organisation in candidate.organisations:
            found.setdefault(organisation.pk, (organisation, why))
        if candidate.class_key:
            keys.append(candidate.class_key)
