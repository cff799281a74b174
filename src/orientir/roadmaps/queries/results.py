"""What came of a roadmap: by measure the thing its result names, how many have it, and the files that prove it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from orientir.database.actor import Actor
from orientir.engines.counts import Figure
from orientir.roadmaps import policy
from orientir.roadmaps.choices import ReportState, ResultForm
from orientir.roadmaps.models import Evidence, Measure, Roadmap

from .figures import Tally, tallies
from .plan import UNSHOWN, work_in

LATEST = 3
"""How many files of a measure are shown beside it; the others are behind its assignments."""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A measure, how many of its assignments have brought the result, and the latest files the reader may see."""

    measure: Measure
    progress: Figure
    latest: tuple[Evidence, ...]


def result_forms_of(actor: Actor, roadmap: Roadmap) -> list[ResultForm]:
    """Return the forms in which the results of a roadmap come, in the order of their kinds."""
    there = set(_with_result(actor, roadmap).order_by().values_list("result_form", flat=True).distinct())
    return [form for form in ResultForm if form in there and form != ResultForm.NONE_NAMED]


def measures_with_result(actor: Actor, roadmap: Roadmap, *, form: str = "") -> QuerySet[Measure]:
    """Return the measures that name a result, in the order of the plan: all, or those whose result has a form."""
    measures = _with_result(actor, roadmap).select_related("section").defer(*UNSHOWN)
    return measures.filter(result_form=form) if form else measures


def results_of(actor: Actor, measures: Sequence[Measure], *, year: int | None, today: date) -> list[ResultRow]:
    """Return what came of these measures."""
    keys = [measure.pk for measure in measures]
    counted = tallies(
        work_in(policy.visible_assignments(actor).filter(measure__any_of=keys), year), "measure_id", today=today
    )
    accepted = policy.visible_evidence(actor).filter(
        report__state=ReportState.ACCEPTED, report__assignment__measure=OuterRef("pk")
    )
    if year is not None:
        accepted = accepted.filter(report__assignment__due_on__year=year)
    latest = accepted.order_by("-report__assignment__due_on", "-pk").values("pk")[:LATEST]
    found = dict(Measure.objects.filter(pk__in=keys).order_by().values_list("pk", ArraySubquery(latest)))
    shown = [key for its in found.values() for key in its]
    files = {one.pk: one for one in policy.visible_evidence(actor).filter(pk__in=shown).select_related("file")}
    return [
        ResultRow(
            measure,
            counted.get((measure.pk,), Tally()).progress,
            tuple(files[key] for key in found.get(measure.pk, []) if key in files),
        )
        for measure in measures
    ]


def _with_result(actor: Actor, roadmap: Roadmap) -> QuerySet[Measure]:
    named = ~Q(result="") | ~Q(result_form__in=["", ResultForm.NONE_NAMED])
    seen = policy.visible_measures(actor).filter(named, roadmap=roadmap)
    return seen.order_by("section__position", "position")
