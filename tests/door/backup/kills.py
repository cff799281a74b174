"""An installation whose database is killed again and again while people send forms."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from orientir.database import private_server
from tests.database.servers import postmaster, wait_until

from .conftest import FILL
from .installations import place_of

PATIENCE = 60


@contextmanager
def people_at_work(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Make an installation with the known cast in a private server of its own, and let two of them work."""
    place = place_of(folder / "killed")
    place.home.mkdir(mode=0o711)
    with private_server.start(place.home / "database") as server:
        for words in (("migrate", "-v0"), ("shell", "--no-imports", "-c", FILL)):
            done = place.ask("manage", *words)
            assert done.returncode == 0, done.stderr
        environment = place.environment | {
            "DATABASE_URL": server.urls.application,
            "DATABASE_OWNER_URL": server.urls.owner,
            "DJANGO_SETTINGS_MODULE": "orientir.config.settings",
            "ORIENTIR_LOG_LEVEL": "CRITICAL",
        }
        client = subprocess.Popen(
            [sys.executable, "-m", "tests.door.backup.kills_client"],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        try:
            yield client
        finally:
            client.kill()
            client.wait()


def asked(client: subprocess.Popen[str], word: str) -> dict[str, Any]:
    """Return what is acknowledged and what is wrong at this moment."""
    assert client.stdin is not None
    assert client.stdout is not None
    client.stdin.write(f"{word}\n")
    client.stdin.flush()
    found: dict[str, Any] = json.loads(client.stdout.readline())
    return found


def kill(folder: Path) -> None:
    """Kill the first process of the server and wait for the one that is raised in its place."""
    killed = postmaster(folder / "killed" / "database")
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: postmaster(folder / "killed" / "database") not in (0, killed), seconds=PATIENCE)


def faults_after(kills: int, folder: Path) -> tuple[int, int]:
    """Kill so many times, prove all after each; return how many writes were acknowledged, and how many unknown."""
    with people_at_work(folder) as client:
        last: dict[str, Any] = {"acknowledged": 0}
        for _ in range(kills):
            more = last["acknowledged"]
            wait_until(lambda enough=more: asked(client, "check")["acknowledged"] > enough + 2, seconds=PATIENCE)
            kill(folder)
            last = asked(client, "check")
            assert wrong(last) == {}
        last = asked(client, "stop")
        assert wrong(last) == {}
    return last["acknowledged"], last["unknown"]


def wrong(found: dict[str, Any]) -> dict[str, Any]:
    """Return what must not be."""
    return {name: found[name] for name in ("lost", "doubled", "refused", "journal") if found[name]}
