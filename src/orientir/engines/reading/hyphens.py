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
_DASHES = "\u2013\u2014\u2212"
_LETTERS_BEFORE = re.compile(r"([^\W\d_]+)$")
_LETTERS_AFTER = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# The dictionary knows many short words that nobody writes; of these a sentence is made.
_SHORT = 4
_SHORT_WORDS = frozenset(
    "а в и к о с у я на не но да по за из от до об во со ко ни бы же ли то их ее её им он мы вы год для или при под над"
    " про без вне как что кто это его она они все вся всё тем тех том той мир дом вуз".split()
)
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


def join_lines(above: str, below: str, seen: Collection[str] = (), *, breaks: bool = True) -> str:
    """Two lines of one paragraph as one. `seen` are words that stand unbroken elsewhere (see `words_of`).

    `breaks` says whether the document breaks words at all (see `breaks_words`): of «пожарно-|спасательный» the
    dictionary alone cannot tell.
    «теле-|и радиопередачи» keeps hyphen and space, «6-|11 классов», «Нижне-|Волжский», «ИТ-|центр» the hyphen.
    """
    above, below = above.rstrip(), below.lstrip()
    if not above or not below:
        return above + below
    if above.endswith(SOFT_HYPHEN):
        return above.rstrip(SOFT_HYPHEN) + below
    if above[-1] == _NO_BREAK_HYPHEN or (above[-1] in _DASHES and above[-2:-1].strip()):
        return above + below  # «2026–|2028»: a dash between words has white before it
    if above[-1] not in _HYPHENS or not above[-2:-1].strip():
        return f"{above} {below}"  # no hyphen, or a dash between words
    first, second = _LETTERS_BEFORE.search(above[:-1]), _LETTERS_AFTER.match(below)
    if first is None or second is None:
        return above + below
    if _is_added(first[0], second[0], seen, breaks=breaks):
        return above[:-1] + below
    if second[0] in _CONJUNCTIONS:
        return f"{above} {below}"
    return above + below


def is_cut(above: str, below: str) -> bool:
    """Whether a narrow column cut a word without a hyphen: «высококвалифицированног|о», «Ответственны|е»."""
    first, second = _LETTERS_BEFORE.search(above), _LETTERS_AFTER.match(below)
    if first is None or second is None or not second[0].islower() or not is_word(first[0] + second[0]):
        return False
    stands_alone = second[0] in _SHORT_WORDS if len(second[0]) < _SHORT else is_word(second[0])
    return not (is_word(first[0]) and stands_alone)


def breaks_words(pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether among these lines and those beneath them is one word that was certainly broken: «профори-|ентация»."""
    for above, below in pairs:
        if above.rstrip().endswith(SOFT_HYPHEN):
            return True
        first, second = _LETTERS_BEFORE.search(above[:-1]), _LETTERS_AFTER.match(below)
        if above[-1:] in _HYPHENS and first and second and is_word(first[0] + second[0]) and not is_word(second[0]):
            return True
    return False


def _is_added(first: str, second: str, seen: Collection[str], *, breaks: bool) -> bool:
    """Whether the hyphen between these letters is only there because the line ends."""
    if second[0].isupper() != first[-1].isupper() or (first.isupper() and len(first) > 1 and second.islower()):
        return False
    first, second = first.lower(), second.lower()
    whole = first + second
    if whole in seen:
        return True
    if is_word(whole):
        return breaks or not is_word(second)
    if second in _CONJUNCTIONS or f"{first}-{second}" in seen:
        return False
    if first in _BOUND:
        return True
    # «сессий» is a word and may stand alone, «ционная» is only the end of one
    return not is_word(second) or (len(second) < 4 and not is_word(first))
