"""From a bare machine to the prepared environment, by the standard library alone.

The tools come in this order: uv on the path; pip or venv, and by it the pinned uv; as root the missing
Debian packages; else one sentence with the command an administrator runs, and exit code 3. No interpreter is
ever downloaded. What was prepared carries a stamp, written last, so a later start does nothing and a
preparation that was cut off is made again.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from orientir.door import main as answer
from orientir.door.commands import named
from orientir.door.obstacles import Obstacle
from orientir.door.words import choose, say

CHECKOUT = Path(__file__).resolve().parents[3]
PACKAGES = ("python3-venv", "ca-certificates")
APT_INSTALL = ("apt-get", "install", "-y", "--no-install-recommends")
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
NOT_READY = 3
STAMP = "orientir-stamp"
NO_DOWNLOADS = "--no-python-downloads"
PACKAGES_FOLDER = f"lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"


def main(arguments: Sequence[str]) -> NoReturn:
    """Prepare what the command needs and become it; what needs no preparation is answered at once."""
    try:
        command = named(choose(arguments, os.environ))
        if command is None:
            sys.exit(answer(arguments))
        python = prepared_python(CHECKOUT, command.requirements)
    except Obstacle as obstacle:
        print(obstacle, file=sys.stderr)
        sys.exit(obstacle.code)
    except KeyboardInterrupt:
        print(say("interrupted"), file=sys.stderr)
        sys.exit(130)
    os.execv(python, [str(python), "-P", "-m", "orientir", *arguments])  # noqa: S606 - it is our own


def prepared_python(checkout: Path, requirements: str) -> Path:
    """The interpreter of an environment that holds `requirements/<requirements>.txt`, prepared if need be."""
    for home in _homes(checkout):
        if is_prepared(home / ".venv", checkout, requirements):
            return home / ".venv/bin/python"
        if _writable(home):
            with _alone(home):
                if not is_prepared(home / ".venv", checkout, requirements):
                    _prepare(home, checkout, requirements)
            return home / ".venv/bin/python"
    raise Obstacle(say("setup.unwritable", folder=home), NOT_READY)


def is_prepared(venv: Path, checkout: Path, requirements: str) -> bool:
    """Whether the stamp says that this very requirement file is installed for this Python and this place."""
    try:
        stamps = (venv / STAMP).read_text(encoding="utf-8").split()
    except OSError:
        return False
    return _digest(checkout, requirements) in stamps and os.access(venv / "bin/python", os.X_OK)


def _digest(checkout: Path, requirements: str) -> str:
    content = (checkout / f"requirements/{requirements}.txt").read_bytes()
    place = f"{requirements} {sys.version_info[:2]} {checkout}".encode()
    return hashlib.sha256(place + b"\n" + content).hexdigest()


def _homes(checkout: Path) -> Iterator[Path]:
    """Where the environment may stand: in the checkout, or with the state when that cannot be written."""
    yield checkout
    from orientir.database.places import state_folder

    try:
        yield state_folder(checkout)
    except OSError as error:
        raise Obstacle(say("setup.unwritable", folder=error.filename), NOT_READY) from error


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Hold the lock of set-up: two starts at once make one environment.

    The tools inherit the lock: one left over by a start that was killed is waited for, not raced.
    """
    with (home / ".venv.lock").open("a") as lock:
        os.set_inheritable(lock.fileno(), True)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(say("setup.wait"), file=sys.stderr, flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _prepare(home: Path, checkout: Path, requirements: str) -> None:
    began = time.monotonic()
    venv = home / ".venv"
    stamp = venv / STAMP
    kept = stamp.exists() and (venv / PACKAGES_FOLDER).is_dir() and os.access(venv / "bin/python", os.X_OK)
    stamp.unlink(missing_ok=True)
    uv = find_uv(home, checkout)
    if not kept:  # cut off half-way, or made for another Python
        shutil.rmtree(venv, ignore_errors=True)
        base: str = getattr(sys, "_base_executable", sys.executable)
        _run("setup.venv", [uv, "venv", "--quiet", "--no-project", NO_DOWNLOADS, "--python", base, venv])
    listed = checkout / f"requirements/{requirements}.txt"
    sync: list[str | Path] = [
        uv,
        "pip",
        "sync",
        "--quiet",
        "--require-hashes",
        "--no-build",
        "--compile-bytecode",
    ]
    into: list[str | Path] = [NO_DOWNLOADS, "--python", venv / "bin/python"]
    _run("setup.parts", [*sync, *into, listed], file=listed.name)
    (venv / PACKAGES_FOLDER / "orientir.pth").write_text(f"{checkout / 'src'}\n", encoding="utf-8")
    # The test file holds all of the run file, so one stamp may answer for both.
    covered = ("run", "test") if requirements == "test" else ("run",)
    fresh = venv / f"{STAMP}.new"
    fresh.write_text("\n".join(_digest(checkout, name) for name in covered) + "\n", encoding="utf-8")
    fresh.replace(stamp)
    print(say("setup.ready", seconds=round(time.monotonic() - began)), file=sys.stderr, flush=True)


def find_uv(home: Path, checkout: Path) -> Path | str:
    """uv from the path, or the pinned one fetched by pip or venv, with Debian's packages if need be."""
    found = shutil.which("uv")
    if found and _works([found, "--version"]):
        return found
    pin = checkout / "requirements/uv.txt"
    tools = home / ".tools" / hashlib.sha256(pin.read_bytes()).hexdigest()[:12]
    uv = tools / "bin/uv"
    if _works([uv, "--version"]):
        return uv
    pip = _pip(tools)
    if pip is None and os.geteuid() == 0 and shutil.which("apt-get"):
        _run("setup.apt-update", ["apt-get", "update"])
        _run("setup.apt", [*APT_INSTALL, *PACKAGES], packages=" ".join(PACKAGES))
        pip = _pip(tools)
    if pip is None:
        raise Obstacle(say("setup.no-tools", command=" ".join([*APT_INSTALL, *PACKAGES])), NOT_READY)
    # Into a folder of its own: Debian's pip rightly refuses to touch the system's packages.
    options = ["--quiet", "--require-hashes", "--no-deps", "--disable-pip-version-check", "--upgrade"]
    _run("setup.uv", [*pip, "install", *options, "--target", tools, "-r", pin])
    return uv


def _pip(tools: Path) -> list[str | Path] | None:
    """The way to call pip: the interpreter's own, or one of a small environment made by venv."""
    if _works([sys.executable, "-m", "pip", "--version"]):
        return [sys.executable, "-m", "pip"]
    if not _works([sys.executable, "-c", "import ensurepip, venv"]):
        return None
    carrier = tools.with_name(tools.name + "-pip")
    _run("setup.pip", [sys.executable, "-m", "venv", "--clear", carrier])
    return [carrier / "bin/python", "-m", "pip"]


def _works(command: Sequence[str | Path]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _tell(step: str, **values: object) -> None:
    print(say("step", step=say(step, **values)), file=sys.stderr, flush=True)


def _run(step: str, command: Sequence[str | Path], **values: object) -> None:
    """Announce a step and run its tool quietly; when it fails, tell at which step and what it said last."""
    _tell(step, **values)
    surroundings = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    surroundings["DEBIAN_FRONTEND"] = "noninteractive"
    if CERTIFICATES.exists():  # an office's own authority is among the system's certificates only
        surroundings.setdefault("UV_SYSTEM_CERTS", "true")
        surroundings.setdefault("PIP_CERT", str(CERTIFICATES))
    if not os.access(Path.home(), os.W_OK):
        surroundings.setdefault("UV_NO_CACHE", "true")
    done = subprocess.run(
        command,
        env=surroundings,
        close_fds=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        said = "\n".join((done.stderr.strip() or done.stdout.strip()).splitlines()[-12:])
        raise Obstacle(say("setup.failed", step=say(step, **values), said=said), NOT_READY)
