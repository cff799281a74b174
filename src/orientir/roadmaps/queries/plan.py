"""The measures of a roadmap by its sections, and how far each is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, OuterRef, QuerySet, Subquery

from orientir.database.actor import Actor
from orientir.engines.counts import Figure
from orientir.engines.russian import lemmas
from orientir.roadmaps import policy
from orientir.roadmaps.models import AssignmentQuerySet, Measure, Roadmap, Section
from orientir.roadmaps.models.assignments import OVERDUE

from .figures import Figures, Tally, tallies
from .home import SOON

LATE, DUE_SOON = "late", "soon"
UNSHOWN = ("term", "notes", "places", "doubts", "traits", "also", "lemmas")
"""What of a measure no list shows, and is long."""

SHORT = 60
"""How many measures are shown at once without being asked for."""

EVERY = 0
"""Asks for all sections of a long plan, in place of the key of one."""

SHOWN = (LATE, DUE_SOON)
"""What of a plan may be asked for instead of the whole: what is late, what falls due within two weeks."""


@dataclass(frozen=True, slots=True)
class SectionMeasures:
    """A section and those of its measures that were asked for."""

    section: Section
    measures: list[Measure]


def sections_with_measures(roadmap: Roadmap, *, words: str = "") -> list[SectionMeasures]:
    """Return the sections with the measures that hold all `words`; a section without such measures is left out."""
    by_section = groupby(_measures(roadmap, words), key=lambda measure: measure.section)
    return [SectionMeasures(section, list(found)) for section, found in by_section]


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure as the plan shows it: its work of the year, what is late of any year, when it falls due next."""

    measure: Measure
    tally: Tally
    late: int
    next_due: date | None

    @property
    def progress(self) -> Figure:
        return self.tally.progress

    @property
    def state(self) -> str:
        """Return the most urgent state of its work, or nothing where it has none in the year."""
        return OVERDUE if self.late else self.tally.state


@dataclass(frozen=True, slots=True)
class SectionRows:
    """A section as the plan shows it: open with its rows, or closed."""

    section: Section
    progress: Figure
    late: int
    rows: list[MeasureRow] | None


def plan_of(
    actor: Actor,
    roadmap: Roadmap,
    figures: Figures,
    *,
    today: date,
    year: int | None = None,
    section: int | None = None,
    words: str = "",
    show: str = "",
) -> list[SectionRows]:
    """Return the plan by sections: its measures with all `words`, or those late or due soon (`show`), in a year.

    Open are all sections, or the one asked for (key). Of many measures only one section is opened, the first in which
    something is late: to count what nobody reads takes time.
    """
    visible = policy.visible_assignments(actor)
    seen = policy.visible_measures(actor).filter(roadmap=roadmap)
    section_of = dict(seen.order_by().values_list("pk", "section_id"))
    work = visible.filter(measure__any_of=section_of)
    late = late_by_measure(work, today=today)
    behind: Counter[int] = Counter()
    for key, number in late.items():
        behind[section_of[key]] += number
    asked = set(section_of)
    if words:
        asked &= set(_measures(roadmap, words).values_list("pk", flat=True))
    if show == LATE:
        asked &= late.keys()
    elif show == DUE_SOON:
        asked &= set(_due_soon(work, today).values_list("measure_id", flat=True))
    holding = {section_of[key] for key in asked}
    all_of_them = policy.sees_whole(actor, roadmap) and not (words or show)
    sections = [one for one in roadmap.sections.all() if one.pk in holding or all_of_them]
    if section is None and len(asked) > SHORT:
        section = next((one.pk for one in sections if behind[one.pk]), sections[0].pk)
    if section not in (None, EVERY):
        asked = {key for key in asked if section_of[key] == section}
    rows: dict[int, list[MeasureRow]] = {}
    counted = tallies(work_in(visible.filter(measure__any_of=asked), year), "measure_id", today=today)
    measures = roadmap.measures.filter(pk__any_of=asked).defer(*UNSHOWN).order_by("position")
    for measure in measures.annotate(next_due=next_due(visible, today)):
        row = MeasureRow(measure, counted.get((measure.pk,), Tally()), late.get(measure.pk, 0), measure.next_due)
        rows.setdefault(measure.section_id, []).append(row)
    return [SectionRows(one, figures.of(part=one.pk, year=year), behind[one.pk], rows.get(one.pk)) for one in sections]


def work_in(assignments: AssignmentQuerySet, year: int | None) -> AssignmentQuerySet:
    """Return those that are due in a year, or all where none is asked for."""
    return assignments if year is None else assignments.filter(due_on__year=year)


def late_by_measure(assignments: AssignmentQuerySet, *, today: date) -> dict[int, int]:
    """Return how many of the assignments are late, by the key of their measure."""
    return dict(assignments.overdue(today).order_by().values_list("measure_id").annotate(late=Count("*")))


def _measures(roadmap: Roadmap, words: str) -> QuerySet[Measure]:
    measures = roadmap.measures.select_related("section").order_by("section__position", "position")
    for lemma in lemmas(words).split():
        measures = measures.filter(lemmas__contains=f" {lemma} ")
    return measures


def _due_soon(assignments: AssignmentQuerySet, today: date) -> AssignmentQuerySet:
    return assignments.filter(due_on__range=(today, today + SOON)).open().order_by()


def next_due(assignments: AssignmentQuerySet, today: date) -> Subquery:
    """Return the next day on which a measure falls due for somebody who has something to do."""
    open_work = assignments.filter(measure=OuterRef("pk"), due_on__gte=today).open()
    return Subquery(open_work.order_by("due_on").values("due_on")[:1])
