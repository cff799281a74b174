"""Somebody stands in for another: on leave, in sickness; the same role, with an end."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from orientir import journal
from orientir.database.actor import Actor
from orientir.people.models import Person

from .models import Appointment
from .roles import HEAD
from .services import EndsTooEarly, appoint

LONGEST_FOR_ONESELF = timedelta(days=92)
"""How long somebody may let another stand in without asking anybody: three months."""


class Absence(models.TextChoices):
    """Why somebody is stood in for. It stands in the journal, with those who may read it, and nowhere else."""

    LEAVE = "leave", _("on leave")
    SICKNESS = "sickness", _("on sick leave")
    TRIP = "trip", _("on a business trip")
    OTHER = "other", _("another reason")


class TooLong(Exception):
    """Longer than somebody may decide for themselves."""


@transaction.atomic
def appoint_deputy(
    appointment: Appointment,
    person: Person,
    *,
    reason: Absence,
    since: datetime,
    until: datetime,
    by: Actor,
    at: datetime,
) -> Appointment:
    """Let `person` stand in for whoever holds this appointment, from–to; the heads of the organisation are told.

    Raises:
        EndsTooEarly: it would end before it begins, or in the past.
        TooLong: it is for oneself, and for more than three months.
        services.AlreadyAppointed: the deputy has the role there in that time.
    """
    if until <= max(since, at):
        raise EndsTooEarly
    if appointment.person_id == by.person_id and until - since > LONGEST_FOR_ONESELF:
        raise TooLong
    heads = Appointment.objects.in_force(at).filter(organisation=appointment.organisation_id, role=HEAD.code)
    concerned = {appointment.person_id, person.pk, *heads.values_list("person_id", flat=True)}
    with journal.entry("deputy_appointed", by=by, at=at, people=concerned, reason=str(reason.label)) as written:
        written.about = deputy = appoint(
            person,
            appointment.role_card,
            appointment.organisation,
            since=since,
            until=until,
            unit=appointment.unit,
            group=appointment.group,
            stands_in_for=appointment,
            by=by,
            at=at,
        )
    return deputy
