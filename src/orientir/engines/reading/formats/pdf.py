"""Reads PDF documents: words with their places and the lines that are drawn; `layout` makes paragraphs and tables.

A PDF keeps signs at places in any order, a word in several pieces, a table as lines of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orientir.engines.archive import MAX_FILE
from orientir.engines.reading import layout
from orientir.engines.reading.formats import scan
from orientir.engines.reading.formats.base import Content, Format, Source
from orientir.engines.reading.formats.pdf_pages import PdfPage, look_at
from orientir.engines.reading.model import Remark
from orientir.engines.refusals import Refused

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MAX_PAGES = 500
_HEADER = b"%PDF-"
_HEADER_WITHIN = 1024  # ISO 32000-1, annex H.3.4.1: readers look for the header in the first 1024 bytes
_MOST_SIGNS = 3_000_000  # five hundred full pages
# Signs that a font draws but does not name: a word or two may be lost, not the sense of a page.
_MOST_UNNAMED = 0.1


def knows(source: Source) -> bool:
    """Whether the bytes begin as a PDF does."""
    return not source.parts and _HEADER in source.data[:_HEADER_WITHIN]


def read(source: Source) -> Content:
    """Lines and grids of all pages.

    A page without text is a picture and is recognised. Where nothing can recognise it a warning names it, and a
    document of nothing else is Refused "no_recognition". Raises Refused "encrypted", "broken", "too_many_pages"
    (over 500) and "unnamed_signs" where the fonts do not say which letters they draw.
    """
    pages = _pages(source.data)
    signs = sum(page.signs for page in pages)
    if sum(page.unnamed for page in pages) > _MOST_UNNAMED * signs:
        raise Refused("unnamed_signs")
    contents = {number: page.content for number, page in enumerate(pages, start=1)}
    pictures = [number for number, page in enumerate(pages, start=1) if page.is_picture]
    warnings: tuple[Remark, ...] = ()
    if pictures:
        try:
            found = scan.recognise(source.data, [number - 1 for number in pictures])
        except Refused as refused:
            if refused.reason != "no_recognition" or not any(page.content.words for page in pages):
                raise
            warnings = tuple(Remark("page_is_picture", {"page": number}) for number in pictures)
        else:
            recognised = dict(zip(pictures, found, strict=True))
            contents |= recognised
            warnings = scan.remarks(recognised)
    return Content(layout.blocks_of(list(contents.values())), warnings)


def _pages(data: bytes) -> list[PdfPage]:
    """What stands on each page. The library is loaded here, when there is a PDF to read."""
    from pypdfium2 import PdfiumError

    pages = []
    signs = 0
    try:
        document = _open(data)
        try:
            if len(document) > MAX_PAGES:
                raise Refused("too_many_pages", limit=MAX_PAGES)
            for number in range(len(document)):
                page = look_at(document, number)
                signs += page.signs
                if signs > _MOST_SIGNS:
                    raise Refused("broken")
                pages.append(page)
        finally:
            document.close()
    except PdfiumError as fault:
        raise Refused("broken") from fault
    if not pages:
        raise Refused("broken")
    return pages


def _open(data: bytes) -> PdfDocument:
    from pypdfium2 import PdfDocument, PdfiumError, raw

    try:
        return PdfDocument(data)
    except PdfiumError as fault:
        locked = fault.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise Refused("encrypted" if locked else "broken") from fault


FORMAT = Format("pdf", frozenset({".pdf"}), knows, read, MAX_FILE)
