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
from orientir.roadmaps.choices import Fulfilment, ResultForm, RoadmapState
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
    A plan put together by hand has no `source`; `edition` is the later one of its document that was applied last.
    `rules` are what this roadmap changes of the calendar's rules
    (orientir.engines.terms); windows that are due before `control_from` are archive. While the plan is being put in
    force `begun` counts the measures whose assignments are made; nobody sees those before all are.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="roadmaps")
    source = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    edition = models.ForeignKey("roadmaps.Edition", models.SET_NULL, null=True, related_name="+")
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="successors")
    state = models.CharField(_("state"), max_length=20, choices=RoadmapState, default=RoadmapState.WAITING)
    title = models.TextField(_("title"), blank=True)
    first_year = models.PositiveSmallIntegerField(null=True)
    last_year = models.PositiveSmallIntegerField(null=True)
    level = models.CharField(max_length=20, blank=True)
    territory_words = models.CharField(max_length=300, blank=True)
    approval = models.JSONField(default=dict)
    goals = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    obstacle = models.CharField(max_length=60, blank=True)
    uploaded_at = models.DateTimeField()
    reading_since = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    rules = models.JSONField(default=dict)
    control_from = models.DateField(_("start of control"), null=True)
    control_basis = models.TextField(_("basis"), blank=True)
    in_force_at = models.DateTimeField(null=True)
    begun = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)
    archive_basis = models.TextField(_("basis"), blank=True)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_year=None) | Q(last_year=None) | Q(first_year__lte=models.F("last_year")),
                name="a_roadmap_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(state="unreadable") ^ Q(obstacle=""), name="unreadable_has_a_reason"),
            models.CheckConstraint(
                condition=Q(state__in=["read", "starting", "in_force", "archived"]) ^ Q(read_at=None),
                name="what_is_read_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(in_force_at__isnull=False), name="in_force_since_a_moment"
            ),
            models.CheckConstraint(
                condition=Q(archived_at=None, archive_basis="")
                | Q(archived_at__isnull=False, state="archived") & ~Q(archive_basis=""),
                name="archived_with_a_basis",
            ),
            models.CheckConstraint(
                condition=Q(control_from=None) | ~Q(control_basis=""), name="control_begins_with_a_basis"
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
        return self.read_at is not None

    @property
    def is_in_force(self) -> bool:
        return self.state == RoadmapState.IN_FORCE

    @property
    def is_in_review(self) -> bool:
        """Say whether its measures are read and nothing has come of them yet."""
        return self.state == RoadmapState.READ

    def is_stuck(self, at: datetime) -> bool:
        """Say whether its reading, asked for or begun, has come to a halt."""
        waits = self.state in (RoadmapState.WAITING, RoadmapState.READING)
        return waits and at - (self.reading_since or self.uploaded_at) >= STUCK_AFTER


class Original(models.Model):
    """The document as it stood, for the eye beside the measures: lines and tables in the order of the document.

    A line is {"line": text, "page": n}; a table {"table": n, "rows": [[{"start", "span", "text", "continues"}]]}.
    """

    roadmap = models.OneToOneField(Roadmap, models.CASCADE, related_name="original")
    blocks = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.roadmap_id)


class Section(models.Model):
    """A direction of the plan. Where the document has none, the one section has neither number nor title."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=20, blank=True)
    title = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["roadmap", "position"], name="one_section_a_position", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        number = f"{self.number.rstrip('.')}." if self.number else ""
        return f"{number} {self.title}".strip()


class Measure(models.Model):
    """A row of the plan, in the printed words, and what they were bound to.

    `term` is what the term's words mean (orientir.engines.terms). `places` say where each field stands in the
    original, `doubts` why it may be wrong. What is `…_checked` a person has confirmed. A measure with a list inside
    may have child measures with proofs of their own; then they are carried out and it is not. Since `rebound_at` the
    measure of a plan in force is bound otherwise than its assignments were made.
    """

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="measures")
    section = models.ForeignKey(Section, models.CASCADE, related_name="measures")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(_("number"), max_length=20, blank=True)
    text = models.TextField(_("measure"))
    term_words = models.TextField(_("term"), blank=True)
    term = models.JSONField(default=dict)
    performers_words = models.TextField(_("performers"), blank=True)
    result = models.TextField(_("expected result"), blank=True)
    indicator = models.TextField(_("indicator"), blank=True)
    notes = models.JSONField(default=list)
    places = models.JSONField(default=dict)
    doubts = models.JSONField(default=dict)
    fulfilment = models.CharField(_("what proves it"), max_length=20, choices=Fulfilment, blank=True)
    also = models.JSONField(default=list)
    result_form = models.CharField(_("form of the result"), max_length=30, choices=ResultForm, blank=True)
    traits = models.JSONField(default=dict)
    own_dates = models.BooleanField(default=False)
    text_checked = models.BooleanField(default=False)
    term_checked = models.BooleanField(default=False)
    performers_checked = models.BooleanField(default=False)
    fulfilment_checked = models.BooleanField(default=False)
    targets_checked = models.BooleanField(default=False)
    added_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.TextField(_("reason"), blank=True)
    rebound_at = models.DateTimeField(null=True)
    lemmas = models.TextField(editable=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["roadmap", "position"], name="one_measure_a_position", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, end_reason="") | Q(ended_on__isnull=False) & ~Q(end_reason=""),
                name="a_measure_ends_with_a_reason",
            ),
        ]

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
