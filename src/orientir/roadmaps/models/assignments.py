from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orientir.people.models import Person
from orientir.roadmaps.choices import AssignmentState, Force, Outcome, Part
from orientir.territory.models import Organisation

from .roadmaps import Measure, Roadmap, Section

OPEN = (AssignmentState.WAITING, AssignmentState.RETURNED)
"""States in which the organisation has something to do."""

OVERDUE = "overdue"
"""What an assignment is shown as when nothing was sent by its day."""

NOT_BEGUN = "not_begun"
"""What an assignment is shown as before its window begins."""


def late_on(day: date) -> Q:
    """Return the condition under which an assignment is late on a day. Only obligatory work can be."""
    return Q(state__in=OPEN, force=Force.OBLIGATORY, due_on__lt=day)


def shown_on(day: date) -> Case:
    """Return the state as people see it on a day, for queries (see `Assignment.shown_state`)."""
    waiting = Q(state=AssignmentState.WAITING)
    return Case(
        When(~Q(outcome=""), then=F("outcome")),
        When(waiting & late_on(day), then=Value(OVERDUE)),
        When(waiting & Q(starts_on__gt=day), then=Value(NOT_BEGUN)),
        default=F("state"),
        output_field=models.CharField(),
    )


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def open(self) -> AssignmentQuerySet:
        """Those on which the organisation still has something to do."""
        return self.filter(state__in=OPEN)

    def overdue(self, on: date) -> AssignmentQuerySet:
        """Those open whose due date is past. Only obligatory work can be overdue."""
        return self.filter(late_on(on))

    def shown_as(self, state: str, *, on: date) -> AssignmentQuerySet:
        """Those that people see in this state (see `Assignment.shown_state`); of the overdue, the returned ones too."""
        return self.overdue(on) if state == OVERDUE else self.alias(shown=shown_on(on)).filter(shown=state)

    def with_subject(self) -> AssignmentQuerySet:
        """Load what every list of assignments shows."""
        return self.select_related("measure__roadmap", "organisation")


class Assignment(models.Model):
    """What one organisation has to do of one measure until one day: the plan's and, before it, an inner one."""

    # The longer indexes below begin with either key: single ones would only slow the making of a plan's assignments.
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="assignments", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="assignments", db_index=False)
    starts_on = models.DateField(_("begins"))
    due_on = models.DateField(_("due date"))
    inner_due_on = models.DateField(_("inner due date"))
    part = models.CharField(_("part"), max_length=10, choices=Part, default=Part.SUBMITS)
    force = models.CharField(_("force"), max_length=12, choices=Force, default=Force.OBLIGATORY)
    state = models.CharField(_("state"), max_length=20, choices=AssignmentState, default=AssignmentState.WAITING)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    put_in_force_at = models.DateTimeField()

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "measure__position", "organisation__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "organisation", "due_on"], name="one_assignment_an_occurrence"),
            models.CheckConstraint(condition=Q(inner_due_on__lte=F("due_on")), name="work_is_due_inside_first"),
            models.CheckConstraint(
                condition=Q(outcome="", state__in=["waiting", "submitted", "returned", "archive"])
                | ~Q(outcome="") & Q(state__in=["accepted", "closed"]),
                name="what_has_ended_has_an_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "due_on"], name="work_of_an_organisation"),
            # Whoever looks at a plan asks for windows of it, measure by measure: answered from the index alone.
            models.Index(
                fields=["measure", "due_on", "organisation"],
                include=["starts_on", "state", "outcome", "force"],
                name="work_of_a_measure",
            ),
            # Lists of any states go by day.
            models.Index(fields=["due_on", "measure", "organisation"], name="work_by_day"),
            models.Index(
                fields=["due_on", "measure", "organisation"],
                include=["force"],
                condition=Q(state__in=["waiting", "returned"]),
                name="open_work_by_day",
            ),
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
        return self.is_open and self.force == Force.OBLIGATORY and self.due_on < timezone.localdate()

    @property
    def shown_state(self) -> str:
        """Return the state as people see it.

        What has ended is shown by its outcome; what nobody has sent by its day is late; what waits and whose window has
        not begun is not asked for yet.
        """
        if self.outcome:
            return self.outcome
        if self.state != AssignmentState.WAITING:
            return self.state
        if self.is_late:
            return OVERDUE
        return NOT_BEGUN if self.starts_on > timezone.localdate() else self.state


class AssignmentChange(models.Model):
    """What people decided about an assignment against its plan, and on what basis: moved, closed, opened again."""

    class Kind(models.TextChoices):
        MOVED = "moved", _("moved")
        CLOSED = "closed", _("closed")
        OPENED = "opened", _("opened again")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="changes")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    basis = models.TextField(_("basis"))
    due_on_before = models.DateField(null=True)
    due_on_after = models.DateField(null=True)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(basis=""), name="a_change_has_its_basis"),
            models.CheckConstraint(
                condition=Q(kind="moved", due_on_before__isnull=False, due_on_after__isnull=False)
                | ~Q(kind="moved") & Q(due_on_before=None, due_on_after=None),
                name="what_is_moved_has_two_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.kind}"


class AssignmentCount(models.Model):
    """How many assignments an organisation has in a section and a year, by state and outcome.

    Written by a trigger on the assignments in the same transaction; `./orientir check counts` compares.
    """

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="+")
    section = models.ForeignKey(Section, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20, blank=True)
    total = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["roadmap", "organisation", "section", "year", "state", "outcome"], name="one_count_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.section_id} {self.organisation_id} {self.state} {self.total}"
