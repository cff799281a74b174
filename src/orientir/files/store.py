"""Content on the disk: named by its SHA-256, whole or not there, readable by the product's own user only.

New content is written and synchronised under a name of its own and then renamed, so nobody ever opens half of
it, and what a cut of power leaves is either the old state or the new one. Whoever brings content in or throws
it away holds the locks that `services` takes; this module knows no database.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from .refusals import FileRefused

INCOMING = "incoming"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


class FileMissing(Exception):
    """The content is not in the store, though a row names it: the folder of files is damaged or was not restored."""


@dataclass(frozen=True, slots=True)
class Received:
    """Content that is safe on the disk but has no place yet."""

    path: Path
    sha256: str
    size: int

    def keep(self) -> None:
        """Give the content its place. The same content kept already is replaced by itself."""
        with _room():
            folder = _folder(*_shelf(self.sha256))
            self.path.replace(folder / self.sha256)
            _synchronise(folder)


@contextmanager
def received(chunks: Iterable[bytes]) -> Iterator[Received]:
    """Write content down; at the end of the block what was not kept is gone.

    Raises:
        FileRefused: the disk is full.
    """
    with _room():
        # mkstemp makes it with rights 0600, and rename keeps them.
        descriptor, name = tempfile.mkstemp(dir=_folder(INCOMING))
    path = Path(name)
    try:
        with _room(), os.fdopen(descriptor, "wb") as file:
            digest, size = hashlib.sha256(), 0
            for chunk in chunks:
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
            file.flush()
            os.fsync(file.fileno())
        yield Received(path, digest.hexdigest(), size)
    finally:
        path.unlink(missing_ok=True)


def path_of(sha256: str) -> Path:
    """Return where a content lies, to read it.

    Raises:
        FileMissing: it does not.
    """
    place = _place(sha256)
    if not place.is_file():
        raise FileMissing(sha256)
    return place


def discard(sha256: str) -> bool:
    """Throw a content away; say whether it was there."""
    place = _place(sha256)
    try:
        place.unlink()
    except FileNotFoundError:
        return False
    _synchronise(place.parent)
    return True


def shelves() -> Iterator[list[str]]:
    """Yield the hashes of all content in the store, one folder at a time."""
    for folder in sorted(Path(settings.FILES_FOLDER).glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]")):
        if found := sorted(path.name for path in folder.iterdir() if _SHA256.fullmatch(path.name)):
            yield found


def discard_abandoned(*, older_than: float) -> int:
    """Remove what processes that were killed left half received, and return how many. `older_than` is in seconds."""
    removed = 0
    for path in (Path(settings.FILES_FOLDER) / INCOMING).glob("*"):
        try:
            if time.time() - path.stat().st_mtime > older_than:
                path.unlink()
                removed += 1
        except FileNotFoundError:  # received meanwhile
            continue
    return removed


def _place(sha256: str) -> Path:
    if not _SHA256.fullmatch(sha256):
        raise ValueError(sha256)
    return Path(settings.FILES_FOLDER, *_shelf(sha256), sha256)


def _shelf(sha256: str) -> tuple[str, str]:
    return sha256[:2], sha256[2:4]


def _folder(*names: str) -> Path:
    """Make a folder of the store. It is synchronised even where it is there: whoever made it may not be so far yet."""
    folder = Path(settings.FILES_FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in names:
        folder /= name
        folder.mkdir(mode=0o700, exist_ok=True)
        _synchronise(folder.parent)
    return folder


def _synchronise(folder: Path) -> None:
    """Make the names in a folder durable: without it a cut of power may undo a rename."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        if fault.errno in _NO_ROOM:
            raise FileRefused("disk_full") from fault
        raise
