"""A term in Russian. Every form here is one that the grammar of terms reads back."""

from __future__ import annotations

from orientir.engines.russian import month, plural
from orientir.engines.terms.model import Term
from orientir.engines.terms.printed import Day, Printed, windows_of

# nominative, accusative, dative plural; f, m or n
_WEEKDAYS = (
    ("понедельник", "понедельник", "понедельникам", "m"),
    ("вторник", "вторник", "вторникам", "m"),
    ("среда", "среду", "средам", "f"),
    ("четверг", "четверг", "четвергам", "m"),
    ("пятница", "пятницу", "пятницам", "f"),
    ("суббота", "субботу", "субботам", "f"),
    ("воскресенье", "воскресенье", "воскресеньям", "n"),
)
_ORDINALS = {
    1: ("первый", "первая", "первое"),
    2: ("второй", "вторая", "второе"),
    3: ("третий", "третья", "третье"),
    4: ("четвёртый", "четвёртая", "четвёртое"),
    5: ("пятый", "пятая", "пятое"),
    6: ("шестой", "шестая", "шестое"),
    -1: ("последний", "последняя", "последнее"),
}
_OFTEN = {
    "annual": "ежегодно",
    "half_yearly": "раз в полугодие",
    "quarterly": "ежеквартально",
    "monthly": "ежемесячно",
    "weekly": "еженедельно",
    "daily": "каждый день",
    "continuous": "постоянно",
}
_PERIODIC = ("half_yearly", "quarterly", "monthly", "weekly", "daily")
_RESULTS = {
    "half_yearly": "по итогам каждого полугодия",
    "quarterly": "по итогам каждого квартала",
    "monthly": "по итогам каждого месяца",
    "weekly": "по итогам каждой недели",
    "daily": "по итогам каждого дня",
}
_EACH = {
    "day": ("день", "дня", "дней"),
    "week": ("неделю", "недели", "недель"),
    "month": ("месяц", "месяца", "месяцев"),
    "quarter": ("квартал", "квартала", "кварталов"),
    "half_year": ("полугодие", "полугодия", "полугодий"),
    "year": ("год", "года", "лет"),
}
_OCCASIONS = {
    "need": "по мере необходимости",
    "request": "по запросу",
    "readiness": "по мере готовности",
    "agreement": "по согласованию",
    "vacation": "каникулы",
    "autumn_vacation": "осенние каникулы",
    "winter_vacation": "зимние каникулы",
    "spring_vacation": "весенние каникулы",
    "year_start": "в начале года",
    "year_end": "в конце года",
}
_RELATIVES = {
    "external_schedule": "по отдельному графику",
    "own_plan": "по собственному плану",
    "after_reporting_period": "по итогам отчётного периода",
    "current_year": "в текущем году",
}


def words_of(term: Term) -> str:
    """The description of a term that is not empty."""
    windows, years_left = windows_of(term)
    shown = [_window(window) for window in windows]
    whole = next((at for at, window in enumerate(windows) if window.first and window.last), None)
    parts = [_kind(term, has_windows=bool(windows), is_of_windows=whole is not None)]
    if term.occasion == "results" and whole is not None:
        shown[whole] = f"по итогам {_window(windows[whole], after_results=True)}"
    years = _years(term, has_windows=bool(windows)) if years_left else ""
    if term.kind == "by_schedule" and term.years and term.years[0] != term.years[1]:
        # a plan that is named first decides, whatever lasts beside it
        parts += [_relative(term), "постоянно", years, _days(term), _occasion(term)]
    elif term.kind == "once":
        parts += [*shown, _days(term), years, _relative(term), _occasion(term)]
    else:
        parts += [years, *shown, _days(term), _relative(term), _occasion(term)]
    parts.append(_bare_days(term))
    said = ", ".join(part for part in parts if part)
    return said or "однократно"


def _kind(term: Term, *, has_windows: bool = False, is_of_windows: bool = False) -> str:
    if term.kind == "school_year":
        first, last = term.years or (None, None)
        if first is not None and last == first + 1:
            return f"в течение {first}/{last} учебного года"
        return f"в течение {'текущего ' if term.relative == 'current_year' else ''}учебного года"
    often = "ежедневно" if term.frequency == (1, 1, "day") else _frequency(*term.frequency) if term.frequency else ""
    if term.kind == "continuous" and term.weekdays:
        return ", ".join(filter(None, [often, _each_weekday(term.weekdays)]))
    if often:
        return often
    if term.occasion == "results" and term.kind in _RESULTS and not is_of_windows:
        return _RESULTS[term.kind]
    if term.kind == "weekly" and term.weekdays and not term.weeks:
        return ""
    if term.kind == "monthly" and not has_windows and (term.weeks or (term.month_days and not term.weekdays)):
        return ""
    return _OFTEN.get(term.kind, "")


def _in_a_row(days: tuple[int, ...]) -> bool:
    return len(days) > 2 and days == tuple(range(days[0], days[-1] + 1))


def _each_weekday(days: tuple[int, ...]) -> str:
    if _in_a_row(days):
        return f"{_WEEKDAYS[days[0] - 1][0]} – {_WEEKDAYS[days[-1] - 1][0]}"
    return " и ".join(f"{_every(day)} {_WEEKDAYS[day - 1][1]}" for day in days)


def _every(day: int) -> str:
    return {"m": "каждый", "f": "каждую", "n": "каждое"}[_WEEKDAYS[day - 1][3]]


def _frequency(times: int, every: int, unit: str) -> str:
    one, few, many = _EACH[unit]
    count = "раз" if times == 1 else f"{times} {plural(times, 'раз', 'раза', 'раз')}"
    return f"{count} в {one}" if every == 1 else f"{count} в {every} {plural(every, one, few, many)}"


def _days(term: Term) -> str:
    """The days of an unnamed month, of the week."""
    of_month = " каждого месяца" if term.kind == "monthly" else ""
    said = []
    if term.month_days and _comes_round(term):
        first, last = term.month_days
        if first is None:
            said.append(f"до {last} числа{of_month}")
        elif first == last:
            said.append(f"{last} числа{of_month}")
        else:
            said.append(f"с {first} по {last} число{of_month}")
    if term.weeks:
        apart = term.kind in ("continuous", "school_year")  # «каждый понедельник, третья неделя»
        names = [] if apart else [_WEEKDAYS[day - 1] for day in term.weekdays]
        names = names or [("неделя", "", "", "f")]
        for name in names:
            form = "mfn".index(name[3])
            which = ", ".join(_ordinal(week, form) for week in term.weeks)
            said.append(f"{which} {name[0]}{of_month or (' месяца' if name[1] else '')}")
    elif term.weekdays == (1, 2, 3, 4, 5) and term.kind not in ("continuous", "school_year"):
        said.append("по будням")
    elif term.weekdays and term.kind not in ("continuous", "school_year"):
        said.append("по " + " и ".join(_WEEKDAYS[day - 1][2] for day in term.weekdays))
    if term.weekdays and term.kind == "school_year":
        said.append(_each_weekday(term.weekdays))
    return ", ".join(said)


def _comes_round(term: Term) -> bool:
    """Whether a word for how often stands before the days of a month."""
    return term.kind in _PERIODIC or (term.kind == "continuous" and term.frequency is not None)


def _bare_days(term: Term) -> str:
    """Days of a month that is neither named nor comes round: «до 25», «1–10»; nothing can stand behind them."""
    if term.month_days is None or _comes_round(term):
        return ""
    first, last = term.month_days
    return f"до {last}" if first is None else f"{first}" if first == last else f"{first}–{last}"


def _ordinal(number: int, form: int) -> str:
    return _ORDINALS[number][form] if number in _ORDINALS else str(number)


def _years(term: Term, *, has_windows: bool) -> str:
    """The years that no window says."""
    first, last = term.years or (None, None)
    school = term.relative == "after_school_year" or term.occasion == "school_year_start"
    one_school_year = first is not None and last == first + 1
    if one_school_year and (term.kind == "school_year" or (term.kind == "once" and school)):
        return ""  # said with the school year
    if term.kind == "once" and first == last and term.occasion in ("year_start", "year_end"):
        return ""
    if first is None:
        return f"до {last} года"
    if last is None:
        return f"с {first} года"
    if first == last:
        return f"в течение {first} года" if term.kind == "range" else f"{first} год"
    return f"в течение {first}–{last} годов" if has_windows and term.kind == "range" else f"{first}–{last} годы"


def _relative(term: Term) -> str:
    if term.relative is None or (term.relative == "external_schedule" and term.occasion.endswith("vacation")):
        return ""
    if term.relative == "after_school_year":
        return f"по итогам {_school_year(term)}"
    if term.kind == "school_year" and term.relative == "current_year" and _kind(term).count("/"):
        return "в текущем учебном году"
    if term.kind == "school_year" and term.relative == "current_year":
        return ""
    return _RELATIVES[term.relative]


def _occasion(term: Term) -> str:
    if term.occasion == "school_year_start":
        return f"к началу {_school_year(term)}"
    one = term.kind == "once" and term.years is not None and term.years[0] == term.years[1]
    if one and term.years and term.occasion in ("year_start", "year_end"):
        return f"{_OCCASIONS[term.occasion].removesuffix(' года')} {term.years[0]} года"
    return _OCCASIONS.get(term.occasion, "")


def _school_year(term: Term) -> str:
    first, last = term.years or (None, None)
    if term.kind == "once" and first is not None and last == first + 1:
        return f"{first}/{last} учебного года"
    return "учебного года"


# --- windows ------------------------------------------------------------------------------------------------


def _window(window: Printed, *, after_results: bool = False) -> str:
    first, last = window.first, window.last
    year = _suffix(window)
    if first is None:
        return f"до {_of(last)}{year}" if last else ""
    if last is None:
        return f"с {_of(first)}{year}"
    if window.part:
        return f"{_part(window.part)} {month(first[1], 'genitive')}{year}"
    if first == last:
        return f"{_of(first) if after_results else _name(first)}{year}"
    between = f" {first[0]}" if first[0] is not None and first[0] != last[0] else ""
    if first[2] is None and last[2] is None:
        names = (_of(first), _of(last)) if after_results else (_name(first), _name(last))
        return f"{names[0]}{between} – {names[1]}{year}"
    if first[1] == last[1] and first[2] and last[2] and not between:
        return f"с {first[2]} по {_of(last)}{year}"
    return f"с {_of(first)}{between} по {_name(last)}{year}"


def _suffix(window: Printed) -> str:
    if window.school_years:
        return " {}/{} учебного года".format(*window.school_years)
    day = window.last or window.first
    return f" {day[0]} года" if day and day[0] is not None else ""


def _name(day: Day) -> str:
    return f"{day[2]} {month(day[1], 'genitive')}" if day[2] else month(day[1])


def _of(day: Day) -> str:
    return f"{day[2]} {month(day[1], 'genitive')}" if day[2] else month(day[1], "genitive")


def _part(part: str) -> str:
    sort, *rest = part.split(":")
    which = -1 if rest[-1] == "last" else int(rest[-1])
    if sort == "weekday":
        name, _, _, gender = _WEEKDAYS[int(rest[0]) - 1]
        return f"{_ordinal(which, 'mfn'.index(gender))} {name}"
    noun = {"third": "декада", "half": "половина", "week": "неделя"}[sort]
    return f"{_ordinal(which, 1)} {noun}"
