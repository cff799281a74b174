"""Who belongs to a class on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from .choices import Kind, UnitKind
from .classes import GROUPS, NoSuchClass, OrganisationClass, class_of_key
from .models import ClassException, Organisation, OwnClass, Territory

GRADES, ADAPTED, FOUNDER = "grades", "adapted", "founder"
"""Facts that may be unknown of an organisation."""
_WITHOUT_GRADES = frozenset(Kind) - {Kind.SCHOOL}


@dataclass(frozen=True, slots=True)
class Unknown:
    """An organisation of which a fact is unknown, so that nobody can say whether it belongs to the class."""

    organisation: Organisation
    fact: str


@dataclass(frozen=True, slots=True)
class Members:
    """Who belongs to a class on a day.

    `organisations` do. `unknown` might: a fact is missing. `excepted` would, but for an exception with its reason;
    `admitted`, which are among `organisations`, do by one.
    """

    organisations: tuple[Organisation, ...]
    unknown: tuple[Unknown, ...]
    excepted: tuple[ClassException, ...]
    admitted: tuple[ClassException, ...]


def members(
    wanted: OrganisationClass | str, *, territory: Territory, on: date, grades: tuple[int, int] | None = None
) -> Members:
    """Return who belongs to a class (or the key of one) in a territory and beneath it on a day.

    With `grades` only those who teach one of these too: work about grades 10–11 is never given to a school of nine
    grades. Schools of which the grades are not known are told apart; other kinds without grades teach none.

    Raises:
        NoSuchClass: the key names no class of this territory.
    """
    found = class_of_key(wanted) if isinstance(wanted, str) else wanted
    exceptions = _exceptions(found, territory, on)
    narrowed = _rule(found, territory)
    candidates: Iterable[Organisation] = ()
    if narrowed is not None:
        candidates = _candidates(narrowed, territory, on)
    excepted = {exception.organisation_id: exception for exception in exceptions if not exception.is_member}
    admitted = {exception.organisation_id: exception for exception in exceptions if exception.is_member}
    sure: list[Organisation] = []
    unknown: list[Unknown] = []
    struck: list[ClassException] = []
    for organisation in candidates:
        assert narrowed is not None
        missing = _judge(organisation, narrowed, grades)
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


def _rule(found: OrganisationClass, territory: Territory) -> OrganisationClass | None:
    """The class by its groups: for an own class of the territory that of its rule, or none where it has none."""
    if found.own is None:
        return found
    own = OwnClass.objects.filter(pk=found.own, territory__in=[territory.pk, *territory.keys_above]).first()
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


def _candidates(found: OrganisationClass, territory: Territory, on: date) -> Iterable[Organisation]:
    """Those of the groups, with what is known of them on that day; two further queries."""
    of_groups = Q(pk__in=[])
    for group in (GROUPS[code] for code in found.groups):
        one = Q(kind__in=group.kinds)
        if group.levels:
            one &= Q(territory__level__in=group.levels)
        if group.unit:
            one |= Q(units__kind=group.unit)
        of_groups |= one
    within = Q(territory__path__startswith=territory.path)
    if found.within is not None:
        within &= Q(territory__path__contains=f"/{found.within}/") | Q(territory__path__startswith=f"{found.within}/")
    if found.founder:
        within &= Q(states__during__contains=on, states__founder__in=["", found.founder])
    chosen = Organisation.objects.filter(of_groups, within).open_on(on).order_by().values("pk")
    return Organisation.objects.filter(pk__in=chosen).as_of(on).select_related("territory")


def _judge(organisation: Organisation, found: OrganisationClass, grades: tuple[int, int] | None) -> bool | str:
    """Whether it belongs to the class: yes, no, or the fact that is not known."""
    state = organisation.state_then
    units = {unit.kind for unit in organisation.units_then}
    if not any(_is_of(organisation, code, units) for code in found.groups):
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


def _exceptions(found: OrganisationClass, territory: Territory, on: date) -> list[ClassException]:
    """Exceptions of the territory to this class or, if they shut out, to a wider one."""
    lasting = (Q(since=None) | Q(since__lte=on)) & (Q(until=None) | Q(until__gte=on))
    stored = ClassException.objects.filter(lasting, territory=territory).select_related("organisation__territory")
    return [
        exception
        for exception in stored
        if exception.class_key == found.key
        or (not exception.is_member and found.is_narrower_than(class_of_key(exception.class_key)))
    ]
