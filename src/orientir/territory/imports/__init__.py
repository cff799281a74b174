"""A list of organisations from a spreadsheet, in one go: first compared with what is there, then taken in as a whole.

Comparing changes nothing. An organisation is recognised by its code, else by its full name; what the list says of it
otherwise is put right, or holds from the day that the row names. So a list may be brought again, and a second run of
the same list changes nothing. One fault anywhere, and nothing is taken in.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst

from orientir.database.actor import Actor
from orientir.database.policy import require
from orientir.engines.spreadsheets import Table, read_table
from orientir.territory.choices import UnitKind
from orientir.territory.models import Organisation, Unit
from orientir.territory.policy import can_keep_organisations
from orientir.territory.services import (
    CodeTaken,
    NameTaken,
    add_described,
    add_unit,
    change_organisation,
    change_unit,
    correct_organisation,
    differences,
    facts_of,
    identity_of,
)

from .columns import COLUMNS, Answer, names_of
from .comparing import FAULTS, Comparison, Line, compare_rows, facts_on

__all__ = [
    "COLUMNS",
    "FAULTS",
    "Answer",
    "ChangedMeanwhile",
    "Comparison",
    "Line",
    "compare",
    "digest_of",
    "names_of",
    "read_organisations",
    "take_in",
]


class ChangedMeanwhile(Exception):
    """Somebody changed one of these organisations between the comparison and the taking in."""


def read_organisations(path: Path) -> Table:
    """Read the list; needs no database.

    Raises:
        orientir.engines.spreadsheets.Refused: the file is not taken or holds no such list.
    """
    return read_table(path, COLUMNS)


def compare(table: Table, *, by: Actor, at: datetime) -> Comparison:
    """Say what the list would bring for `by`, who may keep organisations. Changes nothing.

    Raises:
        PermissionDenied: they may not.
    """
    require(can_keep_organisations(by))
    return compare_rows(table, by=by, today=timezone.localdate(at))


def digest_of(comparison: Comparison) -> str:
    """Return what tells this comparison from another: nothing is taken in that nobody has looked at."""
    lines = [(line.row, line.identity, line.facts, line.units, line.since, line.there, line.changed)
             for line in (*comparison.added, *comparison.changed)]  # fmt: skip
    return hashlib.sha256(repr(lines).encode()).hexdigest()


@transaction.atomic
def take_in(comparison: Comparison, *, by: Actor, at: datetime) -> None:
    """Add what is new and change what differs, in the order of the list; all or nothing.

    Raises:
        PermissionDenied: they may not.
        ValueError: the list has faults.
        ChangedMeanwhile: it would not fit any more.
    """
    require(can_keep_organisations(by))
    if comparison.faults:
        raise ValueError("a list with faults is not taken in")
    try:
        for line in sorted((*comparison.added, *comparison.changed), key=lambda line: line.row):
            organisation = (
                _change(line, by=by, at=at) if line.there else add_described(line.identity, line.facts, by=by, at=at)
            )
            for kind, is_open in line.units:
                _set_unit(organisation, kind, is_open, line, by=by, at=at)
    except (NameTaken, CodeTaken) as fault:
        raise ChangedMeanwhile from fault


def _change(line: Line, *, by: Actor, at: datetime) -> Organisation:
    organisation = line.there
    assert organisation is not None
    today = facts_of(organisation.state_then)
    put_right = today if line.since else line.facts
    if differences(identity_of(organisation), line.identity) or differences(today, put_right):
        correct_organisation(organisation, put_right, line.identity, by=by, at=at)
    if line.since and differences(facts_on(organisation, line.since), line.facts):
        change_organisation(organisation, line.facts, since=line.since, basis=line.basis, by=by, at=at)
    return organisation


def _set_unit(
    organisation: Organisation, kind: UnitKind, is_open: bool, line: Line, *, by: Actor, at: datetime
) -> None:
    if is_open:
        name = str(capfirst(kind.label))
        add_unit(organisation, kind=kind, name=name, opened_on=line.since, by=by, at=at)
        return
    closed_on = line.since or timezone.localdate(at)
    for unit in Unit.objects.filter(organisation=organisation, kind=kind).open_on(closed_on):
        if unit.opened_on is None or unit.opened_on < closed_on:
            change_unit(
                unit,
                name=unit.name,
                youngest=unit.youngest,
                oldest=unit.oldest,
                opened_on=unit.opened_on,
                closed_on=closed_on,
                by=by,
                at=at,
            )
