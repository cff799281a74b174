"""A private PostgreSQL in a folder: started at first need, shared by all who use it, stopped after the last.

File locks tell who is there; the kernel frees them however a process ends. `users.lock` is shared by all who
use the server, `server.lock` is inherited by the postmaster and its backends, `watcher.lock` belongs to the
one watcher, and whoever makes, starts or stops the server holds `start.lock`.
"""

import contextlib
import fcntl
import os
import secrets
import shutil
import time
from pathlib import Path

import psycopg
from psycopg.rows import TupleRow

from orientir.database import places, roles

NAMES = roles.Names()
INITDB = (
    "--username=administrator", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--data-checksums",
    "--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST", "--no-instructions", "--no-sync",
)  # fmt: skip
SETTINGS = (
    "listen_addresses=", "unix_socket_permissions=0700", "client_connection_check_interval=5s",
    "log_min_error_statement=panic", "log_error_verbosity=terse",  # the log names no persons
)  # fmt: skip
NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
PATIENCE = 120  # seconds; recovery after a crash goes through at most max_wal_size, 1 GB
SCRIPT = Path(__file__).with_suffix(".sh").read_text()


class Running:
    """A hold on a running server: while any process has one, the server runs, and is raised when it dies."""

    def __init__(self, urls: roles.Urls, hold: int) -> None:
        self.urls, self._hold = urls, hold

    def release(self) -> None:
        """Let the server go; after the last hold it stops. A child made by fork keeps a hold of its own."""
        hold, self._hold = self._hold, -1
        if hold >= 0:
            os.close(hold)

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def start(folder: Path, *, durable: bool = True) -> Running:
    """Return a hold on the server of a folder, made and started when it is not there yet.

    The folder belongs to the server alone; its parent must exist. `durable=False` is for tests: a power cut
    may lose what was committed. Raises `ServerRefused`, which says what is in the way and what to do.
    """
    try:
        server = _Server(folder.resolve(), durable)
        with contextlib.ExitStack() as failed, contextlib.ExitStack() as alone:
            hold = server.lock("users.lock", fcntl.LOCK_UN)
            failed.callback(os.close, hold)
            starting = server.lock("start.lock", fcntl.LOCK_EX)
            alone.callback(os.close, starting)
            fcntl.flock(hold, fcntl.LOCK_SH)
            urls = server.make_and_raise(starting)
            failed.pop_all()
            return Running(urls, hold)
    except (OSError, psycopg.Error) as error:
        raise places.refusal(folder, str(error)) from error


class _Server:
    def __init__(self, folder: Path, durable: bool) -> None:
        self.folder, self.durable, self.user = folder, durable, places.server_user()
        self.bin = places.programs(self.user)
        self.socket = places.server_folders(folder, self.user)

    def make_and_raise(self, starting: int) -> roles.Urls:
        if not (self.folder / "cluster").exists():
            self.make(starting)
        with contextlib.suppress(BlockingIOError):  # then the watcher is there
            watcher = self.lock("watcher.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.script("watch", watcher)
            os.close(watcher)
        with os.fdopen(os.open(self.folder / "cluster" / "passwords", os.O_RDONLY | os.O_NOFOLLOW)) as file:
            passwords = roles.Passwords(*file.read().split())
        urls = roles.urls(NAMES, passwords, self.socket)
        with self.answering(urls.administrator, starting) as connection:
            if self.durable and connection.execute("SHOW fsync").fetchone() == ("off",):
                raise places.made_for_tests(self.folder)
            roles.prepare(connection, urls, NAMES, passwords, for_tests=not self.durable)
        return urls

    def make(self, starting: int) -> None:
        new = self.folder / "new"  # gets its name when it is whole: no kill and no full disk leaves a half
        shutil.rmtree(new, ignore_errors=True)
        try:
            places.owned_folder(new, self.user)
            opened = os.open(new / "passwords", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(opened, "w") as file:
                os.fchown(file.fileno(), self.user.uid, self.user.gid)
                file.writelines(f"{secrets.token_urlsafe(32)}\n" for _ in range(3))
            made = self.user.run(
                f"{self.bin}/initdb", f"--pgdata={new}/data", f"--pwfile={new}/passwords", *INITDB,
                *(f"--set={setting}" for setting in SETTINGS + (() if self.durable else NOT_DURABLE)),
                stdin=starting, cwd=self.folder,
            )  # fmt: skip
            if made.returncode:
                raise places.refusal(self.folder, made.stderr)
            if self.durable:
                self.user.run("sync", "-f", str(new))
            new.rename(self.folder / "cluster")
        finally:
            shutil.rmtree(new, ignore_errors=True)

    def answering(self, url: str, starting: int) -> psycopg.Connection[TupleRow]:
        until, log = time.monotonic() + PATIENCE, self.folder / "server.log"
        known = log.stat().st_size if log.exists() else 0
        for _ in range(2):  # one that is killed while it comes up has a second chance
            self.script("up", starting)
            while time.monotonic() < until:
                try:
                    return psycopg.connect(url, autocommit=True)
                except psycopg.OperationalError as error:
                    if "authentication failed" in str(error):
                        raise places.refusal(self.folder, str(error)) from error
                with contextlib.suppress(BlockingIOError):  # then it lives and is only not ready yet
                    os.close(self.lock("server.lock", fcntl.LOCK_EX | fcntl.LOCK_NB))
                    break
                time.sleep(0.02)
        raise places.refusal(self.folder, log.read_bytes()[known:].decode(errors="replace") if log.exists() else "")

    def script(self, task: str, lock: int) -> None:
        self.user.run("/bin/sh", "-c", SCRIPT, "", task, f"{self.bin}", f"{self.socket}", stdin=lock, cwd=self.folder)

    def lock(self, name: str, how: int) -> int:
        path = self.folder / name
        try:  # the folder is the server's: root follows no link in it and gives away only what it just made
            lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            os.fchown(lock, self.user.uid, self.user.gid)
        except FileExistsError:
            lock = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
        with contextlib.ExitStack() as failed:
            failed.callback(os.close, lock)
            fcntl.flock(lock, how)
            failed.pop_all()
        return lock
