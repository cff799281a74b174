"""Nothing waits, runs or stays open for ever: the four timeouts of the application's role are in force."""

from __future__ import annotations

import time

import psycopg
import pytest
from django.db import OperationalError, connection

from orientir.database.context import acting_as
from orientir.database.system_actors import MAINTENANCE
from tests.support import databases
from tests.support.threads import elsewhere

TIMEOUTS = {
    "statement_timeout": "30s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "1min",
    "client_connection_check_interval": "5s",
}


def in_force() -> dict[str, str]:
    with acting_as(MAINTENANCE), connection.cursor() as cursor:
        found = {}
        for name in TIMEOUTS:
            cursor.execute(f"SHOW {name}")
            (found[name],) = cursor.fetchone()
        return found


@pytest.fixture
def application(committed: str) -> psycopg.Connection:
    return psycopg.connect(databases.application_url(committed))


def test_the_four_timeouts_are_in_force_on_every_connection_of_the_application(db):
    assert in_force() == TIMEOUTS
    assert elsewhere(in_force) == TIMEOUTS


def test_a_migration_does_not_queue_up_readers_behind_a_lock_it_waits_for(committed):
    with psycopg.connect(databases.owner_url(committed)) as owner:
        assert owner.execute("SHOW lock_timeout").fetchone() == ("10s",)


def test_a_statement_that_runs_too_long_is_stopped(db):
    with (
        pytest.raises(OperationalError, match="statement timeout"),
        acting_as(MAINTENANCE),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET LOCAL statement_timeout = '20ms'")
        cursor.execute("SELECT pg_sleep(10)")


def test_who_waits_too_long_for_a_lock_is_told_so(committed, application):
    with application, psycopg.connect(databases.application_url(committed)) as other:
        other.execute("SELECT FROM territory_territory FOR UPDATE")
        application.execute("SET LOCAL lock_timeout = '20ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            application.execute("SELECT FROM territory_territory FOR UPDATE")


def test_a_transaction_left_open_is_ended_with_its_locks(committed, application):
    application.execute("SET idle_in_transaction_session_timeout = '20ms'")
    application.execute("SELECT FROM territory_territory FOR UPDATE")
    with psycopg.connect(databases.application_url(committed)) as other:
        other.execute("SELECT FROM territory_territory FOR UPDATE")  # waits for the end of the first one

    with pytest.raises(psycopg.errors.IdleInTransactionSessionTimeout):
        application.execute("SELECT 1")


def test_a_query_whose_asker_has_vanished_ends(committed):
    often = "-c client_connection_check_interval=20ms"
    application = psycopg.connect(databases.application_url(committed), options=often)
    backend = application.info.backend_pid
    application.pgconn.send_query(b"SELECT pg_sleep(20)")
    application.pgconn.finish()

    with psycopg.connect(databases.application_url(committed), autocommit=True) as other:
        until = time.monotonic() + 5
        alive = [(backend,)]
        while alive and time.monotonic() < until:
            time.sleep(0.02)
            alive = other.execute("SELECT pid FROM pg_stat_activity WHERE pid = %s", [backend]).fetchall()
    assert alive == []
