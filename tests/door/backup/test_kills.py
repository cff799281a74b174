"""Under kills of its database nothing that was acknowledged is lost, nothing is stored twice, and the journal holds."""

from __future__ import annotations

from tests.database.servers import place

from .kills import faults_after, wrong

KILLS = 3


def test_people_work_on_while_the_database_is_killed() -> None:
    with place() as folder:
        acknowledged, unknown = faults_after(KILLS, folder)

    assert (acknowledged > 2 * KILLS, unknown > 0) == (True, True)


def test_a_lost_or_doubled_write_would_be_told() -> None:
    found = {"lost": ["unit a"], "doubled": ["unit b"], "refused": [], "journal": [], "acknowledged": 3}

    assert wrong(found) == {"lost": ["unit a"], "doubled": ["unit b"]}
