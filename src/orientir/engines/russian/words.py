"""What needs the dictionary of Russian words, and the small rules that do not."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_RELATIVE = re.compile(r"^([А-ЯЁ][а-яё]+-[А-ЯЁ][а-яё]*(?:ск|цк))(?:ого|ому|ом|им|ой|ую)$")
_SETTLEMENTS = frozenset({"город", "село", "посёлок", "поселок", "деревня", "станица", "хутор"})
_NUMBERS_TEEN = range(11, 15)


@cache
def _analyser() -> Any:
    """The dictionary takes a tenth of a second and 30 MB: loaded when the first word is asked."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=20_000)
def _readings(word: str) -> tuple[Any, ...]:
    return tuple(_analyser().parse(word))


def lemmas(text: str) -> str:
    """Dictionary forms of all words, single spaces between, before and after them.

    « школа » is found in « муниципальный школа 9 » as a whole word, and never as a part of another.
    Empty for a text without words. Ё is е, so that both spellings meet.
    """
    found = [str(_readings(word)[0].normal_form).replace("ё", "е") for word in _WORD.findall(text.lower())]
    return f" {' '.join(found)} " if found else ""


def is_word(text: str) -> bool:
    """Whether the dictionary knows the word."""
    return bool(_analyser().word_is_known(text.lower()))


def starts_nominative(text: str, *, least: float = 0.1) -> bool:
    """Whether a name can begin here: its first word may be a subject, or is an abbreviation.

    «образовательные организации» may, «образованием в районах» and «дополнительного образования» may not; nor
    may the name of a place alone, which as a rule ends the name before it. Many words are alike in two cases
    («занятости», «школы»); `least` is how likely the nominative must be, from 0 to 1.
    """
    # a shortened word says nothing of its case, the next one does: «кл. руководители»
    found = _WORD.search(re.sub(r"^\W*[а-яё]{1,4}\.\s*(?=[а-яё])", "", text))
    if found is None:
        return False
    word = found[0]
    if word.isupper() and len(word) > 1:
        return True
    readings = _readings(word.lower())
    if "Geox" in readings[0].tag and len(_WORD.findall(text)) == 1:
        return False
    return any(
        "nomn" in reading.tag and reading.tag.POS in ("NOUN", "ADJF", "NPRO") and reading.score >= least
        for reading in readings
    )


def to_nominative(name: str) -> str:
    """The name of a body or a place from an oblique case: «Отдела образования» → «Отдел образования».

    Adjectives before the first noun and that noun are turned; all that depends on it stays, but the name of a
    settlement after «город», «село» goes with it.
    """
    words = name.split()
    turned: list[str] = []
    for place, printed in enumerate(words):
        core = _WORD.search(printed)
        if core is None or (core[0].isupper() and len(core[0]) > 1 and not core[0].isalpha()):
            turned.append(printed)
            continue
        after = words[place + 1 :]
        if (relative := _RELATIVE.match(core[0])) and (noun := _noun_after(after)) is not None:
            # «Северо-Каменского края»: the dictionary takes such an adjective for a surname
            ending = {"femn": "ая", "neut": "ое"}.get(str(noun.tag.gender), "ий")
            turned.append(printed.replace(core[0], relative[1] + ending, 1))
            continue
        reading = _oblique(core[0].lower())
        if reading is None:
            return " ".join([*turned, *words[place:]])
        kinds = {"ADJF", "PRTF"}
        noun = _noun_after(after) if reading.tag.POS in kinds else reading
        grammemes = {"nomn", "sing" if "plur" not in reading.tag else "plur"}
        if noun is not None and reading.tag.POS in kinds and "plur" not in reading.tag and noun.tag.gender:
            grammemes.add(str(noun.tag.gender))
        form = reading.inflect(grammemes)
        word = str(form.word) if form else core[0]
        if "ё" not in printed:
            word = word.replace("ё", "е")  # the dictionary knows better, the document decides
        turned.append(printed.replace(core[0], _like(core[0], word), 1))
        if reading.tag.POS == "NOUN":
            if len(after) == 1 and reading.normal_form in _SETTLEMENTS and after[0][:1].isupper():
                after = [to_nominative(after[0])]
            return " ".join([*turned, *after])
    return " ".join(turned)


def _oblique(word: str) -> Any | None:
    """The best reading as adjective or noun; a case other than the nominative is preferred."""
    readings = [reading for reading in _readings(word) if reading.tag.POS in ("NOUN", "ADJF", "PRTF")]
    oblique = [reading for reading in readings if {"gent", "loct", "datv", "ablt"} & set(reading.tag.grammemes)]
    singular = [reading for reading in oblique if "sing" in reading.tag]
    return next(iter(singular or oblique or readings), None)


def _noun_after(words: list[str]) -> Any | None:
    for printed in words:
        core = _WORD.search(printed)
        reading = _oblique(core[0].lower()) if core else None
        if reading is not None and reading.tag.POS == "NOUN":
            return reading
    return None


def _like(printed: str, word: str) -> str:
    """The word in the letter case of the printed one."""
    if printed.isupper() and len(printed) > 1:
        return word.upper()
    if printed[:1].isupper():
        capitals = [part[:1].isupper() for part in printed.split("-")]
        parts = word.split("-")
        if len(parts) != len(capitals):
            return word[:1].upper() + word[1:]
        return "-".join(
            part[:1].upper() + part[1:] if capital else part for part, capital in zip(parts, capitals, strict=True)
        )
    return word


def initials(last: str, first: str, middle: str = "") -> str:
    """«Иванова А. П.»: surname first, a no-break space before each initial."""
    letters = [f"{_initial(name)}" for name in (first, middle) if name.strip()]
    return "\u00a0".join([last.strip(), *letters]).strip("\u00a0")


def _initial(name: str) -> str:
    """A double name keeps both letters: «Анна-Мария» → «А.-М.»."""
    return "-".join(f"{part.strip()[:1].upper()}." for part in name.strip().split("-") if part.strip())


def plural(n: int, one: str, few: str, many: str) -> str:
    """The form that goes with a number: 1 пункт, 2 пункта, 5 пунктов, 11 пунктов, 21 пункт."""
    n = abs(n)
    if n % 100 in _NUMBERS_TEEN or n % 10 in (0, 5, 6, 7, 8, 9):
        return many
    return one if n % 10 == 1 else few
