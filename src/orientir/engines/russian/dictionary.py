"""The dictionary of Russian words (pymorphy3 over OpenCorpora) and how its forms are printed."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

Reading = Any
"""One way to understand a form, as pymorphy3 gives it: word, tag, dictionary form, how likely it is."""

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_FOREIGN = "あ"
"""Stands for every word of a script that no Russian text has."""


@cache
def analyser() -> Any:
    """The dictionary takes a tenth of a second and 30 MB: loaded when the first word is asked."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=20_000)
def readings(word: str) -> tuple[Reading, ...]:
    """All readings of a word in small letters, the likeliest first; never empty."""
    try:
        return tuple(analyser().parse(word))
    except ValueError:  # pymorphy asks for the names of letters, and those of some scripts have none
        return tuple(unknown._replace(word=word, normal_form=word) for unknown in analyser().parse(_FOREIGN))


@lru_cache(maxsize=20_000)
def form(reading: Reading, *grammemes: str) -> str | None:
    """The form of a reading that has these grammemes, or None where the word has no such form."""
    found = reading.inflect(set(grammemes))
    return str(found.word) if found else None


def reprinted(printed: str, known: str, turned: str) -> str:
    """A turned form as the printed one is written: capitals where it has them, ё only where it dots its ё.

    `known` is the dictionary's spelling of the printed form. «Озерной», which it spells «озёрной», gives
    «Озерная»; «Орла», which has no ё to dot, gives «Орёл».
    """
    if "ё" in known and "ё" not in printed.lower():
        turned = turned.replace("ё", "е")
    given, parts = printed.split("-"), turned.split("-")
    if len(given) != len(parts):
        given, parts = [printed], [turned]
    return "-".join(_in_capitals(like, part) for like, part in zip(given, parts, strict=True))


def dotted_as(text: str, turned: str) -> str:
    """Turned words without the dots of ё where the text they come from leaves them off: «ученый секретарь»."""
    if "ё" in text.lower() or "ё" not in turned.lower() or not any(map(_lacks_dots, WORD.findall(text.lower()))):
        return turned
    return turned.replace("ё", "е").replace("Ё", "Е")


def _lacks_dots(word: str) -> bool:
    known = [reading for reading in readings(word) if reading.is_known]
    return bool(known) and all("ё" in reading.word for reading in known)


def _in_capitals(like: str, word: str) -> str:
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if like[:1].isupper() else word
