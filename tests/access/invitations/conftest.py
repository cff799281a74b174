"""Boris invites: to a role at School No. 6, and the organisations he may choose from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from orientir.access import invitations, services
from orientir.access.models import Appointment, Invitation
from orientir.access.roles import GUIDANCE_LEAD, Role
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.people.services import Name
from orientir.territory.models import Organisation

ANNA = Name("Берёзова", "Анна", "Павловна")
ADDRESS = "anna.berezova@school6.example"

Invite = Callable[..., Invitation]


def organisation(short_name: str) -> Organisation:
    return Organisation.objects.select_related("territory").get(short_name=short_name)


@pytest.fixture
def invite(boris: Actor) -> Invite:
    """Return a function that invites somebody as Boris."""

    def do(
        name: Name = ANNA, *, to: str = "Школа № 6", role: Role = GUIDANCE_LEAD, email: str = ADDRESS, **given: Any
    ) -> Invitation:
        by, at = given.get("by", boris), given.get("at") or timezone.now()
        with acting_as(by):
            return invitations.invite(invitations.Invited(organisation(to), role, name, email), by=by, at=at)

    return do


@pytest.fixture
def mail_is_on(settings: Any) -> None:
    """Let mail leave: into a list, as Django's tests do."""
    settings.EMAIL_HOST = "mail.example"
    settings.DEFAULT_FROM_EMAIL = "orientir@office.example"
    settings.SITE_ADDRESS = "https://orientir.example"


def fresh(invitation: Invitation, by: Actor) -> Invitation:
    """Return the invitation as it is stored now."""
    with acting_as(by):
        return Invitation.objects.get(pk=invitation.pk)


def dismiss(login: str) -> None:
    """End the appointment of somebody, who has one, now."""
    with acting_as(REGISTRAR):
        own = Appointment.objects.in_force(timezone.now()).get(person__user__login=login)
        services.end_appointment(own, by=REGISTRAR, at=timezone.now())
