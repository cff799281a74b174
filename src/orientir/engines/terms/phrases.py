"""The rest of the grammar: how often, how long, by whose schedule; and the parser itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

from lark import Lark, UnexpectedInput, v_args
from lark import Token as Terminal
from lark.lexer import Lexer

from orientir.engines.terms.facts import (
    Fact,
    Facts,
    Impossible,
    Lasting,
    Occasion,
    Often,
    OnDays,
    Onward,
    Ranges,
    Refers,
    Schedule,
    SchoolYear,
    Single,
    Stretch,
    Unread,
    YearSpan,
    often,
)
from orientir.engines.terms.points import Points, value_of
from orientir.engines.terms.terminals import Token
from orientir.engines.terms.vocabulary import OTHERS, OWN, lemma_of

_GRAMMAR = Path(__file__).with_name("grammar.lark")
_UNITS = {"DAY": "day", "WEEK": "week", "MONTHS": "month", "QUARTER": "quarter", "HALF": "half_year", "YEARS": "year"}


@v_args(inline=True)
class Phrases(Points):
    """Each method is a rule of the grammar; an item is a list of facts."""

    def term(self, *items: Facts) -> Facts:
        return [fact for item in items for fact in item]

    # how often
    def step(self, unit: Terminal) -> str:
        return _UNITS[unit.type]

    def adverb(self, word: Terminal) -> Facts:
        if word.value == "daily":
            return [Often("continuous", (1, 1, "day"))]  # «ежедневно»: so does the genre count it
        return [Often(str(word.value))]

    def per_step(self, *parts: Terminal | Ranges | str) -> tuple[int, str]:
        every = next((part[0][0] for part in parts if isinstance(part, list)), 1)
        return every, str(parts[-1])

    def per_year(self, *_: Terminal | Facts) -> tuple[int, str]:
        return 1, "year"

    def per_decade(self, _: Terminal) -> tuple[int, str]:
        return 1, "decade"

    def per_period(self, *_: Terminal) -> None:
        return None

    def plan_long(self, _: Terminal) -> None:
        return None

    def times(self, *parts: Any) -> Facts:
        """«2-3 раза в год» is at least two; what comes but once in the whole period is single."""
        times = next((part[0][0] for part in parts if isinstance(part, list)), 1)
        per = parts[-1] if isinstance(parts[-1], tuple) else None
        if per is None or times < 1 or per[0] < 1:
            return [Single()]
        return [often(times * 3, 1, "month") if per[1] == "decade" else often(times, *per)]

    def twice(self, times: Terminal, per: tuple[int, str] | None = None) -> Facts:
        return self.times([(value_of(times), value_of(times))], per)

    def single(self, _: Terminal) -> Facts:
        return [Single()]

    def every(self, *parts: Any) -> Facts:
        every = next((part[0][0] for part in parts if isinstance(part, list)), 1)
        return [often(1, every, parts[-1])] if every >= 1 else []

    def every_school_year(self, *_: Any) -> Facts:
        return [Often("annual")]

    def weekdays(self, *parts: Any) -> tuple[int, ...]:
        days = parts[0] if isinstance(parts[0], tuple) else ()
        named = range(1, 6) if parts[-1].type == "WORKDAYS" else (parts[-1].value,)
        return tuple(sorted({*days, *named}))

    def weekdays_to(self, days: tuple[int, ...], _: Terminal, last: Terminal) -> tuple[int, ...]:
        return tuple(sorted({*days, *range(days[-1], value_of(last) + 1)}))

    def on_weekdays(self, *parts: Any) -> Facts:
        return [OnDays("continuous", weekdays=parts[-1])]  # «каждый понедельник»: as «ежедневно»

    def by_weekdays(self, _: Terminal, days: tuple[int, ...]) -> Facts:
        return [OnDays("weekly", weekdays=days)]

    def weekday_in_month(self, *parts: Any) -> Facts:
        day = next(part for part in parts if isinstance(part, Terminal) and part.type == "WEEKDAY")
        return [*self._of_unit(parts), OnDays("monthly", weekdays=(value_of(day),), weeks=self._all(parts))]

    def week_in_month(self, *parts: Any) -> Facts:
        return [*self._of_unit(parts), OnDays("monthly", weeks=self._all(parts))]

    def _of_unit(self, parts: Sequence[Any]) -> Facts:
        """«… каждого квартала» says how often; of a month the days themselves say it."""
        unit = parts[-1] if isinstance(parts[-1], str) and not isinstance(parts[-1], Terminal) else "month"
        return [] if unit == "month" else [often(1, 1, unit)]

    def of_month(self, *parts: Terminal | str) -> str:
        return str(parts[-1]) if len(parts) > 1 else "month"

    def _all(self, parts: Sequence[Any]) -> tuple[int, ...]:
        numbers = next(part for part in parts if isinstance(part, list))
        return tuple(n for first, last in numbers for n in (range(first, last + 1) if first > 0 else (first,)))

    def on_days(self, *parts: Any) -> Facts:
        numbers = next(part for part in parts if isinstance(part, list))
        return self._numbered(numbers[0][0], numbers[-1][1], parts)

    def until_days(self, *parts: Any) -> Facts:
        return self._numbered(None, parts[1][-1][1], parts)

    def from_days(self, *parts: Any) -> Facts:
        return self._numbered(parts[1][0][0], parts[3][-1][1], parts)

    def _numbered(self, first: int | None, last: int, parts: Sequence[Any]) -> Facts:
        """Days of a month; the last day is the 31st."""
        first, last = (31 if day == -1 else day for day in (first, last))  # type: ignore[assignment]
        if not 1 <= last <= 31 or (first is not None and not 1 <= first <= 31):
            return [Impossible()]
        return [*self._of_unit(parts), OnDays("monthly", month_days=(first, last))]

    def every_month(self, *parts: Any) -> Facts:
        months = [part for part in parts if isinstance(part, list)]
        return [Often("annual"), *(self.span(*months) if len(months) > 1 else months[0])]

    def reported(self, _: Terminal, unit: str) -> Facts:
        return [Refers("after_reporting_period"), *([] if unit == "year" else [often(1, 1, unit)])]

    # how long
    def always(self, *_: Terminal) -> Facts:
        return [Lasting()]

    def during(self, *parts: Any) -> Facts:
        lasts = parts[-1]
        if any(isinstance(fact, Stretch) for fact in lasts):
            return list(lasts)
        return [YearSpan(fact.first, fact.last, lasting=True) if isinstance(fact, YearSpan) else fact for fact in lasts]

    def school(self, years: Facts) -> Facts:
        return years

    def duration(self, *_: Terminal) -> Facts:
        return []  # «в течение 3 дней» allows a time after something; it is no term

    def lasts_always(self, _: Terminal) -> Facts:
        return [Lasting()]

    def lasts_this_year(self, *_: Terminal) -> Facts:
        return [Lasting(), Refers("current_year")]

    def lasts_unit(self, _: Terminal) -> Facts:
        return [Single()]

    # what it refers to
    def this_year(self, *_: Terminal) -> Facts:
        return [Refers("current_year")]

    def this_school_year(self, *_: Terminal) -> Facts:
        return [SchoolYear(), Refers("current_year")]

    def after_school(self, *parts: Any) -> Facts:
        return [Refers("after_school_year"), *(fact for fact in parts[-1] if isinstance(fact, YearSpan))]

    def reporting(self, *_: Terminal) -> Facts:
        return [Refers("after_reporting_period")]

    def after_step(self, *parts: Any) -> Facts:
        if parts[-1] == "year":
            every = len(parts) > 2
            return [Refers("after_reporting_period"), *([Often("annual")] if every else [])]
        return [often(1, 1, parts[-1]), Occasion("results")]

    def end_step(self, _: Terminal, unit: str) -> Facts:
        return [Occasion("year_end")] if unit == "year" else [often(1, 1, unit), Occasion("results")]

    def end_each(self, *parts: Any) -> Facts:
        return [often(1, 1, parts[-1]), Occasion("year_end" if parts[-1] == "year" else "results")]

    def begin_each(self, *parts: Any) -> Facts:
        return [often(1, 1, parts[-1]), *([Occasion("year_start")] if parts[-1] == "year" else [])]

    def begin_each_school_year(self, *_: Any) -> Facts:
        return [Often("annual"), Occasion("school_year_start")]

    def end_each_school_year(self, *_: Any) -> Facts:
        return [Often("annual"), Refers("after_school_year")]

    def begin_step(self, *parts: Any) -> Facts:
        return [Occasion("year_start")] if parts[-1] == "year" else [often(1, 1, parts[-1])]

    def after_window(self, _: Terminal, window: Facts) -> Facts:
        if any(isinstance(fact, YearSpan) for fact in window) and len(window) == 1:
            return [*window, Refers("after_reporting_period")]
        return [*window, Occasion("results")]

    def onward(self, _: Terminal) -> Facts:
        return [Onward()]

    # what it hangs on
    def made(self, word: Terminal) -> Terminal:
        return word

    def schedule(self, *words: Terminal) -> Facts:
        """Somebody else's by any word that says so; else a plan is the performer's own, a schedule is not."""
        made = next(word.type for word in words if word.type in ("PLAN", "GRAPH", "ORDER"))
        beside = {form for word in words for form in (lemma_of(str(word)), str(word).lower())}
        own = not beside & OTHERS and (made == "PLAN" or (made == "GRAPH" and bool(beside & OWN)))
        if any(word.type == "GRAPH" for word in words) and not beside & OWN:
            own = False
        return [Schedule("own_plan" if own else "external_schedule")]

    def need(self, *words: Terminal) -> Facts:
        return [Occasion(str(next(word.value for word in words if word.type == "NEED")))]

    def event(self, word: Terminal, *_: Terminal) -> Facts:
        return [Occasion("event", word.value if isinstance(word.value, str) else None)]

    def vacation(self, word: Terminal) -> Facts:
        season = word.value
        return [Occasion(f"{season}_vacation" if season else "vacation", "external_schedule")]

    def elsewhere(self, *_: Terminal) -> Facts:
        return [Schedule("external_schedule")]

    def stray(self, word: Terminal) -> Facts:
        return [Unread(str(word))] if word.type == "WORD" else []


class _Ready(Lexer):
    """Hands over terminals that are ready."""

    def __init__(self, _: object) -> None:
        pass

    def lex(self, terminals: Sequence[Terminal]) -> Iterator[Terminal]:  # type: ignore[override]
        return iter(terminals)


@cache
def _parser() -> Lark:
    """A tenth of a second, when the first term is asked."""
    return Lark(_GRAMMAR.read_text(encoding="utf-8"), start="term", parser="lalr", lexer=_Ready, transformer=Phrases())


def facts_of(tokens: Sequence[Token]) -> list[Fact]:
    """The facts that the tokens say. A token that fits nowhere is left out, and told where it is a word."""
    terminals = [Terminal(token.kind, token.text, start_pos=at) for at, token in enumerate(tokens)]
    for terminal, token in zip(terminals, tokens, strict=True):
        terminal.value = token.value
    unread: list[Fact] = []
    while True:
        try:
            facts = cast("Facts", _parser().parse(terminals))
        except UnexpectedInput as fault:
            unread += _drop(terminals, fault)
        else:
            return [*facts, *unread]


def _drop(terminals: list[Terminal], fault: UnexpectedInput) -> list[Fact]:
    """Take out the terminal at which the parser stuck, or the last one where it missed something more."""
    culprit = getattr(fault, "token", None)
    at = next((i for i, terminal in enumerate(terminals) if terminal is culprit), len(terminals) - 1)
    dropped = terminals.pop(at)
    return [Unread(str(dropped))] if dropped.type == "WORD" else []
