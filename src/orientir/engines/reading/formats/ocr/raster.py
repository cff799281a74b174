"""A page image made fit for reading: even paper, upright lines, no specks, full contrast.

All works on grey values, one byte a pixel, in arrays of shape (height, width): 0 is ink, 255 is paper. Sizes are in
pixels; `dpi` is the number of pixels in an inch of the page.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

_MOST_SKEW = 7.0
# Angles are tried in ever smaller steps; the last are told apart only by single pixels of the whole image.
_COARSE_STEPS = ((0.5, _MOST_SKEW), (0.1, 0.5))
_FINE_STEPS = ((0.03, 0.12),)
_COARSE_PIXELS = 1200
_MOST_POINTS = 300_000
_LEAST_GAIN = 1.1


def even_paper(image: Image.Image) -> Grey:
    """The grey values of an image divided by those of the paper around: shadows and tinted fields become white."""
    grey = image.convert("L")
    size = grey.size
    step = max(2, max(size) // 300)
    paper = grey.resize((-(-size[0] // step), -(-size[1] // step)), Image.Resampling.BOX)
    # The brightest of the neighbourhood is paper, but not one bright speck of it.
    paper = paper.filter(ImageFilter.MedianFilter(3)).filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.BoxBlur(6))
    light = np.asarray(paper.resize(size, Image.Resampling.BILINEAR), dtype=np.uint16)
    values = np.asarray(grey, dtype=np.uint16)
    return np.minimum(values * 255 // np.maximum(light, 1), 255).astype(np.uint8)


def threshold(grey: Grey) -> int:
    """The grey value that parts ink from paper best (N. Otsu, 1979): ink is what is not lighter."""
    share = np.bincount(grey.ravel(), minlength=256) / grey.size
    below = np.cumsum(share)
    mean = np.cumsum(share * np.arange(256))
    apart = np.zeros(256)
    both = (below > 0) & (below < 1)
    apart[both] = (mean[-1] * below[both] - mean[both]) ** 2 / (below[both] * (1 - below[both]))
    return int(np.clip(np.argmax(apart), 90, 200))


def skew(ink: Mask) -> float:
    """By how many degrees lines fall to the right; at the right angle rows of ink and of white alternate sharply."""
    step = max(1, round(max(ink.shape) / _COARSE_PIXELS))
    height, width = (length // step * step for length in ink.shape)
    squares = ink[:height, :width].reshape(height // step, step, width // step, step).sum(axis=(1, 3))
    return _sharpest(ink, _sharpest(squares * 3 >= step * step, 0.0, _COARSE_STEPS), _FINE_STEPS)


def _sharpest(ink: Mask, angle: float, steps: Sequence[tuple[float, float]]) -> float:
    """The angle near the given one that is best, looked for in steps of so many degrees as far as so many."""
    y, x = np.nonzero(ink)
    if len(y) == 0:
        return 0.0
    some = slice(None, None, -(-len(y) // _MOST_POINTS))
    y, x = y[some], x[some] - ink.shape[1] / 2

    def sharpness(angle: float) -> float:
        rows = y - x * np.tan(np.radians(angle))
        filled = np.bincount(np.round(rows - rows.min()).astype(np.int64))
        return float((np.diff(filled.astype(np.float64)) ** 2).sum())

    best = angle
    for step, reach in steps:
        best = float(max(best + np.arange(-reach, reach + step / 2, step), key=sharpness))
    # A page with hardly a line on it looks as sharp at any angle.
    return best if abs(best - angle) < 1 or sharpness(best) > _LEAST_GAIN * sharpness(angle) else angle


def turned(grey: Grey, angle: float) -> Grey:
    """The image turned by so many degrees against the clock; what comes in from outside is paper."""
    if abs(angle) < 0.02:
        return grey
    image = Image.fromarray(grey).rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    return np.asarray(image)


def without_specks(grey: Grey, ink: Mask, dpi: float) -> Grey:
    """The image without what is too small and too lonely to be a full stop."""
    reach = max(2, round(dpi / 80))
    around = Image.fromarray(ink.view(np.uint8) * np.uint8(255)).filter(ImageFilter.BoxBlur(reach))
    fewest = max(2, (dpi / 100) ** 2) + 0.3  # what rounding to whole grey values may add
    lonely = ink & (np.asarray(around) * ((2 * reach + 1) ** 2 / 255) <= fewest)
    cleaned = grey.copy()
    cleaned[widened(widened(lonely, 0), 1)] = 255
    return cleaned


def widened(mask: Mask, axis: int) -> Mask:
    """The mask and its neighbours on both sides along an axis."""
    wide = mask.copy()
    before, behind = (np.s_[:-1], np.s_[1:]) if axis == 0 else (np.s_[:, :-1], np.s_[:, 1:])
    wide[behind] |= mask[before]
    wide[before] |= mask[behind]
    return wide


def full_contrast(grey: Grey) -> Grey:
    """Stretched so that usual ink is 0 and paper with its grain is 255."""
    limit = threshold(grey)
    counts = np.bincount(grey.ravel(), minlength=256)
    dark = _median(counts[: limit + 1], 0)
    white = _median(counts[limit + 1 :], 255 - limit - 1) + limit + 1
    grain = np.abs(np.arange(256) - white)
    deviation = _median(np.bincount(grain[limit + 1 :], counts[limit + 1 :].astype(np.float64)).astype(np.int64), 0)
    clear = max(limit + 10, white - max(8, 5 * deviation))
    table = np.clip((np.arange(256) - dark) * 255 / max(clear - dark, 1), 0, 255).astype(np.uint8)
    stretched: Grey = table[grey]
    return stretched


def _median(counts: NDArray[np.int64], otherwise: int) -> int:
    total = counts.sum()
    return int(np.searchsorted(counts.cumsum(), total / 2)) if total else otherwise
