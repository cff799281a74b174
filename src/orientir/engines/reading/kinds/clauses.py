"""A title taken apart as a reader of the genre hears it.

A measure is one or more actions: «Разработка плана. Проведение экскурсий». In each the words up to the first turn
such as «по итогам», «для», «направленных на» are the core: what is done. Behind the turn stands the background:
why, for whom, on what ground. What is in brackets or follows a colon is a specification of the core.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orientir.engines.reading.kinds.rules import Manner
from orientir.engines.reading.kinds.words import Token, tokens
from orientir.engines.russian import starts_nominative

CORE, SPECIFICATION, MEANS, LATER = "core", "specification", "means", "later"
PURPOSE, BACKGROUND, PARTNERS, WHOLE = "purpose", "background", "partners", "whole"
RESULT, INDICATOR, SECTION = "result", "indicator", "section"
TITLE = frozenset({CORE, SPECIFICATION, MEANS, LATER, PURPOSE, BACKGROUND, PARTNERS})
"""Places of the title; WHOLE repeats a clause of it without its parts."""
_TURNS = (MEANS, PURPOSE, PARTNERS, BACKGROUND)


@dataclass(frozen=True)
class Stretch:
    """Tokens that are heard together, the place they stand in and the number of their action."""

    place: str
    action: int
    tokens: tuple[Token, ...]


def stretches(title: str, sub_items: Sequence[str], manner: Manner) -> tuple[Stretch, ...]:
    """The stretches of a title in printed order; sub-items that the title does not print itself follow."""
    flat = " ".join(title.split())
    pieces = [title, *(item for item in sub_items if " ".join(item.split()) not in flat)]
    return tuple(stretch for number, piece in enumerate(pieces) for stretch in _of_one(piece, manner, first=not number))


def plain(text: str | None, place: str, manner: Manner) -> Stretch:
    """A whole cell as one stretch: its signs only part clauses, which is of no use there."""
    words = tuple(token for token in tokens(text or "", manner.same) if not token.is_sign)
    return Stretch(place, 0, words)


def _of_one(text: str, manner: Manner, *, first: bool) -> Iterator[Stretch]:
    outside, asides = _without_brackets(tokens(text, manner.same))
    number = 0 if first else 1
    specifying = not first
    for sentence, sign in _sentences(outside):
        for clause in _clauses(sentence, manner):
            for place, part in _parted(clause, manner):
                if place == CORE:
                    place = SPECIFICATION if specifying else CORE if number == 0 else LATER
                yield Stretch(place, number, part)
            if number == 0 and not specifying:
                yield Stretch(WHOLE, number, tuple(clause))
            if not specifying:
                number += 1
        # what follows a colon tells the same action in detail, to the end of the piece
        specifying = specifying or (sign == ":" and number <= 1)
    for aside in asides:
        yield Stretch(SPECIFICATION, 0, aside)


def _without_brackets(found: Sequence[Token]) -> tuple[list[Token], list[tuple[Token, ...]]]:
    outside: list[Token] = []
    asides: list[tuple[Token, ...]] = []
    inside: list[Token] = []
    depth = 0
    for token in found:
        if token.printed == "(":
            depth += 1
        elif token.printed == ")":
            depth = max(depth - 1, 0)
            if not depth and inside:
                asides.append(tuple(inside))
                inside = []
        elif depth:
            if not token.is_sign:
                inside.append(token)
        else:
            outside.append(token)
    return outside, [*asides, tuple(inside)] if inside else asides


def _sentences(found: Sequence[Token]) -> Iterator[tuple[list[Token], str]]:
    sentence: list[Token] = []
    for place, token in enumerate(found):
        ends = token.printed in ".;:"
        if token.printed == "\n":  # a line break parts only where a new line begins like a sentence
            ends = place + 1 < len(found) and found[place + 1].printed[:1].isupper()
        if not ends:
            if token.printed != "\n":
                sentence.append(token)
            continue
        if sentence:
            yield sentence, token.printed
        sentence = []
    if sentence:
        yield sentence, ""


def _clauses(sentence: Sequence[Token], manner: Manner) -> Iterator[list[Token]]:
    """A sentence parted before each further action: «…, размещение информации», «… и подготовка справки».

    Heads without an object of their own stay together: «Организация и проведение», «Сбор, обобщение опыта».
    """
    clause: list[Token] = []
    for place, token in enumerate(sentence):
        before = sentence[place - 1] if place else None
        joined = before is not None and (before.printed == "," or before.forms & manner.joints)
        heads_only = all(part.is_sign or part.forms & (manner.actions | manner.joints) for part in clause)
        if joined and clause and not heads_only and _is_action(token, manner):
            yield [part for part in clause if not part.is_sign]
            clause = []
        clause.append(token)
    yield [part for part in clause if not part.is_sign]


def _is_action(token: Token, manner: Manner) -> bool:
    return bool(token.forms & manner.actions) and (
        starts_nominative(token.printed, least=0.05) or token.printed.lower().endswith(("ть", "ти", "чь"))
    )


def _parted(clause: Sequence[Token], manner: Manner) -> Iterator[tuple[str, tuple[Token, ...]]]:
    """The core of a clause and the parts around it, a part for each turn.

    «участие … по очереди в конкурсе»: what the first word governs is core again, however much stands between.
    """
    core: list[Token] = []
    parts: list[tuple[str, list[Token]]] = []
    current = core
    for place, token in enumerate(clause):
        opened = next((name for name in _TURNS if place and manner.turn_at(name, clause, place) is not None), None)
        if opened is not None:
            current = []
            parts.append((opened, current))
        elif current is not core and token.forms & manner.governed and clause[0].forms & manner.governing:
            current = core
        current.append(token)
    if core:
        yield CORE, tuple(core)
    for name, part in parts:
        yield name, tuple(part)
