"""What the organisations of the demo have done until now: most in time, some late, some not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from orientir.database.context import acting_as
from orientir.roadmaps.choices import AssignmentState, Force, Fulfilment, Outcome
from orientir.roadmaps.models import Assignment, Report, Roadmap
from orientir.roadmaps.services import control, reports

from . import words
from .people import Team

SEED = 24
AHEAD = 14
"""Work that is due within so many days has been begun by some."""
VERAS = "Школа № 5"
"""Whoever looks around as Vera finds something left to do: of the last weeks her school has sent little."""

FATES: dict[str, tuple[tuple[str, int], ...]] = {
    "long ago": (("accepted", 93), ("returned", 1), ("late", 2), ("closed", 4)),
    "lately": (("accepted", 59), ("submitted", 14), ("returned", 9), ("begun", 5), ("late", 10), ("moved", 3)),
    "soon": (("accepted", 18), ("submitted", 12), ("returned", 3), ("begun", 12), ("late", 52), ("moved", 3)),
    "of our own will": (("accepted", 55), ("submitted", 10), ("late", 15), ("abstained", 20)),
}
"""What becomes of work, in parts of a hundred: by when it is due, and of what is only recommended or agreed."""
LATELY = 28


def carry_out(roadmaps: Iterable[Roadmap], team: Team, *, at: datetime) -> None:
    """Let the organisations report and their offices answer; what nobody has done stays late."""
    today, chance = timezone.localdate(at), Random(SEED)  # noqa: S311
    decided: defaultdict[tuple[str, str], list[Assignment]] = defaultdict(list)
    with acting_as(team.actor("anna")):
        due = list(
            Assignment.objects.filter(
                measure__roadmap__in=list(roadmaps),
                state=AssignmentState.WAITING,
                due_on__lte=today + timedelta(days=AHEAD),
            )
            .select_related("measure", "organisation")
            .order_by("due_on", "measure__roadmap", "measure__position", "organisation__sort_key")
        )
    for work, fate in zip(due, fates(due, today), strict=True):
        reviewer = team.reviewers[work.organisation.short_name]
        if fate in ("closed", "abstained", "moved"):
            decided[reviewer, fate].append(work)
        elif fate != "late" and work.organisation_id in team.leads:
            _report(work, fate, team.leads[work.organisation_id], reviewer, team, chance, at=at)
    for (reviewer, fate), assignments in decided.items():
        with acting_as(team.actor(reviewer)):
            _decide(assignments, fate, reviewer, team, at=at)


def fates(assignments: Iterable[Assignment], today: date) -> list[str]:
    """Draw what becomes of each assignment: for the same work on the same day the same."""
    chance = Random(SEED)  # noqa: S311
    return [_fate(work, chance, today) for work in assignments]


def _fate(work: Assignment, chance: Random, today: date) -> str:
    if work.force != Force.OBLIGATORY:
        when = "of our own will"
    elif work.due_on >= today:
        when = "soon"
    else:
        when = "lately" if work.due_on > today - timedelta(days=LATELY) else "long ago"
    fates = FATES[when]
    (fate,) = chance.choices([name for name, _ in fates], [weight for _, weight in fates])
    if fate == "submitted" and work.due_on < today - timedelta(days=LATELY):
        return "accepted"  # nobody waits for months to be read
    if work.organisation.short_name == VERAS and work.due_on > today - timedelta(days=LATELY):
        return "late" if chance.random() < 0.7 else fate
    return fate


def _report(work: Assignment, fate: str, lead: str, reviewer: str, team: Team, chance: Random, *, at: datetime) -> None:
    """Let an organisation begin, send, or send and be answered; some reports have a file."""
    latest = min(at, timezone.make_aware(datetime.combine(work.due_on, datetime.min.time())) + timedelta(hours=15))
    moment = latest - timedelta(days=chance.randrange(1, 9), minutes=chance.randrange(400))
    texts = words.DONE.get(Fulfilment(work.measure.fulfilment), words.OTHERWISE)
    with acting_as(team.actor(lead)) as someone:
        if fate == "begun" or chance.random() < 0.12:
            paper = SimpleUploadedFile("Справка.txt", words.PAPER.encode(), "text/plain")
            reports.add_evidence(work, paper, by=someone, at=moment)
        if fate == "begun":
            return
        report = reports.submit_report(work, chance.choice(texts), by=someone, at=moment)
    if fate == "submitted":
        return
    answered = min(at, moment + timedelta(hours=chance.randrange(4, 70)))
    with acting_as(team.actor(reviewer)) as someone:
        _answer(report, fate, reviewer, team, answered, chance)


def _answer(report: Report, fate: str, reviewer: str, team: Team, at: datetime, chance: Random) -> None:
    by = team.actor(reviewer)
    if fate == "returned":
        reports.return_report(report, chance.choice(words.RETURNED), by=by, at=at)
    else:
        reports.accept_report(report, by=by, at=at)


def _decide(assignments: Collection[Assignment], fate: str, reviewer: str, team: Team, *, at: datetime) -> None:
    """Move or close work against the plan, each on its basis."""
    by, today = team.actor(reviewer), timezone.localdate(at)
    if fate == "moved":
        control.move_due_date(assignments, today + timedelta(days=24), basis=words.MOVED, by=by, at=at)
        return
    if fate == "abstained":
        control.close(assignments, Outcome.NOT_APPLICABLE, basis=words.ABSTAINED, by=by, at=at)
        return
    for turn, (outcome, basis) in enumerate(words.CLOSED.items()):
        chosen = list(assignments)[turn :: len(words.CLOSED)]
        if chosen:
            control.close(chosen, outcome, basis=basis, by=by, at=at)
