"""Who and what there is in the demo: invented names, in the language of the place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orientir.access.roles import CLASS_TEACHER, GUARDIAN, PSYCHOLOGIST, STUDENT
from orientir.people.services import Name
from orientir.territory.choices import Founder, Kind, UnitKind

REGION = "Белоозерская область"
MINISTRY = "Министерство образования Белоозерской области"
MINISTRY_SHORT = "Минобразования Белоозерской области"
REGIONAL_COORDINATOR = Name("Северина", "Анна", "Дмитриевна")
OBSERVER = Name("Мшинская", "Ольга", "Павловна")


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality with its education authority and its coordinator."""

    name: str
    office: str
    office_short: str
    coordinator: Name
    login: str
    specialist: Name


CITY = Town(
    "Город Белоозерск",
    "Управление образования администрации города Белоозерска",
    "Управление образования г. Белоозерска",
    Name("Ладожский", "Борис", "Андреевич"),
    "boris",
    Name("Лаврова", "Евгения", "Викторовна"),
)
LAKES = Town(
    "Лугозерский муниципальный округ",
    "Отдел образования администрации Лугозерского муниципального округа",
    "Отдел образования Лугозерского округа",
    Name("Заречный", "Глеб", "Игоревич"),
    "gleb",
    Name("Островская", "Инна", "Павловна"),
)
CEDARS = Town(
    "Верхнекедровский район",
    "Комитет по образованию администрации Верхнекедровского района",
    "Комитет по образованию Верхнекедровского района",
    Name("Таёжная", "Раиса", "Фёдоровна"),
    "raisa",
    Name("Кедрин", "Лев", "Степанович"),
)
TOWNS = (CITY, LAKES, CEDARS)


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation: where it stands (nowhere means: of the region), what it teaches, who reports for it."""

    kind: Kind
    name: str
    short_name: str
    town: Town | None = None
    lead: Name | None = None
    login: str = ""
    founder: Founder = Founder.MUNICIPALITY
    grades: tuple[int, int] | None = None
    adapted: bool | None = None


_CITY_SCHOOLS = {
    1: ("Гимназия № 1", "Заречная Ирина Сергеевна"),
    2: ("Школа № 2", "Калинник Марина Львовна"),
    3: ("Школа № 3", "Ершов Пётр Ильич"),
    4: ("Школа № 4", "Ёлкина Надежда Юрьевна"),
    5: ("Школа № 5", "Волховская Вера Николаевна"),
    6: ("Школа № 6", "Сосновский Денис Олегович"),
    7: ("Начальная школа № 7", "Берёзкина Анна Викторовна"),
    8: ("Основная школа № 8", "Тихонравова Елена Михайловна"),
    9: ("Школа № 9", "Журавлёва Светлана Петровна"),
    10: ("Школа № 10", "Онежский Кирилл Романович"),
    11: ("Школа № 11", "Лугинина Татьяна Алексеевна"),
    12: ("Школа № 12", "Рябинин Артём Денисович"),
}
_LAKE_SCHOOLS = {
    13: ("Лугозерская школа № 1", "Полянская Галина Ивановна"),
    14: ("Лугозерская школа № 2", "Черёмухин Олег Борисович"),
    15: ("Озерковская основная школа", "Верескова Юлия Андреевна"),
    16: ("Ольховская основная школа", "Кувшинникова Лариса Павловна"),
    17: ("Боровская школа", "Снегирёв Максим Евгеньевич"),
    18: ("Заливинская школа", "Ивановская Дарья Кирилловна"),
}
_CEDAR_SCHOOLS = {
    19: ("Верхнекедровская школа № 1", "Щукина Оксана Валерьевна"),
    20: ("Верхнекедровская школа № 2", "Ольховский Роман Сергеевич"),
    21: ("Таёжнинская основная школа", "Ягодкина Наталья Фёдоровна"),
    22: ("Каменноручьёвская школа", "Морошкина Алина Игоревна"),
    23: ("Школа посёлка Речной", "Эльмин Тимур Рустамович"),
    24: ("Кедровая школа-интернат", "Хвойная Людмила Степановна"),
}
SMALL = {7: (1, 4), 8: (1, 9), 15: (1, 9), 16: (1, 9), 21: (1, 9)}
"""Schools that teach fewer grades than eleven, by number."""
ADAPTED = frozenset({3, 11, 16, 24})
"""Schools that teach by adapted programmes, by number."""
HEADS = {5: "Устюжанин Пётр Ильич", 13: "Брусникина Зоя Марковна", 21: "Лиственный Яков Львович"}
"""Heads of schools who answer for the work together with their leads, by number."""


def _schools(town: Town, schools: dict[int, tuple[str, str]], where: str) -> Iterator[Place]:
    for number, (short_name, lead) in schools.items():
        yield Place(
            Kind.SCHOOL,
            f"МБОУ «{short_name}» {where}",
            short_name,
            town,
            named(lead),
            f"school-{number}",
            grades=SMALL.get(number, (1, 11)),
            adapted=number in ADAPTED,
        )


def named(words: str) -> Name:
    """Return a name written in one line."""
    return Name(*words.split())


SCHOOLS = (
    *_schools(CITY, _CITY_SCHOOLS, "г. Белоозерска"),
    *_schools(LAKES, _LAKE_SCHOOLS, "Лугозерского округа"),
    *_schools(CEDARS, _CEDAR_SCHOOLS, "Верхнекедровского района"),
)
"""Schools 1 to 24, in this order."""


def _of_region(kind: Kind, name: str, short_name: str, lead: str, login: str) -> Place:
    return Place(kind, name, short_name, None, named(lead), login, Founder.REGION)


def _kindergarten(number: int, town: Town, name: str, where: str, lead: str) -> Place:
    short = f"Детский сад «{name}»"
    return Place(Kind.KINDERGARTEN, f"МБДОУ «{short}» {where}", short, town, named(lead), f"kindergarten-{number}")


OTHERS = (
    _kindergarten(1, CITY, "Теремок", "г. Белоозерска", "Малинина Ольга Игоревна"),
    _kindergarten(2, CITY, "Солнышко", "г. Белоозерска", "Ясная Вероника Олеговна"),
    _kindergarten(3, LAKES, "Ладушки", "Лугозерского округа", "Камышова Эльвира Ринатовна"),
    _kindergarten(4, CEDARS, "Кедровичок", "Верхнекедровского района", "Белкина Таисия Романовна"),
    Place(
        Kind.METHODICAL_CENTRE, "МКУ «Центр развития образования»", "Центр развития образования", CITY,
        Name("Книжник", "Алла", "Сергеевна"), "centre",
    ),
    Place(
        Kind.PSYCHOLOGICAL_CENTRE, "МБУ «ППМС-центр «Диалог»", "ППМС-центр «Диалог»", CITY,
        Name("Тишина", "Полина", "Олеговна"), "dialogue",
    ),
    Place(
        Kind.SUPPLEMENTARY, "МБУ ДО «Дом научного творчества»", "Дом научного творчества", CITY,
        Name("Опытов", "Игнат", "Юрьевич"), "science",
    ),
    Place(
        Kind.EMPLOYMENT_CENTRE, "Кадровый центр города Белоозерска", "Кадровый центр", CITY,
        Name("Трудова", "Яна", "Олеговна"), "employment", Founder.REGION,
    ),
    Place(
        Kind.COLLEGE, "ГБПОУ «Белоозерский политехнический колледж»", "Политехнический колледж", CITY,
        Name("Станков", "Павел", "Андреевич"), "college", Founder.REGION,
    ),
    Place(
        Kind.COLLEGE, "ГБПОУ «Лугозерский аграрный техникум»", "Аграрный техникум", LAKES,
        Name("Нивина", "Мария", "Егоровна"), "college-2", Founder.REGION,
    ),
    Place(
        Kind.UNIVERSITY, "ФГБОУ ВО «Белоозерский государственный университет»", "Белоозерский университет", CITY,
        Name("Учёнов", "Марк", "Львович"), "university", Founder.FEDERATION,
    ),
    _of_region(
        Kind.METHODICAL_CENTRE, "ГАУ ДПО «Институт развития образования Белоозерской области»",
        "Институт развития образования", "Наставина Ева Ильинична", "institute",
    ),
    _of_region(
        Kind.TRAINING_CENTRE, "Центр опережающей профессиональной подготовки Белоозерской области",
        "ЦОПП", "Навыкин Иван Петрович", "training",
    ),
    _of_region(
        Kind.ASSESSMENT_CENTRE, "ГКУ «Центр оценки качества образования Белоозерской области»",
        "Центр оценки качества", "Мерина Софья Глебовна", "quality",
    ),
    Place(
        Kind.ENTERPRISE, "АО «Озёрный приборостроительный завод»", "Озёрный приборозавод", CITY,
        founder=Founder.PRIVATE,
    ),
    Place(
        Kind.ENTERPRISE, "ООО «Лугозерский молочный комбинат»", "Лугозерский молочный комбинат", LAKES,
        founder=Founder.PRIVATE,
    ),
    Place(
        Kind.ENTERPRISE, "АО «Кедровые мастерские»", "Кедровые мастерские", CEDARS, founder=Founder.PRIVATE,
    ),
)  # fmt: skip
SPECIALIST = named("Ветрова Лидия Романовна")
"""Who reports for the ministry."""

UNITS = [
    (5, UnitKind.BUILDING, "Корпус начальной школы, ул. Озёрная, 14"),
    (5, UnitKind.GROWTH_POINT, "Точка роста школы № 5"),
    (12, UnitKind.BRANCH, "Филиал в посёлке Заозёрный"),
    (11, UnitKind.ADAPTED_CLASSES, "Классы адаптированной программы"),
    (13, UnitKind.GROWTH_POINT, "Точка роста Лугозерской школы № 1"),
    (18, UnitKind.GROUP, "Дошкольная группа «Рыбка»"),
    (22, UnitKind.GROWTH_POINT, "Точка роста Каменноручьёвской школы"),
]
"""Units of schools: the number of the school, kind and name."""


STAFF = [
    # login, name, role and class at School 5, which keeps names of students to itself
    ("psychologist-5", named("Тихомирова Полина Сергеевна"), PSYCHOLOGIST, ""),
    ("class-5", named("Гвоздикина Марта Андреевна"), CLASS_TEACHER, "9 А"),
    ("student-5-1", named("Зимородкова Дарья Олеговна"), STUDENT, "9 А"),
    ("student-5-2", named("Снегов Илья Романович"), STUDENT, "9 А"),
    ("student-5-3", named("Ивлев Тимофей Денисович"), STUDENT, "9 Б"),
    ("parent-5", named("Зимородкова Ксения Львовна"), GUARDIAN, "9 А"),
]
"""Who else there is at School 5."""
DEPUTY = named("Рощина Алла Геннадьевна")
"""Who stands in for Vera while she is away."""


@dataclass(frozen=True, slots=True)
class Guest:
    """An account that a visitor of the demo can take by one press."""

    login: str
    title: Promise


GUESTS = [
    Guest("anna", _("Anna, region")),
    Guest("boris", _("Boris, coordinator")),
    Guest("gleb", _("Gleb, another district")),
    Guest("school-5", _("Vera, school")),
    Guest("head-5", _("Pyotr, head")),
    Guest("class-5", _("Marta, class")),
    Guest("college", _("Pavel, college")),
    Guest("olga", _("Olga, observer")),
]
