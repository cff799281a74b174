"""From a bound plan to assignments: measure × organisation × window, made by a job, undone while nothing was sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import F

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.jobs import defer
from orientir.roadmaps.binding import Share, Shares
from orientir.roadmaps.choices import AssignmentState, RoadmapState
from orientir.roadmaps.models import Assignment, AssignmentChange, Measure, Occurrence, Report, Roadmap

MAKE_ASSIGNMENTS = "orientir.roadmaps.tasks.make_assignments"

AT_ONCE = 10
"""Of how many measures the job makes the assignments in one transaction: the counts of an organisation change once."""

_INSERT = """
INSERT INTO roadmaps_assignment
    (measure_id, organisation_id, starts_on, due_on, inner_due_on, part, force, state, outcome, put_in_force_at)
SELECT due.measure, shared.organisation, due.starts_on, due.due_on, due.inner_due_on, shared.part, shared.force,
       due.state, '', %(at)s
FROM unnest(
    %(measures)s::bigint[], %(starts_on)s::date[], %(due_on)s::date[], %(inner_due_on)s::date[], %(states)s::text[],
    %(whose)s::int[]
) due (measure, starts_on, due_on, inner_due_on, state, whose)
JOIN unnest(%(groups)s::int[], %(organisations)s::bigint[], %(parts)s::text[], %(forces)s::text[])
    shared (whose, organisation, part, force) USING (whose)
ON CONFLICT (measure_id, organisation_id, due_on) DO NOTHING
"""
"""Windows are given once and those who share them once: a plan has few groups of organisations."""


class NotReady(Exception):
    """The plan is not in review: it is not read yet, or in force already."""


class NothingToDo(Exception):
    """No measure has both a window and an organisation."""


class WorkHasBegun(Exception):
    """Something was sent or decided: the plan is ended measure by measure now."""


@dataclass(frozen=True, slots=True)
class Window:
    """A due date of a measure, and whether it lies before the start of control."""

    occurrence: Occurrence
    is_archive: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What will come of putting a plan in force, before anything is made."""

    assignments: int
    archive: int
    organisations: int
    by_measure: tuple[tuple[Measure, int, int], ...]
    """Each measure with how many organisations and how many windows it will have."""
    first_due_dates: tuple[tuple[date, int], ...]
    """The nearest due dates with how many assignments fall on each."""
    without_windows: tuple[Measure, ...]
    without_organisations: tuple[Measure, ...]


def preview(roadmap: Roadmap, *, today: date, whose: Shares | None = None) -> Preview:
    """Count what `put_in_force` would make; who has what as work is asked of `whose`, where it is there already."""
    rows: list[tuple[Measure, int, int]] = []
    organisations: set[int] = set()
    due: Counter[date] = Counter()
    total = archive = 0
    no_windows, no_organisations = [], []
    whose = whose or Shares(roadmap)
    for measure, windows in _windows_of(roadmap):
        reached: set[int] = set()
        for window, shares in _with_shares(whose, measure, windows):
            total += len(shares)
            archive += len(shares) if window.is_archive else 0
            reached |= {share.organisation_id for share in shares}
            if shares and not window.is_archive and window.occurrence.due_on >= today:
                due[window.occurrence.due_on] += len(shares)
        organisations |= reached
        if not windows:
            no_windows.append(measure)
        elif not reached:
            no_organisations.append(measure)
        rows.append((measure, len(reached), len(windows)))
    return Preview(
        assignments=total,
        archive=archive,
        organisations=len(organisations),
        by_measure=tuple(rows),
        first_due_dates=tuple(sorted(due.items())[:5]),
        without_windows=tuple(no_windows),
        without_organisations=tuple(no_organisations),
    )


@transaction.atomic
def ask_to_put_in_force(roadmap: Roadmap, *, by: Actor, at: datetime) -> None:
    """Ask for the assignments of the whole plan: a job makes them, measure by measure, and shows them at its end.

    Raises:
        NotReady: the plan is not in review.
        NothingToDo: no measure has both a window and an organisation.
    """
    roadmap = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    if not roadmap.is_in_review:
        raise NotReady
    whose = Shares(roadmap)
    shared = (shares for one, windows in _windows_of(roadmap) for _, shares in _with_shares(whose, one, windows))
    if not any(shared):
        raise NothingToDo
    with journal.entry("roadmap_starting", by=by, at=at, about=roadmap):
        roadmap.state, roadmap.begun = RoadmapState.STARTING, 0
        roadmap.save(update_fields=["state", "begun"])
    defer(MAKE_ASSIGNMENTS, by=by, roadmap_id=roadmap.pk)


@transaction.atomic
def make_assignments(*measures: Measure, by: Actor, at: datetime) -> int:
    """Make the assignments of some measures of a plan that is being put in force. What is there stays as it is."""
    roadmap = measures[0].roadmap
    whose = Shares(roadmap)
    keys = [measure.pk for measure in measures]
    with journal.entry("assignments_made", by=by, at=at, about=roadmap, measures=keys):
        made = _write(
            (
                (measure, window, shares)
                for measure in measures
                for window, shares in _with_shares(whose, measure, _windows(measure, roadmap))
            ),
            at,
        )
        Roadmap.objects.filter(pk=roadmap.pk).update(begun=F("begun") + len(measures))
    return made


@transaction.atomic
def finish_putting_in_force(roadmap: Roadmap, *, by: Actor, at: datetime) -> None:
    """Show the assignments of a plan, all of which are made."""
    with journal.entry("measures_put_in_force", by=by, at=at, about=roadmap):
        Roadmap.objects.filter(pk=roadmap.pk, state=RoadmapState.STARTING).update(
            state=RoadmapState.IN_FORCE, in_force_at=at
        )
        # all assignments were made of what the measures are bound to now
        roadmap.measures.exclude(rebound_at=None).update(rebound_at=None)


@transaction.atomic
def take_back(roadmap: Roadmap, *, by: Actor, at: datetime) -> int:
    """Undo putting a plan in force while nothing was sent: its assignments go, it is in review again. Return how many.

    Raises:
        WorkHasBegun: an organisation has begun a report, or the office has decided about an assignment.
    """
    roadmap = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    if not can_be_taken_back(roadmap):
        raise WorkHasBegun
    with journal.entry("roadmap_taken_back", by=by, at=at, about=roadmap):
        # whoever begins a report meanwhile finds the assignment locked, and then gone
        gone, _ = Assignment.objects.filter(measure__roadmap=roadmap).delete()
        roadmap.state, roadmap.in_force_at, roadmap.begun = RoadmapState.READ, None, 0
        roadmap.save(update_fields=["state", "in_force_at", "begun"])
    return gone


def can_be_taken_back(roadmap: Roadmap) -> bool:
    """Say whether nothing was sent and nothing decided yet."""
    if roadmap.state not in (RoadmapState.IN_FORCE, RoadmapState.STARTING):
        return False
    begun = Report.objects.filter(assignment__measure__roadmap=roadmap).exists()
    moved = Assignment.objects.filter(measure__roadmap=roadmap).exclude(
        state__in=[AssignmentState.WAITING, AssignmentState.ARCHIVE]
    )
    decided = AssignmentChange.objects.filter(assignment__measure__roadmap=roadmap)
    return not (begun or moved.exists() or decided.exists())


def measures_to_carry_out(roadmap: Roadmap) -> list[Measure]:
    """Return the measures of a plan that organisations carry out: a measure with children is carried out by them."""
    return list(
        roadmap.measures.filter(children=None, ended_on=None)
        .select_related("roadmap__organisation__territory")
        .prefetch_related("occurrences", "performers__bound", "targets")
        .order_by("section__position", "position")
    )


def _windows_of(roadmap: Roadmap) -> Iterator[tuple[Measure, list[Window]]]:
    for measure in measures_to_carry_out(roadmap):
        yield measure, _windows(measure, roadmap)


def _windows(measure: Measure, roadmap: Roadmap) -> list[Window]:
    control = roadmap.control_from
    return [Window(one, control is not None and one.due_on < control) for one in measure.occurrences.all()]


def _with_shares(
    whose: Shares, measure: Measure, windows: Iterable[Window]
) -> Iterator[tuple[Window, tuple[Share, ...]]]:
    for window in windows:
        yield window, whose.of(measure, on=window.occurrence.due_on)


def write_assignments(measure: Measure, window: Window, shares: Sequence[Share], *, at: datetime) -> int:
    """Write all assignments of a window in one statement, for a region has a thousand of each. Return how many.

    Who has the measure on that day already keeps what is there.
    """
    return _write([(measure, window, tuple(shares))], at)


def _write(work: Iterable[tuple[Measure, Window, tuple[Share, ...]]], at: datetime) -> int:
    groups: dict[tuple[Share, ...], int] = {}
    windows = [(measure, window, groups.setdefault(shares, len(groups))) for measure, window, shares in work]
    shared = [(number, share) for shares, number in groups.items() for share in shares]
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            {
                "at": at,
                "measures": [measure.pk for measure, _, _ in windows],
                "starts_on": [window.occurrence.starts_on for _, window, _ in windows],
                "due_on": [window.occurrence.due_on for _, window, _ in windows],
                "inner_due_on": [window.occurrence.inner_due_on for _, window, _ in windows],
                "states": [
                    AssignmentState.ARCHIVE.value if window.is_archive else AssignmentState.WAITING.value
                    for _, window, _ in windows
                ],
                "whose": [number for _, _, number in windows],
                "groups": [number for number, _ in shared],
                "organisations": [share.organisation_id for _, share in shared],
                "parts": [share.part for _, share in shared],
                "forces": [share.force for _, share in shared],
            },
        )
        return int(cursor.rowcount)
