from django.db import models

from .verbs import words


class Entry(models.Model):
    """One deed: who, in which role, did what, to what, when."""

    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    actor = models.CharField(max_length=60)
    user_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=60, blank=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="journal_of_subject"),
            models.Index(fields=["organisation_id", "at"], name="journal_of_organisation"),
            models.Index(fields=["person_id", "at"], name="journal_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.verb} {self.subject_type} {self.subject_id}"

    @property
    def words(self) -> str:
        """Say what was done, in the language of the reader."""
        return words(self.verb)
