"""What this installation remembers of its backups and of who was erased: lines in the folder `backups` of the state.

`made` tells of each backup when it was made and how large it is, never where it lies. `erased` is the ledger of
erasures, keys and moments only: an older backup holds what was erased since, so a restore erases it again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

FOLDER, MADE, ERASED = "backups", "made", "erased"


@dataclass(frozen=True, slots=True)
class Made:
    """One backup that was made and verified."""

    moment: str
    megabytes: float
    files: int
    encrypted: bool

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.moment)


@dataclass(frozen=True, slots=True, order=True)
class Erased:
    """Who was erased when: a key that leads nowhere any more."""

    at: datetime
    person_id: int

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC).isoformat()} {self.person_id}"

    @classmethod
    def read(cls, line: str) -> Erased:
        moment, key = line.split()
        return cls(datetime.fromisoformat(moment), int(key))


def remember(state: Path, made: Made) -> None:
    """Write down that a backup was made."""
    _append(state / FOLDER / MADE, [json.dumps(asdict(made))])


def last_made(state: Path) -> Made | None:
    """Return the last backup of this installation."""
    lines = _lines(state / FOLDER / MADE)
    return Made(**json.loads(lines[-1])) if lines else None


def keep_erased(state: Path, erased: Iterable[Erased]) -> None:
    """Write erasures down in the ledger, those that are not in it yet."""
    known = set(ledger(state / FOLDER / ERASED))
    _append(state / FOLDER / ERASED, [str(one) for one in erased if one not in known])


def ledger(path: Path) -> list[Erased]:
    """Return what a ledger holds; none where there is no file."""
    return read_ledger("\n".join(_lines(path)))


def read_ledger(text: str) -> list[Erased]:
    """Return what the text of a ledger says."""
    return [Erased.read(line) for line in text.splitlines()]


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def _append(path: Path, lines: list[str]) -> None:
    if not lines:
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
