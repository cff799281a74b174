"""The organisations of a made region and those who report for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from orientir.access import services as access
from orientir.access.roles import GUIDANCE_LEAD
from orientir.accounts import services as accounts
from orientir.database.system_actors import REGISTRAR
from orientir.people.services import Name, add_person
from orientir.territory import services as territories
from orientir.territory.choices import Founder, Kind, Level
from orientir.territory.models import Organisation, Territory

_PLACES = (
    "Берёзовский", "Верхнеозёрский", "Глинский", "Заозёрный", "Каменский", "Кедровский", "Ключевой", "Лесной",
    "Луговской", "Мшинский", "Нижнереченский", "Ольховский", "Песчаный", "Родниковый", "Сосновский", "Степной",
    "Тихвинский", "Холмский", "Черёмуховский", "Яблоневский",
)  # fmt: skip
_KINDS = (
    *[(Kind.SCHOOL, "МБОУ «Средняя общеобразовательная школа № {}»", "Школа № {}", (1, 11))] * 6,
    *[(Kind.SCHOOL, "МБОУ «Основная общеобразовательная школа № {}»", "Основная школа № {}", (1, 9))] * 2,
    (Kind.KINDERGARTEN, "МБДОУ «Детский сад № {}»", "Детский сад № {}", (None, None)),
    (Kind.SUPPLEMENTARY, "МБУ ДО «Дом творчества № {}»", "Дом творчества № {}", (None, None)),
)
"""Ten of which eight are schools, two of these with nine grades."""

_LAST, _FIRST, _MIDDLE = (
    ("Озёрная", "Полевая", "Речная", "Снежная", "Зимина", "Вешняя", "Горная", "Садовая", "Лесная", "Ясная"),
    ("Анна", "Вера", "Галина", "Дарья", "Елена", "Ирина", "Лариса", "Мария", "Ольга", "Татьяна"),
    ("Андреевна", "Борисовна", "Викторовна", "Денисовна", "Игоревна", "Кирилловна", "Олеговна", "Петровна"),
)


@dataclass(frozen=True, slots=True)
class Size:
    """How large the region is: municipalities with so many organisations each, a plan of so many measures and years."""

    municipalities: int = 20
    organisations: int = 50
    measures: int = 150
    years: int = 4


def lead_of(number: int) -> str:
    """Return the login of whoever reports for the organisation with this number, the first being 0."""
    return f"lead-{number}"


def settle(region: Territory, size: Size, chance: Random, *, at: datetime) -> None:
    """Add the municipalities with their organisations, each with somebody who reports for it."""
    for number, organisation in enumerate(_organisations(region, size, at=at)):
        name = Name(chance.choice(_LAST), chance.choice(_FIRST), chance.choice(_MIDDLE))
        user = accounts.make_account(lead_of(number), None, by=REGISTRAR, at=at)
        person = add_person(name, organisation_id=organisation.pk, user=user, by=REGISTRAR, at=at)
        access.appoint(person, GUIDANCE_LEAD, organisation, by=REGISTRAR, at=at)


def _organisations(region: Territory, size: Size, *, at: datetime) -> Iterator[Organisation]:
    for place in range(size.municipalities):
        name = f"{_PLACES[place % len(_PLACES)]} район{' ' * (place >= len(_PLACES))}{place // len(_PLACES) or ''}"
        municipality = territories.add_territory(name, level=Level.MUNICIPALITY, parent=region, by=REGISTRAR, at=at)
        for index in range(size.organisations):
            kind, full, short, (first, last) = _KINDS[index % len(_KINDS)]
            yield territories.add_organisation(
                municipality,
                kind=kind,
                name=f"{full.format(index + 1)}, {name}",
                short_name=f"{short.format(index + 1)}, {name}",
                founder=Founder.MUNICIPALITY,
                first_grade=first,
                last_grade=last,
                by=REGISTRAR,
                at=at,
            )
