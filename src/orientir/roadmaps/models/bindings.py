"""What the words of a measure are bound to: dated windows, organisations, targets."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orientir.roadmaps.choices import Force, Part
from orientir.territory.models import Organisation

from .roadmaps import Measure


class Occurrence(models.Model):
    """A dated window in which a measure falls due: the plan's date and an inner one."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="occurrences")
    starts_on = models.DateField(_("begins"))
    ends_on = models.DateField(_("ends"))
    due_on = models.DateField(_("due date"))
    inner_due_on = models.DateField(_("inner due date"))

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "due_on"], name="one_window_a_due_date"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="a_window_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(inner_due_on__lte=F("due_on")), name="the_inner_date_comes_first"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.due_on}"


class Performer(models.Model):
    """A printed performer of a measure, and what it was bound to: organisations, or a class of them.

    `organisation_class` is a key of orientir.territory's classes, whose members are asked for on each due date.
    `duty` is kept where the words name people by what they do («классные руководители»).
    """

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="performers")
    position = models.PositiveSmallIntegerField()
    printed = models.CharField(_("as printed"), max_length=500)
    part = models.CharField(_("part"), max_length=10, choices=Part, default=Part.SUBMITS)
    force = models.CharField(_("force"), max_length=12, choices=Force, default=Force.OBLIGATORY)
    organisations = models.ManyToManyField(Organisation, through="PerformerOrganisation", related_name="+")
    organisation_class = models.CharField(max_length=60, blank=True)
    duty = models.CharField(max_length=200, blank=True)
    confidence = models.FloatField(default=0)
    reasons = models.JSONField(default=list)
    is_checked = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "position"], name="one_performer_a_position"),
            models.UniqueConstraint(fields=["measure"], condition=Q(part="lead"), name="one_lead_a_measure"),
        ]

    def __str__(self) -> str:
        return self.printed


class PerformerOrganisation(models.Model):
    """An organisation that a printed performer means."""

    performer = models.ForeignKey(Performer, models.CASCADE, related_name="bound")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["performer", "organisation"], name="an_organisation_once_a_performer")
        ]

    def __str__(self) -> str:
        return f"{self.performer_id} {self.organisation_id}"


class Target(models.Model):
    """A value that an indicator of a measure is to reach."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="targets")
    position = models.PositiveSmallIntegerField()
    text = models.TextField(_("as printed"))
    op = models.CharField(max_length=10)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    population = models.TextField(_("of whom"), blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True)
    indicator = models.CharField(_("indicator"), max_length=10, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "position"], name="one_target_a_position"),
            models.CheckConstraint(
                condition=Q(op__in=[">=", ">", "=", "<=", "<", "increase"]), name="a_target_compares"
            ),
            models.CheckConstraint(condition=Q(op="increase") | Q(value__isnull=False), name="a_target_has_a_value"),
        ]

    def __str__(self) -> str:
        return self.text
