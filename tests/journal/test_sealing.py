"""What was committed is chained within seconds: late commits are neither lost nor put between others."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection, transaction

from orientir import journal
from orientir.database.context import acting_as
from orientir.database.jobs import beats
from orientir.database.system_actors import SEALER
from orientir.journal import anchors, sealing
from orientir.journal.models import Entry, Link, Seal
from tests.support import databases, world
from tests.support.threads import at_once
from tests.support.world import NOON

from .conftest import found, write

pytestmark = pytest.mark.usefixtures("committed", "state")


def chain() -> list[int]:
    """Return the keys of the chained entries, in the order of the chain."""
    with acting_as(SEALER):
        assert list(Link.objects.order_by("number").values_list("number", flat=True)) == list(
            range(1, Link.objects.count() + 1)
        )
        return list(Link.objects.order_by("number").values_list("entry_id", flat=True))


def entries() -> list[int]:
    with acting_as(SEALER):
        return list(Entry.objects.order_by("pk").values_list("pk", flat=True))


def waiting() -> int:
    with acting_as(SEALER), connection.cursor() as cursor:
        return sealing.unsealed(cursor)


def test_all_that_was_committed_is_chained_once_and_in_order() -> None:
    vera = world.actor("vera")
    before = len(entries())
    assert (sealing.seal(at=NOON), sealing.seal(at=NOON)) == (before, 0)

    write(vera, 3)

    assert waiting() == 3
    assert sealing.seal(at=NOON) == 3
    assert (chain(), waiting(), found()) == (entries(), 0, [])


def test_a_late_commit_with_a_smaller_key_comes_behind_and_is_not_lost(committed: str) -> None:
    vera = world.actor("vera")
    sealing.seal(at=NOON)
    with psycopg.connect(databases.application_url(committed)) as slow:
        for setting, value in {
            "actor": "user:0",
            "user": "0",
            "person": "0",
            "organisations": "{}",
            "named": "{}",
            "opened": "{}",
        }.items():
            slow.execute("SELECT set_config('orientir.' || %s, %s, true)", [setting, value])
        slow.execute(
            "INSERT INTO journal_entry (at, verb, actor, role, subject_type, facts)"
            " VALUES (now(), 'signed_out', 'user:0', '', '', '{}')"
        )
        write(vera, 2)
        assert (sealing.seal(at=NOON), sealing.seal(at=NOON)) == (2, 0)
        write(vera)
        assert sealing.seal(at=NOON) == 1
        slow.commit()

    assert sealing.seal(at=NOON) == 1
    *_, late, first, second, third = entries()
    assert chain()[-4:] == [first, second, third, late]
    assert (waiting(), found()) == (0, [])


def test_what_was_rolled_back_leaves_no_gap_that_anybody_waits_for() -> None:
    vera = world.actor("vera")
    sealing.seal(at=NOON)
    with acting_as(vera):
        with journal.entry("signed_out", by=vera, at=NOON):
            pass
        transaction.set_rollback(True)
    write(vera)

    assert sealing.seal(at=NOON) == 1
    assert (waiting(), found()) == (0, [])


def test_many_writers_and_sealers_at_once_lose_nothing_and_chain_nothing_twice() -> None:
    """Writers hold their transactions open for different times, so that keys commit in any order."""
    actors = [world.actor(login) for login in ("vera", "galina", "zoya", "boris")]
    sealing.seal(at=NOON)
    before, over = len(entries()), threading.Event()

    def writer(number: int) -> None:
        for turn in range(12):
            with acting_as(actors[number]):
                with journal.entry("signed_out", by=actors[number], at=NOON, turn=turn):
                    pass
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(%s)", [(turn * 7 + number * 3) % 5 / 100])
        if number == 0:
            over.set()

    def sealer() -> int:
        done = 0
        while not over.is_set():
            done += sealing.seal(at=NOON)
        return done

    results = at_once([*(lambda n=n: writer(n) for n in range(4)), sealer, sealer])
    assert [result for result in results if isinstance(result, Exception)] == []
    sealing.seal(at=NOON)

    assert len(entries()) == before + 48
    assert sorted(chain()) == entries()
    assert (waiting(), found()) == (0, [])


def test_a_large_backlog_is_sealed_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_BATCH", sealing._BATCH.replace(f"LIMIT {sealing.BATCH}", "LIMIT 7"))
    write(world.actor("vera"), 20)

    assert sealing.seal(at=NOON) == len(entries())
    with acting_as(SEALER):
        lasts = list(Seal.objects.order_by("number").values_list("last", flat=True))
    assert lasts == [*range(7, len(entries()), 7), len(entries())]
    assert found() == []


def test_a_database_that_was_restored_into_another_postgresql_goes_on(owner: psycopg.Cursor) -> None:
    """Transactions are counted anew there: numbers of the old place would hide what is written in the new one."""
    vera = world.actor("vera")
    write(vera, 2)
    owner.execute("UPDATE journal_entry SET written_in = written_in + 1000000000")
    owner.connection.commit()
    moment = sealing.Scope(0, 0, horizon=2_000_000_000, cluster=7)
    with acting_as(SEALER), connection.cursor() as cursor:
        batch = sealing._batch(cursor, moment, 0)
        sealing._chain(cursor, sealing.NOTHING, batch[:-1], moment, NOON)

    assert waiting() == 1
    assert sealing.seal(at=NOON) == 1
    write(vera, 2)
    assert (waiting(), sealing.seal(at=NOON), sealing.seal(at=NOON)) == (2, 2, 0)
    assert (chain(), found()) == (entries(), [])


def test_a_restored_database_without_news_is_looked_through_once_only(owner: psycopg.Cursor) -> None:
    moment = sealing.Scope(0, 0, horizon=2_000_000_000, cluster=7)
    with acting_as(SEALER), connection.cursor() as cursor:
        sealing._chain(cursor, sealing.NOTHING, sealing._batch(cursor, moment, 0), moment, NOON)

    assert sealing.seal(at=NOON) == 0
    with acting_as(SEALER), connection.cursor() as cursor:
        last = sealing.last_seal(cursor)
        assert sealing.scope_of(cursor, last).since == last.horizon
    assert (last.number, last.floor, found()) == (2, entries()[-1], [])


def test_a_worker_seals_without_being_asked() -> None:
    beat = beats["orientir.journal.tasks.seal_journal"]
    assert beat.seconds <= 10
    write(world.actor("vera"))

    beat.once()

    assert waiting() == 0


def test_a_fault_does_not_end_the_work_of_a_worker(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    beat = beats["orientir.journal.tasks.seal_journal"]
    write(world.actor("vera"))
    with monkeypatch.context() as broken:
        broken.setattr(sealing, "_chain", lambda *_: 1 / 0)
        beat.once()
    assert [record.message for record in caplog.records] == ["orientir.journal.tasks.seal_journal failed"]
    assert waiting() > 0

    beat.once()

    assert waiting() == 0


def at(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def test_the_last_seal_and_the_first_of_each_hour_are_kept_outside(state: Path) -> None:
    vera = world.actor("vera")
    for moment in (at(0), at(0.1), at(1), at(1.2), at(1.4)):
        write(vera)
        sealing.seal(at=moment)

    assert [anchor.number for anchor in anchors.kept()] == [1, 3, 5]
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in state.iterdir()} == {
        "hours": "0o600",
        "last": "0o600",
    }
    assert oct(state.stat().st_mode & 0o777) == "0o700"
    assert found() == []


def test_a_seal_that_was_not_committed_is_kept_nowhere(state: Path) -> None:
    write(world.actor("vera"))
    with acting_as(SEALER):
        sealing.seal(at=NOON)
        transaction.set_rollback(True)

    assert anchors.kept() == []
