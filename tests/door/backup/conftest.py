from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from orientir.database import private_server, roles
from tests.database.servers import place

from .installations import Installation, Place, in_elsewhere, place_of

FILL = """
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.journal import erasure, sealing
from tests.support import world
world.build()
with acting_as(REGISTRAR):
    erasure.erase_mentions(world.actor("fyodor").person_id, by=REGISTRAR, at=world.NOON)
sealing.seal(at=world.NOON)
"""


@pytest.fixture(scope="package")
def folder() -> Iterator[Path]:
    # Not under pytest's own folder: the user that runs PostgreSQL for root could not enter it.
    with place() as folder:
        yield folder


@pytest.fixture(scope="package")
def installation(folder: Path) -> Iterator[Installation]:
    place = place_of(folder / "installation")
    backups = folder / "backups"
    place.home.mkdir(mode=0o711)
    backups.mkdir()
    with private_server.start(place.home / "database") as server:
        for words in (("migrate", "-v0"), ("shell", "--no-imports", "-c", FILL)):
            done = place.ask("manage", *words)
            assert done.returncode == 0, done.stderr
        done = place.ask("backup", backups)
        assert done.returncode == 0, done.stderr
        (made,) = backups.glob("orientir-*")
        yield Installation(place, server.urls, backups, made)


@pytest.fixture(scope="package")
def key(folder: Path) -> Path:
    """A key file."""
    file = folder / "key"
    file.write_text("0123456789abcdef" * 4)
    return file


@pytest.fixture(scope="package")
def encrypted(installation: Installation, folder: Path, key: Path) -> Path:
    """A backup of the same installation under the key."""
    where = folder / "encrypted"
    where.mkdir()
    done = installation.place.ask("backup", where, "--key", key)
    assert (done.returncode, "зашифрована" in done.stdout) == (0, True), done.stderr
    (made,) = where.glob("orientir-*")
    return made


@pytest.fixture
def elsewhere(installation: Installation, folder: Path) -> Iterator[Place]:
    """An empty database of an own PostgreSQL, and an empty folder."""
    names = roles.Names(database="elsewhere")
    with psycopg.connect(installation.urls.administrator, autocommit=True) as server:
        server.execute(roles.database_sql(names).encode())
        with psycopg.connect(in_elsewhere(installation.urls.administrator), autocommit=True) as inside:
            inside.execute(roles.rights_sql(names).encode())
        home = folder / "elsewhere"
        urls = {
            "DATABASE_URL": in_elsewhere(installation.urls.application),
            "DATABASE_OWNER_URL": in_elsewhere(installation.urls.owner),
        }
        yield place_of(home, **urls)
        server.execute('DROP DATABASE "elsewhere" WITH (FORCE)')
        shutil.rmtree(home, ignore_errors=True)
