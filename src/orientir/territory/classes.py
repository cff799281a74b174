"""Classes of organisations: «школы», «ОО, реализующие АОП», «колледжи» – a condition on a day over facts.

A class is a value with a short key that others keep; who belongs to it is asked anew for each day. Groups are named
here in code, a territory adds its own (`OwnClass`). Exceptions, each with its reason, hold for a territory.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .choices import Founder, Kind, Level, UnitKind
from .models import OwnClass, Territory
from .models.classes import KEY_LENGTH
from .models.organisations import FIRST_GRADE, LAST_GRADE


@dataclass(frozen=True, slots=True)
class GroupOfKinds:
    """A named group: organisations of these kinds, or with a unit of this kind, at these levels of the tree."""

    words: Promise
    kinds: tuple[Kind, ...] = ()
    unit: UnitKind | None = None
    levels: tuple[Level, ...] = ()


GROUPS: dict[str, GroupOfKinds] = {
    "educational": GroupOfKinds(
        gettext_lazy("educational organisations"),
        (Kind.SCHOOL, Kind.KINDERGARTEN, Kind.SUPPLEMENTARY, Kind.COLLEGE, Kind.UNIVERSITY),
    ),
    "schools": GroupOfKinds(gettext_lazy("schools"), (Kind.SCHOOL,)),
    "preschool": GroupOfKinds(
        gettext_lazy("kindergartens and schools with kindergarten groups"), (Kind.KINDERGARTEN,), UnitKind.GROUP
    ),
    "kindergarten_groups": GroupOfKinds(gettext_lazy("organisations with kindergarten groups"), (), UnitKind.GROUP),
    "supplementary": GroupOfKinds(gettext_lazy("organisations of supplementary education"), (Kind.SUPPLEMENTARY,)),
    "colleges": GroupOfKinds(gettext_lazy("colleges"), (Kind.COLLEGE,)),
    "universities": GroupOfKinds(gettext_lazy("universities"), (Kind.UNIVERSITY,)),
    "authorities": GroupOfKinds(
        gettext_lazy("municipal education authorities"),
        (Kind.AUTHORITY,),
        levels=(Level.MUNICIPALITY, Level.DISTRICT),
    ),
    "methodical_centres": GroupOfKinds(gettext_lazy("methodical centres"), (Kind.METHODICAL_CENTRE,)),
    "psychological_centres": GroupOfKinds(
        gettext_lazy("psychological, educational and medical centres"), (Kind.PSYCHOLOGICAL_CENTRE,)
    ),
    "assessment_centres": GroupOfKinds(
        gettext_lazy("centres for education quality assessment"), (Kind.ASSESSMENT_CENTRE,)
    ),
    "training_centres": GroupOfKinds(gettext_lazy("advanced vocational training centres"), (Kind.TRAINING_CENTRE,)),
    "enterprises": GroupOfKinds(gettext_lazy("enterprises"), (Kind.ENTERPRISE, Kind.ENTREPRENEUR)),
    "public_associations": GroupOfKinds(gettext_lazy("public associations"), (Kind.PUBLIC_ASSOCIATION,)),
    "employment_centres": GroupOfKinds(gettext_lazy("employment centres"), (Kind.EMPLOYMENT_CENTRE,)),
    "other_authorities": GroupOfKinds(gettext_lazy("authorities of other departments"), (Kind.OTHER_AUTHORITY,)),
}
"""Groups by code, the same codes that `orientir.engines.naming` reads in printed words."""

TRAITS: dict[str, Promise] = {
    "adapted": gettext_lazy("that teach by adapted programmes"),
    "growth_point": gettext_lazy("with a “Growth Point” centre"),
}
_FOUNDERS: dict[str, Promise] = {
    Founder.MUNICIPALITY: gettext_lazy("founded by the municipality"),
    Founder.REGION: gettext_lazy("founded by the region"),
    Founder.FEDERATION: gettext_lazy("founded by the federation"),
    Founder.PRIVATE: gettext_lazy("founded privately"),
}
_GRADES = re.compile(r"g(\d{1,2})-(\d{1,2})")


class NoSuchClass(Exception):
    """The key names no class, or one of another territory."""


@dataclass(frozen=True, slots=True)
class OrganisationClass:
    """A class: groups of which all are meant, or an own class of a territory, narrowed down by conditions.

    `founder`: whose they are. `traits`: what they have. `grades`: they teach at least one of these. `within`: they
    stand in this territory (its key) or beneath.
    """

    groups: tuple[str, ...] = ()
    own: int | None = None
    founder: str = ""
    traits: tuple[str, ...] = ()
    grades: tuple[int, int] | None = None
    within: int | None = None

    @property
    def key(self) -> str:
        """The class in a few signs: "schools+colleges.adapted.g10-11"; `class_of_key` reads it."""
        parts = ["+".join(self.groups) if self.own is None else f"own-{self.own}", *self.traits]
        if self.founder:
            parts.append(f"of-{self.founder}")
        if self.grades:
            parts.append(f"g{self.grades[0]}-{self.grades[1]}")
        if self.within is not None:
            parts.append(f"in-{self.within}")
        return ".".join(parts)

    @property
    def fits_key(self) -> bool:
        """Say whether its key is short enough to be kept."""
        return len(self.key) <= KEY_LENGTH

    @property
    def basic_groups(self) -> frozenset[str]:
        """Its groups, «educational organisations» taken apart: an exception to a part holds for the whole."""
        found = set(self.groups)
        kinds = {kind for group in self.groups for kind in GROUPS[group].kinds}
        found |= {code for code, group in GROUPS.items() if group.kinds and not group.unit and kinds >= {*group.kinds}}
        return frozenset(found)

    def is_narrower_than(self, other: OrganisationClass) -> bool:
        """Say whether everything asked of `other` is asked of this one too: its exceptions hold here."""
        if self.own != other.own or not set(other.groups) <= self.basic_groups:
            return False
        return (
            set(other.traits) <= set(self.traits)
            and other.founder in ("", self.founder)
            and other.grades in (None, self.grades)
            and other.within in (None, self.within)
        )


def class_of(*groups: str) -> OrganisationClass:
    """Return the class of these groups.

    Raises:
        NoSuchClass: there is no such group.
    """
    if not groups or any(group not in GROUPS for group in groups):
        raise NoSuchClass("+".join(groups))
    return OrganisationClass(groups=tuple(sorted(dict.fromkeys(groups), key=list(GROUPS).index)))


def class_of_key(key: str) -> OrganisationClass:
    """Read the key of a class.

    Raises:
        NoSuchClass: it is none.
    """
    base, *parts = key.split(".")
    if base.startswith("own-") and base[4:].isascii() and base[4:].isdigit():
        found = OrganisationClass(own=int(base[4:]))
    else:
        found = class_of(*base.split("+"))
    for part in parts:
        grades = _GRADES.fullmatch(part)
        if part in TRAITS:
            found = replace(found, traits=(*found.traits, part))
        elif part.startswith("of-") and part[3:] in Founder.values:
            found = replace(found, founder=part[3:])
        elif grades and FIRST_GRADE <= int(grades[1]) <= int(grades[2]) <= LAST_GRADE:
            found = replace(found, grades=(int(grades[1]), int(grades[2])))
        elif part.startswith("in-") and part[3:].isascii() and part[3:].isdigit():
            found = replace(found, within=int(part[3:]))
        else:
            raise NoSuchClass(key)
    if found.key != key:
        raise NoSuchClass(key)
    return found


def class_words(organisation_class: OrganisationClass) -> str:
    """Say in words who belongs to the class: «Schools, colleges · founded by the municipality · grades 10–11»."""
    return words_of_classes([organisation_class])[organisation_class.key]


def words_of_classes(classes: Iterable[OrganisationClass]) -> dict[str, str]:
    """Return the words of several classes by key, in two queries whatever their number."""
    classes = list(classes)
    own = {found.pk: found.name for found in OwnClass.objects.filter(pk__in=[c.own for c in classes if c.own])}
    places = {
        place.pk: place.name for place in Territory.objects.filter(pk__in=[c.within for c in classes if c.within])
    }
    return {found.key: _words(found, own, places) for found in classes}


def _words(found: OrganisationClass, own: dict[int, str], places: dict[int, str]) -> str:
    if found.own is not None:
        parts = [own.get(found.own, "—")]
    else:
        parts = [", ".join(str(GROUPS[group].words) for group in found.groups)]
    parts += [str(TRAITS[trait]) for trait in found.traits]
    if found.founder:
        parts.append(str(_FOUNDERS[found.founder]))
    if found.grades:
        first, last = found.grades
        grades = str(first) if first == last else f"{first}–{last}"
        parts.append(_("grades %(grades)s") % {"grades": grades})
    if found.within is not None:
        parts.append(places.get(found.within, "—"))
    return str(capfirst(" · ".join(parts)))
