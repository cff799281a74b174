"""An own PostgreSQL goes back to any moment, as docs/backup.md tells: to what was acknowledged by then, no more."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from orientir.database import places, private_server, roles
from orientir.door import database_copy
from tests.database.servers import place, postmaster, wait_until
from tests.door.backup.conftest import FILL
from tests.door.backup.installations import place_of

WRITES = 40
WORK = f"""
import time
from django.db import connection
from django.utils import timezone
from orientir.database.context import acting_as
from orientir.territory import services
from orientir.territory.choices import UnitKind
from orientir.territory.models import Organisation
from tests.support import world
boris = world.actor("boris")
for number in range({WRITES}):
    with acting_as(boris):
        school = Organisation.objects.get(short_name="Школа № 5")
        services.add_unit(school, kind=UnitKind.BUILDING, name=f"Новая {{number}}", by=boris, at=timezone.now())
    with acting_as(boris), connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        print(number, cursor.fetchone()[0].isoformat(), sep=chr(9))
    time.sleep(0.02)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    with place() as folder:
        yield folder


def restart(server: Path) -> None:
    """Stop a private server in order; it is raised again by itself, with its new settings."""
    before = postmaster(server)
    os.kill(before, signal.SIGINT)
    wait_until(lambda: postmaster(server) not in (0, before), seconds=30)


def answers(url: str, question: str = "SELECT NOT pg_is_in_recovery()") -> bool:
    try:
        with psycopg.connect(url) as connection:
            return connection.execute(question.encode()).fetchone() == (True,)
    except psycopg.OperationalError:
        return False


def run(user: places.ServerUser, *words: str) -> None:
    done = user.run(*words)
    assert done.returncode == 0, done.stderr


@contextmanager
def brought_back(base: Path, archive: Path, moment: str, user: places.ServerUser, programs: Path) -> Iterator[Path]:
    """Let a copy of the base backup go on to a moment, as the document says; yields the folder of its socket."""
    folder = base.parent / "back"
    data = folder / "data"
    places.owned_folder(folder, user)
    run(user, "cp", "-a", str(base), str(data))
    settings = (
        f'restore_command = \'cp "{archive}/%f" "%p"\'\n'
        f"recovery_target_time = '{moment}'\n"
        "recovery_target_action = 'promote'\n"
        "archive_mode = off\n"
    )
    with (data / "postgresql.auto.conf").open("a") as file:
        file.write(settings)
    (data / "recovery.signal").touch()
    shutil.chown(data / "recovery.signal", user.uid, user.gid)
    run(user, f"{programs}/pg_ctl", "-D", str(data), "-l", f"{folder}/log", "-w", "-o", f"-k {folder}", "start")
    try:
        yield folder
    finally:
        run(user, f"{programs}/pg_ctl", "-D", str(data), "-m", "fast", "stop")
        shutil.rmtree(folder)


def test_any_moment_comes_back_as_it_was_acknowledged(folder: Path) -> None:
    home = place_of(folder / "installation")
    home.home.mkdir(mode=0o711)
    user = places.server_user()
    programs = places.programs(user)
    archive, base = folder / "archive", folder / "base"
    for own in (archive, base):
        places.owned_folder(own, user)
    with private_server.start(home.home / "database") as server:
        administrator = server.urls.administrator
        with psycopg.connect(administrator, autocommit=True) as connection:
            for name, value in (
                ("archive_mode", "on"),
                ("archive_command", f'test ! -f "{archive}/%f" && cp "%p" "{archive}/%f"'),
            ):
                connection.execute(f"ALTER SYSTEM SET {name} = '{value}'".encode())
        restart(home.home / "database")
        wait_until(lambda: answers(administrator), seconds=30)
        own = place_of(home.home, DATABASE_URL=server.urls.application, DATABASE_OWNER_URL=server.urls.owner)
        for words in (("migrate", "-v0"), ("shell", "--no-imports", "-c", FILL)):
            done = own.ask("manage", *words)
            assert done.returncode == 0, done.stderr
        run(user, f"{programs}/pg_basebackup", "-d", administrator, "-D", str(base), "-X", "stream", "-c", "fast")
        worked = own.ask("manage", "shell", "--no-imports", "-c", WORK)
        assert worked.returncode == 0, worked.stderr
        log = [line.split("\t") for line in worked.stdout.splitlines()]
        assert [int(number) for number, _ in log] == list(range(WRITES))
        with psycopg.connect(administrator, autocommit=True) as connection:
            (last,) = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone() or ("",)
        wait_until(lambda: (archive / last).exists(), seconds=30)

    for number, moment in (log[0], log[17], log[-2]):
        with brought_back(base, archive, moment, user, programs) as socket:
            there = _at(server.urls, socket)
            wait_until(lambda url=there.administrator: answers(url), seconds=60)
            inside = database_copy.to_database(there.administrator, "orientir")
            with psycopg.connect(inside) as connection:
                found = connection.execute("SELECT name FROM territory_unit WHERE name LIKE 'Новая%'").fetchall()
            assert {name for (name,) in found} == {f"Новая {one}" for one in range(int(number) + 1)}
            restored = place_of(home.home, DATABASE_URL=there.application, DATABASE_OWNER_URL=there.owner)
            proven = {check: restored.ask("check", check).returncode for check in ("journal", "counts")}
            assert proven == {"journal": 0, "counts": 0}


def _at(urls: roles.Urls, socket: Path) -> roles.Urls:
    """Return the same addresses at another socket."""
    moved: Callable[[str], str] = lambda url: f"{url.partition('?')[0]}?host={quote(str(socket))}"  # noqa: E731
    return roles.Urls(moved(urls.application), moved(urls.owner), moved(urls.administrator))
