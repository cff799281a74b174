"""How plans name classes of organisations and the people in them: patterns over dictionary forms.

A pattern is matched against the words of a printed performer, each in its dictionary form, abbreviations in capitals,
numbers as they are, with one space between. To teach the reader a new way of saying, add a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

EDUCATIONAL = "educational"
SCHOOLS = "schools"
PRESCHOOL = "preschool"
SUPPLEMENTARY = "supplementary"
COLLEGES = "colleges"
UNIVERSITIES = "universities"

_ORG = r"(?:организация|учреждение|заведение)"
_BODY = r"(?:орган|учреждение|организация|структура)"


@dataclass(frozen=True, slots=True)
class Saying:
    """A way of saying a class: the pattern, and the codes of the classes it means.

    With `unsure` it means more than one thing; `others` are the further ones, the likeliest first. `is_one`: an
    abbreviation that names one body, as «ЦОПП» does.
    """

    pattern: re.Pattern[str]
    groups: tuple[str, ...]
    unsure: bool = False
    others: tuple[str, ...] = ()
    is_one: bool = False


def _saying(
    pattern: str, *groups: str, unsure: bool = False, others: tuple[str, ...] = (), is_one: bool = False
) -> Saying:
    return Saying(re.compile(rf"(?<!\S){pattern}(?!\S)"), groups, unsure, others, is_one)


LEVELS = {
    "общий": SCHOOLS,
    "дополнительный": SUPPLEMENTARY,
    "дошкольный": PRESCHOOL,
    "профессиональный": COLLEGES,
    "высший": UNIVERSITIES,
}
"""Adjectives of «образование» and the class that gives it; «средний профессиональный» is one of them."""

_LEVEL = rf"(?:средний (?=профессиональный))?(?:{'|'.join(LEVELS)})"
LISTED_LEVELS = re.compile(
    rf"(?<!\S)(?:образовательный )?{_ORG}(?: система)? (?P<levels>{_LEVEL}(?: (?:и )?{_LEVEL})*) образование"
    r"(?: (?:и )?(?:ребенок|взрослый))*(?!\S)"
)
"""«организации общего, дополнительного и профессионального образования»: the classes are those of its adjectives."""

SAYINGS = (
    _saying(rf"(?:средний )?профессиональный образовательный {_ORG}", COLLEGES),
    _saying(rf"(?:{_ORG} )?СПО(?: {_ORG})?", COLLEGES),
    _saying(rf"(?:{_ORG} )?(?:ПОО|ПОУ|ССУЗ|ссуз|ссуза)", COLLEGES),
    _saying(r"(?:колледж|техникум|училище)(?: (?:и )?(?:колледж|техникум|училище))*", COLLEGES),
    _saying(rf"(?:образовательный )?{_ORG} высший образование", UNIVERSITIES),
    _saying(rf"(?:{_ORG} )?(?:ВО|ВПО|ООВО|ВУЗ)", UNIVERSITIES),
    _saying(r"(?:вуз|университет|институт)(?: (?:и )?(?:вуз|университет|институт|академия))*", UNIVERSITIES),
    _saying(rf"дошкольный (?:образовательный )?{_ORG}", PRESCHOOL),
    _saying(rf"(?:{_ORG} )?(?:ДОУ|ДОО|МДОУ|МБДОУ|МАДОУ)", PRESCHOOL),
    _saying(r"детский сад", PRESCHOOL),
    _saying(r"(?:дошкольный группа|группа дошкольный образование)", "kindergarten_groups"),
    _saying(rf"{_ORG} (?:дополнительный образование|ДО)(?: ребенок)?", SUPPLEMENTARY),
    _saying(rf"(?:{_ORG} )?(?:УДО|УДОД|ОДО|МУДО|МБУДО|МАУДО)", SUPPLEMENTARY),
    _saying(r"ДО", SUPPLEMENTARY, unsure=True, others=(PRESCHOOL,)),
    _saying(rf"общеобразовательный {_ORG}", SCHOOLS),
    _saying(r"(?:общеобразовательный )?школа(?: (?:и )?(?:гимназия|лицей|школа-интернат))*", SCHOOLS),
    _saying(r"(?:гимназия|лицей)(?: (?:и )?(?:гимназия|лицей))*", SCHOOLS, unsure=True),
    _saying(r"(?:СОШ|МБОУ|МАОУ|МКОУ|ГБОУ|ГКОУ)(?: СОШ)?", SCHOOLS, unsure=True),
    _saying(r"(?:ОО|ОУ|МОУ|МОО)", EDUCATIONAL, unsure=True, others=(SCHOOLS,)),
    _saying(rf"образовательный {_ORG}", EDUCATIONAL, unsure=True, others=(SCHOOLS,)),
    _saying(
        rf"(?:муниципальный )?{_BODY} (?:местный самоуправление )?(?:осуществлять )?управление"
        r"(?: в)?(?: сфера)? образование",
        "authorities",
    ),
    _saying(r"(?:МОУО|МУО|ОМСУ|РУО)", "authorities"),
    _saying(r"(?:орган местный самоуправление|муниципалитет|муниципальный образование)", "authorities", unsure=True),
    _saying(r"(?:муниципальный|районный|городской|районный и городской) методический (?:служба|центр|кабинет)",
            "methodical_centres"),
    _saying(r"(?:методический|информационно-методический|научно-методический) (?:служба|центр|кабинет)",
            "methodical_centres"),
    _saying(r"(?:ППМС-центр|ППМС|ППМСЦ|ЦППМСП|ППМСП|ПМПК)", "psychological_centres", is_one=True),
    _saying(r"центр психолого-педагогический(?: медицинский и социальный)? (?:помощь|сопровождение)",
            "psychological_centres"),
    _saying(r"(?:ЦОКО|РЦОКО|центр оценка качество образование)", "assessment_centres", is_one=True),
    _saying(r"(?:ЦОПП|центр опережать профессиональный подготовка)", "training_centres", is_one=True),
    _saying(r"(?:социальный )?(?:предприятие-партнер|организация-партнер|предприятие-работодатель)", "enterprises"),
    _saying(r"(?:социальный партнер|работодатель|бизнес-партнер|партнер)", "enterprises", unsure=True),
    _saying(rf"предприятие(?: (?:и )?{_ORG})?(?: (?:реальный )?сектор экономика)?", "enterprises"),
    _saying(rf"(?:общественный (?:организация|объединение)|НКО|некоммерческий {_ORG})", "public_associations"),
    _saying(r"(?:центр занятость(?: население)?|ЦЗН|служба занятость(?: население)?|кадровый центр)",
            "employment_centres"),
)  # fmt: skip
"""In the order in which they are tried: the longer saying stands before the shorter one that it contains."""

OWNERS = (
    (re.compile(r"(?<!\S)муниципальный(?! (?:район|округ|образование))(?!\S)"), "municipality"),
    (re.compile(r"(?<!\S)(?:государственный|областной|краевой|республиканский|региональный)(?!\S)"), "region"),
    (re.compile(r"(?<!\S)федеральный(?!\S)"), "federation"),
    (re.compile(r"(?<!\S)(?:частный|негосударственный)(?!\S)"), "private"),
)
SUBORDINATE = re.compile(r"(?<!\S)(?:подведомственный|подведомственный министерство)(?!\S)")
"""Whose they are follows from whose plan it is."""

_BY_PROGRAMMES = r"(?:который )?(?:реализовать|осуществлять|иметь|вести|работать по)"
TRAITS = (
    (
        re.compile(
            rf"(?<!\S)(?:{_BY_PROGRAMMES} )?(?:обучение по )?(?:(?:адаптировать|адаптированный) (?:основной )?"
            r"(?: ?(?:общеобразовательный|образовательный))? ?программа|АОП|АООП)(?!\S)"
        ),
        "adapted",
    ),
    (
        re.compile(
            rf"(?<!\S)(?:(?:{_BY_PROGRAMMES}|с|на база который (?:создать|действовать|открыть)) )?"
            r"(?:(?:центр|кабинет) )?(?:образование )?(?:цифровой и гуманитарный профиль )?точка рост(?!\S)"
        ),
        "growth_point",
    ),
)

GRADES = (
    (
        re.compile(rf"(?<!\S)(?:(?:{_BY_PROGRAMMES}|с) )?\d+(?: (?:и )?\d+)* (?:класс|параллель)(?!\S)"),
        None,
    ),
    (re.compile(rf"(?<!\S)(?:{_BY_PROGRAMMES} )?(?:программа )?средний общий образование(?!\S)"), (10, 11)),
    (re.compile(rf"(?<!\S)(?:{_BY_PROGRAMMES} )?(?:программа )?основной общий образование(?!\S)"), (5, 9)),
    (re.compile(rf"(?<!\S)(?:{_BY_PROGRAMMES} )?(?:программа )?начальный общий образование(?!\S)"), (1, 4)),
    (re.compile(r"(?<!\S)(?:старший|старшеклассник)(?: класс)?(?!\S)"), (10, 11)),
)

DUTIES = (
    (re.compile(r"(?<!\S)(?:кл|классный) (?:руководитель|рук)(?!\S)"), SCHOOLS, True),
    (re.compile(r"(?<!\S)(?:зам|заместитель) (?:директор|руководитель)"
                r"(?: по (?:учебный|воспитательный|УВР|ВР|УР|НМР|учебно-воспитательный|методический)"
                r"(?: (?:работа|часть))?)?(?!\S)"), SCHOOLS, False),
    (re.compile(r"(?<!\S)советник(?: директор)?(?: по воспитание)?(?!\S)"), SCHOOLS, False),
    (re.compile(r"(?<!\S)(?:педагог-психолог|психолог|психолого-педагогический служба|служба сопровождение)(?!\S)"),
     EDUCATIONAL, False),
    (re.compile(r"(?<!\S)(?:социальный педагог|педагог-организатор|учитель-предметник|учитель|библиотекарь"
                r"|педагог-библиотекарь|учитель технология)(?!\S)"), SCHOOLS, False),
    (re.compile(r"(?<!\S)(?:педагог|тренер-преподаватель)(?: дополнительный образование| ДО)(?!\S)"),
     SUPPLEMENTARY, False),
    (re.compile(r"(?<!\S)воспитатель(?!\S)"), PRESCHOOL, False),
    (re.compile(r"(?<!\S)(?:мастер производственный обучение|куратор(?: группа)?)(?!\S)"), COLLEGES, False),
    (re.compile(r"(?<!\S)(?:педагог-навигатор|навигатор|профориентатор)(?!\S)"), SCHOOLS, False),
    (re.compile(r"(?<!\S)ответственный(?: за (?:организация )?(?:профориентационный (?:работа|деятельность)"
                r"|профориентация))?(?!\S)"), EDUCATIONAL, False),
    (re.compile(r"(?<!\S)(?:директор|руководитель|заведующий|заведующая|администрация"
                r"|(?:педагогический|руководящий)(?: и (?:педагогический|руководящий))? (?:работник|кадр|коллектив)"
                r"|педагог|преподаватель|специалист|методист|тьютор|наставник|коллектив)(?!\S)"), EDUCATIONAL, False),
)  # fmt: skip
"""People by what they do: the pattern, in which class of organisations they are, and whether that is sure."""

PARTS = re.compile(r"(?<!\S)(?:СП|структурный подразделение|филиал|служба|отделение|сектор|центр)(?!\S)")
"""A part of an organisation in front of its name: «СП МКУ …»."""

NOTHING = re.compile(
    r"(?<!\S)(?:и|в|во|на|с|со|по|при|для|от|из|к|о|об|все|весь|каждый|любой|г|город|район|область|край|республика"
    r"|округ|муниципалитет|муниципальный (?:образование|район|округ)|муниципальный|городской|районный|сельский"
    r"|территория|МО|ГО|МР|РФ|согласование"
    r"|другой|иной|далее|который|тип|вид|система)(?!\S)"
)
"""Words that say nothing of the class. The names of places are known to whoever asks."""
