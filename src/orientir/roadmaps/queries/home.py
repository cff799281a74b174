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
from .names import names_of

SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class SectionAtWork:
    """A section and how far it is; `late` is how many of its assignments are open after their day."""

    section: Section
    progress: Figure
    late: int


@dataclass(frozen=True, slots=True)
class RoadmapAtWork:
    """A roadmap, what it is called among the others, and how far it is, as a whole and section by section."""

    roadmap: Roadmap
    name: str
    progress: Figure
    sections: tuple[SectionAtWork, ...] = ()


def plans_in_force(actor: Actor) -> list[Roadmap]:
    """Return visible roadmaps in force with their offices, newest first."""
    return list(_in_force(actor).select_related("organisation"))


def roadmaps_at_work(actor: Actor, plans: Sequence[Roadmap], late: Sequence[LateMeasure]) -> list[RoadmapAtWork]:
    """Return each of some plans with its sections; `late` are the late measures."""
    names = names_of(plans)
    roadmaps = list(plans)
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
            names[roadmap.pk],
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
    """A measure whose reports are late, from how many organisations, and whose plan it is where there are several."""

    measure: Measure
    late: int
    office: str = ""


def late_measures(actor: Actor, plans: Sequence[Roadmap], *, today: date) -> list[LateMeasure]:
    """Return the measures of some plans whose reports are late, those with the most first."""
    rows = _work_of(actor, plans).overdue(today).order_by().values_list("measure_id").annotate(late=Count("*"))
    late, offices = dict(rows), _offices(plans)
    measures = _shown_in_lists(Measure.objects.filter(pk__in=late))
    found = [LateMeasure(one, late[one.pk], offices.get(one.roadmap_id, "")) for one in measures]
    return sorted(found, key=lambda one: (-one.late, one.measure.position, one.measure.pk))


@dataclass(frozen=True, slots=True)
class ComingUp:
    """A measure that falls due soon, how far its organisations are, and whose plan it is where there are several."""

    measure: Measure
    due_on: date
    tally: Tally
    office: str = ""


def coming_up(actor: Actor, plans: Sequence[Roadmap], *, today: date) -> list[ComingUp]:
    """Return what of some plans falls due within two weeks, by day and measure."""
    soon = _work_of(actor, plans).filter(due_on__range=(today, today + SOON))
    found, offices = tallies(soon, "measure_id", "due_on", today=today), _offices(plans)
    measures = {one.pk: one for one in _shown_in_lists(Measure.objects.filter(pk__in={key for key, _ in found}))}
    rows = [
        ComingUp(measures[key], due_on, tally, offices.get(measures[key].roadmap_id, ""))
        for (key, due_on), tally in found.items()
    ]
    return sorted(rows, key=lambda one: (one.due_on, one.measure.position, one.measure.pk))


def _in_force(actor: Actor) -> QuerySet[Roadmap]:
    return policy.visible_roadmaps(actor).filter(state=RoadmapState.IN_FORCE)


def _work_of(actor: Actor, plans: Sequence[Roadmap]) -> AssignmentQuerySet:
    """Return the visible work of some plans.

    Their measures are asked for first: with the keys PostgreSQL goes to the work, a subquery it guesses wrongly.
    """
    measures = Measure.objects.filter(roadmap__in=[plan.pk for plan in plans]).order_by()
    return policy.visible_assignments(actor).filter(measure__any_of=list(measures.values_list("pk", flat=True)))


def _offices(plans: Sequence[Roadmap]) -> dict[int, str]:
    """Return whose each plan is, where they are not all of one office."""
    offices = {plan.pk: str(plan.organisation) for plan in plans}
    return offices if len(set(offices.values())) > 1 else {}


def _shown_in_lists(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    return measures.only("number", "text", "position", "section_id", "roadmap_id").order_by("position", "pk")
