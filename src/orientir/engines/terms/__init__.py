"""Terms: when a measure is to be done, as the printed words say it.

`parse_term` turns the words of a term cell into a Term and never fails: what it does not understand is
unspecified, with a warning beside it. `describe` says a term in plain Russian or English. `occurrences` lays
a term over a plan by the rules of `engines.calendar`, `explain` says which rules those were, `suggest_due_on`
picks the date that comes next by the words alone.
"""

from orientir.engines.terms.dates import Occurrence, explain, occurrences, suggest_due_on
from orientir.engines.terms.describe import describe
from orientir.engines.terms.model import KINDS, OCCASIONS, RELATIVES, UNITS, Term, Window
from orientir.engines.terms.parse import parse_term
from orientir.engines.terms.spans import Span, whole_years

__all__ = [
    "KINDS",
    "OCCASIONS",
    "RELATIVES",
    "UNITS",
    "Occurrence",
    "Span",
    "Term",
    "Window",
    "describe",
    "explain",
    "occurrences",
    "parse_term",
    "suggest_due_on",
    "whole_years",
]
