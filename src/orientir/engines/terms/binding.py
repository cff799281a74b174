"""What a number, a dash, a year belongs to; what belongs to nothing goes."""

from __future__ import annotations

from collections.abc import Sequence

from orientir.engines.terms.spelling import roman
from orientir.engines.terms.terminals import STEPS, TIMES, Token, kind_at, run_of_numbers

_BINDERS = frozenset("MONTH QUARTER HALF DECADE HALFOF WEEK WEEKDAY DAYS TIMES".split())
_ROMAN_LOOKALIKES = {"п": 2, "ш": 3, "11": 2, "111": 3}


def numbers_of_quarters(tokens: list[Token]) -> list[Token]:
    """«П квартал», «Ш четверть», «11 полугодие»: Roman numbers typed with what was at hand."""
    for at, token in enumerate(tokens):
        end = at + 1
        while kind_at(tokens, end) in ("DASH", "COMMA") and kind_at(tokens, end + 1) in ("NUM", "WORD"):
            end += 2
        if kind_at(tokens, end) in ("QUARTER", "HALF") and token.text.lower() in _ROMAN_LOOKALIKES:
            tokens[at] = Token("NUM", _ROMAN_LOOKALIKES[token.text.lower()], token.text, token.before)
    return tokens


def compound_numbers(tokens: list[Token]) -> list[Token]:
    """«двадцать пятого» is one number."""
    whole: list[Token] = []
    for token in tokens:
        last = whole[-1] if whole else None
        tens = last is not None and last.kind == "NUM" and last.value in (20, 30) and last.text.isalpha()
        if last is not None and tens and token.kind == "NUM" and token.text.isalpha() and token.value in range(1, 10):
            whole[-1] = Token("NUM", last.value + token.value, f"{last.text} {token.text}", last.before)  # type: ignore[operator]
        else:
            whole.append(token)
    return whole


def school(tokens: list[Token]) -> list[Token]:
    """«учебный» belongs to a year; before a quarter it adds nothing, elsewhere it is a word as others."""
    kept: list[Token] = []
    for at, token in enumerate(tokens):
        after = kind_at(tokens, at + 1)
        if token.kind == "SLASH" and kind_at(tokens, at - 1) == "SCHOOL":
            continue  # уч/год
        if token.kind != "SCHOOL" or after == "YEARS" or after == "SLASH":
            kept.append(token)
        elif after == "PERIOD":
            kept.append(token)
            tokens[at + 1] = Token("YEARS", None, tokens[at + 1].text)
        elif after in ("PLAN", "GRAPH", "ORDER", "WORD"):
            kept.append(Token("WORD", None, token.text, token.before))
    return kept


def roubles(tokens: list[Token]) -> list[Token]:
    """«2 р. в год» is twice, «100 р.» is money."""
    steps = STEPS | {"NUM", "SCHOOL", "SLASH", "DURING"}
    return [t for at, t in enumerate(tokens) if t.text.lower() != "р" or kind_at(tokens, at + 1) in steps]


def years(tokens: list[Token]) -> list[Token]:
    """«г.» is a year beside one and a town elsewhere."""
    near = {"YEAR", "SPAN", "SCHOOL", "CURRENT", "WHOLE", "DURING", "EVERY", "TIMES", "NUM", "DATE", "YEARS"}
    return [
        token
        for at, token in enumerate(tokens)
        if not (token.kind == "YEARS" and token.text.lower() in ("г", "гг")) or kind_at(tokens, at - 1) in near
    ]


def vacations(tokens: list[Token]) -> list[Token]:
    """«осенние и весенние каникулы» are vacations, «летние каникулы» the summer itself."""
    at = 0
    while at < len(tokens):
        if tokens[at].kind != "SEASON":
            at += 1
            continue
        end = at
        while kind_at(tokens, end) in ("SEASON", "COMMA", "SLASH"):
            end += 1
        if kind_at(tokens, end) == "VACATION":
            named = [token for token in tokens[at:end] if token.kind == "SEASON"]
            if {token.value for token in named} == {"summer"}:
                tokens[at : end + 1] = named
            else:
                tokens[at : end + 1] = [Token("VACATION", token.value, token.text, token.before) for token in named]
        at = end + 1
    if any(token.kind == "VACATION" for token in tokens):
        for at, token in enumerate(tokens):
            if token.kind == "VACATION" and kind_at(tokens, at + 1) in ("PLAN", "GRAPH", "ORDER"):
                tokens[at] = Token("WORD", None, token.text, token.before)
    return tokens


def numbers(tokens: list[Token]) -> list[Token]:
    """Keep the numbers that number something."""
    if all(token.kind in ("NUM", "DASH", "COMMA") for token in tokens) and any(t.kind == "NUM" for t in tokens):
        named = [token for token in tokens if token.kind == "NUM"]
        if all(roman(token.text) for token in named) and (len(named) > 1 or named[0].value not in range(1, 5)):
            return [Token("MONTH", t.value, t.text) if t.kind == "NUM" else t for t in tokens]  # IX-XII
        if not all(token.text[0].isdigit() for token in named):
            return []
        days = [token.value for token in tokens if token.kind == "NUM"]
        is_days = all(isinstance(day, int) and 1 <= day <= 31 for day in days)
        return [Token("NUMBERS", (days[0], days[-1]), tokens[0].text)] if is_days else []
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        if tokens[at].kind != "NUM":
            kept.append(tokens[at])
            at += 1
            continue
        if roman(tokens[at].text) and kind_at(tokens, at + 1) in ("YEAR", "SPAN"):
            kept.append(Token("MONTH", tokens[at].value, tokens[at].text, tokens[at].before))  # IX.2024
            at += 1
            continue
        end = run_of_numbers(tokens, at, after_from=bool(kept) and kept[-1].kind == "FROM")
        run = tokens[at:end]
        kept += _bound(tokens, run, end, kept)
        at = end
        if kept and kept[-1].kind == "DURATION":
            at += 1
    return kept


def _bound(tokens: Sequence[Token], run: list[Token], end: int, kept: Sequence[Token]) -> list[Token]:
    after, before = kind_at(tokens, end), kept[-1].kind if kept else ""
    if before == "DURING" and after in ("DAY", "WEEK", "HOUR", "MONTHS"):
        return [Token("DURATION", None, f"{run[0].text} {tokens[end].text}")]
    if after in _BINDERS:
        is_length = after == "WEEK" and tokens[end].text.lower() == "недель" and before not in ("TIMES", "EVERY")
        return [] if is_length else run
    if after == "DAY" and kind_at(tokens, end + 1) in ("MONTHS", "EVERY"):
        return run
    if after in STEPS:
        return run if before in ("TIMES", "EVERY") or kind_at(kept, len(kept) - 2) == "TIMES" else []
    if after == "DASH" and kind_at(tokens, end + 1) in ("DATE", "MONTHYEAR"):
        return run
    if after in ("TO", "UNTIL") and before == "FROM" and kind_at(tokens, end + 1) == "DATE":
        return run
    if before == "PIPE" and end == len(tokens) and any(token.kind == "MONTH" for token in kept):
        return run
    if before == "UNTIL" and not after and isinstance(run[0].value, int) and run[0].text.isdigit():
        return [Token("NUMBERS", (run[0].value, run[0].value), run[0].text)] if run[0].value in range(1, 32) else []
    return []


def dashes(tokens: list[Token]) -> list[Token]:
    """A dash spans like things; a slash is «and» between them; both are nothing elsewhere."""
    kept: list[Token] = []
    for at, token in enumerate(tokens):
        left = kind_at(kept, len(kept) - 1)
        if token.kind == "PIPE" and kind_at(tokens, at + 1) != "NUM":
            continue  # a new cell; only a number alone in it needs the month before
        if token.kind not in ("DASH", "SLASH"):
            between_weekdays = token.kind == "COMMA" and left == kind_at(tokens, at + 1) == "WEEKDAY"
            kept.append(Token("AND") if between_weekdays else token)
            continue
        if left == "YEARS" and kind_at(kept, len(kept) - 2) in ("YEAR", "SPAN", "DATE", "MONTHYEAR", "SCHOOL"):
            left = kind_at(kept, len(kept) - 2)
        right = kind_at(tokens, at + 1)
        if left in ("YEAR", "SPAN") and right in ("YEAR", "SPAN"):
            is_span = left == right == "YEAR"
            kept.append(Token("YDASH" if is_span else "COMMA"))
        elif token.kind == "SLASH":
            if left == right and left in TIMES:
                kept.append(Token("COMMA"))
        elif left == "WEEKDAY" and right == "WEEKDAY":
            kept.append(Token("DASH"))
        elif left in TIMES | {"QUARTER", "HALF"} and right in TIMES | {"BEGIN", "MIDDLE", "END"}:
            labels = (left in ("YEAR", "SPAN") and _is_year_alone(kept)) or right in ("YEAR", "SPAN")
            if not labels or (right == "YEAR" and len(kept) > 1 and left == "YEAR"):
                kept.append(Token("DASH"))
    return kept


def _is_year_alone(kept: Sequence[Token]) -> bool:
    """Whether the year before a dash is a label, «2024 год – март», and not the end of «март 2024»."""
    at = len(kept) - 1
    while at >= 0 and kept[at].kind in ("YEARS", "YEAR", "SPAN"):
        at -= 1
    return kind_at(kept, at) not in ("MONTH", "QUARTER", "HALF", "SEASON", "DATE")
