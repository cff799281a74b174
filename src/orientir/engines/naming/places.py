"""Names of places among the words of a name."""

from __future__ import annotations

from collections.abc import Iterable

from .names import PLACE_ACRONYMS, PLACE_WORDS, parse_name, spells
from .words import Word, words_of

_NEVER_PLACES = frozenset("ДО ВО ОО ОУ УО СПО".split())
"""Abbreviations that plans use for organisations, whatever the letters of a region."""


class Places:
    """Some places by their names; says whether a word names one of them.

    «Белоозерская», «белоозерский» and «Белоозерск» are one place, and «РК» is the Republic of K….
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        parsed = [parse_name(name) for name in names]
        words = {word for name in parsed for word in name.letters if word not in PLACE_WORDS}
        self.words = frozenset(form for word in words for form in _forms(word))
        self._acronyms = frozenset(acronym for name in parsed for acronym in name.acronyms) | PLACE_ACRONYMS
        self._letters = tuple(name.letters for name in parsed if len(name.letters) > 1)

    def has_word(self, word: str) -> bool:
        """Say whether the word, in its dictionary form, names one of the places."""
        return word in self.words or ("-" in word and any(_are_cases(word, own) for own in self.words))

    def has_acronym(self, acronym: str) -> bool:
        """Say whether the abbreviation stands for one of the places."""
        if acronym in _NEVER_PLACES:
            return False
        return acronym in self._acronyms or any(
            spells(acronym, letters) == (0, len(letters)) for letters in self._letters
        )

    def has(self, word: Word) -> bool:
        """Say whether the word names one of the places."""
        return self.has_acronym(word.text) if word.is_acronym else self.has_word(word.text)

    def are_named_by(self, text: str) -> bool:
        """Say whether a text names the places and nothing else."""
        words = [word for word in words_of(text) if word.text not in PLACE_WORDS]
        return bool(words) and all(self.has(word) for word in words)


def _forms(word: str) -> set[str]:
    """A name and the adjectives of it."""
    stem = word.rstrip("аеоуыьияй")
    if word.endswith(("ский", "цкий")):
        return {word, word[:-2], word[:-3]}
    return {word, f"{stem}ский", f"{word}ий", f"{stem}инский", f"{stem}овский", f"{stem}ный"}


def _are_cases(one: str, other: str) -> bool:
    """Whether two double names are one in two case forms: no dictionary knows «Озёрска-Северного»."""
    parts = list(zip(one.split("-"), other.split("-"), strict=False))
    return one.count("-") == other.count("-") and all(
        _same_beginning(*pair) >= max(3, max(map(len, pair)) - 3) for pair in parts
    )


def _same_beginning(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
