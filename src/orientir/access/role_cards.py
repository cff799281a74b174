"""What a role may see and do, in plain words, made from the rights themselves: to be read, printed and signed."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orientir.database.policy import capabilities

from .roles import Role


@dataclass(frozen=True, slots=True)
class RoleCard:
    """One role in plain words: what it lets one do, what it shows, and how far it goes."""

    role: Role
    does: tuple[Promise, ...]
    sees: tuple[Promise, ...]
    reaches: Promise


def card_of(role: Role) -> RoleCard:
    """Return the card of a role. The words are those of the code that grants the rights, not a second text."""
    known = capabilities()
    does = tuple(known[name].words for name in sorted(role.capabilities) if name in known)
    return RoleCard(role, does, tuple(_sees(role)), _reaches(role))


def _sees(role: Role) -> list[Promise]:
    said = [_texts(role), _students(role)]
    if role.sees_names_widely:
        said.append(_("Signs in with a second factor, wherever names of students are kept."))
    return said


def _texts(role: Role) -> Promise:
    if not role.is_staff:
        return _("Sees own data only, and who looked at them.")
    if role.sees_persons:
        return _("Sees texts, files and names of staff as far as the rights above go.")
    return _("Sees no texts, no files and no names.")


def _students(role: Role) -> Promise:
    if role.sees_names_widely and role.of_territory:
        return _("Sees students and families by name, by code or as counts, as the territory has chosen.")
    if role.sees_names_widely:
        return _("Sees all students and families of the organisation by name, unless only counts are kept there.")
    if role.sees_names:
        return _("Sees students and families of the own class or group by name, of others how many there are.")
    return _("Sees no students and no families.") if role.is_staff else _("Sees no other students and families.")


def _reaches(role: Role) -> Promise:
    if role.of_territory:
        return _("Holds for all organisations of the territory and of those that lie in it.")
    return _("Holds for one organisation.")
