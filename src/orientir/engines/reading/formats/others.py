"""Kinds of files that are known by sight and not read: whoever sent one is told what it is."""

from __future__ import annotations

import re

from orientir.engines.archive import MAX_FILE
from orientir.engines.reading.formats.base import Content, Format, Source
from orientir.engines.refusals import Refused

OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Streams of the container that Office used before 2007; a chart in an old text is a workbook within it.
_STREAMS = tuple(
    (name.encode("utf-16-le"), seen)
    for name, seen in (
        ("WordDocument", "doc"), ("PowerPoint Document", "presentation"), ("__substg1.0_", "letter"),
        ("Workbook", "xls"), ("Book", "xls"),
    )
)  # fmt: skip
_MIMETYPES = (
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
    (b"application/vnd.oasis.opendocument.presentation", "presentation"),
)
_PARTS = (("xl/workbook.bin", "xlsb"), ("ppt/presentation.xml", "presentation"))
# A page saved with its pictures is a letter to nobody
_LETTER = re.compile(
    rb"\s*(?:from|mime-version|date|subject|content-type|x-[\w-]+):.{0,4000}?^content-type:\s*multipart/(related|\w+)",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
_SAMPLE = 8192


def knows(source: Source) -> bool:
    """Whether the file is of a kind that is told apart only to be refused."""
    return bool(_seen(source))


def read(source: Source) -> Content:
    """Raises Refused: "wrong_type" with what the file looks like, "encrypted" for a document behind a password."""
    if source.data.startswith(OLD_CONTAINER) and _ENCRYPTED in source.data:
        raise Refused("encrypted")
    raise Refused("wrong_type", seen=_seen(source))


def _seen(source: Source) -> str:
    if source.data.startswith(OLD_CONTAINER):
        return next((seen for name, seen in _STREAMS if name in source.data), "doc")
    if source.parts:
        mimetype = source.parts.get("mimetype", b"")
        by_part = next((seen for name, seen in _PARTS if name in source.parts), "")
        return next((seen for name, seen in _MIMETYPES if mimetype.startswith(name)), by_part)
    if source.data.startswith(b"{\\rtf"):
        return "rtf"
    letter = _LETTER.match(source.data[:_SAMPLE])
    if letter:
        return "mht" if letter[1].lower() == b"related" else "letter"
    return ""


FORMAT = Format("others", frozenset(), knows, read, MAX_FILE)
