"""Phrases as a methodologist writes them, and how they are found among the words of a measure.

A phrase is words in any form with a space between: «родительское собрание» also finds «родительских собраний».
`/` parts alternatives for one place, `*` ends a stem («профориентац*»), `=` before a word means this form alone,
`…` stands for up to four words in between, `«»` for any quoted or Latin name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from orientir.engines.reading.kinds.words import NAME, Token, forms_of

T = TypeVar("T")
# Words remembered with the phrases they may begin: enough for a region's plans, and bounded.
_MOST_HEARD = 20_000
GAP = 4
"""How many words `…` may stand for."""


@dataclass(frozen=True)
class Slot:
    """One place of a phrase: the words that fit there, or their beginnings; `gap` words may come before."""

    words: frozenset[str]
    stems: tuple[str, ...]
    gap: int

    def fits(self, token: Token) -> bool:
        """Whether the token may stand here."""
        if not token.forms.isdisjoint(self.words):
            return True
        return bool(self.stems) and any(form.startswith(self.stems) for form in token.forms)


@dataclass(frozen=True)
class Phrase:
    """Slots in their order."""

    printed: str
    slots: tuple[Slot, ...]

    def end(self, tokens: Sequence[Token], start: int) -> int | None:
        """The place behind the phrase where it begins at `start`, else None. The shortest reading counts."""
        return self._from(0, tokens, start)

    def _from(self, at: int, tokens: Sequence[Token], start: int) -> int | None:
        if at == len(self.slots):
            return start
        slot = self.slots[at]
        for place in range(start, min(start + slot.gap, len(tokens) - 1) + 1):
            if slot.fits(tokens[place]):
                end = self._from(at + 1, tokens, place + 1)
                if end is not None:
                    return end
        return None


def phrase(printed: str, same: Mapping[str, str]) -> Phrase:
    """A phrase as written in a rule, ready to be looked for."""
    slots: list[Slot] = []
    gap = 0
    for word in printed.split():
        if word == "…":
            gap = GAP
            continue
        alternatives = [part for part in word.split("/") if part]
        stems = tuple(part[:-1].lower().replace("ё", "е") for part in alternatives if part.endswith("*"))
        whole = [part for part in alternatives if not part.endswith("*")]
        words = frozenset().union(*(_forms(part, same) for part in whole))
        slots.append(Slot(words, stems, gap))
        gap = 0
    if not slots or slots[0].gap or gap:
        raise ValueError(f"«{printed}» begins or ends with «…» or is empty")
    return Phrase(printed, tuple(slots))


def _forms(word: str, same: Mapping[str, str]) -> frozenset[str]:
    if word == NAME:
        return frozenset({NAME})
    return frozenset({word[1:].lower()}) if word.startswith("=") else forms_of(word, same)


def found(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Whether the phrase stands anywhere in the tokens."""
    first = phrase.slots[0]
    return any(first.fits(token) and phrase.end(tokens, start) is not None for start, token in enumerate(tokens))


class Index(Generic[T]):
    """Phrases by the first word of each, with what belongs to them."""

    def __init__(self, entries: Iterable[tuple[Phrase, T]]) -> None:
        self._words: dict[str, list[tuple[Phrase, T]]] = {}
        self._stems: dict[str, list[tuple[Phrase, T]]] = {}
        self._heard: dict[str, tuple[tuple[Phrase, T], ...]] = {}
        for entry in entries:
            first = entry[0].slots[0]
            for word in first.words:
                self._words.setdefault(word, []).append(entry)
            for stem in first.stems:
                self._stems.setdefault(stem, []).append(entry)

    def beginning_with(self, token: Token) -> Iterator[tuple[Phrase, T]]:
        """The phrases that may begin at this token; one may come twice."""
        for form in token.forms:
            if form not in self._heard:
                if len(self._heard) > _MOST_HEARD:
                    self._heard.clear()
                starts = (self._stems.get(form[:length], ()) for length in range(1, len(form) + 1))
                self._heard[form] = (*self._words.get(form, ()), *(entry for entries in starts for entry in entries))
            yield from self._heard[form]
