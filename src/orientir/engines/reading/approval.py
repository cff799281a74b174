"""The act that approves the plan: from the stamp, the annex line or the order itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from orientir.engines.reading.blocks import Line, flat
from orientir.engines.reading.model import Approval
from orientir.engines.russian import to_nominative

_KINDS = ("приказ", "постановление", "распоряжение", "решение")
STAMP = re.compile(r"^(?:«?утвержд[её]н\w*|приложение\b)", re.IGNORECASE)
_KIND = re.compile(r"\b(приказ|постановлени|распоряжени|решени)[а-я]*", re.IGNORECASE)
_BODY = re.compile(r"(?:\S+ ){0,2}(?:министерств|департамент|управлени|комитет|отдел|администраци)", re.IGNORECASE)
_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_DATE = re.compile(
    r"«?\s*(\d{1,2})\s*»?\s*[.\s]\s*(0?[1-9]|1[0-2]|[а-я]{3,8})\s*[.\s]\s*((?:19|20)\d\d)", re.IGNORECASE
)
_NUMBER = re.compile(r"№\s*([\w/-]*\d[\w/-]*)")
_SIGNED = re.compile(
    r"^(?:начальник|министр|директор|председатель|руководитель|глава|заведующ\w+)\s+(.+)$", re.IGNORECASE
)
_NAME = re.compile(r"\s*(?:[А-ЯЁ]\.\s?[А-ЯЁ]\.\s*[А-ЯЁ][а-яё-]+|[А-ЯЁ][а-яё-]+\s+[А-ЯЁ]\.\s?[А-ЯЁ]\.).*$")
_STAMP_LINES = 7


def find_approval(lines: Sequence[Line], title: str) -> Approval | None:
    """The approving act; None where the document shows none. Acts named in running text do not approve."""
    texts = [flat(line.printed) for line in lines if line.printed]
    return _from_stamp(texts, title) or _from_order(texts)


def _from_stamp(texts: Sequence[str], title: str) -> Approval | None:
    """«УТВЕРЖДЁН приказом Отдела … от … № …», «Приложение к приказу … от … № …»."""
    for at, text in enumerate(texts):
        if not STAMP.match(text):
            continue
        stamp: list[str] = []
        for line in texts[at : at + _STAMP_LINES]:
            if stamp and (line[:40] == title[:40] or re.match(r"план|дорожная|цел", line, re.IGNORECASE)):
                break
            stamp.append(line)
        whole = " ".join(stamp)
        kind = _KIND.search(whole)
        number = _NUMBER.search(whole)
        if kind is None or number is None:
            continue
        words = re.split(r"\s*\bот\b\s|\s*№", whole[kind.end() :], maxsplit=1)[0].strip(" ,.")
        printed = to_nominative(words) if words else None
        # a short form («Минобрнауки РК») gives way to the name at the head of the order
        body = printed if printed and _BODY.match(printed) else _order_body(texts) or printed
        body = body[:1].upper() + body[1:] if body else None
        return Approval(body, _named(kind[1]), number[1], _iso(whole))
    return None


def _from_order(texts: Sequence[str]) -> Approval | None:
    """The document is the order itself: its name stands alone on a line, date and number beneath."""
    for at, text in enumerate(texts):
        bare = re.sub(r"(?<=\b\w) (?=\w\b)", "", text).strip().lower()
        if bare not in _KINDS:
            continue
        near = " ".join(texts[at + 1 : at + 4])
        number = _NUMBER.search(near)
        if number:
            return Approval(_order_body(texts), bare, number[1], _iso(near))
    return None


def _order_body(texts: Sequence[str]) -> str | None:
    """Who signs: the lines in capitals above «приказ», else the office named before the signature."""
    for at, text in enumerate(texts[:12]):
        if re.sub(r"\s", "", text).lower() in _KINDS:
            above = [line for line in texts[:at] if line.isupper() and len(line) > 6]
            if above:
                return _sentence_case(" ".join(above))
    for text in texts:
        if len(text) < 200 and (found := _SIGNED.match(text)):
            body = _NAME.sub("", found[1]).strip()
            if body:
                return to_nominative(body)
    return None


def _sentence_case(text: str) -> str:
    """Words in capitals as a sentence writes them; names of places after «Республики» keep their capital."""
    words = text.lower().split()
    proper = {at + 1 for at, word in enumerate(words) if word.startswith("республик")}
    proper |= {at for at, word in enumerate(words) if word.startswith("республик")} | {0}
    proper |= {at for at, word in enumerate(words[:-1]) if re.match(r"(?:края|област|район|округ)", words[at + 1])}
    return " ".join(word.capitalize() if at in proper else word for at, word in enumerate(words))


def _named(stem: str) -> str:
    return next(kind for kind in _KINDS if kind.startswith(stem.lower()[:6]))


def _iso(text: str) -> str | None:
    found = _DATE.search(text)
    if not found:
        return None
    word = found[2].lower()
    if word.isdigit():
        month = int(word)
    else:
        month = next((at + 1 for at, stem in enumerate(_MONTHS) if word.startswith(stem)), 0)
    day = int(found[1])
    return f"{found[3]}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None
