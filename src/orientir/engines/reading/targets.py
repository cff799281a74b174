"""Target values in the words of a result or an indicator, or in brackets in the measure."""

from __future__ import annotations

import re

from orientir.engines.reading.model import Target

_AT_LEAST = re.compile(
    r"\b(не менее|не ниже|минимум|не более|не выше)\s+(\d+(?:[.,]\d+)?)\s*(%|процент\w*)?\s*([^;.()]*)",
    re.IGNORECASE,
)
_INCREASE = re.compile(
    r"\b(?:ежегодн\w+\s+)?(?:прирост|увеличение|рост)\s+(?!уровня|качества)([^;:.()]+)", re.IGNORECASE
)  # fmt: skip
_BY_YEAR = re.compile(
    r"\b((?:19|20)\d\d)\s*(?:г(?:од)?\.?)?\s*[-–—:]\s*(\d+(?:[.,]\d+)?)\s*(%|процент\w*)?", re.IGNORECASE
)
_BASE = re.compile(r"\bдо\s+([^:;.]+?)\s*:", re.IGNORECASE)
_PURPOSE = re.compile(r"\s+до\s+.*$")


def find_targets(*, title: str, result: str | None, indicator: str | None) -> tuple[Target, ...]:
    """Targets in the order of indicator, result, title; a title gives only numbers with a comparator."""
    found: list[Target] = []
    for text in (indicator, result):
        if text:
            found += _compared(text) + _growing(text) + _by_year(text)
    found = _compared(title) + found
    return tuple(dict.fromkeys(found))


def _number(text: str) -> float:
    number = float(text.replace(",", "."))
    return int(number) if number == int(number) else number


def _compared(text: str) -> list[Target]:
    targets = []
    for match in _AT_LEAST.finditer(text):
        op = "<=" if match[1].lower() in ("не более", "не выше") else ">="
        population = match[4].strip(" ,") or None
        unit = "percent" if match[3] else "count"
        targets.append(Target(op, _number(match[2]), unit, population, None, match[0].strip(" ,")))
    return targets


def _growing(text: str) -> list[Target]:
    """«Ежегодный прирост …»: a target without a number. Growth of a level or a quality cannot be counted."""
    targets = []
    for match in _INCREASE.finditer(text):
        population = _PURPOSE.sub("", match[1]).strip(" ,")
        targets.append(Target("increase", None, None, population, None, match[0].split(match[1])[0] + population))
    return targets


def _by_year(text: str) -> list[Target]:
    base = _BASE.search(text)
    return [
        Target(
            "=", _number(match[2]), "percent" if match[3] else "count",
            base[1].strip() if base else None, int(match[1]), match[0].strip(),
        )
        for match in _BY_YEAR.finditer(text)
    ]  # fmt: skip
