"""Surname, first name and patronymic in a case."""

from __future__ import annotations

import re
from functools import lru_cache

from orientir.engines.russian.cases import OBLIQUE, Case, Gender, InflectedPerson
from orientir.engines.russian.dictionary import Reading, dotted_as, form, readings, reprinted
from orientir.engines.russian.surnames import Endings, surname_form

_MAN, _WOMAN = Gender.MASCULINE, Gender.FEMININE
_VOWEL = "аеёиоуыэюя"
_INITIAL = re.compile(r"[А-ЯЁ](?:\.?-[А-ЯЁ])?\.?")
_SON, _DAUGHTER = frozenset({"оглы", "оглу", "улы", "уулу", "угли"}), frozenset({"кызы", "гызы", "кизи"})
_GRAMMEMES = dict(zip(OBLIQUE, ("gent", "datv", "accs", "ablt", "loct"), strict=True))
_ASK = "?"
# Names on a stressed -ия: «Зульфие» beside «Зульфии».
_STRESSED_IYA = re.compile("(?!со).*фия|г?алия|гульния|[фхс]ания|[рн]азия|рукия|закия")
_STRESSED_PATRONYMICS = frozenset({"ильич", "кузьмич", "лукич", "фомич"})


@lru_cache(maxsize=4_000)
def inflect_person(
    last: str, first: str, middle: str, case: Case | str, gender: Gender | str | None = None
) -> InflectedPerson:
    """A person's name, given in the nominative, in another case.

    The gender follows from the patronymic, else the first name, else the surname, unless it is given. Initials
    and empty parts stay. If one part is unsure, all stay in the nominative and `sure` is false: «принять на
    работу Заяц Ивана Петровича» is worse than «принять на работу: Заяц Иван Петрович».
    """
    case = Case(case).common
    as_given = InflectedPerson(last, first, middle, sure=case is Case.NOMINATIVE)
    if case is Case.NOMINATIVE:
        return as_given
    known = Gender(gender) if gender else gender_of(last, first, middle)
    turned = {_all_parts(last, first, middle, case, each) for each in ([known] if known else [_MAN, _WOMAN])}
    only = turned.pop() if len(turned) == 1 else None
    return InflectedPerson(*only, sure=True) if only else as_given


def _all_parts(last: str, first: str, middle: str, case: Case, gender: Gender) -> tuple[str, str, str] | None:
    found = (
        surname_form(last, case, gender) if last.strip() else last,
        _first_form(first, case, gender) if first.strip() else first,
        _middle_form(middle, case, gender) if middle.strip() else middle,
    )
    if found[0] is None or found[1] is None or found[2] is None:
        return None
    text = f"{last} {first} {middle}"
    return dotted_as(text, found[0]), dotted_as(text, found[1]), dotted_as(text, found[2])


def gender_of(last: str, first: str, middle: str) -> Gender | None:
    """What the parts of a name tell, the patronymic before the first name before the surname; None if nothing."""
    found = _gender_by_middle(middle) or _gender_by_first(first)
    if found:
        return found
    by_last = _gender_by_last(last)
    # «Чаплин Джеральдина»: a foreign woman may have a surname that looks like a man's
    doubtful = by_last is _MAN and first.strip().lower().endswith(("а", "я")) and not _names(first.strip().lower())
    return None if doubtful else by_last


def _gender_by_middle(middle: str) -> Gender | None:
    word = re.split(r"[-\s]+", middle.strip().lower())[-1]
    if word in _SON or word.endswith(("ич", "ыч")):
        return _MAN
    return _WOMAN if word in _DAUGHTER or re.search("[вчш]на$", word) else None


def _gender_by_first(first: str) -> Gender | None:
    genders = {
        {"masc": _MAN, "femn": _WOMAN}.get(str(reading.tag.gender))
        for reading in _names(re.split(r"[-\s]+", first.strip().lower())[0])
    }
    return genders.pop() if len(genders) == 1 else None


def _gender_by_last(last: str) -> Gender | None:
    word = re.split(r"[-\s]+", last.strip().lower())[-1]
    if re.search(r"(?:[оеё]в|[иы]н|ск|цк)(?:а|ая)$", word):
        return _WOMAN
    return _MAN if re.search(r"(?:[оеё]в|..[иы]н|ск(?:ий|ой)|цк(?:ий|ой))$", word) else None


def _names(word: str) -> list[Reading]:
    return [
        reading
        for reading in readings(word)
        if reading.is_known and {"Name", "nomn", "sing"} <= set(reading.tag.grammemes)
    ]


def _first_form(printed: str, case: Case, gender: Gender) -> str | None:
    """A first name; «Анна-Мария» turns in both parts, «Жан-Поль» in the last."""
    name = printed.strip()
    if _INITIAL.fullmatch(name):
        return name
    parts = re.split(r"([-\s]+)", name)
    french = parts[0].lower() in ("жан", "пьер")
    if len(parts) > 1 and gender is _MAN and not french:
        return None  # «Абдул-Азим», «Ахмед-хан»: the custom of the family decides which part turns
    turned = [
        part if at == 0 and len(parts) > 1 and french else _simple_first(part, case, gender)
        for at, part in enumerate(parts[::2])
    ]
    whole = [part for part in turned if part is not None]
    if len(whole) < len(turned):
        return None
    parts[::2] = whole
    return "".join(parts)


@lru_cache(maxsize=8_000)
def _simple_first(printed: str, case: Case, gender: Gender) -> str | None:
    word = printed.lower()
    if len(word) < 2 or not re.fullmatch("[а-яё]+", word):
        return None
    wanted = "masc" if gender is _MAN else "femn"
    known = [reading for reading in _names(word) if reading.tag.gender in (None, wanted)]
    stem, endings = _first_endings(word, gender, known)
    ending = endings[OBLIQUE.index(case)]
    if ending == _ASK:
        forms = {
            (str(reading.word), form(reading, _GRAMMEMES[case], "sing"))
            for reading in known
            if "Fixd" not in reading.tag
        }
        spelled, found = forms.pop() if len(forms) == 1 else (word, None)
        return reprinted(printed, spelled, found) if found else None
    return None if ending is None else reprinted(printed, word, stem + ending)


def _first_endings(word: str, gender: Gender, known: list[Reading]) -> tuple[str, Endings]:
    """The part of a first name that stays and its endings; `_ASK` where only the dictionary can tell."""
    fixed = bool(known) and all("Fixd" in reading.tag for reading in known)
    if word.endswith("ия"):
        # «Марии», but «Зульфие» beside «Зульфии», «Лие» beside «Лии»: the stress decides
        stressed = not known or _STRESSED_IYA.fullmatch(word) or sum(letter in _VOWEL for letter in word) == 2
        short = None if stressed else "и"
        return word[:-1], ("и", short, "ю", "ей", short) if gender is _WOMAN or known else (None,) * 5
    if word.endswith("я"):
        return word[:-1], ("и", "е", "ю", _ASK if known else "ей", "е") if gender is _WOMAN or known else (None,) * 5
    if word.endswith("а") and word[-2] not in _VOWEL:
        hushing = word[-2] in "жшчщц"
        return word[:-1], ("и" if word[-2] in "гкхжшчщ" else "ы", "е", "у", _ASK if hushing else "ой", "е")
    if word[-1] in _VOWEL:
        return word, ("",) * 5 if fixed or not known else (_ASK,) * 5
    if gender is _WOMAN:
        return word, (_ASK if word.endswith("ь") else "",) * 5
    if known and not fixed:
        return word, (_ASK,) * 5  # Лев, Павел
    if word.endswith("ий"):
        return word[:-1], ("я", "ю", "я", "ем", "и")
    if word[-1] in "йь":
        return word[:-1], ("я", "ю", "я", "ем", "е")
    return word, ("а", "у", "а", _ASK if word[-1] in "жшчщц" else "ом", "е")


def _middle_form(printed: str, case: Case, gender: Gender) -> str | None:
    """A patronymic; what stands before «оглы» and «кызы» stays with it, another second name turns as a first one."""
    name = printed.strip()
    if _INITIAL.fullmatch(name) or re.split(r"[-\s]+", name.lower())[-1] in _SON | _DAUGHTER:
        return name
    word = name.lower()
    at = OBLIQUE.index(case)
    if gender is _MAN and re.fullmatch("[а-яё]+[иы]ч", word):
        ending = ("а", "у", "а", "ом" if word in _STRESSED_PATRONYMICS else "ем", "е")[at]
        return reprinted(name, word, word + ending)
    if gender is _WOMAN and re.fullmatch("[а-яё]+[вчш]на", word):
        return reprinted(name, word, word[:-1] + ("ы", "е", "у", "ой", "е")[at])
    if re.search("(?:[иы]ч|[вчш]на)$", word):
        return None
    return _first_form(name, case, gender)
