"""Numbers, Roman numerals and Latin words, which the Russian model takes for Cyrillic letters.

What may be one of them is read again by the English model, word by word. Its reading counts only where it is sure
and the Russian one is not a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from PIL import Image

from orientir.engines.reading.formats.ocr.signs import LETTERS, is_number, is_odd, is_plausible
from orientir.engines.reading.formats.ocr.tesseract import ENGLISH, LINE, Reading, read_pieces

_SHORT = re.compile(r"[«\"(]?[А-ЯЁIVX\d|!\[\]з–—-]{1,5}[.,:;)»\"]*")
_DOUBTED = 0.85
_SURE = 0.8
_SURE_NUMBER = 0.85
_WEAK, _BARELY = 0.6, 0.5
# Letters with a twin in the other alphabet: a word of nothing else is read as well in Russian.
_TWINS = frozenset("ABCEHKMOPTXYaceopxyu0123456789")
_LATIN = re.compile(r"[«\"(]*[A-Za-z][A-Za-z\d.@/&+’'-]*[)»\",.;:]*")
_LIKE_NUMBER = re.compile(r"[ЗОБЧЭ][АЛТГИП\d]{0,2}\.")  # «ЗА.», «ЗЛ.» for «3.1.»
_BEHIND_DIGIT = re.compile(r"[«\"(]?\d[A-Z][)»\",.;:]*")  # «3D»
# How the Russian model reads Roman numerals, with no stroke too few or too many; the English one confuses those.
_ROMAN = {
    "Г": "I", "[": "I", "|": "I", "!": "I", "Т": "I", "ТГ": "I", "П": "II", "И": "II",
    "Ш": "III", "ПТ": "III", "ПИ": "III", "ГУ": "IV", "ТУ": "IV",
    "1У": "IV", "У": "V", "УТ": "VI", "УГ": "VI", "У1": "VI", "УП": "VII", "УШ": "VIII", "ГХ": "IX", "1Х": "IX",
    "Х": "X", "ХТ": "XI", "ХГ": "XI", "ХП": "XII",
}  # fmt: skip
_ROMAN_SHAPE = re.compile(r"[IVXl|\]\[1!iTtHU]+[.,:)]*")
_EXACT = {"Г": re.compile(r"I\."), "Т": re.compile(r"I\."), "И": re.compile(r"[Il1]{2}\.")}
_PARTS = re.compile(
    r"(?:кв\.|квартал|полугоди|четверт|триместр|этап|раздел|направлени|блок|часть|глава|век)", re.IGNORECASE
)
_BETWEEN = re.compile(r"[–—-]")


def in_latin(words: Sequence[Reading], cut: Callable[[Sequence[Reading]], list[Image.Image]]) -> list[Reading]:
    """The words with numbers, numerals and Latin ones set right; `cut` gives the images of words."""
    units = [unit for unit in _units(words) if _is_doubtful(words[unit[0]])]
    boxes = [_together([words[at] for at in unit]) for unit in units]
    asked = read_pieces(cut(boxes), language=ENGLISH, layout=LINE)
    found: dict[int, list[Reading]] = {at: [word] for at, word in enumerate(words)}
    for unit, whole, parts in zip(units, boxes, asked, strict=True):
        text = "".join(part.text for part in parts)
        sureness = min((part.sureness for part in parts), default=0.0)
        roman = _roman(words, unit[0], text) if len(unit) == 1 else ""
        if roman:
            better = [replace(whole, text=roman, sureness=_SURE * whole.sureness)]
        elif _is_better_number(whole, text, sureness):
            better = [replace(whole, text=text, sureness=_SURE * sureness)]
        elif parts and all(_is_latin(whole, part.text, part.sureness) for part in parts):
            better = _placed(parts, whole)
        else:
            continue
        found |= {at: [] for at in unit} | {unit[0]: better}
    return [word for at in range(len(words)) for word in found[at]]


def _units(words: Sequence[Reading]) -> Iterator[tuple[int, ...]]:
    """The words by their numbers; neighbours that are no Russian words together: Latin is torn or run together."""
    for strange, group in groupby(enumerate(words), key=lambda item: (_is_strange(item[1]), item[1].line)):
        numbers = [at for at, _ in group]
        yield from [tuple(numbers)] if strange[0] else ((at,) for at in numbers)


def _together(parts: Sequence[Reading]) -> Reading:
    return Reading(
        "".join(part.text for part in parts),
        min(part.left for part in parts),
        min(part.top for part in parts),
        max(part.right for part in parts),
        max(part.bottom for part in parts),
        parts[0].line,
        min(part.sureness for part in parts),
    )


def _placed(parts: Sequence[Reading], whole: Reading) -> list[Reading]:
    """The words of the second reading where the first one stood, side by side in proportion."""
    first, last = parts[0].left, max(part.right for part in parts)
    unit = (whole.right - whole.left) / max(last - first, 1)
    return [
        replace(
            whole,
            text=part.text,
            left=whole.left + (part.left - first) * unit,
            right=whole.left + (part.right - first) * unit,
            sureness=_SURE * part.sureness,
        )
        for part in parts
    ]


def _is_strange(word: Reading) -> bool:
    """Hardly Russian; a Latin word may look like a known one, but not surely."""
    if is_plausible(word.text):
        return word.sureness < _BARELY and len(word.text) > 2
    return is_odd(word.text) or word.sureness < _WEAK


def _is_doubtful(word: Reading) -> bool:
    if _SHORT.fullmatch(word.text) and not (is_number(word.text) and word.sureness > _DOUBTED):
        return True
    return _is_strange(word) or (word.sureness < _DOUBTED and not is_plausible(word.text))


def _is_better_number(word: Reading, text: str, sureness: float) -> bool:
    """«З.», «ЗА.» are «3.», «3.1.»; of two numbers the one with the same digits and more dots, or the sure one."""
    if not is_number(text) or text == word.text:
        return False
    if is_number(word.text):
        same = re.sub(r"\D", "", text) == re.sub(r"\D", "", word.text)
        return sureness > word.sureness if same else sureness > 0.9 and word.sureness < _WEAK
    if _LIKE_NUMBER.fullmatch(word.text):
        return sureness >= _SURE_NUMBER
    return bool(re.search(r"[\dЗзЭ]", word.text)) and sureness >= _SURE_NUMBER and not is_plausible(word.text)


def _is_latin(word: Reading, text: str, sureness: float) -> bool:
    letters = "".join(LETTERS.findall(text))
    if _BEHIND_DIGIT.fullmatch(text) and not set(letters) <= _TWINS:
        return sureness >= _SURE and not is_plausible(word.text)
    if len(letters) < 3 or not _LATIN.fullmatch(text) or set(letters) <= _TWINS:
        return False
    return sureness >= _SURE and _is_strange(word)


def _roman(words: Sequence[Reading], at: int, text: str) -> str:
    """The numeral with its punctuation, where the word stands as numerals do; empty otherwise."""
    word = words[at]
    core = word.text.rstrip(".,:)")
    numerals = [_ROMAN.get(part, "") for part in _BETWEEN.split(core)]
    if not all(numerals):
        return ""
    before = words[at - 1] if at and words[at - 1].line == word.line else None
    behind = [other for other in words[at + 1 : at + 3] if other.line == word.line]
    if any(_PARTS.match(other.text) for other in (before, *behind[:1]) if other is not None):
        return "–".join(numerals) + word.text[len(core) :]
    heads = before is None and word.text.endswith(".") and len(behind) == 2 and behind[0].text[0].isupper()
    # «Г. Иванов», «И. Петров» begin a line too: there the strokes must be seen as such.
    shape = _EXACT.get(core, _ROMAN_SHAPE)
    seen = shape.fullmatch(text)
    return numerals[0] + word.text[len(core) :] if heads and seen else ""
