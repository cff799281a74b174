"""What a cell of a workbook shows: its number or date as its number format writes it.

A file holds 3.1 and «0.00»; people see 3.10. Three things are written otherwise than the office program would,
because what is read here is understood by its words: the decimal sign is always a full stop, thousands are parted by a
blank, and dates are written out as «01.09.2024», «1 сентября 2024», «март 2021» even where the cell is content with
«мар.21», which could be a day of March.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

# Formats that a file names by number alone, in their Russian form (ECMA-376, part 1, 18.8.30).
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "General", 12: "General",
    13: "General", 14: "dd.mm.yyyy", 15: "d mmmm yyyy", 16: "d mmmm", 17: "mmmm yyyy", 18: "h:mm", 19: "h:mm:ss",
    20: "h:mm", 21: "h:mm:ss", 22: "dd.mm.yyyy h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
    45: "h:mm:ss", 46: "h:mm:ss", 47: "h:mm:ss", 48: "General", 49: "@",
}  # fmt: skip
_MONTHS = (
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь".split(),
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
)
# Words in quotes, single signs behind a backslash, gaps and fillings, colours and languages in brackets
_PIECE = re.compile(
    r'"([^"]*)"|\\(.)|[_*].|AM/PM|A/P|\[(?!\$)[^\]]*\]|\[\$([^\]-]*)[^\]]*\]|(General|Основной)|(.)', re.DOTALL
)
_DIGITS = frozenset("0#?")
_CLOCK = re.compile(r"h+|m+|s+|d+|y+")
_FIRST_DAY = datetime(1899, 12, 30)
_LEAP_DAY = 60  # of 29 February 1900, which there never was
_DAYS_OF_1904 = 1462
_LAST_DAY = 2_958_466
_LARGEST_PLAIN = 10**15
_LONGEST_CODE = 255


@dataclass(frozen=True)
class _Sign:
    """A sign of a format; a literal one is shown as it is."""

    sign: str
    literal: bool


def shown(value: float, code: str, *, since_1904: bool = False) -> str:
    """The finite number as a cell with this format shows it. Empty where the format hides it."""
    sections = _sections(code[:_LONGEST_CODE])
    if code == "General" or abs(value) >= _LARGEST_PLAIN:
        return general(value)
    number = Decimal(repr(value))
    if _is_date(sections[0]) and 0 <= value < _LAST_DAY:
        return _date(value + (_DAYS_OF_1904 if since_1904 else 0), sections[0])
    section = sections[0]
    if number < 0 and len(sections) > 1:
        section, number = sections[1], -number
    elif number == 0 and len(sections) > 2:
        section = sections[2]
    if not section:
        return "" if len(sections) > 1 else general(value)
    return _number(number, section, value)


def general(value: float) -> str:
    """A number in a cell without a format: 9 and not 9.0, 0.3 and not 0.30000000000000004."""
    if abs(value) >= _LARGEST_PLAIN:
        return str(value)
    return str(int(value)) if value == int(value) else f"{Decimal(format(value, '.11g')).normalize():f}"


@lru_cache(maxsize=256)
def _sections(code: str) -> list[list[_Sign]]:
    """The signs of a format by section: for positive numbers, negative ones, zero, text."""
    sections: list[list[_Sign]] = [[]]
    for found in _PIECE.finditer(code):
        quoted, escaped, currency, word, sign = found.groups()
        text = quoted or escaped or currency
        if text:
            sections[-1] += [_Sign(letter, True) for letter in text]
        elif word:
            sections[-1].append(_Sign("General", False))
        elif sign == ";":
            sections.append([])
        elif sign:
            sections[-1].append(_Sign(sign, False))
    return sections


def _is_date(section: list[_Sign]) -> bool:
    return any(sign.sign.lower() in ("y", "m", "d", "h", "s") for sign in section if not sign.literal)


def _date(serial: float, section: list[_Sign]) -> str:
    """A date with the parts that the format asks for, in the order in which Russian has them."""
    moment = _FIRST_DAY + timedelta(days=serial + (serial < _LEAP_DAY), microseconds=500_000)
    groups = _CLOCK.findall("".join(" " if sign.literal else sign.sign.lower() for sign in section))
    clock = [at for at, group in enumerate(groups) if group[0] in "hs"]
    # An m beside hours or seconds means minutes
    minutes = {at for at, group in enumerate(groups) if group in ("m", "mm") and {at - 1, at + 1} & set(clock)}
    months = [group for at, group in enumerate(groups) if group[0] == "m" and at not in minutes]
    has_year = any(group[0] == "y" for group in groups)
    has_day = any(group in ("d", "dd") for group in groups)
    named = any(len(group) > 2 for group in months)
    texts: list[str] = []
    if named:
        texts = [str(moment.day)] if has_day else []
        texts += [_MONTHS[has_day][moment.month - 1], *([str(moment.year)] if has_year else [])]
    else:
        parts = [f"{moment:%d}"] if has_day else []
        parts += ([f"{moment:%m}"] if months else []) + ([str(moment.year)] if has_year else [])
        texts = [".".join(parts)] if parts else []
    if has_year and any(sign.literal and sign.sign == "г" for sign in section):
        texts.append("г.")
    if clock and (not texts or serial % 1):
        texts.append(f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}")
    return " ".join(texts)


def _number(number: Decimal, section: list[_Sign], value: float) -> str:
    places = [at for at, sign in enumerate(section) if not sign.literal and sign.sign in _DIGITS]
    plain = "".join("" if sign.literal else sign.sign for sign in section)
    if not places:  # «General», «@», or words alone
        text = general(float(number))
        if "General" in plain or "@" in plain:
            return "".join(text if sign.sign in ("General", "@") else sign.sign for sign in section)
        return "".join(sign.sign for sign in section)
    first, last = places[0], places[-1]
    body = "".join(" " if sign.literal and sign.sign.isspace() else sign.sign for sign in section[first : last + 1])
    if re.search(r"[^0#?,. \u00a0]", body) or "E" in plain or body.count(".") > 1:
        return general(value)  # fractions, powers of ten, masks of telephone numbers
    before, _, behind = body.partition(".")
    scale = len(plain[plain.rfind(body[-1]) + 1 :]) - len(plain[plain.rfind(body[-1]) + 1 :].lstrip(","))
    number = number.scaleb(2 * plain.count("%") - 3 * scale)
    wanted = sum(map(behind.count, _DIGITS))
    text = f"{number.quantize(Decimal(1).scaleb(-wanted), ROUND_HALF_UP):f}"
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    integer, _, decimals = digits.partition(".")
    while len(decimals) > behind.count("0") and decimals.endswith("0"):
        decimals = decimals[:-1]
    integer = integer.zfill(before.count("0"))
    if "," in before or " " in before.strip() or "\u00a0" in before:
        integer = f"{int(integer):,}".replace(",", " ")
    shown_number = sign + integer + (f".{decimals}" if decimals else "")
    head = "".join(sign.sign for sign in section[:first])
    tail = "".join(sign.sign for sign in section[last + 1 :]).lstrip(",")
    return f"{head}{shown_number}{tail}"
