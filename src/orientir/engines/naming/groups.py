"""Which class of organisations, or which people in them, a printed performer describes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process

from orientir.engines.russian import is_word

from .places import Places
from .vocabulary import (
    DUTIES,
    EDUCATIONAL,
    GRADES,
    LEVELS,
    LISTED_LEVELS,
    NOTHING,
    OWNERS,
    SAYINGS,
    SUBORDINATE,
    TRAITS,
)
from .words import Word, words_of

MISSPELT_LIKENESS = 84
_SHORTEST_MISSPELT = 7
_LAST_GRADE = 12
_EVERYWHERE = re.compile(
    r"\bво?\s+(?:\w+\s+)?(?:районах|городах|муниципалитетах|округах|территориях|образованиях)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Group:
    """What words say of a class of organisations.

    `groups` are codes of classes, of which all are meant; empty where only people were named. `traits` and `grades`
    narrow them down, `owner` says whose they are ("plan": of whoever's plan it is). `duty` is the printed words that
    name people, with `sure_of_place` where it is plain in which organisations they are. `unread` are words that were
    not understood: names of places among them; `everywhere` says that places were only listed («в районах и г. Н»).
    `unsure` words mean more than one thing. `is_single`: one organisation is meant, not all of the class;
    `names_one`: a number or a proper name was left unread, so it is one that is named.
    """

    groups: tuple[str, ...]
    owner: str = ""
    traits: tuple[str, ...] = ()
    grades: tuple[int, int] | None = None
    duty: str = ""
    sure_of_place: bool = True
    unread: tuple[str, ...] = ()
    unsure: bool = False
    others: tuple[str, ...] = ()
    is_misspelt: bool = False
    is_single: bool = False
    names_one: bool = False
    everywhere: bool = False
    names_organisations: bool = True


@dataclass(slots=True)
class _Reading:
    words: Sequence[Word]
    text: str
    places: list[int] = field(default_factory=list)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Find the pattern and strike out what it took."""
        found = pattern.search(self.text)
        if found and found[0].strip():
            struck = re.sub(r"\S", "\0", found[0])
            self.text = self.text[: found.start()] + struck + self.text[found.end() :]
            return found
        return None

    def words_at(self, found: re.Match[str]) -> list[Word]:
        """The words of which a match is made."""
        return [
            word for word, begin in zip(self.words, self.places, strict=True) if found.start() <= begin < found.end()
        ]


def read_groups(printed: str, *, home: Places | None = None) -> Group | None:
    """Read a printed performer as a class of organisations; None where it names none.

    `home` is the place where all of them stand: its name tells nothing.
    """
    home = home or Places()
    words = [word for word in words_of(printed) if not home.has(word)]
    group = _read(words, printed)
    if group is None or group.unread:
        mended = _mended(words)
        better = _read(mended, printed) if mended != words else None
        if better and (group is None or len(better.unread) < len(group.unread)):
            return replace(better, is_misspelt=True)
    return group


def _read(words: Sequence[Word], printed: str) -> Group | None:
    reading = _Reading(words, "")
    for word in words:
        reading.places.append(len(reading.text))
        reading.text += f"{word.text} "
    duty, place_of_duty, sure_of_place = _duty(reading, printed)
    traits = tuple(trait for pattern, trait in TRAITS if reading.take(pattern))
    groups, unsure, others, is_single = _groups(reading)
    grades = _grades(reading)
    owner = next((owner for pattern, owner in OWNERS if reading.take(pattern)), "")
    if reading.take(SUBORDINATE):
        owner = "plan"
    while reading.take(NOTHING):
        pass
    named = bool(groups)
    unread = [word for word, place in zip(words, reading.places, strict=True) if reading.text[place] != "\0"]
    if not groups and traits:
        groups = (SCHOOLS_WITH[traits[0]],)
    if not groups and duty:
        groups = (place_of_duty,)
    if not groups:
        return None
    return Group(
        groups=groups,
        owner=owner,
        traits=traits,
        grades=grades,
        duty=duty,
        sure_of_place=sure_of_place or named,
        unread=tuple(word.text for word in unread),
        names_one=any(word.is_number or word.is_quoted for word in unread),
        unsure=unsure and not (duty and groups == (EDUCATIONAL,)),
        others=others,
        is_single=is_single,
        everywhere=bool(_EVERYWHERE.search(printed)),
        names_organisations=named,
    )


SCHOOLS_WITH = {"adapted": EDUCATIONAL, "growth_point": "schools"}
"""Which organisations are meant where only what they have is named."""


def _duty(reading: _Reading, printed: str) -> tuple[str, str, bool]:
    """The printed words that name people, in which class they are found first, and whether that is sure."""
    found: list[tuple[int, int, str, bool]] = []
    for pattern, place, sure in DUTIES:
        while said := reading.take(pattern):
            taken = reading.words_at(said)
            found.append((taken[0].begin, taken[-1].end, place, sure))
    if not found:
        return "", "", True
    found.sort()
    words = ", ".join(printed[begin:end] for begin, end, _, _ in found)
    return words, found[0][2], all(sure for _, _, _, sure in found)


def _groups(reading: _Reading) -> tuple[tuple[str, ...], bool, tuple[str, ...], bool]:
    """The groups, whether they are unsure, further meanings, and whether one organisation is meant."""
    found: list[str] = []
    unsure = False
    others: tuple[str, ...] = ()
    singles: list[bool] = []
    while levels := reading.take(LISTED_LEVELS):
        singles.append(_is_single(reading.words_at(levels)))
        adjectives = levels["levels"].replace("средний профессиональный", "профессиональный").split()
        found += [LEVELS[word] for word in adjectives if word in LEVELS]
    for saying in SAYINGS:
        while said := reading.take(saying.pattern):
            words = reading.words_at(said)
            singles.append(_is_single(words) or (saying.is_one and words[0].is_acronym))
            unsure, others = unsure or saying.unsure, others or saying.others
            found += saying.groups
    return tuple(dict.fromkeys(found)), unsure, others, singles == [True]


def _grades(reading: _Reading) -> tuple[int, int] | None:
    for pattern, meant in GRADES:
        found = reading.take(pattern)
        if not found:
            continue
        if meant:
            return meant
        numbers = [int(number) for number in re.findall(r"\d+", found[0])]
        if numbers and all(1 <= number <= _LAST_GRADE for number in numbers):
            return min(numbers), max(numbers)
    return None


def _is_single(words: Sequence[Word]) -> bool:
    """Whether one is meant: the first noun stands in its dictionary form, «служба» and not «службы»."""
    noun = next((word for word in words if not word.text.endswith(("ый", "ий", "ой"))), words[0])
    return not noun.is_acronym and noun.printed.lower().replace("ё", "е") == noun.text


_KNOWN_WORDS = sorted(
    {
        word
        for patterns in (
            [saying.pattern for saying in SAYINGS],
            [LISTED_LEVELS],
            [pattern for pattern, _ in TRAITS],
            [pattern for pattern, *_ in DUTIES],
        )
        for pattern in patterns
        for word in re.findall(r"[а-я-]{5,}", pattern.pattern)
    }
)


def _mended(words: Sequence[Word]) -> list[Word]:
    """The words with those that no dictionary has turned into the likest one that is known here."""
    return [_mended_word(word) for word in words]


def _mended_word(word: Word) -> Word:
    if word.is_acronym or word.is_number or len(word.text) < _SHORTEST_MISSPELT:
        return word
    if not re.fullmatch(r"[а-яё-]+", word.text) or is_word(word.printed):
        return word
    close = process.extractOne(word.text, _KNOWN_WORDS, scorer=fuzz.ratio, score_cutoff=MISSPELT_LIKENESS)
    return replace(word, text=close[0]) if close else word
