"""Who stands behind a secret link, with the rights of this moment."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef

from orientir.accounts import secret_links
from orientir.accounts.models import SecretLink
from orientir.database.actor import Actor
from orientir.database.policy import Capability

from .actors import actor_of_key
from .models import Appointment
from .roles import ROLES


def owner_of(token: str, *, sees: Capability, at: datetime) -> tuple[SecretLink, Actor] | None:
    """Return the link with this token and its owner, if they hold the capability anywhere now. Runs as the gate.

    A link of somebody dismissed or blocked is told from none at all by one and the same question: the time that the
    answer takes betrays nothing.
    """
    roles = [role.code for role in ROLES.values() if sees in role.capabilities]
    appointed = Appointment.objects.in_force(at).filter(person__user=OuterRef("user"), role__in=roles)
    link = secret_links.links_with(token).filter(Exists(appointed), user__is_active=True).first()
    return (link, actor_of_key(link.user_id)) if link else None
