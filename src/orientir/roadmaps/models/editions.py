"""New editions of a plan's document: by which act, from which file, and what was done with them."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orientir.files.models import StoredFile
from orientir.roadmaps.choices import EditionState

from .roadmaps import STUCK_AFTER, Roadmap

OPEN = (EditionState.WAITING, EditionState.READING, EditionState.READ, EditionState.APPLYING)
"""States in which something is still to be done with an edition. A plan has one such at most."""


class Edition(models.Model):
    """A new edition of a plan's document, which an act brought.

    `found` is what was read of it, `base` what is read of the document before it, both as orientir.engines.reading
    writes them; `blocks` are the document as it stood (see `Original`). `effects` say what would come of each
    difference for the assignments, as counted at `counted_at`. `chosen` are the keys of those that are to be applied,
    `order` is how the plan is to stand then; `begun` counts the measures that are written.
    """

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="editions")
    source = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    state = models.CharField(gettext_lazy("state"), max_length=20, choices=EditionState, default=EditionState.WAITING)
    act = models.CharField(gettext_lazy("act"), max_length=200)
    act_number = models.CharField(gettext_lazy("number of the act"), max_length=50)
    act_date = models.DateField(gettext_lazy("date of the act"))
    obstacle = models.CharField(max_length=60, blank=True)
    found = models.JSONField(default=dict)
    base = models.JSONField(default=dict)
    blocks = models.JSONField(default=list)
    effects = models.JSONField(default=dict)
    counted_at = models.DateTimeField(null=True)
    chosen = models.JSONField(default=list)
    order = models.JSONField(default=list)
    begun = models.PositiveSmallIntegerField(default=0)
    uploaded_at = models.DateTimeField()
    reading_since = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="unreadable") ^ Q(obstacle=""), name="unread_edition_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["applied", "same", "left"]) ^ Q(settled_at=None),
                name="a_settled_edition_has_a_time",
            ),
            models.UniqueConstraint(
                fields=["roadmap"],
                condition=Q(state__in=["waiting", "reading", "read", "applying"]),
                name="one_open_edition_a_plan",
            ),
        ]

    def __str__(self) -> str:
        return self.reason

    @property
    def reason(self) -> str:
        """Return by what the plan changes, in words."""
        return _("%(act)s No. %(number)s of %(day)s") % {
            "act": self.act,
            "number": self.act_number,
            "day": f"{self.act_date:%d.%m.%Y}",
        }

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def measures_to_write(self) -> int:
        """How many measures are written when it is applied to a plan in force, as far as that is known."""
        owners = {key.rpartition("-")[0] for key in self.chosen if not key.endswith("-place")}
        return max(self.begun, sum(1 for key in owners if key[:1] in "mn" and key[1:].isdecimal()))

    def is_stuck(self, at: datetime) -> bool:
        """Say whether its reading, asked for or begun, has come to a halt."""
        waits = self.state in (EditionState.WAITING, EditionState.READING)
        return waits and at - (self.reading_since or self.uploaded_at) >= STUCK_AFTER
