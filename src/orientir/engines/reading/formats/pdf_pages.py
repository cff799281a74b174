"""One page of a PDF: its signs as words, its drawn lines as rules, upright as most of its text is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from ctypes import byref, c_double
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orientir.engines.reading.formats.pdf_paths import Drawing, drawing_of
from orientir.engines.reading.formats.pdf_words import Piece, Run, words_of_runs
from orientir.engines.reading.layout import Page, Rule, Word
from orientir.engines.refusals import Refused

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

# A page with less of it covered by an image, or fewer drawn paths, is blank where it has no text.
_PICTURE_SHARE = 0.1
_OUTLINED_PATHS = 100
_MOST_DOTS = 300
_MOST_SIGNS = 100_000  # a page of the smallest print holds some twenty thousand
# A text that lies behind or over an image of the page and is not drawn was recognised by another program.
_FULL_IMAGE = 0.5
_ASCENT, _DESCENT = 0.8, 0.2  # of the type, above and below the base line
_NO_SIGN = frozenset({0, 0xFFFD, 0xFFFE, 0xFFFF})
_HYPHEN_AT_LINE_END = 0x02  # PDFium's mark for a hyphen that it takes for a break
_SMALLEST, _LARGEST = 1.0, 1000.0  # points of type that anybody can read
_RATIO = 8.0  # how much longer than the other one side of a direction is that lies along the page


@dataclass(frozen=True)
class PdfPage:
    """What was found: words and rules, how many signs, how many of them no letter is known for."""

    content: Page
    signs: int
    unnamed: int
    is_picture: bool


@dataclass(frozen=True)
class _Turn:
    """How a page is turned to be read: quarters that its text is turned to the left, and its box."""

    quarters: int
    box: tuple[float, float, float, float]

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the PDF from the upper left corner of the upright page."""
        left, bottom, right, top = self.box
        return (
            (x - left, top - y),
            (y - bottom, x - left),
            (right - x, y - bottom),
            (top - y, right - x),
        )[self.quarters]

    @property
    def size(self) -> tuple[float, float]:
        left, bottom, right, top = self.box
        width, height = right - left, top - bottom
        return (width, height) if self.quarters % 2 == 0 else (height, width)

    def rectangle(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of a box on the upright page."""
        (first_x, first_y), (second_x, second_y) = self.place(x0, y0), self.place(x1, y1)
        return min(first_x, second_x), min(first_y, second_y), max(first_x, second_x), max(first_y, second_y)


def look_at(document: PdfDocument, number: int) -> PdfPage:
    """Read page `number` (from 0). Raises PdfiumError for a page that is damaged."""
    page = document[number]
    try:
        text = page.get_textpage()
        try:
            runs, signs, unnamed = _runs(text.raw)
        finally:
            text.close()
        box = page.get_cropbox()
        drawing = drawing_of(page.raw, box)
        turned = page.get_rotation() // 90
    finally:
        page.close()
    if drawing.image_share >= _FULL_IMAGE and drawing.is_text_hidden:
        runs = []
    pieces = words_of_runs(runs)
    # a page is turned by its own note or, where it was put together from others, by its text alone
    letters: Counter[int] = Counter()
    for piece in pieces:
        letters[piece.quarters] += len(piece.text)
    turn = _Turn(letters.most_common(1)[0][0] if letters else turned, box)
    words = _words(pieces, turn)
    words += _bullets([turn.rectangle(*dot) for dot in drawing.dots[:_MOST_DOTS]], words)
    is_picture = not words and (drawing.image_share >= _PICTURE_SHARE or drawing.paths >= _OUTLINED_PATHS)
    width, height = turn.size
    return PdfPage(Page(width, height, words, _rules(drawing, turn)), signs, unnamed, is_picture)


def _runs(raw_text: Any) -> tuple[list[Run], int, int]:
    """The signs of a page in runs of one direction, base line and size; how many signs, how many without a name."""
    from pypdfium2 import raw

    # asked for every sign: the names are bound once
    unicode_of, box_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    origin_of, size_of = raw.FPDFText_GetCharOrigin, raw.FPDFText_GetFontSize
    unmapped = raw.FPDFText_HasUnicodeMapError
    box, x, y = raw.FS_RECTF(), c_double(), c_double()
    box_ref, x_ref, y_ref = byref(box), byref(x), byref(y)
    runs: list[Run] = []
    run: Run | None = None
    place: tuple[float, float] | None = None
    level: float | None = None
    spaced = False
    signs = unnamed = 0
    count = raw.FPDFText_CountChars(raw_text)
    if count > _MOST_SIGNS:
        raise Refused("broken")
    for at in range(count):
        code = unicode_of(raw_text, at)
        if code in (10, 13):  # PDFium's own, where it sees a line end
            continue
        box_of(raw_text, at, box_ref)
        if code == 32:
            # a space without width is PDFium's guess, not the document's
            spaced = spaced or box.right - box.left > 0.01 or box.top - box.bottom > 0.01
            continue
        signs += 1
        if box.bottom != level:  # in many fonts all boxes reach as low: nothing else need be asked then
            level = box.bottom
            origin_of(raw_text, at, x_ref, y_ref)
            here = (y.value, size_of(raw_text, at))
            if here != place:
                run = _run_at(raw_text, at, x.value, *here)
                place = here
                if run is not None:
                    runs.append(run)
        if unmapped(raw_text, at) == 1 or code in _NO_SIGN or (code < 32 and code != _HYPHEN_AT_LINE_END):
            unnamed += 1
        elif run is not None:  # None: slanted over the page, a watermark
            start, end = (box.left, box.right) if run.quarters == 0 else _along(run.quarters, box)
            text = "-" if code == _HYPHEN_AT_LINE_END else chr(code)
            if run.signs and run.signs[-1][1:3] == (start, end):
                text = (
                    run.signs.pop()[0] + text
                )  # PDFium gives the letters of a ligature one after another in one place
            run.signs.append((text, start, end, spaced))
            spaced = False
    return runs, signs, unnamed


def _run_at(raw_text: Any, at: int, x: float, y: float, font_size: float) -> Run | None:
    """Direction, base line and size of the type from this sign on; None for slanted or unreadable ones."""
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(raw_text, at, byref(matrix))
    a, b = matrix.a, matrix.b
    if abs(a) >= _RATIO * abs(b):
        quarters = 0 if a >= 0 else 2
    elif abs(b) >= _RATIO * abs(a):
        quarters = 1 if b >= 0 else 3
    else:
        return None
    size = font_size * (matrix.c**2 + matrix.d**2) ** 0.5
    return Run(quarters, (-y, x, y, -x)[quarters], size) if _SMALLEST <= size <= _LARGEST else None


def _along(quarters: int, box: Any) -> tuple[float, float]:
    if quarters == 0:
        return box.left, box.right
    if quarters == 1:
        return box.bottom, box.top
    return (-box.right, -box.left) if quarters == 2 else (-box.top, -box.bottom)


def _words(pieces: Iterable[Piece], turn: _Turn) -> list[Word]:
    """Pieces on the upright page; what lies outside its box is not seen."""
    width, height = turn.size
    words = []
    for piece in pieces:
        x0, top, x1, bottom = turn.rectangle(*_corners(piece))
        if 0 <= x0 + x1 <= 2 * width and 0 <= top + bottom <= 2 * height:
            words.append(Word(piece.text, x0, top, x1, bottom))
    return words


def _bullets(dots: Iterable[tuple[float, float, float, float]], words: Sequence[Word]) -> list[Word]:
    """Dots that stand before the first word of a line."""
    bullets = []
    for x0, top, x1, bottom in dots:
        middle = (top + bottom) / 2
        near = [word for word in words if word.top < middle < word.bottom and abs(word.x0 - x1) < 3 * word.height]
        if near and all(word.x0 >= x1 for word in near) and bottom - top < near[0].height:
            word = near[0]
            bullets.append(Word("•", x0, word.top, x1, word.bottom))
    return bullets


def _corners(piece: Piece) -> tuple[float, float, float, float]:
    """Two opposite corners of the piece in the PDF's own coordinates."""
    up, down = piece.base - _ASCENT * piece.size, piece.base + _DESCENT * piece.size
    start, end = piece.start, piece.end
    return (
        (start, -up, end, -down),
        (up, start, down, end),
        (-start, up, -end, down),
        (-up, -start, -down, -end),
    )[piece.quarters]


def _rules(drawing: Drawing, turn: _Turn) -> list[Rule]:
    return [Rule(*turn.rectangle(*rule)) for rule in drawing.rules]
