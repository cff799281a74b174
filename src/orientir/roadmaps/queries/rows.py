"""The rows of a measure that a person confirms: which look alike, which wait, of which the words leave a doubt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orientir.roadmaps.binding import Shares
from orientir.roadmaps.models import Measure, Performer, Roadmap
from orientir.territory.classes import NoSuchClass
from orientir.territory.performers import SURE

TERM, PERFORMERS, PROOF, TARGETS = "term", "performers", "proof", "targets"
ROWS: dict[str, Promise] = {
    TERM: _("Term"),
    PERFORMERS: _("Performers"),
    PROOF: _("What proves it"),
    TARGETS: _("Targets"),
}

_SURE_PROOF = 0.6
"""From this confidence on the kind that the words name is offered without a question."""


def measures_to_bind(roadmap: Roadmap) -> list[Measure]:
    """Return the measures of a plan that are carried out themselves, with all they are bound to."""
    return list(
        roadmap.measures.filter(children=None)
        .select_related("section")
        .prefetch_related("occurrences", "targets", "performers__bound__organisation")
        .order_by("section__position", "position")
    )


def looks_of_term(measure: Measure) -> Hashable:
    """Return what tells the term of a measure from those that look otherwise: its words and its days."""
    days = tuple((one.starts_on, one.ends_on, one.due_on) for one in measure.occurrences.all())
    return " ".join(measure.term_words.casefold().split()), days


def looks_of_proof(measure: Measure) -> Hashable:
    """Return what tells the proof of a measure from others: kind and form."""
    return measure.fulfilment, measure.result_form


def looks_of_targets(measure: Measure) -> Hashable:
    """Return what tells the targets of a measure from others: their values."""
    return tuple((one.op, one.value, one.unit, one.population, one.year) for one in measure.targets.all())


LOOKS: dict[str, Callable[[Measure], Hashable]] = {
    TERM: looks_of_term,
    PROOF: looks_of_proof,
    TARGETS: looks_of_targets,
}
"""Rows that are alike as wholes; performers are alike one by one."""


def looks_of_performer(performer: Performer) -> Hashable:
    """Return what tells a printed performer from others: its words and whom it means."""
    bound = frozenset(one.organisation_id for one in performer.bound.all())
    return performer.printed.casefold(), performer.organisation_class, bound


def is_open(measure: Measure, row: str) -> bool:
    """Say whether a row waits for a person. A measure without targets is not asked about any."""
    if row == TARGETS:
        return not measure.targets_checked and bool(measure.targets.all())
    checked = {
        TERM: measure.term_checked,
        PERFORMERS: measure.performers_checked,
        PROOF: measure.fulfilment_checked,
    }
    return not checked[row]


def is_doubtful(measure: Measure, row: str, nobody: Collection[int]) -> bool:
    """Say whether the words leave something to decide: no dates, nobody found, a kind that was only guessed.

    `nobody` are the performers bound to a class to which nobody belongs (`reaching_nobody`).
    """
    if row == TERM:
        return not measure.occurrences.all()
    if row == PERFORMERS:
        found = measure.performers.all()
        return not found or any(
            is_unbound(one) or one.pk in nobody or (not one.is_checked and one.confidence < SURE) for one in found
        )
    if row == PROOF:
        confidence = (measure.traits.get("fulfilment") or {}).get("confidence", 0)
        return not measure.fulfilment or confidence < _SURE_PROOF
    return False


def is_unbound(performer: Performer) -> bool:
    """Say whether nobody is found for a printed performer."""
    return not performer.organisation_class and not performer.bound.all()


def counting_day(measures: Iterable[Measure]) -> date:
    """Return the day for which members of classes are counted: one for all, so that each class is asked for once."""
    first = min((one.due_on for measure in measures for one in measure.occurrences.all()), default=None)
    return first or timezone.localdate()


def reaching_nobody(whose: Shares, measures: Sequence[Measure]) -> frozenset[int]:
    """Return the keys of the performers bound to a class to which nobody belongs: nothing would come of them."""
    day = counting_day(measures)
    return frozenset(
        one.pk
        for measure in measures
        for one in measure.performers.all()
        if one.organisation_class and not members_of(whose, one, measure, on=day)
    )


def members_of(whose: Shares, performer: Performer, measure: Measure, *, on: date) -> Collection[int]:
    """Return who belongs to the class of a performer; nobody where the class is known no more."""
    try:
        return whose.organisations_of(performer, measure, on=on)
    except NoSuchClass:
        return ()
