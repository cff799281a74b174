"""Territory and level of a plan, from the words of its title and stamp."""

from __future__ import annotations

import re
from collections.abc import Sequence

from orientir.engines.russian import to_nominative

_CAPITAL = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)*"
_PATTERNS = (
    # name of a settlement, as a rule left in the nominative after «город» within a longer name
    re.compile(
        rf"\b(?:муниципальн\w+ образовани\w+ (?:город|городской округ|район)"
        rf"|(?:городск|муниципальн)\w+ округ\w*) {_CAPITAL}"
    ),
    re.compile(rf"\bг(?:\.|ород(?:а|е|у|ом)?)\s*({_CAPITAL})((?: {_CAPITAL})?)"),
    re.compile(
        rf"\b{_CAPITAL}(?:ого|ом|ий|ый)\s+(?:муниципальн\w+ |городск\w+ |автономн\w+ )?(?:район|округ)\w*"
        rf"(?:\s+{_CAPITAL}(?:ой|ая)\s+област\w+)?"
    ),
    re.compile(rf"\bРеспублик\w+\s+{_CAPITAL}(?:\s*\({_CAPITAL}\))?"),
    re.compile(rf"\b{_CAPITAL}(?:ого|ом|ий|ой|ая)\s+(?:автономн\w+ )?(?:кра|област)\w+"),
)  # fmt: skip
_ADJECTIVE = re.compile(r"(?:[иы]й|ой|[иы]е|[ое]го|[иы]х|[ое]м|ая|яя|[ую]ю|[ое]й|[ое]е)$")
# One institution: its legal form, a school with its number or name, «Центр «Точка роста» …».
_INSTITUTION = (
    r"\b(?:[МГКЧФО]{0,2}[БАК]?(?:ДОУ|ОУ|УДО|У ?ДО|ПОУ|НОУ)|[МГ][БАК]У)\b(?! ДПО)|\b[СО]ОШ\b|\b[Тт]очк[аи] роста"
    r"|\b(?:[Шш]кол|[Гг]имнази|[Лл]ице|[Кк]олледж|[Тт]ехникум|[Дд]етск\w+ сад|[Дд]вор|[Дд]ом)[а-яё]*"
    r"(?: [а-яё-]+){0,2}\s*(?:№|«)|\b(?:[Кк]олледж|[Тт]ехникум|[Гг]имнази[ия]|[Лл]ице[йя])а?\b(?!-)"
)
_LEVELS = (
    ("institution", _INSTITUTION),
    ("city", r"\bг\.\s*[А-ЯЁ]|\bгород|городск"),
    ("district", r"\bрайон(?!н)"),
    ("municipality", r"муниципальн\w+ (?:образовани|округ)"),
    ("region", r"Республик|област|\bкра[йяе]\b|регион"),
)
LEVEL_WORDS = {
    "institution": "образовательная организация",
    "city": "городской",
    "district": "районный",
    "municipality": "муниципальный",
    "region": "региональный",
}
"""How a document says its level where it does so by name: «Уровень: муниципальный»."""

_SAID_LEVEL = re.compile(r"^уровень(?: [а-яё]+){0,2}\s*[:–—-]\s*(\S.*)$", re.IGNORECASE)
_SAID_TERRITORY = re.compile(r"^территория(?: [а-яё]+){0,2}\s*[:–—]\s*(\S.*?)[.;]?$", re.IGNORECASE)
_MUNICIPAL_BODY = re.compile(
    r"управлени\w+ образовани|отдел\w* образовани|комитет\w* по (?:делам )?образовани", re.IGNORECASE
)
_REGIONAL_BODY = re.compile(r"министерств|правительств|департамент\w* образования .*(?:области|края)", re.IGNORECASE)


def find_territory(texts: Sequence[str]) -> str | None:
    """The territory in the nominative: as a line of its own names it, else the narrowest in title, body, stamp."""
    for text in texts:
        if said := _SAID_TERRITORY.match(text):
            return said[1]
    for text in texts:
        for at, pattern in enumerate(_PATTERNS):
            found = pattern.search(text)
            if not found:
                continue
            if at == 0:
                return to_nominative(found[0])
            if at == 1:
                # a second word belongs to the name after an adjective only: «Нижний Тагил», not «Камнеречье Версия»
                town = to_nominative(found[1] + found[2] if _ADJECTIVE.search(found[1]) else found[1])
                return f"г. {town}" if found[0][1] in ". " else f"город {town}"
            return to_nominative(found[0])
    return None


def find_level(title: str, body: str, texts: Sequence[str]) -> str | None:
    """institution, city, district, municipality or region: who approved it says more than the title does.

    A line of its own says most («Уровень: муниципальный»).
    """
    for text in texts:
        said = _SAID_LEVEL.match(text)
        level = said and next((name for name, word in LEVEL_WORDS.items() if _is_form_of(said[1], word)), None)
        if level:
            return level
    if _REGIONAL_BODY.search(body):
        return "region"
    for text in (title, body):
        for name, pattern in _LEVELS[:4]:
            if re.search(pattern, text):
                return name
    if _MUNICIPAL_BODY.search(body):
        return "municipality"
    for text in (title, " ".join(texts)):
        for name, pattern in _LEVELS:
            if re.search(pattern, text):
                return name
    return None


def _is_form_of(text: str, word: str) -> bool:
    """Whether a text begins with a word in whatever gender or case."""
    return text.lower().startswith(word[: min(len(word), 13)].rstrip("аыийояе"))
