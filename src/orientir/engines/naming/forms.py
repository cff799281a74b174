"""Legal forms and types of organisations, as names bear them.

Codes of kinds and owners are plain words; whoever knows organisations uses the same ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .words import Word

_FORM = re.compile(
    r"(?P<owner>М|ФГ|ОГ|КГ|РГ|ГО?|Ч|Н|АН|КО|)(?P<type>Б|А|К|)"
    r"(?P<what>ДОУ|ДО?О|ОУ|ОО|УДОД?|ОУДОД?|УДПО|ПОУ|ПОО|НОУ|УК|У)"
)
_OWNERS = {
    "М": "municipality",
    "ФГ": "federation",
    "Г": "region",
    "ГО": "region",
    "ОГ": "region",
    "КГ": "region",
    "РГ": "region",
    "КО": "region",
    "Ч": "private",
    "Н": "private",
    "АН": "private",
}
_KINDS = {
    "ДОУ": "kindergarten",
    "ДОО": "kindergarten",
    "ОУ": "school",
    "ОО": "school",
    "УДО": "supplementary",
    "УДОД": "supplementary",
    "ОУДО": "supplementary",
    "ОУДОД": "supplementary",
    "УДПО": "methodical_centre",
    "ПОУ": "college",
    "ПОО": "college",
}
_OF_LEVEL = {
    "ДО": "supplementary",
    "ДОД": "supplementary",
    "ДПО": "methodical_centre",
    "СПО": "college",
    "ВО": "university",
    "ВПО": "university",
}
"""What follows a legal form and says more: «МАОУ ДО», «ФГБОУ ВО»."""
_OTHER = {
    "ООО": "enterprise",
    "АО": "enterprise",
    "ПАО": "enterprise",
    "ОАО": "enterprise",
    "ЗАО": "enterprise",
    "ФГУП": "enterprise",
    "ГУП": "enterprise",
    "МУП": "enterprise",
    "ИП": "entrepreneur",
    "АНО": "",
    "НКО": "public_association",
    "ОБУ": "",
}
_SPELT = frozenset(
    "муниципальный государственный федеральный областной краевой бюджетный автономный казенный образовательный"
    " общеобразовательный дошкольный профессиональный частный некоммерческий негосударственный нетиповой".split()
)
_ENDS_SPELT = frozenset({"учреждение", "организация", "предприятие"})
_TAILS = (
    ("дополнительный", "профессиональный", "образование"),
    ("средний", "профессиональный", "образование"),
    ("дополнительный", "образование", "ребенок"),
    ("дополнительный", "образование"),
    ("высший", "образование"),
)
_KINDS_SPELT = {
    "дошкольный": "kindergarten",
    "общеобразовательный": "school",
    "профессиональный": "college",
}
_KINDS_OF_TAILS = ("methodical_centre", "college", "supplementary", "supplementary", "university")
_OWNERS_SPELT = {
    "муниципальный": "municipality",
    "федеральный": "federation",
    "государственный": "region",
    "областной": "region",
    "краевой": "region",
    "частный": "private",
    "негосударственный": "private",
}


@dataclass(frozen=True, slots=True)
class LegalForm:
    """What a legal form says of its bearer, and how many words it takes."""

    length: int = 0
    owner: str = ""
    kind: str = ""


def legal_form(words: Sequence[Word]) -> LegalForm:
    """Read the legal form at the beginning of a name: «МБУ ДО», «Муниципальное бюджетное … учреждение»."""
    return _abbreviated(words) or _spelt(words) or LegalForm()


def _abbreviated(words: Sequence[Word]) -> LegalForm | None:
    if not words or not words[0].is_acronym or words[0].is_quoted:
        return None
    first = words[0].text
    if first in _OTHER:
        return LegalForm(1, kind=_OTHER[first])
    found = _FORM.fullmatch(first)
    if found is None or not (found["owner"] or found["type"]):
        return None
    kind = _KINDS.get(found["what"], "")
    length = 1
    if len(words) > 1 and words[1].is_acronym and words[1].text in _OF_LEVEL and not words[1].is_quoted:
        kind, length = _OF_LEVEL[words[1].text], 2
    return LegalForm(length, _OWNERS.get(found["owner"], ""), kind)


def _spelt(words: Sequence[Word]) -> LegalForm | None:
    run = 0
    while run < len(words) and words[run].text in _SPELT and not words[run].is_quoted:
        run += 1
    if run == 0 or run == len(words) or words[run].text not in _ENDS_SPELT:
        return None
    adjectives = [word.text for word in words[:run]]
    owner = next((_OWNERS_SPELT[word] for word in adjectives if word in _OWNERS_SPELT), "")
    kind = next((_KINDS_SPELT[word] for word in adjectives if word in _KINDS_SPELT), "")
    run += 1
    for tail, of_tail in zip(_TAILS, _KINDS_OF_TAILS, strict=True):
        if tuple(word.text for word in words[run : run + len(tail)]) == tail:
            return LegalForm(run + len(tail), owner, of_tail)
    return LegalForm(run, owner, kind)


TYPES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("средний", "общеобразовательный", "школа"), ("школа", "^средний")),
    (("основной", "общеобразовательный", "школа"), ("школа", "^основной")),
    (("начальный", "общеобразовательный", "школа"), ("школа", "^начальный")),
    (("вечерний", "сменный", "общеобразовательный", "школа"), ("школа", "вечерний")),
    (("общеобразовательный", "школа"), ("школа",)),
    (("средний", "школа"), ("школа", "^средний")),
    (("основной", "школа"), ("школа", "^основной")),
    (("начальный", "школа"), ("школа", "^начальный")),
    (("детский", "сад"), ("детсад",)),
    (("детсад",), ("детсад",)),
    (("школа-интернат",), ("школа", "интернат")),
    (("СОШ",), ("школа", "^средний")),
    (("ООШ",), ("школа", "^основной")),
    (("НОШ",), ("школа", "^начальный")),
    (("ВСОШ",), ("школа", "вечерний")),
    (("ДОУ",), ("детсад",)),
    (("ДС",), ("детсад",)),
)
"""Ways to say one type. What begins with ^ may be left out: a secondary school is a school."""

IMPLIED = {"school": "школа", "kindergarten": "детсад"}
"""The type that a legal form implies where the name has none: «МБДОУ № 5»."""
