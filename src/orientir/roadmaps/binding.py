"""What the bindings of a measure come to on a day: which organisations have it as work, in which part, how binding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from orientir.engines.calendar import Calendar, Rules
from orientir.engines.terms import Occurrence as Laid
from orientir.engines.terms import Span, Term, occurrences, whole_years
from orientir.territory.members import Register

from .choices import Force, Part
from .models import Measure, Performer, Roadmap

_BINDING = (Force.OBLIGATORY, Force.AGREED, Force.RECOMMENDED)
_SCHOOL_YEAR = (date(1, 9, 1), date(2, 8, 31))


@dataclass(frozen=True, slots=True)
class Share:
    """An organisation's share of a measure."""

    organisation_id: int
    part: str
    force: str


class Shares:
    """Who has the measures of a plan as work on a day: as many queries for one measure as for all."""

    def __init__(self, roadmap: Roadmap) -> None:
        self.register = Register(roadmap.organisation.territory)
        self._joined: dict[tuple[tuple[str, str, frozenset[int]], ...], tuple[Share, ...]] = {}

    def of(self, measure: Measure, *, on: date) -> tuple[Share, ...]:
        """Return the shares of a measure, each organisation once, by key.

        An organisation that several printed performers mean leads if it leads as one of them, and is bound as
        strongly as any of them binds it.
        """
        means = tuple(
            (one.part, one.force, self.organisations_of(one, measure, on=on)) for one in measure.performers.all()
        )
        if means not in self._joined:
            found: dict[int, Share] = {}
            for part, force, organisations in means:
                for key in organisations:
                    found[key] = _joined(found.get(key), Share(key, part, force))
            self._joined[means] = tuple(found[key] for key in sorted(found))
        return self._joined[means]

    def organisations_of(self, performer: Performer, measure: Measure, *, on: date) -> frozenset[int]:
        """Return the keys of the organisations that a printed performer of a measure means on a day."""
        if not performer.organisation_class:
            return frozenset(bound.organisation_id for bound in performer.bound.all())
        return self.register.members(performer.organisation_class, on=on, grades=grades_of(measure)).keys


def grades_of(measure: Measure) -> tuple[int, int] | None:
    """Return the lowest and the highest class that the words of a measure name, if they do."""
    grades = (measure.traits.get("grades") or {}).get("value")
    return (min(grades), max(grades)) if grades else None


def period_of(roadmap: Roadmap) -> Span | None:
    """Return the days of a plan: of whole years, or of the school year where its title names one."""
    first, last = roadmap.first_year, roadmap.last_year
    if first is None:
        return None
    last = last or first
    if "учебн" in roadmap.title.lower():
        last = max(last, first + 1)
        return _SCHOOL_YEAR[0].replace(year=first), _SCHOOL_YEAR[1].replace(year=last)
    return whole_years(first, last)


def calendar_of(roadmap: Roadmap) -> Calendar:
    """Return the calendar by which the words of a plan become dates: the rules for such a plan, changed by its own."""
    period = period_of(roadmap)
    rules = Rules.of_plan(period) if period else Rules()
    return Calendar(rules.changed(roadmap.rules))


def windows_of(term: Term, roadmap: Roadmap) -> tuple[Laid, ...]:
    """Return the dated windows of a term in the period of a plan; none without a period."""
    period = period_of(roadmap)
    return occurrences(term, period, calendar_of(roadmap)) if period else ()


def _joined(one: Share | None, other: Share) -> Share:
    if one is None:
        return other
    part = Part.LEAD if Part.LEAD in (one.part, other.part) else Part.SUBMITS
    force = min((one.force, other.force), key=lambda force: _BINDING.index(Force(force)))
    return Share(one.organisation_id, part, force)
