"""Reads one page image: prepares it, cuts it into regions, has each read until its reading is sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageFilter

from orientir.engines.reading.formats.ocr import raster, tesseract
from orientir.engines.reading.formats.ocr.bullets import with_bullets
from orientir.engines.reading.formats.ocr.choosing import agree, chosen, is_certain
from orientir.engines.reading.formats.ocr.latin import in_latin
from orientir.engines.reading.formats.ocr.raster import Grey, Mask
from orientir.engines.reading.formats.ocr.regions import Region, line_height, regions
from orientir.engines.reading.formats.ocr.ruling import Stroke, erase, rulings
from orientir.engines.reading.formats.ocr.signs import is_dirt
from orientir.engines.reading.formats.ocr.spaces import spaced
from orientir.engines.reading.formats.ocr.stops import with_commas
from orientir.engines.reading.formats.ocr.tesseract import Reading
from orientir.engines.reading.layout import Page, Rule, Word
from orientir.engines.reading.layout.ruled import Lattice, lattices, straight

_POINTS = 72
_USUAL_TYPE = 11 / _POINTS  # inches
_STROKES = "|!"  # dirt, or a Roman one
_MARGIN = 10
_READ_AT = 300
_SMALL_TYPE = 26
# A page that was read worse than this, with some letters on it, may lie on its side.
_UNREADABLE, _ENOUGH_LETTERS = 0.55, 40


@dataclass(frozen=True)
class Sheet:
    """An upright page: `grey` without rules and in full contrast, `ink` likewise, rules and tables in pixels."""

    grey: Grey
    ink: Mask
    rules: tuple[Rule, ...]
    tables: tuple[Lattice, ...]
    dpi: float


@dataclass(frozen=True)
class _Way:
    """How an image is prepared for one reading: resolution and filter."""

    dpi: float
    filter: ImageFilter.Filter | None


def _ways(height: float) -> tuple[_Way, _Way, _Way]:
    """Three ways whose faults differ; a median eats the strokes of small letters, so it is for larger ones."""
    if height < _SMALL_TYPE:
        return (
            _Way(_READ_AT, ImageFilter.GaussianBlur(0.5)),
            _Way(460, None),
            _Way(250, ImageFilter.GaussianBlur(0.7)),
        )
    return (
        _Way(_READ_AT, ImageFilter.GaussianBlur(0.8)),
        _Way(250, ImageFilter.MedianFilter(3)),
        _Way(_READ_AT, ImageFilter.GaussianBlur(0.5)),
    )


def recognised(image: Image.Image, dpi: float) -> Page:
    """The words and rules of a page image with so many pixels an inch, in points of the upright page.

    Raises Refused "no_recognition" where tesseract or its Russian model is not installed.
    """
    sheet = prepared(image, dpi)
    words = _read(sheet)
    letters = sum(len(word.text) for word in words)
    if letters >= _ENOUGH_LETTERS and _sureness(words) < _UNREADABLE:
        angle = tesseract.direction(Image.fromarray(sheet.grey))
        if angle:
            sheet = prepared(image.rotate(-angle, expand=True), dpi)
            words = _read(sheet)
    return _page(sheet, words)


def _sureness(words: Sequence[Reading]) -> float:
    return sum(word.sureness * len(word.text) for word in words) / sum(len(word.text) for word in words)


def prepared(image: Image.Image, dpi: float) -> Sheet:
    """The page upright and clean, its rules found and taken out."""
    grey = raster.even_paper(image)
    grey = raster.turned(grey, raster.skew(grey <= raster.threshold(grey)))
    grey = raster.without_specks(grey, grey <= raster.threshold(grey), dpi)
    limit = raster.threshold(grey)
    ink = grey <= limit
    flat, upright = rulings(ink, dpi)
    grey = grey.copy()
    for stroke in flat:
        erase(grey, ink, stroke)
    sideways = np.ascontiguousarray(grey.T)
    # Where rules cross, the flat one was left as if it were a letter's stem: it is no ink beside the upright one now.
    ink = sideways <= limit
    for stroke in upright:
        erase(sideways, ink, stroke)
    grey = np.ascontiguousarray(sideways.T)
    rules = (*(_rule(stroke) for stroke in flat), *(_upright(stroke) for stroke in upright))
    size = _USUAL_TYPE * dpi
    return Sheet(raster.full_contrast(grey), grey <= limit, rules, tuple(lattices(*straight(rules, size), size)), dpi)


def _rule(stroke: Stroke) -> Rule:
    top, bottom = stroke.across
    return Rule(stroke.start, top, stroke.end, bottom)


def _upright(stroke: Stroke) -> Rule:
    left, right = stroke.across
    return Rule(left, stroke.start, right, stroke.end)


def _read(sheet: Sheet) -> list[Reading]:
    """All words on the sheet, in its pixels."""
    found = regions(sheet.ink, sheet.tables, _USUAL_TYPE * sheet.dpi)
    height = line_height(sheet.ink, found) or _USUAL_TYPE * sheet.dpi
    first, second, third = _ways(height)
    readings = dict(zip(found, _read_as(sheet, found, first), strict=True))

    def again(way: _Way, wanted: Callable[[Region], bool]) -> dict[Region, list[Reading]]:
        doubtful = [region for region in found if wanted(region)]
        return dict(zip(doubtful, _read_as(sheet, doubtful, way), strict=True))

    other = again(second, lambda region: not is_certain(readings[region]))
    differ = {region for region in other if not agree(readings[region], other[region])}
    readings |= {region: chosen(readings[region], words) for region, words in other.items()}
    last = again(third, lambda region: region in differ)
    readings |= {region: chosen(readings[region], words) for region, words in last.items()}
    words = []
    for region in found:
        kept = [word for word in readings[region] if word.text in _STROKES or not is_dirt(word.text)]
        marked = with_bullets(kept, sheet.ink, region, height)
        words += with_commas(spaced(marked, sheet.ink, height), sheet.ink, height)
    return _printed(in_latin(words, lambda asked: _crops(sheet, asked)))


def _printed(words: Sequence[Reading]) -> list[Reading]:
    """The words without grains of paper: strokes and dots that stand beside words as nobody prints them."""
    alone = Counter(word.line for word in words)
    return [word for word in words if not is_dirt(word.text) and (word.text != "." or alone[word.line] == 1)]


def _read_as(sheet: Sheet, asked: Sequence[Region], way: _Way) -> list[list[Reading]]:
    scale = max(1.0, way.dpi / sheet.dpi)
    pieces = [_piece(sheet.grey, region, scale, way.filter) for region in asked]
    return [
        [_placed(word, region, scale) for word in words]
        for region, words in zip(asked, tesseract.read_pieces(pieces), strict=True)
    ]


def _piece(grey: Grey, region: Region, scale: float, sharpness: ImageFilter.Filter | None) -> Image.Image:
    part = grey[region.top : region.bottom, region.left : region.right]
    image = Image.fromarray(np.pad(part, _MARGIN, constant_values=255))
    if sharpness is not None:
        image = image.filter(sharpness)
    if scale > 1.05:
        image = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS)
    return image


def _placed(word: Reading, region: Region, scale: float) -> Reading:
    scale = scale if scale > 1.05 else 1.0
    left, top = region.left - _MARGIN, region.top - _MARGIN
    return replace(
        word,
        left=left + word.left / scale,
        top=top + word.top / scale,
        right=left + word.right / scale,
        bottom=top + word.bottom / scale,
        line=(region.left, region.top, *word.line),
    )


def _crops(sheet: Sheet, words: Sequence[Reading]) -> list[Image.Image]:
    scale = max(1.0, _READ_AT / sheet.dpi)
    around = [
        Region(
            max(int(word.left) - 2, 0), max(int(word.top) - 2, 0), int(word.right) + 3, int(word.bottom) + 3, lines=1
        )
        for word in words
    ]
    return [_piece(sheet.grey, region, scale, None) for region in around]


def _page(sheet: Sheet, words: Sequence[Reading]) -> Page:
    unit = _POINTS / sheet.dpi
    height, width = sheet.ink.shape
    return Page(
        width * unit,
        height * unit,
        tuple(
            Word(word.text, word.left * unit, word.top * unit, word.right * unit, word.bottom * unit, word.sureness)
            for word in words
        ),
        tuple(Rule(rule.x0 * unit, rule.top * unit, rule.x1 * unit, rule.bottom * unit) for rule in sheet.rules),
    )
