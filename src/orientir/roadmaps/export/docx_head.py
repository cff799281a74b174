"""What stands above the table: the stamp, the title, what the title does not say, the goals – as lines of words."""

from __future__ import annotations

import re

from orientir.engines import reading
from orientir.engines.reading.blocks import Line
from orientir.engines.reading.document import DocumentHead, read_head
from orientir.engines.reading.items import without_final
from orientir.engines.reading.place_names import LEVEL_WORDS
from orientir.engines.russian import Case, inflect_phrase, to_nominative

_BLANK = "_"
_GENDERS = (
    ("УТВЕРЖДЕНА", r"дорожн\w+ карт|программ|систем|циклограмм"),
    ("УТВЕРЖДЕНЫ", r"мероприятия"),
    ("УТВЕРЖДЁН", r"план|комплекс|перечень|график|календарь|модуль"),
)


def stamp_of(plan: reading.Roadmap) -> list[str]:
    """Return the lines of the stamp: what is not known yet is a line to write on."""
    act = plan.approved_by
    if act is not None and act.kind is None and act.number is None and act.body and act.date:
        return ["УТВЕРЖДАЮ", f"Руководитель {_of(act.body)}", _BLANK * 20, _day(act.date)]
    kind = inflect_phrase(act.kind, Case.INSTRUMENTAL).text if act and act.kind else "приказом"
    body = _of(act.body) if act and act.body else _BLANK * 20
    on = _day(act.date) if act and act.date else f"«{_BLANK * 3}» {_BLANK * 7} 20{_BLANK * 2} г."
    return [_agreeing(plan.title), f"{kind} {body}", f"от {on} № {(act and act.number) or _BLANK * 4}"]


def beneath_title(plan: reading.Roadmap) -> list[str]:
    """Return what has to be said beneath the title because neither title nor stamp says it: place, level, years."""
    seen = _seen(plan)
    lines = []
    if plan.territory and plan.territory != seen.territory:
        lines.append(f"Территория: {plan.territory}")
    if plan.level in LEVEL_WORDS and plan.level != seen.level:
        lines.append(f"Уровень: {LEVEL_WORDS[plan.level]}")
    first, last = plan.period.start_year, plan.period.end_year
    if first and last and plan.period != seen.period:
        lines.append(f"Срок реализации: {first}–{last} годы" if first != last else f"Срок реализации: {first} год")
    return lines


def goals_of(plan: reading.Roadmap) -> tuple[str, list[str]]:
    """Return the words that open the goals, and the items of their list; a single goal follows on the line."""
    if len(plan.goals) == 1:
        return "Цель:", [f"{without_final(plan.goals[0])}."]
    last = len(plan.goals) - 1
    return "Цели и задачи:", [
        f"{at + 1}) {without_final(goal)}{'.' if at == last else ';'}" for at, goal in enumerate(plan.goals)
    ]


def _seen(plan: reading.Roadmap) -> DocumentHead:
    """What a reader of the stamp and the title knows already."""
    lines = [Line(text) for text in (*stamp_of(plan), plan.title)]
    return read_head(lines, lines)


def _agreeing(title: str) -> str:
    """The participle of the stamp agrees with what is approved: «план» – утверждён, «дорожная карта» – утверждена."""
    found = {word: match.start() for word, form in _GENDERS if (match := re.search(form, title, re.IGNORECASE))}
    return min(found, key=lambda word: found[word], default="УТВЕРЖДЁН")


def _of(body: str) -> str:
    """The body whose act it is, in the genitive; as it is named where that would be a guess or could not be undone."""
    turned = inflect_phrase(body, Case.GENITIVE)
    return turned.text if turned.sure and to_nominative(turned.text).casefold() == body.casefold() else body


def _day(iso: str) -> str:
    """The day as it was printed, which need not be one of the calendar."""
    return ".".join(reversed(iso.split("-")))
