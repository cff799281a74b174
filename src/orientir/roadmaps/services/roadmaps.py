"""From the document to measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.jobs import defer
from orientir.engines import reading
from orientir.files import kinds
from orientir.files import services as files
from orientir.roadmaps.choices import RoadmapState
from orientir.roadmaps.models import Measure, Original, Roadmap, Section
from orientir.territory.models import Organisation

from .proposals import Proposals

READ_DOCUMENT = "orientir.roadmaps.tasks.read_document"
_READ = (kinds.DOCX, kinds.PDF, kinds.ODT, kinds.XLSX, kinds.TXT, *kinds.PICTURES, *kinds.TO_READ)
READABLE = frozenset(kind.media_type for kind in _READ)


class StillReading(Exception):
    """The document is being read at this moment."""


class NotADocument(Exception):
    """No roadmap is read from files of this kind."""


class InForce(Exception):
    """The roadmap was read: it is not removed like a wrong file."""


class NothingToRead(Exception):
    """The roadmap was read already."""


@transaction.atomic
def upload_roadmap(document: files.Upload, *, organisation: Organisation, by: Actor, at: datetime) -> Roadmap:
    """Put a document in and ask for it to be read: the job exists if and only if the roadmap does.

    Raises:
        files.FileRefused: the file is not one that may be put in.
        NotADocument: it may be, but no roadmap is read from such a file.
    """
    source = files.put_in(document, organisation_id=organisation.pk, also=kinds.TO_READ, by=by, at=at)
    if source.media_type not in READABLE:
        raise NotADocument(source.media_type)
    with journal.entry("roadmap_uploaded", by=by, at=at) as written:
        written.about = roadmap = Roadmap.objects.create(organisation=organisation, source=source, uploaded_at=at)
    defer(READ_DOCUMENT, by=by, roadmap_id=roadmap.pk)
    return roadmap


@transaction.atomic
def read_again(roadmap: Roadmap, *, by: Actor, at: datetime) -> None:
    """Ask once more for a document to be read that could not be, or whose reading has come to a halt.

    Raises:
        StillReading: it is being read.
        NothingToRead: it was read.
    """
    roadmap = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    if roadmap.is_read:
        raise NothingToRead
    if roadmap.state != RoadmapState.UNREADABLE and not roadmap.is_stuck(at):
        raise StillReading
    with journal.entry("roadmap_read_again", by=by, at=at, about=roadmap):
        roadmap.state, roadmap.obstacle, roadmap.reading_since = RoadmapState.WAITING, "", at
        roadmap.save(update_fields=["state", "obstacle", "reading_since"])
    defer(READ_DOCUMENT, by=by, roadmap_id=roadmap.pk)


@transaction.atomic
def remove_document(roadmap: Roadmap, *, by: Actor, at: datetime) -> None:
    """Remove a document that was put in by mistake: one from which nothing has been read.

    Raises:
        InForce: its measures were read.
    """
    roadmap = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    if roadmap.is_read:
        raise InForce
    source = roadmap.source
    with journal.entry("roadmap_removed", by=by, at=at, about=roadmap):
        Roadmap.objects.filter(pk=roadmap.pk).delete()
    if source is not None:
        files.take_out(source, by=by, at=at)


@transaction.atomic
def begin_reading(roadmap: Roadmap, *, by: Actor, at: datetime) -> None:
    """Say that the document is being read."""
    with journal.entry("roadmap_reading", by=by, at=at, about=roadmap):
        roadmap.state, roadmap.reading_since, roadmap.obstacle = RoadmapState.READING, at, ""
        roadmap.save(update_fields=["state", "reading_since", "obstacle"])


@transaction.atomic
def refuse_document(roadmap: Roadmap, obstacle: str, *, by: Actor, at: datetime) -> None:
    """Say why the document could not be read."""
    with journal.entry("roadmap_unreadable", by=by, at=at, about=roadmap, obstacle=obstacle):
        roadmap.state, roadmap.obstacle = RoadmapState.UNREADABLE, obstacle
        roadmap.save(update_fields=["state", "obstacle"])


@transaction.atomic
def take_in(
    roadmap: Roadmap,
    found: reading.Roadmap,
    *,
    original: Sequence[Mapping[str, Any]] = (),
    by: Actor,
    at: datetime,
) -> None:
    """Keep what was read, and the document as it stood (see `Original`). A job that runs twice keeps it once."""
    roadmap = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    if roadmap.is_read:
        return
    plain = found.to_json()
    with journal.entry("roadmap_read", by=by, at=at, about=roadmap, measures=len(list(found.measures))):
        roadmap.state, roadmap.read_at, roadmap.obstacle = RoadmapState.READ, at, ""
        roadmap.title, roadmap.level, roadmap.territory_words = found.title, found.level or "", found.territory or ""
        roadmap.first_year, roadmap.last_year = years_of(found)
        roadmap.approval = plain["approved_by"] or {}
        roadmap.goals, roadmap.remarks = plain["goals"], plain["warnings"]
        roadmap.save()
        sections = Section.objects.bulk_create(
            Section(roadmap=roadmap, position=position, number=section.number, title=section.title)
            for position, section in enumerate(found.sections)
        )
        measures = [
            Measure(roadmap=roadmap, section=section, term=measure.term.to_json(), **printed(measure))
            for section, read in zip(sections, found.sections, strict=True)
            for measure in read.measures
        ]
        for position, measure in enumerate(measures):
            measure.position = position
            measure.index()
        Measure.objects.bulk_create(measures)
        if original:
            Original.objects.create(roadmap=roadmap, blocks=list(original))
        names = {measure.pk: read.executors for measure, read in zip(measures, found.measures, strict=True)}
        Proposals(roadmap, today=timezone.localdate(at)).bind(measures, names)


def printed(measure: reading.Measure) -> dict[str, Any]:
    """Return what is kept of a measure as it was read, by the names of our fields."""
    return {
        "number": measure.number,
        "text": measure.title,
        "term_words": measure.term_raw,
        "performers_words": measure.executors_raw,
        "result": measure.result or "",
        "indicator": measure.indicator_raw or "",
        "places": {name: asdict(place) for name, place in measure.places.items()},
        "doubts": {name: asdict(sure) for name, sure in measure.confidence.items() if sure.reason},
        "notes": list(measure.notes),
    }


def years_of(found: reading.Roadmap) -> tuple[int | None, int | None]:
    """Return the first and the last year of a plan as they are kept."""
    first, last = found.period.start_year, found.period.end_year
    # A printed period that runs backwards is a slip of the document; the reader has remarked on it.
    return (first, None) if first and last and last < first else (first, last)
