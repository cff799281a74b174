"""Two readings of one piece made one, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from orientir.engines.reading.formats.ocr.grouping import groups
from orientir.engines.reading.formats.ocr.signs import is_dirt, is_odd, is_plausible
from orientir.engines.reading.formats.ocr.tesseract import Reading

# Of a reading that the other one contradicts, and of a word that the other one does not have.
_CONTRADICTED = 0.8
_LEAST_ALONE, _LEAST_DASH = 0.6, 0.3
_DASHES = frozenset("–—-")
_KNOWN_GAIN, _ODD_LOSS = 0.25, 0.3
_CERTAIN = 0.9


def is_certain(words: Sequence[Reading]) -> bool:
    """Whether there is nothing to ask a second reading: all words sure and known."""
    return bool(words) and all(
        word.sureness >= _CERTAIN and is_plausible(word.text) and not is_odd(word.text) for word in words
    )


def agree(first: Sequence[Reading], second: Sequence[Reading]) -> bool:
    """Whether both have the same words in the same order."""
    return [word.text for word in first] == [word.text for word in second]


def chosen(first: Sequence[Reading], second: Sequence[Reading]) -> list[Reading]:
    """The words of both: where they differ those that are surer, known and not odd. In the order of the first."""
    words: list[Reading] = []
    for here, there in _paired(first, second):
        if _text(here) == _text(there):
            both = zip(here, there, strict=True)
            words += [replace(one, sureness=1 - (1 - one.sureness) * (1 - other.sureness)) for one, other in both]
        elif here and there:
            better = here if _worth(here) >= _worth(there) else there
            words += [replace(word, sureness=word.sureness * _CONTRADICTED) for word in better]
        else:
            words += [
                replace(word, sureness=word.sureness * _CONTRADICTED)
                for word in here or there
                if word.sureness >= (_LEAST_DASH if word.text in _DASHES else _LEAST_ALONE)
                and not is_dirt(word.text)
                and not is_odd(word.text)
            ]
    return words


def _text(words: Sequence[Reading]) -> str:
    return " ".join(word.text for word in words)


def _worth(words: Sequence[Reading]) -> float:
    letters = sum(len(word.text) for word in words)
    return (
        sum(
            len(word.text) * (word.sureness + _KNOWN_GAIN * is_plausible(word.text) - _ODD_LOSS * is_odd(word.text))
            for word in words
        )
        / letters
    )


def _paired(first: Sequence[Reading], second: Sequence[Reading]) -> list[tuple[list[Reading], list[Reading]]]:
    """What stands at one place in both: mostly a word and a word, or one and the pieces it was torn into."""
    touching = (
        (one, len(first) + other)
        for one, word in enumerate(first)
        for other, there in enumerate(second)
        if _overlap(word, there)
    )
    words = [*first, *second]
    return [
        (
            sorted((words[at] for at in group if at < len(first)), key=lambda word: word.left),
            sorted((words[at] for at in group if at >= len(first)), key=lambda word: word.left),
        )
        for group in groups(len(words), touching)
    ]


def _overlap(one: Reading, other: Reading) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    narrower = min(one.right - one.left, other.right - other.left)
    lower = min(one.bottom - one.top, other.bottom - other.top)
    return across > 0.3 * narrower and down > 0.4 * lower
