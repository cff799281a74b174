"""A plan before its cells are fields: sections with rows, and what was seen beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from orientir.engines.reading.blocks import Cell, Line, flat
from orientir.engines.reading.model import Confidence, Place, Remark

NUMBER = re.compile(r"^(?:\d{1,3}(?:\.\s?\d{1,3})*|[IVXХ]{1,5})\s?[.)]?$")
LEADING_NUMBER = re.compile(r"^(\d{1,3}(?:\.\d{1,3})+\.?|\d{1,3}[.)])\s+(?=\S)")
_DIVISIONS = r"раздел|направление|блок|модуль|этап|глава|часть|задача|подраздел|цель|стадия|линия"
_SECTION = re.compile(
    rf"^(?:(?:{_DIVISIONS})\s*№?\s*(\d{{1,3}}(?:\.\d{{1,3}})*|[IVXХ]{{1,5}})\s*[.:)–—-]*\s*"
    r"|(\d{1,3}(?:\.\d{1,3})*|[IVXХ]{1,5})\s*[.)]\s*|([А-Е])[.)]\s+(?=[А-ЯЁ«][а-яё])|(\d{1,3}(?:\.\d{1,3})*)\s+(?=[А-ЯЁ«]))",
    re.IGNORECASE,
)
NAMED_SECTION = re.compile(rf"^(?:{_DIVISIONS})\b\s*(?:№|\d|[IVXХ])", re.IGNORECASE)


@dataclass
class RawMeasure:
    """A row of the plan: the lines of each field, where they stand, and why they may be wrong."""

    number: str
    place: Place
    fields: dict[str, list[Line]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    doubts: dict[str, Confidence] = field(default_factory=dict)
    values: list[tuple[str, str, str]] = field(default_factory=list)
    """What stands in a column a year, as (head of the column, words of the cell, words of the row's indicator)."""

    def doubt(self, role: str, value: float, reason: str) -> None:
        """Lower the confidence of a field; the strongest doubt is the one that is told."""
        known = self.doubts.get(role)
        if known is None or value < known.value:
            self.doubts[role] = Confidence(value, reason)


@dataclass
class RawSection:
    """A heading and the rows beneath it."""

    number: str
    title: str
    measures: list[RawMeasure] = field(default_factory=list)


@dataclass
class RawPlan:
    """All sections, the roles that the tables have, the lines before the first table and those of no field."""

    sections: list[RawSection] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    preamble: list[Line] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    """The printed head of each column that is a field, by its role."""
    tables: int = 0
    heads: list[str] = field(default_factory=list)


def heading(text: str) -> tuple[str, str]:
    """Number and title of a section heading: «Направление 2. Кадры» → («2», «Кадры»)."""
    text = flat(text)
    found = _SECTION.match(text)
    if not found or not text[found.end() :].strip():
        return "", text
    number = next(group for group in found.groups() if group)
    return number.rstrip("."), text[found.end() :].strip()


def words_of(cells: Iterable[Cell]) -> str:
    """All that is printed in the cells, in one line."""
    return flat(" ".join(cell.text for cell in cells))
