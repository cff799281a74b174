"""Reads pictures of pages: PNG, JPEG, TIFF with one or several pages, BMP, WebP."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from orientir.engines.archive import MAX_FILE
from orientir.engines.reading import layout
from orientir.engines.reading.formats import scan
from orientir.engines.reading.formats.base import Content, Format, Source
from orientir.engines.refusals import Refused

if TYPE_CHECKING:
    from PIL import Image

MAX_PAGES = 100
_KINDS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
_SIGNATURES = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+",
)  # fmt: skip
# «BM» may begin a text; the length of the header behind it may not.
_BMP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})
_A4_LENGTH = 297 / 25.4
# Lengths of a sheet in inches and resolutions that are believed: A6 to A2, a fax to a good scanner.
_LENGTHS, _RESOLUTIONS = (5.5, 24.0), (90.0, 1300.0)
_FINEST = 300


def knows(source: Source) -> bool:
    """Whether the bytes begin as one of these formats does."""
    data = source.data
    if data.startswith(_SIGNATURES):
        return True
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return True
    return data.startswith(b"BM") and int.from_bytes(data[14:18], "little") in _BMP_HEADERS


def read(source: Source) -> Content:
    """Lines and grids of all pages in the picture.

    Raises Refused "broken", "too_many_pages" (over 100), "too_big_unpacked" for more than 50 million pixels, and
    "no_recognition" where tesseract or its Russian model is not installed.
    """
    pages = scan.recognise_images(_images(source.data))
    return Content(layout.blocks_of(pages), scan.remarks(dict(enumerate(pages, start=1))))


def _images(data: bytes) -> Iterator[tuple[Image.Image, float]]:
    """The pages as grey images, each with its pixels an inch, one at a time."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            # Pillow warns of many pixels and of odd metadata; the first is refused here, the second does no harm.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_KINDS) as image:
                pages = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
                if pages > MAX_PAGES:
                    raise Refused("too_many_pages", limit=MAX_PAGES)
                for page in range(pages):
                    if page:
                        image.seek(page)
                    yield _grey(image)
    except Image.DecompressionBombError as fault:
        raise Refused("too_big_unpacked", limit=scan.MAX_MEGABYTES) from fault
    # Pillow's readers raise these on bytes that are damaged or cut short.
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError) as fault:
        raise Refused("broken") from fault


def _grey(image: Image.Image) -> tuple[Image.Image, float]:
    """Upright as its own note says, on white where it is transparent, no finer than helps."""
    from PIL import Image, ImageOps

    if image.width * image.height > scan.MAX_PIXELS:
        raise Refused("too_big_unpacked", limit=scan.MAX_MEGABYTES)
    dpi = resolution(image)
    if image.format in ("JPEG", "MPO") and dpi >= 2 * _FINEST:
        size = image.size
        image.draft("L", (int(size[0] * _FINEST / dpi), int(size[1] * _FINEST / dpi)))
        dpi *= image.width / size[0]
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    grey = ImageOps.exif_transpose(image.convert("L") if image.mode != "I;16" else image.point(lambda v: v / 256, "L"))
    if dpi > _FINEST:
        grey = grey.resize(
            (round(grey.width * _FINEST / dpi), round(grey.height * _FINEST / dpi)), Image.Resampling.LANCZOS
        )
        dpi = _FINEST
    return grey, dpi


def resolution(image: Image.Image) -> float:
    """Pixels an inch: what the file says where that makes a sheet of paper, otherwise as if it were A4."""
    longer = max(image.size)
    said = image.info.get("dpi", (0, 0))[0]
    if _RESOLUTIONS[0] <= said <= _RESOLUTIONS[1] and _LENGTHS[0] <= longer / said <= _LENGTHS[1]:
        return float(said)
    return longer / _A4_LENGTH


FORMAT = Format(
    "picture", frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"}), knows, read, MAX_FILE
)
