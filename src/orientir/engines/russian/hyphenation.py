"""Where a long Russian word may be broken at the end of a line.

By the rules of P. Hristov as D. Dymchenko and M. Varsanofiev put them: letters are vowels, consonants or the three that
sound like neither; a break keeps a vowel on both sides. It does not know roots («под-писать»), which matters in a
book and not in a narrow cell.
"""

from __future__ import annotations

import re

SOFT_HYPHEN = "\u00ad"
_LONG = 9
_WORD = re.compile(rf"[А-Яа-яЁё]{{{_LONG},}}")
_VOWEL, _CONSONANT, _SIGN = "[аеёиоуыэюя]", "[бвгджзклмнпрстфхцчшщ]", "[йьъ]"
_ANY = "[а-яё]"
_BREAKS = [
    re.compile(rf"({before})(?={after})", re.IGNORECASE)
    for before, after in (
        (_SIGN, _ANY * 2),
        (_VOWEL, _VOWEL + _ANY),
        (_VOWEL + _CONSONANT, _CONSONANT + _VOWEL),
        (_CONSONANT + _VOWEL, _CONSONANT + _VOWEL),
        (_VOWEL + _CONSONANT, _CONSONANT * 2 + _VOWEL),
        (_VOWEL + _CONSONANT * 2, _CONSONANT * 2 + _VOWEL),
    )
]


def soften(text: str) -> str:
    """The text with soft hyphens in words of nine letters and more: unseen unless a line ends there."""
    return _WORD.sub(_softened, text)


def _softened(found: re.Match[str]) -> str:
    word = found[0]
    for pattern in _BREAKS:
        word = pattern.sub(rf"\1{SOFT_HYPHEN}", word)
    return word[0] + word[1:].removeprefix(SOFT_HYPHEN)  # one letter is not left alone
