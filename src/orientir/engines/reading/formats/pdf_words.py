"""Signs at places → words: pieces joined where they touch, parted where white or a space lies between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NO_BREAK = "\u00a0"
_NO_BREAKS = frozenset("\u00a0\u202f\u2007")
_SPACES = frozenset("\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u3000\t")
_UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff")
_ODD = _NO_BREAKS | _SPACES | _UNSEEN
# Measured in sizes of the type. An ordinary space is 0.25 wide; kerning moves signs by less than 0.1.
_GAP = 0.2
_KERNED_SPACE = 0.06
_WIDEST_SPACING = 0.6
_OVERLAP = 0.35
_RAISED_BY = (0.15, 0.7)
_SMALLER = 0.8


Sign = tuple[str, float, float, bool]
"""A sign, where it starts and ends along its line, and whether a space stands before it. A page has thousands."""


@dataclass
class Run:
    """Signs of one direction, base line and size.

    `quarters` counts turns to the left; `start`, `end` and `base` are measured in the direction of reading and
    downwards from it, so a run that is read upwards looks as any other.
    """

    quarters: int
    base: float
    size: float
    signs: list[Sign] = field(default_factory=list)


@dataclass
class Piece:
    """A word in the coordinates of its run."""

    text: str
    start: float
    end: float
    base: float
    size: float
    quarters: int


def words_of_runs(runs: Iterable[Run]) -> list[Piece]:
    """The words of a page in the order in which it draws them; Latin letters of old encodings made Cyrillic."""
    pieces: list[Piece] = []
    last: Piece | None = None
    for run in runs:
        size = run.size
        apart, kerned, overlap = _gap(run), _KERNED_SPACE * size, -_OVERLAP * size
        if last is not None and not _is_beside(last, run):
            if run.signs:
                _raise_mark(last, run.signs[0][1], run)
            last = None
        for text, start, end, spaced in run.signs:
            if text in _ODD:
                last = _after_white(text, last, start, end, size)
            elif last is not None and overlap <= start - last.end <= (kerned if spaced else apart):
                last.text += text if last.base == run.base else _in_place(text, last, run)
                last.end = max(last.end, end)
            else:
                last = Piece(text, start, end, run.base, size, run.quarters)
                pieces.append(last)
    for piece in pieces:
        piece.text = piece.text.strip(_NO_BREAK)
    return _decoded([piece for piece in _lined_up(pieces) if piece.text])


def _after_white(text: str, last: Piece | None, start: float, end: float, size: float) -> Piece | None:
    """One no-break space stays inside the word; several, and any other, are white."""
    if text in _UNSEEN:
        return last
    if last is None or text in _SPACES or last.text.endswith(_NO_BREAK) or start - last.end > _GAP * size:
        return None
    last.text += _NO_BREAK
    last.end = max(last.end, end)
    return last


def _gap(run: Run) -> float:
    """The white that parts words; text set with wide spacing has some between all letters."""
    gaps = sorted([after[1] - before[2] for before, after in pairwise(run.signs) if not after[3]])
    spacing = gaps[len(gaps) // 4] if len(gaps) > 2 else 0.0
    return _GAP * run.size + (spacing if 0 < spacing < _WIDEST_SPACING * run.size else 0.0)


def _is_beside(last: Piece, run: Run) -> bool:
    """On the same line and of the same type, or small and raised or lowered beside it."""
    if last.quarters != run.quarters:
        return False
    if abs(last.base - run.base) <= 0.12 * last.size:
        return True
    return run.size < _SMALLER * last.size and abs(last.base - run.base) < _RAISED_BY[1] * last.size


def _in_place(text: str, last: Piece, run: Run) -> str:
    """A raised figure as a superscript character; anything else as it is."""
    raised = last.base - run.base > _RAISED_BY[0] * last.size and run.size < _SMALLER * last.size
    return text.translate(_RAISED) if raised else text


def _raise_mark(last: Piece, start: float, run: Run) -> None:
    """A small raised figure before a text is the mark of a footnote."""
    by = run.base - last.base
    low, high = _RAISED_BY
    beside = last.quarters == run.quarters and -_OVERLAP * run.size <= start - last.end < run.size
    if beside and last.size < _SMALLER * run.size and low * run.size < by < high * run.size and last.text.isdigit():
        last.text = last.text.translate(_RAISED)


def _lined_up(pieces: Sequence[Piece]) -> list[Piece]:
    """Words across the reading direction of most, one after another on one line, become one: they are read together."""
    if not pieces:
        return []
    usual = max({piece.quarters for piece in pieces}, key=lambda turn: sum(turn == piece.quarters for piece in pieces))
    lined: list[Piece] = []
    for piece in pieces:
        last = lined[-1] if lined else None
        if (
            last is not None
            and piece.quarters == last.quarters != usual
            and abs(piece.base - last.base) < 0.12 * piece.size
            and 0 <= piece.start - last.end < piece.size
        ):
            last.text += f" {piece.text}"
            last.end = piece.end
        else:
            lined.append(piece)
    return lined


def _decoded(pieces: list[Piece]) -> list[Piece]:
    """Old programs wrote Cyrillic letters of code page 1251 under the names of Latin ones: «Ïëàí» is «План»."""
    letters = [sign for piece in pieces for sign in piece.text if sign.isalpha()]
    western = sum("À" <= sign <= "ÿ" for sign in letters)
    if western > 0.5 * len(letters):
        for piece in pieces:
            piece.text = piece.text.encode("cp1252", "ignore").decode("cp1251", "ignore")
    return pieces
