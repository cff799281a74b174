"""A term in plain words, for people to read and for `parse_term` to read again."""

from __future__ import annotations

from orientir.engines.terms import describe_en, describe_ru
from orientir.engines.terms.model import Term

NOTHING = "—"


def describe(term: Term, language: str = "ru") -> str:
    """The term in words, "ru" or "en". What the words of the document alone can say is given in those words.

    The Russian description of a term without a warning, read again, gives the same term. «—» for a cell that
    says nothing.
    """
    if term.note:
        return term.note if language == "ru" else f"in the words of the document: «{term.note}»"
    if term == Term():
        return NOTHING
    return describe_ru.words_of(term) if language == "ru" else describe_en.words_of(term)
