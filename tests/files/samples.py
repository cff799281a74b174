"""Files as people and attackers make them; each shows what it is made of."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping

from docx import Document

OPENXML = "application/vnd.openxmlformats-officedocument"
WORD, SHEET, SLIDES = (
    f"{OPENXML}.{kind}.main+xml"
    for kind in ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
)
ODT, ODS = "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet"


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """Return a packed archive of these parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def docx(text: str = "Приказ о профориентационной работе") -> bytes:
    """Return a document as Word would open it."""
    document, packed = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(packed)
    return packed.getvalue()


def types(*content_types: str) -> str:
    """Return the list of parts that every office document of Microsoft's kind carries."""
    overrides = "".join(f'<Override PartName="/p{n}" ContentType="{t}"/>' for n, t in enumerate(content_types))
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{overrides}</Types>'


def openxml(main: str, more: Mapping[str, bytes | str] | None = None, *content_types: str) -> bytes:
    """Return a document of Microsoft's kind with this main part and whatever else."""
    parts = {"[Content_Types].xml": types(main, *content_types), "word/document.xml": "<w/>"}
    return zipped({**parts, **(more or {})})


def opendocument(media_type: str, more: Mapping[str, bytes | str] | None = None) -> bytes:
    """Return a document of LibreOffice's kind, with the empty part it writes for settings nobody changed."""
    parts = {
        "mimetype": media_type,
        "content.xml": "<office/>",
        "Configurations2/accelerator/current.xml": "",
        "META-INF/manifest.xml": "<manifest/>",
    }
    return zipped({**parts, **(more or {})})


def with_link(content: bytes) -> bytes:
    """Return the archive with a symbolic link more."""
    packed = io.BytesIO(content)
    with zipfile.ZipFile(packed, "a") as archive:
        link = zipfile.ZipInfo("word/link.xml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return packed.getvalue()


def with_password(content: bytes) -> bytes:
    """Return the archive with the flag that says its entries ask for a password."""
    marked = bytearray(content)
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = marked.find(signature)
        while at >= 0:
            marked[at + flags] |= 1
            at = marked.find(signature, at + 4)
    return bytes(marked)


def png(width: int = 2, height: int = 2) -> bytes:
    """Return a picture; of one that is too large, only the header is made."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    rows = b"" if width * height > 10_000 else zlib.compress((b"\0" + b"\x80" * width) * height)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg(width: int = 640, height: int = 480, frame: int = 0xC0) -> bytes:
    """Return the head of a photograph: a thumbnail's size stands before its own."""
    thumbnail = b"Exif\0\0" + b"\xff\xd8" + b"\xff\xc0" + struct.pack(">HBHH", 8, 8, 60, 80)
    application = b"\xff\xe1" + struct.pack(">H", len(thumbnail) + 2) + thumbnail
    size = bytes([0xFF, 0xFF, frame]) + struct.pack(">HBHHB", 17, 8, height, width, 3) + bytes(9)
    return b"\xff\xd8" + application + size + b"\xff\xda\x00\x08\x01\x01\0\0\x3f\0\xff\xd9"


def pdf(more: bytes = b"") -> bytes:
    """Return a small PDF with something more in it."""
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + more + b" >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def old_office(stream: str = "WordDocument") -> bytes:
    """Return a file in the container of the old office programs with a stream of this name."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(64)
