"""Parses the XML of office documents: no document types, no entities, nothing fetched, size and depth bounded."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from orientir.engines.refusals import Refused

MAX_PART = 24 * 2**20
"""Bytes of one part."""
MAX_DEPTH = 100
"""Elements within one another that a reader follows; its recursion ends there with Refused "broken"."""
# An element takes a hundred bytes of memory or more and an attribute two hundred, of the file four or five: what a
# part becomes is bounded by how many of them it can hold. Five hundred pages from Word have a third of this.
_MAX_ELEMENTS, _MAX_ATTRIBUTES = 1_000_000, 600_000


def parse(content: bytes) -> Element:
    """The root of a part. Raises Refused: "entities" for a document type, "broken", too big, too much memory."""
    if len(content) > MAX_PART:
        raise Refused("too_big_unpacked", limit=MAX_PART // 2**20)
    if content.count(b"<") > _MAX_ELEMENTS or content.count(b"=") > _MAX_ATTRIBUTES:
        raise Refused("too_much_memory")
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as fault:
        raise Refused("entities") from fault
    except (ParseError, LookupError, ValueError) as fault:  # LookupError: an encoding nobody knows
        raise Refused("broken") from fault
    return root


def parse_part(parts: Mapping[str, bytes], name: str) -> Element | None:
    """The root of an archive's part, None where there is no such part. Raises Refused as `parse` does."""
    content = parts.get(name)
    return None if content is None else parse(content)
