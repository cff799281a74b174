from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orientir.files.models import StoredFile
from orientir.people.models import Person
from orientir.roadmaps.choices import ReportState
from orientir.territory.models import Organisation

from .assignments import Assignment


class Report(models.Model):
    """What an organisation says it has done on an assignment: words, and files as evidence."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="report")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="reports")
    state = models.CharField(_("state"), max_length=20, choices=ReportState, default=ReportState.DRAFT)
    text = models.TextField(_("what has been done"), blank=True)
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    return_reason = models.TextField(_("what is missing"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_by=None, submitted_at=None, state="draft")
                | Q(submitted_by__isnull=False, submitted_at__isnull=False)
                & Q(state__in=["submitted", "returned", "accepted"]),
                name="who_submitted_and_when",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None, reviewed_at=None)
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="who_reviewed_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "accepted"]) | Q(reviewed_at__isnull=False),
                name="a_verdict_has_its_reviewer",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(return_reason=""), name="returned_with_a_reason"
            ),
            models.CheckConstraint(condition=Q(state="draft") | ~Q(text=""), name="a_report_says_something"),
        ]
        indexes = [
            # The queue of an office: of all reports few wait, and they are asked for longest first.
            models.Index(
                fields=["submitted_at", "id"],
                include=["organisation"],
                condition=Q(state="submitted"),
                name="reports_to_review",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.state}"


class ReportReturn(models.Model):
    """One round of a report: returned, when, by whom and why. The report itself bears the reason of the last one."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="returns")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reason = models.TextField(_("what is missing"))
    returned_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    returned_at = models.DateTimeField()

    class Meta:
        ordering = ["returned_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="a_round_has_its_reason")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.returned_at:%Y-%m-%d}"


class Evidence(models.Model):
    """A file that proves what a report says."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="evidence")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file_id)
