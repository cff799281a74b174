"""A roadmap of the database as the value that the reader gives for a document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from orientir.engines import reading
from orientir.engines.reading.blocks import Line
from orientir.engines.reading.items import sub_items, without_final
from orientir.roadmaps import models

from .docx_words import paragraphs_of, printable

_NOWHERE = reading.Place(0, 0)
_FIELDS = ("term_words", "performers_words", "result", "indicator")


def plan_of(roadmap: models.Roadmap) -> reading.Roadmap:
    """Return the roadmap as it stands today: what has ended is not in it.

    An item that stands word for word in the list of its measure, with the same term, performers and result, is that
    list's item and no measure of its own.
    """
    measures = roadmap.measures.filter(ended_on=None).order_by("section__position", "position")
    by_section: dict[int, list[models.Measure]] = defaultdict(list)
    for measure in _shown(measures.prefetch_related("performers", "targets")):
        by_section[measure.section_id].append(measure)
    shown = [one for found in by_section.values() for one in found]
    has_result, has_indicator = any(one.result for one in shown), any(one.indicator for one in shown)
    approval = {name: roadmap.approval.get(name) for name in ("body", "kind", "number", "date")}
    return reading.Roadmap(
        title=printable(roadmap.title),
        territory=roadmap.territory_words or None,
        level=roadmap.level or None,
        period=reading.Period(roadmap.first_year, roadmap.last_year),
        approved_by=reading.Approval(**approval) if any(approval.values()) else None,
        goals=tuple(map(printable, roadmap.goals)),
        sections=tuple(
            reading.Section(
                printable(section.number),
                printable(section.title),
                tuple(_measure(one, result=has_result, indicator=has_indicator) for one in by_section[section.pk]),
            )
            for section in roadmap.sections.all()
        ),
    )


def _shown(measures: Iterable[models.Measure]) -> Iterator[models.Measure]:
    parents: dict[int, models.Measure] = {}
    for measure in measures:
        parent = parents.get(measure.parent_id or 0)
        if parent is None or not _is_said_by(parent, measure):
            yield measure
        parents[measure.pk] = measure


def _is_said_by(parent: models.Measure, item: models.Measure) -> bool:
    """Whether an item stands in the words of its measure and differs from it in nothing else."""
    same = all(getattr(parent, name) == getattr(item, name) for name in _FIELDS)
    return same and without_final(printable(item.text)) in printable(parent.text)


def _measure(measure: models.Measure, *, result: bool, indicator: bool) -> reading.Measure:
    text = printable(measure.text)
    return reading.Measure(
        number=printable(measure.number),
        title=text,
        sub_items=sub_items([Line(part) for part in paragraphs_of(text)]),
        term_raw=printable(measure.term_words),
        term=measure.parsed_term,
        executors_raw=printable(measure.performers_words),
        executors=tuple(one.printed for one in measure.performers.all()),
        result=printable(measure.result) if result else None,
        indicator_raw=printable(measure.indicator) if indicator else None,
        targets=tuple(_target(one) for one in measure.targets.all()),
        source=_NOWHERE,
    )


def _target(target: models.Target) -> reading.Target:
    value = None if target.value is None else float(target.value)
    return reading.Target(
        target.op, value, target.unit or None, printable(target.population) or None, target.year, target.text
    )
