"""The holes of docs/security.md are numbered, and each is found by a test that there is."""

from __future__ import annotations

import re
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
LIST = CHECKOUT / "docs" / "security.md"


def holes(text: str) -> dict[int, list[tuple[str, str]]]:
    """Return by number the tests that find a hole: file and name."""
    rows = re.findall(r"^\| (\d+) \| .+? \| (`tests/.+`) \|$", text, re.MULTILINE)
    return {int(number): re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", told) for number, told in rows}


def missing(text: str) -> list[str]:
    """Return the tests that are named and are not there."""
    return [
        f"{file}::{name}"
        for tests in holes(text).values()
        for file, name in tests
        if not (CHECKOUT / file).exists() or f"def {name}(" not in (CHECKOUT / file).read_text()
    ]


def test_each_of_25_planted_holes_is_found_by_a_test_that_there_is():
    text = LIST.read_text()

    assert list(holes(text)) == list(range(1, len(holes(text)) + 1))
    assert len(holes(text)) >= 25
    assert all(holes(text).values())
    assert missing(text) == []


def test_a_hole_that_names_no_test_is_noticed():
    """The plant: a name that was changed."""
    assert missing("| 1 | hole | `tests/walls/test_holes.py::test_that_never_was` |") == [
        "tests/walls/test_holes.py::test_that_never_was"
    ]
