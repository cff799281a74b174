from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils import timezone

from orientir.database.actor import Actor
from orientir.database.jobs import Steps, job
from orientir.engines import conversion, reading
from orientir.files import kinds, store

from . import policy
from .choices import EditionState, RoadmapState
from .models import Roadmap
from .queries.rereading import document_before
from .services import force, rereading, roadmaps
from .services.steps import NotInForce

NO_PLAN = "no_plan"
NO_CONVERTER = "no_converter"
FAILED = "failed"
TO_CONVERT = {kind.media_type: kind.suffixes[0] for kind in (kinds.DOC, kinds.RTF)}
"""The end of a name by which an office program knows what it is given, for what is converted before it is read."""

logger = logging.getLogger(__name__)


@job
def read_document(roadmap_id: int, *, by: Actor) -> Steps:
    """Read a roadmap's document. May be begun again after its worker died."""
    roadmap = policy.kept_roadmaps(by).select_related("source").get(pk=roadmap_id)
    if roadmap.is_read or roadmap.source is None:
        return
    roadmaps.begin_reading(roadmap, by=by, at=timezone.now())
    found = yield partial(_read, roadmap.source.sha256, roadmap.source.media_type)
    roadmap = Roadmap.objects.get(pk=roadmap_id)
    if isinstance(found, str):
        roadmaps.refuse_document(roadmap, found, by=by, at=timezone.now())
    else:
        read, original = found
        roadmaps.take_in(roadmap, read, original=original, by=by, at=timezone.now())


def _read(sha256: str, media_type: str) -> tuple[reading.Roadmap, list[dict[str, Any]]] | str:
    """Return the roadmap in a stored content and the document beside it, or the code of why there is none."""
    try:
        document, suffix = store.path_of(sha256), TO_CONVERT.get(media_type)
        if suffix is None:
            return reading.read_with_original_in_child(document)
        with TemporaryDirectory() as folder:
            return reading.read_with_original_in_child(conversion.to_docx(document, suffix, Path(folder)))
    except reading.Refused as refused:
        return refused.reason
    except reading.NoPlan:
        return NO_PLAN
    except conversion.NotInstalled:
        return NO_CONVERTER
    except conversion.NotConverted:
        return "broken"
    except conversion.TooLong:
        return "too_long"
    except store.FileMissing:
        return "missing"
    except Exception:
        # Whoever waits has to hear of it; the log tells those who can mend it.
        logger.exception("reading %s failed", sha256)
        return FAILED


@job
def read_edition(edition_id: int, *, by: Actor) -> Steps:
    """Read a new edition of a plan's document, and the one before it. May be begun again after its worker died."""
    edition = policy.visible_editions(by).select_related("source", "roadmap").get(pk=edition_id)
    if edition.state not in (EditionState.WAITING, EditionState.READING):
        return
    before = document_before(edition.roadmap)
    rereading.begin_reading(edition, by=by, at=timezone.now())
    found = yield partial(_read, edition.source.sha256, edition.source.media_type)
    base = (yield partial(_read, before.sha256, before.media_type)) if before else ""
    edition = policy.visible_editions(by).get(pk=edition_id)
    if isinstance(found, str):
        rereading.refuse(edition, found, by=by, at=timezone.now())
        return
    read, original = found
    base = None if isinstance(base, str) else base[0]
    rereading.take_in(edition, read, base, original=original, by=by, at=timezone.now())


@job
def apply_edition(edition_id: int, *, by: Actor) -> Steps:
    """Apply what is chosen of an edition to a plan in force. May be begun again after its worker died."""
    edition = policy.visible_editions(by).get(pk=edition_id)
    if edition.state != EditionState.APPLYING:
        return
    try:
        keys = rereading.begin_applying(edition, by=by, at=timezone.now())
        yield None
        for key in keys:
            rereading.write_measure(edition, key, by=by, at=timezone.now())
            yield None  # what is written is kept, and the progress can be seen
        rereading.finish_applying(edition, by=by, at=timezone.now())
    except NotInForce:
        rereading.stop_applying(edition, by=by, at=timezone.now())


@job
def make_assignments(roadmap_id: int, *, by: Actor) -> Steps:
    """Make the assignments of a plan, some measures at a time. May be begun again after its worker died."""
    roadmap = policy.kept_roadmaps(by).get(pk=roadmap_id)
    if roadmap.state != RoadmapState.STARTING:
        return
    measures = force.measures_to_carry_out(roadmap)
    for first in range(roadmap.begun, len(measures), force.AT_ONCE):
        force.make_assignments(*measures[first : first + force.AT_ONCE], by=by, at=timezone.now())
        yield None  # what is made is kept, and the progress can be seen
    force.finish_putting_in_force(roadmap, by=by, at=timezone.now())
