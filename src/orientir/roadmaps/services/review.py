"""Deeds of review: what was read is set right beside the original, each deed a step that can be undone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import F, Max

from orientir.database.actor import Actor
from orientir.engines.terms import parse_term
from orientir.roadmaps.models import Measure, Roadmap, Section

from .steps import step

TEXTS = ("number", "text", "term_words", "performers_words", "result", "indicator")
"""What of a measure is edited as words."""

DOUBT_OF = {
    "number": "number",
    "text": "title",
    "term_words": "term",
    "performers_words": "executors",
    "result": "result",
    "indicator": "indicator_raw",
}
"""The reader's name for each, under which its doubts and places are kept."""


class SectionNotEmpty(Exception):
    """Measures stand in the section."""


class NothingToMerge(Exception):
    """No measure stands before this one in its section."""


class NothingToSplit(Exception):
    """One of the two measures would have no words."""


def edit_measure(measure: Measure, words: Mapping[str, str], *, by: Actor, at: datetime) -> Measure:
    """Set words of a measure, by the names in TEXTS. What a person has written is not doubtful any more.

    A term is read anew; who the performers are is asked anew. What was confirmed of them has to be confirmed again.
    """
    with step(measure.roadmap, "measure_edited", by=by, at=at):
        measure = Measure.objects.get(pk=measure.pk)
        changed = [name for name in TEXTS if name in words and getattr(measure, name) != words[name]]
        for name in changed:
            setattr(measure, name, words[name])
            measure.doubts.pop(DOUBT_OF[name], None)
        if "term_words" in changed:
            measure.term, measure.term_checked = parse_term(measure.term_words).to_json(), False
        if "performers_words" in changed:
            measure.performers_checked = False
        if changed:
            measure.save()
    return measure


def confirm_text(measures: Collection[Measure], *, by: Actor, at: datetime) -> None:
    """Say that what was read of these measures is what stands in the document."""
    roadmap = _roadmap_of(measures)
    if roadmap is None:
        return
    with step(roadmap, "measures_confirmed", by=by, at=at):
        Measure.objects.filter(roadmap=roadmap, pk__in=[one.pk for one in measures]).update(text_checked=True)


def split_measure(measure: Measure, at_character: int, *, by: Actor, at: datetime) -> Measure:
    """Make two measures of one: the words from a character on become the next. Return the new one.

    Raises:
        NothingToSplit: one of them would have no words.
    """
    first, second = measure.text[:at_character].strip(), measure.text[at_character:].strip()
    if not first or not second:
        raise NothingToSplit
    with step(measure.roadmap, "measure_split", by=by, at=at):
        measure = Measure.objects.get(pk=measure.pk)
        _make_room(measure.roadmap_id, measure.position + 1)
        new = Measure(
            roadmap_id=measure.roadmap_id,
            section_id=measure.section_id,
            position=measure.position + 1,
            text=second,
            term_words=measure.term_words,
            term=measure.term,
            performers_words=measure.performers_words,
            result=measure.result,
            indicator=measure.indicator,
            places=measure.places,
        )
        new.save()
        measure.text = first
        measure.save()
    return new


def merge_with_previous(measure: Measure, *, by: Actor, at: datetime) -> Measure:
    """Join a measure to the one before it in its section; words that are the same are not said twice. Return that.

    Raises:
        NothingToMerge: it is the first of its section.
    """
    with step(measure.roadmap, "measures_merged", by=by, at=at):
        measure = Measure.objects.get(pk=measure.pk)
        before = Measure.objects.filter(section_id=measure.section_id, position__lt=measure.position).last()
        if before is None:
            raise NothingToMerge
        for name in TEXTS[1:]:
            ours, theirs = getattr(before, name), getattr(measure, name)
            if theirs and theirs not in ours:
                setattr(before, name, f"{ours} {theirs}".strip())
        before.term, before.term_checked = parse_term(before.term_words).to_json(), False
        before.performers_checked = False
        measure.delete()
        before.save()
    return before


def move_measure(measure: Measure, *, to: Section, before: Measure | None = None, by: Actor, at: datetime) -> None:
    """Put a measure into a section, before another measure of it or at its end."""
    with step(measure.roadmap, "measure_moved", by=by, at=at) as roadmap:
        order = [one for one in _in_order(roadmap) if one.pk != measure.pk]
        moved = Measure.objects.get(pk=measure.pk)
        moved.section = to
        if before is not None and before.pk != measure.pk:
            place = next(index for index, one in enumerate(order) if one.pk == before.pk)
        else:
            inside = [index for index, one in enumerate(order) if one.section.position <= to.position]
            place = inside[-1] + 1 if inside else 0
        order.insert(place, moved)
        _number(order)


def add_measure(section: Section, text: str, *, by: Actor, at: datetime) -> Measure:
    """Write a measure at the end of a section."""
    with step(section.roadmap, "measure_added", by=by, at=at) as roadmap:
        order = _in_order(roadmap)
        inside = [index for index, one in enumerate(order) if one.section.position <= section.position]
        place = inside[-1] + 1 if inside else 0
        new = Measure(roadmap=roadmap, section=section, text=text, position=len(order), text_checked=True)
        new.term = parse_term("").to_json()
        new.save()
        order.insert(place, new)
        _number(order)
    return new


def remove_measure(measure: Measure, *, by: Actor, at: datetime) -> None:
    """Leave a measure out of the plan. Until the plan is in force the step can be undone."""
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
    with step(measure.roadmap, "children_made", by=by, at=at):
        measure = Measure.objects.get(pk=measure.pk)
        _make_room(measure.roadmap_id, measure.position + 1, len(items))
        children = [
            Measure(
                roadmap_id=measure.roadmap_id,
                section_id=measure.section_id,
                parent=measure,
                position=measure.position + index,
                number=f"{measure.number.rstrip('.')}.{index}" if measure.number else "",
                text=text,
                term_words=measure.term_words,
                term=measure.term,
                performers_words=measure.performers_words,
                result=measure.result,
                places=measure.places,
            )
            for index, text in enumerate(items, 1)
        ]
        for child in children:
            child.save()
    return children


def _roadmap_of(measures: Collection[Measure]) -> Roadmap | None:
    return next(iter(measures)).roadmap if measures else None


def _in_order(roadmap: Roadmap) -> list[Measure]:
    return list(roadmap.measures.select_related("section").order_by("section__position", "position"))


def _number(order: list[Measure]) -> None:
    for position, measure in enumerate(order):
        measure.position = position
    Measure.objects.bulk_update(order, ["position", "section"])


def _make_room(roadmap_id: int, position: int, places: int = 1) -> None:
    # positions are compared at the end of the transaction, so that they may meet on the way
    Measure.objects.filter(roadmap_id=roadmap_id, position__gte=position).update(position=F("position") + places)
