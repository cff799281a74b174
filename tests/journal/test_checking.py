"""The check finds what an owner of the database has done to the journal, and says where.

A thousand random tamperings, each in a transaction that is rolled back. Each says what must be named: an entry, a
number of the chain, a seal.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from django.conf import settings

from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.journal import anchors, checking, sealing
from orientir.journal.anchors import Anchor
from orientir.journal.checking import Fault
from orientir.journal.erasure import erase_mentions
from tests.support import databases, world
from tests.support.world import NOON

from .conftest import lift, write
from .tampering import EDITS, WAYS, Tampering, cut_the_end, edit_and_forge_the_rest, one

TAMPERINGS, SEED = 1000, 20261120


@dataclass(frozen=True)
class Journal:
    """A sealed journal with some history, and what is kept of it elsewhere."""

    database: str
    anchors: list[Anchor]


@pytest.fixture(scope="module")
def sealed(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Journal]:
    """Make a journal of some batches, with mentions, some of which were erased."""
    usual, kept = databases.connection.settings_dict["NAME"], settings.STATE
    with django_db_blocker.unblock(), databases.clone() as name:
        databases.use(name)
        settings.STATE = tmp_path_factory.mktemp("state")
        try:
            vera, galina = world.actor("vera"), world.actor("galina")
            for turn in range(6):
                write(vera, 3, people=(galina.person_id, vera.person_id), reason=f"по запросу {turn}")
                write(galina, 2)
                sealing.seal(at=NOON)
            erase_for(galina.person_id)
            sealing.seal(at=NOON)
            write(galina, 2, people=(vera.person_id,))
            sealing.seal(at=NOON)
            write(galina, 1)  # the tail, which nothing proves yet
            yield Journal(name, anchors.kept())
        finally:
            settings.STATE = kept
            databases.use(usual)


def erase_for(person_id: int | None) -> None:
    with acting_as(REGISTRAR):
        assert erase_mentions(person_id or 0, by=REGISTRAR, at=NOON) == 18 + 2


@pytest.fixture
def owner(sealed: Journal) -> Iterator[psycopg.Cursor]:
    with psycopg.connect(databases.owner_url(sealed.database)) as connected, connected.cursor() as cursor:
        yield cursor
        connected.rollback()


def check(owner: psycopg.Cursor, kept: list[Anchor]) -> list[Fault]:
    return list(checking.faults(owner, kept))  # type: ignore[arg-type]  # a cursor of psycopg does as well


def is_named(said: tuple[str, int], fault: Fault) -> bool:
    """Say whether a fault names what a tampering said of itself."""
    what, number = said
    of_a_seal = fault.what in (checking.SEAL, checking.ANCHOR_GONE, checking.ANCHOR_OTHER)
    if what == "entry":
        return fault.entry == number
    if what == "gap":
        return fault.first is not None and fault.last is not None and fault.first <= number <= fault.last
    if what == "seal":
        return of_a_seal and fault.number == number
    return fault.number == number and not of_a_seal


def test_nothing_is_found_where_nothing_was_done(owner: psycopg.Cursor, sealed: Journal) -> None:
    lift(owner)

    assert check(owner, sealed.anchors) == []
    assert one(owner, "SELECT count(*) FROM journal_mention")[0] > 20
    assert [anchor.number for anchor in sealed.anchors] == [1, 8]


@pytest.mark.parametrize("tamper", WAYS, ids=lambda way: way.__name__)
def test_what_was_tampered_with_is_found_and_named(owner: psycopg.Cursor, sealed: Journal, tamper: Tampering) -> None:
    luck = random.Random(f"{SEED} {tamper.__name__}")
    silent = []
    for turn in range(-(-TAMPERINGS // len(WAYS))):
        with owner.connection.transaction(force_rollback=True):
            lift(owner)
            said = tamper(owner, luck)
            found = check(owner, sealed.anchors)
        if not any(is_named(said, fault) for fault in found):
            silent.append((turn, said, [str(fault) for fault in found]))

    assert silent == []


def test_every_column_of_an_entry_is_proven(owner: psycopg.Cursor) -> None:
    columns = owner.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'journal_entry'"
    ).fetchall()

    assert {name for (name,) in columns} == {"id", *EDITS}


def test_without_what_is_kept_elsewhere_a_cut_end_is_not_found(owner: psycopg.Cursor, sealed: Journal) -> None:
    """Said in docs/journal.md; this is why a seal is kept outside of the database."""
    lift(owner)
    cut_the_end(owner, random.Random(SEED))

    assert check(owner, []) == []
    assert check(owner, sealed.anchors) == [Fault(checking.ANCHOR_GONE, number=8)]


def test_without_what_is_kept_elsewhere_a_forged_chain_is_not_found(owner: psycopg.Cursor, sealed: Journal) -> None:
    lift(owner)
    edit_and_forge_the_rest(owner, random.Random(SEED))

    assert check(owner, []) == []
    assert Fault(checking.ANCHOR_OTHER, number=8) in check(owner, sealed.anchors)
