from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from orientir.database.actor import Actor
from orientir.database.policy import Capability

from .choices import Level
from .models import Organisation, Territory

SEE_ORGANISATIONS = Capability("territory.see_organisations", _("See the list of organisations"))
KEEP_ORGANISATIONS = Capability("territory.keep_organisations", _("Add organisations"))


def can_view_organisation(actor: Actor, organisation: Organisation) -> bool:
    return organisation.pk in actor.scope(SEE_ORGANISATIONS)


def visible_organisations(actor: Actor) -> QuerySet[Organisation]:
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


def municipalities_kept(actor: Actor) -> QuerySet[Territory]:
    """Return the territories to which the actor may add districts."""
    return territories_kept(actor).filter(level=Level.MUNICIPALITY)


def can_add_districts(actor: Actor) -> bool:
    return municipalities_kept(actor).exists()
