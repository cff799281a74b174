"""How surnames turn.

After the rules of spelling of 1956 and A. A. Zaliznyak's «Грамматический словарь русского языка» (the part on
proper names): a man's surname on a consonant turns, a woman's stays; «-ко», «-их», «-ых», «-аго», «-ово» stay;
«-ов» and «-ин» take «-ым», foreign ones «-ом»; «-ский», «-ой», «-ый» turn as adjectives; an unstressed «-а» turns for
both. What family tradition or an unknown stress decides (Заяц, Волчек; «Гаврошем» or «Гаврошом») gives None.
"""

from __future__ import annotations

import re
from functools import lru_cache

from orientir.engines.russian.cases import OBLIQUE, Case, Gender
from orientir.engines.russian.dictionary import Reading, form, readings, reprinted

Endings = tuple[str | None, str | None, str | None, str | None, str | None]
"""The genitive, dative, accusative, instrumental and prepositional; None where nobody can tell."""

_VOWEL = "аеёиоуыэюя"
_STAYS: Endings = ("", "", "", "", "")
_UNSURE: Endings = (None, None, None, None, None)
_POSSESSIVE_WOMAN: Endings = ("ой", "ой", "у", "ой", "ой")

# First parts that are no surnames of their own, and words that stand before a foreign one.
_PARTICLES = frozenset(
    "тер тэр бонч грум доливо сен сент сан санта мак ван фон де дер ди да дю дель ла ле дос тен цур цу аль эль ал"
    " бен ибн абу нур кара оглы кызы".split()
)


def surname_form(printed: str, case: Case, gender: Gender) -> str | None:
    """A surname in a case, or None where its form would be a guess. Double ones turn part by part."""
    case = case.common
    if case is Case.NOMINATIVE:
        return printed
    parts = re.split(r"([-\s]+)", printed.strip())
    names = parts[::2]
    spaced = any(re.search(r"\s", gap) for gap in parts[1::2])
    if spaced and sum(name[:1].isupper() for name in names) > 1:
        return None  # «Гарсия Маркес», «Нгуен Ван»: which part is the surname, the words do not tell
    turned: list[str] = []
    for at, name in enumerate(names):
        last = at == len(names) - 1
        found: str | None = name
        if name.lower() not in _PARTICLES or (last and name[:1].isupper()):
            known = last or gender is Gender.FEMININE or _is_surname(name.lower())
            found = _simple(name, case, gender) if known else None
        if found is None:
            return None
        turned.append(found)
    parts[::2] = turned
    return "".join(parts)


def _is_surname(word: str) -> bool:
    """Whether the first part of a man's double surname is one of its own; «Абдул-Рахман» keeps it unturned."""
    return bool(re.search(r"(?:[оеё]в|[иы]н|[сц]кий|[оы]й|ич|[ую]к|ян|[аяоы])$", word) or _surnames(word))


@lru_cache(maxsize=8_000)
def _simple(printed: str, case: Case, gender: Gender) -> str | None:
    prefix, apostrophe, name = printed.rpartition("’") if "’" in printed else printed.rpartition("'")
    word = name.lower()
    if not re.fullmatch("[а-яё]{2,}", word) or word in ("ый", "ий", "ая", "яя", "ия"):
        return None
    stem, endings = _man(word) if gender is Gender.MASCULINE else _woman(word)
    ending = endings[OBLIQUE.index(case)]
    return None if ending is None else prefix + apostrophe + reprinted(name, word, stem + ending)


def _man(word: str) -> tuple[str, Endings]:
    """The part of a man's surname that stays and the endings behind it."""
    if re.search(r"[оеёуюыэи]$", word) or _stays_by_dictionary(word):
        return word, _STAYS
    if word.endswith(("а", "я")):
        if re.search(r"(?:[ое]в|[иы]н)а$", word) and not _things(word):
            return word, _UNSURE  # a woman's form, or a foreign name
        if word.endswith(("ая", "яя")):
            return word, _UNSURE
        return _on_a(word)
    if word.endswith("ых") or re.search("[кгхшщчж]их$", word):
        return word, _STAYS
    if re.search("[^рл]их$", word):
        adjective = any(reading.is_known and reading.tag.POS == "ADJF" for reading in readings(word))
        return word, _STAYS if adjective else _UNSURE
    one_vowel = sum(letter in _VOWEL for letter in word) == 1
    if word.endswith("ый") or (word.endswith("ой") and not one_vowel):
        hushing = word[-3] in "кгхжшчщ"
        return word[:-2], ("ого", "ому", "ого", "им" if hushing else "ым", "ом")
    if word.endswith("ий"):
        return _on_iy(word)
    if re.search("[оеё]в$|[иы]н$", word):
        return word, _possessive(word, one_vowel=one_vowel)
    return _on_consonant(word, one_vowel=one_vowel)


def _woman(word: str) -> tuple[str, Endings]:
    """The part of a woman's surname that stays and the endings behind it."""
    if _stays_by_dictionary(word):
        return word, _STAYS
    if word.endswith(("ая", "яя")) and len(word) > 3:
        soft = word.endswith("яя") or word[-3] in "жшчщ"
        ending = "ей" if soft else "ой"
        return word[:-2], (ending, ending, "юю" if word.endswith("яя") else "ую", ending, ending)
    if re.search(r"(?:[оеё]в|[иы]н)а$", word):
        # «Смородина»: of a man Смородин, or the berry itself
        berry = _things(word) or (word.endswith("ова") and _commons(word) and not _surnames(word))
        return word[:-1], (_UNSURE[0], _UNSURE[1], "у", "ой", _UNSURE[4]) if berry else _POSSESSIVE_WOMAN
    if word.endswith(("а", "я")):
        return _on_a(word)
    if re.search(r"(?:[сц]к|н)ий$|ый$|[оеё]в$", word) or (word.endswith("ой") and re.search(f"[{_VOWEL}].*ой$", word)):
        return word, _UNSURE  # a man's form
    return word, _STAYS


def _on_a(word: str) -> tuple[str, Endings]:
    """Both genders: Окуджава, Груша, Берия; a second vowel before -а keeps it: Гарсиа, Делакруа."""
    if re.search(f"[{_VOWEL}]а$", word):
        return word, _STAYS
    stem = word[:-1]
    if word.endswith("ия"):
        return stem, ("и", "и", "ю", "ей", "и")
    own = _behind(stem, _commons(word))
    if word.endswith("я"):
        ending = own.pop() if len(own) == 1 else "ей"
        return stem, ("и", "е", "ю", ending, "е")
    genitive = "и" if stem[-1] in "гкхжшчщ" else "ы"
    instrumental: str | None = "ой"
    if word.endswith("ица"):
        instrumental = "ей"
    elif stem[-1] in "жшчщц":
        # stressed -ой, unstressed -ей: the dictionary knows it of its own words alone
        instrumental = own.pop() if len(own) == 1 else None
    return stem, (genitive, "е", "у", instrumental, "е")


def _on_iy(word: str) -> tuple[str, Endings]:
    """Маяковский, Верхний, Рабочий turn as adjectives, Палий as a noun."""
    before = word[-3]
    stem = word[:-2]
    if before in "кгх":
        return stem, ("ого", "ому", "ого", "им", "ом")
    if before == "н" or word.endswith(("жий", "ший", "щий")) or word == "рабочий":
        return stem, ("его", "ему", "его", "им", "ем")
    return (word[:-1], ("я", "ю", "я", "ем", "и")) if before in "лрдмсз" else (word, _UNSURE)


def _possessive(word: str, *, one_vowel: bool) -> Endings:
    """Иванов, Пушкин: -ым; Дарвин, Грин: -ом, which the dictionary knows, or the shortness of the name tells."""
    if one_vowel and _commons(word):
        return _UNSURE  # Лев
    known = {form(reading, "ablt") for reading in _surnames(word) if "masc" in reading.tag}
    foreign = known == {word + "ом"} or (one_vowel and word.endswith("ин") and not known)
    instrumental: str | None = "ом" if foreign else "ым"
    if one_vowel and not known and not foreign:
        instrumental = None
    return ("а", "у", "а", instrumental, "е")


def _on_consonant(word: str, *, one_vowel: bool) -> tuple[str, Endings]:
    """Nouns: Мороз, Ким, Ткач, Коваль, Гайдай, Воробей, Кравец."""
    commons = [reading for reading in _commons(word) if "masc" in reading.tag or "ms-f" in reading.tag]
    if word.endswith("й"):
        bird = {form(reading, "gent", "sing") for reading in commons} == {word[:-2] + "ья"}
        return (word[:-2], ("ья", "ью", "ья", "ьём", "ье")) if bird else (word[:-1], ("я", "ю", "я", "ем", "е"))
    if word.endswith("ь"):
        stem, ending = word[:-1], "я"
    else:
        stem, ending = word, "а"
    if word.endswith("ец") and not one_vowel:
        return _on_ets(word, commons)
    known = {form(reading, "gent", "sing") for reading in commons} | {form(reading, "gent") for reading in _men(word)}
    if {str(found).replace("ё", "е") for found in known} - {(stem + ending).replace("ё", "е")}:
        return word, _UNSURE  # Заяц, Орёл: of the beast «Зайца», of many families «Заяца»
    if not known and not one_vowel and re.search("(?:[оеё]к|ень)$", word):
        return word, _UNSURE  # Волчек
    if word.endswith("ь") and not commons and any("femn" in reading.tag for reading in _commons(word)):
        return word, _UNSURE  # Рысь
    instrumental = _instrumental(word, stem, commons)
    soft = word.endswith("ь")
    return stem, ("я", "ю", "я", instrumental, "е") if soft else ("а", "у", "а", instrumental, "е")


def _instrumental(word: str, stem: str, commons: list[Reading]) -> str | None:
    """-ом; after ж, ш, ч, щ, ц and a soft sign the stress decides, known of words and of surnames on -ич."""
    own = _behind(stem, commons)
    if word.endswith("ь"):
        return own.pop() if len(own) == 1 else "ем"
    if word[-1] not in "жшчщц":
        return "ом"
    if re.search(r"[оеё]вич$|.[^аеёиоуыэюяй]ц$", word):
        return "ем"
    own |= _behind(stem, _men(word))
    return own.pop() if len(own) == 1 else ("ем" if word.endswith("ич") else None)


def _on_ets(word: str, commons: list[Reading]) -> tuple[str, Endings]:
    """Кравец → Кравца, Стрелец → Стрельца, Коломиец → Коломийца; Кузнец keeps its vowel, as the word does."""
    root = word[:-2]
    genitives = {form(reading, "gent", "sing") for reading in commons} or {
        form(reading, "gent") for reading in _men(word)
    }
    if len(genitives) == 1:
        stem = str(genitives.pop())[:-1]
        spoken = _behind(stem, commons)
        if stem == word and not spoken:
            spoken = {"ем"}  # Хейфец: foreign, the stress stands before
        return stem, ("а", "у", "а", spoken.pop() if len(spoken) == 1 else None, "е")
    if root[-1] in _VOWEL:
        return root + "йц", ("а", "у", "а", None if root[-1] not in "иа" else "ем", "е")
    if root[-1] == "л":
        return root + "ьц", ("а", "у", "а", None, "е")
    if root[-1] not in _VOWEL + "ьъ" and root[-2] in _VOWEL:
        return root + "ц", ("а", "у", "а", None, "е")
    return word, _UNSURE


def _behind(stem: str, known: list[Reading]) -> set[str]:
    """The endings that the dictionary puts behind a stem in the instrumental singular."""
    forms = [str(form(reading, "ablt", "sing") or "") for reading in known]
    plain = stem.replace("ё", "е")
    return {found[len(stem) :] for found in forms if found.replace("ё", "е").startswith(plain)}


def _surnames(word: str) -> list[Reading]:
    return [
        reading for reading in readings(word) if reading.is_known and {"Surn", "nomn"} <= set(reading.tag.grammemes)
    ]


def _men(word: str) -> list[Reading]:
    return [reading for reading in _surnames(word) if "masc" in reading.tag and "Fixd" not in reading.tag]


def _commons(word: str) -> list[Reading]:
    """The word as a common noun in the nominative singular."""
    return [
        reading
        for reading in readings(word)
        if reading.is_known
        and {"NOUN", "sing", "nomn"} <= set(reading.tag.grammemes)
        and not {"Surn", "Name", "Patr", "Geox", "Orgn", "Trad", "Abbr"} & set(reading.tag.grammemes)
    ]


def _things(word: str) -> list[Reading]:
    return [reading for reading in _commons(word) if "inan" in reading.tag]


def _stays_by_dictionary(word: str) -> bool:
    """Дюма, Золя: the dictionary has the surname, and it never turns."""
    known = _surnames(word)
    return bool(known) and word[-1] in "аяь" and all("Fixd" in reading.tag for reading in known)
