"""Who and what there is in the demo: invented names, in the language of the place."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orientir.people.services import Name
from orientir.territory.choices import Kind, UnitKind

TERRITORY = "Город Белоозерск"
OFFICE = "Управление образования администрации города Белоозерска"
OFFICE_SHORT = "Управление образования г. Белоозерска"
COORDINATOR = Name("Ладожский", "Борис", "Андреевич")
OBSERVER = Name("Мшинская", "Ольга", "Павловна")

LEADS = [
    Name("Заречная", "Ирина", "Сергеевна"),
    Name("Калинник", "Марина", "Львовна"),
    Name("Ершов", "Пётр", "Ильич"),
    Name("Ёлкина", "Надежда", "Юрьевна"),
    Name("Волховская", "Вера", "Николаевна"),
    Name("Сосновский", "Денис", "Олегович"),
    Name("Берёзкина", "Анна", "Викторовна"),
    Name("Тихонравова", "Елена", "Михайловна"),
    Name("Журавлёва", "Светлана", "Петровна"),
    Name("Онежский", "Кирилл", "Романович"),
    Name("Лугинина", "Татьяна", "Алексеевна"),
    Name("Рябинин", "Артём", "Денисович"),
    Name("Полянская", "Галина", "Ивановна"),
    Name("Черёмухин", "Олег", "Борисович"),
    Name("Верескова", "Юлия", "Андреевна"),
    Name("Кувшинникова", "Лариса", "Павловна"),
    Name("Снегирёв", "Максим", "Евгеньевич"),
    Name("Ивановская", "Дарья", "Кирилловна"),
    Name("Щукина", "Оксана", "Валерьевна"),
    Name("Ольховский", "Роман", "Сергеевич"),
    Name("Ягодкина", "Наталья", "Фёдоровна"),
    Name("Морошкина", "Алина", "Игоревна"),
    Name("Эльмин", "Тимур", "Рустамович"),
    Name("Хвойная", "Людмила", "Степановна"),
]
"""The guidance leads of schools 1 to 24, in this order."""


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation of the demo that is no school."""

    kind: Kind
    name: str
    short_name: str


PLACES = [
    Place(Kind.COLLEGE, "ГБПОУ «Белоозерский политехнический колледж»", "Политехнический колледж"),
    Place(Kind.SUPPLEMENTARY, "МБУ ДО «Дом детского творчества г. Белоозерска»", "Дом детского творчества"),
    Place(Kind.METHODICAL_CENTRE, "МКУ «Методический центр г. Белоозерска»", "Методический центр"),
    Place(Kind.ENTERPRISE, "АО «Озёрный приборостроительный завод»", "Озёрный приборозавод"),
]


UNITS = [
    (5, UnitKind.BUILDING, "Корпус начальной школы, ул. Озёрная, 14"),
    (5, UnitKind.GROWTH_POINT, "Точка роста школы № 5"),
    (12, UnitKind.BRANCH, "Филиал в посёлке Заозёрный"),
]
"""Units of schools: the number of the school, kind and name."""


@dataclass(frozen=True, slots=True)
class Guest:
    """An account that a visitor of the demo can take by one press."""

    login: str
    title: Promise


GUESTS = [
    Guest("boris", _("Boris, coordinator")),
    Guest("school-5", _("Vera, school")),
    Guest("olga", _("Olga, observer")),
]


@dataclass(frozen=True, slots=True)
class Work:
    """A measure in force for all schools: due how many days from now, reported how, and how far the schools are.

    `accepted`, `returned` and `waiting` count schools; the others have sent nothing.
    """

    number: str
    due_in: int
    texts: tuple[str, ...]
    accepted: int
    returned: int
    waiting: int


WORK = [
    Work(
        "1.2.",
        -30,
        (
            "Приказом по школе ответственной назначена заместитель директора по воспитательной работе.",
            "Ответственный и педагог-навигатор назначены приказом, обязанности внесены в должностные инструкции.",
        ),
        accepted=24,
        returned=0,
        waiting=0,
    ),
    Work(
        "1.3.",
        -4,
        (
            "План утверждён на педсовете и размещён на сайте школы.",
            "План профориентационной работы на год утверждён приказом, с ним ознакомлены классные руководители.",
        ),
        accepted=15,
        returned=1,
        waiting=4,
    ),
    Work(
        "2.1.",
        5,
        (
            "Диагностику прошли 112 обучающихся 8–9 классов из 118; результаты обсуждены с классными руководителями.",
            "Диагностика проведена во всех 9-х классах, 74 человека. Рекомендации выданы родителям.",
        ),
        accepted=6,
        returned=1,
        waiting=3,
    ),
    Work(
        "2.5.",
        12,
        (
            "Две экскурсии на приборостроительный завод, 46 обучающихся 8-х классов. Отзывы собраны.",
            "Экскурсия в политехнический колледж, 25 обучающихся 9 «А» класса.",
        ),
        accepted=2,
        returned=0,
        waiting=1,
    ),
    Work("2.7.", 33, ("Собрания проведены в параллелях 8–9 классов.",), accepted=0, returned=0, waiting=0),
]
RETURN_REASON = "Не указано число участников по классам. Дополните, пожалуйста, и представьте ещё раз."
