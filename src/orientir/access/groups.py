"""Classes and groups by name: «9а», «9-А» and «9 "A"» are one class, «9 А»."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BETWEEN = ", "
_CLASS = re.compile(r"(\d{1,2})[\s\-–]*[«\"]?([А-ЯЁA-Z])[»\"]?")
_CYRILLIC = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")
"""Latin capitals that look like Russian ones, typed by mistake."""


def canonical(text: str) -> str:
    """Return the classes or groups that a text lists by commas, each in its one spelling."""
    return _BETWEEN.join(dict.fromkeys(filter(None, map(_one, text.split(",")))))


def each(canonical_text: str) -> list[str]:
    """Return the single names of a canonical text."""
    return canonical_text.split(_BETWEEN) if canonical_text else []


def pattern_of(names: Iterable[str]) -> str:
    """Return the regular expression that finds a canonical text which lists any of these names."""
    return f"(^|{_BETWEEN})({'|'.join(map(re.escape, names))})({_BETWEEN}|$)"


def _one(text: str) -> str:
    words = " ".join(text.split())
    found = _CLASS.fullmatch(words.upper())
    return f"{int(found[1])} {found[2].translate(_CYRILLIC)}" if found else words
