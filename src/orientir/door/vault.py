"""The form of a backup: one folder, sealed by a manifest that knows every bit of it.

`manifest.json` names each part with its size and SHA-256 and tells what the database held; `manifest.sha256` seals the
manifest itself, in the form of `sha256sum`. A backup grows under a hidden name and gets its own when it is whole, so
what has the name of a backup is one. Everything in it is for its owner's eyes: folders 0700, files 0600.
"""

import contextlib
import dataclasses
import fcntl
import hashlib
import json
import os
import re
import shutil
import signal
import stat
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

from orientir.door.obstacles import Obstacle
from orientir.door.words import say

FORMAT = 1
DUMP, FILES, SECRETS = "database.dump", "files", "secrets"
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
WRONG_ARGUMENT = 2
GROWING, GROWN = ".orientir-", "orientir-"
_CHUNK = 2**20
_PART = re.compile(r"database\.dump|files/([0-9a-f]{2})/([0-9a-f]{2})/\1\2[0-9a-f]{60}|secrets/[a-z0-9_]{1,64}")
"""Names of parts. Nothing else is ever read or put back, so no manifest can point outside."""


@dataclasses.dataclass(frozen=True)
class Part:
    """What one file of the backup is."""

    size: int
    sha256: str


@dataclasses.dataclass(frozen=True)
class Table:
    """How many rows a table has, and a digest of them all that does not depend on their order."""

    rows: int
    digest: str


@dataclasses.dataclass(frozen=True)
class Facts:
    """What a database holds: release of the server, migrations, tables, the last number of each sequence."""

    postgresql: int
    migrations: tuple[str, ...]
    tables: dict[str, Table]
    sequences: dict[str, int | None]


@dataclasses.dataclass(frozen=True)
class Manifest:
    """What a backup holds, and of which moment."""

    release: str
    made_at: str
    facts: Facts
    parts: dict[str, Part]

    @property
    def contents(self) -> list[str]:
        """Names of the parts that are stored files, in order."""
        return sorted(name for name in self.parts if name.startswith(f"{FILES}/"))

    @property
    def secrets(self) -> list[str]:
        """Names of the parts that are secrets, in order."""
        return sorted(name for name in self.parts if name.startswith(f"{SECRETS}/"))


def part_of(sha256: str) -> str:
    """The name of the part that is a stored file: it lies as it lies in the installation."""
    return f"{FILES}/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def chunks_of(path: Path) -> Iterator[bytes]:
    """What is in a file; a link is not followed."""
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def write(folder: Path, name: str, chunks: Iterable[bytes]) -> Part:
    """Write one part, safe on the disk when this returns. All that goes into a backup goes through here."""
    place = folder / name
    for parent in reversed(place.relative_to(folder).parents):
        (folder / parent).mkdir(mode=0o700, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    opened = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(opened, "wb") as file:
        for chunk in chunks:
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        file.flush()
        os.fsync(file.fileno())
        # Whoever reads it to verify it reads the disk, not what memory has kept of it.
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return Part(size, digest.hexdigest())


def seal(folder: Path, manifest: Manifest) -> None:
    """Write the manifest and its seal: the folder is a backup now."""
    content = json.dumps({"format": FORMAT} | dataclasses.asdict(manifest), indent=1, ensure_ascii=False).encode()
    write(folder, MANIFEST, [content])
    write(folder, SEAL, [_sealed(content)])
    for inside in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        synchronise(inside)


def verify(folder: Path) -> Manifest:
    """Compare each bit with the manifest and return it; an Obstacle names the first part that differs."""
    manifest = _manifest(folder)
    misnamed = (name for name in manifest.contents if Path(name).name != manifest.parts[name].sha256)
    if DUMP not in manifest.parts or any(misnamed):
        raise _damaged(folder, MANIFEST)
    for name, part in manifest.parts.items():
        if not _PART.fullmatch(name) or _measured(folder / name) != part:
            raise _damaged(folder, name)
    return manifest


@contextlib.contextmanager
def growing(where: Path) -> Iterator[Path]:
    """A folder in which a backup grows, gone afterwards unless `finish` has named it.

    Only one backup at a time is made in `where`, so what killed ones have left there can be cleared away first.
    """
    with _alone(where) as alone:
        if alone:
            for left in where.glob(f"{GROWING}*"):
                shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=GROWING, dir=where))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def finish(folder: Path, moment: datetime) -> Path:
    """Give a whole backup its name, by the moment it shows; return where it lies now."""
    for number in range(1, 100):
        name = f"{GROWN}{moment:%Y-%m-%d-%H%M%S}{f'-{number}' if number > 1 else ''}"
        if not (folder.parent / name).exists():
            folder.rename(folder.parent / name)
            synchronise(folder.parent)
            return folder.parent / name
    raise FileExistsError(name)


def newest(where: Path) -> Path | None:
    """The newest backup among the folders of a folder."""
    found = [folder for folder in where.glob(f"{GROWN}*") if (folder / MANIFEST).is_file()]
    return max(found, key=lambda folder: folder.name, default=None)


@contextlib.contextmanager
def ending_is_a_fault() -> Iterator[None]:
    """Ctrl+C, SIGTERM and a lost terminal end the block as a fault does, once: the clearing up is let finish."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def end(number: int, frame: FrameType | None) -> None:
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    except OSError as error:
        raise Obstacle(say("copy.disk", said=error)) from error
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def synchronise(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _manifest(folder: Path) -> Manifest:
    try:
        content = b"".join(chunks_of(folder / MANIFEST))
    except (FileNotFoundError, NotADirectoryError):
        near = newest(folder)
        advice = say("restore.newest", folder=near) if near else say("restore.which")
        raise Obstacle(say("restore.no-backup", folder=folder, advice=advice), WRONG_ARGUMENT) from None
    try:
        if b"".join(chunks_of(folder / SEAL)) != _sealed(content):
            raise ValueError
        return _read(json.loads(content))
    except (OSError, ValueError, KeyError, TypeError):
        raise _damaged(folder, MANIFEST) from None


def _read(written: dict[str, Any]) -> Manifest:
    if written["format"] != FORMAT:
        raise Obstacle(say("restore.newer", release=written["release"]), WRONG_ARGUMENT)
    facts = written["facts"]
    return Manifest(
        release=written["release"],
        made_at=written["made_at"],
        facts=Facts(
            postgresql=facts["postgresql"],
            migrations=tuple(facts["migrations"]),
            tables={name: Table(**table) for name, table in facts["tables"].items()},
            sequences=facts["sequences"],
        ),
        parts={name: Part(**part) for name, part in written["parts"].items()},
    )


def _sealed(content: bytes) -> bytes:
    return f"{hashlib.sha256(content).hexdigest()}  {MANIFEST}\n".encode()


def _measured(path: Path) -> Part | None:
    digest, size = hashlib.sha256(), 0
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return None
        for chunk in chunks_of(path):
            digest.update(chunk)
            size += len(chunk)
    except OSError:  # missing, or the disk cannot read it
        return None
    return Part(size, digest.hexdigest())


def _damaged(folder: Path, part: str) -> Obstacle:
    return Obstacle(say("restore.damaged", folder=folder, part=part))


@contextlib.contextmanager
def _alone(where: Path) -> Iterator[bool]:
    """Whether nobody else makes a backup there; an Obstacle when somebody does. Not every network disk can tell."""
    opened = os.open(where, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Obstacle(say("backup.busy", folder=where)) from None
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(opened)
