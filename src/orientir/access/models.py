from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.utils.translation import gettext_lazy as _

from orientir.database.periods import no_overlap
from orientir.people.models import Person
from orientir.territory.models import Organisation

from .roles import CHOICES, ROLES, Role


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def in_force(self, at: datetime) -> AppointmentQuerySet:
        return self.filter(during__contains=at)

    def not_ended(self, at: datetime) -> AppointmentQuerySet:
        """Leave out what is over; what begins later stays."""
        return self.filter(models.Q(during__upper_inf=True) | models.Q(during__endswith__gt=at))


class Appointment(models.Model):
    """A person holds a role at an organisation from a moment until another; an open end is no end yet."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    role = models.CharField(_("role"), max_length=40, choices=CHOICES)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="appointments")
    during = DateTimeRangeField(_("from – to"))

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(during__isempty=False), name="an_appointment_lasts"),
            no_overlap("one_appointment_at_a_time", numbers=("person_id", "organisation_id"), words=("role",)),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.during}"

    @property
    def role_card(self) -> Role:
        return ROLES[self.role]
