from __future__ import annotations

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from orientir.database.actor import Actor
from orientir.database.policy import Capability

from .choices import Kind, Level
from .models import Organisation, OrganisationList, OrganisationQuerySet, Territory

SEE_ORGANISATIONS = Capability("territory.see_organisations", _("See the list of organisations"))
KEEP_ORGANISATIONS = Capability("territory.keep_organisations", _("Add organisations"))


def can_view_organisation(actor: Actor, organisation: Organisation) -> bool:
    return organisation.pk in actor.scope(SEE_ORGANISATIONS)


def visible_organisations(actor: Actor) -> OrganisationQuerySet:
    return Organisation.objects.filter(pk__in=actor.scope(SEE_ORGANISATIONS))


def can_keep_organisation(actor: Actor, organisation: Organisation) -> bool:
    return actor.may(KEEP_ORGANISATIONS, organisation.pk)


def can_keep_organisations(actor: Actor) -> bool:
    return actor.may(KEEP_ORGANISATIONS)


def territories_kept(actor: Actor) -> QuerySet[Territory]:
    """Return the territories in which the actor may add organisations: those of the own ones, and all beneath."""
    kept = Territory.objects.filter(organisations__in=actor.scope(KEEP_ORGANISATIONS)).order_by()
    within = Q(pk__in=[])
    for path in kept.values_list("path", flat=True).distinct():
        within |= Q(path__startswith=path)
    return Territory.objects.filter(within)


def greatest_first(territories: QuerySet[Territory]) -> QuerySet[Territory]:
    """Return territories in order: regions, municipalities, districts."""
    return territories.annotate(rank=_rank("level")).order_by("rank", "sort_key", "pk")


def _rank(field: str) -> Case:
    """Return how great a territory is by the field of its level, the greatest as 0."""
    return Case(*[When(**{field: level}, then=Value(rank)) for rank, level in enumerate(Level)])


def territories_to_divide(actor: Actor) -> QuerySet[Territory]:
    """Return the territories to which the actor may add those that lie in them."""
    return territories_kept(actor).exclude(level=Level.DISTRICT)


def can_add_territories(actor: Actor) -> bool:
    return territories_to_divide(actor).exists()


def offices_keeping(actor: Actor) -> QuerySet[Organisation]:
    """Return the authorities in whose name the actor keeps organisations, that of the greatest territory first."""
    kept = Organisation.objects.filter(pk__in=actor.scope(KEEP_ORGANISATIONS), kind=Kind.AUTHORITY)
    return kept.annotate(rank=_rank("territory__level")).order_by("rank", "sort_key", "pk")


def lists_kept(actor: Actor) -> QuerySet[OrganisationList]:
    """Return the lists of organisations that the actor may look at, take in or throw away."""
    return OrganisationList.objects.filter(organisation__in=actor.scope(KEEP_ORGANISATIONS))
