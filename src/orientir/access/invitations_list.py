"""A list of people to invite, from a spreadsheet: its columns, and what it would bring. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils import timezone, translation

from orientir.database.actor import Actor
from orientir.engines.russian import normalise
from orientir.engines.spreadsheets import Column, Fault, Row, Table
from orientir.engines.spreadsheets.writing import Cell
from orientir.people.services import Name
from orientir.territory.imports.columns import Names
from orientir.territory.models import Organisation

from . import policy
from .invitations import Invited
from .invitations import normalise as normalised_address
from .invitations_state import is_waiting
from .models import Appointment, Invitation
from .roles import GUIDANCE_LEAD, HEAD, ROLES, Role

LONGEST_NAME, LONGEST_ADDRESS = 100, 254
COLUMNS = (
    Column("code", ("код", "код организации", "ключ", "code"), required=False),
    Column(
        "organisation",
        (
            "организация",
            "образовательная организация",
            "наименование организации",
            "наименование",
            "краткое наименование",
            "полное наименование",
            "школа",
            "organisation",
        ),
        required=False,
    ),
    Column("role", ("роль", "должность", "role"), required=False),
    Column("last_name", ("фамилия", "last name"), required=False, longest=LONGEST_NAME),
    Column("first_name", ("имя", "first name"), required=False, longest=LONGEST_NAME),
    Column("middle_name", ("отчество", "patronymic"), required=False, longest=LONGEST_NAME),
    Column(
        "email",
        ("e-mail", "электронная почта", "адрес электронной почты", "эл. почта", "почта", "email"),
        required=False,
        longest=LONGEST_ADDRESS,
    ),
)
"""What the list is asked for, in any order. The first name is the one that is written."""

FAULTS = frozenset(
    {
        "organisation_missing",  # neither code nor name
        "organisation_unknown",  # `text`, and `near` where one is like it
        "organisation_ambiguous",  # `text`: several have this name, so the code is needed
        "code_unknown",  # `text`
        "organisation_closed",  # `text`
        "role_missing",
        "role_unknown",  # `text`, and `near`
        "role_not_yours",  # `text`: the actor may not give it there
        "name_missing",  # `column`
        "address_wrong",  # `text`, and `near` where a slip is plain
        "repeated",  # the same stands in an earlier row: `first`
    }
)
"""Codes of what is wrong with a row, besides those of any table."""

_ALSO_CALLED = {
    HEAD.code: ("директор", "заведующий", "руководитель", "начальник"),
    GUIDANCE_LEAD.code: ("ответственный", "ответственный за профориентацию", "педагог-навигатор"),
}
"""How offices call roles besides their names."""

_valid = EmailValidator()


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list that says something right."""

    row: int
    invited: Invited

    def kept(self) -> list[Any]:
        """Return what is kept of it until the list is taken in."""
        one = self.invited
        return [self.row, one.organisation.pk, one.role.code, one.name.last, one.name.first, one.name.middle, one.email]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a list would bring: lines that are new and that are there already, and what is wrong with others.

    `unfilled` counts rows that name an organisation and nobody in it: those of the sample that were left as they were.
    """

    table: Table
    new: tuple[Line, ...]
    there: tuple[Line, ...]
    faults: tuple[Fault, ...]
    unfilled: int


def compare(table: Table, *, by: Actor) -> Comparison:
    """Say what the list would bring for `by`."""
    return _Reading(table, by, timezone.localdate()).result()


def there_already(lines: list[Line]) -> frozenset[int]:
    """Return the rows of those lines to which an invitation is open already."""
    places = {line.invited.organisation.pk for line in lines}
    found = Invitation.objects.filter(is_waiting(), organisation__in=places)
    known = {
        _what(organisation, role, email, (last, first, middle))
        for organisation, role, email, last, first, middle in found.values_list(
            "organisation_id", "role", "email", "last_name", "first_name", "middle_name"
        )
    }
    return frozenset(line.row for line in lines if _key(line.invited) in known)


def sample_rows(by: Actor) -> Iterator[list[Cell]]:
    """Yield the rows of the sample: each organisation at which `by` may invite, with the role that nobody has there."""
    now = timezone.now()
    found = policy.organisations_to_invite_to(by).open_on(timezone.localdate(now)).select_related("territory")
    taken = set(Appointment.objects.in_force(now).filter(organisation__in=found).values_list("organisation", "role"))
    taken |= set(Invitation.objects.filter(is_waiting(), organisation__in=found).values_list("organisation", "role"))
    reach = policy.Reach(by)
    for one in found.order_by("territory__sort_key", "sort_key", "pk"):
        wanted = [role for role in (HEAD, GUIDANCE_LEAD) if policy.may_invite_to(role, one, reach)]
        free = [role for role in wanted if (one.pk, role.code) not in taken]
        role = next(iter(free or wanted), None)
        yield [one.code, one.short_name, str(role.name) if role else "", "", "", "", ""]


def _key(one: Invited) -> tuple[object, ...]:
    return _what(one.organisation.pk, one.role.code, one.email, (one.name.last, one.name.first, one.name.middle))


def _what(organisation: int, role: str, email: str, name: tuple[str, str, str]) -> tuple[object, ...]:
    """Return what no two open invitations share: the address, or the name where there is none."""
    return organisation, role, email or tuple(map(normalise, name))


def _names_of_roles() -> Iterator[tuple[str, Role]]:
    for language in dict(settings.LANGUAGES):
        with translation.override(language):
            yield from [(str(role.name), role) for role in ROLES.values()]
    for role in ROLES.values():
        yield from ((name, role) for name in (role.code, *_ALSO_CALLED.get(role.code, ())))


class _Reading:
    """Goes through the rows of a table; what is already at fault in a cell is not said a second time."""

    def __init__(self, table: Table, by: Actor, today: date) -> None:
        self._table, self._by, self._today = table, by, today
        self._faults = list(table.faults)
        self._spoilt = {(fault.row, fault.letter) for fault in table.faults}
        self._roles = Names(list(_names_of_roles()))
        self._reach = policy.Reach(by)
        self._first_rows: dict[object, int] = {}
        organisations = list(policy.organisations_to_invite_to(by).select_related("territory"))
        names = [(name, one) for one in organisations for name in {one.name, one.short_name}]
        self._by_name = Names(names)
        self._by_code = Names([(one.code, one) for one in organisations if one.code])
        self._only = organisations[0] if len(organisations) == 1 else None

    def result(self) -> Comparison:
        rows = [row for row in self._table.rows if any(map(row.text, ("last_name", "first_name", "email")))]
        lines = list(self._lines(rows))
        there = there_already(lines)
        return Comparison(
            table=self._table,
            new=tuple(line for line in lines if line.row not in there),
            there=tuple(line for line in lines if line.row in there),
            faults=tuple(sorted(self._faults, key=lambda fault: (fault.row, len(fault.letter), fault.letter))),
            unfilled=len(self._table.rows) - len(rows),
        )

    def _lines(self, rows: list[Row]) -> Iterator[Line]:
        for row in rows:
            before = len(self._faults)
            organisation, role = self._organisation(row), self._role(row)
            last, first = self._name(row, "last_name"), self._name(row, "first_name")
            email = self._address(row)
            if organisation and role and not policy.may_invite_to(role, organisation, self._reach):
                self._fault(row, "role", "role_not_yours", text=str(role.name))
            if organisation is None or role is None or len(self._faults) > before or not self._is_sound(row):
                continue
            invited = Invited(organisation, role, Name(last, first, row.text("middle_name")), email)
            earlier = self._first_rows.setdefault(_key(invited), row.number)
            if earlier != row.number:
                self._fault(row, "email", "repeated", first=earlier)
                continue
            yield Line(row.number, invited)

    def _organisation(self, row: Row) -> Organisation | None:
        code, name = row.text("code"), row.text("organisation")
        if not code and not name:
            if self._only is None:
                self._fault(row, "organisation", "organisation_missing")
            return self._only
        found = self._by_code.find(code) if code else []
        if code and not found and not name:
            self._fault(row, "code", "code_unknown", text=code)
            return None
        if len(found) != 1:
            found = [one for one in self._by_name.find(name) if not found or one in found]
        if len(found) != 1:
            self._fault(
                row,
                "organisation",
                "organisation_ambiguous" if found else "organisation_unknown",
                text=name or code,
                near="" if found else self._by_name.near(name),
            )
            return None
        if not found[0].is_open_on(self._today):
            self._fault(row, "organisation", "organisation_closed", text=found[0].short_name)
            return None
        return found[0]

    def _role(self, row: Row) -> Role | None:
        text = row.text("role")
        if not text:
            self._fault(row, "role", "role_missing")
            return None
        found = self._roles.find(text)
        if not found:
            self._fault(row, "role", "role_unknown", text=text, near=self._roles.near(text))
            return None
        return found[0]

    def _name(self, row: Row, key: str) -> str:
        text = row.text(key)
        if not text:
            self._fault(row, key, "name_missing", column=key)
        return text

    def _address(self, row: Row) -> str:
        email = normalised_address(row.text("email"))
        if email and not _is_address(email):
            self._fault(row, "email", "address_wrong", text=email, near=address_meant(email))
        return email

    def _is_sound(self, row: Row) -> bool:
        return not any(number == row.number for number, _ in self._spoilt)

    def _fault(self, row: Row, key: str, code: str, **params: str | int) -> None:
        place = (row.number, self._table.letters.get(key, ""))
        if place not in self._spoilt or not place[1]:
            self._faults.append(Fault(*place, code, params))


def address_meant(text: str) -> str:
    """Return the address in which only a plain slip stands – a comma, a space, a Russian letter – or nothing."""
    mended = text.replace(",", ".").replace(" ", "").translate(_LOOK_ALIKE).strip(".;")
    return mended if mended != text and _is_address(mended) else ""


_LOOK_ALIKE = str.maketrans("аеосрхукмтв", "aeocpxykmtb")


def _is_address(text: str) -> bool:
    try:
        _valid(text)
    except ValidationError:
        return False
    return True
