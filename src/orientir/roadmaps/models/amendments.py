"""What was changed of a plan that is in force, and why."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orientir.people.models import Person
from orientir.territory.models import Organisation

from .roadmaps import Measure, Roadmap


class Amendment(models.Model):
    """A change of a plan in force with its written reason, kept as long as the plan.

    `words` are the printed words that changed, by field: before and after. `effects` count what came of it for the
    assignments, by the names of orientir.roadmaps.queries.amending. What was decided about each assignment is an
    `AssignmentChange` of the same moment.
    """

    class Kind(models.TextChoices):
        CHANGED = "changed", _("measure changed")
        ADDED = "added", _("measure added")
        ENDED = "ended", _("measure taken out of the plan")
        RESUMED = "resumed", _("measure taken back into the plan")
        BROUGHT_IN_LINE = "in_line", _("assignments brought in line with the measure")
        ARCHIVED = "archived", _("plan put into the archive")
        BROUGHT_BACK = "brought_back", _("plan brought back from the archive")

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="amendments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    measure = models.ForeignKey(Measure, models.CASCADE, null=True, related_name="amendments")
    kind = models.CharField(max_length=20, choices=Kind)
    reason = models.TextField(_("reason"))
    words = models.JSONField(default=dict)
    effects = models.JSONField(default=dict)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="an_amendment_has_its_reason"),
            models.CheckConstraint(
                condition=Q(kind__in=["archived", "brought_back"], measure=None)
                | ~Q(kind__in=["archived", "brought_back"]) & Q(measure__isnull=False),
                name="an_amendment_is_about_a_measure_or_the_plan",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.roadmap_id} {self.kind}"
