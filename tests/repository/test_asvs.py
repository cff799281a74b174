"""The table of verdicts leaves no requirement out, and what it names as evidence exists."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from orientir.door.surroundings import CHECKOUT

TABLE = (CHECKOUT / "docs/asvs.md").read_text()
REQUIREMENTS = {
    "6": (3, 12, 8, 6, 8, 4, 2, 4),
    "7": (3, 4, 2, 5, 3, 2),
    "8": (4, 4, 3, 2),
    "16": (1, 5, 4, 3, 4),
}
"""How many requirements each section of a chapter has in ASVS 5.0.0."""
VERDICTS = {"met", "in part", "not met", "not applicable"}


def faults(table: str) -> Iterator[str]:
    """Yield a sentence for each requirement, verdict or evidence that is not as it should be."""
    rows = re.findall(r"^\| ([\d.]+) \| (\d) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]*) \|$", table, re.M)
    expected = [
        f"{chapter}.{section}.{number}"
        for chapter, sections in REQUIREMENTS.items()
        for section, last in enumerate(sections, start=1)
        for number in range(1, last + 1)
    ]
    if [name for name, *_ in rows] != expected:
        yield "the requirements are not those of the standard, in its order"
    for name, _level, _words, verdict, evidence, remark in rows:
        named = re.findall(r"`([^`]+)`", evidence)
        if verdict not in VERDICTS:
            yield f"{name}: “{verdict}” is no verdict"
        if verdict in {"met", "in part"} and not named:
            yield f"{name}: nothing proves it"
        if verdict != "met" and not remark.strip():
            yield f"{name}: it is not said what is missing"
        yield from (f"{name}: there is no {one}" for one in named if not _exists(one))


def _exists(evidence: str) -> bool:
    place, _, test = evidence.partition("::")
    path = CHECKOUT / place if (CHECKOUT / place).exists() else CHECKOUT / "src/orientir" / place
    return path.exists() and (not test or f"def {test}(" in path.read_text())


def test_every_requirement_has_a_verdict_and_evidence_that_exists() -> None:
    assert list(faults(TABLE)) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("| 6.1.1 | 1 ", "| 6.1.9 | 1 "),
        (
            "| met | `docs/decisions/0017-limits-of-sign-in.md` |",
            "| done | `docs/decisions/0017-limits-of-sign-in.md` |",
        ),
        ("::test_a_session_ends_after_half_an_hour_without_a_press", "::test_a_session_never_ends"),
        ("| none are sent |", "|  |"),
    ],
)
def test_a_table_with_a_fault_is_found(right: str, wrong: str) -> None:
    assert right in TABLE
    assert list(faults(TABLE.replace(right, wrong)))
