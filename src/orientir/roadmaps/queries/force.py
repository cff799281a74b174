"""Who is left out when a plan is put in force, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orientir.roadmaps.binding import grades_of
from orientir.roadmaps.models import Measure
from orientir.territory.members import ADAPTED, FOUNDER, GRADES, Register
from orientir.territory.models import Organisation

_UNKNOWN: dict[str, Promise] = {
    GRADES: _("which classes it teaches is not known"),
    ADAPTED: _("whether it teaches by adapted programmes is not known"),
    FOUNDER: _("its founder is not known"),
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Organisations that classes of performers do not reach for the same reasons, in so many measures."""

    reasons: tuple[str, ...]
    count: int
    organisations: tuple[Organisation, ...]


def left_out(register: Register, measures: Iterable[Measure], *, today: date) -> list[LeftOut]:
    """Return the organisations of which a fact is missing or that are excepted from a class, by their reasons."""
    asked: dict[tuple[str, tuple[int, int] | None], set[int]] = defaultdict(set)
    for measure in measures:
        for performer in measure.performers.all():
            if performer.organisation_class:
                asked[performer.organisation_class, grades_of(measure)].add(measure.pk)
    why: dict[Organisation, tuple[dict[str, None], set[int]]] = {}
    for (key, grades), of_measures in asked.items():
        reached = register.members(key, on=today, grades=grades)
        reasons = [(one.organisation, str(_UNKNOWN[one.fact])) for one in reached.unknown]
        reasons += [(one.organisation, one.reason) for one in reached.excepted]
        for organisation, reason in reasons:
            said, where = why.setdefault(organisation, ({}, set()))
            said[reason] = None
            where |= of_measures
    alike: dict[tuple[tuple[str, ...], int], list[Organisation]] = defaultdict(list)
    for organisation, (said, where) in why.items():
        alike[tuple(said), len(where)].append(organisation)
    found = [
        LeftOut(reasons, count, tuple(sorted(those, key=lambda one: one.sort_key)))
        for (reasons, count), those in alike.items()
    ]
    return sorted(found, key=lambda one: (-one.count, -len(one.organisations)))
