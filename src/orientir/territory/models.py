from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from orientir.engines.russian import normalise, sort_key

from .choices import Kind, Level, UnitKind


class Territory(models.Model):
    """A municipality, or a district of one. `path` is the keys from the root down to itself: "1/7/"."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    level = models.CharField(_("level"), max_length=20, choices=Level)
    name = models.CharField(_("name"), max_length=200)
    sort_key = models.CharField(max_length=300, editable=False, db_collation="C")
    normalised_name = models.CharField(max_length=300, editable=False)
    path = models.CharField(max_length=200, unique=True, editable=False)

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level="municipality", parent=None)
                | models.Q(level="district", parent__isnull=False),
                name="a_district_lies_in_a_municipality",
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


class Organisation(models.Model):
    """A school, an authority, a college, an enterprise …"""

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="organisations")
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    name = models.CharField(_("full name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=100)
    sort_key = models.CharField(max_length=300, editable=False, db_collation="C")
    normalised_name = models.CharField(max_length=300, editable=False)
    searched_names = models.CharField(max_length=500, editable=False)

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["territory", "normalised_name"], name="one_organisation_of_a_name")
        ]

    def __str__(self) -> str:
        return self.short_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the keys for sorting, comparing and searching, which follow from the names."""
        self.sort_key = sort_key(self.short_name)[:300]
        self.normalised_name = normalise(self.name)[:300]
        self.searched_names = normalise(f"{self.short_name} {self.name}")[:500]
        super().save(*args, **kwargs)


class Unit(models.Model):
    """A part of an organisation."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="units")
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind)
    name = models.CharField(_("name"), max_length=200)
    sort_key = models.CharField(max_length=300, editable=False, db_collation="C")
    normalised_name = models.CharField(max_length=300, editable=False)

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "normalised_name"], name="one_unit_of_a_name")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the keys for sorting and comparing, which follow from the name."""
        self.sort_key = sort_key(self.name)[:300]
        self.normalised_name = normalise(self.name)[:300]
        super().save(*args, **kwargs)
