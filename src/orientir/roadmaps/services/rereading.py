"""A changed document read again: put in, read, compared, and applied as far as a person chooses.

A plan has one edition at a time to look through. In review what is chosen is one step, to be undone; in force a job
writes it measure by measure, each with the act as its reason, and may be begun again after its worker died.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.jobs import defer
from orientir.engines import reading
from orientir.files import kinds
from orientir.files import services as files
from orientir.roadmaps.choices import EditionState
from orientir.roadmaps.models import Edition, Measure, Roadmap
from orientir.roadmaps.queries.rereading import differences_of, document_before, open_edition, version_of

from .rewriting import Rewriting, bring_in_line_if_bound, key_of
from .roadmaps import READABLE, NotADocument
from .steps import BOUND, IN_FORCE, locked, step

READ_EDITION = "orientir.roadmaps.tasks.read_edition"
APPLY_EDITION = "orientir.roadmaps.tasks.apply_edition"


class SameDocument(Exception):
    """This is the document that the plan follows already."""


class AnotherIsOpen(Exception):
    """An edition of the plan waits to be looked through."""


class NotToBeLookedThrough(Exception):
    """The edition is not read yet, or is settled."""


class NotStuck(Exception):
    """The document is being read or applied at this moment, or all is done."""


class NotCounted(Exception):
    """The plan came in force since: what would come of it for the assignments has not been said yet."""


class NothingChosen(Exception):
    """None of the differences is chosen."""


class PlanChanged(Exception):
    """The plan differs from its edition in other things than those that were seen."""


@transaction.atomic
def upload_edition(
    document: files.Upload, *, roadmap: Roadmap, act: str, number: str, day: date, by: Actor, at: datetime
) -> Edition:
    """Put a new edition of a plan's document in, with the act that changed it, and ask for it to be read.

    Raises:
        NotInReview: the plan is neither in review nor in force.
        AnotherIsOpen: an edition waits to be looked through.
        files.FileRefused: the file is not one that may be put in.
        NotADocument: it may be, but no roadmap is read from such a file.
        SameDocument: the plan follows this very document.
    """
    roadmap = locked(roadmap, BOUND)
    if open_edition(roadmap):
        raise AnotherIsOpen
    source = files.put_in(document, organisation_id=roadmap.organisation_id, also=kinds.TO_READ, by=by, at=at)
    if source.media_type not in READABLE:
        raise NotADocument(source.media_type)
    before = document_before(roadmap)
    if before is not None and before.sha256 == source.sha256:
        raise SameDocument
    with journal.entry("edition_uploaded", by=by, at=at, about=roadmap):
        edition = Edition.objects.create(
            roadmap=roadmap, source=source, act=act, act_number=number, act_date=day, uploaded_at=at
        )
    defer(READ_EDITION, by=by, edition_id=edition.pk)
    return edition


@transaction.atomic
def read_again(edition: Edition, *, by: Actor, at: datetime) -> None:
    """Ask once more for an edition to be read and compared: it could not be read, came to a halt, or is counted anew.

    Raises:
        NotStuck: it is being read or applied, or is settled.
        AnotherIsOpen: another edition came meanwhile.
    """
    edition = _locked(edition)
    again = (EditionState.UNREADABLE, EditionState.READ)
    if edition.state not in again and not edition.is_stuck(at):
        raise NotStuck
    other = open_edition(edition.roadmap)
    if other and other.pk != edition.pk:
        raise AnotherIsOpen
    with journal.entry("edition_read_again", by=by, at=at, about=edition.roadmap):
        edition.state, edition.obstacle, edition.reading_since = EditionState.WAITING, "", at
        edition.save(update_fields=["state", "obstacle", "reading_since"])
    defer(READ_EDITION, by=by, edition_id=edition.pk)


@transaction.atomic
def leave(edition: Edition, *, by: Actor, at: datetime) -> None:
    """Put an edition aside: the plan stays as it is.

    Raises:
        NotToBeLookedThrough: it is being read or applied, or is settled.
    """
    edition = _locked(edition)
    if edition.state not in (EditionState.READ, EditionState.UNREADABLE) and not edition.is_stuck(at):
        raise NotToBeLookedThrough
    with journal.entry("edition_left", by=by, at=at, about=edition.roadmap):
        _settle(edition, EditionState.LEFT, at)


@transaction.atomic
def begin_reading(edition: Edition, *, by: Actor, at: datetime) -> None:
    """Say that an edition is being read."""
    with journal.entry("edition_reading", by=by, at=at, about=edition.roadmap):
        Edition.objects.filter(pk=edition.pk).update(state=EditionState.READING, reading_since=at, obstacle="")


@transaction.atomic
def refuse(edition: Edition, obstacle: str, *, by: Actor, at: datetime) -> None:
    """Say why an edition could not be read."""
    with journal.entry("edition_unreadable", by=by, at=at, about=edition.roadmap, obstacle=obstacle):
        Edition.objects.filter(pk=edition.pk).update(state=EditionState.UNREADABLE, obstacle=obstacle)


@transaction.atomic
def take_in(
    edition: Edition,
    found: reading.Roadmap,
    base: reading.Roadmap | None,
    *,
    original: Sequence[Mapping[str, Any]] = (),
    by: Actor,
    at: datetime,
) -> None:
    """Keep what was read of an edition, and of the document before it. What changes nothing is settled at once.

    Of a plan in force it is counted here what would come of each difference for the assignments.
    """
    edition = _locked(edition)
    if edition.state not in (EditionState.WAITING, EditionState.READING):
        return
    edition.found, edition.base = found.to_json(), base.to_json() if base else {}
    edition.blocks = list(original)
    proposed = differences_of(edition).proposed
    if not proposed:
        with journal.entry("edition_same", by=by, at=at, about=edition.roadmap):
            _settle(edition, EditionState.SAME, at)
        return
    with journal.entry("edition_read", by=by, at=at, about=edition.roadmap, differences=len(proposed)):
        edition.state = EditionState.READ
        if edition.roadmap.is_in_force:
            edition.effects, edition.counted_at = _rehearsed(edition, by=by, at=at), at
        edition.save()


@transaction.atomic
def apply(edition: Edition, chosen: Collection[str], *, seen: str = "", by: Actor, at: datetime) -> None:
    """Apply the differences with these keys: at once to a plan in review, by a job to one in force.

    Raises:
        NotInReview: the plan is neither in review nor in force.
        NotToBeLookedThrough: the edition is not read yet, or is settled.
        PlanChanged: the differences are not those whose version was `seen`.
        NothingChosen: none of them is chosen.
        NotCounted: nobody could know what comes of it for the assignments.
    """
    roadmap = locked(edition.roadmap, BOUND)
    edition = _locked(edition)
    edition.roadmap = roadmap
    if edition.state != EditionState.READ:
        raise NotToBeLookedThrough
    found = differences_of(edition)
    if seen and seen != version_of(found):
        raise PlanChanged
    keys = sorted({change.key for change in found.changes} & set(chosen))
    if not keys:
        raise NothingChosen
    edition.chosen = keys
    if roadmap.is_in_force and edition.counted_at is None:
        raise NotCounted
    if roadmap.is_in_force:
        with journal.entry("edition_chosen", by=by, at=at, about=roadmap, differences=len(keys)):
            edition.state, edition.begun = EditionState.APPLYING, 0
            # kept now: when the job comes to its end, what is new has its place at the end of its section
            edition.order = _writing(edition, roadmap, at).order
            edition.save(update_fields=["state", "chosen", "order", "begun"])
        defer(APPLY_EDITION, by=by, edition_id=edition.pk)
        return
    with step(roadmap, "edition_applied", by=by, at=at) as plan:
        _writing(edition, plan, at).write_in_review()
        _finish(edition, plan, at)


@transaction.atomic
def begin_applying(edition: Edition, *, by: Actor, at: datetime) -> list[str]:
    """Write what is chosen of head and sections into a plan in force. Return the keys of the measures that follow."""
    edition = _locked(edition)
    with step(edition.roadmap, "edition_begun", within=IN_FORCE, by=by, at=at) as plan:
        writing = _writing(edition, plan, at)
        writing.write_head()
        writing.write_sections()
    # those that other years have bound to other windows
    rebound = plan.measures.filter(rebound_at=at, ended_on=None).values_list("pk", flat=True)
    lines = [f"m{key}" for key in rebound]
    return [*lines, *(key for key in writing.measures if key not in lines)]


@transaction.atomic
def write_measure(edition: Edition, key: str, *, by: Actor, at: datetime) -> None:
    """Write what is chosen of one measure into a plan in force, and let its assignments follow."""
    edition = _locked(edition)
    with journal.entry("edition_measure_written", by=by, at=at, about=edition.roadmap):
        plan = locked(edition.roadmap, IN_FORCE)
        writing = _writing(edition, plan, at)
        if key in writing.measures:
            writing.write_in_force(key, by=by)
        elif key.startswith("m"):
            # its words stand as they were, but other years have bound it to other windows
            measure = Measure.objects.get(pk=key_of(key))
            bring_in_line_if_bound(measure, reason=edition.reason, by=by, at=at)
        edition.begun = F("begun") + 1
        edition.save(update_fields=["begun"])


@transaction.atomic
def finish_applying(edition: Edition, *, by: Actor, at: datetime) -> None:
    """Put the measures of a plan in force in the order of the edition, all of whose words are written."""
    edition = _locked(edition)
    if edition.state != EditionState.APPLYING:
        return
    with step(edition.roadmap, "edition_applied", within=IN_FORCE, by=by, at=at) as plan:
        _writing(edition, plan, at).arrange_written(edition.order)
        _finish(edition, plan, at)


@transaction.atomic
def stop_applying(edition: Edition, *, by: Actor, at: datetime) -> None:
    """Let an edition be looked through again: its plan is not in force any more."""
    edition = _locked(edition)
    with journal.entry("edition_stopped", by=by, at=at, about=edition.roadmap):
        edition.state = EditionState.READ
        edition.save(update_fields=["state"])


def _locked(edition: Edition) -> Edition:
    """The edition as it is now, after its plan: whoever changes a plan locks that first."""
    Roadmap.objects.select_for_update().get(pk=edition.roadmap_id)
    return Edition.objects.select_for_update(of=("self",)).select_related("roadmap").get(pk=edition.pk)


def _writing(edition: Edition, plan: Roadmap, at: datetime) -> Rewriting:
    return Rewriting(edition, plan, chosen=edition.chosen, at=at)


def _finish(edition: Edition, plan: Roadmap, at: datetime) -> None:
    edition.state, edition.settled_at = EditionState.APPLIED, at
    edition.save(update_fields=["state", "chosen", "settled_at"])
    Roadmap.objects.filter(pk=plan.pk).update(edition=edition)


def _settle(edition: Edition, state: EditionState, at: datetime) -> None:
    edition.state, edition.obstacle, edition.settled_at = state, "", at
    edition.save()


class _Rehearsed(Exception):
    """What was written only to be counted is taken back."""


def _rehearsed(edition: Edition, *, by: Actor, at: datetime) -> dict[str, dict[str, int]]:
    """Count what would come of all differences together."""
    found: dict[str, dict[str, int]] = {}
    with suppress(_Rehearsed), transaction.atomic():
        plan = Roadmap.objects.select_related("organisation__territory").get(pk=edition.roadmap_id)
        changes = differences_of(edition).changes
        writing = Rewriting(edition, plan, chosen=[one.key for one in changes], at=at)
        found = writing.count_effects()
        raise _Rehearsed
    return found
