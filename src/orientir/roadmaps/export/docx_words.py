"""Words as a careful typist sets them: which stay together on a line, where a line of a cell begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from orientir.engines.reading.blocks import clean, flat

NO_BREAK = "\u00a0"

_MONTH = r"январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр"
_UNPRINTABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TOGETHER = re.compile(
    rf"""
      (?<=[№§])\ (?=\d)                                              # № 5
    | (?<=\d)\ (?=(?:%|‰|г\.|гг\.|год|класс|час|чел|тыс|млн|руб|шт|ед|\d{{3}}(?!\d)|{_MONTH})) # 2026 г., 80 %, 1 500
    | (?<=\b[А-ЯЁ]\.)\ (?=[А-ЯЁ](?:\.|[а-яё]))                       # И. И. Иванов
    | (?<=\bг\.)\ (?=[А-ЯЁ]) | (?<=\b(?:им|ул|ст|пп)\.)\ (?=\S)      # г. Элиста, им. Гагарина
    | (?<=\bп\.)\ (?=\d) | (?<=\bт\.)\ (?=[дпек]\.)                  # п. 5, т. д.
    | (?<=\S)\ (?=[–—](?:\s|$))                                      # слово – слово
    | (?<=^[–—•-])\ (?=\S)                                           # – первый пункт списка
    | (?<=\b[вкосуияВКОСУИЯ])\ (?=\S{{1,14}}(?:\s|$))                # в школах, и др.
    | (?<=\b(?i:по|на|за|из|от|до|со|об|во|не|ни|но))\ (?=\S{{1,14}}(?:\s|$)) # (по согласованию)
    """,
    re.VERBOSE,
)
_ITEM = re.compile(
    r"(?<=[:;])\s(?=[-–—]\s?(?:[^\s\d-]|\dD\b))"
    r"|(?<=[:;,.])\s(?=(?:[а-я]|\d{1,2})\)\s?\S)"
    r"|\s(?=[•·▪●○◦■□➢✓]\s?\S)"
)
"""Where an item of a list begins in words that stand in one line."""

_FURTHER_ITEM = re.compile(r"(?<=[,.])\s(?=[-–—]\s?(?:[^\s\d-]|\dD\b))")
"""Where one more begins in a list of dashes that has begun."""

_FURTHER_LETTER = re.compile(r"\s(?=(?:[а-я]|\d{1,2})\)\s\S)")
"""Where one more begins in a list that is lettered or numbered."""

_DASH = re.compile(r"\s[-–—]")
_SIGN = re.compile(r"\s[•·▪●○◦■□➢✓]")


def printable(text: str) -> str:
    """Return a text in one line, without what no document can hold."""
    return flat(clean(_UNPRINTABLE.sub("", text)))


def bound(text: str, *, longest: int = 40) -> str:
    """Put no-break spaces where a line may not end: «№ 5», «2026 г.», «в школах».

    What holds together is at most `longest` letters long, so that it has room on a line.
    """
    together = _TOGETHER.sub(NO_BREAK, text).split(" ")
    return " ".join(one if len(one) <= longest else one.replace(NO_BREAK, " ") for one in together)


def paragraphs_of(text: str) -> list[str]:
    """Divide a text before the items of a list inside it. Read in one line, they are the same text again."""
    breaks = {match.start() for match in _ITEM.finditer(text)}
    dashes = {at for at in breaks if _DASH.match(text, at)}
    letters = {at for at in breaks - dashes if not _SIGN.match(text, at)}
    for begun, further in ((dashes, _FURTHER_ITEM), (letters, _FURTHER_LETTER)):
        if begun:
            breaks |= {match.start() for match in further.finditer(text, min(begun))}
    return _safely(text, sorted(breaks))


def with_names_apart(text: str, names: Sequence[str]) -> list[str]:
    """Divide the words of performers so that each of the names begins a line; whole where they are not found."""
    breaks, at = [], 0
    for name in names:
        found = text.find(name, at)
        if found < 0:
            return [text]
        if found and text[found - 1] == " ":
            breaks.append(found - 1)
        at = found + len(name)
    return _safely(text, breaks)


def _safely(text: str, breaks: Sequence[int]) -> list[str]:
    """Divide a text at spaces, unless the pieces in one line would be another text."""
    pieces = [text[start:end].strip() for start, end in zip((0, *breaks), (*breaks, len(text)), strict=True)]
    pieces = [piece for piece in pieces if piece]
    return pieces if flat("\n".join(pieces)) == text else [text]
