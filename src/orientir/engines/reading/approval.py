"""The act that approves the plan: from the stamp, the annex line or the order itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from orientir.engines.reading.blocks import Line, flat
from orientir.engines.reading.model import Approval
from orientir.engines.russian import is_word, to_nominative

_KINDS = ("приказ", "постановление", "распоряжение", "решение")
STAMP = re.compile(r"^[«\"(]?(?:у\s?т\s?в\s?е\s?р\s?ж\s?д\s?[аеё]|приложени[ея]\b)", re.IGNORECASE)
OTHER_STAMP = re.compile(
    r"^[«\"(]?(?:согласован|рассмотрен|принят|обсужден|рекомендован|одобрен|заслушан)", re.IGNORECASE
)
_BEGINS_PLAN = re.compile(r"^«?(?:план\b|дорожная карта|комплекс|перечень|программа|цел[ьи]\b)", re.IGNORECASE)
_KIND = re.compile(r"\b(приказ|постановлени|распоряжени|решени)[а-я]*", re.IGNORECASE)
_BODY = re.compile(r"(?:\S+ ){0,2}(?:министерств|департамент|управлени|комитет|отдел|администраци)", re.IGNORECASE)
_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_DATE = re.compile(
    r"[«\"“]?\s*(\d{1,2})\s*[»\"”]?\s*[.\s]\s*(0?[1-9]|1[0-2]|[а-я]{3,8})\s*[.\s]\s*((?:19|20)\d\d|\d\d(?=\s*(?:г|$)))",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:№|\bN)\s*([\w/.-]*\d(?:[\w/.-]*\w)?)")
_POST = (
    r"(?:и\.?\s?о\.?\s+)?(?:первый\s+)?(?:заместитель\s+)?(?:начальник|министр|директор|председатель|руководитель"
    r"|глава|заведующ\w+|ректор)"
)
_SIGNED = re.compile(rf"^{_POST}\s+(.+)$", re.IGNORECASE)
_NAME = re.compile(r"\s*(?:_{2,}.*|[А-ЯЁ]\.\s?[А-ЯЁ]\.\s*[А-ЯЁ][а-яё-]+.*|[А-ЯЁ][а-яё-]+\s+[А-ЯЁ]\.\s?[А-ЯЁ]\..*)$")
_STAMP_LINES = 9


def find_approval(lines: Sequence[Line], title: str) -> Approval | None:
    """The approving act; None where the document shows none. Acts named in running text do not approve."""
    texts = [flat(line.printed) for line in lines if line.printed]
    stamps = list(_stamps(texts, title))
    for read in (_by_act, _by_signature):
        for stamp in stamps:
            approval = read(stamp, texts)
            if approval is not None:
                return approval
    return _from_order(texts)


def _stamps(texts: Sequence[str], title: str) -> list[list[str]]:
    stamps = []
    for at, text in enumerate(texts):
        if not STAMP.match(text):
            continue
        stamp = [text]
        for line in texts[at + 1 : at + _STAMP_LINES]:
            if OTHER_STAMP.match(line) or STAMP.match(line) or line[:40] == title[:40] or _BEGINS_PLAN.match(line):
                break
            stamp.append(line)
        stamps.append(stamp)
    return stamps


def _by_act(stamp: Sequence[str], texts: Sequence[str]) -> Approval | None:
    """«УТВЕРЖДЁН приказом Отдела … от … № …», «Приложение к приказу … от … № …», «Приказ № … от …» of a signatory."""
    whole = " ".join(stamp)
    kind = _KIND.search(whole)
    number = _number_of_act(whole[kind.end() :]) if kind else None
    if kind is None or number is None:
        return None
    # «МАОУ «Гимназия № 14» от … № 318»: a number within quotation marks is part of the name
    words = re.split(r"\s*\bот\b\s|\s*№(?![^«]*»)|\s*\bN\s", whole[kind.end() :], maxsplit=1)[0].strip(" ,.")
    words = words.split("(")[0]
    words = re.split(rf"\b{_POST}\b", words, maxsplit=1, flags=re.IGNORECASE)[0].strip()
    printed = _body_of(words) if words and not re.match(r"[\d_]", words) else None
    signed = _signatory(stamp)
    if printed is None or not _BODY.match(printed):
        # a short form («Минобрнауки РК») gives way to the name at the head of the order
        printed = signed or _order_body(texts) or printed
    dated = _iso(whole[kind.start() :]) or _iso(whole)
    return Approval(_capital(printed), _named(kind[1]), number, dated)


def _body_of(words: str) -> str:
    """The name of a body in the nominative; that of an institution ends with its quotation, before its town."""
    institution = re.match(r"[А-ЯЁ]{2,}[А-ЯЁ ]*\s«.*»", words)
    if institution:
        return institution[0]
    return to_nominative(words) if is_word(words.split()[0]) else words  # «Минобр» has no cases


def _number_of_act(text: str) -> str | None:
    """The number after the date or before it, rather than one in a name."""
    found = re.search(rf"{_DATE.pattern}\D{{0,12}}{_NUMBER.pattern}", text, re.IGNORECASE)
    if found:
        return found[found.lastindex or 0]
    bare = re.sub(r"«[^»]*(?:«[^»]*»[^»]*)?»", " ", text)
    number = _NUMBER.search(bare) or _NUMBER.search(text)
    return number[1] if number else None


def _by_signature(stamp: Sequence[str], _texts: Sequence[str]) -> Approval | None:
    """«УТВЕРЖДАЮ Директор … » with a day: no act is named, yet it is known who approved and when."""
    if not re.match(r"[«\"(]?у\s?т\s?в\s?е\s?р\s?ж\s?д\s?а", stamp[0], re.IGNORECASE):
        return None
    body = _signatory(stamp)
    dated = _iso(" ".join(stamp))
    return Approval(_capital(body), None, None, dated) if body and dated else None


def _signatory(stamp: Sequence[str]) -> str | None:
    """The body whose head signs: what stands between the post and the name or the line to sign on."""
    whole = re.sub(r"^\S+\s+", "", " ".join(stamp)) if len(stamp[0].split()) > 1 else " ".join(stamp[1:])
    found = re.search(rf"\b{_POST}\b\s*(.+)$", whole, re.IGNORECASE)
    if not found:
        return None
    body = re.split(
        r"\s*_{2,}|\s*\bприказ\w*|\s*\bот\s|\s*[«\"“]\s?_*\d{1,2}|\s[А-ЯЁ]\.\s?[А-ЯЁ]\.|\s[А-ЯЁ][а-яё-]+\s+[А-ЯЁ]\.\s?[А-ЯЁ]\.|\s*№\s*\d+\s*от",
        found[1],
        maxsplit=1,
    )[0].strip(" ,./")
    return _body_of(body) if body and not re.match(r"[\d_]", body) else None


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


def _capital(text: str | None) -> str | None:
    return text[:1].upper() + text[1:] if text else None


def _named(stem: str) -> str:
    return next(kind for kind in _KINDS if kind.startswith(stem.lower()[:6]))


def _iso(text: str) -> str | None:
    for found in _DATE.finditer(text):
        word = found[2].lower()
        if word.isdigit():
            month = int(word)
        else:
            month = next((at + 1 for at, stem in enumerate(_MONTHS) if word.startswith(stem)), 0)
        day, year = int(found[1]), found[3] if len(found[3]) == 4 else f"20{found[3]}"
        if 1 <= month <= 12 and 1 <= day <= 31:
            return f"{year}-{month:02}-{day:02}"
    return None
