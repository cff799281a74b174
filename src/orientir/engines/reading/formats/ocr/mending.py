"""Slips of recognition mended where they are certain, with the whole document in view.

Certain is what the drawn height of a letter, the alphabet of its neighbours, or one sure word of the document or of the
dictionary leaves no choice about. Every mending lowers the sureness; all else stays as it was read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from orientir.engines.reading.formats.ocr.signs import LETTERS, is_known
from orientir.engines.reading.layout import Page, Word

_MENDED = 0.9
_SURE, _DOUBTED = 0.9, 0.9
_CYRILLIC, _LATIN = re.compile(r"[а-яё]", re.IGNORECASE), re.compile(r"[a-z]", re.IGNORECASE)
_TWINS = str.maketrans("ABCEHKMOPTXYaceopxyuk", "АВСЕНКМОРТХУасеорхуик")
_DIGIT_TWINS = str.maketrans("036", "ОЗБ")
_DIRT_BEFORE, _DIRT_BEHIND = re.compile(r"^[`'^|_~‘’‚\\]+(?=\w)"), re.compile(r"(?<=[\w.,;:»)])[`'^|_~‘\\]+$")
_ABBREVIATION = re.compile(r"[А-ЯЁ]{2,6}")
_NUMBERED = re.compile(r"(\d+\.(?:\d+\.)*)\.+")
_TWO_STEPS, _WORN_NUMBER = re.compile(r"(\d{1,2})\.(\d{1,2})\."), re.compile(r"\d{1,2}[.,:;-]?\d{1,2}[.,:;]")
# Letters without anything that rises above or hangs below the others.
_LOW = frozenset("авгежзиклмнопстхчшъыьэюя")
_SENTENCE_END = ".,;:)»"
_SHORTEST_GUESSED = 5
# Pairs that one blurred stroke makes alike.
_ALIKE = (
    "ин", "ип", "нп", "ил", "нл", "пл", "ео", "ес", "со", "шщ", "цщ", "цп", "ьы", "ьв", "ыв", "зв", "зэ", "гт", "гп",
    "тп", "йи", "ёе", "дл", "ая", "ав", "фр", "жк", "хк", "чн", "мн", "юн", "тг", "бв", "бо",
)  # fmt: skip
_TURNS = {
    letter: "".join(pair.replace(letter, "") for pair in _ALIKE if letter in pair) for letter in set("".join(_ALIKE))
}


@dataclass(frozen=True)
class _Document:
    """What the sure words of all pages say.

    Words, abbreviations, numbers of two steps («2.10.») with the place of their left side, heights of low and of tall
    letters.
    """

    words: frozenset[str]
    abbreviations: frozenset[str]
    numbers: Mapping[tuple[int, int], float]
    low: float
    tall: float


def mended(pages: Sequence[Page]) -> list[Page]:
    """The pages of one document with certain slips mended."""
    clean = [replace(page, words=tuple(map(_without_dirt, page.words))) for page in pages]
    document = _document([word for page in clean for word in page.words])
    return [replace(page, words=tuple(_enumerated(_mend(page.words, document)))) for page in clean]


def _document(words: Sequence[Word]) -> _Document:
    sure = [word for word in words if word.sureness >= _SURE]
    parts = Counter(part for word in sure for part in LETTERS.findall(word.text))
    low = [word.height for word in sure if len(word.text) > 1 and set(word.text) <= _LOW]
    tall = [word.height for word in sure if word.text.isdigit()]
    return _Document(
        frozenset(part.lower() for part in parts if is_known(part)),
        frozenset(part for part, times in parts.items() if times > 1 and _ABBREVIATION.fullmatch(part)),
        {(int(found[1]), int(found[2])): word.x0 for word in sure if (found := _TWO_STEPS.fullmatch(word.text))},
        median(low) if low else 0.0,
        median(tall) if tall else 0.0,
    )


def _without_dirt(word: Word) -> Word:
    text = _DIRT_BEHIND.sub("", _DIRT_BEFORE.sub("", word.text)).replace("‚", ",")
    return _changed(word, _NUMBERED.sub(r"\1", text) if _NUMBERED.fullmatch(text) else text)


def _changed(word: Word, text: str) -> Word:
    return word if text == word.text else replace(word, text=text, sureness=word.sureness * _MENDED)


def _mend(words: Sequence[Word], document: _Document) -> Iterator[Word]:
    broken = False
    for word in words:
        mended = _changed(word, _one_alphabet(word.text))
        mended = _changed(mended, _abbreviation(mended, document))
        mended = _changed(mended, _case(mended, document))
        mended = _changed(mended, _number(mended, document))
        # The halves of a word that a line's end broke are no words themselves.
        ends = mended.text.endswith(("-", "\u00ad"))
        if not broken and not ends and mended.sureness < _DOUBTED:
            mended = _changed(mended, LETTERS.sub(lambda part: _known_twin(part[0], document), mended.text))
        broken = ends
        yield mended


def _one_alphabet(text: str) -> str:
    """«CПО» with a Latin C: the twins become what the other letters are."""
    if not (_CYRILLIC.search(text) and _LATIN.search(text)):
        return text
    turned = text.translate(_TWINS)
    return text if _LATIN.search(turned) else turned


def _abbreviation(word: Word, document: _Document) -> str:
    """«оО», «00» where the document has «ОО» at other places."""
    core = word.text.strip('«»"(),.;:')
    turned = core.translate(_DIGIT_TWINS).upper()
    if core == turned or turned not in document.abbreviations or is_known(core):
        return word.text
    if core.isdigit() and core.strip("0"):
        return word.text
    return word.text.replace(core, turned)


def _case(word: Word, document: _Document) -> str:
    """A word read as capitals though it is no higher than small letters: alone in its cell it has no neighbours."""
    text = word.text.lower()
    letters = text.rstrip(_SENTENCE_END)
    if text == word.text or not letters or not set(letters) <= _LOW or not document.low or not document.tall:
        return word.text
    if len(letters) > 1 and not is_known(letters):
        return word.text
    middle = (document.low + document.tall) / 2
    return text if word.height < middle - 0.1 * (document.tall - document.low) else word.text


def _number(word: Word, document: _Document) -> str:
    """«31.», «3:1.», «3,1.» beneath or above «3.2.» where no other «3.1.» is: its dot was lost or misread."""
    if not _WORN_NUMBER.fullmatch(word.text) or _TWO_STEPS.fullmatch(word.text):
        return word.text
    digits = re.sub(r"\D", "", word.text)
    found = []
    for at in range(1, len(digits)):
        first, second = int(digits[:at]), int(digits[at:])
        beside = [document.numbers.get((first, second + step)) for step in (-1, 1)]
        if (first, second) not in document.numbers and any(
            place is not None and abs(place - word.x0) < 2 * word.height for place in beside
        ):
            found.append(f"{first}.{second}.")
    return found[0] if len(found) == 1 else word.text


def _known_twin(part: str, document: _Document) -> str:
    """The one known word that differs from an unknown one in a letter or two that look alike."""
    word = part.lower()
    if len(word) < _SHORTEST_GUESSED or part.isupper() or is_known(word) or word in document.words:
        return part
    candidates = set(_twins(word))
    found = candidates & document.words or {candidate for candidate in candidates if is_known(candidate)}
    if len(found) != 1:
        return part
    twin = found.pop()
    return twin.capitalize() if part[0].isupper() else twin


def _twins(word: str) -> Iterator[str]:
    for at, letter in enumerate(word):
        for other in _TURNS.get(letter, ""):
            yield word[:at] + other + word[at + 1 :]


def _enumerated(words: Iterator[Word]) -> Iterator[Word]:
    """«6)» beneath «а)» is «б)», where no «5)» came before it."""
    above: dict[str, Word] = {}
    for word in words:
        if word.text in ("а)", "5)"):
            above[word.text] = word
        first, fifth = above.get("а)"), above.get("5)")
        if word.text == "6)" and first is not None and fifth is None and abs(first.x0 - word.x0) < word.height:
            yield _changed(word, "б)")
        else:
            yield word
