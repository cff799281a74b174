from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orientir.engines.russian import normalise

from .organisations import LONGEST_BASIS, Organisation
from .territories import Territory

KEY_LENGTH = 60
"""How long the key of a class may be, wherever it is kept."""


class OwnClass(models.Model):
    """A class of organisations that a territory has a name of its own for: «пилотные школы».

    `rule` is the key of the class whose members are meant; without one there are only those listed as exceptions.
    """

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="own_classes")
    name = models.CharField(_("name"), max_length=200)
    rule = models.CharField(_("rule"), max_length=KEY_LENGTH, blank=True)
    normalised_name = models.CharField(max_length=200, editable=False)

    class Meta:
        ordering = ["normalised_name", "pk"]
        constraints = [models.UniqueConstraint(fields=["territory", "normalised_name"], name="one_class_of_a_name")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the key for comparing, which follows from the name."""
        self.normalised_name = normalise(self.name)[:200]
        super().save(*args, **kwargs)


class ClassException(models.Model):
    """An organisation that is in a class although its rule says no, or is not although it says yes, and why.

    It holds for the plans of one territory, from a day to a day.
    """

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="class_exceptions")
    class_key = models.CharField(max_length=KEY_LENGTH)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="class_exceptions")
    is_member = models.BooleanField(_("belongs to the class"), default=False)
    reason = models.CharField(_("reason"), max_length=LONGEST_BASIS)
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ["organisation__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "class_key", "organisation"], name="one_exception_of_an_organisation"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_exception_has_its_reason"),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(since__lte=models.F("until")),
                name="an_exception_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.class_key} {self.organisation_id}"
