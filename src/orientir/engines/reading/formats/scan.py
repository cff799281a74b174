"""Pages that are pictures: scans within a PDF, photographs and scans as image files.

`formats.ocr` reads them; here images are drawn or taken, within limits, and the user is told what was recognised.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from orientir.engines.reading.layout import Page
from orientir.engines.reading.model import Remark
from orientir.engines.reading.patience import PATIENCE
from orientir.engines.refusals import Refused

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfPage

MAX_PIXELS = 50_000_000
"""Of one image: a sheet of A4 scanned at 600 dots an inch has 35 million."""
MAX_MEGABYTES = MAX_PIXELS * 3 // 10**6

_POINTS = 72
# Below the first letters are too coarse, above the second nothing is gained (measured on rendered plans).
_COARSEST, _FINEST = 150, 300
_MOST_DRAWN = 20_000_000
_DOUBTFUL = 0.75
_SECONDS_A_PAGE = 15
"""On a machine that does much else; alone with two cores a page takes about two."""


def recognise(data: bytes, numbers: Sequence[int]) -> list[Page]:
    """The pages of a PDF with these numbers (from 0), each drawn and recognised, in points.

    Raises Refused "no_recognition" where tesseract or its Russian model is not installed, "too_big_unpacked" for
    an image of more than 50 million pixels, "broken" for a page that cannot be drawn.
    """
    return recognise_images(_drawn(data, numbers))


def recognise_images(images: Iterable[tuple[Image, float]]) -> list[Page]:
    """The pages in these images, each with its number of pixels an inch; images are taken one at a time."""
    from orientir.engines.reading.formats import ocr

    pages = []
    for image, dpi in images:
        PATIENCE.ask(_SECONDS_A_PAGE)
        pages.append(ocr.recognised(image, dpi))
    return ocr.mended(pages)


def remarks(pages: Mapping[int, Page]) -> tuple[Remark, ...]:
    """What the user is told about recognised pages, by their numbers (from 1)."""
    if not pages:
        return ()
    found = [Remark("recognised", {"pages": _numbers(sorted(pages))})]
    for number, page in sorted(pages.items()):
        letters = sum(len(word.text) for word in page.words)
        if letters and sum(word.sureness * len(word.text) for word in page.words) < _DOUBTFUL * letters:
            found.append(Remark("recognised_badly", {"page": number}))
    return tuple(found)


def _numbers(numbers: Sequence[int]) -> str:
    """«1–3, 7»."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _drawn(data: bytes, numbers: Sequence[int]) -> Iterator[tuple[Image, float]]:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(data)
        try:
            for number in numbers:
                page = document[number]
                try:
                    dpi = _resolution(page)
                    bitmap = page.render(scale=dpi / _POINTS, grayscale=True)
                    image = bitmap.to_pil().copy()
                    bitmap.close()
                finally:
                    page.close()
                yield image, dpi
        finally:
            document.close()
    except PdfiumError as fault:
        raise Refused("broken") from fault


def _resolution(page: PdfPage) -> float:
    """The dots an inch of the page's largest image, within what helps and what memory bears."""
    from pypdfium2 import PdfImage, raw

    finest, largest = float(_FINEST), 0.0
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=5):
        if not isinstance(image, PdfImage):
            continue
        across, down = image.get_px_size()
        if across * down > MAX_PIXELS:
            raise Refused("too_big_unpacked", limit=MAX_MEGABYTES)
        left, bottom, right, top = image.get_bounds()
        area = (right - left) * (top - bottom)
        if area > largest:
            largest = area
            finest = math.sqrt(across * down / area) * _POINTS
    width, height = page.get_size()
    most = math.sqrt(_MOST_DRAWN / max(width * height, 1)) * _POINTS
    return min(max(finest, _COARSEST), _FINEST, most)
