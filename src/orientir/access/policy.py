from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from orientir.database.actor import Actor
from orientir.database.policy import Capability
from orientir.territory.models import Organisation

from .models import Appointment, AppointmentQuerySet

SEE_APPOINTMENTS = Capability("access.see_appointments", _("See who is responsible in the organisation"))
APPOINT = Capability("access.appoint", _("Appoint those responsible and end appointments"))


def can_view_appointment(actor: Actor, appointment: Appointment) -> bool:
    return appointment.person_id == actor.person_id or appointment.organisation_id in actor.scope(SEE_APPOINTMENTS)


def visible_appointments(actor: Actor) -> AppointmentQuerySet:
    own = Appointment.objects.filter(person_id=actor.person_id or 0)
    return own | Appointment.objects.filter(organisation_id__in=actor.scope(SEE_APPOINTMENTS))


def can_appoint(actor: Actor, organisation: Organisation) -> bool:
    return actor.may(APPOINT, organisation.pk)


def can_end_appointment(actor: Actor, appointment: Appointment) -> bool:
    """Nobody ends an own appointment: a territory would be left without its coordinator by one slip."""
    return actor.may(APPOINT, appointment.organisation_id) and appointment.person_id != actor.person_id
