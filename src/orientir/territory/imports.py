"""A list of organisations from a spreadsheet, in one go: first compared with what is there, then added as a whole.

Comparing changes nothing. An organisation whose full name its territory already knows is left as it is, so a list may
be brought again after rows were added to it. One fault anywhere, and nothing is added.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

from django.conf import settings
from django.utils import translation

from orientir.database.actor import Actor
from orientir.database.policy import require
from orientir.engines.russian import normalise
from orientir.engines.spreadsheets import Column, Fault, Row, Table, read_table

from .choices import Kind
from .models import Organisation, Territory
from .policy import can_keep_organisations, territories_kept
from .services import NameTaken, add_organisation

LONGEST_NAME, LONGEST_SHORT_NAME = 300, 100
COLUMNS = (
    Column("kind", ("вид", "вид организации", "тип", "тип организации", "kind")),
    Column(
        "name",
        (
            "полное наименование",
            "полное наименование организации",
            "полное название",
            "наименование организации",
            "наименование",
            "full name",
        ),
        longest=LONGEST_NAME,
    ),
    Column(
        "short_name",
        (
            "краткое наименование",
            "краткое наименование организации",
            "сокращённое наименование",
            "сокращённое наименование организации",
            "краткое название",
            "short name",
        ),
        longest=LONGEST_SHORT_NAME,
    ),
    Column(
        "territory",
        ("территория", "муниципалитет", "муниципальное образование", "муниципальный район", "район", "territory"),
        required=False,
    ),
)
"""What the list is asked for. Names as they stand in the heads of lists that offices keep."""

FAULTS = frozenset(
    {
        "kind_unknown",  # `text`, and `near` where a kind is like it
        "territory_unknown",  # `text`, and `near` where a territory is like it
        "territory_ambiguous",  # `text`: several territories have this name
        "territory_missing",  # there are several, so each row must name one
        "repeated",  # the full name stands in an earlier row: `first` is its number
    }
)
"""Codes of what is wrong with a row, besides those of any table."""


_COMPARED = 100
"""Signs of a misspelt name that are compared: likeness takes time with the square of the length."""

Thing = TypeVar("Thing")


class ChangedMeanwhile(Exception):
    """Somebody added one of these organisations between the comparison and the adding."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list that says something right."""

    row: int
    territory: Territory
    kind: Kind
    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a list would bring: `added` are new, `unchanged` are there; with `faults` nothing is added.

    `differing` are those of `unchanged` whose kind or short name is another than the one that is there.
    """

    table: Table
    added: tuple[Line, ...]
    unchanged: tuple[Line, ...]
    differing: tuple[Line, ...]
    faults: tuple[Fault, ...]


def read_organisations(path: Path) -> Table:
    """Read the list; needs no database.

    Raises:
        orientir.engines.spreadsheets.Refused: the file is not taken or holds no such list.
    """
    return read_table(path, COLUMNS)


def compare(table: Table, *, by: Actor) -> Comparison:
    """Say what the list would bring for `by`, who may add organisations. Changes nothing.

    Raises:
        PermissionDenied: they may not.
    """
    require(can_keep_organisations(by))
    return _Comparing(table, by).result()


def add_organisations(comparison: Comparison, *, by: Actor, at: datetime) -> list[Organisation]:
    """Add all that is new, in the order of the list. Runs in the context of `by`, whose end undoes all or nothing.

    Raises:
        PermissionDenied: they may not.
        ValueError: the list has faults.
        ChangedMeanwhile: one of them is there by now.
    """
    require(can_keep_organisations(by))
    if comparison.faults:
        raise ValueError("a list with faults is not added")
    try:
        return [
            add_organisation(line.territory, kind=line.kind, name=line.name, short_name=line.short_name, by=by, at=at)
            for line in comparison.added
        ]
    except NameTaken as fault:
        raise ChangedMeanwhile from fault


def kind_names() -> dict[str, Kind]:
    """Return the words for each kind, in every language of the interface, and its code."""
    names: dict[str, Kind] = {}
    for language in dict(settings.LANGUAGES):
        with translation.override(language):
            names |= {str(kind.label): kind for kind in Kind}
    return names | {kind.value: kind for kind in Kind}


class _Comparing:
    """Goes through the rows of a table; what is already at fault in a cell is not said a second time."""

    def __init__(self, table: Table, by: Actor) -> None:
        self._table = table
        self._faults = list(table.faults)
        self._spoilt = {(fault.row, fault.letter) for fault in table.faults}
        self._kinds = _Names([(name, kind) for name, kind in kind_names().items()])
        territories = list(territories_kept(by))
        self._territories = _Names([(territory.name, territory) for territory in territories])
        self._only = territories[0] if len(territories) == 1 else None
        self._there = {
            (there.territory_id, there.normalised_name): there
            for there in Organisation.objects.filter(territory__in=territories)
        }
        self._first_rows: dict[tuple[int, str], int] = {}

    def result(self) -> Comparison:
        if "territory" not in self._table.letters and self._only is None:
            self._faults.append(Fault(self._table.head, "", "column_missing", {"column": "territory"}))
        lines = [line for line in map(self._line, self._table.rows) if line is not None]
        pairs = [(line, self._there.get(_key(line.territory, line.name))) for line in lines]
        return Comparison(
            table=self._table,
            added=tuple(line for line, there in pairs if there is None),
            unchanged=tuple(line for line, there in pairs if there is not None),
            differing=tuple(line for line, there in pairs if there is not None and _differs(line, there)),
            faults=tuple(sorted(self._faults, key=lambda fault: (fault.row, len(fault.letter), fault.letter))),
        )

    def _line(self, row: Row) -> Line | None:
        before = len(self._faults)
        kind, territory = self._kind(row), self._territory(row)
        if territory is not None and self._is_sound(row, "name"):
            first = self._first_rows.setdefault(_key(territory, row.text("name")), row.number)
            if first != row.number:
                self._fault(row, "name", "repeated", first=first)
        sound = all(self._is_sound(row, key) for key in ("name", "short_name"))
        if kind is None or territory is None or not sound or len(self._faults) > before:
            return None
        return Line(row.number, territory, kind, row.text("name"), row.text("short_name"))

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

    def _is_sound(self, row: Row, key: str) -> bool:
        letter = self._table.letters.get(key)
        return letter is not None and (row.number, letter) not in self._spoilt

    def _fault(self, row: Row, key: str, code: str, **params: str | int) -> None:
        self._faults.append(Fault(row.number, self._table.letters[key], code, params))


class _Names(Generic[Thing]):
    """Things by the names people write, and the name that is most like a misspelt one."""

    def __init__(self, named: list[tuple[str, Thing]]) -> None:
        self._things: dict[str, list[Thing]] = {}
        self._names: dict[str, str] = {}
        for name, thing in named:
            self._things.setdefault(normalise(name), []).append(thing)
            self._names.setdefault(normalise(name), name)

    def find(self, text: str) -> list[Thing]:
        return self._things.get(normalise(text), [])

    def near(self, text: str) -> str:
        """The nearest name, or nothing where none is like it."""
        close = difflib.get_close_matches(normalise(text)[:_COMPARED], self._names, n=1)
        return self._names[close[0]] if close else ""


def _key(territory: Territory, name: str) -> tuple[int, str]:
    return territory.pk, normalise(name)[:LONGEST_NAME]


def _differs(line: Line, there: Organisation) -> bool:
    return (line.kind, line.short_name) != (there.kind, there.short_name)
