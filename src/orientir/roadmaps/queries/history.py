"""What was done, by whom as far as the reader may know, when, and the words given with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q
from django.utils import timezone

from orientir.access import policy as appointments
from orientir.access.roles import ROLES
from orientir.database.actor import Actor
from orientir.journal import verbs
from orientir.journal.models import Entry
from orientir.journal.queries import history_of
from orientir.people.models import Person
from orientir.roadmaps import policy
from orientir.roadmaps.models import Amendment, Assignment, AssignmentChange, Report, Roadmap

from .amending import details_of

STATE_AFTER = {
    "report_submitted": "submitted",
    "report_accepted": "accepted",
    "report_returned": "returned",
    "measures_put_in_force": "in_force",
    "roadmap_unreadable": "failed",
}
"""The deeds after which a report or a roadmap stands differently, by their verbs."""

DECIDED = {
    AssignmentChange.Kind.MOVED: "due_date_moved",
    AssignmentChange.Kind.CLOSED: "assignments_closed",
    AssignmentChange.Kind.OPENED: "assignments_opened",
}
"""The verbs of what is decided about assignments."""

AMENDED = {
    Amendment.Kind.CHANGED: "measure_amended",
    Amendment.Kind.ADDED: "measure_taken_in",
    Amendment.Kind.ENDED: "measure_ended",
    Amendment.Kind.RESUMED: "measure_resumed",
    Amendment.Kind.BROUGHT_IN_LINE: "assignments_in_line",
    Amendment.Kind.ARCHIVED: "roadmap_archived",
    Amendment.Kind.BROUGHT_BACK: "roadmap_brought_back",
}
"""The verbs of what is amended in a plan in force."""

AMENDED_STATE = {Amendment.Kind.ENDED: "void", Amendment.Kind.ARCHIVED: "archive"}
"""How the measure or the plan stands after it."""

PIECES = ("assignments_made", "edition_measure_written")
"""Deeds of which a roadmap has hundreds: the job that begins and ends them says all."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One deed in a history: what was done, by whom, when, the words given with it; in a row, how often.

    A decision about assignments says of how many, of which measures (`numbers`), and to which day they were moved; an
    amendment of the plan what it changed (`details`).
    """

    words: str
    who: str
    at: datetime
    state: str = ""
    reason: str = ""
    times: int = 1
    assignments: int = 0
    numbers: tuple[str, ...] = ()
    moved_to: date | None = None
    details: tuple[str, ...] = ()


def history_of_assignment(actor: Actor, assignment: Assignment, report: Report | None) -> list[Moment]:
    """Return what was done to an assignment and its report, as far as the reader may see, oldest first.

    Whose name the reader may not see is told by their role.
    """
    entries = list(history_of(assignment, report) if report else history_of(assignment))
    decisions = list(assignment.changes.all())
    reasons = {one.returned_at: one.reason for one in report.returns.all()} if report else {}
    names = _names(actor, [one.person_id for one in entries] + [one.made_by_id for one in decisions])
    deeds = [
        _deed(entry, names, reason=reasons.get(entry.at, "") if entry.verb == "report_returned" else "")
        for entry in entries
    ]
    decided = [
        Moment(
            words=verbs.words(DECIDED[AssignmentChange.Kind(one.kind)]),
            who=names.get(one.made_by_id or 0, ""),
            at=one.made_at,
            state=_state_of(one.kind),
            reason=one.basis,
            moved_to=one.due_on_after,
        )
        for one in decisions
    ]
    return sorted([*deeds, *decided], key=lambda moment: moment.at)


def history_of_roadmap(actor: Actor, roadmap: Roadmap, *, page: int, most: int) -> tuple[list[Moment], bool]:
    """Return one page of what was done to a roadmap and decided about its work, latest first, and whether more follows.

    Assignments that were decided about at once are one moment; what one person did several times in a row on a day
    as well.
    """
    last = page * most + 1
    told = (*PIECES, *AMENDED.values())
    entries = list(history_of(roadmap).exclude(verb__in=told).order_by("-at", "-pk")[:last])
    decisions = list(
        AssignmentChange.objects.filter(assignment__measure__roadmap=roadmap)
        .order_by("-made_at", "kind")
        .values_list("made_at", "kind", "basis", "made_by_id", "due_on_after")
        .annotate(number=Count("*"), numbers=ArrayAgg("assignment__measure__number", distinct=True))[:last]
    )
    seen = Q(measure=None) | Q(measure__in=policy.visible_measures(actor).filter(roadmap=roadmap).order_by())
    amendments = list(roadmap.amendments.filter(seen).select_related("measure").order_by("-made_at", "-pk")[:last])
    people = [one.person_id for one in entries] + [one[3] for one in decisions]
    names = _names(actor, people + [one.made_by_id for one in amendments])
    amended = [
        Moment(
            words=verbs.words(AMENDED[Amendment.Kind(one.kind)]),
            who=names.get(one.made_by_id or 0, ""),
            at=one.made_at,
            state=AMENDED_STATE.get(Amendment.Kind(one.kind), ""),
            reason=one.reason,
            numbers=(one.measure.number or one.measure.heading,) if one.measure else (),
            details=details_of(one),
        )
        for one in amendments
    ]
    decided = [
        Moment(
            words=verbs.words(DECIDED[AssignmentChange.Kind(kind)]),
            who=names.get(made_by or 0, ""),
            at=made_at,
            state=_state_of(kind),
            reason=basis,
            assignments=number,
            numbers=tuple(numbers),
            moved_to=moved_to,
        )
        for made_at, kind, basis, made_by, moved_to, number, numbers in decisions
    ]
    moments = [*(_deed(entry, names) for entry in entries), *amended, *decided]
    moments.sort(key=lambda moment: moment.at, reverse=True)
    return list(_in_a_row(moments[last - most - 1 : last - 1])), len(moments) >= last


def _deed(entry: Entry, names: Mapping[int, str], *, reason: str = "") -> Moment:
    who = names.get(entry.person_id or 0) or (str(ROLES[entry.role].name) if entry.role in ROLES else "")
    return Moment(entry.words, who, entry.at, STATE_AFTER.get(entry.verb, ""), reason)


def _state_of(kind: str) -> str:
    return "moved" if kind == AssignmentChange.Kind.MOVED else ""


def _names(actor: Actor, people: Iterable[int | None]) -> dict[int, str]:
    """Return the names of those of these people whom the reader may know."""
    may_name = Q(organisation_id__any_of=actor.scope(appointments.SEE_APPOINTMENTS)) | Q(pk=actor.person_id or 0)
    known = Person.objects.filter(may_name, pk__in={key for key in people if key})
    return {person.pk: person.short_name for person in known}


def _in_a_row(moments: Iterable[Moment]) -> Iterable[Moment]:
    """Yield moments; the same deed of the same person several times in a row on a day is one, the latest."""

    def alike(moment: Moment) -> object:
        plain = not moment.reason
        return (moment.words, moment.who, timezone.localdate(moment.at)) if plain else id(moment)

    for _, together in groupby(moments, key=alike):
        first, *others = together
        yield replace(first, times=1 + len(others))
