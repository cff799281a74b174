"""What each rule is called and says, in Russian and in English."""

from __future__ import annotations

from orientir.engines.calendar.rules import Rules
from orientir.engines.russian import month, plural

Both = tuple[str, str]  # English, Russian

NAMES: dict[str, Both] = {
    "year": ("Year of work", "Рабочий год"),
    "halves": ("Half-years", "Полугодия"),
    "quarters": ("Quarters", "Кварталы и четверти"),
    "months": ("Months", "Месяцы"),
    "school_from": ("School year begins", "Начало учебного года"),
    "school_to": ("School year ends", "Конец учебного года"),
    "annual": ("«Every year» without a date", "«Ежегодно» без даты"),
    "periodic": ("Half-years, quarters, months", "Раз в полугодие, квартал, месяц"),
    "years": ("Several years", "Несколько лет"),
    "school_year": ("«Throughout the school year»", "«В течение учебного года»"),
    "continuous": ("«All the time»", "«Постоянно»"),
    "frequent": ("Every day or week", "Ежедневно и еженедельно"),
    "schedule": ("«By a plan», «on request»", "«По плану», «по запросу»"),
    "after_school_year": ("«After the school year»", "«По итогам учебного года»"),
    "after_reporting": ("«After the reporting period»", "«По итогам отчётного периода»"),
    "undated": ("A time without a year", "Срок без года"),
    "edge": ("A window over the edge of the plan", "Окно на границе плана"),
    "deadline_days": ("When work for a deadline begins", "Когда начинается работа к сроку"),
    "day_off": ("A due day that is a day off", "Срок в нерабочий день"),
    "inner_days": ("Inner due day", "Внутренний срок"),
    "week": ("Working week", "Рабочая неделя"),
    "vacation_days": ("Vacations", "Каникулы"),
    "vacations": ("Dates of vacations", "Даты каникул"),
    "days_off": ("Own days off", "Свои нерабочие дни"),
    "working_days": ("Own working days", "Свои рабочие дни"),
    "zone": ("Time zone", "Часовой пояс"),
}
_SENTENCES: dict[tuple[str, object], Both] = {
    ("year", "civil"): ("The year of work is the civil year.", "Рабочий год — календарный."),
    ("year", "school"): ("The year of work is the school year.", "Рабочий год — учебный."),
    ("halves", "civil"): (
        "Half-years are January to June and July to December.",
        "Полугодия: январь – июнь и июль – декабрь.",
    ),
    ("halves", "school"): (
        "Half-years are those of the school year: to the end of December and from January.",
        "Полугодия учебные: до конца декабря и с января.",
    ),
    ("quarters", "civil"): ("Quarters are those of the civil year.", "Кварталы — календарного года."),
    ("quarters", "school"): (
        "Quarters are school terms: September–October, November–December, January–March, April–May.",
        "Кварталы — учебные четверти: сентябрь – октябрь, ноябрь – декабрь, январь – март, апрель – май.",
    ),
    ("quarters", "trimesters"): (
        "Instead of quarters there are trimesters: September–November, December–February, March–May.",
        "Вместо кварталов триместры: сентябрь – ноябрь, декабрь – февраль, март – май.",
    ),
    ("months", "all"): ("Monthly work goes on all the year.", "Ежемесячная работа идёт круглый год."),
    ("months", "school"): (
        "Monthly work rests outside of the school year.",
        "Ежемесячная работа идёт только в учебном году.",
    ),
    ("annual", "end"): (
        "«Every year» without a month falls due on the last day of the year of work.",
        "«Ежегодно» без месяца — к последнему дню рабочего года.",
    ),
    ("annual", "never"): ("«Every year» without a month gives no date.", "«Ежегодно» без месяца даты не даёт."),
    ("periodic", "end"): (
        "What comes every half-year, quarter or month falls due on its last day, or on the day that is named.",
        "Раз в полугодие, квартал, месяц — к их последнему дню или к названному числу.",
    ),
    ("periodic", "never"): (
        "What comes every half-year, quarter or month gives no date.",
        "Раз в полугодие, квартал, месяц — даты не даёт.",
    ),
    ("years", "each"): ("Of several years each has its due day.", "Из нескольких лет у каждого свой срок."),
    ("years", "last"): (
        "Work of several years falls due once, at their end.",
        "Работа на несколько лет сдаётся один раз, в их конце.",
    ),
    ("years", "never"): ("Years alone give no date.", "Одни только годы даты не дают."),
    ("school_year", "end"): (
        "«Throughout the school year» falls due on its last day.",
        "«В течение учебного года» — к его последнему дню.",
    ),
    ("school_year", "half_year"): (
        "«Throughout the school year» falls due at the end of each half-year.",
        "«В течение учебного года» — к концу каждого полугодия.",
    ),
    ("school_year", "quarter"): (
        "«Throughout the school year» falls due at the end of each quarter.",
        "«В течение учебного года» — к концу каждой четверти.",
    ),
    ("school_year", "never"): (
        "«Throughout the school year» gives no date.",
        "«В течение учебного года» даты не даёт.",
    ),
    ("continuous", "year"): ("«All the time» is accounted for once a year.", "«Постоянно» — отчёт раз в год."),
    ("continuous", "half_year"): (
        "«All the time» is accounted for every half-year.",
        "«Постоянно» — отчёт раз в полугодие.",
    ),
    ("continuous", "quarter"): (
        "«All the time» is accounted for every quarter.",
        "«Постоянно» — отчёт раз в квартал.",
    ),
    ("continuous", "month"): ("«All the time» is accounted for every month.", "«Постоянно» — отчёт раз в месяц."),
    ("continuous", "never"): ("«All the time» gives no date.", "«Постоянно» даты не даёт."),
    ("frequent", "week"): (
        "What comes every day or week is accounted for every week.",
        "Ежедневная и еженедельная работа — отчёт раз в неделю.",
    ),
    ("frequent", "month"): (
        "What comes every day or week is accounted for every month.",
        "Ежедневная и еженедельная работа — отчёт раз в месяц.",
    ),
    ("frequent", "quarter"): (
        "What comes every day or week is accounted for every quarter.",
        "Ежедневная и еженедельная работа — отчёт раз в квартал.",
    ),
    ("frequent", "never"): (
        "What comes every day or week gives no date.",
        "Ежедневная и еженедельная работа даты не даёт.",
    ),
    ("schedule", "never"): (
        "Where a plan, a need or an event decides, people set the date.",
        "Где решает план, потребность или событие, дату назначают люди.",
    ),
    ("schedule", "year"): (
        "Where a plan, a need or an event decides, an account is given once a year.",
        "Где решает план, потребность или событие, отчёт раз в год.",
    ),
    ("after_school_year", None): (
        "«After the school year» gives no date.",
        "«По итогам учебного года» даты не даёт.",
    ),
    ("after_reporting", None): (
        "«After the reporting period» gives no date.",
        "«По итогам отчётного периода» даты не даёт.",
    ),
    ("undated", "first"): (
        "What has no year and no word for how often comes once, at the first time in the plan.",
        "Без года и без слова о повторении — один раз, первый в плане.",
    ),
    ("undated", "each"): ("What has no year comes every year.", "Без года — повторяется каждый год."),
    ("edge", "begins"): (
        "A window over the edge of the plan belongs to the plan in which it begins.",
        "Окно на границе плана относится к тому плану, в котором начинается.",
    ),
    ("edge", "ends"): (
        "A window over the edge of the plan belongs to the plan in which it ends.",
        "Окно на границе плана относится к тому плану, в котором заканчивается.",
    ),
    ("day_off", "previous"): (
        "A due day that is a day off moves to the working day before it.",
        "Срок в нерабочий день переносится на предыдущий рабочий.",
    ),
    ("day_off", "next"): (
        "A due day that is a day off moves to the next working day.",
        "Срок в нерабочий день переносится на следующий рабочий.",
    ),
    ("day_off", "stay"): ("A due day stays even if it is a day off.", "Срок не переносится с нерабочего дня."),
    ("week", 5): ("The working week has five days.", "Рабочая неделя — пять дней."),
    ("week", 6): ("The working week has six days.", "Рабочая неделя — шесть дней."),
    ("vacation_days", "working"): (
        "Vacations of the school are working days of offices.",
        "Каникулы — рабочие дни для учреждений.",
    ),
    ("vacation_days", "off"): ("Nothing falls due in vacations.", "В каникулы сроков нет."),
}
_TEMPLATES: dict[str, Both] = {
    "school_from": ("The school year begins on {day}.", "Учебный год начинается {day}."),
    "school_to": ("The school year ends on {day}.", "Учебный год заканчивается {day}."),
    "after_school_year": (
        "«After the school year» falls due on {day}.",
        "«По итогам учебного года» — к {day}.",
    ),
    "after_reporting": (
        "«After the reporting period» falls due {days} after the year of work, in the last one when the plan ends.",
        "«По итогам отчётного периода» — через {days} после рабочего года, за последний год — к концу плана.",
    ),
    "deadline_days": (
        "Work for a deadline begins {days} before it.",
        "Работа к сроку «до …» начинается за {days} до него.",
    ),
    "inner_days": (
        "The inner due day is {working} earlier.",
        "Внутренний срок — на {working} раньше.",
    ),
    "vacations": ("Vacations: {listed}.", "Каникулы: {listed}."),
    "days_off": ("Own days off: {listed}.", "Свои нерабочие дни: {listed}."),
    "working_days": ("Own working days: {listed}.", "Свои рабочие дни: {listed}."),
    "zone": ("A day ends at midnight in {value}.", "День заканчивается в полночь по поясу {value}."),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SEASONS: dict[str, Both] = {
    "autumn": ("autumn", "осенние"),
    "winter": ("winter", "зимние"),
    "spring": ("spring", "весенние"),
    "summer": ("summer", "летние"),
}


def rule_name(key: str, language: str = "ru") -> str:
    """What the rule is called, in "ru" or "en"."""
    return NAMES[key][language == "ru"]


def rule_words(rules: Rules, key: str, language: str = "ru") -> str:
    """What the rule says as it stands, one sentence in "ru" or "en"."""
    value = getattr(rules, key)
    ru = language == "ru"
    if (key, value) in _SENTENCES:
        return _SENTENCES[key, value][ru]
    places = {"value": str(value), "day": "", "days": "", "working": "", "listed": _listed(value, ru)}
    if isinstance(value, str) and len(value) == 5:
        places["day"] = _day(value, ru)
    if isinstance(value, int):
        places["days"] = _count(value, ("day", "days"), ("день", "дня", "дней"), ru)
        places["working"] = _count(
            value, ("working day", "working days"), ("рабочий день", "рабочих дня", "рабочих дней"), ru
        )
    return _TEMPLATES[key][ru].format(**places)


def _day(value: str, ru: bool) -> str:
    at, day = (int(part) for part in value.split("-"))
    return f"{day} {month(at, 'genitive') if ru else _MONTHS[at - 1]}"


def _count(number: int, english: tuple[str, str], russian: tuple[str, str, str], ru: bool) -> str:
    return f"{number} {plural(number, *russian) if ru else english[number != 1]}"


def _listed(value: object, ru: bool) -> str:
    """Vacations by name, or days; «нет» for none."""
    if not isinstance(value, tuple) or not value:
        return "нет" if ru else "none"
    parts = []
    for item in value:
        if isinstance(item, tuple):
            name, first, last = item
            parts.append(f"{_SEASONS[name][ru]} {_day(first, ru)} – {_day(last, ru)}")
        else:
            parts.append(str(item))
    return ", ".join(parts)
