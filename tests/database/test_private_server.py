"""The private server through the real thing: real processes, real kills, really full disks."""

# Longer than 400 lines because all its stories are told of the same few servers, which are made once.

from __future__ import annotations

import os
import random
import signal
import stat
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import psycopg
import pytest

from orientir.database import places, private_server, roles
from orientir.database.places import ServerRefused
from tests.database.servers import (
    Child,
    as_root,
    parent_of,
    place,
    postmaster,
    processes_in,
    runs,
    wait_until,
    watchers_of,
)


@pytest.fixture
def anywhere() -> Iterator[Path]:
    with place() as folder:
        yield folder


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A server that was made and has stopped, for stories which do not tell of the making."""
    with place() as folder:
        private_server.start(folder / "server", durable=False).release()
        yield folder / "server"


@pytest.fixture
def folder(made: Path) -> Iterator[Path]:
    wait_until(lambda: not processes_in(made), seconds=15)
    yield made
    wait_until(lambda: not processes_in(made), seconds=15)


@pytest.fixture(scope="module")
def shared() -> Iterator[Path]:
    """A place with one server that the gentle stories share."""
    with place() as folder, private_server.start(folder / "server", durable=False):
        yield folder / "server"


def ask(url: str, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(question.encode()).fetchall()


def answers(url: str) -> bool:
    try:
        return ask(url, "SELECT 1") == [(1,)]
    except psycopg.OperationalError:
        return False


class Writer(threading.Thread):
    """Commits one number after another and remembers those the server acknowledged."""

    def __init__(self, url: str, *, payload: int = 10) -> None:
        super().__init__(daemon=True)
        self.url, self.payload = url, payload
        self.acknowledged: list[int] = []
        self.failed = ""
        self.enough = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.enough.is_set():
            try:
                with psycopg.connect(self.url, autocommit=True) as connection:
                    while not self.enough.is_set():
                        number += 1
                        row = (number, random.randbytes(self.payload).hex())
                        connection.execute("INSERT INTO written VALUES (%s, %s)", row)
                        self.acknowledged.append(number)
            except psycopg.Error as error:
                self.failed = str(error)
                time.sleep(0.02)

    def stop(self) -> None:
        self.enough.set()
        self.join()


def make_table(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE written (number int PRIMARY KEY, text text)")


def written(url: str) -> set[object]:
    return {number for (number,) in ask(url, "SELECT number FROM written")}


def test_a_killed_server_heals_and_loses_no_acknowledged_row(anywhere: Path) -> None:
    with private_server.start(anywhere / "server") as running:
        make_table(running.urls.owner)
        writer = Writer(running.urls.owner)
        writer.start()
        for _ in range(2):
            more = len(writer.acknowledged) + 50
            wait_until(lambda enough=more: len(writer.acknowledged) > enough, seconds=10)
            killed = postmaster(anywhere / "server")
            os.kill(killed, signal.SIGKILL)
            wait_until(lambda old=killed: postmaster(anywhere / "server") not in (0, old), seconds=30)
            wait_until(lambda: answers(running.urls.application), seconds=30)
        writer.stop()

        missing = set(writer.acknowledged) - written(running.urls.owner)
        unasked = written(running.urls.owner) - set(range(1, writer.acknowledged[-1] + 2))
        assert (missing, unasked) == (set(), set())


def test_a_backend_that_is_busy_when_its_server_is_killed_does_not_hinder_the_new_one(anywhere: Path) -> None:
    with (
        private_server.start(anywhere / "server") as running,
        psycopg.connect(running.urls.owner, autocommit=True) as connection,
    ):
        busy = connection.info.backend_pid
        looping = threading.Thread(target=loop_for_ever, args=(connection,), daemon=True)
        looping.start()
        state = f"SELECT state FROM pg_stat_activity WHERE pid = {busy}"
        wait_until(lambda: ask(running.urls.owner, state) == [("active",)], seconds=5)
        killed = postmaster(anywhere / "server")
        os.kill(killed, signal.SIGKILL)

        wait_until(lambda: postmaster(anywhere / "server") not in (0, killed), seconds=10)
        wait_until(lambda: answers(running.urls.owner), seconds=30)
        assert not runs(busy)
        looping.join(5)


def loop_for_ever(connection: psycopg.Connection) -> None:
    try:
        connection.execute("DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$")
    except psycopg.OperationalError:
        return


def use_until_told(folder: Path) -> object:
    def story(pipe: Connection) -> None:
        with private_server.start(folder, durable=False) as running:
            pipe.send(running.urls)
            pipe.recv()
        pipe.send("released")
        pipe.recv()

    return story


def test_the_server_stops_by_itself_when_its_only_user_is_killed(folder: Path) -> None:
    user = Child(use_until_told(folder))
    user.says()
    server = postmaster(folder)
    user.kill()

    assert wait_until(lambda: not processes_in(folder), seconds=10) < 5
    assert not runs(server)
    assert not (folder / "cluster/data/postmaster.pid").exists()


def test_a_second_start_shares_the_server_which_stops_only_after_the_last_user(folder: Path) -> None:
    first, second = Child(use_until_told(folder)), Child(use_until_told(folder))
    assert first.says() == second.says()
    server = postmaster(folder)

    first.tell("release")
    assert first.says() == "released"
    time.sleep(2.5)
    assert (postmaster(folder), runs(server)) == (server, True)

    second.tell("release")
    assert second.says() == "released"
    assert wait_until(lambda: not processes_in(folder), seconds=10) < 5
    first.kill()
    second.kill()


def test_a_forked_child_holds_on_to_the_server_of_its_parent(folder: Path) -> None:
    running = private_server.start(folder, durable=False)
    child = Child(lambda pipe: pipe.recv())
    running.release()
    time.sleep(2.5)
    assert answers(running.urls.application)
    child.kill()
    wait_until(lambda: not processes_in(folder), seconds=5)


def test_a_program_started_by_a_user_of_the_server_does_not_hold_it(folder: Path) -> None:
    running = private_server.start(folder, durable=False)
    outlives = subprocess.Popen(["sleep", "30"], close_fds=False)
    running.release()
    wait_until(lambda: not processes_in(folder), seconds=5)
    outlives.kill()
    outlives.wait()


def test_two_checkouts_have_servers_of_their_own(anywhere: Path) -> None:
    with (
        private_server.start(anywhere / "one", durable=False) as one,
        private_server.start(anywhere / "two", durable=False) as two,
    ):
        make_table(one.urls.owner)
        os.kill(postmaster(anywhere / "one"), signal.SIGKILL)

        assert ask(two.urls.owner, "SELECT to_regclass('written')") == [(None,)]
        wait_until(lambda: answers(one.urls.owner), seconds=5)
        assert set(vars(one.urls).values()).isdisjoint(vars(two.urls).values())
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(one.urls.owner, host=str(anywhere / "two/socket"))


def test_starts_at_the_very_same_moment_give_one_server_with_one_watcher(anywhere: Path) -> None:
    folder = anywhere / "server"
    children = [Child(use_until_told(folder)) for _ in range(4)]
    assert len({child.says(seconds=30) for child in children}) == 1
    postmasters = [pid for pid, words in processes_in(folder).items() if words[0].endswith("/bin/postgres")]
    assert postmasters == [postmaster(folder)]
    assert len(watchers_of(folder)) == 1
    for child in children:
        child.kill()


def test_a_start_while_the_watcher_stops_the_server_has_a_server_and_a_watcher(folder: Path) -> None:
    private_server.start(folder, durable=False).release()
    for delay in (0.9, 1.0, 1.05, 1.1):  # the watcher looks once a second
        time.sleep(delay)
        with private_server.start(folder, durable=False) as running:
            assert answers(running.urls.application)
            wait_until(lambda: len(watchers_of(folder)) == 1, seconds=2)
            time.sleep(0.3)
            assert answers(running.urls.application)


def test_what_a_killed_server_leaves_behind_does_not_hinder_a_start(folder: Path) -> None:
    user = Child(use_until_told(folder))
    user.says()
    os.kill(watchers_of(folder)[0], signal.SIGKILL)
    os.kill(postmaster(folder), signal.SIGKILL)
    user.kill()
    wait_until(lambda: not processes_in(folder), seconds=5)
    assert (folder / "socket/.s.PGSQL.5432").exists()
    # After a restart of the machine the number may belong to another program of the same user.
    left = folder / "cluster/data/postmaster.pid"
    words = places.server_user()
    bystander = subprocess.Popen(["sleep", "60"], user=words.uid if words.by_root else None)
    left.write_text("\n".join([str(bystander.pid), *left.read_text().split("\n")[1:]]))

    with private_server.start(folder, durable=False) as running:
        assert answers(running.urls.application)
        assert bystander.poll() is None
    bystander.kill()
    bystander.wait()


def test_what_a_killed_start_leaves_behind_does_not_hinder_the_next(anywhere: Path) -> None:
    folder = anywhere / "server"
    starting = Child(use_until_told(folder))
    wait_until(lambda: (folder / "new").exists(), seconds=5)
    starting.kill()
    assert not (folder / "cluster").exists()

    with private_server.start(folder, durable=False) as running:
        assert answers(running.urls.application)
        assert not (folder / "new").exists()


@contextmanager
def small_disk(at: Path, megabytes: int) -> Iterator[None]:
    at.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(at)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    try:
        yield
        wait_until(lambda: not processes_in(at), seconds=15)
    finally:
        subprocess.run(["umount", "--lazy", str(at)], check=True)


@as_root
@pytest.mark.parametrize(("megabytes", "made"), [(1, False), (20, False), (40, True)])
def test_a_disk_too_small_is_refused_leaves_nothing_half_and_serves_when_it_has_grown(
    anywhere: Path, megabytes: int, made: bool
) -> None:
    disk = anywhere / "disk"
    with small_disk(disk, megabytes):
        with pytest.raises(ServerRefused) as refused:
            private_server.start(disk / "server")

        assert "has too little room" in refused.value.en
        assert "free some space and start again" in refused.value.en
        assert "не хватает места" in refused.value.ru
        left = {path.name for path in (disk / "server").iterdir()} - {"start.lock", "users.lock", "socket"}
        assert left == ({"cluster", "server.log", "server.lock", "watcher.lock"} if made else set())

        subprocess.run(["mount", "-o", "remount,size=200m", str(disk)], check=True)
        with private_server.start(disk / "server") as running:
            assert answers(running.urls.application)


@as_root
def test_a_server_on_a_full_disk_keeps_what_it_acknowledged_and_recovers_when_there_is_room(
    anywhere: Path,
) -> None:
    with small_disk(anywhere / "disk", 160):
        ballast = anywhere / "disk/ballast"
        with private_server.start(anywhere / "disk/server") as running:
            make_table(running.urls.owner)
            statistics = os.statvfs(anywhere / "disk")
            ballast.write_bytes(bytes(statistics.f_bavail * statistics.f_bsize - 12 * 2**20))
            writer = Writer(running.urls.owner, payload=20_000)
            writer.start()
            wait_until(lambda: writer.failed, seconds=20)
            time.sleep(1)
            known = len(writer.acknowledged)

            ballast.unlink()
            assert wait_until(lambda: len(writer.acknowledged) > known + 3, seconds=20) < 10
            writer.stop()
            assert set(writer.acknowledged) - written(running.urls.owner) == set()


@as_root
def test_root_and_an_ordinary_user_have_servers_of_their_own_and_none_runs_as_root(
    anywhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Where this checkout is hidden from ordinary users, theirs would be another: our public copy stands for it.
    programs = places.programs(places.server_user())
    monkeypatch.setattr(places, "programs", lambda user: programs)
    theirs = anywhere / "theirs"
    theirs.mkdir()
    os.chown(theirs, 65534, 65534)
    before = theirs.stat()
    with private_server.start(anywhere / "server", durable=False):
        child = Child(use_until_told(theirs / "server"), user="nobody")
        assert answers(child.says().application)

        users = {
            folder.parent.name: {Path(f"/proc/{pid}").stat().st_uid for pid in processes_in(folder)}
            for folder in (anywhere / "server", theirs / "server")
        }
        assert users == {anywhere.name: {places.server_user().uid}, "theirs": {65534}}
        assert 0 not in users[anywhere.name]
        child.kill()
    assert theirs.stat().st_mode == before.st_mode


@as_root
def test_a_folder_the_system_user_cannot_reach_is_refused_and_its_parents_keep_their_rights(
    anywhere: Path,
) -> None:
    hidden = anywhere / "hidden"
    (hidden / "inner").mkdir(parents=True)
    hidden.chmod(0o700)
    before = [(path, path.stat()) for path in (anywhere, hidden, hidden / "inner")]

    with pytest.raises(ServerRefused) as refused:
        private_server.start(hidden / "inner/server")

    assert f"may not enter {hidden / 'inner'}" in refused.value.en
    assert f"не может войти в {hidden / 'inner'}" in refused.value.ru
    assert list((hidden / "inner").iterdir()) == []
    assert [(path, rights(path)) for path, _ in before] == [(path, (now.st_mode, now.st_uid)) for path, now in before]


def rights(path: Path) -> tuple[int, int]:
    return path.stat().st_mode, path.stat().st_uid


def test_files_and_folders_belong_to_the_server_alone(shared: Path) -> None:
    names = [".", "cluster", "cluster/data", "cluster/passwords", "socket", "socket/.s.PGSQL.5432", "server.log",
             "start.lock", "users.lock", "watcher.lock", "server.lock"]  # fmt: skip
    found = {name: (oct(stat.S_IMODE((shared / name).stat().st_mode)), (shared / name).stat().st_uid) for name in names}
    owner = places.server_user().uid
    folders = {".", "cluster", "cluster/data", "socket", "socket/.s.PGSQL.5432"}
    assert found == {name: ("0o700" if name in folders else "0o600", owner) for name in names}


def test_every_connection_needs_its_password(shared: Path) -> None:
    rules = (shared / "cluster/data/pg_hba.conf").read_text().splitlines()
    methods = {line.split()[-1] for line in rules if line and not line.startswith("#")}
    assert methods == {"scram-sha-256"}
    with private_server.start(shared, durable=False) as running:
        for url in vars(running.urls).values():
            with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
                psycopg.connect(url, password="guess")
        secret = (shared / "cluster/passwords").read_text().split()
        assert len(set(secret)) == 3
        assert min(map(len, secret)) >= 32


def test_nothing_listens_on_the_network(shared: Path) -> None:
    handles = Path(f"/proc/{postmaster(shared)}/fd").iterdir()
    sockets = {str(handle.readlink()) for handle in handles if handle.is_symlink()}
    tables = [Path("/proc/net") / name for name in ("tcp", "tcp6", "udp", "udp6")]
    network = {
        f"socket:[{line.split()[9]}]" for table in tables if table.exists() for line in table.open().readlines()[1:]
    }
    assert any(name.startswith("socket:") for name in sockets)
    assert sockets & network == set()


def test_the_locale_of_the_caller_does_not_matter(anywhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "LC_ALL": "C",
        "LANG": "C",
        "PGPORT": "1",
        "PGHOST": "nowhere",
        "PGOPTIONS": "",
    }.items():
        monkeypatch.setenv(name, value)
    with private_server.start(anywhere / "server", durable=False) as running:
        cases = "SELECT lower('ЁЖ'), upper('ёж'), 'Ёж' ~* '^ёЖ$', initcap('орёл'), length('ёж'), 'ЕЛЬ' ILIKE 'ель'"
        assert ask(running.urls.application, cases) == [("ёж", "ЁЖ", True, "Орёл", 2, True)]
        made = "SELECT pg_encoding_to_char(encoding), datlocprovider, datlocale FROM pg_database"
        assert set(ask(running.urls.application, made)) == {("UTF8", "b", "PG_UNICODE_FAST")}
        words = ["ель", "ёлка", "жук", "Ель", "Ёлка", "яма", "A", "z"]
        listed = ", ".join(f"('{word}')" for word in words)
        ordered = ask(running.urls.application, f"SELECT word FROM (VALUES {listed}) AS t (word) ORDER BY word")
        assert [word for (word,) in ordered] == sorted(words)
        assert ask(running.urls.application, "SHOW data_checksums") == [("on",)]


@pytest.mark.parametrize(("durable", "expected"), [(True, ("on", "on", "on")), (False, ("off", "off", "off"))])
def test_only_a_server_for_tests_may_lose_data(anywhere: Path, durable: bool, expected: tuple[str, ...]) -> None:
    names = ("fsync", "synchronous_commit", "full_page_writes")
    with private_server.start(anywhere / "server", durable=durable) as running:
        settings = ", ".join(f"current_setting('{name}')" for name in names)
        assert ask(running.urls.application, f"SELECT {settings}") == [expected]


def test_a_server_made_for_tests_is_not_taken_for_a_durable_one(shared: Path) -> None:
    with pytest.raises(ServerRefused) as refused:
        private_server.start(shared)
    assert "was made for tests and may lose data" in refused.value.en
    assert "создана для проверок" in refused.value.ru


def test_a_server_that_cannot_start_says_why(folder: Path) -> None:
    settings = folder / "cluster/data/postgresql.conf"
    before = settings.read_text()
    settings.write_text(before + "shared_buffers = nonsense\n")

    with pytest.raises(ServerRefused) as refused:
        private_server.start(folder, durable=False)
    settings.write_text(before)

    assert "contains errors" in refused.value.en
    assert "PostgreSQL не запускается" in refused.value.ru


def test_roles_are_brought_up_to_date_when_their_sql_has_changed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with private_server.start(folder, durable=False) as running:
        assert ask(running.urls.application, "SHOW lock_timeout") == [("5s",)]
        monkeypatch.setitem(roles.APPLICATION_SETTINGS, "lock_timeout", "7s")
        with private_server.start(folder, durable=False):
            assert ask(running.urls.application, "SHOW lock_timeout") == [("7s",)]


def test_the_watcher_leaves_a_folder_that_was_removed(folder: Path) -> None:
    running = private_server.start(folder, durable=False)
    watcher = watchers_of(folder)[0]
    assert parent_of(watcher) != os.getpid()
    (folder / "watcher.lock").unlink()
    wait_until(lambda: not runs(watcher), seconds=4)
    with private_server.start(folder, durable=False):
        running.release()
        assert len(watchers_of(folder)) == 1
