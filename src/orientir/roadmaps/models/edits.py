"""What was changed in review, so that it can be undone."""

from __future__ import annotations

from django.db import models

from orientir.people.models import Person
from orientir.territory.models import Organisation

from .roadmaps import Roadmap


class ReviewEdit(models.Model):
    """One step of review. `before` holds what it changed, whole rows by model; undoing puts them back."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="edits")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=30)
    before = models.JSONField()
    after = models.JSONField()
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.roadmap_id} {self.verb}"
