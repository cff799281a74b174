"""Counting: what passed, failed and was skipped, and why."""

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from defusedxml.ElementTree import parse

SHARED = "../shared"
"""Skips whose reason begins so are lawful anywhere: that folder is not part of the repository."""


@dataclass
class Tally:
    """Counts that add up: `skipped` by reason; `broken` tells of programs that did not do their work."""

    passed: int = 0
    failed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Take another tally's counts in."""
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.broken += other.broken

    def is_good(self, *, strict: bool) -> bool:
        """No failure; when strict, no skip either but those of the shared folder."""
        return self.failed == 0 and not (strict and self.unlawful_skips())

    def unlawful_skips(self) -> int:
        """How many skips a build machine must not accept."""
        return sum(count for reason, count in self.skipped.items() if not reason.startswith(SHARED))

    def last_line(self) -> str:
        """The line machines read; the same in every language."""
        return f"{self.passed} passed, {self.failed} failed, {self.skipped.total()} skipped"


def of_junit(report: Path) -> Tally:
    """Count the tests of a JUnit report as pytest writes it."""
    tally = Tally()
    for case in parse(report).iter("testcase"):
        skip = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            tally.failed += 1
        elif skip is not None:
            # A test that is expected to fail is one that proves nothing: it counts as skipped.
            tally.skipped[_plain(skip.get("message") or "")] += 1
        else:
            tally.passed += 1
    return tally


def _plain(reason: str) -> str:
    return re.sub(r"^Skipped: ", "", " ".join(reason.split())) or "—"
