"""The form of a backup: one folder, sealed by a manifest that knows every bit of it.

`manifest.json` names each part with its size and SHA-256 and tells what the database held; `manifest.sha256` seals the
manifest itself, in the form of `sha256sum`. A backup grows under a hidden name and gets its own when it is whole, so
what has the name of a backup is one. Everything in it is for its owner's eyes: folders 0700, files 0600.

Under a key (`backup_cipher`) parts and manifest are encrypted, and `key.json` lies beside `manifest.sealed`; sizes and
digests in the manifest are those of what was encrypted.
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
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

from orientir.door.backup_cipher import HEADER, Cipher, Damaged, Secret
from orientir.door.obstacles import Obstacle
from orientir.door.words import say

FORMAT, FORMATS = 2, (1, 2)
"""The form that is written, and those that are read. In 1 there were neither anchors nor a ledger of erasures."""
DUMP, FILES, SECRETS, ANCHORS, ERASED = "database.dump", "files", "secrets", "journal", "erased"
MANIFEST, SEALED_MANIFEST, SEAL = "manifest.json", "manifest.sealed", "manifest.sha256"
WRONG_ARGUMENT = 2
GROWING, GROWN = ".orientir-", "orientir-"
_CHUNK = 2**20
_PART = re.compile(
    r"database\.dump|erased|journal/(?:hours|last)|secrets/[a-z0-9_]{1,64}"
    r"|files/([0-9a-f]{2})/([0-9a-f]{2})/\1\2[0-9a-f]{60}"
)
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
        return self._in(FILES)

    @property
    def secrets(self) -> list[str]:
        """Names of the parts that are secrets, in order."""
        return self._in(SECRETS)

    @property
    def anchors(self) -> list[str]:
        """Names of the parts that are anchors of the journal, in order."""
        return self._in(ANCHORS)

    @property
    def size(self) -> int:
        """Bytes of all parts, before encryption."""
        return sum(part.size for part in self.parts.values())

    def _in(self, folder: str) -> list[str]:
        return sorted(name for name in self.parts if name.startswith(f"{folder}/"))


def part_of(sha256: str) -> str:
    """The name of the part that is a stored file: it lies as it lies in the installation."""
    return f"{FILES}/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def chunks_of(path: Path) -> Iterator[bytes]:
    """What is in a file; a link is not followed."""
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def read(folder: Path, name: str, cipher: Cipher | None = None) -> Iterator[bytes]:
    """What a part of a backup holds, decrypted as it comes; an Obstacle when it is not what was encrypted."""
    try:
        yield from _stream(folder, name, cipher)
    except Damaged:
        raise _damaged(folder, name) from None


def _stream(folder: Path, name: str, cipher: Cipher | None) -> Iterator[bytes]:
    if cipher is None:
        return chunks_of(folder / name)
    return cipher.open(name, chunks_of(folder / cipher.place(name)))


def write(folder: Path, name: str, chunks: Iterable[bytes], cipher: Cipher | None = None) -> Part:
    """Write one part, safe on the disk when this returns. All that goes into a backup goes through here."""
    measured = _Measured(chunks)
    if cipher is None:
        _put(folder, name, measured)
    else:
        _put(folder, cipher.place(name), cipher.seal(name, measured))
    return measured.part


class _Measured:
    """A stream, and what has gone by of it."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks, self._digest, self._size = chunks, hashlib.sha256(), 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._digest.update(chunk)
            self._size += len(chunk)
            yield chunk

    @property
    def part(self) -> Part:
        return Part(self._size, self._digest.hexdigest())


def _put(folder: Path, name: str, chunks: Iterable[bytes]) -> None:
    place = folder / name
    for parent in reversed(place.relative_to(folder).parents):
        (folder / parent).mkdir(mode=0o700, exist_ok=True)
    opened = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(opened, "wb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
        # Whoever reads it to verify it reads the disk, not what memory has kept of it.
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def seal(folder: Path, manifest: Manifest, cipher: Cipher | None = None) -> None:
    """Write the manifest and its seal: the folder is a backup now."""
    content = json.dumps({"format": FORMAT} | dataclasses.asdict(manifest), indent=1, ensure_ascii=False).encode()
    heads = {MANIFEST: content}
    if cipher is not None:
        heads = {HEADER: cipher.header(), SEALED_MANIFEST: b"".join(cipher.seal(MANIFEST, [content]))}
    for name, head in heads.items():
        _put(folder, name, [head])
    _put(folder, SEAL, [_sealed(heads)])
    for inside in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        synchronise(inside)


def unlock(folder: Path, secret: Secret | None) -> Cipher | None:
    """Return the key of an encrypted backup, None for one that is not; an Obstacle where there is none or another."""
    if not _is_encrypted(folder):
        return None
    header = _heads(folder, HEADER, SEALED_MANIFEST)[HEADER]
    if secret is None:
        raise Obstacle(say("restore.no-key", folder=folder), WRONG_ARGUMENT)
    try:
        return Cipher.of(header, secret, folder)
    except (ValueError, KeyError, TypeError):
        raise _damaged(folder, HEADER) from None


def verify(folder: Path, cipher: Cipher | None = None) -> Manifest:
    """Compare each bit with the manifest and return it; an Obstacle names the first part that differs."""
    manifest = _manifest(folder, cipher)
    misnamed = (name for name in manifest.contents if Path(name).name != manifest.parts[name].sha256)
    if DUMP not in manifest.parts or any(misnamed):
        raise _damaged(folder, MANIFEST)
    for name, part in manifest.parts.items():
        if not _PART.fullmatch(name) or _measured(folder, name, cipher) != part:
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
    heads = (MANIFEST, SEALED_MANIFEST)
    found = [folder for folder in where.glob(f"{GROWN}*") if any((folder / head).is_file() for head in heads)]
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


def _is_encrypted(folder: Path) -> bool:
    """Say whether a folder is an encrypted backup, or what damage has left of one."""
    return any((folder / name).exists() for name in (HEADER, SEALED_MANIFEST))


def _heads(folder: Path, *names: str) -> dict[str, bytes]:
    """Return what lies above the parts, as it was sealed."""
    try:
        found = {name: b"".join(chunks_of(folder / name)) for name in names}
        if b"".join(chunks_of(folder / SEAL)) != _sealed(found):
            raise ValueError
    except (OSError, ValueError):
        raise _damaged(folder, MANIFEST) from None
    return found


def _manifest(folder: Path, cipher: Cipher | None) -> Manifest:
    if cipher is None and not (folder / MANIFEST).is_file():
        near = newest(folder)
        advice = say("restore.newest", folder=near) if near else say("restore.which")
        raise Obstacle(say("restore.no-backup", folder=folder, advice=advice), WRONG_ARGUMENT)
    try:
        if cipher is None:
            return _read(json.loads(_heads(folder, MANIFEST)[MANIFEST]))
        sealed = _heads(folder, HEADER, SEALED_MANIFEST)[SEALED_MANIFEST]
        return _read(json.loads(b"".join(cipher.open(MANIFEST, [sealed]))))
    except (Damaged, ValueError, KeyError, TypeError):
        raise _damaged(folder, MANIFEST) from None


def _read(written: dict[str, Any]) -> Manifest:
    if written["format"] not in FORMATS:
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


def _sealed(heads: Mapping[str, bytes]) -> bytes:
    return "".join(f"{hashlib.sha256(head).hexdigest()}  {name}\n" for name, head in heads.items()).encode()


def _measured(folder: Path, name: str, cipher: Cipher | None) -> Part | None:
    path = folder / (cipher.place(name) if cipher else name)
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return None
        measured = _Measured(_stream(folder, name, cipher))
        for _ in measured:
            pass
    except (OSError, Damaged):  # missing, the disk cannot read it, or it is not what was encrypted
        return None
    return measured.part


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
