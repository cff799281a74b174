from django.db import models
from django.utils.translation import gettext_lazy as _


class RoadmapState(models.TextChoices):
    """Where a roadmap stands between its document and its work."""

    WAITING = "waiting", _("waiting to be read")
    READING = "reading", _("being read")
    UNREADABLE = "unreadable", _("could not be read")
    READ = "read", _("read, not in force")
    IN_FORCE = "in_force", _("in force")


class AssignmentState(models.TextChoices):
    """Where an assignment stands, as its organisation and its office see it."""

    WAITING = "waiting", _("waiting")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned for revision")
    ACCEPTED = "accepted", _("accepted")


class ReportState(models.TextChoices):
    """Where a report stands. A returned one is written on and submitted again."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned for revision")
    ACCEPTED = "accepted", _("accepted")
