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

REPORT_TEXTS = [
    "Проведено 12 октября в актовом зале. Участвовали 9-е классы, 54 человека. Приказ и программа приложены.",
    "Работа завершена. Охвачено 118 обучающихся 8–11 классов, выступили два специалиста колледжа.",
    "Приказ издан, ответственные назначены, план размещён на сайте школы.",
    "Проведено два занятия по параллелям, 86 обучающихся. Отзывы собраны, замечаний нет.",
    "Выполнено в полном объёме: три экскурсии, 71 участник, итоги обсуждены на совещании при директоре.",
]
RETURN_REASON = "Не указано число участников по классам. Дополните, пожалуйста, и представьте ещё раз."
