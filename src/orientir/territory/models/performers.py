from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .classes import KEY_LENGTH
from .organisations import Organisation
from .territories import Territory


class RememberedPerformer(models.Model):
    """Whom a printed performer means in the plans of a territory, as a person has decided.

    `words` are the printed ones as they are compared. It means organisations or the class with this key; `duty` names
    people in them by what they do.
    """

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="remembered_performers")
    printed = models.CharField(_("as printed"), max_length=500)
    words = models.CharField(max_length=500, editable=False)
    organisations = models.ManyToManyField(Organisation, related_name="+")
    class_key = models.CharField(max_length=KEY_LENGTH, blank=True)
    duty = models.CharField(_("duty"), max_length=200, blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["words"]
        constraints = [
            models.UniqueConstraint(fields=["territory", "words"], name="one_meaning_of_a_performer"),
            models.CheckConstraint(condition=~Q(words=""), name="a_performer_has_words"),
        ]

    def __str__(self) -> str:
        return self.printed
