"""Figures in words, Russian and English. Spaces between thousands and what belongs together do not break."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from orientir.engines.counts.figure import Figure, Number, Source

_NO_BREAK = "\u00a0"
_PLACES = Decimal("0.01")
_WORDS = {
    "ru": {
        "of": "из",
        "unknown": "нет данных",
        "not applicable": "неприменимо",
        Source.COUNTED: "посчитано",
        Source.TYPED: "введено вручную",
        Source.BOTH: "посчитано и введено вручную",
    },
    "en": {
        "of": "of",
        "unknown": "no data",
        "not applicable": "not applicable",
        Source.COUNTED: "counted",
        Source.TYPED: "typed in",
        Source.BOTH: "counted and typed in",
    },
}


@dataclass(frozen=True, slots=True)
class Said:
    """A figure in two pieces: «412» and «из 676». Without a value the first says why, the second is empty."""

    value: str
    of: str = ""


def said(figure: Figure, language: str = "ru") -> Said:
    """Return the words of a figure in two pieces, "ru" or "en": the value may be large or a link, the rest is grey."""
    words = _WORDS[language]
    if figure.value is None:
        return Said(words["unknown" if figure.applicable else "not applicable"])
    if figure.denominator is None:
        return Said(_number(figure.value, language))
    return Said(_number(figure.value, language), f"{words['of']}{_NO_BREAK}{_number(figure.denominator, language)}")


def in_words(figure: Figure, language: str = "ru") -> str:
    """Return the words of a figure: «412 из 676», «нет данных», «неприменимо»."""
    pieces = said(figure, language)
    return f"{pieces.value} {pieces.of}".rstrip()


def percent_in_words(figure: Figure, language: str = "ru") -> str:
    """Return the share in whole percent, «61 %»; nothing where there is no share."""
    if figure.percent is None:
        return ""
    return f"{figure.percent}{_NO_BREAK}%" if language == "ru" else f"{figure.percent}%"


def source_in_words(figure: Figure, language: str = "ru") -> str:
    """Return where a figure comes from; of what has no value, nothing."""
    return _WORDS[language][figure.source] if figure.is_known else ""


def _number(number: Number, language: str) -> str:
    """Return a number with its thousands set apart and at most two places, as the language writes them."""
    exact = number if isinstance(number, int) else Decimal(str(number)).quantize(_PLACES)
    written = f"{exact:,}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    if language == "ru":
        written = written.replace(",", _NO_BREAK).replace(".", ",")
    return written
