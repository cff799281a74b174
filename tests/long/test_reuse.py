"""A million requests over four pooled connections, and as many people through PgBouncer in transaction mode."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg
import pytest
from django.db import connection

from tests.support import databases, worlds
from tests.walls import reuse
from tests.walls.law import Belongings, belongings

SEED, REQUESTS, THROUGH_PGBOUNCER = 20261121, 1_000_000, 100_000


@pytest.fixture
def law(django_db_setup: None, django_db_blocker: Any) -> Iterator[Belongings]:
    with django_db_blocker.unblock(), worlds.standing(SEED) as database:
        yield belongings(database)


def test_of_a_million_requests_over_four_connections_none_sees_a_row_of_the_one_before(law, monkeypatch):
    with reuse.served(monkeypatch) as handler:
        answered, foreign = reuse.storm(handler, law, reuse.requests(law, seed=SEED, count=REQUESTS))
        left = reuse.left_in_the_pool()

    assert (foreign, reuse.left_behind, left) == ([], [], [""] * reuse.POOLED)
    assert answered.total() == REQUESTS


@pytest.mark.skipif(os.geteuid() != 0, reason="running PgBouncer as the server's user needs root")
@pytest.mark.skipif(not shutil.which("pgbouncer"), reason="the package pgbouncer is not installed")
def test_nor_does_one_through_pgbouncer_in_transaction_mode(law, monkeypatch):
    with pgbouncer() as port:
        monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        monkeypatch.setitem(connection.settings_dict, "PORT", str(port))
        with reuse.served(monkeypatch) as handler:
            answered, foreign = reuse.storm(handler, law, reuse.requests(law, seed=SEED, count=THROUGH_PGBOUNCER))
            left = reuse.left_in_the_pool()

    assert (foreign, reuse.left_behind, left) == ([], [], [""] * reuse.POOLED)
    assert answered.total() == THROUGH_PGBOUNCER


@contextmanager
def pgbouncer() -> Iterator[int]:
    """Stand between the application and the server with two connections of transaction mode; yields the port."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    socket = Path(str(connection.settings_dict["HOST"]))
    owner, port = socket.stat(), 6432
    with tempfile.TemporaryDirectory(prefix="pgbouncer-") as name:
        folder = Path(name)
        users, settings = folder / "users", folder / "pgbouncer.ini"
        users.write_text(f'"{unquote(parts.username or "")}" "{unquote(parts.password or "")}"\n')
        settings.write_text(
            f"[databases]\n* = host={socket} port=5432\n[pgbouncer]\npool_mode = transaction\ndefault_pool_size = 2\n"
            f"listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = plain\n"
            f"auth_file = {users}\nmax_client_conn = 100\nserver_login_retry = 1\n"
        )
        for path in (folder, users, settings):
            os.chown(path, owner.st_uid, owner.st_gid)
        running = subprocess.Popen(
            ["pgbouncer", "-q", str(settings)],
            user=owner.st_uid or "nobody",
            group=owner.st_gid or "nogroup",
            extra_groups=[],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(port)
            yield port
        finally:
            running.terminate()
            running.wait(timeout=10)


def _wait_for(port: int) -> None:
    """Wait until PgBouncer leads to the server."""
    parts = urlsplit(databases.application_url(str(connection.settings_dict["NAME"])))
    said = {"user": unquote(parts.username or ""), "password": unquote(parts.password or "")}
    for _ in range(100):
        try:
            psycopg.connect(host="127.0.0.1", port=port, dbname=parts.path.lstrip("/"), **said).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise AssertionError("PgBouncer does not answer")
