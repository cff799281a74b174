"""Numbers, letters and bullets that Word draws itself: in no text, yet every reader of the page sees them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"  # Word leaves out ё, й, ъ, ы, ь
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LAST_LEVEL = 8


@dataclass(frozen=True)
class Level:
    """How one level of a list is numbered; `pattern` holds %1, %2 … for the numbers of the levels."""

    start: int = 1
    form: str = "decimal"
    pattern: str = ""


def value(element: Element | None) -> str:
    """The w:val of an element, empty where either is absent."""
    return "" if element is None else element.get(f"{W}val", "")


def whole(text: str, otherwise: int) -> int:
    """A whole number from an attribute that may hold anything."""
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else otherwise


def in_form(number: int, form: str) -> str:
    """A number as letters, Roman or ordinary figures; 27 is «аа», as Word counts."""
    if form in ("russianLower", "russianUpper", "lowerLetter", "upperLetter") and number > 0:
        letters = _RUSSIAN if form.startswith("russian") else _LATIN
        text = letters[(number - 1) % len(letters)] * min((number - 1) // len(letters) + 1, 9)
    elif form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        text, left = "", number
        for weight, sign in _ROMAN:
            text += sign * (left // weight)
            left %= weight
    else:
        return f"{number:02}" if form == "decimalZero" else str(number)
    return text.upper() if form.endswith(("Upper", "upperLetter", "upperRoman")) else text


class Numbering:
    """Counts through the lists of one document; `marker` is asked once for each paragraph, in order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._list_of: dict[str, str] = {}
        self._restarts: dict[tuple[str, int], int] = {}
        self._used_restarts: set[tuple[str, int]] = set()
        self._counts: dict[str, list[int | None]] = {}
        self._styles: dict[str, tuple[str, int, str]] = {}
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            self._read_styles(styles.iter(f"{W}style"))

    def _read_lists(self, root: Element) -> None:
        for abstract in root.iter(f"{W}abstractNum"):
            levels = {}
            for element in abstract.findall(f"{W}lvl"):
                levels[whole(element.get(f"{W}ilvl", ""), 0)] = _level(element)
            self._levels[abstract.get(f"{W}abstractNumId", "")] = levels
        for num in root.findall(f"{W}num"):
            num_id = num.get(f"{W}numId", "")
            abstract_id = value(num.find(f"{W}abstractNumId"))
            self._list_of[num_id] = abstract_id
            for override in num.findall(f"{W}lvlOverride"):
                at = whole(override.get(f"{W}ilvl", ""), 0)
                own = override.find(f"{W}lvl")
                if own is not None:
                    # a list with levels of its own counts for itself
                    own_id = f"{abstract_id}/{num_id}"
                    self._levels[own_id] = {**self._levels.get(self._list_of[num_id], {}), at: _level(own)}
                    self._list_of[num_id] = own_id
                start = value(override.find(f"{W}startOverride"))
                if start:
                    self._restarts[num_id, at] = whole(start, 1)

    def _read_styles(self, styles: Iterable[Element]) -> None:
        for style in styles:
            num_id = value(style.find(f"{W}pPr/{W}numPr/{W}numId"))
            level = whole(value(style.find(f"{W}pPr/{W}numPr/{W}ilvl")), 0)
            base = value(style.find(f"{W}basedOn"))
            self._styles[style.get(f"{W}styleId", "")] = (num_id, level, base)

    def _of_style(self, style: str) -> tuple[str, int]:
        for _ in range(12):  # styles may be based on one another in a ring
            num_id, level, base = self._styles.get(style, ("", 0, ""))
            if num_id or not base:
                return num_id, level
            style = base
        return "", 0

    def marker(self, properties: Element | None) -> tuple[str, int]:
        """Marker and level of the next paragraph; an empty marker where it is in no list."""
        if properties is None:
            return "", 0
        own = properties.find(f"{W}numPr")
        style_id, style_level = self._of_style(value(properties.find(f"{W}pStyle")))
        num_id = value(own.find(f"{W}numId")) if own is not None else ""
        at = whole(value(own.find(f"{W}ilvl")), 0) if own is not None else style_level
        num_id = num_id or style_id
        levels = self._levels.get(self._list_of.get(num_id, ""), {})
        at = min(max(at, 0), _LAST_LEVEL)
        if at not in levels:
            return "", 0
        return self._count(num_id, at, levels), at

    def _count(self, num_id: str, at: int, levels: dict[int, Level]) -> str:
        counts = self._counts.setdefault(self._list_of[num_id], [None] * (_LAST_LEVEL + 1))
        for lower in range(at + 1):
            restart = self._restarts.get((num_id, lower))
            if restart is not None and (num_id, lower) not in self._used_restarts:
                self._used_restarts.add((num_id, lower))
                counts[lower] = restart - 1 if lower == at else restart
        last = counts[at]
        counts[at] = levels[at].start if last is None else last + 1
        counts[at + 1 :] = [None] * (_LAST_LEVEL - at)
        level = levels[at]
        if level.form == "bullet":
            return "•" if not level.pattern or "\ue000" <= level.pattern <= "\uf8ff" else level.pattern
        if level.form == "none":
            return ""

        def number(found: re.Match[str]) -> str:
            other = int(found[1]) - 1
            of_level = levels.get(other, Level())
            count = counts[other]
            return in_form(of_level.start if count is None else count, of_level.form)

        return re.sub(r"%([1-9])", number, level.pattern).strip()


def _level(element: Element) -> Level:
    level = Level(pattern=value(element.find(f"{W}lvlText")))
    start = whole(value(element.find(f"{W}start")), 1 if element.find(f"{W}start") is None else 0)
    return replace(level, start=start, form=value(element.find(f"{W}numFmt")) or "decimal")
