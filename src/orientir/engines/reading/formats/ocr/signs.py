"""What a word looks like: a number, a word that the dictionary knows, or something nobody prints."""

from __future__ import annotations

import re
from functools import lru_cache

from orientir.engines.russian import is_word

LETTERS = re.compile(r"[^\W\d_]+")
# «1.», «2.10.», «6-11», «2021–2025», «20%», «15.03.2021», «9-х», «(2»
NUMBER = re.compile(r"[(«\"]?\d+(?:[.,:/–—-]\d+)*(?:-?[а-яё]{1,3})?[.)»\"%,;:]*")
_MARGIN = '«»"()[].,;:!?–—-…'
_STRANGE = re.compile(r"[^\w\s«»\"().,;:!?–—\-/%№+@&’…•]|_")
_CAPITAL_WITHIN = re.compile(r"[а-яё][А-ЯЁ]")
_DIGIT_IN_LETTERS = re.compile(r"[^\W\d_]\d|\d[^\W\d_]")
_ALONE = frozenset("–—-№•+%/")
_SHORT = frozenset("аиоувкся")
# Rules that were not seen as such, grains of paper.
_DIRT = re.compile(r"[|_~`'^\\/.,:;!‘’‚\-—=<>*°]+")


def is_number(text: str) -> bool:
    """Whether the whole is digits with the signs that stand between and around them."""
    return NUMBER.fullmatch(text) is not None


def is_odd(text: str) -> bool:
    """Whether no office prints such a word: strange signs, digits among letters, a capital within."""
    core = text.strip(_MARGIN)
    if not core:
        return text not in _ALONE and text not in ".,"
    if _STRANGE.search(text) or _CAPITAL_WITHIN.search(core):
        return True
    return _DIGIT_IN_LETTERS.search(core) is not None and not is_number(text)


def is_dirt(text: str) -> bool:
    """Whether it is nothing but strokes and dots; a dash or a full stop alone may be printed."""
    return text not in _ALONE and text != "." and _DIRT.fullmatch(text) is not None


def is_plausible(text: str) -> bool:
    """Whether it is a number, a sign that stands alone, or made of words that the dictionary knows."""
    words = LETTERS.findall(text)
    if is_odd(text):
        return False
    return all(map(is_known, words)) if words else is_number(text) or text in _ALONE


@lru_cache(maxsize=20_000)
def is_known(word: str) -> bool:
    """Whether the dictionary knows the word; of single letters those that are words."""
    word = word.lower()
    return word in _SHORT if len(word) == 1 else is_word(word)
