"""Lists with «и», and prepositions that take a vowel: «во вторник», «об итогах», «со школой»."""

from __future__ import annotations

import re
from collections.abc import Iterable

from orientir.engines.russian.cases import Case
from orientir.engines.russian.dates import month
from orientir.engines.russian.nouns import nouns
from orientir.engines.russian.numbers import in_words

_HARD_SIGNS = "бвгджзклмнпрстфхцчшщ"
_VOWELS = "аоуэиы"
_AND = re.compile(r"\bи\b")


def listed(items: Iterable[str]) -> str:
    """«школы, колледжи и вузы»; empty items are left out.

    Where an item has an «и» of its own, «а также» joins the last one; where one has a comma, semicolons part
    all: «отдел опеки, попечительства; школы».
    """
    names = [item.strip() for item in items if item.strip()]
    if len(names) < 2:
        return "".join(names)
    if any(sign in name for name in names for sign in ",;"):
        return "; ".join(names)
    last = ", а также " if any(_AND.search(name) for name in names) else " и "
    return ", ".join(names[:-1]) + last + names[-1]


_SHORT = {"в": "в", "во": "в", "с": "с", "со": "с", "к": "к", "ко": "к", "о": "о", "об": "о", "обо": "о"}
# «Обо мне», «ко всем», «со мной»: with these the long form stands whatever the sounds.
_PRONOUN = re.compile(r"(?:мн(?:е|ой|ою)|вс(?:ех|ем|ём|еми|ей|ею|ю|я|ё|е|его|ему|як(?:ого|ому|им|ом|ой)))\b")
_LONG = {
    # в or ф before a consonant, and words of habit: «во вторник», «во Вьетнаме», «во дворце», «во Льгове»
    "в": re.compile(rf"[вф][{_HARD_SIGNS}ь]|двор(?:е|ах|ы|ец|ц)|мн|мц|мх|льв|льг|льд|льн|рж|рту\b|рв[уа]|лж|лб|сне\b"),
    # a hissing or whistling sound before a consonant, щ is two sounds: «со школой», «со съезда», «со взрослыми»
    "с": re.compile(rf"[сзшж][{_HARD_SIGNS}ъ]|щ|в[стз]|мн|льв|льд|льн|лб|рж|рта\b|двора\b|дня\b"),
    "к": re.compile(r"мн|вт|дню\b|дням\b|двору\b|льв|льд|лб|сну\b"),
}
# Cases in which a noun follows the preposition; a figure before a singular is an ordinal: «во 2 квартале».
_CASES = {"в": (Case.PREPOSITIONAL,), "с": (Case.GENITIVE, Case.INSTRUMENTAL), "к": (Case.DATIVE,)}
# Letters whose names begin with a vowel (эль, эм, эн, эр, эс, эф) and the sound others begin with.
_NAMED_WITH_VOWEL = "лмнрсф"
_READ_AS_WORDS = frozenset({"СМИ", "СНИЛС"})
_ENDING = re.compile(r"-(?:й|я|е|го|му|м|ю|х|ми)\b")
_ROMANS = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11}
_ORDINALS = {1: "первый", 2: "второй", 3: "третий", 4: "четвёртый"}
_MONTHS = frozenset(month(number, Case.GENITIVE) for number in range(1, 13))


def with_preposition(preposition: str, text: str) -> str:
    """The preposition in the form that the next sounds ask for: в сентябре, во вторник, об итогах, со 2 сентября.

    Knows в, с, к and о, in any of their forms and letter case; another preposition stays as it is. Figures,
    Roman numbers and abbreviations count as they are read: «об 11-м классе», «во II квартале», «об МГУ». The
    words after it are not turned.
    """
    short = _SHORT.get(preposition.lower())
    if short is None:
        return f"{preposition} {text}"
    sounds = _spoken(text, short)
    if _PRONOUN.match(sounds):
        chosen = "обо" if short == "о" else short + "о"
    elif short == "о":
        chosen = "об" if sounds[:1] in _VOWELS else "о"
    else:
        chosen = short + "о" if _LONG[short].match(sounds) else short
    return f"{_like(preposition, chosen)} {text}"


def _like(given: str, chosen: str) -> str:
    if given.isupper() and len(given) > 1:
        return chosen.upper()
    return chosen.capitalize() if given[:1].isupper() else chosen


def _spoken(text: str, preposition: str) -> str:
    """The beginning of a text in small letters as it is read; one sign at least."""
    found = re.search(r"[^\W_]+", text)
    if found is None:
        return "-"
    word, after = found[0], text[found.end() :]
    if word.isdecimal():
        return _number(word, after, preposition)
    if word in _ROMANS:
        return _ORDINALS.get(_ROMANS[word]) or in_words(_ROMANS[word])
    letters = word.lower()
    as_word = re.match(f"[{_VOWELS}]|.[{_VOWELS}еёюя]", letters) is not None or word in _READ_AS_WORDS
    if word.isupper() and len(word) > 1 and not as_word:
        return "э" if letters[0] in _NAMED_WITH_VOWEL else letters[0] + "э"
    return letters


def _number(figures: str, after: str, preposition: str) -> str:
    """The first word of a number; a day of the month and what has an ending or a singular behind it is an ordinal."""
    if len(figures) > 6:
        return "миллион"
    number = int(figures)
    following = re.match(r"\s*([а-яё]+)", after)
    ordinal = _ENDING.match(after) is not None or (following is not None and following[1] in _MONTHS)
    if number == 2 and following is not None:
        cases = _CASES.get(preposition, ())
        ordinal = ordinal or any(noun.case in cases and not noun.plural for noun in nouns(following[1]))
    if ordinal and number in _ORDINALS:
        return _ORDINALS[number]
    return "тысяча" if 1000 <= number < 2000 else in_words(number)
