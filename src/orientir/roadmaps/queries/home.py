"""What wants attention now: what is late, what falls due soon, how far the roadmaps are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet

from orientir.database.actor import Actor
from orientir.engines.counts import Figure
from orientir.roadmaps import policy
from orientir.roadmaps.choices import RoadmapState
from orientir.roadmaps.models import AssignmentQuerySet, Measure, Roadmap, Section

from .figures import Tally, figures_of, tallies

SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class SectionAtWork:
    """A section and how far it is; `late` is how many of its assignments are open after their day."""

    section: Section
    progress: Figure
    late: int


@dataclass(frozen=True, slots=True)
class RoadmapAtWork:
    """A roadmap and how far it is, as a whole and section by section."""

    roadmap: Roadmap
    progress: Figure
    sections: tuple[SectionAtWork, ...] = ()


def roadmaps_at_work(actor: Actor, late: Sequence[LateMeasure], *, most: int) -> list[RoadmapAtWork]:
    """Return visible roadmaps in force, newest first, each with its sections; `late` are the late measures."""
    roadmaps = list(_with_office(_in_force(actor))[:most])
    figures = figures_of(actor, [roadmap.pk for roadmap in roadmaps])
    behind: Counter[int] = Counter()
    for one in late:
        behind[one.measure.section_id] += one.late
    sections: dict[int, list[Section]] = {}
    for section in Section.objects.filter(roadmap__in=roadmaps):
        sections.setdefault(section.roadmap_id, []).append(section)
    return [
        RoadmapAtWork(
            roadmap,
            figures[roadmap.pk].of(),
            tuple(
                SectionAtWork(section, figures[roadmap.pk].of(part=section.pk), behind[section.pk])
                for section in sections.get(roadmap.pk, [])
                if policy.sees_whole(actor, roadmap) or section.pk in figures[roadmap.pk].parts
            ),
        )
        for roadmap in roadmaps
    ]


@dataclass(frozen=True, slots=True)
class LateMeasure:
    """A measure whose reports are late, and from how many organisations."""

    measure: Measure
    late: int


def late_measures(actor: Actor, *, today: date) -> list[LateMeasure]:
    """Return the measures whose reports are late, those with the most first."""
    rows = _work_in_force(actor).overdue(today).order_by().values_list("measure_id").annotate(late=Count("*"))
    late = dict(rows)
    measures = _shown_in_lists(Measure.objects.filter(pk__in=late))
    found = [LateMeasure(measure, late[measure.pk]) for measure in measures]
    return sorted(found, key=lambda one: (-one.late, one.measure.position, one.measure.pk))


@dataclass(frozen=True, slots=True)
class ComingUp:
    """A measure that falls due soon, and how far its organisations are with that window."""

    measure: Measure
    due_on: date
    tally: Tally


def coming_up(actor: Actor, *, today: date) -> list[ComingUp]:
    """Return what falls due within two weeks, by day and measure."""
    soon = _work_in_force(actor).filter(due_on__range=(today, today + SOON))
    found = tallies(soon, "measure_id", "due_on", today=today)
    measures = {one.pk: one for one in _shown_in_lists(Measure.objects.filter(pk__in={key for key, _ in found}))}
    rows = [ComingUp(measures[measure], due_on, tally) for (measure, due_on), tally in found.items()]
    return sorted(rows, key=lambda one: (one.due_on, one.measure.position, one.measure.pk))


def _in_force(actor: Actor) -> QuerySet[Roadmap]:
    return policy.visible_roadmaps(actor).filter(state=RoadmapState.IN_FORCE)


def _work_in_force(actor: Actor) -> AssignmentQuerySet:
    """Return the visible work of the roadmaps in force that the actor can open.

    Their measures are asked for first: with the keys PostgreSQL goes to the work, a subquery it guesses wrongly.
    """
    measures = Measure.objects.filter(roadmap__in=_in_force(actor).order_by()).order_by()
    return policy.visible_assignments(actor).filter(measure__any_of=list(measures.values_list("pk", flat=True)))


def _with_office(roadmaps: QuerySet[Roadmap]) -> QuerySet[Roadmap]:
    return roadmaps.select_related("organisation")


def _shown_in_lists(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    return measures.only("number", "text", "position", "section_id", "roadmap_id").order_by("position", "pk")
