"""Terms: when a measure is to be done, as the printed words say it.

`parse_term` turns the words of a term cell into a Term and never fails: what it does not understand is
unspecified, with a warning beside it. `occurrences` lays a term over a period of time, `suggest_due_on` picks
the date that comes next.
"""

from orientir.engines.terms.dates import Occurrence, Span, occurrences, suggest_due_on, whole_years
from orientir.engines.terms.model import KINDS, Term
from orientir.engines.terms.words import parse_term

__all__ = [
    "KINDS",
    "Occurrence",
    "Span",
    "Term",
    "occurrences",
    "parse_term",
    "suggest_due_on",
    "whole_years",
]
