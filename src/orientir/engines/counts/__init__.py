"""Figures: how many, of how many, where that comes from, and whether it is known at all.

    >>> from orientir.engines.counts import Figure, in_words, total
    >>> in_words(Figure(412, 676), "ru")
    '412 из 676'
    >>> total([Figure(18, 24), Figure(0, 3)])
    Figure(value=18, denominator=27, source=<Source.COUNTED: 'counted'>, applicable=True)

Zero, unknown and not applicable are three different things: a figure without a value is unknown, one that does not
apply has none by right. Whatever a page, a paper or an export shows of numbers is a figure, so it is said alike
everywhere and never without what it is counted from.
"""

from orientir.engines.counts.figure import NOT_APPLICABLE, UNKNOWN, Figure, Number, Source, total
from orientir.engines.counts.words import Said, in_words, percent_in_words, said, source_in_words

__all__ = [
    "NOT_APPLICABLE",
    "UNKNOWN",
    "Figure",
    "Number",
    "Said",
    "Source",
    "in_words",
    "percent_in_words",
    "said",
    "source_in_words",
    "total",
]
