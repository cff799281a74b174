from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from orientir.database.actor import Actor
from orientir.database.policy import Capability

from .models import Organisation

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
