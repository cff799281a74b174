"""Which organisations a printed name may mean: ranked, with reasons.

A register holds the names of organisations; `find` compares a printed name with all of them. Every word of the
printed name has to be found in the other: as it is, in another case form, as an abbreviation of several words or the
reverse, or misspelt. What names a place tells nothing where all organisations stand in that place.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

from orientir.engines.russian import normalise

from .names import HEADS, PLACE_WORDS, SILENT, Name, parse_name, spells
from .places import Places

Key = TypeVar("Key", bound=Hashable)

SAME_NAME = "same_name"
SAME_PARTS = "same_parts"
ABBREVIATION = "abbreviation"
PART_OF_NAME = "part_of_name"
MISSPELT = "misspelt"
OTHER_FORM = "other_form"
OTHER_OWNER = "other_owner"
UNFOUND_WORDS = "unfound_words"
SEVERAL_ALIKE = "several_alike"
REASONS = (
    SAME_NAME,
    SAME_PARTS,
    ABBREVIATION,
    PART_OF_NAME,
    MISSPELT,
    OTHER_FORM,
    OTHER_OWNER,
    UNFOUND_WORDS,
    SEVERAL_ALIKE,
)
"""Why a name is thought to be meant, and what speaks against it."""

MISSPELT_LIKENESS = 84
"""From which likeness in per cent two longer words are taken for one with a slip of the pen."""
_SHORTEST_MISSPELT = 5
_LIGHT = 0.25
_CLOSE, _NEAR = 0.04, 0.1
_MOST_ALIKE = 20


@dataclass(frozen=True, slots=True)
class Match(Generic[Key]):
    """An organisation that may be meant, how surely (0 to 1), and why."""

    key: Key
    confidence: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry(Generic[Key]):
    """An organisation by all its names; `kind` and `owner` are compared with what a legal form says."""

    key: Key
    names: tuple[str, ...]
    kind: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class _Known(Generic[Key]):
    """An entry taken apart; `initials` are those of its names with and without prepositions."""

    entry: Entry[Key]
    normalised: frozenset[str]
    parsed: tuple[Name, ...]
    words: frozenset[str]
    acronyms: frozenset[str]
    numbers: frozenset[int]
    initials: str


@dataclass(slots=True)
class _Finding:
    """How the words of a printed name were found in an entry, and which of the entry's words they took."""

    weight: float = 0.0
    found: float = 0.0
    telling: float = 0.0
    misspelt: int = 0
    shortest: int = 99
    is_inner: bool = False
    taken: set[str] = field(default_factory=set)

    @property
    def share(self) -> float:
        return self.found / self.weight if self.weight else 0.0

    def take(self, weight: float, telling: float, words: Iterable[str]) -> None:
        self.found += weight
        self.telling += telling
        self.taken.update(words)


class Register(Generic[Key]):
    """Names of organisations that are searched together; `home` is the place where all of them stand."""

    def __init__(self, entries: Iterable[Entry[Key]], *, home: Places | None = None) -> None:
        self.entries = tuple(entries)
        self._known = [_known(entry) for entry in self.entries]
        self._home = home or Places()
        self._vocabulary = sorted({word for known in self._known for word in known.words})

    def find(self, printed: str, *, most: int = 8) -> list[Match[Key]]:
        """Return the organisations that the printed name may mean, the likeliest first."""
        name, whole = parse_name(printed), normalise(printed)
        alike = {word: self._alike(word) for word in name.words}
        matches = [match for known in self._known if (match := self._compare(name, whole, known, alike))]
        return _told_apart(sorted(matches, key=lambda match: -match.confidence))[:most]

    def _alike(self, word: str) -> dict[str, float]:
        """Words of the register that are this one, or this one with a slip of the pen, each with its likeness."""
        if len(word) < _SHORTEST_MISSPELT:
            return {word: 1.0}
        near = process.extract(
            word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=MISSPELT_LIKENESS, limit=_MOST_ALIKE
        )
        return {other: likeness / 100 for other, likeness, _ in near} | {word: 1.0}

    def _compare(
        self, printed: Name, whole: str, known: _Known[Key], alike: Mapping[str, Mapping[str, float]]
    ) -> Match[Key] | None:
        if whole in known.normalised:
            return Match(known.entry.key, 0.99, (SAME_NAME,))
        if printed.numbers and not set(printed.numbers) <= known.numbers:
            return None
        finding = self._find_words(printed, known, alike)
        # A place alone names nobody who stands in it.
        if finding.found < 1 or finding.share < 0.5:
            return None
        back = max(self._share_back(printed, finding, name) for name in known.parsed)
        return self._judge(printed, known, finding, back)

    def _find_words(self, printed: Name, known: _Known[Key], alike: Mapping[str, Mapping[str, float]]) -> _Finding:
        finding = _Finding(weight=len(printed.numbers))
        finding.take(len(printed.numbers), len(printed.numbers), ())
        by_letters = self._spelt_in_full(printed, known)
        for word in printed.words:
            near = {other: likeness for other, likeness in alike[word].items() if other in known.words}
            if self._home.has_word(word) or (word in PLACE_WORDS and word not in printed.proper):
                weight = _LIGHT if word in known.words else 0.0
            else:
                weight = _LIGHT if word in printed.optional else 1.0
            finding.weight += weight
            telling = 0.0 if word in HEADS or weight < 1 else 1.0 if word in printed.proper else 0.5
            if near:
                finding.take(weight, telling, near)
                finding.misspelt += max(near.values()) < 1
            elif word in by_letters:
                finding.take(weight, telling, by_letters[word])
                finding.shortest, finding.is_inner = min(finding.shortest, len(by_letters)), True
        for acronym in printed.acronyms:
            self._find_acronym(acronym, known, finding)
        return finding

    def _find_acronym(self, acronym: str, known: _Known[Key], finding: _Finding) -> None:
        if acronym in known.acronyms:
            finding.weight += 1
            finding.take(1, 1, [acronym])
            return
        if self._home.has_acronym(acronym):
            return
        finding.weight += 1
        if acronym not in known.initials:
            return
        for name in known.parsed:
            place = spells(acronym, name.letters)
            if place is not None and (place[0] == 0 or len(acronym) > 2):
                finding.take(1, 1 if len(acronym) > 2 else 0.5, name.letters[slice(*place)])
                finding.shortest = min(finding.shortest, len(acronym))
                finding.is_inner = finding.is_inner or place[0] > 0
                return

    def _spelt_in_full(self, printed: Name, known: _Known[Key]) -> dict[str, list[str]]:
        """Words of the printed name for which the entry has an abbreviation that it does not spell out itself."""
        found: dict[str, list[str]] = {}
        for acronym in known.acronyms:
            place = spells(acronym, printed.letters) if len(acronym) > 2 and acronym not in known.initials else None
            for word in printed.letters[slice(*place)] if place else ():
                found.setdefault(word, []).append(acronym)
        return found

    def _share_back(self, printed: Name, finding: _Finding, name: Name) -> float:
        """How much of what a name of the entry tells the printed one tells too."""
        told = [number in printed.numbers for number in name.numbers]
        told += [
            word in finding.taken for word in name.words if word not in name.optional and not self._home.has_word(word)
        ]
        told += [acronym in finding.taken for acronym in name.acronyms if not self._home.has_acronym(acronym)]
        return sum(told) / len(told) if told else 0.0

    def _judge(self, printed: Name, known: _Known[Key], finding: _Finding, back: float) -> Match[Key]:
        reasons: list[str] = []
        if finding.share < 0.999:
            confidence = 0.72 * finding.share
            reasons.append(UNFOUND_WORDS)
        elif back > 0.99:
            # Words with which many names begin tell one apart only where nothing else is left of its name.
            confidence = 0.97 if finding.telling else 0.88
            reasons.append(SAME_PARTS)
        else:
            confidence = 0.94 if finding.telling >= 1 else 0.8
            reasons.append(PART_OF_NAME)
        if finding.shortest < 99:
            limit = 0.7 if finding.shortest == 2 else 0.8 if finding.is_inner else 0.94
            confidence = min(confidence, limit)
            reasons.append(ABBREVIATION)
        if finding.misspelt:
            confidence = min(confidence, 0.9 - 0.05 * finding.misspelt)
            reasons.append(MISSPELT)
        if known.numbers and not printed.numbers and finding.telling < 1:
            confidence = min(confidence, 0.72)
        if printed.kind and known.entry.kind and printed.kind != known.entry.kind:
            confidence -= 0.12
            reasons.append(OTHER_FORM)
        if printed.owner and known.entry.owner and printed.owner != known.entry.owner:
            confidence -= 0.15
            reasons.append(OTHER_OWNER)
        return Match(known.entry.key, round(max(confidence, 0.05), 3), tuple(reasons))


def _known(entry: Entry[Key]) -> _Known[Key]:
    parsed = tuple(parse_name(name) for name in entry.names)
    rows = [[part[0].upper() for word in name.letters for part in word.split("-")] for name in parsed]
    loud = [
        [part[0].upper() for word in name.letters if word not in SILENT for part in word.split("-")] for name in parsed
    ]
    return _Known(
        entry=entry,
        normalised=frozenset(normalise(name) for name in entry.names),
        parsed=parsed,
        words=frozenset(word for name in parsed for word in name.words),
        acronyms=frozenset(acronym for name in parsed for acronym in name.acronyms),
        numbers=frozenset(number for name in parsed for number in name.numbers),
        initials=" ".join("".join(row) for row in [*rows, *loud]),
    )


def _told_apart(matches: Sequence[Match[Key]]) -> list[Match[Key]]:
    """Take back confidence where another organisation is meant as likely."""
    if len(matches) < 2:
        return list(matches)
    first, second = matches[:2]
    if SAME_NAME in first.reasons and SAME_NAME not in second.reasons:
        return list(matches)
    distance = first.confidence - second.confidence
    if distance <= _CLOSE:
        limit = 0.55
    elif distance <= _NEAR:
        limit = 0.85
    else:
        return list(matches)
    return [
        replace(match, confidence=min(match.confidence, limit - 0.01 * at), reasons=(*match.reasons, SEVERAL_ALIKE))
        if match.confidence >= second.confidence - 1e-9
        else match
        for at, match in enumerate(matches)
    ]
