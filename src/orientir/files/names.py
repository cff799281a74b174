"""File names as they may be kept, shown and handed out again."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 200
_LONGEST_SUFFIX = 20
_FORBIDDEN = re.compile(r'[<>:"|?*]')  # Windows cannot save such a name
# Controls, marks that turn the direction of reading, halves of characters, private and unassigned ones.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def safe_name(name: str) -> str:
    """Return a name without path, without characters that cannot be seen or saved, at most `LONGEST` long.

    The end after the last full stop is kept whole: by it a person's computer chooses the program.
    """
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(" " if letter.isspace() else letter for letter in name)
    name = "".join(letter for letter in name if unicodedata.category(letter) not in _UNSEEN)
    name = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", name))  # after all that stood between letter and accent
    stem, dot, end = name.rstrip(". ").rpartition(".")
    end = end.strip()
    if not dot or " " in end or len(end) > _LONGEST_SUFFIX:  # a full stop within a sentence
        stem, end = f"{stem}{dot} {end}", ""
    suffix = f".{end}" if end else ""
    stem = " ".join(stem.split()).strip(". ")[: LONGEST - len(suffix)].rstrip(". ")
    return f"{stem or 'file'}{suffix}"
