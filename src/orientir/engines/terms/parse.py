"""Words of a term cell → Term."""

from __future__ import annotations

from functools import lru_cache

from orientir.engines.terms.meaning import term_of
from orientir.engines.terms.model import Term
from orientir.engines.terms.tokens import tokens_of

_LONGEST = 2_000  # characters; a cell of terms has a line or ten, a longer text is no term


def parse_term(words: str) -> Term:
    """Read the words of a term cell. Never raises; what says nothing about time is `unspecified`.

    The warning is "term_unread" where words were not understood (`unread`, or all of them: `note`),
    "term_impossible_date" where a date does not exist. An empty cell is unspecified without a warning.
    """
    return _parsed(words[:_LONGEST])


@lru_cache(maxsize=2_000)
def _parsed(words: str) -> Term:
    from orientir.engines.terms.phrases import facts_of  # the grammar takes a tenth of a second

    printed = " ".join(words.split())
    if not any(sign.isalnum() for sign in printed):
        return Term()
    tokens, is_impossible = tokens_of(words)
    return term_of(facts_of(tokens), printed, is_impossible=is_impossible)
