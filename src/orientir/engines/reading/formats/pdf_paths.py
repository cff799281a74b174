"""What a page of a PDF draws beside its text: thin lines, which may rule a table, and images."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_float, c_int
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
Rectangle = tuple[float, float, float, float]

_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_THIN = 4.0  # points: thicker is a bar, not a line
_STRAIGHT = 1.0  # points that a line may lean over its length
_SHORTEST = 2.0
_RECTANGLE = 5  # segments of one, which is no line if it is not thin
_SMALLEST_DOT, _LARGEST_DOT = 2.5, 7.0  # browsers draw bullets as small shapes; smaller ones are pieces of dotted lines
_DEEPEST = 6
_MOST_OBJECTS = 30_000
_MOST_SEGMENTS = 100_000


@dataclass
class Drawing:
    """Thin rectangles in points of the page, dots, the share of the page under images, how many paths there are."""

    rules: list[Rectangle] = field(default_factory=list)
    dots: list[Rectangle] = field(default_factory=list)
    image_share: float = 0.0
    paths: int = 0
    texts: int = 0
    hidden_texts: int = 0

    @property
    def is_text_hidden(self) -> bool:
        """All text is there without being drawn, as recognition programs lay it under a picture."""
        return self.texts > 0 and self.texts == self.hidden_texts


def drawing_of(page: Any, box: Rectangle) -> Drawing:
    """Look at all objects of a page, those within forms too."""
    from pypdfium2 import raw

    drawing = Drawing()
    segments = 0
    area = max((box[2] - box[0]) * (box[3] - box[1]), 1.0)
    for item, matrix in _objects(page):
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            drawing.texts += 1
            drawing.hidden_texts += raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
            continue
        if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
            continue
        bounds = _bounds(item, matrix)
        if bounds is None:
            continue
        width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
        is_thin = min(width, height) <= _THIN
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            seen = _overlap(bounds, box)
            drawing.image_share = min(1.0, drawing.image_share + seen / area)
            if is_thin:  # printers of the screen draw lines as images of one row of dots
                drawing.rules.append(bounds)
            continue
        drawing.paths += 1
        filled, stroked = _mode(item)
        if not (filled or stroked):
            continue
        if min(width, height) >= _SMALLEST_DOT and max(width, height) <= _LARGEST_DOT:
            drawing.dots.append(bounds)
            continue
        if is_thin:
            drawing.rules.append(bounds)
            continue
        count = raw.FPDFPath_CountSegments(item)
        segments += count
        if (stroked or count > _RECTANGLE) and segments <= _MOST_SEGMENTS:
            drawing.rules += _rules(item, matrix, stroked)
    return drawing


def _objects(page: Any) -> Iterator[tuple[Any, Matrix]]:
    """Objects and the matrix that places them; what lies deep within forms, or after very many others, is left."""
    from pypdfium2 import raw

    left = _MOST_OBJECTS

    def within(count: int, get: Any, holder: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
        nonlocal left
        for at in range(count):
            left -= 1
            if left < 0:
                return
            item = get(holder, at)
            if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                inner = _times(_matrix(item), matrix)
                inside = raw.FPDFFormObj_CountObjects(item)
                yield from within(inside, raw.FPDFFormObj_GetObject, item, inner, depth + 1)
            else:
                yield item, matrix

    yield from within(raw.FPDFPage_CountObjects(page), raw.FPDFPage_GetObject, page, _SAME, 0)


def _matrix(item: Any) -> Matrix:
    from pypdfium2 import raw

    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, byref(found)):
        return _SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(first: Matrix, second: Matrix) -> Matrix:
    """First the one, then the other."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _at(x: float, y: float, matrix: Matrix) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(item: Any, matrix: Matrix) -> Rectangle | None:
    from pypdfium2 import raw

    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    if not raw.FPDFPageObj_GetBounds(item, byref(left), byref(bottom), byref(right), byref(top)):
        return None
    if matrix is _SAME:
        return left.value, bottom.value, right.value, top.value
    return _box([_at(x, y, matrix) for x in (left.value, right.value) for y in (bottom.value, top.value)])


def _box(points: list[Point]) -> Rectangle:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _overlap(first: Rectangle, second: Rectangle) -> float:
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    return max(width, 0.0) * max(height, 0.0)


def _mode(item: Any) -> tuple[bool, bool]:
    from pypdfium2 import raw

    fill, stroke = c_int(), c_int()
    raw.FPDFPath_GetDrawMode(item, byref(fill), byref(stroke))
    return fill.value != raw.FPDF_FILLMODE_NONE, bool(stroke.value)


def _rules(item: Any, matrix: Matrix, stroked: bool) -> list[Rectangle]:
    """The sides of what is stroked, the thin shapes of what is filled, a frame filled between two rectangles."""
    shapes = list(_shapes(item, _times(_matrix(item), matrix)))
    if stroked:
        return [
            _box([first, second])
            for shape in shapes
            for first, second in pairwise(shape)
            if _is_straight(first, second)
        ]
    boxes = [_box(shape) for shape in shapes]
    thin = [box for box in boxes if min(box[2] - box[0], box[3] - box[1]) <= _THIN]
    if not thin and len(boxes) == 2:
        outer, inner = sorted(boxes, key=lambda box: box[0] - box[2])
        if all(abs(first - second) <= _THIN for first, second in zip(outer, inner, strict=True)):
            x0, y0, x1, y1 = outer
            return [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
    return thin


def _is_straight(first: Point, second: Point) -> bool:
    across, along = sorted((abs(first[0] - second[0]), abs(first[1] - second[1])))
    return across <= _STRAIGHT and along >= _SHORTEST


def _shapes(item: Any, matrix: Matrix) -> Iterator[list[Point]]:
    """The lines of a path, each as its points; curved ones are no rules."""
    from pypdfium2 import raw

    shape: list[Point] = []
    curved = False
    x, y = c_float(), c_float()
    for at in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, at)
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(shape) > 1 and not curved:
                yield shape
            shape, curved = [], False
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        shape.append(_at(x.value, y.value, matrix))
        if raw.FPDFPathSegment_GetClose(segment) and len(shape) > 2:
            shape.append(shape[0])
    if len(shape) > 1 and not curved:
        yield shape
