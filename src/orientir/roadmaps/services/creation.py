"""Plans that begin without a document of their own: empty, or after an earlier plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from orientir import journal
from orientir.database.actor import Actor
from orientir.engines.terms import parse_term
from orientir.roadmaps.choices import RoadmapState
from orientir.roadmaps.fields import DOUBT_OF
from orientir.roadmaps.models import (
    Measure,
    Occurrence,
    Performer,
    PerformerOrganisation,
    Roadmap,
    Section,
    Target,
)
from orientir.roadmaps.words import YEAR_NAMED
from orientir.territory.models import Organisation

from .proposals import Proposals

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SURENESS_OF_A_YEAR = 0.5
_NAMES_YEARS = ("text", "result", "indicator")
_LEFT = {"id", "roadmap", "section", "parent", "places", "doubts", "text_checked", "term_checked", "added_at"}
"""What a measure does not take over from the one it repeats, or what is set anew."""

_OF_PERFORMER = (
    "position", "printed", "part", "force", "organisation_class", "duty", "confidence", "reasons", "is_checked",
)  # fmt: skip
_OF_TARGET = ("position", "op", "value", "unit", "population", "indicator")


class NotRead(Exception):
    """The earlier plan has no measures yet."""


@transaction.atomic
def begin_empty(
    title: str,
    *,
    first_year: int,
    last_year: int,
    organisation: Organisation,
    by: Actor,
    at: datetime,
) -> Roadmap:
    """Begin a plan with nothing but a title, years and one section without a name."""
    with journal.entry("roadmap_begun", by=by, at=at) as written:
        written.about = roadmap = Roadmap.objects.create(
            organisation=organisation,
            title=title,
            first_year=first_year,
            last_year=last_year,
            state=RoadmapState.READ,
            uploaded_at=at,
            read_at=at,
        )
        Section.objects.create(roadmap=roadmap, position=0)
    return roadmap


@transaction.atomic
def begin_after(earlier: Roadmap, *, first_year: int, by: Actor, at: datetime) -> Roadmap:
    """Begin a plan after an earlier one: its sections, its measures and what they are bound to, years moved on.

    Years are moved in the title, the terms and the targets. Where other words name a year of the earlier plan they
    stay and are doubtful: it may be the date of an act. What has ended is not repeated; what a closed organisation
    had to do its successors have.

    Raises:
        NotRead: the earlier plan has no measures.
    """
    if not earlier.is_read:
        raise NotRead
    move = _Move.of(earlier, first_year)
    with journal.entry("roadmap_repeated", by=by, at=at, earlier=earlier.pk) as written:
        written.about = roadmap = Roadmap.objects.create(
            organisation=earlier.organisation,
            based_on=earlier,
            title=move.words(earlier.title),
            first_year=first_year,
            last_year=move.last_year,
            level=earlier.level,
            territory_words=earlier.territory_words,
            goals=earlier.goals,
            rules=earlier.rules,
            state=RoadmapState.READ,
            uploaded_at=at,
            read_at=at,
        )
        measures = _measures(earlier, roadmap, move)
        Measure.objects.bulk_create(measures.values())
        for old, new in measures.items():
            new.parent = measures.get(old.parent) if old.parent else None
        Measure.objects.bulk_update(measures.values(), ["parent"])
        _bind(measures, roadmap, move, today=timezone.localdate(at))
    return roadmap


@dataclass(frozen=True, slots=True)
class _Move:
    """By how many years a plan is moved on, and which years are its own."""

    years: range
    by: int
    last_year: int | None

    @classmethod
    def of(cls, earlier: Roadmap, first_year: int) -> _Move:
        first, last = earlier.first_year, earlier.last_year or earlier.first_year
        if first is None or last is None:
            return cls(range(0), 0, None)
        move = first_year - first
        return cls(range(first, last + 1), move, earlier.last_year and earlier.last_year + move)

    def names_year(self, words: str) -> bool:
        return bool(self.by) and any(int(found) in self.years for found in _YEAR.findall(words))

    def words(self, words: str) -> str:
        """The words with each year of the earlier plan moved on."""

        def moved(found: re.Match[str]) -> str:
            year = int(found[0])
            return str(year + self.by if year in self.years else year)

        return _YEAR.sub(moved, words)

    def day(self, day: date) -> date:
        """The same day of the year; the 28th of February where the other year has no 29th."""
        year = day.year + self.by
        try:
            return day.replace(year=year)
        except ValueError:
            return day.replace(year=year, day=28)


def _measures(earlier: Roadmap, roadmap: Roadmap, move: _Move) -> Mapping[Measure, Measure]:
    """The measures of the new plan by those they repeat, in the order of the plan."""
    old_sections = list(earlier.sections.all())
    sections = Section.objects.bulk_create(
        Section(roadmap=roadmap, position=one.position, number=one.number, title=one.title) for one in old_sections
    )
    section_of = dict(zip((one.pk for one in old_sections), sections, strict=True))
    repeated = earlier.measures.filter(ended_on=None).select_related("parent")
    names = [field.name for field in Measure._meta.concrete_fields if field.name not in _LEFT]
    found: dict[Measure, Measure] = {}
    for old in repeated.order_by("section__position", "position").prefetch_related(
        "occurrences", "performers__bound__organisation", "targets"
    ):
        new = Measure(roadmap=roadmap, section=section_of[old.section_id])
        for name in names:
            setattr(new, name, getattr(old, name))
        new.term_words = move.words(old.term_words)
        new.term = parse_term(new.term_words).to_json()
        new.targets_checked = old.targets_checked and not any(one.year for one in old.targets.all())
        named = [name for name in _NAMES_YEARS if move.names_year(getattr(old, name))]
        new.doubts = {DOUBT_OF[name]: {"value": _SURENESS_OF_A_YEAR, "reason": YEAR_NAMED} for name in named}
        new.text_checked = not named
        new.index()
        found[old] = new
    return found


def _bind(measures: Mapping[Measure, Measure], roadmap: Roadmap, move: _Move, *, today: date) -> None:
    """Bind the new measures as the old ones were."""
    proposals = Proposals(roadmap, today=today)
    on = max(today, date(roadmap.first_year or today.year, 1, 1))
    windows = [window for old, new in measures.items() for window in _windows(old, new, proposals, move)]
    Occurrence.objects.bulk_create(windows)
    Target.objects.bulk_create(
        Target(
            measure=new,
            **{name: getattr(one, name) for name in _OF_TARGET},
            text=move.words(one.text),
            year=one.year + move.by if one.year else None,
        )
        for old, new in measures.items()
        for one in old.targets.all()
    )
    performers = {one: _performer(one, new) for old, new in measures.items() for one in old.performers.all()}
    Performer.objects.bulk_create(performers.values())
    bound = {
        (new.pk, heir.pk): PerformerOrganisation(performer=new, organisation=heir)
        for one, new in performers.items()
        for known in one.bound.all()
        for heir in known.organisation.successors_on(on)
    }
    PerformerOrganisation.objects.bulk_create(bound.values())


def _windows(old: Measure, new: Measure, proposals: Proposals, move: _Move) -> Iterator[Occurrence]:
    """Windows that the rules give; those that a person has set, moved on."""
    if not old.own_dates:
        yield from proposals.windows(new)
        return
    for one in old.occurrences.all():
        yield Occurrence(
            measure=new,
            starts_on=move.day(one.starts_on),
            ends_on=move.day(one.ends_on),
            due_on=move.day(one.due_on),
            inner_due_on=move.day(one.inner_due_on),
        )


def _performer(old: Performer, new: Measure) -> Performer:
    return Performer(measure=new, **{name: getattr(old, name) for name in _OF_PERFORMER})
