"""Opens the zip archive of an office document without trusting a word of what it says about itself."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from pathlib import PurePosixPath

from orientir.engines.refusals import Refused

MAX_FILE = 50 * 2**20
MAX_ENTRIES = 2_000
MAX_UNPACKED = 100 * 2**20
MAX_RATIO = 100
RATIO_FROM = 2**20  # a short text may repeat itself more than a hundred times and harms nobody
_MAX_DIRECTORY = MAX_ENTRIES * 512
_ARCHIVES = (b"PK\x03\x04", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\xfd7zXZ\x00")
_ARCHIVE_SUFFIXES = frozenset({".zip", ".rar", ".7z", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".jar"})
_CHUNK = 2**16


def unpack(data: bytes) -> dict[str, bytes]:
    """All entries of the archive by name. Raises Refused where a limit is passed or a name is unsafe."""
    _check_directory_size(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_names(entries)
            return _inflate(archive, entries)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as fault:
        raise Refused("broken") from fault
    except RuntimeError as fault:  # zipfile asks for a password this way
        raise Refused("encrypted") from fault


def _check_directory_size(data: bytes) -> None:
    """zipfile reads the whole directory before it can be asked how long it is; the end record says so."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 2**16 - 22))
    if end < 0 or end + 22 > len(data):
        raise Refused("broken")
    entries = int.from_bytes(data[end + 10 : end + 12], "little")
    directory = int.from_bytes(data[end + 12 : end + 16], "little")
    if entries > MAX_ENTRIES or directory > _MAX_DIRECTORY:
        raise Refused("too_many_entries", limit=MAX_ENTRIES)


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise Refused("too_many_entries", limit=MAX_ENTRIES)
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        if not name:
            raise Refused("unsafe_name", name="")
        path = PurePosixPath(name.replace("\\", "/"))
        link = stat.S_ISLNK(entry.external_attr >> 16)
        if path.is_absolute() or ".." in path.parts or ":" in name or link or name in seen:
            raise Refused("unsafe_name", name=name[:100])
        seen.add(name)
        if path.suffix.lower() in _ARCHIVE_SUFFIXES:
            raise Refused("nested_archive", name=name[:100])
        if entry.flag_bits & 0x1:
            raise Refused("encrypted")


def _inflate(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    unpacked: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        if entry.is_dir():
            continue
        content = bytearray()
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                content += chunk
                total += len(chunk)
                if total > MAX_UNPACKED:
                    raise Refused("too_big_unpacked", limit=MAX_UNPACKED // 2**20)
                if len(content) > max(RATIO_FROM, MAX_RATIO * entry.compress_size):
                    raise Refused("bomb", limit=MAX_RATIO)
        if content.startswith(_ARCHIVES):
            raise Refused("nested_archive", name=entry.filename[:100])
        unpacked[entry.filename] = bytes(content)
    return unpacked
