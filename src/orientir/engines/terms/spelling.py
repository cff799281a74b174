"""Printed text of a cell → plain pieces: numbers, dates, words, signs; torn, glued and misspelt words mended."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from orientir.engines.russian import is_word, lemmas
from orientir.engines.terms.vocabulary import FORMS, LEMMAS, Meaning

_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff*¹²³⁰⁴-⁹«»„“”\"'`]")
_DASH = re.compile(r"[‐‑‒–—―−-]+")
_SPACED_OUT = re.compile(r"(?<!\w)(?:[^\W\d_] ){3,}[^\W\d_](?!\w)")
_GLUED = re.compile(r"(?<=[а-я]{3})(?=[А-Я]{2}|[А-Я][а-я]{2})")
_BULLET = re.compile(r"^[ \t]*(?:[-•·▪○●]|\d{1,2}\)|[а-яa-z]\)|\d{1,2}\.(?=[ \t]+[^\W\d]))[ \t]*", re.M | re.I)
_TWINS = str.maketrans("aceopxykmthbiACEOPXYKMTHB", "асеорхукмтнвіАСЕОРХУКМТНВ")
_SHORTHANDS = (
    (re.compile(r"\bв\s?т\.?\s?г\b\.?", re.I), "в течение года "),
    (re.compile(r"\b[тс]\.\s?г\b\.?", re.I), "текущего года "),
    (re.compile(r"\bу\.\s?г\b\.?", re.I), "учебного года "),
    (re.compile(r"\bп\s?[./]\s?г\b\.?", re.I), "полугодие "),
    (re.compile(r"\b1\s?[уv](?=[\s-]|\.?\s?(?:кв|чет))", re.I), "IV"),
    (re.compile(r"\bв?теч[её]нии?(?=год|уч|мес)", re.I), "в течение "),
    (re.compile(r"(?:№|\bN)\s*\d+\S*|\d+(?:[.,]\d+)?\s*%"), " "),
)
_ORDINAL = r"(?:\s?-\s?(?:го|ого|му|ому|ый|ий|ой|й|я|ая|е|ое|ю|ую|х|ых|ух|ти|м|ом)(?![а-яё]))?"
_SCAN = re.compile(
    r"(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)(?!\d)"
    r"|(?P<date>(?<!\d)\d{1,2} ?[./] ?\d{1,2} ?[./] ?(?:(?:19|20)\d\d|\d\d)(?!\d))"
    r"|(?P<clock>(?<!\d)\d{1,2}(?::\d\d|[.-]00)(?!\d))"
    r"|(?P<month_year>(?<![\d.])(?:0?[1-9]|1[0-2])[./](?:19|20)\d\d(?!\d))"
    r"|(?P<day_month>(?<!\d)\d{1,2}\. ?(?:0[1-9]|1[0-2])(?!\d|\.\d))"
    r"|(?P<span>(?:19|20)\d\d ?[-/] ?\d\d(?![\d.]))"
    r"|(?P<year>(?:19|20)\d\d(?!\d))"
    r"|(?P<number>\d+" + _ORDINAL + r")"
    r"|(?P<roman>(?<![^\W\d_])[ivxхіIVXХІ]+(?![^\W\d_]))"
    r"|(?P<word>[a-zа-я]+)"
    r"|(?P<strange>[^\W\d_]+)"
    r"|(?P<dash>-)|(?P<slash>/)|(?P<pipe>\|)|(?P<comma>[,;\n])",
    re.I,
)
_ROMANS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_ROMANS |= {"xi": 11, "xii": 12}
_LEAST_MENDED = 5  # letters; a shorter word is a letter away from too many others


@dataclass
class Piece:
    """A scanned piece: the name of its form in the scanner, its text, and what the word means, if it is known."""

    form: str
    text: str
    meaning: Meaning | None = None
    mended: bool = False


def clean(words: str) -> str:
    """The text with one kind of dash, without bullets, quotation marks and invisible signs, е for ё."""
    text = _INVISIBLE.sub("", words).replace("\xa0", " ").replace("\u202f", " ").replace("ё", "е").replace("Ё", "Е")
    text = _DASH.sub("-", text.replace("\r", "\n").replace("\t", "\n"))
    text = _GLUED.sub(" ", text)
    text = _SPACED_OUT.sub(lambda found: found[0].replace(" ", ""), text)
    bullets = _BULLET.findall(text)
    if len(bullets) > 1 or (bullets and _BULLET.match(text) and not re.match(r"\s*\d{1,2}\.", text)):
        text = _BULLET.sub("", text)
    for pattern, plain in _SHORTHANDS:
        text = pattern.sub(plain, text)
    return re.sub(r" {2,}", " ", re.sub(r"\s*-\s*", "-", text))


def scan(text: str) -> list[Piece]:
    """The pieces of a clean text in order; words know what they mean."""
    pieces = []
    for found in _SCAN.finditer(text):
        form = str(found.lastgroup)
        piece = Piece(form, found[0])
        if form == "word":
            piece.text = _cyrillic(piece.text)
            piece.meaning = meaning_of(piece.text.lower())
        pieces.append(piece)
    return _mended(pieces)


def roman(text: str) -> int | None:
    """The value of a Roman number up to twelve, typed in Latin letters or in Cyrillic ones that look like them."""
    return _ROMANS.get(text.lower().replace("і", "i").replace("х", "x"))


def _cyrillic(word: str) -> str:
    """Latin letters that look like Cyrillic ones, within a Cyrillic word or alone: «cентябрь», «c 1 мая»."""
    if word.isascii() and word.lower() not in ("c", "k", "o"):
        return word
    return word.translate(_TWINS)


@lru_cache(maxsize=20_000)
def meaning_of(word: str) -> Meaning | None:
    """What a word in small letters means; None for a word that is none of the language of terms."""
    if word in FORMS:
        return FORMS[word]
    return LEMMAS.get(lemmas(word).strip())


def _mended(pieces: list[Piece]) -> list[Piece]:
    """Torn words joined («ежемесяч-|но»), glued ones parted («планаРОО»), misspelt ones read («ежегодна»)."""
    whole: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if piece.form != "word":
            whole.append(piece)
            at += 1
            continue
        joined, after = _joined(pieces, at)
        if joined is not None:
            whole.append(joined)
            at = after
            continue
        strange = piece.meaning is None and len(piece.text) >= _LEAST_MENDED and not is_word(piece.text.lower())
        whole += _parted(piece) if strange else [piece]
        at += 1
    return whole


def _joined(pieces: list[Piece], at: int) -> tuple[Piece | None, int]:
    """The word that this piece and the next one make, where the second half alone is no word."""
    after = at + 1
    if (after < len(pieces) and pieces[after].form in ("dash", "slash")) or _is_break(pieces, after):
        after += 1
    if after >= len(pieces) or pieces[after].form != "word":
        return None, at
    first, second = pieces[at], pieces[after]
    if second.meaning is not None and first.meaning is not None:
        return None, at
    text = (first.text + second.text).lower()
    if is_word(second.text.lower()) and is_word(first.text.lower()):
        return None, at
    meaning = meaning_of(text) if len(text) >= _LEAST_MENDED and (is_word(text) or text in FORMS) else None
    if meaning is None or not meaning[0]:
        return None, at
    return Piece("word", text, meaning), after + 1


def _is_break(pieces: list[Piece], at: int) -> bool:
    return at < len(pieces) and pieces[at].text == "\n"


def _parted(piece: Piece) -> list[Piece]:
    """A strange word as two known ones, as a known one with a slip of the pen, or as it is."""
    word = piece.text.lower()
    for cut in range(2, len(word) - 1):
        halves = [word[:cut], word[cut:]]
        meanings = [meaning_of(half) if half in FORMS or is_word(half) else None for half in halves]
        if all(meaning is not None and (meaning[0] or cut <= 2) for meaning in meanings) and any(
            len(half) >= _LEAST_MENDED - 1 for half in halves
        ):
            parts = zip(halves, meanings, strict=True)
            return [Piece("word", half, meaning, mended=True) for half, meaning in parts]
    near = _nearest(word)
    return [Piece("word", near, meaning_of(near), mended=True)] if near else [piece]


@lru_cache(maxsize=2_000)
def _nearest(word: str) -> str:
    """The one known word that is a single slip away; empty where there is none or several meanings."""
    found = {known for known in _long_words() if abs(len(known) - len(word)) <= 1 and _one_slip(known, word)}
    meanings = {meaning_of(known) for known in found}
    return min(found) if len(meanings) == 1 else ""


@lru_cache(maxsize=1)
def _long_words() -> tuple[str, ...]:
    telling = ("MONTH", "OFTEN", "ALWAYS", "DURING", "QUARTER", "HALF", "WEEKDAY", "SCHOOL", "PERIOD", "PLAN", "GRAPH")
    known = {**LEMMAS, **FORMS}
    return tuple(word for word, meaning in known.items() if meaning[0] in telling and len(word) > _LEAST_MENDED)


def _one_slip(known: str, word: str) -> bool:
    """Whether one letter was left out, added, changed, or two neighbours were swapped."""
    short, long = sorted((known, word), key=len)
    start = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    return short[start + 1 :] == long[start + 1 :] or (
        short[start : start + 2] == long[start : start + 2][::-1] and short[start + 2 :] == long[start + 2 :]
    )
