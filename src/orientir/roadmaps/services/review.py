"""Deeds of review: what was read is set right beside the original, each deed a step that can be undone.

Whatever changes the words of a measure has its bindings proposed anew, in the same step.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Max
from django.utils import timezone

from orientir.database.actor import Actor
from orientir.engines.reading.plan import LEADING_NUMBER
from orientir.engines.terms import parse_term
from orientir.roadmaps.binding import period_of
from orientir.roadmaps.fields import DOUBT_OF, TEXTS, version_of
from orientir.roadmaps.models import Measure, Roadmap, Section

from .proposals import Proposals
from .steps import step

HEAD = ("title", "first_year", "last_year", "approval", "goals")
"""What of a plan's head is edited."""


class ChangedMeanwhile(Exception):
    """Somebody else has written other words since these were seen."""


class SectionNotEmpty(Exception):
    """Measures stand in the section."""


class NothingToMerge(Exception):
    """No measure stands before this one in its section."""


class NothingToSplit(Exception):
    """Fewer than two pieces have words."""


def edit_measure(measure: Measure, words: Mapping[str, str], *, seen: str = "", by: Actor, at: datetime) -> Measure:
    """Set words of a measure, by their names in `fields`. What a person has written is not doubtful any more.

    A term is read anew; who the performers are is asked anew. What was confirmed of them has to be confirmed again.

    Raises:
        ChangedMeanwhile: its words are not those whose version was `seen`.
    """
    with step(measure.roadmap, "measure_edited", by=by, at=at) as roadmap:
        measure = Measure.objects.get(pk=measure.pk)
        if seen and seen != version_of(measure):
            raise ChangedMeanwhile
        changed = [name for name in TEXTS if name in words and getattr(measure, name) != words[name]]
        for name in changed:
            setattr(measure, name, words[name])
            measure.doubts.pop(DOUBT_OF[name], None)
        if changed:
            measure.text_checked = measure.text_checked or not measure.doubts
            words_changed(measure, roadmap, changed, at=at)
    return measure


def edit_head(roadmap: Roadmap, head: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Set title, years, approval or goals of a plan, by their names in HEAD. Other years give other windows."""
    with step(roadmap, "roadmap_edited", by=by, at=at) as roadmap:
        period = period_of(roadmap)
        for name in HEAD:
            setattr(roadmap, name, head.get(name, getattr(roadmap, name)))
        roadmap.save(update_fields=HEAD)
        if period_of(roadmap) != period:
            proposals = _proposals(roadmap, at)
            for measure in roadmap.measures.filter(own_dates=False):
                proposals.bind_again(measure, term=True)
            roadmap.measures.filter(own_dates=False).update(term_checked=False)


def confirm_text(measures: Collection[Measure], *, by: Actor, at: datetime) -> None:
    """Say that what was read of these measures is what stands in the document."""
    roadmap = next(iter(measures)).roadmap if measures else None
    if roadmap is None:
        return
    with step(roadmap, "measures_confirmed", by=by, at=at):
        Measure.objects.filter(roadmap=roadmap, pk__in=[one.pk for one in measures]).update(text_checked=True)


def confirm_doubt(measure: Measure, field: str, *, by: Actor, at: datetime) -> None:
    """Say that one doubtful field of a measure, by its name in `fields`, is right.

    A measure without further doubts counts as confirmed.
    """
    with step(measure.roadmap, "doubts_settled", by=by, at=at):
        _settle([Measure.objects.get(pk=measure.pk)], field)


def confirm_alike(roadmap: Roadmap, field: str, reason: str, *, by: Actor, at: datetime) -> int:
    """Say that a field is right wherever it is doubtful for the same reason. Return in how many measures it was."""
    with step(roadmap, "doubts_settled", by=by, at=at) as roadmap:
        open_ones = roadmap.measures.filter(text_checked=False)
        alike = [one for one in open_ones if one.doubts.get(DOUBT_OF[field], {}).get("reason") == reason]
        _settle(alike, field)
    return len(alike)


def split_measure(measure: Measure, texts: Sequence[str], *, by: Actor, at: datetime) -> list[Measure]:
    """Make measures of the pieces of one. The first piece stays where it was, the others come after; return those.

    A number at the beginning of a further piece becomes its number. All have term, performers and result of the whole.

    Raises:
        NothingToSplit: fewer than two pieces have words.
    """
    first, *further = [text.strip() for text in texts if text.strip()] or [""]
    if not further:
        raise NothingToSplit
    with step(measure.roadmap, "measure_split", by=by, at=at) as roadmap:
        measure = Measure.objects.get(pk=measure.pk)
        after = _last_of(measure).position
        _make_room(roadmap, after + 1, len(further))
        new = [_piece(measure, text, after + place) for place, text in enumerate(further, 1)]
        if measure.text != first:
            measure.text = first
            measure.save()
        _keep(new, roadmap, at)
    return new


def merge_with_previous(measure: Measure, *, by: Actor, at: datetime) -> Measure:
    """Join a measure to the one before it in its section; words that are the same are not said twice. Return that.

    Raises:
        NothingToMerge: it is the first of its section, or the first item of its measure.
    """
    with step(measure.roadmap, "measures_merged", by=by, at=at) as roadmap:
        measure = Measure.objects.get(pk=measure.pk)
        beside = Measure.objects.filter(section_id=measure.section_id, parent_id=measure.parent_id)
        before = beside.filter(position__lt=measure.position).last()
        if before is None:
            raise NothingToMerge
        changed = []
        for name in TEXTS[1:]:
            ours, theirs = getattr(before, name), getattr(measure, name)
            if theirs and theirs not in ours:
                setattr(before, name, f"{ours} {theirs}".strip())
                changed.append(name)
        before.doubts = {**measure.doubts, **before.doubts}
        before.text_checked = before.text_checked and measure.text_checked
        measure.children.update(parent=before)
        measure.delete()
        words_changed(before, roadmap, changed, at=at)
    return before


def move_measure(measure: Measure, *, to: Section, before: Measure | None = None, by: Actor, at: datetime) -> None:
    """Put a measure with its items into a section, before another measure of it or at its end.

    An item stays one while it is put before another item of the same measure; elsewhere it becomes a measure.
    """
    with step(measure.roadmap, "measure_moved", by=by, at=at) as roadmap:
        order = _in_order(roadmap)
        moved = [one for one in order if measure.pk in (one.pk, one.parent_id)]
        head = next(one for one in moved if one.pk == measure.pk)
        head.parent_id = before.parent_id if before and before.parent_id == head.parent_id else None
        for one in moved:
            one.section = to
        order = [one for one in order if one not in moved]
        place = next((index for index, one in enumerate(order) if before and one.pk == before.pk), None)
        if place is None:
            place = _end_of(to, order)
        _number([*order[:place], *moved, *order[place:]])


def add_measure(section: Section, words: Mapping[str, str], *, by: Actor, at: datetime) -> Measure:
    """Write a measure at the end of a section, by their names in `fields`."""
    with step(section.roadmap, "measure_added", by=by, at=at) as roadmap:
        return write_at_end(section, roadmap, words, at=at)


def write_at_end(section: Section, roadmap: Roadmap, fields: Mapping[str, Any], *, at: datetime) -> Measure:
    """Write a measure at the end of a section of a locked plan, with what its words propose to be bound to."""
    order = _in_order(roadmap)
    new = Measure(roadmap=roadmap, section=section, position=len(order), text_checked=True, **fields)
    new.term = parse_term(new.term_words).to_json()
    _keep([new], roadmap, at)
    place = _end_of(section, order)
    _number([*order[:place], new, *order[place:]])
    return new


def remove_measure(measure: Measure, *, by: Actor, at: datetime) -> None:
    """Leave a measure and its items out of the plan. Until the plan is in force the step can be undone."""
    with step(measure.roadmap, "measure_removed", by=by, at=at):
        Measure.objects.get(pk=measure.pk).delete()


def add_section(roadmap: Roadmap, title: str, *, number: str = "", by: Actor, at: datetime) -> Section:
    """Write a section at the end of the plan."""
    with step(roadmap, "section_added", by=by, at=at) as locked:
        last = locked.sections.aggregate(last=Max("position"))["last"]
        place = 0 if last is None else last + 1
        return Section.objects.create(roadmap=locked, position=place, number=number, title=title)


def rename_section(section: Section, *, number: str, title: str, by: Actor, at: datetime) -> None:
    """Set number and title of a section."""
    with step(section.roadmap, "section_renamed", by=by, at=at):
        Section.objects.filter(pk=section.pk).update(number=number, title=title)


def remove_section(section: Section, *, by: Actor, at: datetime) -> None:
    """Remove a section without measures.

    Raises:
        SectionNotEmpty: measures stand in it.
    """
    with step(section.roadmap, "section_removed", by=by, at=at):
        if section.measures.exists():
            raise SectionNotEmpty
        Section.objects.get(pk=section.pk).delete()


def make_children(measure: Measure, items: Collection[str], *, by: Actor, at: datetime) -> list[Measure]:
    """Make the items of a list inside a measure measures of their own, each with its own proof.

    They have the term, performers and result of the whole; the whole is then carried out by its parts.
    """
    with step(measure.roadmap, "children_made", by=by, at=at) as roadmap:
        measure = Measure.objects.get(pk=measure.pk)
        known = measure.children.count()
        after = _last_of(measure).position
        _make_room(roadmap, after + 1, len(items))
        children = [_piece(measure, text, after + place) for place, text in enumerate(items, 1)]
        for index, child in enumerate(children, known + 1):
            child.parent = measure
            child.number = f"{measure.number.rstrip('.')}.{index}" if measure.number else ""
        _keep(children, roadmap, at)
    return children


def words_changed(measure: Measure, roadmap: Roadmap, changed: Collection[str], *, at: datetime) -> None:
    """Save a measure, some fields of which have changed, and propose anew what was bound to their words."""
    term, performers = "term_words" in changed, "performers_words" in changed
    if term:
        measure.term, measure.term_checked = parse_term(measure.term_words).to_json(), False
        measure.own_dates = False  # days set by hand were those of the words that stood here before
    if performers:
        measure.performers_checked = False
    measure.save()
    if term or performers:
        _proposals(roadmap, at).bind_again(measure, term=term, performers=performers)


def _keep(new: Sequence[Measure], roadmap: Roadmap, at: datetime) -> None:
    for measure in new:
        measure.save()
    _proposals(roadmap, at).bind(new)


def _proposals(roadmap: Roadmap, at: datetime) -> Proposals:
    return Proposals(roadmap, today=timezone.localdate(at))


def _piece(whole: Measure, text: str, position: int) -> Measure:
    """A measure of some words of another; a number in front of them becomes its own."""
    found = LEADING_NUMBER.match(text)
    number, text = (found[1], text[found.end() :]) if found else ("", text)
    return Measure(
        roadmap_id=whole.roadmap_id,
        section_id=whole.section_id,
        parent_id=whole.parent_id,
        position=position,
        number=number,
        text=text,
        term_words=whole.term_words,
        term=whole.term,
        performers_words=whole.performers_words,
        result=whole.result,
        indicator=whole.indicator,
        places=whole.places,
        text_checked=True,
    )


def _settle(measures: Iterable[Measure], field: str) -> None:
    for measure in measures:
        measure.doubts.pop(DOUBT_OF[field], None)
        measure.text_checked = measure.text_checked or not measure.doubts
        measure.save(update_fields=["doubts", "text_checked"])


def _last_of(measure: Measure) -> Measure:
    """The last of a measure and its items."""
    return measure.children.order_by("position").last() or measure


def _in_order(roadmap: Roadmap) -> list[Measure]:
    return list(roadmap.measures.select_related("section").order_by("section__position", "position"))


def _end_of(section: Section, order: Sequence[Measure]) -> int:
    """The place after the last measure of a section and of all before it."""
    return sum(1 for one in order if one.section.position <= section.position)


def _number(order: Sequence[Measure]) -> None:
    for position, measure in enumerate(order):
        measure.position = position
    Measure.objects.bulk_update(order, ["position", "section", "parent"])


def _make_room(roadmap: Roadmap, position: int, places: int) -> None:
    # positions are compared at the end of the transaction, so that they may meet on the way
    roadmap.measures.filter(position__gte=position).update(position=F("position") + places)
