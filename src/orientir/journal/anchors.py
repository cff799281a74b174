"""Anchors: what the last seals were, kept outside of the database.

Whoever may do everything in the database can cut the end of the chain off, or forge all of it anew; both then look
whole. The anchors lie in the state folder, where PostgreSQL does not reach: the last seal, and the first of every hour.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Anchor:
    """Which seal had which digest."""

    number: int
    digest: bytes
    sealed_at: datetime

    def __str__(self) -> str:
        return f"{self.number}:{self.digest.hex()} {self.sealed_at.astimezone(UTC).isoformat(timespec='seconds')}"

    @classmethod
    def read(cls, line: str) -> Anchor:
        """Read one as it is written in the folder or stands on paper, where the moment may be left out."""
        seal, *moment = line.split()
        number, digest = seal.split(":")
        return cls(int(number), bytes.fromhex(digest), datetime.fromisoformat(moment[0]) if moment else _UNKNOWN)


_UNKNOWN = datetime.min.replace(tzinfo=UTC)


def folder() -> Path:
    """Return where the anchors of this installation lie."""
    return Path(settings.STATE) / "journal"


def keep(anchor: Anchor) -> None:
    """Write a seal down as the last one, and for good where it is the first of its hour."""
    folder().mkdir(mode=0o700, exist_ok=True)
    hours = _lines(folder() / "hours")
    if not hours or Anchor.read(hours[-1]).sealed_at.replace(minute=0, second=0) < anchor.sealed_at.replace(
        minute=0, second=0, microsecond=0
    ):
        _write(folder() / "hours", f"{anchor}\n", os.O_APPEND)
    new = folder() / f"last.{uuid4().hex}"  # several sealers may have come to their end at once
    _write(new, f"{anchor}\n", os.O_EXCL)
    new.replace(folder() / "last")


def kept() -> list[Anchor]:
    """Return the anchors of this machine, oldest first; none where no sealer has worked here."""
    found = {Anchor.read(line) for name in ("hours", "last") for line in _lines(folder() / name)}
    return sorted(found, key=lambda anchor: anchor.number)


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def _write(path: Path, text: str, how: int) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | how, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
