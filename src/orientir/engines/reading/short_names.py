"""Short names of offices: «Минобрнауки РК» is spelled by the beginnings of the words of the whole name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_SMALL = frozenset({"и", "по", "в", "во", "на", "с", "для"})


def spelled_out(short: str, names: Iterable[str]) -> str | None:
    """The commonest of the names that a short form is spelled from; None where none is."""
    found = Counter(name for name in names if len(name) > len(short) and is_short_for(short, name))
    return found.most_common(1)[0][0] if found else None


def is_short_for(short: str, name: str) -> bool:
    """Whether a short form is made of the beginnings of the words of a name, in their order and all of them used.

    «Минобр» is of «Министерство образования», «РК» of «Республики Калмыкия»; small words may be left out.
    """
    letters = re.sub(r"[^а-яё]", "", short.lower())
    words = re.findall(r"[а-яё]+", name.lower())
    return len(letters) > 1 and len(words) > 1 and _spells(letters, words)


def _spells(letters: str, words: Sequence[str]) -> bool:
    if not words:
        return not letters
    first, rest = words[0], words[1:]
    if first in _SMALL and _spells(letters, rest):
        return True
    longest = next((at for at, pair in enumerate(zip(letters, first, strict=False)) if pair[0] != pair[1]), None)
    longest = min(len(letters), len(first)) if longest is None else longest
    return any(_spells(letters[taken:], rest) for taken in range(longest, 0, -1))
