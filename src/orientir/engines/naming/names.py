"""A name taken apart: legal form, type, numbers, words, and the letters an abbreviation of it would have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .forms import IMPLIED, TYPES, legal_form
from .words import Word, words_of

SILENT = frozenset("и в во на по с со для при о об от из к им имя весь каждый - №".split())
"""Words that an abbreviation passes over and that tell nothing."""
PLACE_WORDS = frozenset(
    "г город село с п пос поселок деревня д станица ст район область край республика округ муниципалитет россия рф мо"
    " го мр мао городской сельский районный муниципальный областной краевой республиканский региональный"
    " администрация".split()
)
PLACE_ACRONYMS = frozenset("МО ГО МР РФ МОГО АМО АМР АГО АМУ АМС АМГО".split())
"""What stands around the name of a place and tells nothing where all stand in one place; those with А are its
administration."""


HEADS = frozenset(
    "школа детсад центр дом дворец управление отдел комитет департамент министерство служба образование колледж"
    " техникум гимназия лицей институт университет академия училище организация учреждение отделение дело наука"
    " администрация совет предприятие станция клуб комплекс музей библиотека театр".split()
)
"""Words with which many names begin: alone they tell no organisation from another."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart.

    `words` are the telling ones in their canonical form, `optional` those that may be left out; `letters` are the
    words, one after the other, from whose initials an abbreviation is made.
    """

    owner: str
    kind: str
    numbers: tuple[int, ...]
    words: tuple[str, ...]
    optional: frozenset[str]
    acronyms: tuple[str, ...]
    proper: frozenset[str]
    letters: tuple[str, ...]


@lru_cache(maxsize=20_000)
def parse_name(text: str) -> Name:
    """Take a name apart; never fails."""
    words = words_of(text)
    form = legal_form(words)
    rest = words[form.length :]
    if not any(_names_one(word) for word in rest):
        rest = words  # «общеобразовательные организации района» has no name behind its form
    numbers = tuple(int(word.text) for word in rest if word.is_number)
    told = [word for word in rest if not word.is_number]
    typed = list(_typed(told))
    own = {word.text for word in told if word.is_quoted}
    honoured = _honoured(told)
    plain = [text for text, is_acronym in typed if not is_acronym]
    if form.kind in IMPLIED and not any(_tells(word) for word in plain) and not any(a for _, a in typed):
        plain.append(IMPLIED[form.kind])
    optional = {word[1:] for word in plain if word.startswith("^")} | honoured
    optional |= {word for word in plain if word in PLACE_WORDS}
    return Name(
        owner=form.owner,
        kind=form.kind,
        numbers=numbers,
        words=tuple(dict.fromkeys(word.lstrip("^") for word in plain if word not in SILENT)),
        optional=frozenset(optional),
        acronyms=tuple(dict.fromkeys(word for word, is_acronym in typed if is_acronym)),
        proper=frozenset(own),
        letters=tuple(word.text for word in told if not word.is_acronym and word.text not in honoured),
    )


def _names_one(word: Word) -> bool:
    is_head = any(part in HEADS for part in word.text.split("-")) or word.text == "сад"
    return word.is_number or word.is_acronym or word.is_quoted or is_head


def _tells(word: str) -> bool:
    return not word.startswith("^") and word not in SILENT and word not in PLACE_WORDS


def _honoured(words: Sequence[Word]) -> frozenset[str]:
    """In whose honour: all that follows «имени» up to the end of the quotation."""
    found: set[str] = set()
    inside, quoted = False, False
    for word in words:
        if word.printed.lower() in ("имени", "им"):
            inside, quoted = True, word.is_quoted
        elif inside and (word.is_quoted != quoted or word.text in ("г", "город", "село", "поселок")):
            inside = False
        elif inside:
            found.add(word.text)
    return frozenset(found)


def _typed(words: Sequence[Word]) -> Iterator[tuple[str, bool]]:
    """The words with types in one way of saying, each with whether it is an abbreviation."""
    at = 0
    while at < len(words):
        for said, meant in TYPES:
            if tuple(word.text for word in words[at : at + len(said)]) == said:
                yield from ((word, False) for word in meant)
                at += len(said)
                break
        else:
            if words[at].text == "муниципальный" and at + 1 < len(words) and words[at + 1].text == "образование":
                at += 1  # «муниципальное образование» is a place; the word alone is not
            elif len(words[at].text) > 1:
                yield words[at].text, words[at].is_acronym
            at += 1


def spells(acronym: str, letters: Sequence[str]) -> tuple[int, int] | None:
    """Say which words in a row have the abbreviation's letters as initials: the first and the one behind the last.

    Prepositions and «и» may give a letter or none: «ДПиШ» and «ДПШ» are one. Of several places the first counts.
    """
    parts = [(part[0].upper(), at, word in SILENT) for at, word in enumerate(letters) for part in word.split("-")]
    for start, (_, at, silent) in enumerate(parts):
        if not silent and (end := _spelt_from(acronym, parts, start)) is not None:
            return at, parts[end - 1][1] + 1
    return None


def _spelt_from(acronym: str, parts: Sequence[tuple[str, int, bool]], start: int) -> int | None:
    """Return the part behind the last one that gives a letter, where all letters are given from `start` on."""
    ends: set[tuple[int, int]] = {(0, start)}
    while ends:
        following: set[tuple[int, int]] = set()
        for told, at in ends:
            if told == len(acronym):
                return at
            if at < len(parts):
                letter, _, silent = parts[at]
                if letter == acronym[told]:
                    following.add((told + 1, at + 1))
                if silent:
                    following.add((told, at + 1))
        ends = following
    return None
