"""Machines for the door's tests: a copy of the door in an empty place.

Their tools only write down what they were asked.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from orientir.door import words
from orientir.door.surroundings import CHECKOUT

PYTHON = str(getattr(sys, "_base_executable", sys.executable))

TOOL = """#!{python} -S
import json, os, pathlib, subprocess, sys, time
words = sys.argv[1:]
with open({log!r}, "a") as log:
    log.write(json.dumps([{name!r}, *words]) + "\\n")
"""
UV = """
if words[0] == "venv":
    clean = dict(os.environ, PYTHONPATH="")
    subprocess.run([{python!r}, "-m", "venv", "--without-pip", words[-1]], check=True, env=clean)
if words[:2] == ["pip", "sync"]:
    time.sleep(float(os.environ.get("UV_STUB_SECONDS", "0")))
    if os.environ.get("UV_STUB_FAILS"):
        sys.exit("error: the registry does not answer")
"""
PIP = """
if words[0] == "install":
    tools = pathlib.Path(words[words.index("--target") + 1], "bin")
    tools.mkdir(parents=True)
    os.symlink({uv!r}, tools / "uv")
"""


@dataclass
class Machine:
    """A checkout with nothing but the door, and a path with nothing on it until a tool is given."""

    place: Path
    checkout: Path
    log: Path
    environment: dict[str, str] = field(default_factory=dict)

    def start(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Start the door there as the machine's Python does."""
        return subprocess.run(
            [PYTHON, str(self.checkout / "orientir"), *arguments],
            env=self.environment | more,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def begin(self, *arguments: str, **more: str) -> subprocess.Popen[str]:
        """Start the door and do not wait for it."""
        return subprocess.Popen(
            [PYTHON, str(self.checkout / "orientir"), *arguments],
            env=self.environment | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def asked(self) -> list[list[str]]:
        """What the tools were asked, in order, without mere questions for a version."""
        if not self.log.exists():
            return []
        lines = [json.loads(line) for line in self.log.read_text().splitlines()]
        places = {str(self.checkout): "HERE", PYTHON: "PYTHON"}
        return [
            [next((word.replace(old, new) for old, new in places.items() if old in word), word) for word in line]
            for line in lines
            if line[-1] != "--version"
        ]

    def give(self, name: str, body: str = "", folder: str = "bin") -> Path:
        """Put a tool on the machine which writes down what it is asked."""
        tool = self.place / folder / name
        tool.parent.mkdir(exist_ok=True)
        names = {"python": PYTHON, "log": str(self.log), "name": name, "uv": str(self.place / "hidden/uv")}
        tool.write_text((TOOL + body).format(**names))
        tool.chmod(0o755)
        return tool

    def module(self, name: str, body: str) -> None:
        """Put a module before the standard library's."""
        folder = self.place / "modules"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.py").write_text(body)

    def give_uv(self, folder: str = "bin") -> None:
        """uv, on the path or hidden where only pip brings it from."""
        self.give("uv", UV, folder)

    def take_pip(self) -> None:
        """As on a fresh Debian: neither pip nor what venv needs to make one."""
        self.module("pip", "raise ImportError('no pip here')")
        self.module("ensurepip", "raise ImportError('no ensurepip here')")

    def pip_module(self) -> str:
        """The text of a module `pip` that brings the hidden uv."""
        self.give_uv("hidden")
        return Path(self.give("pip", PIP, "hidden")).read_text().split("\n", 1)[1]

    def user(self, number: int) -> None:
        """Who the door believes to be."""
        self.module("sitecustomize", f"import os\nos.geteuid = lambda: {number}\n")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    checkout = tmp_path / "orientir"
    source = checkout / "src/orientir"
    source.mkdir(parents=True)
    shutil.copy(CHECKOUT / "orientir", checkout)
    shutil.copytree(CHECKOUT / "requirements", checkout / "requirements")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(CHECKOUT / "src/orientir/door", source / "door", ignore=ignored)
    shutil.copytree(CHECKOUT / "src/orientir/database", source / "database", ignore=ignored)
    for name in ("__init__.py", "__main__.py"):
        shutil.copy(CHECKOUT / "src/orientir" / name, source)
    (tmp_path / "bin").mkdir()
    made = Machine(tmp_path, checkout, tmp_path / "asked.log")
    made.environment = {
        "PATH": str(tmp_path / "bin"),
        "HOME": str(tmp_path),
        "PYTHONPATH": str(tmp_path / "modules"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return made


@pytest.fixture
def own_words(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What the door changes in its own process is put back."""
    monkeypatch.setattr(argparse, "_", getattr(argparse, "_"))  # noqa: B009
    monkeypatch.setattr(words._Choice, "language", "ru")
    for name in ("ORIENTIR_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "CI"):
        monkeypatch.delenv(name, raising=False)
    yield
    os.environ.pop("ORIENTIR_LANGUAGE", None)
