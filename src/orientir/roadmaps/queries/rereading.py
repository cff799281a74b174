"""A new edition of a plan's document beside the plan as it is: in what they differ, and which editions there were."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from orientir.engines import reading
from orientir.engines.reading import differences
from orientir.engines.reading.differences import Change, Differences, Part, Plan, Row
from orientir.files.models import StoredFile
from orientir.roadmaps.choices import EditionState
from orientir.roadmaps.fields import TEXTS
from orientir.roadmaps.models import Edition, Measure, Original, Roadmap, Section, Target

OUR_FIELD = dict(zip(differences.FIELDS, (*TEXTS, "targets"), strict=True))
"""Our names of what is compared of a measure."""


def plan_now(roadmap: Roadmap) -> Plan:
    """Return a plan as it is compared; keys are "m" and "s" with those of its measures and sections.

    What has ended is no part of it, nor are items of a measure: the document has the whole.
    """
    measures = roadmap.measures.filter(parent=None).order_by("section__position", "position")
    by_section: dict[int, list[Measure]] = defaultdict(list)
    ended: set[int] = set()
    for measure in measures.prefetch_related("targets"):
        if measure.ended_on is None:
            by_section[measure.section_id].append(measure)
        else:
            ended.add(measure.section_id)
    sections = [one for one in roadmap.sections.all() if by_section[one.pk] or one.pk not in ended]
    head = {
        "title": roadmap.title,
        "years": differences.words_of_years(roadmap.first_year, roadmap.last_year),
        "approval": differences.words_of_approval(roadmap.approval),
        "goals": "\n".join(roadmap.goals),
    }
    return Plan(head, tuple(_part(one, by_section[one.pk]) for one in sections))


def differences_of(edition: Edition) -> Differences:
    """Return in what the plan as it is now differs from an edition that was read."""
    new = differences.plan_of(reading.from_json(edition.found))
    base = differences.plan_of(reading.from_json(edition.base), "b") if edition.base else None
    return differences.compare(plan_now(edition.roadmap), new, base)


def version_of(found: Differences) -> str:
    """Return what tells these differences from those after somebody has changed the plan."""
    said = "\x1f".join(part for one in found.changes for part in (one.key, one.was, one.becomes))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def document_before(roadmap: Roadmap) -> StoredFile | None:
    """Return the document that a plan follows now; None where it was put together by hand."""
    return roadmap.edition.source if roadmap.edition else roadmap.source


def blocks_of(roadmap: Roadmap) -> list[dict[str, Any]]:
    """Return the document that a plan follows as it stood (see `Original`)."""
    if roadmap.edition:
        return list(roadmap.edition.blocks)
    original = Original.objects.filter(roadmap=roadmap).first()
    return list(original.blocks) if original else []


def open_edition(roadmap: Roadmap) -> Edition | None:
    """Return the edition of a plan with which something is still to be done."""
    return next((one for one in roadmap.editions.defer("found", "base", "blocks") if one.is_open), None)


@dataclass(frozen=True, slots=True)
class Document:
    """One of the documents of a plan, the first or a later edition: by which act it came, and what was done with it."""

    act: str
    number: str
    day: date | None
    uploaded_at: datetime
    file: StoredFile | None
    edition: Edition | None

    @property
    def name(self) -> str:
        """Return by which act it came, in words."""
        number = f"№ {self.number}" if self.number else ""
        return " ".join(filter(None, (self.act, number))) or _("First document")

    @property
    def state(self) -> str:
        return self.edition.state if self.edition else EditionState.APPLIED

    @property
    def can_be_opened(self) -> bool:
        """Say whether there is a page for who may open its file: where something is still to be done with it."""
        return bool(self.edition and self.edition.is_open and self.file)


def documents_of(roadmap: Roadmap, *, with_files: bool) -> list[Document]:
    """Return the documents of a plan in their order; with their files for those who may open them."""
    editions: Sequence[Edition] = list(roadmap.editions.defer("found", "base", "blocks"))
    keys = [key for key in (roadmap.source_id, *(one.source_id for one in editions)) if key]
    files = StoredFile.objects.in_bulk(keys) if with_files else {}
    approval = roadmap.approval
    first = Document(
        act=approval.get("kind") or "",
        number=approval.get("number") or "",
        day=parse_date(approval.get("date") or ""),
        uploaded_at=roadmap.uploaded_at,
        file=files.get(roadmap.source_id or 0),
        edition=None,
    )
    later = (
        Document(one.act, one.act_number, one.act_date, one.uploaded_at, files.get(one.source_id), one)
        for one in editions
    )
    return [first, *later]


@dataclass(frozen=True, slots=True)
class Changed:
    """A measure and all in which it differs."""

    row: Row
    section: str
    changes: tuple[Change, ...]

    @property
    def key(self) -> str:
        return self.row.key


def changed_measures(found: Differences) -> list[Changed]:
    """Return the measures that differ, each with its changes, in the order of the new edition; then those gone."""
    rows = {row.key: row for plan in (found.old, found.new) for row in plan.rows}
    section = {row.key: part.words for plan in (found.old, found.new) for part in plan.parts for row in part.rows}
    by_row: dict[str, list[Change]] = defaultdict(list)
    for change in found.changes:
        key = change.old or change.new
        if key in rows:
            by_row[key].append(change)
    return [Changed(rows[key], section[key], tuple(changes)) for key, changes in by_row.items()]


def unbound_measures(edition: Edition) -> QuerySet[Measure]:
    """Return the measures of a plan in force whose work waits until a person has said who does them, or when."""
    if edition.state != EditionState.APPLIED or not edition.roadmap.is_in_force:
        return Measure.objects.none()
    return edition.roadmap.measures.filter(ended_on=None, children=None).exclude(rebound_at=None)


def summed_effects(effects: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Return what comes of several differences together, by the names of orientir.roadmaps.queries.amending."""
    return dict(sum((Counter(one) for one in effects), Counter()))


def _part(section: Section, measures: Sequence[Measure]) -> Part:
    return Part(section.number, section.title, tuple(_row(one) for one in measures), f"s{section.pk}")


def _row(measure: Measure) -> Row:
    targets = "\n".join(differences.words_of_target(_as_read(one)) for one in measure.targets.all())
    words = {name: getattr(measure, ours) for name, ours in OUR_FIELD.items() if name != "targets"}
    return Row(**words, targets=targets, key=f"m{measure.pk}")


def _as_read(target: Target) -> reading.Target:
    value = None if target.value is None else float(target.value)
    return reading.Target(
        target.op, value, target.unit or None, target.population or None, target.year or None, target.text
    )
