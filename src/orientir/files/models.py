from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """A file as somebody put it in. The same content put in twice is kept once (`sha256`)."""

    sha256 = models.CharField(max_length=64)
    name = models.CharField(_("file name"), max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    organisation_id = models.BigIntegerField(db_index=True)
    person_id = models.BigIntegerField(null=True, db_index=True)
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="sha256_is_hex"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the download; it answers only those who see the file."""
        return reverse("files:download", args=[self.pk])


class Holding(models.Model):
    """An organisation keeps a content, under `uses` names.

    Stored files hide behind the second wall, and nobody sees all of them. Whether a content may go from the
    disk and how much an organisation keeps are questions about all of them; this table answers both and names
    no person.
    """

    organisation_id = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    uses = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "sha256"], name="one_holding_of_a_content"),
            models.CheckConstraint(condition=models.Q(uses__gt=0), name="a_holding_is_used"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.sha256[:12]} ×{self.uses}"
