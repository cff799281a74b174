"""Deeds of binding: what a plan's words were proposed to mean is confirmed or decided, each deed a step to be undone.

A measure has four rows: its term, its performers, what proves it, its targets. Rows that look alike are confirmed
or decided together. A measure with children is carried out by them, so its own rows are asked about by nobody.

A measure of a plan in force is bound anew by the same deeds; its assignments follow by `amending.bring_in_line`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from orientir.database.actor import Actor
from orientir.roadmaps.binding import Shares, calendar_of
from orientir.roadmaps.choices import Fulfilment, Part, ResultForm
from orientir.roadmaps.models import Measure, Occurrence, Performer, PerformerOrganisation, Roadmap, Target
from orientir.roadmaps.queries.rows import (
    LOOKS,
    PERFORMERS,
    PROOF,
    TARGETS,
    TERM,
    is_doubtful,
    is_open,
    looks_of_performer,
    measures_to_bind,
    reaching_nobody,
)
from orientir.roadmaps.queries.rules import measures_with_other_days
from orientir.territory import performers as territory_performers
from orientir.territory.models import Organisation

from .proposals import Proposals
from .steps import BOUND, step

_CHECKED = {
    TERM: "term_checked",
    PERFORMERS: "performers_checked",
    PROOF: "fulfilment_checked",
    TARGETS: "targets_checked",
}


class BackwardsWindow(Exception):
    """A window ends before it begins, or two fall due on one day."""


def confirm_row(measure: Measure, row: str, *, by: Actor, at: datetime) -> None:
    """Say that one row of a measure is right as it stands."""
    with step(measure.roadmap, "bindings_confirmed", within=BOUND, by=by, at=at):
        _confirm([measure.pk], row)


def confirm_alike(measure: Measure, row: str, *, by: Actor, at: datetime) -> int:
    """Say that a row is right in all measures of the plan in which it looks the same. Return in how many it was open.

    A term looks the same with the same words and days, a proof of the same kind and form, targets with the same
    values. Performers are told apart one by one: see `confirm_performer`.
    """
    with step(measure.roadmap, "bindings_confirmed", within=BOUND, by=by, at=at) as roadmap:
        measures = measures_to_bind(roadmap)
        looks = LOOKS[row]
        wanted = looks(next(one for one in measures if one.pk == measure.pk))
        alike = [one.pk for one in measures if is_open(one, row) and looks(one) == wanted]
        _confirm(alike, row)
    return len(alike)


def confirm_performer(performer: Performer, *, by: Actor, at: datetime) -> int:
    """Say that a printed performer means what it is bound to, wherever it stands so. Return in how many measures.

    A measure all of whose performers are confirmed is confirmed.
    """
    with step(performer.measure.roadmap, "bindings_confirmed", within=BOUND, by=by, at=at) as roadmap:
        measures = measures_to_bind(roadmap)
        wanted = next(
            looks_of_performer(one) for measure in measures for one in measure.performers.all() if one == performer
        )
        alike = [one for measure in measures for one in measure.performers.all() if looks_of_performer(one) == wanted]
        _performers_confirmed(measures, {one.pk for one in alike})
    return len({one.measure_id for one in alike})


def confirm_sure(roadmap: Roadmap, *, by: Actor, at: datetime) -> int:
    """Say that all rows are right about which the words leave no doubt. Return how many there were."""
    with step(roadmap, "bindings_confirmed", by=by, at=at) as roadmap:
        measures = measures_to_bind(roadmap)
        nobody = reaching_nobody(Shares(roadmap), measures)
        settled = 0
        for row in _CHECKED:
            sure = [one.pk for one in measures if is_open(one, row) and not is_doubtful(one, row, nobody)]
            _confirm(sure, row)
            settled += len(sure)
    return settled


def set_dates(
    measure: Measure, windows: Sequence[tuple[date | None, date]], *, alike: bool = False, by: Actor, at: datetime
) -> int:
    """Give a measure windows of a person's own, or all measures with the same words for their term. Return how many.

    A window without a first day begins as many days before its last as the rules give work for a deadline. No windows
    at all are an answer too: the measure has no dates, and nothing will come of it.

    Raises:
        BackwardsWindow: a window ends before it begins, or two end on one day.
    """
    days = sorted(windows, key=lambda window: window[1])
    if any(first and first > last for first, last in days) or len({last for _, last in days}) < len(days):
        raise BackwardsWindow
    with step(measure.roadmap, "dates_set", within=BOUND, by=by, at=at) as roadmap:
        calendar = calendar_of(roadmap)
        inner, before = calendar.rules.inner_days, timedelta(days=calendar.rules.deadline_days)
        spans = [(first or last - before, last) for first, last in days]
        chosen = _of_same_term(roadmap, measure) if alike else [measure.pk]
        Occurrence.objects.filter(measure__in=chosen).delete()
        Occurrence.objects.bulk_create(
            Occurrence(
                measure_id=key,
                starts_on=first,
                ends_on=last,
                due_on=last,
                inner_due_on=max(first, calendar.working_days_before(last, inner)),
            )
            for key in chosen
            for first, last in spans
        )
        Measure.objects.filter(pk__in=chosen).update(own_dates=True, term_checked=True)
    return len(chosen)


def dates_by_rules(measure: Measure, *, by: Actor, at: datetime) -> None:
    """Give a measure the windows again that its words have by the rules of the plan."""
    with step(measure.roadmap, "dates_set", within=BOUND, by=by, at=at) as roadmap:
        measure = Measure.objects.get(pk=measure.pk)
        measure.own_dates, measure.term_checked = False, False
        measure.save(update_fields=["own_dates", "term_checked"])
        Proposals(roadmap, today=timezone.localdate(at)).bind_again(measure, term=True)


def bind_performer(
    performer: Performer,
    *,
    organisations: Collection[Organisation] = (),
    class_key: str = "",
    part: str,
    force: str,
    alike: bool = False,
    remember: bool = False,
    by: Actor,
    at: datetime,
) -> int:
    """Say whom a printed performer means, in which part and how bindingly; nobody is an answer too.

    With `alike` the same printed performer means the same in all measures of the plan; part and force stay each
    measure's own. With `remember` the territory knows it for its next plans, which undoing the step does not take
    back. Return in how many measures it is bound now.
    """
    with step(performer.measure.roadmap, "performer_bound", within=BOUND, by=by, at=at) as roadmap:
        if part == Part.LEAD:
            others = Performer.objects.filter(measure=performer.measure_id, part=Part.LEAD).exclude(pk=performer.pk)
            others.update(part=Part.SUBMITS)
        Performer.objects.filter(pk=performer.pk).update(part=part, force=force)
        measures = measures_to_bind(roadmap)
        printed = performer.printed.casefold()
        chosen = [
            one.pk
            for measure in measures
            for one in measure.performers.all()
            if one.pk == performer.pk or (alike and one.printed.casefold() == printed)
        ]
        Performer.objects.filter(pk__in=chosen).update(organisation_class=class_key, confidence=1, reasons=[])
        PerformerOrganisation.objects.filter(performer__in=chosen).delete()
        PerformerOrganisation.objects.bulk_create(
            PerformerOrganisation(performer_id=key, organisation=organisation)
            for key in chosen
            for organisation in organisations
        )
        _performers_confirmed(measures, set(chosen))
        if remember and (organisations or class_key):
            territory_performers.remember(
                performer.printed,
                territory=roadmap.organisation.territory,
                organisations=list(organisations),
                class_key=class_key,
                duty=performer.duty,
                by=by,
                at=at,
            )
    return len(chosen)


def add_performer(measure: Measure, printed: str, *, by: Actor, at: datetime) -> Performer:
    """Write a performer whom the document does not name apart, after the others, with whom it may mean."""
    with step(measure.roadmap, "performer_bound", within=BOUND, by=by, at=at) as roadmap:
        last = measure.performers.order_by("position").last()
        resolution = Proposals(roadmap, today=timezone.localdate(at)).resolve(printed)
        best = resolution.best if resolution.is_sure else None
        made = Performer.objects.create(
            measure=measure,
            position=last.position + 1 if last else 0,
            printed=printed[:500],
            organisation_class=best.class_key if best else "",
            confidence=best.confidence if best else 0,
            reasons=list(best.reasons) if best else [],
        )
        if best:
            made.organisations.set(best.organisations)
        Measure.objects.filter(pk=measure.pk).update(performers_checked=False)
    return made


def remove_performer(performer: Performer, *, by: Actor, at: datetime) -> None:
    """Take away a performer that is none."""
    with step(performer.measure.roadmap, "performer_bound", within=BOUND, by=by, at=at):
        Performer.objects.filter(pk=performer.pk).delete()


def set_proof(measure: Measure, fulfilment: Fulfilment, result_form: ResultForm, *, by: Actor, at: datetime) -> None:
    """Say which kind of fact proves a measure, and in which form its result comes."""
    with step(measure.roadmap, "proof_set", within=BOUND, by=by, at=at):
        measure = Measure.objects.get(pk=measure.pk)
        measure.fulfilment, measure.result_form, measure.fulfilment_checked = fulfilment, result_form, True
        measure.also = [kind for kind in measure.also if kind != fulfilment]
        measure.save(update_fields=["fulfilment", "result_form", "also", "fulfilment_checked"])


def set_targets(measure: Measure, targets: Sequence[dict[str, Any]], *, by: Actor, at: datetime) -> None:
    """Set what the indicators of a measure are to reach: op, value, unit, population, year and text of each."""
    with step(measure.roadmap, "targets_set", within=BOUND, by=by, at=at):
        measure.targets.all().delete()
        Target.objects.bulk_create(
            Target(measure=measure, position=position, **target) for position, target in enumerate(targets)
        )
        Measure.objects.filter(pk=measure.pk).update(targets_checked=True)


def set_rules(roadmap: Roadmap, rules: dict[str, Any], *, by: Actor, at: datetime) -> int:
    """Change the rules by which the words of a plan become dates. Return of how many measures the days change.

    Their terms have to be confirmed anew; dates set by hand stay.

    Raises:
        WrongRule: a rule does not exist, or has no such value.
    """
    with step(roadmap, "rules_set", by=by, at=at) as roadmap:
        roadmap.rules = rules
        calendar_of(roadmap)
        roadmap.save(update_fields=["rules"])
        changed = [one.measure for one in measures_with_other_days(roadmap)]
        proposals = Proposals(roadmap, today=timezone.localdate(at))
        Occurrence.objects.filter(measure__in=changed).delete()
        Occurrence.objects.bulk_create(window for measure in changed for window in proposals.windows(measure))
        Measure.objects.filter(pk__in=[one.pk for one in changed]).update(term_checked=False)
    return len(changed)


def set_control(roadmap: Roadmap, control_from: date | None, basis: str, *, by: Actor, at: datetime) -> None:
    """Say from which day on the plan is controlled, and on what basis: windows due before are archive.

    Without a day all windows are controlled.
    """
    with step(roadmap, "control_set", by=by, at=at) as roadmap:
        roadmap.control_from, roadmap.control_basis = control_from, basis if control_from else ""
        roadmap.save(update_fields=["control_from", "control_basis"])


def _confirm(measures: Collection[int], row: str) -> None:
    Measure.objects.filter(pk__in=measures).update(**{_CHECKED[row]: True})
    if row == PERFORMERS:
        Performer.objects.filter(measure__in=measures).update(is_checked=True)


def _performers_confirmed(measures: Iterable[Measure], keys: set[int]) -> None:
    """Confirm performers, and the measures of which nobody else is left."""
    Performer.objects.filter(pk__in=keys).update(is_checked=True)
    whole = [
        measure.pk
        for measure in measures
        if keys & {one.pk for one in measure.performers.all()}
        and all(one.is_checked or one.pk in keys for one in measure.performers.all())
    ]
    Measure.objects.filter(pk__in=whole).update(performers_checked=True)


def _of_same_term(roadmap: Roadmap, measure: Measure) -> list[int]:
    wanted = " ".join(measure.term_words.casefold().split())
    return [
        one.pk
        for one in measures_to_bind(roadmap)
        if one.pk == measure.pk or (wanted and " ".join(one.term_words.casefold().split()) == wanted)
    ]
