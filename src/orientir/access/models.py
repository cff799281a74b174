from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orientir.database.periods import no_overlap
from orientir.people.models import Person
from orientir.territory.models import Organisation, Unit

from . import groups
from .roles import CHOICES, ROLES, STAFF, Role

LONGEST_GROUP, LONGEST_REASON = 40, 500


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def in_force(self, at: datetime) -> AppointmentQuerySet:
        """Those that have begun and not ended, at an organisation that has not been closed."""
        today = timezone.localdate(at)
        works = Q(organisation__closed_on=None) | Q(organisation__closed_on__gt=today)
        return self.filter(works, during__contains=at)

    def coming(self, at: datetime) -> AppointmentQuerySet:
        """Those that begin later."""
        return self.filter(during__startswith__gt=at)

    def over(self, at: datetime) -> AppointmentQuerySet:
        """Those that have ended, or whose organisation was closed."""
        closed = Q(organisation__closed_on__lte=timezone.localdate(at), during__startswith__lte=at)
        return self.filter(Q(during__endswith__lte=at) | closed)

    def of_staff(self) -> AppointmentQuerySet:
        """Those of people who work for an organisation or with it."""
        return self.filter(role__in=STAFF)

    def of_families(self) -> AppointmentQuerySet:
        """Those of students and their families."""
        return self.exclude(role__in=STAFF)

    def not_ended(self, at: datetime) -> AppointmentQuerySet:
        """Leave out what is over; what begins later stays."""
        return self.filter(models.Q(during__upper_inf=True) | models.Q(during__endswith__gt=at))


class Appointment(models.Model):
    """A person holds a role at an organisation from a moment until another; an open end is no end yet.

    `unit` and `group` («9 А», or «9 А, 9 Б») narrow it to a part of the organisation. Who stands in for another has an
    appointment of the same role with an end, which names the one it stands in for.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    role = models.CharField(_("role"), max_length=40, choices=CHOICES)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="appointments")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    group = models.CharField(_("class or group"), max_length=LONGEST_GROUP, blank=True)
    stands_in_for = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="deputies")
    appointed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    during = DateTimeRangeField(_("from – to"))

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(during__isempty=False), name="an_appointment_lasts"),
            models.CheckConstraint(
                condition=models.Q(stands_in_for=None) | models.Q(during__upper_inf=False),
                name="standing_in_has_an_end",
            ),
            no_overlap("one_appointment_at_a_time", numbers=("person_id", "organisation_id"), words=("role",)),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.during}"

    @property
    def role_card(self) -> Role:
        return ROLES[self.role]

    @property
    def last_day(self) -> date | None:
        """Return the last day on which it holds, if only for a part of it."""
        upper = self.during.upper
        return timezone.localdate(upper - timedelta.resolution) if upper else None

    @property
    def groups(self) -> list[str]:
        """Return the classes or groups to which it is narrowed."""
        return groups.each(self.group)


class Invitation(models.Model):
    """Somebody is asked to take a role at an organisation: by a link that is mailed, or handed over on paper.

    The token of the link is a keyed hash of the row's key and `turn`; resending counts `turn` up, so that the older
    link opens nothing any more. It stays when it was taken up, to tell when who came in.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    role = models.CharField(_("role"), max_length=40, choices=CHOICES)
    last_name = models.CharField(_("last name"), max_length=100)
    first_name = models.CharField(_("first name"), max_length=100)
    middle_name = models.CharField(_("patronymic"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    invited_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    turn = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField(null=True)
    refused_with = models.CharField(max_length=200, blank=True)
    taken_up_at = models.DateTimeField(null=True)
    taken_up_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "role", "email"],
                condition=models.Q(taken_up_at=None, withdrawn_at=None) & ~models.Q(email=""),
                name="one_open_invitation_of_an_address",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_up_at=None, taken_up_by=None)
                | models.Q(taken_up_at__isnull=False, taken_up_by__isnull=False, withdrawn_at=None),
                name="an_invitation_is_taken_up_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation of {self.made_at:%Y-%m-%d}"


class FactorReset(models.Model):
    """Somebody lost the second factor of sign-in: it is taken away, for a coordinator's by two persons."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None, confirmed_at=None)
                | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="a_reset_is_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(asked_by=models.F("confirmed_by")), name="a_reset_is_confirmed_by_another"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(confirmed_at=None), name="one_open_reset_of_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"reset of {self.asked_at:%Y-%m-%d}"


class EmergencyAccess(models.Model):
    """Break-glass: with a reason and a second person's word somebody sees one person's data for an hour.

    It is told to that person: the row passes their wall.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON)
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None, confirmed_at=None, until=None)
                | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False, until__isnull=False),
                name="an_opening_is_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(asked_by=models.F("confirmed_by")), name="an_opening_is_confirmed_by_another"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="an_opening_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"opening of {self.asked_at:%Y-%m-%d %H:%M}"
