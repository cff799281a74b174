"""How large a picture will be, from its header alone: unpacking it is what an attacker waits for."""

from __future__ import annotations

import struct

from . import kinds
from .kinds import Kind
from .refusals import FileRefused

MOST_MEGAPIXELS = 50
_MOST_SEGMENTS = 2_000  # a photograph has a few dozen before its size; every step costs time
_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_START_OF_SCAN, _END = 0xDA, 0xD9


def check_picture(kind: Kind, content: bytes) -> None:
    """Refuse a picture whose header is damaged or promises too many pixels."""
    try:
        width, height = _png(content) if kind is kinds.PNG else _jpeg(content)
    except (struct.error, IndexError) as fault:
        raise FileRefused("broken") from fault
    if not width or not height:
        raise FileRefused("broken")
    if width * height > MOST_MEGAPIXELS * 1_000_000:
        raise FileRefused("too_many_pixels", limit=MOST_MEGAPIXELS)


def _png(content: bytes) -> tuple[int, int]:
    length, name, width, height = struct.unpack_from(">I4sII", content, 8)
    if (length, name) != (13, b"IHDR"):
        raise FileRefused("broken")
    return width, height


def _jpeg(content: bytes) -> tuple[int, int]:
    at = 2
    for _ in range(_MOST_SEGMENTS):
        if content[at] != 0xFF:
            break
        marker = content[at + 1]
        if marker == 0xFF:  # filling before a marker
            at += 1
        elif marker in _START_OF_FRAME:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        elif marker in (_START_OF_SCAN, _END):
            break
        else:
            at += 2 + struct.unpack_from(">H", content, at + 2)[0]
    raise FileRefused("broken")
