"""The suite on an office's own PostgreSQL: the oldest that is served, Debian's 15, prepared by the printed SQL."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from orientir.door.parts import ACCESS, WALLS, unit_part
from orientir.door.tally import of_junit

CHECKOUT = Path(__file__).resolve().parents[2]
PROGRAMS = Path("/usr/lib/postgresql/15/bin")
PASSWORDS = {"orientir_owner": "owner-of-a-test-cluster", "orientir_app": "application-of-a-test-cluster"}
APART = ("tests/door", "tests/database/test_private_server.py", "tests/database/test_places.py")
"""What starts servers of its own and has nothing to do with this one."""

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="starting Debian's PostgreSQL needs root"),
    pytest.mark.skipif(not PROGRAMS.exists(), reason="the package postgresql-15 is not installed"),
]


def as_postgres(*command: str, stdin: str = "") -> str:
    """Run a program of PostgreSQL as its own user, with neither a terminal nor our environment."""
    done = subprocess.run(
        [str(PROGRAMS / command[0]), *command[1:]],
        input=stdin,
        capture_output=True,
        text=True,
        user="postgres",
        group="postgres",
        extra_groups=[],
        start_new_session=True,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def socket() -> Iterator[Path]:
    """Start a cluster of PostgreSQL 15 as Debian does, but for its durability; yields the folder of its socket."""
    with tempfile.TemporaryDirectory(prefix="postgresql-15-") as name:
        folder = Path(name)
        shutil.chown(folder, "postgres", "postgres")
        as_postgres(
            "initdb", "-D", f"{folder}/data", "-U", "postgres", "--locale=C.UTF-8", "--encoding=UTF8", "-A", "peer"
        )
        (folder / "data" / "pg_hba.conf").write_text("local all postgres peer\nlocal all all scram-sha-256\n")
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c max_connections=200"
        as_postgres("pg_ctl", "-D", f"{folder}/data", "-l", f"{folder}/log", "-w", "-o", options, "start")
        try:
            yield folder
        finally:
            as_postgres("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")


def administer(socket: Path, script: str, *, answers: str = "") -> str:
    """Run a script with psql as an administrator does; `answers` is what is typed when it asks."""
    file = socket / "script.sql"
    file.write_text(script)
    shutil.chown(file, "postgres", "postgres")
    return as_postgres("psql", "-X", "-q", "-h", str(socket), "-d", "postgres", "-f", str(file), stdin=answers)


def prepare(socket: Path) -> dict[str, str]:
    """Prepare the server by the SQL that the command prints; returns the addresses."""
    printed = subprocess.run(
        [sys.executable, "-P", "-m", "django", "prepare_database", "--postgresql", "15"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "orientir.config.settings", "PYTHONPATH": str(CHECKOUT / "src")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    typed = "".join(f"{password}\n{password}\n" for password in PASSWORDS.values())
    for _ in range(2):  # it may be run again
        administer(socket, printed, answers=typed)
    place = f"@:5432/orientir?host={quote(str(socket))}"
    owner, application = (f"postgresql://{role}:{quote(password)}{place}" for role, password in PASSWORDS.items())
    return {"DATABASE_URL": application, "DATABASE_OWNER_URL": owner}


def test_the_suite_passes_on_debians_postgresql_15(socket, tmp_path):
    addresses = prepare(socket)
    with psycopg.connect(addresses["DATABASE_URL"]) as application:
        version = application.info.server_version
        assert version // 10000 == 15
        assert application.execute("SHOW statement_timeout").fetchone() == ("30s",)
    administer(socket, "ALTER ROLE orientir_owner CREATEDB;")  # which tests need, and an office does not

    folders = [*unit_part(CHECKOUT).folders, *ACCESS.folders, *WALLS.folders]
    report = tmp_path / "report.xml"
    done = subprocess.run(
        [sys.executable, "-P", "-m", "pytest", "-q", f"--junit-xml={report}", "--tb=short", "--show-capture=no"]
        + [f"--ignore={path}" for path in APART]
        + [folder for folder in folders if folder not in APART],
        cwd=CHECKOUT,
        env={**os.environ, **addresses},
        capture_output=True,
        text=True,
        check=False,
    )

    tally = of_junit(report)
    assert (done.returncode, tally.failed) == (0, 0), done.stdout[-8000:]
    assert tally.passed > 300
    assert set(tally.skipped) <= {"DATABASE_URL names a server where tests may not make roles"}
