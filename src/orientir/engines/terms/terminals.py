"""A terminal of the grammar, and what one asks of a row of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

STEPS = frozenset("DAY WEEK MONTHS QUARTER HALF YEARS".split())
TIMES = frozenset("YEAR SPAN DATE MONTH MONTHYEAR SEASON NUM".split())
FILLED = frozenset("WORD LABEL PLAN GRAPH ORDER NEED ELSEWHERE".split())


@dataclass
class Token:
    """A terminal with its value, the printed words behind it, and the word printed just before."""

    kind: str
    value: object = None
    text: str = ""
    before: str = ""


def exists(month: int | None, day: int | None, year: int | None = None) -> bool:
    """Whether there is such a day, in that year or else in some year."""
    try:
        date(year or 2024, month or 0, day or 0)
    except ValueError:
        return False
    return True


def kind_at(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].kind if 0 <= at < len(tokens) else ""


def run_of_numbers(tokens: Sequence[Token], at: int, *, after_from: bool) -> int:
    """Where the numbers end that begin here: «5», «5-7», «5, 7 и 9», after «с» also «10 по 14»."""
    signs = ("DASH", "COMMA", "TO", "UNTIL") if after_from else ("DASH", "COMMA")
    end = at + 1
    while kind_at(tokens, end) in signs and kind_at(tokens, end + 1) == "NUM":
        end += 2
    return end


def is_time(tokens: Sequence[Token], at: int) -> bool:
    kind = kind_at(tokens, at)
    if kind in ("BEGIN", "MIDDLE", "END"):
        after = kind_at(tokens, at + 1)
        return after in TIMES or (after in ("SCHOOL", "YEARS", "CURRENT") and kind != "MIDDLE")
    if kind == "NUM":
        return kind_at(tokens, run_of_numbers(tokens, at, after_from=False)) != "TIMES"
    return kind in TIMES or kind == "NUMBERS" or (kind == "SCHOOL" and kind_at(tokens, at + 1) == "YEARS")


def governs(tokens: Sequence[Token], at: int, kinds: frozenset[str]) -> bool:
    """Whether one of the kinds follows, with nothing but plain words between."""
    at += 1
    while kind_at(tokens, at) in ("WORD", "LABEL", "WHOLE", "FROM") and kind_at(tokens, at) not in kinds:
        at += 1
    return kind_at(tokens, at) in kinds
