"""Words of a name: dictionary forms, abbreviations, numbers, what stands in quotation marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from orientir.engines.russian import is_word, lemmas

_TOKEN = re.compile(r"№|\d+|[^\W\d_]+(?:[-‑][^\W\d_]+)*|[«»\"„“”]|[–—-]")
_RUSSIAN = re.compile(r"[а-яё-]+", re.IGNORECASE)
_OPENING, _CLOSING = "«„“", "»”"
_SMALL_ACRONYMS = frozenset("оо оу доу доо спо поо впо сош оош нош гбоу мбоу маоу мкоу мбдоу мадоу моуо муо".split())
"""Abbreviations that people type in small letters too; none of them is a word."""
_KEPT_ACRONYMS = frozenset("ОО ОУ ДО ВО СПО ДПО ВПО СОШ ООШ НОШ СП МО ГО РФ".split())
"""Abbreviations also where all is printed in capitals, although some of them are words."""
_MEANT = (
    ("средне", "средний"),
    ("средни", "средний"),
    ("высше", "высший"),
    ("высши", "высший"),
    ("основно", "основной"),
)
"""By their beginnings, words of which the dictionary thinks first of another one in this case form."""
_MOST = 200
"""Words of a name that are looked at: no name is so long."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name. `text` is its dictionary form, or the abbreviation in capitals; `begin` is its place."""

    text: str
    printed: str
    is_acronym: bool = False
    is_number: bool = False
    is_quoted: bool = False
    begin: int = 0
    end: int = 0


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a text in order; numbers are words, «№ 3–5» is 3, 4 and 5."""
    text = unicodedata.normalize("NFC", text.replace("\u00ad", ""))
    return tuple(_ranges_filled(list(_words(text))))[:_MOST]


def _words(text: str) -> Iterator[Word]:
    shouted = text.isupper() and any(len(word) > 4 and is_word(word) for word in _RUSSIAN.findall(text))
    depth = 0
    after_number = False
    for found in _TOKEN.finditer(text):
        printed = found[0]
        if printed in _OPENING or (printed == '"' and not depth):
            depth += 1
        elif printed in _CLOSING or printed == '"':
            depth = 0  # one closing sign ends a quotation within a quotation too
        elif printed.isdecimal():
            value = str(int(printed[:6]))
            yield Word(value, printed, is_number=True, is_quoted=bool(depth), begin=found.start(), end=found.end())
        elif printed in "–—-":
            if after_number:
                yield Word("-", printed, begin=found.start(), end=found.end())
            continue
        elif printed != "№" and not (after_number and len(printed) <= 2 and text[found.start() - 1] in "-‑"):
            yield _word(printed.replace("‑", "-"), shouted, bool(depth), found.start(), found.end())
        after_number = printed.isdecimal()


def _word(printed: str, shouted: bool, quoted: bool, begin: int, end: int) -> Word:
    core = printed.replace("-", "")
    capitals = "".join(sign for sign in core if sign.isupper())
    is_acronym = len(capitals) > max(1, len(core) - len(capitals))
    if is_acronym and shouted and core not in _KEPT_ACRONYMS:
        is_acronym = not is_word(core)
    if is_acronym or printed.lower() in _SMALL_ACRONYMS:
        capitals = capitals if is_acronym else core.upper()
        return Word(capitals.replace("Ё", "Е"), printed, is_acronym=True, is_quoted=quoted, begin=begin, end=end)
    return Word(_lemma(printed.lower()), printed, is_quoted=quoted, begin=begin, end=end)


@lru_cache(maxsize=20_000)
def _lemma(word: str) -> str:
    if not _RUSSIAN.fullmatch(word):
        return word  # the dictionary knows Russian only, and stumbles over rare scripts
    meant = next((lemma for begin, lemma in _MEANT if word.startswith(begin)), None)
    return meant or lemmas(word).strip() or word


def _ranges_filled(words: list[Word]) -> Iterator[Word]:
    """«3–5» → 3, 4, 5; a dash that stands between anything else is nothing."""
    for at, word in enumerate(words):
        if word.text != "-":
            yield word
            continue
        if 0 < at < len(words) - 1 and words[at - 1].is_number and words[at + 1].is_number:
            first, last = int(words[at - 1].text), int(words[at + 1].text)
            for number in range(first + 1, last if last - first <= 50 else first + 1):
                yield replace(words[at - 1], text=str(number), begin=word.begin, end=word.end)
