"""The door opens quickly, and the engines' commands start neither Django nor a database."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

from orientir.door.bench import median_milliseconds
from orientir.door.surroundings import CHECKOUT


def _imported(*arguments: str) -> tuple[int, set[str]]:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-P", "-m", "orientir", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    modules = re.findall(r"^import time:.*\| +([\w.]+)$", done.stderr, re.M)
    return done.returncode, {module.partition(".")[0] for module in modules}


def test_help_imports_no_package_at_all() -> None:
    code, imported = _imported("--help")

    assert (code, imported & {"django", "psycopg", "babel", "granian", "docx", "pymorphy3"}) == (0, set())


def test_help_of_a_command_imports_neither_django_nor_a_database() -> None:
    code, imported = _imported("serve", "--help")

    assert (code, imported & {"django", "psycopg"}) == (0, set())


def test_term_imports_neither_django_nor_a_database() -> None:
    code, imported = _imported("term", "до 15 сентября 2026 года")

    assert (code, imported & {"django", "psycopg"}) == (0, set())


def test_read_imports_neither_django_nor_a_database(tmp_path: Path) -> None:
    plan = tmp_path / "plan.docx"
    document = Document()
    table = document.add_table(rows=2, cols=4)
    rows = (
        ("№", "Мероприятие", "Срок", "Ответственный"),
        ("1", "Провести день открытых дверей", "май", "Школы"),
    )
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(str(plan))

    code, imported = _imported("read", str(plan))

    assert (code, imported & {"django", "psycopg"}) == (0, set())


def test_help_takes_less_than_a_second() -> None:
    assert median_milliseconds([str(CHECKOUT / "orientir"), "--help"]) < 1000


@pytest.mark.usefixtures("own_words")
def test_bench_prints_the_figures_and_their_ratio(capsys: pytest.CaptureFixture[str]) -> None:
    from orientir.door import main

    code = main(["bench", "door", "--lang", "en"])

    line = capsys.readouterr().out
    figures = re.fullmatch(
        r"door: \./orientir --help (\d+) ms, python -c pass (\d+) ms, ratio ([\d.]+) \(medians of 5\)\n", line
    )
    assert (code, figures is not None) == (0, True)
