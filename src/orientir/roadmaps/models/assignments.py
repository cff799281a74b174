from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orientir.roadmaps.choices import AssignmentState
from orientir.territory.models import Organisation

from .roadmaps import Measure

OPEN = (AssignmentState.WAITING, AssignmentState.RETURNED)
"""States in which the organisation has something to do."""

OVERDUE = "overdue"
"""What an assignment is shown as when nothing was sent by its day."""


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def open(self) -> AssignmentQuerySet:
        """Those on which the organisation still has something to do."""
        return self.filter(state__in=OPEN)

    def overdue(self, on: date) -> AssignmentQuerySet:
        """Those open whose due date is past."""
        return self.open().filter(due_on__lt=on)

    def shown_as(self, state: str) -> AssignmentQuerySet:
        """Those that people see in this state (see `Assignment.shown_state`)."""
        late = Q(state=AssignmentState.WAITING, due_on__lt=timezone.localdate())
        return self.filter(late) if state == OVERDUE else self.filter(~late, state=state)

    def with_subject(self) -> AssignmentQuerySet:
        """Load what every list of assignments shows."""
        return self.select_related("measure__roadmap", "organisation")


class Assignment(models.Model):
    """What one organisation has to do of one measure until one day."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="assignments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="assignments")
    due_on = models.DateField(_("due date"))
    state = models.CharField(_("state"), max_length=20, choices=AssignmentState, default=AssignmentState.WAITING)
    put_in_force_at = models.DateTimeField()

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "measure__position", "organisation__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "organisation", "due_on"], name="one_assignment_an_occurrence")
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "due_on"], name="work_of_an_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.measure.number} {self.organisation} {self.due_on}"

    @property
    def is_open(self) -> bool:
        """Say whether the organisation still has something to do."""
        return self.state in OPEN

    @property
    def is_late(self) -> bool:
        """Say whether the organisation has something to do whose day is past."""
        return self.is_open and self.due_on < timezone.localdate()

    @property
    def shown_state(self) -> str:
        """Return the state as people see it: what nobody has sent by its day is late."""
        return OVERDUE if self.is_late and self.state == AssignmentState.WAITING else self.state
