"""Plans that nobody wrote, as an office might: for what is written as a document and read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from orientir.engines.reading import (
    Approval,
    Measure,
    Period,
    Place,
    Roadmap,
    Section,
    Target,
    find_targets,
    performers_in,
    read_roadmap,
)
from orientir.engines.reading.blocks import Line
from orientir.engines.reading.items import sub_items
from orientir.engines.terms import parse_term
from orientir.roadmaps.export.docx_words import paragraphs_of

_DEEDS = ("Проведение", "Организация", "Утверждение", "Разработка и обсуждение", "Подготовка", "Анализ")
_THINGS = (
    "недели профессий «Моё дело»", "экскурсий на предприятия г. Белоозерска", "плана работы", "школьных команд",
    "реестра партнёров (не менее 5 в каждой школе)", "материалов для 8–9 классов", "итогов 2026/27 учебного года",
)  # fmt: skip
_TAILS = (
    "", "с участием колледжей, техникумов и вузов", "в рамках приказа от 12.09.2018 № 1837-у", "и т. д.",
    "для обучающихся с ОВЗ, в том числе с инвалидностью", "на базе МБУ ДО «Центр «Ориентир» им. Ю. А. Гагарина»",
    "в школах, у которых есть «Точка роста» – для всех", "(по отдельному графику)", "не реже 1 раза в год.",
)  # fmt: skip
_LISTS = (
    ": – встречи с мастерами; – экскурсии в депо; – пробы.", ": - курсов; - семинаров, вебинаров; - стажировок",
    ": а) положения; б) состава совета; в) графика", ": 1) приказа; 2) списка ответственных.", ": • стендов • буклетов",
)  # fmt: skip
_TITLES = [" ".join(filter(None, words)) for words in product(_DEEDS, _THINGS, _TAILS)]
_LISTED = ["".join(words) for words in product(("Проведение цикла", "Подготовка", "Разработка и утверждение"), _LISTS)]

_TERMS = (
    "", "сентябрь", "до 1 сентября, ежегодно", "в течение учебного года", "май – июнь 2027 г.", "постоянно",
    "I квартал 2026 года, IV квартал 2027 года", "по отдельному графику", "до 15 числа каждого месяца",
    "не реже двух раз в год (ноябрь, апрель)", "2026–2028 гг.", "15.03.2026, 15.03.2027", "когда получится",
)  # fmt: skip
_PERFORMERS = (
    "", "Управление образования", "Управление образования, общеобразовательные организации",
    "МКУ «Центр развития образования» (по согласованию)", "Комитет; МБУ ДО «ДТ «Юность»; школы города",
    "организации общего, дополнительного образования, кадровый центр", "СПО/ВО, предприятия-партнёры",
    "заместители директоров по воспитательной работе, классные руководители, педагоги-психологи",
)  # fmt: skip
_APART = ("Комитет", "МКУ «Центр «Ориентир»", "Управление образования")
_RESULTS = (
    "Приказ об утверждении", "Доля охваченных обучающихся – не менее 80 %", "Аналитическая справка, до 3 страниц",
    "Приняли участие не менее 1 500 обучающихся 6–11 классов", "Ежегодный прирост числа участников",
    "Протокол. Фотоотчёт на сайте", "Охват: в 2026 г. – 40 %, в 2027 г. – 55,5 %", "",
)  # fmt: skip
_HEADINGS = (
    "Нормативное и организационное обеспечение", "Работа с обучающимися", "Работа с родителями (представителями)",
    "Мониторинг, анализ и решения", "Взаимодействие с предприятиями г. Белоозерска", "КАДРЫ",
)  # fmt: skip
_NAMES = (
    "План мероприятий («дорожная карта») по профориентации обучающихся",
    "Дорожная карта по направлению «Система работы по самоопределению и профессиональной ориентации»",
    "КОМПЛЕКС МЕР, направленных на развитие профориентации",
    "Программа мероприятий «Ориентир»",
)
_BODIES = (
    "Управление образования администрации города Белоозерска", "Министерство образования и науки Заречной области",
    "Комитет по образованию", "Отдел образования Кедровского района", "Администрация Лесного муниципального округа",
)  # fmt: skip
_PLACES = ("город Белоозерск", "Кедровский район", "Заречная область", "Лесной муниципальный округ")
_LEVELS = ("city", "district", "municipality", "region", "institution")
_GOALS = (
    "создание единой системы профориентационной работы", "вовлечь родителей, работодателей и др.",
    "дать каждому обучающемуся 6–11 классов возможность попробовать себя в деле", "Повышение качества работы",
)  # fmt: skip
_POPULATIONS = ("обучающихся 6–11 классов", "школ, в которых есть план", "участников", "заседаний совета", None)

_DAYS = st.dates(min_value=date(2019, 1, 1), max_value=date(2030, 12, 31)).map(str)
_APPROVALS = st.one_of(
    st.none(),
    st.builds(
        Approval,
        body=st.sampled_from(_BODIES),
        kind=st.sampled_from(("приказ", "постановление", "распоряжение", "решение")),
        number=st.sampled_from(("17-од", "1", "294", "01-05/318", "1837-у")),
        date=_DAYS,
    ),
    st.builds(Approval, body=st.sampled_from(_BODIES), kind=st.none(), number=st.none(), date=_DAYS),
)
_MEASURE_NUMBERS = ("{0}.{1}.", "{0}.{1}", "{1}.", "{1}", "")


@st.composite
def _targets(draw: st.DrawFn) -> Target:
    op = draw(st.sampled_from((">=", "=", "<=", ">", "<", "increase")))
    values = st.sampled_from((1.0, 5.0, 12.5, 80.0, 1500.0, 12000.0))
    value = draw(st.none() | values if op == "increase" else values)
    unit = None if value is None else draw(st.sampled_from(("percent", "count")))
    return Target(op, value, unit, draw(st.sampled_from(_POPULATIONS)), draw(st.sampled_from((None, 2026, 2027))), "")


@st.composite
def _measures(draw: st.DrawFn, number: str, *, result: bool, indicator: bool) -> Measure:
    title = draw(st.sampled_from(_LISTED) | st.sampled_from(_TITLES))
    term = draw(st.sampled_from(_TERMS))
    names = performers_in(printed := draw(st.sampled_from(_PERFORMERS)))
    if not printed:
        names = tuple(draw(st.permutations(_APART)))
        printed = " ".join(names)
    said = [draw(st.sampled_from(_RESULTS)) if has else None for has in (result, indicator)]
    targets = find_targets(title=title, result=said[0], indicator=said[1])
    more = draw(st.lists(_targets(), max_size=3)) if number else []
    # what is counted in the same year for the same people is said once
    known = {(one.population, one.year) for one in targets}
    more = [one for one in more if (one.population, one.year) not in known]
    return Measure(
        number=number,
        title=title,
        sub_items=sub_items([Line(part) for part in paragraphs_of(title)]),
        term_raw=term,
        term=parse_term(term),
        executors_raw=printed,
        executors=names,
        result=said[0],
        indicator_raw=said[1],
        targets=(*targets, *dict.fromkeys(more)),
        source=Place(0, 0),
    )


@st.composite
def plans(draw: st.DrawFn) -> Roadmap:
    """Plans of one to three sections, their measures numbered in one of the ways of offices, some with children."""
    headings = draw(st.lists(st.sampled_from(_HEADINGS), min_size=1, max_size=3, unique=True))
    if len(headings) == 1:
        headings = draw(st.sampled_from((headings, [""])))
    numbered = draw(st.booleans()) and bool(headings[0])
    form = draw(st.sampled_from(_MEASURE_NUMBERS))
    result, indicator = draw(st.booleans()), draw(st.booleans())
    sections = []
    for at, words in enumerate(headings, start=1):
        numbers = [form.format(at, place) for place in range(1, draw(st.integers(1, 4)) + 1)]
        for parent in draw(st.sets(st.sampled_from(numbers), max_size=1)) if form else ():
            place = numbers.index(parent) + 1
            numbers[place:place] = [f"{parent.rstrip('.')}.{child}" for child in (1, 2)]
        measures = tuple(draw(_measures(number, result=result, indicator=indicator)) for number in numbers)
        sections.append(Section(str(at) if numbered else "", words, measures))
    years = draw(st.sampled_from(((2026, 2028), (2027, 2027))))
    words = "2026–2028 годы" if years[0] != years[1] else "2027 год"
    title = f"{draw(st.sampled_from(_NAMES))}{draw(st.sampled_from(('', f' на {words}')))}"
    made = Roadmap(
        title=title,
        territory=draw(st.sampled_from(_PLACES)),
        level=draw(st.sampled_from(_LEVELS)),
        period=Period(*years),
        approved_by=draw(_APPROVALS),
        goals=tuple(draw(st.lists(st.sampled_from(_GOALS), unique=True, max_size=3))),
        sections=tuple(sections),
    )
    return _without_empty_columns(made)


def _without_empty_columns(plan: Roadmap) -> Roadmap:
    """A column that is empty in all rows is not printed, and read as none."""
    left = {name: any(getattr(one, name) for one in plan.measures) for name in ("result", "indicator_raw")}
    gone: dict[str, Any] = {name: None for name, has in left.items() if not has}
    sections = tuple(
        replace(section, measures=tuple(replace(measure, **gone) for measure in section.measures))
        for section in plan.sections
    )
    return replace(plan, sections=sections)


def read_back(content: bytes, folder: Path) -> Roadmap:
    """Read a document as it was written."""
    path = folder / "план.docx"
    path.write_bytes(content)
    return read_roadmap(path)


def said(plan: Roadmap) -> dict[str, Any]:
    """Return all that a plan says, apart from where it stands and how a person should look at it."""
    return {
        "title": plan.title,
        "territory": plan.territory,
        "level": plan.level,
        "period": plan.period,
        "approved_by": plan.approved_by,
        "goals": plan.goals,
        "sections": [
            (section.number, section.title, [_of_measure(one) for one in section.measures]) for section in plan.sections
        ],
    }


def _of_measure(measure: Measure) -> dict[str, Any]:
    targets = [
        (one.op, one.value and float(one.value), one.unit, one.population or "", one.year or 0)
        for one in measure.targets
    ]
    return {
        "number": measure.number,
        "title": measure.title,
        "sub_items": measure.sub_items,
        "term_raw": measure.term_raw,
        "term": measure.term,
        "executors_raw": measure.executors_raw,
        "executors": measure.executors,
        "result": measure.result,
        "indicator": measure.indicator_raw,
        "targets": sorted(targets, key=str),
    }
