"""Names of bodies, posts and places in a case: the head noun and its adjectives turn, what depends on it stays."""

from __future__ import annotations

import re
from functools import lru_cache

from orientir.engines.russian.cases import OBLIQUE, Case, Inflected
from orientir.engines.russian.groups import AND, Group, Readings, find_group
from orientir.engines.russian.nouns import Adjective, Noun, adjectives, nouns
from orientir.engines.russian.printed import Printed

_GENITIVE: Readings = ((Case.GENITIVE, False), (Case.GENITIVE, True))
_CASES_OF_BODIES = (Case.GENITIVE, Case.PREPOSITIONAL, Case.DATIVE, Case.INSTRUMENTAL)
_OTHER: Readings = tuple((case, plural) for plural in (False, True) for case in OBLIQUE)
_FROM_OBLIQUE: Readings = (
    *((case, False) for case in _CASES_OF_BODIES),
    *((case, True) for case in _CASES_OF_BODIES),
    (Case.NOMINATIVE, False),
    (Case.NOMINATIVE, True),
)
_SETTLEMENTS = frozenset({"город", "село", "посёлок", "деревня", "станица", "хутор", "слобода", "аул", "город-герой"})
_WITH_ACCUSATIVE = frozenset({"в", "во", "на", "за", "по", "про", "через"})
_LONGEST = 200
"""Words; what is longer is a text and no name."""
_DASH = re.compile(r"\s[-–—]\s")


@lru_cache(maxsize=4_000)
def inflect_phrase(text: str, case: Case | str) -> Inflected:
    """A name given in the nominative in another case: «Управление образования города» → «Управлению образования …».

    The head noun turns with its adjectives, with what is joined to it by «и», a comma or a dash, and with a
    participle after it («организации, осуществляющей …»). Abbreviations stay («МБОУ «Школа № 3»»), and so do
    words in quotes. `sure` is false where no head is found or its forms are guesses.
    """
    case = Case(case)
    if case is Case.NOMINATIVE:
        return Inflected(text, sure=True)
    turning = _Turning(Printed(text), case)
    if len(turning.name) > _LONGEST:
        return Inflected(text, sure=False)
    turning.from_nominative()
    return Inflected(turning.name.joined(turning.words) if turning.sure else text, turning.sure)


class _Turning:
    """One name on its way from the nominative into another case."""

    def __init__(self, name: Printed, case: Case) -> None:
        self.name = name
        self.case = case
        self.words: dict[int, str] = {}
        self.sure = True
        self.left_alone = False
        """Whether a word was passed that might have been joined to the head."""

    def from_nominative(self) -> None:
        start, name = 0, self.name
        while start < len(name) and name.is_transparent(start) and not name.is_short_post(start):
            start += 1
        if start < len(name) and name.is_short_post(start):
            return
        group = find_group(name, start) if start < len(name) else None
        if group is None:
            self.sure = False
            return
        if group.head is None and self._names_itself(group.at + 1):
            self.sure = False
            return
        group = self._with_noun_further_on(group)
        self._take(group)
        self._go_on(group, len(name))
        self.sure = self.sure and not self._leaves_subject(start)

    def _leaves_subject(self, start: int) -> bool:
        """Whether a word was left that can be nothing but a nominative: «директор, его заместители»."""
        return any(
            at not in self.words
            and not self.name.quoted[at]
            and word.islower()
            and (known := [noun for noun in nouns(word) if noun.known])
            and all(noun.case is Case.NOMINATIVE for noun in known)
            for at, word in enumerate(self.name.words[start:], start)
        )

    def _with_noun_further_on(self, group: Group) -> Group:
        """«Ответственный за профориентацию педагог»: an adjective, words of its own, then its noun.

        Only a noun that cannot be another case counts: «исполняющий обязанности директора» has none.
        """
        name = self.name
        if not isinstance(group.head, Adjective):
            return group
        for at in range(group.at + 1, len(name)):
            if name.gaps[at].strip() or name.quoted[at]:
                break
            found = find_group(name, at, ((Case.NOMINATIVE, group.plural),))
            if found is None or not isinstance(found.head, Noun) or group.gender not in (None, found.gender):
                continue
            if find_group(name, at, _OTHER) is None:
                found.modifiers = [*group.modifiers, (group.at, group.head), *found.modifiers]
                return found
        return group

    def _names_itself(self, at: int) -> bool:
        """«МБУ Центр развития», «ИП Иванов»: whether a name without quotation marks turns here, nobody knows."""
        name = self.name
        if at >= len(name) or name.gaps[at].strip() or name.is_abbreviation(at):
            return False
        one, many = (find_group(name, at, ((Case.NOMINATIVE, plural),)) for plural in (False, True))
        genitive = find_group(name, at, _GENITIVE)
        return (one is not None and (genitive is None or genitive.plural)) or (many is not None and genitive is None)

    def _take(self, group: Group) -> None:
        words = group.turned(self.case)
        self.sure = self.sure and words is not None and self._is_known(group)
        self.words.update(words or {})

    def _is_known(self, group: Group) -> bool:
        """Whether the forms of the head are no guess: known, or all guesses agree."""
        if group.head is None:
            return True
        if isinstance(group.head, Adjective):
            # alone it names a place («Дивный») or people, which differ in the accusative
            place = len(self.name) == 1 and (self.case is not Case.ACCUSATIVE or group.head.printed[:1].isupper())
            return group.head.substantive or place
        if group.head.known:
            return True
        if not re.search("[А-Яа-яЁё]$", group.head.printed):
            return False
        rivals = (noun for noun in nouns(group.head.printed) if (noun.case, noun.plural) == (group.case, group.plural))
        return len({noun.turned(self.case) for noun in rivals if not _is_name(noun) or _is_name(group.head)}) == 1

    def _go_on(self, group: Group, end: int) -> None:
        """What follows a head: it explains the head, is joined to it, or depends on it and stays."""
        name, at = self.name, group.at + 1
        if at < end and self._is_place_of(group, at):
            at += 1
        direct, accusative = True, False
        while at < end:
            if name.quoted[at] or name.words[at].isdigit():
                at += 1
                continue
            if "(" in name.gaps[at]:
                at = self._past_brackets(group if direct and at == group.at + 1 else None, at, end)
                continue
            if (joined := self._joined_at(at)) is not None and joined < end:
                if joined == at and self._explains(group, at):
                    direct, accusative = False, True
                    at += 1
                    continue
                other = find_group(name, joined)
                if other is not None and other.at < end and not _keeps_its_name(group):
                    after_dash = _DASH.search(name.gaps[at]) is not None
                    if after_dash or self._is_joined(group, other, joined, direct=direct, accusative=accusative):
                        self.sure = self.sure and (direct or not self.left_alone)
                        self._take(other)
                        group, at, direct, accusative = other, other.at + 1, True, False
                        continue
                    self.left_alone = self.left_alone or joined == at
            accusative = accusative or name.words[at].lower() in _WITH_ACCUSATIVE
            direct = False
            at += 1

    def _past_brackets(self, group: Group | None, at: int, end: int) -> int:
        """Turn «(законные представители)» right after its head, if one is given; the word after the brackets."""
        name = self.name
        closing = next((later for later in range(at + 1, end) if ")" in name.gaps[later]), end)
        inner = find_group(name, at) if group is not None and not _keeps_its_name(group) else None
        if inner is not None and group is not None and inner.at < closing and inner.plural == group.plural:
            self._take(inner)
            self._go_on(inner, closing)
        return closing

    def _joined_at(self, at: int) -> int | None:
        """Where a second name may begin: here after a comma or a dash, or behind an «и»."""
        gap = self.name.gaps[at]
        sign = re.sub(r'[\s)»”"]', "", gap)
        if sign in ("", ",") and self.name.words[at].lower() in AND:
            return at + 1
        return at if sign == "," or _DASH.search(gap) else None

    def _is_joined(self, group: Group, other: Group, at: int, *, direct: bool, accusative: bool) -> bool:
        """Whether «…, школы» or «… и школы» stands beside the head and not beside what depends on it."""
        if direct:
            return True
        if group.plural and other.plural and group.animate and other.animate:
            return True
        if find_group(self.name, at, _GENITIVE) is not None:
            return False
        return not accusative or find_group(self.name, at, ((Case.ACCUSATIVE, other.plural),)) is None

    def _explains(self, group: Group, at: int) -> bool:
        """Turn an adjective or participle after a comma, «организации, осуществляющей …»; whether there was one."""
        if self.name.words[at] == "не" and at + 1 < len(self.name):
            at += 1
        following = find_group(self.name, at)
        if following is None or not isinstance(following.head, Adjective) or following.modifiers:
            return False
        for adjective in adjectives(self.name.words[at]):
            # a post is masculine, its holder may be a woman: «педагогу, ответственной за …»
            fits = adjective.gender in (None, group.gender) or group.gender is None or group.animate
            if adjective.case is Case.NOMINATIVE and adjective.plural == group.plural and fits:
                gender = adjective.gender or group.gender
                form = adjective.turned(self.case, plural=group.plural, gender=gender, animate=group.animate)
                self.words[at] = form or self.name.words[at]
                return form is not None
        return False

    def _is_place_of(self, group: Group, at: int) -> bool:
        """Turn the name after «город», «станица», where the norm turns it; whether this was done.

        A name of two words, of another number, in «-ово» or «-ино», and after other words than «город» one of
        another gender stays: «города Великие Луки», «города Кемерово», «села Берёзовка».
        """
        head, name = group.head, self.name
        if not isinstance(head, Noun) or head.lemma not in _SETTLEMENTS or group.plural:
            return False
        if name.gaps[at].strip() or name.quoted[at] or not name.words[at][:1].isupper():
            return False
        following = at + 1
        if following < len(name) and not name.gaps[following].strip() and name.words[following][:1].isupper():
            # usage wavers: «города Нижнего Новгорода», but «города Нижний Тагил»
            self.sure = self.sure and find_group(name, at, ((Case.NOMINATIVE, False),)) is None
            return False
        place = _place(name, at, Case.NOMINATIVE, group)
        if place is None or re.search("(?<![ое])[оеё]$|[иую]$", name.words[at]):
            return False
        if not head.lemma.startswith("город") and place.gender is not group.gender:
            return False
        words = place.turned(self.case)
        self.sure = self.sure and words is not None
        self.words.update(words or {})
        return True


def _is_name(noun: Noun) -> bool:
    return bool({"Surn", "Name", "Patr"} & noun.grammemes)


def _keeps_its_name(group: Group) -> bool:
    """«Республики Саха (Якутия)», «Республики Северная Осетия – Алания», but «Чувашской Республики – Чувашии»."""
    return isinstance(group.head, Noun) and group.head.lemma == "республика" and not group.modifiers


def _place(name: Printed, at: int, case: Case, group: Group) -> Group | None:
    """The name of a settlement, one word in the singular, that stands after «город» or «село»."""
    found = find_group(Printed(name.words[at]), 0, ((case, False),), gender=group.gender)
    if found is not None:
        found.at = at
        found.animate = False
    return found


@lru_cache(maxsize=4_000)
def to_nominative(name: str) -> str:
    """The name of a body or a place from an oblique case: «Отдела образования» → «Отдел образования».

    Adjectives before the first noun and that noun are turned; all that depends on it stays, but the name of a
    settlement after «город», «село» goes with it, and so does a second name after a dash («… области –
    Кузбасса»). A word that is alike in two cases is taken for an oblique singular.
    """
    printed = Printed(" ".join(name.split()))
    start = 1 if printed.words[:1] and printed.words[0].lower() == "г" and printed.gaps[1].startswith(".") else 0
    group = find_group(printed, start, _FROM_OBLIQUE) if start < len(printed) else None
    if group is None or group.case is Case.NOMINATIVE:
        return printed.text
    words = group.turned(Case.NOMINATIVE) or {}
    place = _second_name(printed, group)
    return printed.joined(words | ((place.turned(Case.NOMINATIVE) or {}) if place else {}))


def _second_name(name: Printed, group: Group) -> Group | None:
    """The name after «города» or after a dash, if nothing follows it."""
    at = group.at + 1
    if not isinstance(group.head, Noun) or at >= len(name) or not name.words[at][:1].isupper():
        return None
    found = None
    if group.head.lemma in _SETTLEMENTS and not name.gaps[at].strip():
        found = find_group(name, at, ((group.case, False),))
        if found is not None and not found.modifiers:
            found = _place(name, at, group.case, group)
    elif _DASH.search(name.gaps[at]) and not _keeps_its_name(group):
        found = find_group(name, at, ((group.case, group.plural),))
    return found if found is not None and found.at == len(name) - 1 else None
