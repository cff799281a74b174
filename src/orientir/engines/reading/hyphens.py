"""Lines that a page wrapped, joined again: whether a hyphen at a line's end belongs to the word.

A program breaks «профориента-|ционная» and adds a hyphen, but breaks «форсайт-|сессий» at one that was there.
The paper looks the same; the words of the same document and the dictionary tell.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from orientir.engines.russian import is_word

SOFT_HYPHEN = "\u00ad"
_HYPHENS = "-\u2010"
_NO_BREAK_HYPHEN = "\u2011"
_LETTERS_BEFORE = re.compile(r"([^\W\d_]+)$")
_LETTERS_AFTER = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ONE_LETTER = frozenset("авикосуя")  # words of a single letter
_CONJUNCTIONS = frozenset({"и", "или", "а"})
# First parts that are written together with what follows, never with a hyphen (rules of spelling of 1956, § 79–80).
_BOUND = frozenset(
    "авиа авто агро анти аудио аэро био вело взаимо видео вне внутри гипер гос гор евро зоо интер кибер меж мета метео"
    " микро много моно мото мульти не недо нейро обл обще одно орг пед пере поли полу после пост пред проф психо радио"
    " разно рай само сверх соц спец суб супер теле тех транс физ фото хоз электро энерго этно".split()
)


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """The words of a document, lower case, to be asked about its broken ones."""
    return frozenset(word for text in texts for word in _WORD.findall(text.lower()))


def join_lines(above: str, below: str, seen: Collection[str] = ()) -> str:
    """Two lines of one paragraph as one. `seen` are words that stand unbroken elsewhere (see `words_of`).

    «теле-|и радиопередачи» keeps hyphen and space, «6-|11 классов», «Нижне-|Волжский», «ИТ-|центр» the hyphen.
    """
    above, below = above.rstrip(), below.lstrip()
    if not above or not below:
        return above + below
    if above.endswith(SOFT_HYPHEN):
        return above.rstrip(SOFT_HYPHEN) + below
    if above[-1] == _NO_BREAK_HYPHEN:
        return above + below
    if above[-1] not in _HYPHENS or not above[-2:-1].strip():
        return f"{above} {below}"  # no hyphen, or a dash between words
    first, second = _LETTERS_BEFORE.search(above[:-1]), _LETTERS_AFTER.match(below)
    if first is None or second is None:
        return above + below
    if _is_added(first[0], second[0], seen):
        return above[:-1] + below
    if second[0] in _CONJUNCTIONS:
        return f"{above} {below}"
    return above + below


def is_cut(above: str, below: str) -> bool:
    """Whether a narrow column cut a word without a hyphen: «высококвалифицированног|о», «Ответственны|е»."""
    first, second = _LETTERS_BEFORE.search(above), _LETTERS_AFTER.match(below)
    if first is None or second is None or not second[0].islower() or not is_word(first[0] + second[0]):
        return False
    stands_alone = second[0] in _ONE_LETTER if len(second[0]) == 1 else is_word(second[0])
    return not (is_word(first[0]) and stands_alone)


def _is_added(first: str, second: str, seen: Collection[str]) -> bool:
    """Whether the hyphen between these letters is only there because the line ends."""
    if second[0].isupper() != first[-1].isupper() or (first.isupper() and len(first) > 1 and second.islower()):
        return False
    first, second = first.lower(), second.lower()
    whole = first + second
    if whole in seen or is_word(whole):
        return True
    if second in _CONJUNCTIONS or f"{first}-{second}" in seen:
        return False
    if first in _BOUND:
        return True
    # «сессий» is a word and may stand alone, «ционная» is only the end of one
    return not is_word(second) or (len(second) < 4 and not is_word(first))
