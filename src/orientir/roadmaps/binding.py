"""What the bindings of a measure come to on a day: which organisations have it as work, in which part, how binding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .choices import Force, Part
from .models import Measure, Performer

_BINDING = (Force.OBLIGATORY, Force.AGREED, Force.RECOMMENDED)


@dataclass(frozen=True, slots=True)
class Share:
    """An organisation's share of a measure."""

    organisation_id: int
    part: str
    force: str


def shares_of(measure: Measure, *, on: date) -> list[Share]:
    """Return who has a measure as work on a day, each organisation once, by key.

    An organisation that several printed performers mean leads if it leads as one of them, and is bound as strongly as
    any of them binds it.
    """
    found: dict[int, Share] = {}
    for performer in measure.performers.all():
        for organisation_id in organisations_of(performer, on=on):
            share = Share(organisation_id, performer.part, performer.force)
            found[organisation_id] = _joined(found.get(organisation_id), share)
    return [found[key] for key in sorted(found)]


def organisations_of(performer: Performer, *, on: date) -> set[int]:
    """Return the keys of the organisations that a printed performer means on a day."""
    return {bound.organisation_id for bound in performer.bound.all()}


def _joined(one: Share | None, other: Share) -> Share:
    if one is None:
        return other
    part = Part.LEAD if Part.LEAD in (one.part, other.part) else Part.SUBMITS
    force = min((one.force, other.force), key=lambda force: _BINDING.index(Force(force)))
    return Share(one.organisation_id, part, force)
