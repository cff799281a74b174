"""Russian: sort keys, look-up forms, lemmas, initials, plurals.

Sorting and searching must come out right under any locale of the database, so they work on keys made here and
not on what the server thinks of Cyrillic letters.
"""

from orientir.engines.russian.keys import normalise, sort_key
from orientir.engines.russian.words import initials, is_word, lemmas, plural, starts_nominative, to_nominative

__all__ = [
    "initials",
    "is_word",
    "lemmas",
    "normalise",
    "plural",
    "sort_key",
    "starts_nominative",
    "to_nominative",
]
