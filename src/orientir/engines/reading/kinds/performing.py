"""Who carries a measure out: levels, one or each, who leads, how binding it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from orientir.engines.reading.kinds.clauses import CORE, Stretch, plain
from orientir.engines.reading.kinds.model import Finding, Performer
from orientir.engines.reading.kinds.rules import Manner, RuleSet
from orientir.engines.reading.kinds.voices import voices

_BY_AGREEMENT = re.compile(r"по\s+согласовани[юя]", re.IGNORECASE)
_LEADING = re.compile(
    r"(?<!со)(?:ответственн\w+\s+исполнител\w+|координатор\w*|головн\w+)\s*[:–—-]?\s*$", re.IGNORECASE
)
_HELPING = re.compile(r"(?:соисполнител\w+|при\s+участии|совместно\s+с|с\s+привлечением)\s*[:–—-]?\s*$", re.IGNORECASE)
_QUOTES = re.compile(r"[«»„“”\"]")
_ONE_BY_NAME = re.compile(r"№|[«\"“„]")
# With an authority in the lead these are made once for all; everything else every organisation delivers itself.
_ONCE = frozenset("act contest register".split())
_FOR_STAFF = frozenset("consultation coordination event".split())


def read_performers(names: Sequence[str], raw: str, rules: RuleSet, manner: Manner) -> tuple[Performer, ...]:
    """The performers in printed order; the one that leads is named so, or is the first that is not a guest."""
    found_ones: list[tuple[str, str | None, bool, bool, str]] = []
    at = 0
    for name in names:
        place = raw.find(name, at)
        before = raw[max(0, place - 40) : place] if place >= 0 else ""
        after = re.split(r"[,;\n]", raw[place + len(name) :], maxsplit=1)[0] if place >= 0 else ""
        at = place + len(name) if place >= 0 else at
        level, is_class = _level(name, rules, manner)
        part = "leads" if _LEADING.search(before) else "helps" if _HELPING.search(before) else ""
        found_ones.append((name, level, is_class, bool(_BY_AGREEMENT.search(name + after)), part))
    leading = _leading([(guest, part) for _, _, _, guest, part in found_ones])
    return tuple(
        Performer(name, level, is_class, place == leading, guest)
        for place, (name, level, is_class, guest, _) in enumerate(found_ones)
    )


def _leading(parts: Sequence[tuple[bool, str]]) -> int | None:
    for wanted in (
        lambda guest, part: part == "leads",
        lambda guest, part: not guest and part != "helps",
        lambda guest, part: part != "helps",
        lambda guest, part: True,
    ):
        place = next((place for place, (guest, part) in enumerate(parts) if wanted(guest, part)), None)
        if place is not None:
            return place
    return None


def _level(name: str, rules: RuleSet, manner: Manner) -> tuple[str | None, bool]:
    """Level of a performer, and whether a class is meant; a quoted name is asked where the words around are silent."""
    spoken = voices([plain(name, CORE, manner)], rules)
    if not spoken:
        spoken = voices([plain(_QUOTES.sub(" ", name), CORE, manner)], rules)
    if not spoken:
        return None, False
    # the phrase that begins first names the body; what follows only tells of whom or where
    first = min(spoken, key=lambda voice: (voice.hit.start, voice.hit.rule.order))
    return first.hit.rule.gives, first.hit.rule.many and not _ONE_BY_NAME.search(name)


def read_level(performers: Sequence[Performer], plan_level: str | None) -> Finding[str]:
    """authority, school, college or both, by the performers; without any, by the level of the plan."""
    levels = [performer.level for performer in performers if performer.level]
    words = tuple(performer.name for performer in performers if performer.level)
    if not levels:
        value = "school" if plan_level == "institution" else "authority"
        return Finding(value, 0.3, "по уровню плана")
    if plan_level == "institution":
        return Finding("school", 0.9, "план одной организации", words)
    if levels[0] == "college":
        return Finding("college", 0.8, "первым назван колледж или вуз", words)
    if "both" in levels or ("authority" in levels and "school" in levels):
        return Finding("both", 0.9, "названы и управление, и организации", words)
    if "authority" in levels and "college" in levels:
        return Finding("college", 0.6, "проводят колледжи, управление сводит", words)
    return Finding(levels[0], 0.9, "по исполнителям", words)


def read_fan_out(
    performers: Sequence[Performer],
    titles: Sequence[Stretch],
    kind: str,
    audience: set[str],
    plan_level: str | None,
    manner: Manner,
) -> Finding[str]:
    """Whether every organisation of a class delivers, or there is one delivery."""
    classes = [performer for performer in performers if performer.is_class]
    if plan_level == "institution" or not classes:
        return Finding("one", 0.8 if performers else 0.4, "исполнитель один")
    words = tuple(performer.name for performer in classes)
    authority = any(performer.level == "authority" and not performer.is_class for performer in performers)
    if performers[0].level == "college" and not performers[0].is_class:
        return Finding("one", 0.6, "проводит один колледж", (performers[0].name,))
    if authority:
        if once := _said("once", titles, manner):
            return Finding("one", 0.7, "итог один", once)
        if said_each := _said("in_each", titles, manner):
            return Finding("each", 0.8, "сказано: в каждой", said_each)
        taking_part = _said("taking_part", titles, manner)
        if kind in _ONCE and not taking_part:
            return Finding("one", 0.6, "один итог на всех", words)
        if kind in _FOR_STAFF and audience == {"staff"} and not taking_part:
            return Finding("one", 0.6, "управление собирает педагогов", words)
        joint = _said("joint", titles, manner)
        if kind == "event" and joint and not taking_part:
            return Finding("one", 0.6, "общее мероприятие", joint)
    return Finding("each", 0.8, "исполняет каждая организация", words)


def _said(name: str, stretches: Iterable[Stretch], manner: Manner) -> tuple[str, ...]:
    return next((words for stretch in stretches if (words := manner.said(name, stretch.tokens))), ())


def read_force(titles: Sequence[Stretch], term: str, performers: Sequence[Performer], manner: Manner) -> Finding[str]:
    """mandatory, recommended or by_agreement; what a plan names without a word more is mandatory."""
    if found := _BY_AGREEMENT.search(term):
        return Finding("by_agreement", 0.8, "сказано в сроке", (found[0],))
    if words := _said("advised", titles, manner):
        return Finding("recommended", 0.8, "сказано в мере", words)
    if performers and all(performer.by_agreement for performer in performers):
        names = tuple(performer.name for performer in performers)
        return Finding("by_agreement", 0.9, "все исполнители по согласованию", names)
    if words := _said("must", titles, manner):
        return Finding("mandatory", 0.9, "сказано в мере", words)
    return Finding("mandatory", 0.6, "названо в плане без оговорок")
