"""The parts of `./orientir test`: what each runs and how long it may take."""

import sys
from pathlib import Path
from typing import NamedTuple

from orientir.door.system_packages import BROWSER, CALENDAR, LONG, READING, SystemPackage

PYTHON = (sys.executable, "-P", "-m")


class Tool(NamedTuple):
    """A program that checks the source as one check: exit code 0 or not."""

    name: str
    command: tuple[str, ...]


TOOLS = (
    Tool("ruff check", (*PYTHON, "ruff", "check")),
    Tool("ruff format --check", (*PYTHON, "ruff", "format", "--check")),
    Tool("mypy", (*PYTHON, "mypy")),
    Tool("lint-imports", (str(Path(sys.executable).with_name("lint-imports")),)),
)


class Part(NamedTuple):
    """A named group of checks with its budget in seconds on two cores."""

    name: str
    budget: int
    folders: tuple[str, ...] = ()
    tools: tuple[Tool, ...] = ()
    packages: tuple[SystemPackage, ...] = ()
    is_shared_out: bool = True
    """Whether its tests are shared out among the cores."""


STATIC = Part("static", 60, ("tests/repository",), TOOLS)
ACCESS = Part("access", 240, ("tests/access",))
WALLS = Part("walls", 75, ("tests/walls",))
READING_PART = Part("reading", 60, ("tests/engines",), packages=READING)
JOURNEYS = Part("journeys", 240, ("tests/journeys",), packages=BROWSER)
LONG_PART = Part("long", 14_400, ("tests/long",), packages=(*LONG, *BROWSER), is_shared_out=False)
NAMES = ("static", "unit", "access", "walls", "reading", "journeys", "long")


def parts_of(checkout: Path, names: list[str], *, long: bool) -> list[Part]:
    """The parts to run, in order; without names all of them, the long one only when asked for."""
    parts = [STATIC, unit_part(checkout), ACCESS, WALLS, READING_PART, JOURNEYS, LONG_PART]
    wanted = names or [name for name in NAMES if name != "long"]
    return [part for part in parts if part.name in wanted or (long and part is LONG_PART)]


def unit_part(checkout: Path) -> Part:
    """Unit and property tests: every folder of tests that is no other part's, so that none is left out."""
    others = {folder for part in (STATIC, ACCESS, WALLS, READING_PART, JOURNEYS, LONG_PART) for folder in part.folders}
    found = sorted(path for path in (checkout / "tests").glob("*") if _holds_tests(path))
    folders = [path.relative_to(checkout).as_posix() for path in found]
    return Part(
        "unit", 270, tuple(folder for folder in folders if folder not in others), packages=(*BROWSER, *CALENDAR)
    )


def _holds_tests(path: Path) -> bool:
    return any(path.rglob("test_*.py")) if path.is_dir() else path.match("test_*.py")
