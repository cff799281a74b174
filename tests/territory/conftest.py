"""Lists of organisations, the command that takes them in, and a picture of all that it could change."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.management import call_command
from django.db import connection

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from tests.engines.sheet_files import Cell, workbook

HEAD = ("Вид", "Полное наименование", "Краткое наименование")


class Answer(NamedTuple):
    code: int
    out: list[str]
    err: list[str]


Import = Callable[..., Answer]
ListFile = Callable[..., Path]


@pytest.fixture
def a_list(tmp_path: Path) -> ListFile:
    """Return a function that writes rows beneath the usual head, or beneath another one."""

    def write(*rows: tuple[Cell, ...], head: tuple[str, ...] = HEAD) -> Path:
        return workbook(tmp_path, head, *rows)

    return write


@pytest.fixture
def bring(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, db: None) -> Import:
    """Return a function that runs the command as Boris and gives its exit code and what it said."""
    monkeypatch.setenv("ORIENTIR_LANGUAGE", "ru")

    def run(path: Path, *arguments: str, login: str = "boris") -> Answer:
        capsys.readouterr()
        code = 0
        try:
            call_command("import_organisations", f"--as={login}", *arguments, "--", str(path))
        except SystemExit as left:
            code = int(left.code or 0)
        out, err = capsys.readouterr()
        return Answer(code, out.splitlines(), err.splitlines())

    return run


@pytest.fixture
def digest(boris: Actor) -> Callable[[], str]:
    """Return a function whose answer changes with any territory, organisation or unit and any entry of Boris."""

    def take() -> str:
        rows = []
        with acting_as(boris), connection.cursor() as cursor:
            for table in ("territory_territory", "territory_organisation", "territory_unit", "journal_entry"):
                cursor.execute(f"SELECT t::text FROM {table} t ORDER BY id")
                rows += cursor.fetchall()
        return hashlib.sha256(repr(rows).encode()).hexdigest()

    return take
