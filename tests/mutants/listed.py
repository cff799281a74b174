"""The mutants that no test kills, as docs/mutants.md lists them with reasons."""

from __future__ import annotations

import re
from pathlib import Path

LIST = Path(__file__).resolve().parents[2] / "docs" / "mutants.md"


def survivors() -> dict[str, str]:
    """Return the listed mutants, each with its reason."""
    rows = re.findall(r"^\| `(.+?)` \| (.+?) \|$", LIST.read_text(), re.MULTILINE)
    return {mutant.replace("\\|", "|"): reason for mutant, reason in rows}
