"""A made plan with its bindings: measures of five sections, each with a window a year, for all who teach."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from orientir import journal
from orientir.database.actor import Actor
from orientir.engines.terms import parse_term
from orientir.roadmaps.choices import Comparison, Force, Fulfilment, Part, ResultForm, RoadmapState
from orientir.roadmaps.models import Measure, Occurrence, Performer, Roadmap, Section, Target
from orientir.territory.classes import class_of
from orientir.territory.models import Organisation

from .people import Size

_SECTIONS = (
    "Нормативное и организационное обеспечение",
    "Работа с обучающимися и родителями",
    "Взаимодействие с предприятиями и колледжами",
    "Кадровое и методическое сопровождение",
    "Мониторинг и управленческие решения",
)
_DEEDS = ("Проведение", "Организация", "Разработка и утверждение", "Обновление", "Сопровождение", "Подготовка")
_THINGS = (
    "экскурсий обучающихся 6–11 классов на предприятия муниципального образования",
    "диагностики профессиональных интересов и склонностей с индивидуальными рекомендациями",
    "плана профориентационной работы образовательной организации на учебный год",
    "родительских собраний по вопросам выбора профессии с участием работодателей",
    "профессиональных проб на базе колледжей, мастерских и центров «Точка роста»",
    "раздела сайта о профориентации, востребованных профессиях и возможностях обучения",
)
_MONTHS = ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
           "декабря")  # fmt: skip
_WORK = timedelta(days=45)
_INNER = timedelta(days=7)


def make_plan(
    office: Organisation, title: str, size: Size, chance: Random, *, first_year: int, by: Actor, at: datetime
) -> Roadmap:
    """Write a plan in review, all of it bound and confirmed."""
    with journal.entry("roadmap_read", by=by, at=at) as written:
        written.about = roadmap = Roadmap.objects.create(
            organisation=office,
            state=RoadmapState.READ,
            title=f"{title} на {first_year}–{first_year + size.years - 1} годы",
            first_year=first_year,
            last_year=first_year + size.years - 1,
            uploaded_at=at,
            read_at=at,
        )
        sections = Section.objects.bulk_create(
            Section(roadmap=roadmap, position=position, number=f"{position + 1}.", title=words)
            for position, words in enumerate(_SECTIONS)
        )
        measures = Measure.objects.bulk_create(
            _measure(roadmap, sections, position, chance) for position in range(size.measures)
        )
        years = range(first_year, first_year + size.years)
        Occurrence.objects.bulk_create(_window(measure, year, chance) for measure in measures for year in years)
        Performer.objects.bulk_create(one for measure in measures for one in _performers(measure))
        Target.objects.bulk_create(
            Target(measure=measure, position=0, text=measure.indicator, op=Comparison.AT_LEAST, value=2, unit="piece")
            for measure in measures
        )
    return roadmap


def _measure(roadmap: Roadmap, sections: list[Section], position: int, chance: Random) -> Measure:
    section = sections[position % len(sections)]
    term = f"до 15 {chance.choice(_MONTHS)}, ежегодно"
    made = Measure(
        roadmap=roadmap,
        section=section,
        position=position,
        number=f"{section.number}{position // len(sections) + 1}.",
        text=f"{chance.choice(_DEEDS)} {chance.choice(_THINGS)}",
        term_words=term,
        term=parse_term(term).to_json(),
        performers_words="образовательные организации",
        result="Отчёт образовательной организации с приложением подтверждающих документов",
        indicator="Не менее 2 в год",
        fulfilment=chance.choice(list(Fulfilment)),
        result_form=chance.choice(list(ResultForm)),
        text_checked=True,
        term_checked=True,
        performers_checked=True,
        fulfilment_checked=True,
        targets_checked=True,
    )
    made.index()
    return made


def _window(measure: Measure, year: int, chance: Random) -> Occurrence:
    last = date(year, chance.randint(1, 12), chance.randint(1, 28))
    return Occurrence(measure=measure, starts_on=last - _WORK, ends_on=last, due_on=last, inner_due_on=last - _INNER)


def _performers(measure: Measure) -> list[Performer]:
    """All who teach; in every third measure schools with upper grades are named besides."""
    force = Force.RECOMMENDED if measure.position % 10 == 9 else Force.OBLIGATORY
    classes = [("образовательные организации", class_of("educational"))]
    if measure.position % 3 == 0:
        classes.append(("школы, в которых есть 10–11 классы", replace(class_of("schools"), grades=(10, 11))))
    return [
        Performer(
            measure=measure,
            position=position,
            printed=printed,
            part=Part.SUBMITS,
            force=force,
            organisation_class=one.key,
            confidence=1,
            is_checked=True,
        )
        for position, (printed, one) in enumerate(classes)
    ]
