"""Reads web pages (HTML): as LibreOffice and Word save them, as a site shows them.

lxml parses: it is a part already, as quick as the file is long, knows the rules by which browsers close what an author
left open, fetches nothing and expands no entities but HTML's own. It stops at a depth of its own and says so.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from orientir.engines.reading.formats.base import Content, Format, Source
from orientir.engines.reading.formats.plain_decoding import decode
from orientir.engines.refusals import Refused

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAX_BYTES = 5 * 2**20
# An element takes 120 bytes of memory and ten microseconds, an attribute 300 bytes; a page of full size that Word
# saved has a third of this.
_MAX_ELEMENTS, _MAX_ATTRIBUTES = 300_000, 400_000
_SAMPLE = 2**16
# Atomic: a comment that ended is not tried again as a longer one
_BEFORE = rb"(?>\s|\xef\xbb\xbf|<\?xml[^>]*>|<!--.*?-->)*+"
_PAGE = re.compile(_BEFORE + rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_FRAGMENT = re.compile(
    _BEFORE + rb"<(?:article|b|body|center|div|font|h[1-6]|head|header|link|main|meta|nav|ol|p|pre|section|span|style"
    rb"|table|title|ul)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z][\w.:-]{2,30})""")
_MOST_DAMAGED = 0.01
_RUSSIAN = re.compile("[А-Яа-яЁё]")


def knows(source: Source) -> bool:
    """Whether the bytes begin as a web page, or as a piece of one."""
    if source.parts:
        return False
    start = source.data[:_SAMPLE]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = start.decode("utf-16", errors="ignore").encode("ascii", errors="ignore")
    return bool(_PAGE.match(start) or _FRAGMENT.match(start))


def read(source: Source) -> Content:
    """Lines and grids of what the page is about, in their order. Raises Refused "broken", "too_much_memory"."""
    from orientir.engines.reading.formats.web_article import article
    from orientir.engines.reading.formats.web_blocks import blocks_of

    root = _parse(_text(source.data))
    return Content(() if root is None else tuple(blocks_of(*article(root))))


def _text(data: bytes) -> str:
    """The text of the page: what is good UTF-8 is that, whatever the page says of itself."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            text = data.decode(declared[1].decode("ascii"), errors="replace")
        except (LookupError, ValueError):  # a name nobody knows, or one that is no name of letters
            text = ""
        if _RUSSIAN.search(text) and text.count("\ufffd") <= _MOST_DAMAGED * len(text):
            return text
    try:
        return decode(data)
    except Refused:  # too many signs that are no text: a browser shows the rest
        return data.decode("utf-8", errors="replace")


def _parse(text: str) -> _Element | None:
    from lxml import etree

    if text.count("<") > _MAX_ELEMENTS or text.count("=") > _MAX_ATTRIBUTES:
        raise Refused("too_much_memory")
    # huge_tree: a depth of 2,048 instead of 256, which unclosed <font>s reach; the size is bounded already
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
    try:
        root = etree.fromstring(text.replace("\0", "").encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError:  # nothing in it but comments and blanks
        return None
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise Refused("broken")
    return root


FORMAT = Format("html", frozenset({".html", ".htm", ".xhtml"}), knows, read, _MAX_BYTES)
