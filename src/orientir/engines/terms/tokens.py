"""Pieces of a cell → the terminals of `grammar.lark`.

The grammar wants to see only what can bind. So a number stays where it numbers something («5 октября»,
«2 квартал», «3 раза») and goes where it does not («9 классы»); a preposition stays before what it governs; a
dash is a span between like things and nothing elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from orientir.engines.terms import binding, hanging
from orientir.engines.terms.spelling import Piece, clean, roman, scan
from orientir.engines.terms.terminals import Token, exists


def tokens_of(words: str) -> tuple[list[Token], bool]:
    """The terminals of a term cell; and whether a date stands in it that does not exist."""
    tokens, is_impossible = _tokens(scan(clean(words)))
    for step in _STEPS_OF_WORK:
        tokens = step(tokens)
    return tokens, is_impossible


def _tokens(pieces: Sequence[Piece]) -> tuple[list[Token], bool]:
    tokens: list[Token] = []
    before, is_impossible = "", False
    for at, piece in enumerate(pieces):
        kind, value = _reading(piece)
        if kind == "IMPOSSIBLE":
            is_impossible = True
        if piece.text == "\n":
            between = (pieces[at - 1 : at], pieces[at + 1 : at + 2])
            kind = "COMMA" if all(side and side[0].form == "number" for side in between) else ""
        if kind and kind != "IMPOSSIBLE":
            tokens.append(Token(kind, value, piece.text, before))
        before = piece.text.lower()
    return tokens, is_impossible


def _reading(piece: Piece) -> tuple[str, object]:
    """The terminal and the value of one piece; an empty terminal for what only fills."""
    text = piece.text
    if piece.form == "word":
        if piece.meaning is None:
            return "WORD", None
        return piece.meaning
    if piece.form == "strange":
        return "WORD", None
    if piece.form in ("dash", "slash", "pipe", "comma"):
        return piece.form.upper(), None
    if piece.form == "roman":
        number = roman(text)
        return ("NUM", number) if number else ("WORD", None)
    if piece.form == "clock":
        return "", None
    figures = [int(figure) for figure in _figures(text)]
    if piece.form == "number":
        return ("NUM", figures[0]) if len(str(figures[0])) <= 3 else ("", None)
    if piece.form == "year":
        return "YEAR", figures[0]
    if piece.form == "month_year":
        return "MONTHYEAR", (figures[1], figures[0])
    if piece.form == "span":
        first, last = figures
        if last <= first % 100 and last <= 12 and last:
            return "MONTHYEAR", (first, last)  # 2024-09
        return "SPAN", (first, first // 100 * 100 + last)
    day, month, year = (*figures, None)[:3] if piece.form != "iso" else figures[::-1]
    if year is not None and year < 100:
        year += 2000
    if not exists(month, day, year):
        return "IMPOSSIBLE", None
    return "DATE", (year, month, day)


def _figures(text: str) -> list[str]:
    return "".join(sign if sign.isdigit() else " " for sign in text).split()


_STEPS_OF_WORK: tuple[Callable[[list[Token]], list[Token]], ...] = (
    binding.numbers_of_quarters,
    binding.compound_numbers,
    binding.roubles,
    binding.school,
    binding.years,
    binding.vacations,
    hanging.periods,
    hanging.ends,
    binding.numbers,
    binding.dashes,
    hanging.small_words,
    hanging.named_days,
    hanging.leftovers,
)
