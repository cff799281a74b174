"""What owner and application may do, on a private server and on one that an administrator prepared."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from orientir.database import places, private_server, roles
from orientir.database.roles import Names, Urls
from tests.database.servers import Child, place, wait_until

ATTRIBUTES = (
    "SELECT rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication "
    "FROM pg_roles WHERE rolname = ANY(%s) ORDER BY rolname"
)


@pytest.fixture(scope="module")
def server() -> Iterator[Urls]:
    with place() as folder, private_server.start(folder / "server", durable=False) as running:
        yield running.urls


def ask(url: str, question: str, *values: object) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(question.encode(), values or None).fetchall()


@pytest.mark.parametrize("for_tests", [False, True])
def test_roles_can_sign_in_and_nothing_more_but_the_owner_of_a_test_cluster_makes_databases(for_tests: bool) -> None:
    with place() as folder, private_server.start(folder / "server", durable=not for_tests) as running:
        found = ask(running.urls.administrator, ATTRIBUTES, ["orientir_app", "orientir_owner"])
    assert found == [
        ("orientir_app", True, False, False, False, False, False),
        ("orientir_owner", True, False, False, for_tests, False, False),
    ]


def test_the_owner_owns_the_database_and_the_application_owns_nothing(server: Urls) -> None:
    owners = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'orientir'"
    assert ask(server.application, owners) == [("orientir_owner",)]
    assert ask(server.application, "SELECT count(*) FROM pg_shdepend WHERE deptype = 'o' AND "
               "refobjid = 'orientir_app'::regrole") == [(0,)]  # fmt: skip
    assert ask(server.application, "SELECT count(*) FROM pg_auth_members WHERE member = "
               "'orientir_app'::regrole") == [(0,)]  # fmt: skip


FORBIDDEN = {
    "CREATE TABLE planted (id int)": "permission denied for schema public",
    "CREATE TEMPORARY TABLE planted (id int)": "permission denied to create temporary tables",
    "CREATE SCHEMA planted": "permission denied for database",
    "CREATE DATABASE planted": "permission denied to create database",
    "CREATE ROLE planted": "permission denied to create role",
    "SET ROLE orientir_owner": "permission denied to set role",
    "SELECT * FROM kept": "permission denied for table kept",
    "COPY (SELECT 1) TO PROGRAM 'true'": "permission denied to COPY to or from an external program",
}


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_application_may_not(server: Urls, statement: str) -> None:
    with psycopg.connect(server.owner, autocommit=True) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS kept (id int)")
    with (
        psycopg.connect(server.application, autocommit=True) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match=FORBIDDEN[statement]),
    ):
        connection.execute(statement.encode())


def test_the_application_reads_what_it_was_granted(server: Urls) -> None:
    with psycopg.connect(server.owner, autocommit=True) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS shown (id int)")
        owner.execute("GRANT SELECT ON shown TO orientir_app")
    assert ask(server.application, "SELECT count(*) FROM shown") == [(0,)]


def test_a_role_that_was_given_nothing_may_not_enter(server: Urls) -> None:
    with psycopg.connect(server.administrator, autocommit=True) as administrator:
        administrator.execute(roles.quoted("stranger").join(["CREATE ROLE ", " LOGIN"]).encode())
        administrator.execute(roles.password_sql("stranger", "known").encode())
        assert ask(server.administrator, "SELECT has_schema_privilege('stranger', 'public', 'CREATE')") == [(False,)]
        with pytest.raises(psycopg.OperationalError, match='permission denied for database "orientir"'):
            psycopg.connect(server.application, user="stranger", password="known")


def test_four_timeouts_bound_the_application_and_three_the_owner(server: Urls) -> None:
    names = [
        "statement_timeout",
        "lock_timeout",
        "idle_in_transaction_session_timeout",
        "client_connection_check_interval",
    ]
    settings = ", ".join(f"current_setting('{name}')" for name in names)
    assert ask(server.application, f"SELECT {settings}") == [("30s", "5s", "1min", "5s")]
    assert ask(server.owner, f"SELECT {settings}") == [("0", "10s", "10min", "5s")]
    assert ask(server.administrator, "SHOW client_connection_check_interval") == [("5s",)]


def test_the_query_of_a_client_that_vanished_ends_within_ten_seconds(server: Urls) -> None:
    def story(pipe: Connection) -> None:
        with psycopg.connect(server.application, autocommit=True) as connection:
            pipe.send(connection.info.backend_pid)
            connection.execute("SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 1000000) b")

    client = Child(story)
    backend = client.says()
    there = "SELECT state FROM pg_stat_activity WHERE pid = %s"
    wait_until(lambda: ask(server.administrator, there, backend) == [("active",)], seconds=5)
    client.kill()
    assert wait_until(lambda: ask(server.administrator, there, backend) == [], seconds=15) < 10


@pytest.mark.parametrize("postgresql", [15, 18])
def test_an_administrator_runs_the_printed_script_twice_and_has_the_same_rights(
    server: Urls, postgresql: int, tmp_path: Path
) -> None:
    names = Names(f'odd "{postgresql}" name', f"owner'{postgresql}", f"app {postgresql}")
    script = roles.preparation_sql(names, postgresql=postgresql)
    assert "PASSWORD" not in script
    (tmp_path / "prepare.sql").write_text(script)
    psql = places.programs(places.server_user()) / "psql"
    for _ in range(2):
        subprocess.run(
            [psql, "--no-psqlrc", "--quiet", f"--file={tmp_path}/prepare.sql", server.administrator],
            input="one\none\ntwo\ntwo\n", text=True, check=True, env={**os.environ, "LC_ALL": "C"},
            start_new_session=True,  # without a terminal `\password` reads its standard input
        )  # fmt: skip

    found = ask(server.administrator, ATTRIBUTES, [names.owner, names.application])
    assert found == [
        (role, True, False, False, False, False, False) for role in sorted([names.application, names.owner])
    ]
    host = urlsplit(server.administrator).query.removeprefix("host=")

    def connect(user: str, password: str) -> psycopg.Connection:
        return psycopg.connect(
            host=host, port=5432, dbname=names.database, user=user, password=password, autocommit=True
        )

    with connect(names.owner, "one") as owner, connect(names.application, "two") as application:
        owner.execute("CREATE TABLE kept (id int)")
        assert application.execute("SHOW statement_timeout").fetchone() == ("30s",)
        assert application.execute("SELECT lower('ЁЖ'), upper('ёж'), 'б' < 'ё'").fetchone() == ("ёж", "ЁЖ", True)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            application.execute("SELECT * FROM kept")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            application.execute("CREATE TABLE planted (id int)")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(server.application, dbname=names.database)
