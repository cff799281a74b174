"""Programs and fonts some tests need from the system: seen, and installed by apt where we are root."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from orientir.door.words import say


class SystemPackage(NamedTuple):
    """A Debian package and the sign that what it brings is here, from wherever."""

    name: str
    is_here: Callable[[], bool]


def _program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def _font(family: str) -> Callable[[], bool]:
    def is_here() -> bool:
        folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts"]
        return any(next(folder.glob(f"**/{family}*.[to]tf"), None) for folder in folders)

    return is_here


def _library(name: str) -> Callable[[], bool]:
    def is_here() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return is_here


def _tesseract_speaks(language: str) -> bool:
    if not shutil.which("tesseract"):
        return False
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)
    return language in listed.stdout.split()


FONTS = (
    SystemPackage("fonts-liberation", _font("Liberation")),
    SystemPackage("fonts-dejavu-core", _font("DejaVu")),
)
BROWSER = (
    SystemPackage("chromium", _program("chromium")),
    SystemPackage("libatomic1", _library("libatomic.so.1")),  # Playwright's driver is linked to it
    *FONTS,
)
READING = (
    SystemPackage("tesseract-ocr", _program("tesseract")),
    SystemPackage("tesseract-ocr-rus", lambda: _tesseract_speaks("rus")),
    SystemPackage("libreoffice-writer-nogui", _program("soffice", "libreoffice")),
    *FONTS,
)
CALENDAR = (SystemPackage("khal", _program("khal")),)
LONG = (
    SystemPackage("debootstrap", _program("debootstrap")),
    SystemPackage("pgbouncer", _program("pgbouncer")),
)


def missing(packages: Iterable[SystemPackage]) -> list[str]:
    """The names of what is not here: the reason a test that needs it gives when it skips."""
    return [package.name for package in packages if not package.is_here()]


def provide(packages: Iterable[SystemPackage]) -> None:
    """Install what is missing as root in one go; otherwise say what will be skipped for want of it."""
    wanted = list(dict.fromkeys(packages))
    names = " ".join(missing(wanted))
    if not names:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(say("test.installing", packages=names), flush=True)
        quietly = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (
            ["apt-get", "update"],
            ["apt-get", "install", "-y", "--no-install-recommends", *names.split()],
        ):
            done = subprocess.run(command, env=quietly, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                print("\n".join(done.stderr.splitlines()[-6:]), flush=True)
        names = " ".join(missing(wanted))
    if names:
        print(say("test.not-installed", packages=names), flush=True)
