"""What may be put in. A file is recognised by its content; its name must only agree with that.

These are the first checks, made before anything is parsed or stored. They keep out what is no document and
what would harm a program that opens it. They are no virus scanner: a file is never opened by the product's
own pages, only handed out again as an attachment, and whoever reads one does so in a process of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePath

from . import kinds
from .kinds import KINDS, MEGABYTE, Kind
from .office import check_office
from .pictures import check_picture
from .refusals import FileRefused

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_TEXT = "WordDocument".encode("utf-16-le")
_OLD_MACROS = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "Macros"))
_RTF = b"{\\rtf"
_RTF_OBJECT = re.compile(rb"\\(?:object|objdata|objocx|objautlink|objemb)(?![a-z])")
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|table|div|p|h[1-6]|meta)\b", re.IGNORECASE)
_OLD_SUFFIXES = frozenset({".doc", ".dot", ".xls", ".xlt", ".ppt", ".pps", ".rtf"})
_ARCHIVE_SUFFIXES = frozenset({".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"})
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LONGEST_BEGINNING = 65_536


def _pdf_name(name: str) -> str:
    """Return a pattern for a name of PDF, in which any letter may stand as a number: /J#61vaScript."""
    return "".join(f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in name)


_PDF_ACTIVE = re.compile(
    rf"/(?:{'|'.join(map(_pdf_name, ('JavaScript', 'Launch', 'EmbeddedFile', 'EmbeddedFiles')))})"
    rf"(?=[\x00\s/<>\[\](){{}}%]|\Z)".encode()
)


def check(name: str, content: bytes, *, also: Collection[Kind] = ()) -> Kind:
    """Return the kind of a file, or refuse it. `also` are kinds taken besides the usual ones.

    Raises:
        FileRefused: with one of the codes of `refusals.SENTENCES`.
    """
    if not content:
        raise FileRefused("empty")
    suffix = PurePath(name).suffix.lower()
    taken = (*KINDS, *also)
    kind = next((one for one in taken if suffix in one.suffixes), None)
    if kind is None:
        raise _unknown(suffix, content, taken)
    if len(content) > kind.limit:
        raise FileRefused("too_large", limit=kind.limit // MEGABYTE)
    if kind not in _recognised(content):
        if content.startswith(_OLD_OFFICE):
            # A document with a password is one of the old kind that carries the encrypted new one.
            raise FileRefused("encrypted" if _ENCRYPTED in content else "old_office")
        raise FileRefused("not_as_named", suffix=suffix, kind=kind.name)
    if kind in kinds.OPENXML + kinds.OPENDOCUMENT:
        if check_office(content) is not kind:
            raise FileRefused("not_as_named", suffix=suffix, kind=kind.name)
    elif kind in kinds.PICTURES:
        check_picture(kind, content)
    elif kind is kinds.PDF:
        _check_pdf(content)
    elif kind is kinds.DOC:
        _check_doc(content)
    elif kind is kinds.RTF:
        _check_rtf(content)
    elif kind is kinds.HTML:
        _check_page(content)
    else:
        _check_text(content)
    return kind


def _unknown(suffix: str, content: bytes, taken: Collection[Kind]) -> FileRefused:
    if suffix in _ARCHIVE_SUFFIXES:
        return FileRefused("archive")
    if suffix in _OLD_SUFFIXES or content.startswith(_OLD_OFFICE):
        return FileRefused("old_office")
    return FileRefused("unknown_kind", kinds=", ".join(kind.name for kind in taken))


def _recognised(content: bytes) -> tuple[Kind, ...]:
    """Return the kinds a content can be of by its first bytes; text is what shows no other sign."""
    if content.startswith(b"%PDF-"):
        return (kinds.PDF,)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return (kinds.PNG,)
    if content.startswith(b"\xff\xd8\xff"):
        return (kinds.JPEG,)
    if content.startswith(b"PK\x03\x04"):
        return kinds.OPENXML + kinds.OPENDOCUMENT
    if content.startswith(_OLD_OFFICE) and _OLD_TEXT in content and _ENCRYPTED not in content:
        return (kinds.DOC,)
    if content.startswith(_RTF):
        return (kinds.RTF,)
    if b"\0" in content[:4096] and not content.startswith(_UTF16):
        return ()
    return (*kinds.TEXTS, kinds.HTML)


def _check_pdf(content: bytes) -> None:
    """Refuse programs, starts of programs and attached files, as far as they stand open in the file.

    A first check of the bytes: what a PDF hides in compressed or encrypted objects is not seen here.
    """
    if _PDF_ACTIVE.search(content):
        raise FileRefused("active_pdf")


def _check_doc(content: bytes) -> None:
    """Refuse macros, as far as their storages stand in the list of what the file holds."""
    if any(name in content for name in _OLD_MACROS):
        raise FileRefused("macros")


def _check_rtf(content: bytes) -> None:
    """Refuse embedded objects: through them an RTF carries files and programs."""
    if _RTF_OBJECT.search(content):
        raise FileRefused("nested_archive")


def _check_page(content: bytes) -> None:
    """Refuse what no browser would take for a page. Scripts may stand in it: no page of ours ever shows it."""
    if not _PAGE.search(_text_of(content)[:_LONGEST_BEGINNING]):
        raise FileRefused("not_as_named", suffix=".html", kind=kinds.HTML.name)


def _check_text(content: bytes) -> None:
    _text_of(content)


def _text_of(content: bytes) -> str:
    encodings = ("utf-16",) if content.startswith(_UTF16) else ("utf-8-sig", "cp1251")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NOT_TEXT.search(text):
            return text
    raise FileRefused("not_text")
