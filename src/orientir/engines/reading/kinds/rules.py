"""What a rule is, a set of them with its index, and the manner of speaking that all of them share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from orientir.engines.reading.kinds.phrases import Index, Phrase, found
from orientir.engines.reading.kinds.words import Token

STRENGTHS = ("strong", "usual", "weak", "faint")
TURNS = tuple("background purpose means partners in_each once taking_part joint must advised".split())
WORD_LISTS = tuple("actions joints governing governed naming titled vague".split())


@dataclass(frozen=True)
class Rule:
    """What a methodologist wrote: phrases and what they give.

    `unless` are phrases that silence the rule where they stand in the same stretch. `strength` is one of STRENGTHS.
    `anywhere` says that the background speaks as loud as a specification; `across` that its phrases are looked for
    over the whole first clause, turns and all; `many` that its words mean a whole class of organisations.
    """

    id: str
    gives: str
    phrases: tuple[Phrase, ...]
    unless: tuple[Phrase, ...]
    also: tuple[str, ...]
    strength: str
    anywhere: bool
    across: bool
    example: str
    order: int
    many: bool


@dataclass(frozen=True)
class Hit:
    """A phrase of a rule found in tokens: places from `start` up to `end`."""

    rule: Rule
    start: int
    end: int


class RuleSet:
    """All rules of one file."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self._index = Index((phrase, rule) for rule in rules for phrase in rule.phrases)

    def hits(self, tokens: Sequence[Token]) -> Iterator[Hit]:
        """Every rule at every place where one of its phrases begins; of one rule the longest phrase."""
        silenced: dict[str, bool] = {}
        for start, token in enumerate(tokens):
            best: dict[str, Hit] = {}
            for phrase, rule in self._index.beginning_with(token):
                end = phrase.end(tokens, start)
                if end is None or (rule.id in best and best[rule.id].end >= end):
                    continue
                if rule.unless and rule.id not in silenced:
                    silenced[rule.id] = any(found(tokens, other) for other in rule.unless)
                if not silenced.get(rule.id):
                    best[rule.id] = Hit(rule, start, end)
            yield from best.values()


@dataclass(frozen=True)
class Manner:
    """How the genre speaks: words of one meaning, words for actions, turns that open the background."""

    same: Mapping[str, str]
    actions: frozenset[str]
    joints: frozenset[str]
    governing: frozenset[str]
    governed: frozenset[str]
    naming: frozenset[str]
    titled: frozenset[str]
    vague: frozenset[str]
    turns: Mapping[str, Index[None]]
    """The phrases of each of TURNS."""

    def turn_at(self, name: str, tokens: Sequence[Token], place: int) -> int | None:
        """The place behind a turn such as «по итогам» that begins here, else None."""
        for phrase, _ in self.turns[name].beginning_with(tokens[place]):
            if (end := phrase.end(tokens, place)) is not None:
                return end
        return None

    def said(self, name: str, tokens: Sequence[Token]) -> tuple[str, ...]:
        """The first turn of this name in the tokens, as printed; empty where none stands there."""
        for place in range(len(tokens)):
            if (end := self.turn_at(name, tokens, place)) is not None:
                return tuple(token.printed for token in tokens[place:end])
        return ()


@dataclass(frozen=True)
class Rules:
    """The rules of all files: by subject, and the manner of speaking they share."""

    manner: Manner
    sets: Mapping[str, RuleSet]
    usual: Mapping[str, Mapping[str, str]]
    """What a measure of a kind has where its words say nothing: table → kind → value."""

    def usual_audience(self, level: str | None) -> Mapping[str, str]:
        """By kind; a plan of one institution has its own."""
        own = self.usual["audience_in_institution"] if level == "institution" else {}
        return {**self.usual["audience"], **own}
