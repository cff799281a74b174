"""The floors of the house, as import-linter's layers in pyproject.toml name them: the one place where they stand."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
SOURCE = CHECKOUT / "src" / "orientir"
NAME = re.compile(r"""["']([a-z_]+):([a-z_]+)["']""")
TEMPLATE = re.compile(r"""["']([a-z_]+)/[\w/.-]+\.html["']""")
STATIC = re.compile(r"""{%\s*static\s+["']([a-z_]+)/""")
PATH = re.compile(r"orientir\.([a-z_]+)(?:\.\w+)*")


def floors(checkout: Path = CHECKOUT) -> dict[str, int]:
    """Return the floor of each package, the ground being 0."""
    settings = tomllib.loads((checkout / "pyproject.toml").read_text())
    (contract,) = [found for found in settings["tool"]["importlinter"]["contracts"] if found["type"] == "layers"]
    return {
        package.strip().removeprefix("orientir."): floor
        for floor, layer in enumerate(reversed(contract["layers"]))
        for package in layer.split("|")
    }


def knows(package: str, other: str) -> bool:
    """Say whether the package may know the other one: itself, and those beneath it; not its neighbours."""
    return package == other or floors()[other] < floors()[package]


def urls_named(text: str) -> Iterator[tuple[str, str]]:
    """Yield (namespace, name) of each address that a piece of source or a template names."""
    yield from NAME.findall(text)


def templates_named(text: str) -> Iterator[str]:
    """Yield the app of each template and static file that a piece of source or a template names."""
    yield from TEMPLATE.findall(text)
    yield from STATIC.findall(text)


def paths_named(source: str) -> Iterator[str]:
    """Yield the package of each dotted path that stands in Python as a whole text, as settings and job names do."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (found := PATH.fullmatch(node.value)):
            yield found[1]


def pieces() -> Iterator[tuple[str, Path, str]]:
    """Yield (package, path, text) of all source and all templates of the packages."""
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix in {".py", ".html"} and path.parent != SOURCE:
            yield path.relative_to(SOURCE).parts[0], path, path.read_text()
