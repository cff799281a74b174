"""Who belongs to a class on a day.

`Register` reads a territory once and answers for any class and day; `members` asks it one question.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from .choices import Kind, UnitKind
from .classes import GROUPS, NoSuchClass, OrganisationClass, class_of_key
from .models import ClassException, Organisation, OrganisationState, OwnClass, Territory, Unit

GRADES, ADAPTED, FOUNDER = "grades", "adapted", "founder"
"""Facts that may be unknown of an organisation."""
_WITHOUT_GRADES = frozenset(Kind) - {Kind.SCHOOL}


@dataclass(frozen=True, slots=True)
class Unknown:
    """An organisation of which a fact is unknown, so that nobody can say whether it belongs to the class."""

    organisation: Organisation
    fact: str


@dataclass(frozen=True)
class Members:
    """Who belongs to a class on a day.

    `organisations` do. `unknown` might: a fact is missing. `excepted` would, but for an exception with its reason;
    `admitted`, which are among `organisations`, do by one.
    """

    organisations: tuple[Organisation, ...]
    unknown: tuple[Unknown, ...]
    excepted: tuple[ClassException, ...]
    admitted: tuple[ClassException, ...]

    @cached_property
    def keys(self) -> frozenset[int]:
        """Return the keys of those who belong to it."""
        return frozenset(organisation.pk for organisation in self.organisations)


def members(
    wanted: OrganisationClass | str, *, territory: Territory, on: date, grades: tuple[int, int] | None = None
) -> Members:
    """Return who belongs to a class (or the key of one) in a territory and beneath it on a day: see `Register`.

    Raises:
        NoSuchClass: the key names no class of this territory.
    """
    return Register(territory).members(wanted, on=on, grades=grades)


class Register:
    """The organisations of a territory and beneath it, read in five queries at the first question.

    Whoever asks for many classes or days asks one register: what changes on no day between two is told but once.
    """

    def __init__(self, territory: Territory) -> None:
        self._territory = territory
        self._known: dict[tuple[OrganisationClass, int, tuple[int, int] | None], Members] = {}

    def members(self, wanted: OrganisationClass | str, *, on: date, grades: tuple[int, int] | None = None) -> Members:
        """Return who belongs to a class (or the key of one) on a day.

        With `grades` only those who teach one of these too: work about grades 10–11 is never given to a school of
        nine grades. Schools of which the grades are not known are told apart; other kinds without grades teach none.

        Raises:
            NoSuchClass: the key names no class of this territory.
        """
        found = class_of_key(wanted) if isinstance(wanted, str) else wanted
        key = found, bisect_right(self._changes, on), grades
        if key not in self._known:
            self._known[key] = self._members(found, on, grades)
        return self._known[key]

    def _members(self, found: OrganisationClass, on: date, grades: tuple[int, int] | None) -> Members:
        narrowed = self._rule(found)
        exceptions = self._exceptions_to(found, on)
        excepted = {one.organisation_id: one for one in exceptions if not one.is_member}
        admitted = {one.organisation_id: one for one in exceptions if one.is_member}
        sure: list[Organisation] = []
        unknown: list[Unknown] = []
        struck: list[ClassException] = []
        for organisation in self._organisations if narrowed is not None else ():
            assert narrowed is not None
            missing = self._judge(organisation, narrowed, on, grades)
            if missing is False or organisation.pk in admitted:
                continue
            if organisation.pk in excepted:
                struck.append(excepted[organisation.pk])
            elif missing is True:
                sure.append(organisation)
            else:
                unknown.append(Unknown(organisation, missing))
        let_in = [exception for exception in admitted.values() if exception.organisation.is_open_on(on)]
        sure += [exception.organisation for exception in let_in]
        return Members(
            organisations=tuple(sorted(sure, key=lambda one: (one.sort_key, one.pk))),
            unknown=tuple(unknown),
            excepted=tuple(struck),
            admitted=tuple(let_in),
        )

    @cached_property
    def _organisations(self) -> list[Organisation]:
        within = Organisation.objects.filter(territory__path__startswith=self._territory.path)
        return list(within.select_related("territory"))

    @cached_property
    def _states(self) -> dict[int, list[OrganisationState]]:
        found: dict[int, list[OrganisationState]] = defaultdict(list)
        within = OrganisationState.objects.filter(organisation__territory__path__startswith=self._territory.path)
        for state in within.order_by():
            found[state.organisation_id].append(state)
        return found

    @cached_property
    def _units(self) -> dict[int, list[Unit]]:
        found: dict[int, list[Unit]] = defaultdict(list)
        within = Unit.objects.filter(organisation__territory__path__startswith=self._territory.path)
        for unit in within.order_by():
            found[unit.organisation_id].append(unit)
        return found

    @cached_property
    def _exceptions(self) -> list[ClassException]:
        return list(self._territory.class_exceptions.select_related("organisation__territory"))

    @cached_property
    def _own(self) -> dict[int, OwnClass]:
        return OwnClass.objects.filter(territory__in=[self._territory.pk, *self._territory.keys_above]).in_bulk()

    @cached_property
    def _changes(self) -> list[date]:
        """The days on which anything becomes otherwise."""
        days: set[date | None] = set()
        for organisation in self._organisations:
            days |= {organisation.opened_on, organisation.closed_on}
        for units in self._units.values():
            days |= {day for unit in units for day in (unit.opened_on, unit.closed_on)}
        for states in self._states.values():
            days |= {day for state in states for day in (state.during.lower, state.during.upper)}
        for exception in self._exceptions:
            days |= {exception.organisation.opened_on, exception.organisation.closed_on, exception.since}
            days.add(exception.until + timedelta(days=1) if exception.until else None)
        return sorted(day for day in days if day is not None)

    def _rule(self, found: OrganisationClass) -> OrganisationClass | None:
        """The class by its groups: for an own class of the territory that of its rule, or none where it has none."""
        if found.own is None:
            return found
        own = self._own.get(found.own)
        if own is None:
            raise NoSuchClass(found.key)
        if not own.rule:
            return None
        rule = class_of_key(own.rule)
        return OrganisationClass(
            groups=rule.groups,
            founder=found.founder or rule.founder,
            traits=tuple(dict.fromkeys((*rule.traits, *found.traits))),
            grades=found.grades or rule.grades,
            within=found.within or rule.within,
        )

    def _exceptions_to(self, found: OrganisationClass, on: date) -> list[ClassException]:
        """Exceptions of the territory to this class or, if they shut out, to a wider one."""
        return [
            exception
            for exception in self._exceptions
            if (exception.since is None or exception.since <= on)
            and (exception.until is None or exception.until >= on)
            and (
                exception.class_key == found.key
                or (not exception.is_member and found.is_narrower_than(class_of_key(exception.class_key)))
            )
        ]

    def _judge(
        self, organisation: Organisation, found: OrganisationClass, on: date, grades: tuple[int, int] | None
    ) -> bool | str:
        """Whether it belongs to the class: yes, no, or the fact that is not known."""
        if not organisation.is_open_on(on):
            return False
        state = next((one for one in self._states[organisation.pk] if on in one.during), None)
        units = {unit.kind for unit in self._units.get(organisation.pk, ()) if unit.is_open_on(on)}
        if state is None or not any(_is_of(organisation, code, units) for code in found.groups):
            return False
        if found.within is not None and str(found.within) not in organisation.territory.path.split("/"):
            return False
        if found.founder and state.founder not in ("", found.founder):
            return False
        if "growth_point" in found.traits and UnitKind.GROWTH_POINT not in units:
            return False
        unknown = ""
        for asked in (found.grades, grades):
            if asked is None:
                continue
            if state.first_grade is None or state.last_grade is None:
                if organisation.kind in _WITHOUT_GRADES:
                    return False
                unknown = GRADES
            elif state.first_grade > asked[1] or state.last_grade < asked[0]:
                return False
        if "adapted" in found.traits and UnitKind.ADAPTED_CLASSES not in units:
            if state.adapted is False:
                return False
            if state.adapted is None:
                unknown = unknown or ADAPTED
        if found.founder and not state.founder:
            unknown = unknown or FOUNDER
        return unknown or True


def _is_of(organisation: Organisation, code: str, units: set[str]) -> bool:
    group = GROUPS[code]
    of_kind = organisation.kind in group.kinds and (not group.levels or organisation.territory.level in group.levels)
    return of_kind or (group.unit is not None and group.unit in units)
