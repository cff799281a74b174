"""A head noun with its adjectives, found in a printed name and turned together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from orientir.engines.russian.cases import Case, Gender
from orientir.engines.russian.nouns import Adjective, Noun, adjectives, nouns
from orientir.engines.russian.printed import Printed

Readings = tuple[tuple[Case, bool], ...]
"""Case and whether plural, the likelier first."""

AS_GIVEN: Readings = ((Case.NOMINATIVE, False), (Case.NOMINATIVE, True))
AND = frozenset({"и", "или"})
# «Минпросвещения», «Миннауки»: the second half is a genitive already.
_SHORT_MINISTRY = re.compile(r"Мин[а-яё]+(?:ния|ки|ры|та|рта|рода)")
_DEPENDS_ON = re.compile(r"щи(?:е|х|м|ми)ся$|^служащ")


@dataclass(slots=True)
class Group:
    """A head with its adjectives in one case."""

    case: Case
    plural: bool
    head: Noun | Adjective | None
    """None for an abbreviation, which stays."""
    at: int
    """Which word the head is."""
    gender: Gender | None
    """None where nothing tells it."""
    animate: bool
    modifiers: list[tuple[int, Adjective]] = field(default_factory=list)

    def turned(self, case: Case, *, plural: bool | None = None) -> dict[int, str] | None:
        """The words of the group in a case and, where wanted, the other number; None where one has no such form."""
        plural = self.plural if plural is None else plural
        found = {at: self._adjective(adjective, case, plural=plural) for at, adjective in self.modifiers}
        if isinstance(self.head, Noun):
            found[self.at] = self.head.turned(case, plural=plural)
        elif self.head is not None:
            found[self.at] = self._adjective(self.head, case, plural=plural)
        words = {at: word for at, word in found.items() if word is not None}
        return words if len(words) == len(found) else None

    def _adjective(self, adjective: Adjective, case: Case, *, plural: bool) -> str | None:
        return adjective.turned(case, plural=plural, gender=self.gender, animate=self.animate)


def find_group(name: Printed, at: int, readings: Readings = AS_GIVEN, *, gender: Gender | None = None) -> Group | None:
    """The likeliest group that begins at a word: the one with most adjectives, in the first case that fits.

    A bare word with a capital is a place where it can be one: «Орла», «Шахт». `gender` is what the word before
    makes likely: «села Васильевского» is not «Васильевский».
    """
    found = [group for case, plural in readings for group in _groups(name, at, case, plural=plural)]
    bare_place = name.words[at][:1].isupper() and len(name) == 1 if found else False

    def likely(group: Group) -> tuple[float, ...]:
        weight = float(not isinstance(group.head, Adjective)) + len(group.modifiers)
        place = _likelihood_of_place(group) if bare_place else 0.0
        return (weight, place, float(gender is not None and group.gender is gender))

    return max(found, key=likely, default=None)


def _likelihood_of_place(group: Group) -> float:
    """How likely the head is a name of the map, from 0 to 1."""
    if not isinstance(group.head, Noun) or "Geox" not in group.head.grammemes:
        return 0.0
    return group.head.likelihood


def _groups(name: Printed, at: int, case: Case, *, plural: bool, most: int = 12) -> Iterator[Group]:
    """The ways in which a group of this case and number, of at most so many adjectives, can begin at a word."""
    if at >= len(name) or name.quoted[at]:
        return
    word = name.words[at]
    if name.is_abbreviation(at) or _SHORT_MINISTRY.fullmatch(word):
        yield Group(case, plural, None, at, None, animate=False)
        return
    own = [adjective for adjective in adjectives(word) if (adjective.case, adjective.plural) == (case, plural)]
    if own and most and not _has_dependent(own[0], name, at):
        for later in _groups(name, _next_in_group(name, at), case, plural=plural, most=most - 1):
            fitting = next((adjective for adjective in own if _agree(adjective, later)), None)
            if fitting is not None:
                later.modifiers.insert(0, (at, fitting))
                later.gender = later.gender or fitting.gender
                yield later
    for noun in nouns(word):
        if (noun.case, noun.plural) == (case, plural):
            yield Group(case, plural, noun, at, noun.gender, animate=noun.animate)
    for adjective in own:
        yield Group(case, plural, adjective, at, adjective.gender, animate=adjective.substantive)


def _next_in_group(name: Printed, at: int) -> int:
    """The word after an adjective that may belong with it; past the last one where the group ends here."""
    following = at + 1
    if following >= len(name) or re.search(r"[^\s,]", name.gaps[following]):
        return len(name)
    if name.words[following].lower() in AND and following + 1 < len(name):
        following += 1
    while following < len(name) and not name.quoted[following] and name.is_transparent(following):
        following += 1
    return following


def _has_dependent(adjective: Adjective, name: Printed, at: int) -> bool:
    """«Обучающиеся школы», «служащие администрации»: the noun depends on them, though both may be nominative."""
    if not adjective.plural or at + 1 >= len(name) or not _DEPENDS_ON.search(adjective.printed.lower()):
        return False
    return any(noun.case is Case.GENITIVE for noun in nouns(name.words[at + 1]))


def _agree(adjective: Adjective, later: Group) -> bool:
    if later.head is None and adjective.substantive:
        return False  # «заведующий МБДОУ» is a person, «городской ИМЦ» a body
    return later.plural or later.gender is None or adjective.gender is None or adjective.gender is later.gender
