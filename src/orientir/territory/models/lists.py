from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orientir.files.models import StoredFile
from orientir.territory.choices import ListState

from .organisations import Organisation


class OrganisationList(models.Model):
    """A list of organisations that an office has put in: looked at, then taken in as a whole or thrown away.

    Its file is kept until it is taken in.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    source = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=20, choices=ListState, default=ListState.WAITING)
    put_in_at = models.DateTimeField()
    taken_in_at = models.DateTimeField(null=True)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-put_in_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="taken_in", taken_in_at__isnull=False, source=None)
                | (~Q(state="taken_in") & Q(taken_in_at=None, source__isnull=False)),
                name="a_list_is_kept_until_it_is_taken_in",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
