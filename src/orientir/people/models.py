from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from orientir.engines.russian import initials, sort_key


class Person(models.Model):
    """One human.

    `is_staff` are those who work for an organisation or with it; the others are students and their families, whose
    names are seen only as deep as territory and organisation allow.
    """

    organisation_id = models.BigIntegerField(db_index=True)
    is_staff = models.BooleanField(default=True)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="person")
    last_name = models.CharField(_("last name"), max_length=100)
    first_name = models.CharField(_("first name"), max_length=100)
    middle_name = models.CharField(_("patronymic"), max_length=100, blank=True)
    sort_key = models.CharField(max_length=300, editable=False, db_collation="C")

    class Meta:
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.short_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the key for sorting, which follows from the name."""
        self.sort_key = sort_key(self.full_name)[:300]
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, [self.last_name, self.first_name, self.middle_name]))

    @property
    def short_name(self) -> str:
        """Return «Иванова А. П.»."""
        return initials(self.last_name, self.first_name, self.middle_name)
