"""Deeds on a plan in force: measures changed, added, taken out and back, each with a written reason.

The printed words change at once. What they are bound to is proposed anew where the term or the performers changed, and
is decided by the deeds of binding; the work of the organisations follows when a person has seen what comes of it and
brings the assignments in line. No deed touches what somebody has reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from orientir import journal
from orientir.database.actor import Actor
from orientir.roadmaps.choices import Outcome
from orientir.roadmaps.fields import TEXTS, version_of
from orientir.roadmaps.models import Amendment, Assignment, Measure, Roadmap, Section
from orientir.roadmaps.queries.amending import Effects, Fit, effects_of, ending_of, with_items
from orientir.roadmaps.queries.history import AMENDED

from .control import close, move_due_date, open_again
from .force import Window, write_assignments
from .review import ChangedMeanwhile, words_changed, write_at_end
from .steps import IN_FORCE, locked, step

AMENDABLE = (*TEXTS, "notes", "fulfilment", "also", "result_form", "traits", "places", "doubts")
"""What of a measure is amended, by the names of its fields."""


class NoReason(Exception):
    """A plan in force is changed with a written reason."""


class NothingChanged(Exception):
    """All of it stands so already."""


class Ended(Exception):
    """The measure is no part of the plan any more, or is one still."""


def amend(
    measure: Measure, fields: Mapping[str, Any], *, reason: str, seen: str = "", by: Actor, at: datetime
) -> Measure:
    """Change fields of a measure, by their names in AMENDABLE. Another term, other performers are bound anew.

    Raises:
        NoReason: no reason is given.
        NotInForce: the plan is not in force.
        Ended: the measure is no part of the plan any more.
        ChangedMeanwhile: its words are not those whose version was `seen`.
        NothingChanged: all fields have these values already.
        ValueError: a field is none that is amended.
    """
    if unknown := set(fields) - set(AMENDABLE):
        raise ValueError(", ".join(sorted(unknown)))
    with _step(measure.roadmap, Amendment.Kind.CHANGED, reason, by=by, at=at) as amendment:
        measure = _measure(measure)
        if seen and seen != version_of(measure):
            raise ChangedMeanwhile
        changed = [name for name in fields if getattr(measure, name) != fields[name]]
        if not changed:
            raise NothingChanged
        amendment.measure = measure
        amendment.words = {name: [getattr(measure, name), fields[name]] for name in TEXTS if name in changed}
        for name in changed:
            setattr(measure, name, fields[name])
        measure.text_checked = True
        if {"term_words", "performers_words"} & set(changed):
            measure.rebound_at = at
        words_changed(measure, amendment.roadmap, changed, at=at)
    return Measure.objects.get(pk=measure.pk)


def add_measure(section: Section, fields: Mapping[str, Any], *, reason: str, by: Actor, at: datetime) -> Measure:
    """Write a measure at the end of a section. It becomes work when its assignments are brought in line.

    Raises:
        NoReason: no reason is given.
        NotInForce: the plan is not in force.
        ValueError: a field is none that is amended.
    """
    if unknown := set(fields) - set(AMENDABLE):
        raise ValueError(", ".join(sorted(unknown)))
    with _step(section.roadmap, Amendment.Kind.ADDED, reason, by=by, at=at) as amendment:
        measure = write_at_end(section, amendment.roadmap, {**fields, "added_at": at}, at=at)
        amendment.measure = measure
    return Measure.objects.get(pk=measure.pk)


def end_measure(measure: Measure, *, on: date, reason: str, by: Actor, at: datetime) -> int:
    """Take a measure with its items out of the plan from a day on. Return how many assignments are closed by it.

    What is due from that day on and nobody has reported on is no longer in force; what was due before stays as it is,
    and so does whatever was reported.

    Raises:
        NoReason: no reason is given.
        NotInForce: the plan is not in force.
        Ended: the measure is no part of the plan any more.
    """
    with _step(measure.roadmap, Amendment.Kind.ENDED, reason, by=by, at=at) as amendment:
        measure = _measure(measure)
        amendment.measure = measure
        keys = [one.pk for one in with_items(measure)]
        Measure.objects.filter(pk__in=keys, ended_on=None).update(ended_on=on, end_reason=amendment.reason)
        _lock(keys)
        ending = ending_of(measure, on=on)
        if ending.closed:
            close(ending.closed, Outcome.VOID, basis=amendment.reason, by=by, at=at)
        amendment.effects = {"closed": len(ending.closed), "reported": len(ending.reported)}
    return len(ending.closed)


def resume_measure(measure: Measure, *, reason: str, by: Actor, at: datetime) -> None:
    """Take a measure that has ended back into the plan, with the items that ended with it.

    Its work is asked for again when its assignments are brought in line.

    Raises:
        NoReason: no reason is given.
        NotInForce: the plan is not in force.
        Ended: the measure has not ended.
    """
    with _step(measure.roadmap, Amendment.Kind.RESUMED, reason, by=by, at=at) as amendment:
        measure = Measure.objects.get(pk=measure.pk)
        if measure.ended_on is None:
            raise Ended
        amendment.measure = measure
        items = measure.children.filter(ended_on=measure.ended_on, end_reason=measure.end_reason)
        keys = [measure.pk, *items.values_list("pk", flat=True)]
        Measure.objects.filter(pk__in=keys).update(ended_on=None, end_reason="", rebound_at=at)


@transaction.atomic
def bring_in_line(measure: Measure, *, reason: str, by: Actor, at: datetime) -> Effects:
    """Make the assignments of a measure what it is bound to now, and return what has come of it.

    Missing ones are made, unless their day is past; those of a window that has gone to another day are moved; those
    that belong no more are closed. What was reported, or decided about one by one, stays.

    Raises:
        NoReason: no reason is given.
        NotInForce: the plan is not in force.
    """
    roadmap = locked(measure.roadmap, IN_FORCE)
    kind = Amendment.Kind.BROUGHT_IN_LINE
    with (
        journal.entry(AMENDED[kind], by=by, at=at, about=roadmap, measure=measure.pk),
        amendment_of(roadmap, kind, reason, by=by, at=at) as amendment,
    ):
        measure = Measure.objects.select_related("roadmap__organisation__territory").get(pk=measure.pk)
        _lock([measure.pk])
        effects = effects_of(measure, today=timezone.localdate(at))
        amendment.measure, amendment.effects = measure, effects.kept()
        _apply(effects, measure, amendment.reason, by=by, at=at)
        Measure.objects.filter(pk=measure.pk).update(rebound_at=None)
    return effects


def _apply(effects: Effects, measure: Measure, basis: str, *, by: Actor, at: datetime) -> None:
    control = measure.roadmap.control_from
    if effects.closed:
        close(effects.closed, Outcome.VOID, basis=basis, by=by, at=at)
    if effects.opened:
        open_again([fit.assignment for fit in effects.opened], basis=basis, by=by, at=at)
    fits = (*effects.moved, *effects.opened, *effects.changed)
    for together in _alike(fits, lambda fit: fit.window.pk):
        elsewhere = [fit.assignment for fit in together if fit.goes]
        if elsewhere:
            move_due_date(elsewhere, together[0].window.due_on, basis=basis, by=by, at=at)
    for together in _alike(fits, lambda fit: (fit.window.pk, fit.share.part, fit.share.force)):
        window, share = together[0].window, together[0].share
        Assignment.objects.filter(pk__in=[fit.assignment.pk for fit in together]).update(
            starts_on=window.starts_on, inner_due_on=window.inner_due_on, part=share.part, force=share.force
        )
    for occurrence, shares in effects.made:
        is_archive = control is not None and occurrence.due_on < control
        write_assignments(measure, Window(occurrence, is_archive), shares, at=at)


def _alike(fits: Sequence[Fit], key: Callable[[Fit], Hashable]) -> list[list[Fit]]:
    found: dict[Hashable, list[Fit]] = defaultdict(list)
    for fit in fits:
        found[key(fit)].append(fit)
    return list(found.values())


def _measure(measure: Measure) -> Measure:
    """The measure as it is now, if it is still part of the plan."""
    measure = Measure.objects.get(pk=measure.pk)
    if measure.ended_on is not None:
        raise Ended
    return measure


def _lock(measures: Sequence[int]) -> None:
    """Let nobody begin or send a report on this work meanwhile."""
    work = Assignment.objects.select_for_update().filter(measure__in=measures).order_by("pk")
    list(work.values_list("pk", flat=True))


@contextmanager
def amendment_of(
    roadmap: Roadmap, kind: Amendment.Kind, reason: str, *, by: Actor, at: datetime
) -> Iterator[Amendment]:
    """Keep what is done inside the block to a locked plan, with its reason. Stands in an entry of the journal.

    Raises:
        NoReason: no reason is given.
    """
    if not reason.strip():
        raise NoReason
    amendment = Amendment(
        roadmap=roadmap,
        organisation_id=roadmap.organisation_id,
        kind=kind,
        reason=reason.strip(),
        made_by_id=by.person_id,
        made_at=at,
    )
    yield amendment
    amendment.save()


@contextmanager
def _step(roadmap: Roadmap, kind: Amendment.Kind, reason: str, *, by: Actor, at: datetime) -> Iterator[Amendment]:
    """Let the measures of a plan in force be changed inside the block, as one step kept with its reason."""
    with (
        step(roadmap, AMENDED[kind], within=IN_FORCE, by=by, at=at) as plan,
        amendment_of(plan, kind, reason, by=by, at=at) as amendment,
    ):
        yield amendment
