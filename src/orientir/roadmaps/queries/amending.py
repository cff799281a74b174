"""What comes of a change of a plan in force, before it is done: for the work of a measure, or of the whole plan."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orientir.roadmaps.binding import Share, Shares
from orientir.roadmaps.choices import AssignmentState, Outcome
from orientir.roadmaps.fields import LABELS
from orientir.roadmaps.models import (
    Amendment,
    Assignment,
    AssignmentChange,
    Measure,
    Occurrence,
    Report,
    ReviewEdit,
    Roadmap,
)
from orientir.roadmaps.models.assignments import OPEN
from orientir.territory.models import Organisation

REPORTED = (AssignmentState.SUBMITTED, AssignmentState.RETURNED, AssignmentState.ACCEPTED)
"""States of an assignment on which its organisation has reported: no change of the plan touches it."""

_LONGEST = 160
"""How many characters of changed words a line of the history holds."""

_MOVES = "moves"

_NEAR = timedelta(days=183)
"""A window that goes and one that comes are the same work on another day when they lie not farther apart."""


@dataclass(frozen=True, slots=True)
class Fit:
    """An assignment and what it is to be: its window, and the share of its organisation."""

    assignment: Assignment
    window: Occurrence
    share: Share

    @property
    def goes(self) -> bool:
        """Say whether it gets another day."""
        return self.assignment.due_on != self.window.due_on


@dataclass(frozen=True, slots=True)
class Effects:
    """What comes of it when the assignments of a measure are brought in line with what it is bound to.

    `made` by window whose work it becomes. `moved` get another day, `changed` another part, force or window, `opened`
    are those that an earlier amendment had closed. `closed` belong no more. `reported` belong no more or had another
    day, and stay as they are; so do those `decided` about one by one. Nothing is made of windows that are `past`.
    `moves` say which day took the place of which: what stays on the old one is not asked for once more on the new.
    """

    made: tuple[tuple[Occurrence, tuple[Share, ...]], ...] = ()
    moved: tuple[Fit, ...] = ()
    changed: tuple[Fit, ...] = ()
    opened: tuple[Fit, ...] = ()
    closed: tuple[Assignment, ...] = ()
    reported: tuple[Assignment, ...] = ()
    decided: tuple[Assignment, ...] = ()
    past: tuple[date, ...] = ()
    moves: Mapping[date, date] = field(default_factory=dict)

    @property
    def new(self) -> int:
        """Return how many assignments are made."""
        return sum(len(shares) for _, shares in self.made)

    @property
    def is_any(self) -> bool:
        """Say whether any assignment is made or changed."""
        return bool(self.made or self.moved or self.changed or self.opened or self.closed)

    def counted(self) -> dict[str, int]:
        """Return how many there are of each, without those there are none of."""
        each = {"made": self.new, "changed": len(self.changed)}
        others = {name: len(getattr(self, name)) for name in ("moved", "opened", "closed", "reported", "decided")}
        return {name: number for name, number in (each | others).items() if number}

    def kept(self) -> dict[str, Any]:
        """Return what an amendment keeps of it: how many of each, and the days that took the place of others."""
        moves = {old.isoformat(): new.isoformat() for old, new in self.moves.items()}
        return {**self.counted(), _MOVES: moves} if moves else dict(self.counted())


def effects_of(measure: Measure, *, today: date) -> Effects:
    """Return what would come of bringing the assignments of a measure in line with what it is bound to.

    A window whose day has gone to another one, half a year away at most, moves its work along. What was reported is
    never touched, and nobody who has reported is asked again for the window that took the place.
    """
    windows = {} if measure.children.exists() else {one.due_on: one for one in windows_of(measure)}
    wanted = _wanted(measure, windows)
    work = list(measure.assignments.select_related("organisation").order_by("due_on", "organisation__sort_key", "pk"))
    history = _History(measure, work)
    moves = _moves({history.planned_for(one) for one in work}, set(windows), today=today)
    taken = {(one.organisation_id, one.due_on) for one in work}
    sorting = _Sorting(wanted, windows, history, moves, today=today, occupied=taken)
    for one in work:
        sorting.put(one)
    return sorting.effects((taken - sorting.vacated()) | sorting.claimed)


def windows_of(measure: Measure) -> list[Occurrence]:
    """Return the windows in which a measure is carried out: those before its end, where it has ended."""
    return [one for one in measure.occurrences.all() if measure.ended_on is None or one.due_on < measure.ended_on]


Key = tuple[int, date]
"""An organisation and the day of a window."""


def _wanted(measure: Measure, windows: Mapping[date, Occurrence]) -> dict[Key, Share]:
    """Whose work each window is to be. What a closed organisation had to do is its successors'."""
    whose = Shares(measure.roadmap)
    shares = {day: whose.of(measure, on=day) for day in windows}
    keys = {share.organisation_id for those in shares.values() for share in those}
    known = Organisation.objects.in_bulk(keys)
    found: dict[Key, Share] = {}
    for day, those in shares.items():
        for share in those:
            for heir in known[share.organisation_id].successors_on(day):
                found.setdefault((heir.pk, day), Share(heir.pk, share.part, share.force))
    return found


class _History:
    """What was decided about some work of a measure: by amendments of the plan, or against the plan."""

    def __init__(self, measure: Measure, work: Sequence[Assignment]) -> None:
        self._amended: dict[datetime, dict[str, str]] = {
            made_at: effects.get(_MOVES, {})
            for made_at, effects in measure.amendments.order_by("made_at").values_list("made_at", "effects")
        }
        self._changes: dict[int, list[AssignmentChange]] = defaultdict(list)
        for change in AssignmentChange.objects.filter(assignment__any_of=[one.pk for one in work]):
            self._changes[change.assignment_id].append(change)

    def planned_for(self, assignment: Assignment) -> date:
        """Return the day of the window that an assignment stands for, whoever has moved it away since.

        Where its window has gone to another day and it has not, because somebody had reported or decided, that day.
        """
        planned, since = None, assignment.put_in_force_at
        for change in self._changes[assignment.pk]:
            if change.kind != AssignmentChange.Kind.MOVED:
                continue
            if change.made_at in self._amended:
                planned, since = None, change.made_at
            else:
                planned = planned or change.due_on_before
        day = planned or assignment.due_on
        for made_at, moves in self._amended.items():
            if made_at > since and day.isoformat() in moves:
                day = date.fromisoformat(moves[day.isoformat()])
        return day

    def moved_by_hand(self, assignment: Assignment) -> bool:
        """Say whether a decision about it alone was the last to move it."""
        moved = [one for one in self._changes[assignment.pk] if one.kind == AssignmentChange.Kind.MOVED]
        return bool(moved) and moved[-1].made_at not in self._amended

    def closed_by_plan(self, assignment: Assignment) -> bool:
        """Say whether an amendment has closed it, and no decision about it alone."""
        closed = [one for one in self._changes[assignment.pk] if one.kind == AssignmentChange.Kind.CLOSED]
        return bool(closed) and assignment.outcome == Outcome.VOID and closed[-1].made_at in self._amended


def _moves(before: Collection[date], after: Collection[date], *, today: date) -> dict[date, date]:
    """Which day that goes becomes which day that comes: the nearest pairs first. What is past gets no work."""
    gone = set(before) - set(after)
    come = {day for day in after if day not in before and day >= today}
    pairs = sorted((abs(new - old), old, new) for old in gone for new in come)
    found: dict[date, date] = {}
    for apart, old, new in pairs:
        if apart <= _NEAR and old not in found and new not in found.values():
            found[old] = new
    return found


@dataclass
class _Sorting:
    """Sorts the work of a measure into what becomes of it."""

    wanted: Mapping[Key, Share]
    windows: Mapping[date, Occurrence]
    history: _History
    moves: Mapping[date, date]
    today: date
    occupied: Set[Key]
    """On which days whose work of the measure is due now: an organisation has one piece of it on a day."""
    claimed: set[Key] = field(default_factory=set)
    heaps: dict[str, list[Fit]] = field(default_factory=lambda: defaultdict(list))
    kept: dict[str, list[Assignment]] = field(default_factory=lambda: defaultdict(list))

    def put(self, assignment: Assignment) -> None:
        planned = self.history.planned_for(assignment)
        day = planned if planned in self.windows else self.moves.get(planned)
        key = (assignment.organisation_id, day) if day else None
        share = self.wanted.get(key) if key and not self._finds_other_work(assignment, key) else None
        if key and (share or assignment.state in REPORTED):
            self.claimed.add(key)
        if assignment.state == AssignmentState.ARCHIVE:
            return
        if day is None or share is None:
            self._put_away(assignment)
        elif assignment.state in REPORTED:
            if day != planned:
                self.kept["reported"].append(assignment)
        elif assignment.state in OPEN:
            self._fit(Fit(assignment, self.windows[day], share), planned)
        elif self.history.closed_by_plan(assignment) and day >= self.today:
            self.heaps["opened"].append(Fit(assignment, self.windows[day], share))
        elif day != planned:
            self.kept["decided"].append(assignment)

    def _finds_other_work(self, assignment: Assignment, key: Key) -> bool:
        """Say whether it would have to go to a day on which its organisation has another piece of the same work."""
        stays = assignment.state in REPORTED or self.history.moved_by_hand(assignment)
        return not stays and assignment.due_on != key[1] and key in self.occupied

    def vacated(self) -> set[Key]:
        """Return the days whose work goes to another: what such a day is to have itself is made anew."""
        fits = (*self.heaps["moved"], *self.heaps["opened"])
        return {(fit.assignment.organisation_id, fit.assignment.due_on) for fit in fits if fit.goes}

    def effects(self, there: Collection[Key]) -> Effects:
        """Return what becomes of all; `there` is what is made of nothing new."""
        missing: dict[date, list[Share]] = defaultdict(list)
        for (organisation, day), share in self.wanted.items():
            if (organisation, day) not in there:
                missing[day].append(share)
        heaps, kept = self.heaps, self.kept
        return Effects(
            made=tuple((self.windows[day], tuple(missing[day])) for day in sorted(missing) if day >= self.today),
            moved=tuple(heaps["moved"]),
            changed=tuple(heaps["changed"]),
            opened=tuple(heaps["opened"]),
            closed=tuple(kept["closed"]),
            reported=tuple(kept["reported"]),
            decided=tuple(kept["decided"]),
            past=tuple(day for day in sorted(missing) if day < self.today),
            moves=self.moves,
        )

    def _put_away(self, assignment: Assignment) -> None:
        if assignment.state in REPORTED:
            self.kept["reported"].append(assignment)
        elif assignment.state in OPEN:
            self.kept["closed"].append(assignment)

    def _fit(self, fit: Fit, planned: date) -> None:
        one, window, share = fit.assignment, fit.window, fit.share
        fits = (one.part, one.force) == (share.part, share.force)
        if self.history.moved_by_hand(one):  # that day stays
            if not fits or window.due_on != planned:
                self.kept["decided"].append(one)
        elif one.due_on != window.due_on:
            self.heaps["moved"].append(fit)
        elif not fits or (one.starts_on, one.inner_due_on) != (window.starts_on, window.inner_due_on):
            self.heaps["changed"].append(fit)


@dataclass(frozen=True, slots=True)
class Ending:
    """What comes of taking a measure out of a plan on a day: what is closed, what stays."""

    closed: tuple[Assignment, ...]
    reported: tuple[Assignment, ...]
    earlier: tuple[Assignment, ...]
    """Open work that was due before that day."""


def ending_of(measure: Measure, *, on: date) -> Ending:
    """Return what comes of it when a measure, with its items, is no more part of the plan from a day on."""
    work = Assignment.objects.filter(measure__in=with_items(measure)).select_related("organisation")
    work = work.order_by("due_on", "organisation__sort_key", "pk")
    found: dict[str, list[Assignment]] = defaultdict(list)
    for one in work:
        if one.state in REPORTED:
            found["reported"].append(one)
        elif one.is_open:
            found["closed" if one.due_on >= on else "earlier"].append(one)
    return Ending(*(tuple(found[name]) for name in ("closed", "reported", "earlier")))


def with_items(measure: Measure) -> list[Measure]:
    """Return a measure and those that carry it out."""
    return [measure, *measure.children.all()]


@dataclass(frozen=True, slots=True)
class Deletion:
    """What goes with a plan that is deleted, and what stands against it."""

    sections: int
    measures: int
    assignments: int
    organisations: int
    decisions: int
    steps: int
    amendments: int
    document: str
    """The name of its document; empty where it has none."""
    reports: int
    """How many organisations have begun or sent a report: then it is not deleted."""
    followers: int
    """How many plans were begun after it: then it is not deleted either."""

    @property
    def is_possible(self) -> bool:
        return not (self.reports or self.followers)


def deletion_of(roadmap: Roadmap) -> Deletion:
    """Return what would go with a plan."""
    work = Assignment.objects.filter(measure__roadmap=roadmap)
    states = Counter(dict(work.order_by().values_list("state").annotate(number=Count("*"))))
    begun = Report.objects.filter(assignment__measure__roadmap=roadmap).count()
    return Deletion(
        sections=roadmap.sections.count(),
        measures=roadmap.measures.count(),
        assignments=states.total(),
        organisations=work.order_by().values("organisation").distinct().count(),
        decisions=AssignmentChange.objects.filter(assignment__measure__roadmap=roadmap).count(),
        steps=ReviewEdit.objects.filter(roadmap=roadmap).count(),
        amendments=Amendment.objects.filter(roadmap=roadmap).count(),
        document=roadmap.source.name if roadmap.source else "",
        # the wall may hide a report; the state of its assignment tells of it all the same
        reports=max(begun, sum(states[state] for state in REPORTED)),
        followers=roadmap.successors.count(),
    )


def details_of(amendment: Amendment) -> tuple[str, ...]:
    """Return what an amendment changed, line by line: words before and after, assignments made or changed."""
    words = [
        _("%(field)s: “%(before)s” → “%(after)s”")
        % {"field": LABELS[name], "before": _short(before), "after": _short(after)}
        for name, (before, after) in amendment.words.items()
    ]
    made, changed = amendment.effects.get("made", 0), amendment.effects.get("changed", 0)
    if made:
        words.append(
            ngettext("%(count)s assignment made", "%(count)s assignments made", made) % {"count": made},
        )
    if changed:
        words.append(
            ngettext("%(count)s assignment changed", "%(count)s assignments changed", changed) % {"count": changed},
        )
    return tuple(words)


def _short(words: str) -> str:
    return Truncator(words).chars(_LONGEST, truncate="…") or "—"


def open_work_of(roadmap: Roadmap) -> int:
    """Return how many assignments of a plan somebody still has to do something on."""
    return Assignment.objects.filter(measure__roadmap=roadmap).open().count()


def organisations_in(assignments: Iterable[Assignment]) -> int:
    """Return how many organisations these assignments are of."""
    return len({one.organisation_id for one in assignments})
