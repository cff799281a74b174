"""The kinds of files that may be put in."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 2**20
_OPENXML = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind: its name for people, the ends a name may have, the type a browser is told, the size it may have."""

    name: str
    suffixes: tuple[str, ...]
    media_type: str
    limit: int = 50 * MEGABYTE


PDF = Kind("PDF", (".pdf",), "application/pdf")
DOCX = Kind("DOCX", (".docx",), f"{_OPENXML}.wordprocessingml.document")
XLSX = Kind("XLSX", (".xlsx",), f"{_OPENXML}.spreadsheetml.sheet")
PPTX = Kind("PPTX", (".pptx",), f"{_OPENXML}.presentationml.presentation")
ODT = Kind("ODT", (".odt",), "application/vnd.oasis.opendocument.text")
ODS = Kind("ODS", (".ods",), "application/vnd.oasis.opendocument.spreadsheet")
PNG = Kind("PNG", (".png",), "image/png")
JPEG = Kind("JPEG", (".jpg", ".jpeg"), "image/jpeg")
TXT = Kind("TXT", (".txt",), "text/plain", 5 * MEGABYTE)
CSV = Kind("CSV", (".csv",), "text/csv", 5 * MEGABYTE)

HTML = Kind("HTML", (".html", ".htm"), "text/html", 5 * MEGABYTE)
DOC = Kind("DOC", (".doc",), "application/msword")
RTF = Kind("RTF", (".rtf",), "application/rtf")

KINDS = (PDF, DOCX, XLSX, PPTX, ODT, ODS, PNG, JPEG, TXT, CSV)
OPENXML = (DOCX, XLSX, PPTX)
OPENDOCUMENT = (ODT, ODS)
PICTURES = (PNG, JPEG)
TEXTS = (TXT, CSV)
TO_READ = (HTML, DOC, RTF)
"""What a document is read from and nothing is proved with: taken only where a page asks for it."""

LARGEST = max(kind.limit for kind in (*KINDS, *TO_READ))
