"""What the stories about private servers share: places to put them, children, and looking at processes."""

from __future__ import annotations

import multiprocessing
import os
import pwd
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

FORK = multiprocessing.get_context("fork")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: it changes users or mounts a small disk")


@contextmanager
def place() -> Iterator[Path]:
    """Yield a new folder which everybody may enter, and wait until nothing runs in it any more."""
    folder = Path(tempfile.mkdtemp(prefix="orientir-test-", dir="/tmp")).resolve()
    folder.chmod(0o755)
    try:
        yield folder
        wait_until(lambda: not processes_in(folder), seconds=15)
    finally:
        shutil.rmtree(folder)


def wait_until(so: Callable[[], object], *, seconds: float) -> float:
    """Wait until something is so, and return how long it took."""
    began = time.monotonic()
    while not so():
        if time.monotonic() - began > seconds:
            pytest.fail(f"not so after {seconds} s")
        time.sleep(0.02)
    return time.monotonic() - began


def processes_in(folder: Path) -> dict[int, list[str]]:
    """Return the command lines of all living processes whose working folder lies in a folder."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink().is_relative_to(folder):
                found[int(process.name)] = (process / "cmdline").read_text().split("\0")
        except OSError:
            continue  # ended, a zombie or somebody else's
    return found


def watchers_of(folder: Path) -> list[int]:
    """Return the watchers of a server, without the shells they fork for a moment."""
    shells = [pid for pid, words in processes_in(folder).items() if "watch" in words]
    return [pid for pid in shells if parent_of(pid) not in shells]


def parent_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def postmaster(folder: Path) -> int:
    """Return the number of the server's first process, 0 while there is none."""
    try:
        return int((folder / "cluster/data/postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, IndexError):
        return 0


def runs(pid: int) -> bool:
    return Path(f"/proc/{pid}/cwd").is_dir()


class Child:
    """A process of its own that tells one story, as another user where one is named."""

    def __init__(self, story: Callable[[Connection], Any], *, user: str | None = None) -> None:
        self._ours, theirs = FORK.Pipe()
        self.process = FORK.Process(target=_tell, args=(story, theirs, user), daemon=True)
        self.process.start()
        theirs.close()

    def says(self, *, seconds: float = 20) -> Any:
        """Return the next thing the story says."""
        if not self._ours.poll(seconds):
            pytest.fail("the child says nothing")
        return self._ours.recv()

    def tell(self, thing: Any) -> None:
        self._ours.send(thing)

    def kill(self) -> None:
        self.process.kill()
        self.process.join()


def _tell(story: Callable[[Connection], Any], pipe: Connection, user: str | None) -> None:
    if user:
        entry = pwd.getpwnam(user)
        os.setgroups([])
        os.setgid(entry.pw_gid)
        os.setuid(entry.pw_uid)
    try:
        story(pipe)
    except Exception as error:
        pipe.send(error)
        raise
