"""Rules that speak: where, how loud, and what is believed of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orientir.engines.reading.kinds.clauses import (
    BACKGROUND,
    CORE,
    INDICATOR,
    LATER,
    MEANS,
    PARTNERS,
    PURPOSE,
    RESULT,
    SECTION,
    SPECIFICATION,
    WHOLE,
    Stretch,
)
from orientir.engines.reading.kinds.model import Finding
from orientir.engines.reading.kinds.rules import Hit, RuleSet

# How loud a word speaks by its place. A weak word in the core (half of 1) is still heard before a usual one of a
# later action, but not before one in the specification: «мероприятия (конкурсы, олимпиады)» is a contest. A faint
# one («комплекс мер») yields to whatever else is said.
LOUDNESS: Mapping[str, float] = {
    CORE: 1.0,
    WHOLE: 1.0,
    SPECIFICATION: 0.7,
    MEANS: 0.49,
    LATER: 0.48,
    PURPOSE: 0.45,
    RESULT: 0.42,
    BACKGROUND: 0.36,
    INDICATOR: 0.3,
    SECTION: 0.15,
    PARTNERS: 0.1,
}
STRENGTH: Mapping[str, float] = {"strong": 1.5, "usual": 1.0, "weak": 0.5, "faint": 0.3}


@dataclass(frozen=True)
class Voice:
    """A rule that spoke, how loud, and where."""

    hit: Hit
    stretch: Stretch
    order: int
    loudness: float

    @property
    def words(self) -> tuple[str, ...]:
        """The printed words, those in a gap too."""
        return tuple(token.printed for token in self.stretch.tokens[self.hit.start : self.hit.end])

    @property
    def rank(self) -> tuple[float, int, int, int, int]:
        """Louder first, then earlier in the text, then the longer phrase, then the earlier rule."""
        return (-self.loudness, self.order, self.hit.start, self.hit.start - self.hit.end, self.hit.rule.order)

    def finding(self, value: str | None = None, *, less: float = 0.0, at_least: float = 0.1) -> Finding[str]:
        """What the rule gives (or another value of its), with the confidence of this voice, `less` so much."""
        sure = round(max(at_least, confidence(self.loudness) - less), 2)
        return Finding(value or self.hit.rule.gives, sure, self.hit.rule.id, self.words)


def voices(stretches: Sequence[Stretch], rules: RuleSet) -> list[Voice]:
    """All rules that speak in the stretches, the deciding one first."""
    spoken = [
        Voice(hit, stretch, order, _loudness(hit, stretch))
        for order, stretch in enumerate(stretches)
        for hit in rules.hits(stretch.tokens)
        if stretch.place != WHOLE or hit.rule.across
    ]
    return sorted(spoken, key=lambda voice: voice.rank)


def _loudness(hit: Hit, stretch: Stretch) -> float:
    strength, place = hit.rule.strength, stretch.place
    if place == BACKGROUND and hit.rule.anywhere:
        place = SPECIFICATION
    if strength == "strong" and place not in (CORE, WHOLE, SPECIFICATION):
        strength = "usual"
    return STRENGTH[strength] * LOUDNESS[place]


def confidence(loudness: float) -> float:
    """How sure a finding is, from how loud it was said: 0.9 in the core, 0.3 from the section alone."""
    return round(min(0.95, 0.22 + 0.7 * min(loudness, 1.0)), 2)
