"""Terms laid over a period: dated windows with due days, and the due date that comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from orientir.engines.calendar import Calendar, Rules, rule_words
from orientir.engines.terms.laying import Laid, lay
from orientir.engines.terms.model import Term
from orientir.engines.terms.spans import Span, common, whole_years

# What the words alone say: no rule fills a date in, none is moved.
_WORDS_ALONE = Calendar(
    Rules(
        annual="never",
        periodic="never",
        years="last",
        school_year="never",
        continuous="never",
        frequent="never",
        after_school_year=None,
        after_reporting=None,
        undated="each",
        edge="ends",
        day_off="stay",
    )
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_NAMED = {
    "en": "The words themselves name the date.",
    "ru": "Дату называют сами слова.",
}


@dataclass(frozen=True)
class Occurrence:
    """One time a term comes round: when the work may begin, when it ends, by when it is due.

    `inner_due_on` is the day by which a performer is asked to have done it, some working days earlier.
    """

    starts_on: date
    ends_on: date
    due_on: date
    inner_due_on: date


def occurrences(term: Term | Iterable[Term], period: Span, calendar: Calendar | None = None) -> tuple[Occurrence, ...]:
    """The dated windows of a term within the period, in order; of several terms, those of one part of the work.

    They lie in the period, do not overlap, and no two fall due on one day. Without a calendar the rules are
    those of a plan of such a period (`Rules.of_plan`), in Moscow. A term for which the rules know no date has
    none: people set it then. Raises ValueError for a period that runs backwards or leaves 1900 to 2100.
    """
    if not (period[0] <= period[1] and period[0].year >= _FIRST_YEAR and period[1].year <= _LAST_YEAR):
        raise ValueError("period")
    calendar = calendar or Calendar(Rules.of_plan(period))
    terms = [term] if isinstance(term, Term) else list(term)
    spans: set[Span] = set()
    for one in terms:
        spans |= _cut(lay(one, period, calendar.rules), period, calendar.rules)
    return _due(_apart(sorted(spans)), period, calendar)


def explain(term: Term, period: Span, calendar: Calendar | None = None, *, language: str = "ru") -> tuple[str, ...]:
    """The rules, a sentence each, by which the term gets its dates in the period or gets none."""
    calendar = calendar or Calendar(Rules.of_plan(period))
    keys = lay(term, period, calendar.rules).rules
    sentences = [_NAMED[language] if key == "named" else rule_words(calendar.rules, key, language) for key in keys]
    found = occurrences(term, period, calendar)
    if found:
        if any(window.due_on != window.ends_on for window in found):
            sentences.append(rule_words(calendar.rules, "day_off", language))
        sentences.append(rule_words(calendar.rules, "inner_days", language))
    return tuple(dict.fromkeys(sentences))


def suggest_due_on(term: Term, period: Span | None, today: date) -> date | None:
    """The nearest date, today or later, that the words of the term name within the period, if there is one.

    No rule adds a date: «постоянно» and a bare «ежегодно» have none. Of «май» without a year every May of the
    period may be meant, so the next one is taken. Without a period only a term that names its own year has a
    date.
    """
    if term.years is not None and term.years[1] is None and not (term.months or term.months_list or term.deadline):
        return None
    if period is None:
        if term.years is None:
            return None
        first, last = term.years
        first = first if first is not None else min(today.year, last or today.year)
        period = whole_years(first, max(last or today.year + 1, first))
    laid = occurrences(term, period, _WORDS_ALONE)
    return next((window.due_on for window in laid if window.due_on >= today), None)


def _cut(laid: Laid, period: Span, rules: Rules) -> set[Span]:
    """The spans within the period; what the words name belongs to the plan in which it begins or ends, by rule.

    A year or a quarter that a rule brought in is simply cut at the edges, and so is a window whose year is
    printed. Where nothing belongs, what there is counts.
    """
    cut = {span: common(_opened(span, laid, rules), period) for span in laid.spans}
    by_edge = not laid.named and ("named" in laid.rules or "vacations" in laid.rules)
    edge = 0 if rules.edge == "begins" else 1
    belonging = {span for span in cut if not by_edge or period[0] <= span[edge] <= period[1]}
    inside = {part for span, part in cut.items() if part and span in belonging}
    return inside or {part for part in cut.values() if part}


def _opened(span: Span, laid: Laid, rules: Rules) -> Span:
    """A deadline with the days before it in which the work is done."""
    if span[0] == span[1] and span[1] in laid.deadlines:
        return span[1] - timedelta(days=rules.deadline_days), span[1]
    return span


def _apart(spans: Sequence[Span]) -> list[Span]:
    """The spans in order, each beginning after the one before it has ended; what lies within another goes."""
    kept: list[Span] = []
    for start, end in spans:
        if kept and start <= kept[-1][1]:
            start = kept[-1][1] + timedelta(days=1)
        if start <= end:
            kept.append((start, end))
    return kept


def _due(spans: Sequence[Span], period: Span, calendar: Calendar) -> tuple[Occurrence, ...]:
    found: list[Occurrence] = []
    for start, end in spans:
        due = calendar.due_day(start, end, period[1])
        inner = max(calendar.working_days_before(due, calendar.rules.inner_days), period[0])
        if found and found[-1].due_on >= due:
            found[-1] = replace(found[-1], ends_on=end)
        else:
            found.append(Occurrence(start, end, due, inner))
    return tuple(found)
