"""Russian: sort keys, look-up forms, lemmas, cases of names and people, numerals, dates, initials.

Sorting and searching must come out right under any locale of the database, so they work on keys made here and
not on what the server thinks of Cyrillic letters. Papers are written in whole sentences, so names must stand in
any case; where a form would be a guess, `sure` says so and the paper names it without a case.
"""

from orientir.engines.russian.cases import Case, Gender, Inflected, InflectedPerson
from orientir.engines.russian.dates import month, written_date
from orientir.engines.russian.initials import initials
from orientir.engines.russian.joining import listed, with_preposition
from orientir.engines.russian.keys import normalise, sort_key
from orientir.engines.russian.numbers import counted, in_words, plural, ranked
from orientir.engines.russian.ordinals import ordinal
from orientir.engines.russian.persons import gender_of, inflect_person
from orientir.engines.russian.phrases import inflect_phrase, to_nominative
from orientir.engines.russian.words import is_word, lemmas, starts_common_noun, starts_nominative

__all__ = [
    "Case",
    "Gender",
    "Inflected",
    "InflectedPerson",
    "counted",
    "gender_of",
    "in_words",
    "inflect_person",
    "inflect_phrase",
    "initials",
    "is_word",
    "lemmas",
    "listed",
    "month",
    "normalise",
    "ordinal",
    "plural",
    "ranked",
    "sort_key",
    "starts_common_noun",
    "starts_nominative",
    "to_nominative",
    "with_preposition",
    "written_date",
]
