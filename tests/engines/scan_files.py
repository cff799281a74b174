"""Pages as a scanner gives them: drawn with a font, turned a little, blurred, grainy, with specks."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

DPI = 200
A4 = (1654, 2339)
_FONTS = ("LiberationSerif-Regular.ttf", "DejaVuSerif.ttf", "DejaVuSans.ttf")


def _font(size: int) -> ImageFont.FreeTypeFont | None:
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return None


needs_font = pytest.mark.skipif(_font(20) is None, reason="no font with Cyrillic letters is installed")


@dataclass
class Sheet:
    """A page on which tests write and rule; coordinates in pixels, type in points at 200 dots an inch."""

    size: tuple[int, int] = A4
    image: Image.Image = field(init=False)

    def __post_init__(self) -> None:
        self.image = Image.new("L", self.size, 255)

    @property
    def _pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)

    def write(self, x: int, y: int, text: str, *, points: float = 12) -> None:
        """Lines of text from this corner downwards; «|» begins a new one."""
        font = _font(round(points * DPI / 72))
        for at, line in enumerate(text.split("|")):
            self._pen.text((x, y + at * round(1.2 * points * DPI / 72)), line, font=font, fill=0)

    def rule(self, x0: int, y0: int, x1: int, y1: int, *, thick: int = 2) -> None:
        self._pen.line((x0, y0, x1, y1), fill=0, width=thick)

    def dot(self, x: int, y: int, across: int) -> None:
        self._pen.ellipse((x, y, x + across, y + across), fill=0)

    def table(self, x: int, y: int, widths: Sequence[int], rows: Sequence[Sequence[str]]) -> int:
        """Ruled cells with their texts; a row of one text is one cell as wide as the table. Returns its end."""
        right = x + sum(widths)
        self.rule(x, y, right, y)
        for row in rows:
            below = y + 14 + 40 * max(text.count("|") + 1 for text in row)
            left = x
            self.rule(x, y, x, below)
            for text, width in zip(row, widths if len(row) > 1 else [right - x], strict=True):
                self.write(left + 12, y + 4, text)
                left += width
                self.rule(left, y, left, below)
            self.rule(x, below, right, below)
            y = below
        return y


def scanned(image: Image.Image, *, angle: float = 0.0, seed: int = 1) -> Image.Image:
    """As a scanner gives it: turned, a little blurred, darker to one side, with grain and specks."""
    chance = random.Random(seed)
    paper = image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    paper = paper.filter(ImageFilter.GaussianBlur(0.6)).point(lambda value: 40 + value * 4 // 5)
    shade = Image.linear_gradient("L").resize(paper.size).point(lambda value: 255 - value // 8)
    paper = ImageChops.multiply(paper, shade)
    grain = Image.effect_noise(paper.size, 16)
    paper = ImageChops.add(paper, grain, scale=1, offset=-128)
    for _ in range(300):
        paper.putpixel((chance.randrange(paper.width), chance.randrange(paper.height)), chance.randrange(20, 120))
    return paper


def saved(images: Sequence[Image.Image], kind: str, *, dpi: int = DPI) -> bytes:
    """The images as one file of this kind; PDF and TIFF take several."""
    file = io.BytesIO()
    first, *others = (image.copy() for image in images)  # Pillow leaves settings of one format on the image
    if kind == "PDF":
        first.save(file, kind, resolution=dpi, save_all=True, append_images=others)
    elif kind == "TIFF":
        first.save(file, kind, dpi=(dpi, dpi), save_all=True, append_images=others)
    elif kind == "WEBP":
        first.save(file, kind, lossless=True)
    else:
        first.save(file, kind, dpi=(dpi, dpi))
    return file.getvalue()
