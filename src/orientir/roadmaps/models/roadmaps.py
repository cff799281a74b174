from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from orientir.engines.russian import lemmas
from orientir.engines.terms import Term
from orientir.files.models import StoredFile
from orientir.roadmaps.choices import RoadmapState
from orientir.territory.models import Organisation

STUCK_AFTER = timedelta(minutes=2)
"""Reading takes seconds; after this long its worker has died or none is running."""

HEADING = 110
"""How many characters of a measure a heading holds."""


SHORT_TITLE = 70
"""How many characters of a title without years a list holds."""


class Roadmap(models.Model):
    """A document of an office and its running state.

    `remarks` are what the reader noticed, as codes with values; `obstacle` is the code of why it could not be read.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="roadmaps")
    source = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=20, choices=RoadmapState, default=RoadmapState.WAITING)
    title = models.TextField(_("title"), blank=True)
    first_year = models.PositiveSmallIntegerField(null=True)
    last_year = models.PositiveSmallIntegerField(null=True)
    approval = models.JSONField(default=dict)
    goals = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    obstacle = models.CharField(max_length=60, blank=True)
    uploaded_at = models.DateTimeField()
    reading_since = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_year=None) | Q(last_year=None) | Q(first_year__lte=models.F("last_year")),
                name="a_roadmap_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(state="unreadable") ^ Q(obstacle=""), name="unreadable_has_a_reason"),
            models.CheckConstraint(
                condition=Q(state__in=["read", "in_force"]) ^ Q(read_at=None), name="what_is_read_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.short_title

    @property
    def short_title(self) -> str:
        """Return a name for places where the whole title is too long: by its years, its first words or its file."""
        if self.first_year:
            several = self.last_year and self.last_year != self.first_year
            years = f"{self.first_year}–{self.last_year}" if several else str(self.first_year)
            return str(_("Roadmap %(years)s")) % {"years": years}
        if self.title:
            return Truncator(self.title).chars(SHORT_TITLE, truncate="…")
        return str(_("Document of %(day)s")) % {"day": f"{timezone.localtime(self.uploaded_at):%d.%m.%Y, %H:%M}"}

    @property
    def is_read(self) -> bool:
        """Say whether there are measures."""
        return self.state in (RoadmapState.READ, RoadmapState.IN_FORCE)

    def is_stuck(self, at: datetime) -> bool:
        """Say whether its reading, asked for or begun, has come to a halt."""
        waits = self.state in (RoadmapState.WAITING, RoadmapState.READING)
        return waits and at - (self.reading_since or self.uploaded_at) >= STUCK_AFTER


class Section(models.Model):
    """A direction of the plan. Where the document has none, the one section has neither number nor title."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=20, blank=True)
    title = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["roadmap", "position"], name="one_section_a_position")]

    def __str__(self) -> str:
        number = f"{self.number.rstrip('.')}." if self.number else ""
        return f"{number} {self.title}".strip()


class Measure(models.Model):
    """A row of the plan, in the printed words. `term` is what they mean (orientir.engines.terms)."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="measures")
    section = models.ForeignKey(Section, models.CASCADE, related_name="measures")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(_("number"), max_length=20, blank=True)
    text = models.TextField(_("measure"))
    term_words = models.TextField(_("term"), blank=True)
    term = models.JSONField(default=dict)
    performers_words = models.TextField(_("performers"), blank=True)
    result = models.TextField(_("expected result"), blank=True)
    indicator = models.TextField(_("indicator"), blank=True)
    source_table = models.PositiveSmallIntegerField()
    source_row = models.PositiveSmallIntegerField()
    lemmas = models.TextField(editable=False)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["roadmap", "position"], name="one_measure_a_position")]

    def __str__(self) -> str:
        return self.words

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the lemmas by which the measure is found."""
        self.index()
        super().save(*args, **kwargs)

    def index(self) -> None:
        """Set what the measure is found by. Bulk creation, which does not call `save`, calls this."""
        self.lemmas = lemmas(" ".join([self.number, self.text, self.result, self.performers_words]))

    @property
    def words(self) -> str:
        """Return number and text, as lists show them."""
        return f"{self.number} {self.text}".strip()

    @property
    def heading(self) -> str:
        """Return number and text, cut where a heading would become a paragraph."""
        return Truncator(self.words).chars(HEADING, truncate="…")

    @property
    def parsed_term(self) -> Term:
        return Term.from_json(self.term)
