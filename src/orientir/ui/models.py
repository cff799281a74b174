"""What a form needs to lose nothing and to store nothing twice."""

from django.db import models

LONGEST_NAME = 60
"""How many characters the name of a form, and of what it is about, may have."""


class FormDraft(models.Model):
    """What somebody has typed into a form and not sent yet. It waits for them on any device."""

    person_id = models.BigIntegerField()
    form = models.CharField(max_length=LONGEST_NAME)
    about = models.CharField(max_length=LONGEST_NAME, blank=True)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_id", "form", "about"], name="one_draft_a_form")]

    def __str__(self) -> str:
        return f"{self.form} {self.about}"


class Submission(models.Model):
    """A form that was sent: its key, issued with the page, what tells its content, and where its sender was led."""

    key = models.UUIDField(primary_key=True)
    person_id = models.BigIntegerField(db_index=True)
    digest = models.CharField(max_length=64)
    led_to = models.CharField(max_length=300)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.key)
