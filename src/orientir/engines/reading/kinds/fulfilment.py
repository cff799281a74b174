"""Which fact proves a measure: the word that is said first in its core decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from orientir.engines.reading.kinds.clauses import CORE, SECTION, SPECIFICATION, WHOLE, Stretch
from orientir.engines.reading.kinds.model import Finding
from orientir.engines.reading.kinds.rules import RuleSet
from orientir.engines.reading.kinds.voices import Voice, voices

MOST_SECONDS = 3
_ITSELF = frozenset({CORE, SPECIFICATION, WHOLE})
# A section that stands for the words of a row is heard like a specification of it, not like a heading far above.
_AS_HEADING = 4.0
# A second fact is named only where it was said at least this loud.
_HEARD = 0.3


def read_fulfilment(
    stretches: Sequence[Stretch], rules: RuleSet, fallback: str
) -> tuple[Finding[str], tuple[Finding[str], ...]]:
    """The kind of fact and further kinds that are needed or will do, most likely first."""
    spoken = voices(stretches, rules)
    if not any(voice.stretch.place in _ITSELF and not voice.stretch.action for voice in spoken):
        # «Сто дорог – одна твоя» beneath «Классные часы»: the row is a theme, its section says what is done
        named = [voice for voice in spoken if voice.stretch.place == SECTION]
        spoken = [*(replace(voice, loudness=voice.loudness * _AS_HEADING) for voice in named), *spoken]
        spoken.sort(key=lambda voice: voice.rank)
    if not spoken:
        return Finding(fallback, 0.2, "нет слов"), ()
    first = spoken[0]
    primary = first.finding()
    seconds: dict[str, Finding[str]] = {}
    for voice in spoken[1:]:
        value = voice.hit.rule.gives
        if value != primary.value and voice.loudness >= _HEARD:
            seconds.setdefault(value, voice.finding(less=0.2))
    for value in first.hit.rule.also:
        if value != primary.value:
            seconds.setdefault(value, first.finding(value, less=0.3))
    if any(_rivals(first, voice) for voice in spoken[1:]):
        primary = first.finding(less=0.1)
    ordered = sorted(seconds.values(), key=lambda finding: -finding.confidence)
    return primary, tuple(ordered[:MOST_SECONDS])


def _rivals(first: Voice, other: Voice) -> bool:
    """Whether something else is said as loud in the same breath, only later."""
    return (
        other.order == first.order and other.loudness >= first.loudness and other.hit.rule.gives != first.hit.rule.gives
    )
