"""What a printed word can be as a noun or an adjective, and its other forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from orientir.engines.russian.cases import Case, Gender
from orientir.engines.russian.dictionary import Reading, form, readings, reprinted
from orientir.engines.russian.ordinals import ordinal

_CASES = {
    "nomn": Case.NOMINATIVE, "gent": Case.GENITIVE, "gen2": Case.GENITIVE, "datv": Case.DATIVE,
    "accs": Case.ACCUSATIVE, "ablt": Case.INSTRUMENTAL, "loct": Case.PREPOSITIONAL, "loc2": Case.PREPOSITIONAL,
}  # fmt: skip
_GRAMMEMES = {
    Case.NOMINATIVE: "nomn", Case.GENITIVE: "gent", Case.DATIVE: "datv", Case.ACCUSATIVE: "accs",
    Case.INSTRUMENTAL: "ablt", Case.PREPOSITIONAL: "loct", Case.LOCATIVE: "loct",
}  # fmt: skip
_GENDERS = {"masc": Gender.MASCULINE, "femn": Gender.FEMININE, "neut": Gender.NEUTER}
_GENDER_GRAMMEMES = {gender: grammeme for grammeme, gender in _GENDERS.items()}

# «В крае», «в округе» stay as they are, though the dictionary knows «в краю»: these alone turn in a document.
_OWN_PLACE_FORM = frozenset({"сад", "год", "лес", "шкаф", "угол", "пол", "полк", "порт"})

# First parts that never turn: «пресс-секретаря», «кейс-чемпионата»; the rest does when both name one thing,
# «педагога-психолога», «школы-интерната».
_FIXED_FIRST = frozenset(
    "арт аудио бизнес веб видео вице генерал интернет кейс квест медиа мини онлайн офлайн обер премьер пресс топ"
    " унтер флеш фото шоу штаб эко экс экспресс".split()
)
# Words of the trade that the dictionary does not know; it would guess a thing where a person is meant.
_PEOPLE = frozenset({"тьютор", "амбассадор", "профориентатор", "коуч"})

_NAMES_OF_PEOPLE = frozenset({"ответственный", "уполномоченный", "несовершеннолетний"})

# «Северо-Каменского»: the dictionary takes an unknown adjective of a place for a surname.
_RELATIVE = re.compile(r"(.+(?:ск|цк))(ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)", re.IGNORECASE)
_RELATIVE_ENDINGS = {
    Gender.MASCULINE: ("ий", "ого", "ому", "ий", "им", "ом"),
    Gender.FEMININE: ("ая", "ой", "ой", "ую", "ой", "ой"),
    Gender.NEUTER: ("ое", "ого", "ому", "ое", "им", "ом"),
}
_RELATIVE_PLURAL = ("ие", "их", "им", "ие", "ими", "их")
_ORDER = (
    Case.NOMINATIVE, Case.GENITIVE, Case.DATIVE, Case.ACCUSATIVE, Case.INSTRUMENTAL, Case.PREPOSITIONAL,
)  # fmt: skip
_ORDINAL = re.compile(r"([0-9]{1,6})-(й|я|е|и|го|му|м|ю|х|ми)")


@dataclass(frozen=True, slots=True)
class Noun:
    """A printed noun in one case. `gender` is None where both fit («глава») or where there is no singular."""

    printed: str
    parts: tuple[Reading | str, ...]
    """The reading of each part that turns, the letters of each that stays."""
    case: Case
    plural: bool
    gender: Gender | None
    animate: bool
    known: bool

    @property
    def lemma(self) -> str:
        """The dictionary form, parts joined by hyphens."""
        return "-".join(part if isinstance(part, str) else str(part.normal_form) for part in self.parts)

    @property
    def grammemes(self) -> frozenset[str]:
        """What the dictionary says of the last part that turns."""
        return frozenset(self._last.tag.grammemes)

    @property
    def likelihood(self) -> float:
        """How likely this reading is among all of the word, from 0 to 1."""
        return float(self._last.score)

    @property
    def _last(self) -> Reading:
        return next(part for part in reversed(self.parts) if not isinstance(part, str))

    def turned(self, case: Case, *, plural: bool | None = None) -> str | None:
        """The form in a case and, where wanted, in the other number; None where there is none."""
        number = "plur" if (self.plural if plural is None else plural) else "sing"
        turned, spelled = [], []
        for part in self.parts:
            if isinstance(part, str):
                turned.append(part)
                spelled.append(part)
                continue
            own_place = case is Case.LOCATIVE and number == "sing" and part.normal_form in _OWN_PLACE_FORM
            grammeme = "loc2" if own_place else _GRAMMEMES[case]
            kinds = [_GENDER_GRAMMEMES[self.gender]] if self.gender and _adjectival(part) and number == "sing" else []
            found = form(part, grammeme, number, *kinds)
            if found is None:
                return None
            turned.append(found)
            spelled.append(str(part.word))
        return reprinted(self.printed, "-".join(spelled), "-".join(turned))


@dataclass(frozen=True, slots=True)
class Adjective:
    """A printed adjective, participle or ordinal in one case; `gender` is None in the plural."""

    printed: str
    reading: Reading | None
    """None where the form follows from the ending alone: «…ского», «1-го»."""
    case: Case
    plural: bool
    gender: Gender | None

    @property
    def substantive(self) -> bool:
        """Whether it names by itself: «заведующий», «обучающиеся», «ответственный»."""
        if self.reading is None:
            return False
        tag = self.reading.tag
        return "Subx" in tag or tag.POS == "PRTF" or self.reading.normal_form in _NAMES_OF_PEOPLE

    def turned(self, case: Case, *, plural: bool, gender: Gender | None, animate: bool) -> str | None:
        """The form that goes with a noun of this number, gender and life."""
        gender = gender or self.gender or Gender.MASCULINE
        case = case.common
        if self.reading is not None:
            wanted = [_GRAMMEMES[case], "plur"] if plural else [_GRAMMEMES[case], "sing", _GENDER_GRAMMEMES[gender]]
            if case is Case.ACCUSATIVE and (plural or gender is Gender.MASCULINE):
                wanted.append("anim" if animate else "inan")
            found = form(self.reading, *wanted)
            return reprinted(self.printed, str(self.reading.word), found) if found else None
        if numbered := _ORDINAL.fullmatch(self.printed):
            return ordinal(int(numbered[1]), case, gender, plural=plural, animate=animate)
        relative = _RELATIVE.fullmatch(self.printed)
        if relative is None:
            return None
        if case is Case.ACCUSATIVE and animate and (plural or gender is Gender.MASCULINE):
            case = Case.GENITIVE
        ending = _relative_ending(case, gender, plural)
        return relative[1] + (ending.upper() if relative[2].isupper() else ending)


def _adjectival(reading: Reading) -> bool:
    return reading.tag.POS in ("ADJF", "PRTF")


@lru_cache(maxsize=8_000)
def nouns(printed: str) -> tuple[Noun, ...]:
    """All that a word can be as a noun, the likeliest first; names of people last."""
    word = printed.lower()
    found = [] if _is_known(word) else list(_compounds(printed))
    if not found:
        found = [noun for reading in readings(word) if (noun := _noun(printed, reading)) is not None]
    if word in _PEOPLE:
        found = [noun for noun in found if noun.animate] or found
    return tuple(sorted(found, key=lambda noun: bool({"Surn", "Name", "Patr"} & noun.grammemes)))


def _is_known(word: str) -> bool:
    return any(reading.is_known for reading in readings(word))


def _noun(printed: str, *parts: Reading | str) -> Noun | None:
    """The noun of these parts; the last one that turns says case, number and gender."""
    last: Reading = next(part for part in reversed(parts) if not isinstance(part, str))
    tag = last.tag
    if tag.POS != "NOUN" or str(tag.case) not in _CASES:
        return None
    return Noun(
        printed,
        parts,
        _CASES[str(tag.case)],
        tag.number == "plur",
        _GENDERS.get(str(tag.gender)),
        tag.animacy == "anim",
        bool(last.is_known),
    )


def _compounds(printed: str) -> Iterator[Noun]:
    """A word of two parts which the dictionary does not know as a whole."""
    left, hyphen, right = printed.partition("-")
    first = left.lower()
    if re.match("(?:на|над|под)-", right):
        # «Николаевск-на-Амуре»
        yield from (noun for one in readings(first) if (noun := _noun(printed, one, right.lower())) is not None)
        return
    if not hyphen or "-" in right:
        return
    for last in readings(right.lower()):
        if not last.is_known:
            continue
        whole = _noun(printed, first, last)
        if whole is None:
            yield from _place_with_adjective(printed, left, last)
            continue
        turning = [] if first in _FIXED_FIRST else [other for other in readings(first) if _goes_with(other, last)]
        if turning:
            both = _noun(printed, turning[0], last)
            if both is not None:
                yield both
        elif first in _FIXED_FIRST or not re.search("[а-яё]", first):
            yield whole


def _goes_with(first: Reading, last: Reading) -> bool:
    """Whether two nouns stand in one case and number and name one thing: «педагог» and «психолог»."""
    one, other = first.tag, last.tag
    return (
        first.is_known
        and one.POS == "NOUN"
        and (one.case, one.number, one.animacy) == (other.case, other.number, other.animacy)
        and ("Geox" in one) == ("Geox" in other)
    )


def _place_with_adjective(printed: str, left: str, last: Reading) -> Iterator[Noun]:
    """«Каменск-Уральский»: a place with an adjective after it."""
    tag = last.tag
    if not _adjectival(last) or str(tag.case) not in _CASES or not left[:1].isupper():
        return
    for first in readings(left.lower()):
        place = first.tag
        if place.POS != "NOUN" or (place.case, place.number) != (tag.case, tag.number):
            continue
        if tag.gender and place.gender and tag.gender != place.gender:
            continue
        gender = _GENDERS.get(str(tag.gender))
        yield Noun(printed, (first, last), _CASES[str(tag.case)], tag.number == "plur", gender, False, True)


@lru_cache(maxsize=8_000)
def adjectives(printed: str) -> tuple[Adjective, ...]:
    """All that a word can be as an adjective, a participle or an ordinal."""
    word = printed.lower()
    if numbered := _ORDINAL.fullmatch(word):
        number = int(numbered[1])
        return tuple(_in_all_cases(printed, lambda case, kind, many: ordinal(number, case, kind, plural=many) == word))
    found = tuple(
        Adjective(
            printed,
            reading,
            _CASES[str(reading.tag.case)],
            reading.tag.number == "plur",
            _GENDERS.get(str(reading.tag.gender)),
        )
        for reading in readings(word)
        if _adjectival(reading) and str(reading.tag.case) in _CASES
    )
    relative = _RELATIVE.fullmatch(word)
    if found or relative is None or any(one.is_known and "Surn" not in one.tag for one in readings(word)):
        return found
    return tuple(_in_all_cases(printed, lambda case, kind, many: _relative_ending(case, kind, many) == relative[2]))


def _relative_ending(case: Case, gender: Gender, plural: bool) -> str:
    return (_RELATIVE_PLURAL if plural else _RELATIVE_ENDINGS[gender])[_ORDER.index(case)]


def _in_all_cases(printed: str, fits: Callable[[Case, Gender, bool], bool]) -> Iterator[Adjective]:
    """The adjectives that a word can be by its ending alone."""
    for case in _ORDER:
        for gender in Gender:
            if fits(case, gender, False):
                yield Adjective(printed, None, case, False, gender)
        if fits(case, Gender.MASCULINE, True):
            yield Adjective(printed, None, case, True, None)
