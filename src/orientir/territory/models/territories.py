from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from orientir.engines.russian import normalise, sort_key
from orientir.territory.choices import Depth, Level


class Territory(models.Model):
    """A region, a municipality of one, or a district of a municipality.

    `path` is the keys from the root down to itself: "1/7/". The root is a region or a municipality.
    """

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    level = models.CharField(_("level"), max_length=20, choices=Level)
    name = models.CharField(_("name"), max_length=200)
    depth = models.CharField(_("names of students"), max_length=10, choices=Depth, default=Depth.NAMES)
    sort_key = models.CharField(max_length=300, editable=False, db_collation="C")
    normalised_name = models.CharField(max_length=300, editable=False)
    path = models.CharField(max_length=200, unique=True, editable=False)

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level="region", parent=None)
                | models.Q(level="municipality")
                | models.Q(level="district", parent__isnull=False),
                name="a_territory_lies_in_a_greater_one",
            ),
            models.UniqueConstraint(fields=["parent", "normalised_name"], name="one_district_of_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the keys for sorting and comparing, which follow from the name."""
        self.sort_key = sort_key(self.name)[:300]
        self.normalised_name = normalise(self.name)[:300]
        super().save(*args, **kwargs)

    @property
    def keys_above(self) -> list[int]:
        """Return the keys of the territories in which this one lies, the root first."""
        return [int(key) for key in self.path.split("/")[:-2]]
