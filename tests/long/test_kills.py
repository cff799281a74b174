"""A thousand kills of the private server while people send forms: no acknowledged write lost, none stored twice."""

from __future__ import annotations

from tests.database.servers import place
from tests.door.backup.kills import faults_after

KILLS = 1000


def test_a_thousand_kills_lose_and_double_nothing() -> None:
    with place() as folder:
        acknowledged, unknown = faults_after(KILLS, folder)

    print(f"kills {KILLS}, acknowledged {acknowledged}, unknown {unknown}, lost 0, doubled 0")
    assert acknowledged > 2 * KILLS
