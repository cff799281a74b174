"""Compares a list with what is there, row by row. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from orientir.database.actor import Actor
from orientir.engines.russian import normalise
from orientir.engines.spreadsheets import Fault, Row, Table
from orientir.territory.choices import Founder, Kind, UnitKind
from orientir.territory.models import Organisation, Territory
from orientir.territory.models.organisations import FIRST_GRADE, LAST_GRADE, LONGEST_NAME
from orientir.territory.policy import territories_kept
from orientir.territory.services import Facts, Identity, differences, facts_of, identity_of

from .columns import Answer, Names, answer_names, date_in, is_tax_number, names_of, tax_number_meant

FAULTS = frozenset(
    {
        "kind_unknown",  # `text`, and `near` where a kind is like it
        "territory_unknown",  # `text`, and `near` where a territory is like it
        "territory_ambiguous",  # `text`: several territories have this name
        "territory_missing",  # there are several, so each row must name one
        "founder_unknown",  # `text`, and `near`
        "answer_unknown",  # `column`, `text`: neither yes nor no
        "tax_number_wrong",  # `text`, and `near` where only the first zero was lost
        "grade_wrong",  # `text`: not a number of a grade
        "grades_reversed",  # the last grade comes before the first, or one of them is missing
        "date_wrong",  # `column`, `text`
        "basis_missing",  # changes from a day on need the act by which they are made
        "before_opening",  # changes from a day on which it did not work yet
        "repeated",  # the organisation stands in an earlier row: `first` is its number
        "code_repeated",  # the code stands in an earlier row: `first`
        "key_conflict",  # the code belongs to `near`, the name to `other`
        "former_name",  # so it was called until it was renamed: `near` is its name now
        "closed",  # an organisation of this name was closed: `on`
    }
)
"""Codes of what is wrong with a row, besides those of any table."""

UNITS = {"growth_point": UnitKind.GROWTH_POINT, "groups": UnitKind.GROUP}
"""Units that a list asks about with yes or no."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list that says something right: what the organisation is to be, and which one it is already.

    `changed` are names of fields that differ, `units` what is to be opened (True) or closed (False). With `since` the
    facts change from that day on, otherwise they are corrected.
    """

    row: int
    identity: Identity
    facts: Facts
    units: tuple[tuple[UnitKind, bool], ...] = ()
    since: date | None = None
    basis: str = ""
    there: Organisation | None = None
    changed: tuple[str, ...] = ()

    @property
    def territory(self) -> Territory:
        return self.identity.territory

    @property
    def kind(self) -> Kind:
        return self.identity.kind

    @property
    def is_unchanged(self) -> bool:
        return self.there is not None and not self.changed and not self.units


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a list would bring: lines that are new, that change something, and that are there; none with `faults`."""

    table: Table
    added: tuple[Line, ...]
    changed: tuple[Line, ...]
    unchanged: tuple[Line, ...]
    faults: tuple[Fault, ...]


def names_of_territory(territory: Territory) -> list[str]:
    """Return how a list may name a territory: by its name, or with that of the one in which it lies."""
    return [territory.name, *([f"{territory.name}, {territory.parent.name}"] if territory.parent else [])]


def facts_on(organisation: Organisation, since: date | None) -> Facts:
    """Return what an organisation that was loaded with its states is on a day, or today."""
    if since is None:
        return facts_of(organisation.state_then)
    return facts_of(next(state for state in organisation.states.all() if since in state.during))


def compare_rows(table: Table, *, by: Actor, today: date) -> Comparison:
    """Say what the list would bring for `by`, who may keep organisations, as of today."""
    return _Comparing(table, by, today).result()


class _Comparing:
    """Goes through the rows of a table; what is already at fault in a cell is not said a second time."""

    def __init__(self, table: Table, by: Actor, today: date) -> None:
        self._table = table
        self._faults = list(table.faults)
        self._spoilt = {(fault.row, fault.letter) for fault in table.faults}
        self._kinds = Names(list(names_of(Kind).items()))
        self._founders = Names(list(names_of(Founder).items()))
        self._answers = Names(list(answer_names().items()))
        territories = list(territories_kept(by).select_related("parent"))
        self._territories = Names([(name, place) for place in territories for name in names_of_territory(place)])
        self._only = territories[0] if len(territories) == 1 else None
        self._first_rows: dict[object, int] = {}
        self._index(territories, today)

    def _index(self, territories: list[Territory], today: date) -> None:
        """Look up organisations by name, by former name and by code."""
        self._by_name: dict[tuple[int, str], Organisation] = {}
        self._former: dict[tuple[int, str], Organisation] = {}
        self._by_code: dict[str, list[Organisation]] = {}
        found = Organisation.objects.filter(territory__in=territories).select_related("territory").as_of(today)
        for organisation in found.prefetch_related("states"):
            place = organisation.territory_id
            if organisation.closed_on is None:
                self._by_name[place, organisation.normalised_name] = organisation
                if organisation.code:
                    self._by_code.setdefault(normalise(organisation.code), []).append(organisation)
            for state in organisation.states.all():
                self._former.setdefault((place, _key(state.name)), organisation)

    def result(self) -> Comparison:
        if "territory" not in self._table.letters and self._only is None:
            self._faults.append(Fault(self._table.head, "", "column_missing", {"column": "territory"}))
        lines = [line for line in map(self._line, self._table.rows) if line is not None]
        return Comparison(
            table=self._table,
            added=tuple(line for line in lines if line.there is None),
            changed=tuple(line for line in lines if line.there is not None and not line.is_unchanged),
            unchanged=tuple(line for line in lines if line.is_unchanged),
            faults=tuple(sorted(self._faults, key=lambda fault: (fault.row, len(fault.letter), fault.letter))),
        )

    def _line(self, row: Row) -> Line | None:
        before = len(self._faults)
        kind, territory = self._kind(row), self._territory(row)
        sound = all(self._is_sound(row, key) for key in ("name", "short_name"))
        there = self._there(row, territory) if territory is not None and self._is_sound(row, "name") else None
        since, basis = self._date(row, "since"), row.text("basis")
        before_facts = facts_on(there, since) if there else None
        facts = self._facts(row, before_facts)
        if since is not None and not basis:
            self._fault(row, "since", "basis_missing")
        tax_number, opened_on = self._tax_number(row), self._date(row, "opened_on")
        wanted = [(unit, answer) for key, unit in UNITS.items() if (answer := self._answer(row, key)) is not None]
        if kind is None or territory is None or not sound or len(self._faults) > before:
            return None
        known = identity_of(there) if there else Identity(territory, kind)
        identity = replace(
            known,
            territory=territory,
            kind=kind,
            code=_spelt_as(row.text("code"), known.code) or known.code,
            tax_number=tax_number or known.tax_number,
            opened_on=opened_on or known.opened_on,
        )
        if since is not None and identity.opened_on is not None and since < identity.opened_on:
            self._fault(row, "since", "before_opening")
            return None
        line = Line(row.number, identity, facts, since=since, basis=basis, there=there)
        if there is None:
            return replace(line, units=tuple((unit, True) for unit, answer in wanted if answer is Answer.YES))
        has = {unit.kind for unit in there.units_then}
        return replace(
            line,
            units=tuple((unit, answer is Answer.YES) for unit, answer in wanted if (unit in has) != (answer == "yes")),
            changed=(*differences(identity_of(there), identity), *differences(facts_on(there, since), facts)),
        )

    def _there(self, row: Row, territory: Territory) -> Organisation | None:
        """Which organisation the row means: by its code, else by its full name."""
        name, code = (territory.pk, _key(row.text("name"))), normalise(row.text("code"))
        by_name, by_code = self._by_name.get(name), self._of_code(code, territory)
        if by_name is not None and by_code is not None and by_name.pk != by_code.pk:
            self._fault(row, "code", "key_conflict", near=by_code.name, other=by_name.name)
            return None
        found = by_code or by_name
        self._once(row, "name", "repeated", ("organisation", found.pk) if found else ("name", *name))
        if code:
            self._once(row, "code", "code_repeated", ("code", territory.pk, code))
        if found is None and (former := self._former.get(name)):
            if former.closed_on is None:
                self._fault(row, "name", "former_name", near=former.name)
            else:
                self._fault(row, "name", "closed", on=f"{former.closed_on:%d.%m.%Y}")
        return found

    def _of_code(self, code: str, territory: Territory) -> Organisation | None:
        """The one with this code: in the row's territory, else the only one elsewhere, which has moved."""
        found = self._by_code.get(code, []) if code else []
        here = [organisation for organisation in found if organisation.territory_id == territory.pk]
        candidates = here or found
        return candidates[0] if len(candidates) == 1 else None

    def _once(self, row: Row, column: str, fault: str, thing: object) -> None:
        first = self._first_rows.setdefault(thing, row.number)
        if first != row.number:
            self._fault(row, column, fault, first=first)

    def _facts(self, row: Row, known: Facts | None) -> Facts:
        """What the row says of the organisation; an empty cell leaves what is known."""
        founder, answer = self._founder(row), self._answer(row, "adapted")
        first, last = self._grade(row, "first_grade"), self._grade(row, "last_grade")
        facts = known or Facts("", "")
        facts = replace(
            facts,
            name=_spelt_as(row.text("name"), facts.name),
            short_name=_spelt_as(row.text("short_name"), facts.short_name),
        )
        if founder is not None:
            facts = replace(facts, founder=founder)
        if answer is not None:
            facts = replace(facts, adapted=answer is Answer.YES)
        if first is not None or last is not None:
            facts = replace(facts, first_grade=first or facts.first_grade, last_grade=last or facts.last_grade)
            low, high = facts.first_grade, facts.last_grade
            if low is None or high is None or low > high:
                self._fault(row, "first_grade" if first is not None else "last_grade", "grades_reversed")
        return facts

    def _kind(self, row: Row) -> Kind | None:
        if not self._is_sound(row, "kind"):
            return None
        text = row.text("kind")
        found = self._kinds.find(text)
        if found:
            return found[0]
        self._fault(row, "kind", "kind_unknown", text=text, near=self._kinds.near(text))
        return None

    def _territory(self, row: Row) -> Territory | None:
        if "territory" not in self._table.letters:
            return self._only
        if not self._is_sound(row, "territory"):
            return None
        text = row.text("territory")
        found = self._territories.find(text)
        if len(found) == 1:
            return found[0]
        if found:
            self._fault(row, "territory", "territory_ambiguous", text=text)
        elif text:
            self._fault(row, "territory", "territory_unknown", text=text, near=self._territories.near(text))
        elif self._only is None:
            self._fault(row, "territory", "territory_missing")
        return None if text else self._only

    def _founder(self, row: Row) -> Founder | None:
        text = row.text("founder") if self._is_sound(row, "founder") else ""
        if not text:
            return None
        found = self._founders.find(text)
        if not found:
            self._fault(row, "founder", "founder_unknown", text=text, near=self._founders.near(text))
        return found[0] if found else None

    def _answer(self, row: Row, key: str) -> Answer | None:
        text = row.text(key) if self._is_sound(row, key) else ""
        if not text:
            return None
        found = self._answers.find(text)
        if not found:
            self._fault(row, key, "answer_unknown", column=key, text=text)
        return found[0] if found else None

    def _grade(self, row: Row, key: str) -> int | None:
        text = row.text(key) if self._is_sound(row, key) else ""
        if not text:
            return None
        grade = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0
        if not FIRST_GRADE <= grade <= LAST_GRADE:
            self._fault(row, key, "grade_wrong", text=text)
            return None
        return grade

    def _tax_number(self, row: Row) -> str:
        text = row.text("tax_number") if self._is_sound(row, "tax_number") else ""
        if text and not is_tax_number(text):
            self._fault(row, "tax_number", "tax_number_wrong", text=text, near=tax_number_meant(text))
        return text

    def _date(self, row: Row, key: str) -> date | None:
        text = row.text(key) if self._is_sound(row, key) else ""
        if not text:
            return None
        found = date_in(row.values[key])
        if found is None:
            self._fault(row, key, "date_wrong", column=key, text=text)
        return found

    def _is_sound(self, row: Row, key: str) -> bool:
        letter = self._table.letters.get(key)
        return letter is not None and (row.number, letter) not in self._spoilt

    def _fault(self, row: Row, key: str, code: str, **params: str | int) -> None:
        self._faults.append(Fault(row.number, self._table.letters.get(key, ""), code, params))


def _spelt_as(text: str, known: str) -> str:
    """The text, or what is known where they differ in letter case, quotation marks, spaces or ё only."""
    return known if normalise(text) == normalise(known) else text


def _key(name: str) -> str:
    return normalise(name)[:LONGEST_NAME]
