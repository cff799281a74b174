"""Small words and what they hang on: kept, turned into what they mean here, or dropped."""

from __future__ import annotations

from collections.abc import Sequence

from orientir.engines.terms.terminals import FILLED, STEPS, TIMES, Token, governs, is_time, kind_at, run_of_numbers
from orientir.engines.terms.vocabulary import PLAN_LONG, lemma_of

_MADE = frozenset(("PLAN", "GRAPH", "ORDER", "NEED"))


def small_words(tokens: list[Token]) -> list[Token]:
    """Prepositions and their like: kept, turned into what they mean here, or dropped."""
    kept: list[Token] = []
    is_open = False  # «с …» waits for its «по …»
    for at, token in enumerate(tokens):
        kind, after = token.kind, kind_at(tokens, at + 1)
        if kind == "TO":
            kind = _meaning_of_po(tokens, at, kept, is_open=is_open)
        elif kind == "FROM":
            to_school = after == "BEGIN" and kind_at(tokens, at + 2) in ("SCHOOL", "YEARS")
            kind = "FROM" if is_time(tokens, at + 1) and not to_school else ""
        elif kind == "AFTER":
            kind = "FROM" if after in TIMES else "EVENT" if after in FILLED else ""
        elif kind == "BEFORE":
            kind = "UNTIL" if is_time(tokens, at + 1) else "EVENT" if after in FILLED else ""
        elif kind == "UNTIL":
            kind = _meaning_of_do(tokens, at)
        elif kind == "WHILE":
            kind = "EVENT" if after in FILLED - {"ELSEWHERE"} | {"DAY", "WEEK", "DECADE"} else ""
        elif kind == "BY":
            kind = "BY" if governs(tokens, at, _MADE) else ""
        elif kind == "MEASURE":
            kind = "BY" if governs(tokens, at, frozenset(("NEED",))) else "COMING"
        elif kind == "DURING":
            kind = "DURING" if _lasts(tokens, at + 1) else ""
        elif kind == "WHOLE":
            kind = "WHOLE" if _lasts(tokens, at + 1) and after != "WHOLE" else ""
        elif kind == "EVERY":
            kind = "EVERY" if after in STEPS | {"NUM", "WEEKDAY"} or is_time(tokens, at + 1) else ""
        elif kind == "CURRENT":
            kind = "CURRENT" if after == "YEARS" or after == "SCHOOL" else ""
        if kind == "COMING":
            kept += [Token("BY"), Token("NEED", "readiness", token.text, token.before)]
        elif kind and not (kind == "FROM" and kind_at(kept, len(kept) - 1) == "FROM"):
            kept.append(Token(kind, token.value, token.text, token.before))
        is_open = (is_open or kind == "FROM") and kind not in ("TO", "COMMA", "PIPE")
    return kept


def _meaning_of_po(tokens: Sequence[Token], at: int, kept: Sequence[Token], *, is_open: bool) -> str:
    """«по» ends a span, sets a deadline, says how often or on what it hangs; before other words it is nothing."""
    after = kind_at(tokens, at + 1)
    if after in _MADE or governs(tokens, at, _MADE):
        return "BY"
    if after in STEPS | {"WEEKDAY", "WORKDAYS"}:
        return "EACH"
    if after == "NUM":
        end = run_of_numbers(tokens, at + 1, after_from=False)
        if kind_at(tokens, end) in ("WEEKDAY", "TIMES"):
            return ""
    if not is_time(tokens, at + 1) or after == "SCHOOL" or (after in ("BEGIN", "END") and not is_open):
        return ""
    if is_open:
        return "TO"
    return "DASH" if kind_at(kept, len(kept) - 1) in ("MONTH", "DATE", "YEAR", "YEARS", "MONTHYEAR") else "UNTIL"


def _meaning_of_do(tokens: Sequence[Token], at: int) -> str:
    after = kind_at(tokens, at + 1)
    if is_time(tokens, at + 1):
        return "UNTIL"
    if after in ("BEGIN", "END") and kind_at(tokens, at + 2) in STEPS:
        return "UNTIL"
    follows = kind_at(tokens, at + 2) if after in ("WHILE", "BEGIN", "END", "RESULT") else after
    return "EVENT" if follows in FILLED - {"PLAN", "GRAPH"} | {"DAY"} else ""


def _lasts(tokens: Sequence[Token], at: int) -> bool:
    """What «в течение» and «весь» can stand before."""
    kind = kind_at(tokens, at)
    return (
        kind in STEPS | {"WHOLE", "PERIOD", "LONG", "VACATION", "DURATION"}
        or (kind == "CURRENT" and kind_at(tokens, at + 1) in ("YEARS", "SCHOOL"))
        or (kind == "EVERY" and kind_at(tokens, at + 1) in STEPS | {"SCHOOL"})
        or (kind not in ("NUMBERS",) and is_time(tokens, at))
    )


def periods(tokens: list[Token]) -> list[Token]:
    """«срок реализации плана» lasts as long as the plan, «во время экзаменов» as long as something else."""
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        after = tokens[at + 1] if at + 1 < len(tokens) else Token("")
        if token.kind == "PERIOD" and after.kind in FILLED:
            is_long = lemma_of(after.text) in PLAN_LONG
            if is_long:
                at += 1
                while kind_at(tokens, at) in FILLED:
                    at += 1
                kept.append(Token("LONG", None, token.text))
                continue
            if token.text.lower() in ("время", "период") and token.before in ("во", "в", "на"):
                kept.append(Token("EVENT", "external_schedule", token.text, token.before))
                at += 1
                continue
        kept.append(token)
        at += 1
    return kept


def ends(tokens: list[Token]) -> list[Token]:
    """«начало», «итог» of a time stay; of a work they are an event, or the name of a column."""
    columns = [token for token in tokens if token.kind not in ("LABEL", "PIPE", "COMMA", "YEARS")]
    if [token.kind for token in columns[::2]] == ["BEGIN", "END"] and len(columns) == 4:
        _, first, _, last = columns  # начало: 01.09.2024 | окончание: 31.05.2025
        return [Token("FROM"), first, Token("TO"), last]
    kept: list[Token] = []
    for at, token in enumerate(tokens):
        after = kind_at(tokens, at + 1)
        if token.kind in ("BEGIN", "MIDDLE", "END", "RESULT"):
            of_time = is_time(tokens, at) or after in STEPS | {"EVERY", "REPORTING", "NUM"} or is_time(tokens, at + 1)
            of_time = of_time or (after == "FROM" and is_time(tokens, at + 2))
            if token.kind == "END" and after == "NUM" and token.text.lower().startswith(("окон", "завер")):
                token = Token("RESULT", None, token.text, token.before)
            elif not of_time and after in FILLED and token.kind in ("END", "RESULT") and token.before == "по":
                token = Token("EVENT", None, token.text, token.before)
            elif not of_time:
                token = Token("LABEL", None, token.text, token.before)
        kept.append(token)
    return kept


def named_days(tokens: list[Token]) -> list[Token]:
    """«Единый день …», «в день города», «Неделя профессий»: days that somebody else sets."""
    for at, token in enumerate(tokens):
        after, before = kind_at(tokens, at + 1), kind_at(tokens, at - 1)
        if token.kind == "NAMED":
            tokens[at] = Token("EVENT" if after in FILLED | {"DAY", "WEEK"} else "", "external_schedule", token.text)
        if token.kind in ("DAY", "WEEK", "DECADE") and governs(tokens, at, frozenset(("VACATION",))):
            tokens[at] = Token("")
        elif token.kind in ("DAY", "WEEK", "DECADE") and before not in ("NUM", "EVERY", "TIMES", "DURING", "EACH"):
            in_event = any(earlier.kind == "EVENT" for earlier in tokens[:at])
            if in_event:
                tokens[at] = Token("WORD", None, token.text, token.before)
            elif after in ("WORD", "LABEL"):
                since = token.before in ("с", "со")  # «со дня получения» is nobody's schedule
                named = Token("EVENT", None if since else "external_schedule")
                tokens[at : at + 1] = [named, Token("WORD", None, token.text)]
    return [token for token in tokens if token.kind]


def leftovers(tokens: list[Token]) -> list[Token]:
    """The date of an act is no term; orders and requests that nothing hangs on are plain words."""
    kept: list[Token] = []
    hangs = False
    for at, token in enumerate(tokens):
        hangs = token.kind in ("BY", "EVENT", "PLAN", "GRAPH") or (
            hangs and (token.kind in FILLED or token.text.lower() == "и")
        )
        if token.kind == "DATE" and token.before == "от":
            continue
        if token.text.lower() == "и" and hangs and kind_at(tokens, at + 1) in FILLED:
            continue  # «министерства образования и науки»
        if not hangs and token.kind in ("ORDER", "NEED") and not (token.kind == "NEED" and token.value == "need"):
            token = Token("LABEL", None, token.text, token.before)
        kept.append(token)
    return kept
