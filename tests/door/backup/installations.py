"""An installation to back up, and what the stories ask of it and of the places where it comes back."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

from orientir.database import roles
from orientir.door import database_copy, vault
from orientir.door.surroundings import CHECKOUT

LEFT_OUT = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "DATABASE_BACKUP_URL",
    "ORIENTIR_SECRET_KEY",
    "ORIENTIR_LANGUAGE",
    "LC_ALL",
    "LC_MESSAGES",
    "LANG",
)


@dataclass(frozen=True)
class Place:
    """Where an installation lies and how the door is told."""

    home: Path
    environment: dict[str, str]

    def command(self, *words: str | Path) -> list[str]:
        return [sys.executable, "-P", "-m", "orientir", *map(str, words)]

    def ask(self, *words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words),
            env=self.environment | more,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def become(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let this process stand in the place until the end of the test."""
        for name in LEFT_OUT:
            monkeypatch.delenv(name, raising=False)
        for name, value in self.environment.items():
            monkeypatch.setenv(name, value)

    def begin(self, *words: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.command(*words), env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )


@dataclass(frozen=True)
class Installation:
    """The known cast in a private server of its own, with one backup; `urls` are its server's."""

    place: Place
    urls: roles.Urls
    backups: Path
    backup: Path

    @property
    def administrator(self) -> str:
        return database_copy.to_database(self.urls.administrator, "orientir")


def place_of(home: Path, **more: str) -> Place:
    """A place of which nothing is known but its folder and what is given."""
    kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    # The cast is made by code of the tests; the door itself needs no such path.
    return Place(home, kept | {"ORIENTIR_STATE": str(home), "PYTHONPATH": str(CHECKOUT)} | more)


def in_elsewhere(url: str) -> str:
    """The same address, for the database `elsewhere`."""
    return urlunsplit(urlsplit(url)._replace(path="/elsewhere"))


def left_in(place: Place) -> tuple[bool, list[Path]]:
    """Whether the database of a place is empty, and which files are in its folder."""
    files = [path for path in place.home.rglob("*") if path.is_file() and "catalogues" not in path.parts]
    return database_copy.is_empty(place.environment["DATABASE_OWNER_URL"]), files


def facts_of(url: str) -> vault.Facts:
    """What a database holds at this moment."""
    with database_copy.snapshot(url) as database:
        return database.facts()


def rights_and_walls(url: str) -> list[str]:
    """Owners, grants, policies and triggers, as PostgreSQL itself tells them."""
    done = subprocess.run(
        [database_copy._program("pg_dump"), "--schema-only"],
        env=database_copy._surroundings(url),
        capture_output=True,
        text=True,
        check=True,
    )
    telling = r"GRANT|REVOKE|CREATE (POLICY|TRIGGER)|COMMENT ON POLICY|ALTER .*(OWNER TO|ROW LEVEL SECURITY)"
    found = [line for line in done.stdout.splitlines() if re.match(telling, line)]
    assert len(found) > 100
    return found


def rewritten(installation: Installation, folder: Path, **changes: Any) -> Path:
    """A copy of the backup with another manifest, rightly sealed."""
    copy = folder / "rewritten"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(installation.backup, copy)
    manifest = replace(vault.verify(copy), **changes)
    (copy / vault.MANIFEST).unlink()
    (copy / vault.SEAL).unlink()
    vault.seal(copy, manifest)
    return copy


def until(so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + 20
    while not so():
        assert time.monotonic() < end
        time.sleep(0.01)
