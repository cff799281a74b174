"""Words of a term cell → Term.

Dates, years and months are taken out of the words first; tables of phrases then say which kind it is and
what it refers to. A table is read from the top, the first phrase that is found counts.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from datetime import date

from orientir.engines.terms.model import Term

_MONTHS = (
    "январ", "феврал", "март", "апрел", "ма[йяею]", "июн",
    "июл", "август", "сентябр", "октябр", "ноябр", "декабр",
)  # fmt: skip
_MONTH = re.compile(r"\b(?:" + "|".join(rf"({stem})" for stem in _MONTHS) + r")(?:[а-я]{0,3})\b")
_UNTIL = r"(?P<until>\b(?:до|к|не позднее) ?)?(?:(?P<first>\d{1,2})-)?"
_NUMERIC = re.compile(
    _UNTIL + r"(?<![\d.])(?P<day>\d{1,2})\. ?(?P<month>0\d|1[0-2])(?!\d)"
    r"(?:\. ?(?P<year>20\d\d|\d\d(?![\d.])))?\.?(?:-(?=\d))?"
)
_NAMED = re.compile(_UNTIL + r"(?<!\d)(?P<day>\d{1,2}) ?(?P<month>" + _MONTH.pattern[2:] + ")")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

# How often, the rarest last; «раз» may be missing and a number may stand before it.
_FREQUENCIES = (
    (r"каждого месяца|каждый месяц|ежемесяч|раза? в месяц|\bчисла\b(?! кажд)|среда месяца", "monthly"),
    (r"раза? в (?:два|2|три|3) месяца|раза? в (?:квартал|четверть|триместр)", "quarterly"),
    (r"ежеквартал|каждый квартал|каждую четверть", "quarterly"),
    (r"[34]\s*(?:-х)? раза? в (?:учебный )?год|(?:три|четыре) раза в год", "quarterly"),
    (r"(?:2|два|двух)\s*раза? в (?:учебный )?год", "half_yearly"),
    (r"раза? в (?:полугодие|полгода)|кажд\w+ полугодие|ежеполугод", "half_yearly"),
    (r"ежегодн|раза? в (?:\w+ |\d )?(?:учебный )?год|каждый год|следующего за отчетн", "annual"),
    (r"ежедневн|еженедельн|раза? в (?:неделю|\d+ дн)|кажд\w+ (?:день|недел)", "continuous"),
    (r"\b(?:понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау])\b", "continuous"),
)  # fmt: skip
_LASTING = (
    (r"теч(?:ен\w*|\.)?\s*(?:всего )?(?:\d{4}\D{1,3}\d{2,4}\s*)?уч\w*\.?\s*год", "school_year"),
    (r"учебный год", "school_year"),
    (r"теч(?:ен\w*|\.)\s*(?:всего |календарного )?(?:года|периода|срока)|\bв т\. ?г", "continuous"),
    (r"постоянн|систематическ|регулярн|непрерывн|протяжении", "continuous"),
    (r"весь период|всего периода|весь год", "continuous"),
)  # fmt: skip
_REFERENCES = (
    (r"итогам учебного года|окончани\w+ учебного года|завершени\w+ учебного года", "after_school_year"),
    (r"отчетн\w+ период|отчетного года|за отчетн", "after_reporting_period"),
    (r"текущ\w+ (?:учебн\w+ )?год", "current_year"),
)
# Whose schedule: a plan without an owner, or the performer's own, is its own plan; a graph is made elsewhere.
_OWNERS = "регион|муницип|федерал|министер|областн|краев|районн|городск|управлени|департамент|комитет"
_OFFICES = r"роо|моуо|уо|рцо|цро|министер\w*|департамент\w*|управлени\w*|комитет\w*|отдел\w*"
_SCHEDULES = (
    (r"график|положен|назначени|каникулярное время|выходн", "external_schedule"),
    (r"единый .*день|во время проведения", "external_schedule"),
    (rf"(?:{_OWNERS})\w*\s[\w\s]*план", "external_schedule"),
    (rf"план\w*\s+(?:работы\s+)?(?:{_OFFICES})\b", "external_schedule"),
    (r"\bплан", "own_plan"),
    (r"необходимост|требовани|запрос|заявк|обращени|мере |согласовани", ""),
    (r"перед |после |до момента|в соответствии с|согласно", ""),
)  # fmt: skip
# What has digits and is no term: hours of the day, lengths of time.
_NO_TERM = re.compile(r"\d{1,2}[.:]00\b|\d+(?:-?х)?\s*час|\d+\s*м\.|категори")
_QUARTERS_OF_SCHOOL = {1: (9, 10), 2: (11, 12), 3: (1, 3), 4: (4, 5)}


@dataclass
class _Facts:
    """What was taken out of the words so far."""

    rest: str
    years: list[int] = field(default_factory=list)
    open_years: bool = False
    days: list[tuple[int, int]] = field(default_factory=list)  # (month, day)
    day_months: list[int] = field(default_factory=list)  # of days that are no «до …»
    months: list[int] = field(default_factory=list)
    windows: list[tuple[int, int]] = field(default_factory=list)


def parse_term(words: str) -> Term:
    """Read the words of a term cell. Never raises; what says nothing about time is `unspecified`.

    The warning is "term_unread" where words stand that were not understood, "term_impossible_date" where a
    date does not exist.
    """
    text = _plain(words)
    if not text.strip(" .,;-"):
        return Term()
    facts = _Facts(text)
    fault = _take_dates(facts)
    _take_years(facts)
    _take_windows(facts)
    _take_months(facts)
    kind, relative = _kind(facts, text)
    if kind == "unspecified":
        return Term(note=" ".join(words.split()), warning=fault or "term_unread")
    months, months_list = _months(facts, kind)
    return Term(
        kind=kind,
        years=_years(facts),
        months=months,
        deadline=_deadline(facts),
        relative=relative or None,
        months_list=months_list,
        warning=fault,
    )


def _plain(words: str) -> str:
    """Lower case, one kind of dash, single spaces; a word torn by a line break is whole again."""
    text = re.sub(r"[\u00ad\u200b\ufeff*]", "", words).lower().replace("ё", "е")
    text = re.sub(r"\s*[‐‑‒–—−-]\s*", "-", text)
    text = re.sub(r"(ежемесяч|ежеквартал|ежегод)\s+(но|ьно)\b", r"\1\2", text)
    text = re.sub(r"\bраза\b(?= в)", "раза", text)
    return re.sub(r"\s+", " ", text).strip()


def _day(month: int, day: int) -> bool:
    """Whether the day exists in some year."""
    try:
        date(2024, month, day)
    except ValueError:
        return False
    return True


def _take_dates(facts: _Facts) -> str:
    """Dates with figures and with month names; a span «14.09-19.09» gives both ends. Returns a warning."""
    fault = ""

    def add(month: int, day: int, *, until: bool) -> None:
        facts.days.append((month, day))
        if not until:
            facts.day_months.append(month)

    def numeric(found: re.Match[str]) -> str:
        nonlocal fault
        first, day, month, year = found["first"], int(found["day"]), int(found["month"]), found["year"]
        if not _day(month, day):
            fault = "term_impossible_date"
            return " "
        if first and _day(month, int(first)):
            facts.days.append((month, int(first)))
        add(month, day, until=bool(found["until"]))
        if year:
            facts.years.append(int(year) if len(year) == 4 else 2000 + int(year))
        return " "

    def named(found: re.Match[str]) -> str:
        nonlocal fault
        month = _month_of(found["month"])
        day = int(found["day"])
        if not _day(month, day):
            fault = "term_impossible_date"
            return " "
        add(month, day, until=bool(found["until"]))
        return " "

    facts.rest = _NUMERIC.sub(numeric, facts.rest)
    facts.rest = _NAMED.sub(named, facts.rest)
    return fault


def _month_of(word: str) -> int:
    found = _MONTH.match(word)
    return (found.lastindex or 0) if found else 0


def _take_years(facts: _Facts) -> None:
    facts.open_years = bool(
        re.search(r"\bс (?:[а-я]+ )?(?:19|20)\d\d", facts.rest)
        or re.search(r"\bдалее\b.*ежегодн", facts.rest)
    )  # fmt: skip
    for found in re.finditer(r"(?<!\d)((?:19|20)\d\d)(?:[-/](\d{4}|\d\d)(?!\d))?(?!\d)", facts.rest):
        first = int(found[1])
        facts.years.append(first)
        if found[2]:
            facts.years.append(int(found[2]) if len(found[2]) == 4 else first // 100 * 100 + int(found[2]))
    facts.rest = re.sub(r"(?<!\d)(?:19|20)\d\d(?:[-/]\d{2,4})?", " 0000 ", facts.rest)


def _take_windows(facts: _Facts) -> None:
    """Quarters and half-years: of the calendar where a year is named, of the school year where none is."""
    for found in re.finditer(r"\b(i{1,3}v?|iv|[1-4])(?:-?й|-?е|-?я)?\s*(кв|четверт|полугод)", facts.rest):
        number = _ROMAN.get(found[1]) or (int(found[1]) if found[1].isdigit() else 0)
        if found[2] == "кв" and number:
            facts.windows.append((3 * number - 2, 3 * number))
        elif found[2] == "четверт" and number:
            facts.windows.append(_QUARTERS_OF_SCHOOL[number])
        elif number in (1, 2):
            calendar, school = ((1, 6), (9, 12)) if number == 1 else ((7, 12), (1, 5))
            facts.windows.append(calendar if facts.years else school)


def _take_months(facts: _Facts) -> None:
    text = facts.rest

    def window(found: re.Match[str]) -> str:
        facts.windows.append((_month_of(found[1]), _month_of(found[2])))
        return " "

    bare = r"((?:" + "|".join(_MONTHS) + r")[а-я]{0,3})"
    text = re.sub(r"\b" + bare + r"(?:-| по )" + bare + r"\b", window, text)
    facts.months = [found.lastindex or 0 for found in _MONTH.finditer(text)]


def _kind(facts: _Facts, text: str) -> tuple[str, str]:
    relative = _first(_REFERENCES, text)
    frequency = _first(_FREQUENCIES, text)
    lasting = "" if relative == "after_school_year" else _first(_LASTING, text)
    schedule = next((found for found in _SCHEDULES if re.search(found[0], text)), None)
    relative = relative or (schedule[1] if schedule and not facts.days else "")
    dated = bool(facts.days or facts.months or facts.windows)
    if frequency in ("", "annual") and "раз" not in text and re.search(r"\bчисла\b", text):
        frequency = "monthly"
    if frequency and not (frequency == "annual" and lasting and not dated and "ежегодн" not in text):
        return frequency, relative
    if not facts.days and schedule and schedule[1] == "own_plan" and text.find("план") < _position(_LASTING, text):
        return "by_schedule", relative
    if lasting:
        return lasting, relative
    if facts.years and re.search(r"\bтеч", text):
        return "range", relative
    if _spans_years(facts, dated=dated) or (facts.open_years and not facts.days):
        return "range", relative
    if dated or (facts.years and not schedule):
        return "once", relative
    if schedule:
        return "by_schedule", relative
    if relative:
        return "once", relative
    if re.fullmatch(r"[\d\s,.-]+", text) and not _NO_TERM.search(text):
        return "once", ""
    if re.search(r"недел|теч\w* (?:месяца|недели|квартала|полугодия)", text):
        return "once", ""
    return "unspecified", ""


def _spans_years(facts: _Facts, *, dated: bool) -> bool:
    """Two years are a span; with months between them only if they are more than one winter."""
    if len(set(facts.years)) < 2:
        return False
    if not dated:
        return True
    months = facts.months or [month for month, _ in facts.days]
    one_winter = max(facts.years) - min(facts.years) == 1 and bool(months) and months[0] > months[-1]
    return not (one_winter or facts.windows)


def _first(table: tuple[tuple[str, str], ...], text: str) -> str:
    return next((meaning for pattern, meaning in table if re.search(pattern, text)), "")


def _position(table: tuple[tuple[str, str], ...], text: str) -> int:
    places = [found.start() for pattern, _ in table if (found := re.search(pattern, text))]
    return min(places, default=len(text))


def _years(facts: _Facts) -> tuple[int, int | None] | None:
    if not facts.years:
        return None
    if facts.open_years and len(set(facts.years)) == 1:
        return facts.years[0], None
    return min(facts.years), max(facts.years)


def _deadline(facts: _Facts) -> str | None:
    if not facts.days or len(facts.days) > 2:
        return None
    month, day = facts.days[-1]
    return f"{month:02}-{day:02}"


def _months(facts: _Facts, kind: str) -> tuple[tuple[int, int] | None, tuple[int, ...]]:
    """Neighbours in a list are a window; others stay a list."""
    if len(facts.windows) == 1 and not facts.months:
        return facts.windows[0], ()
    separate = list(dict.fromkeys(facts.months + facts.day_months))
    for first, last in facts.windows:
        separate += [(first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1)]
    separate = list(dict.fromkeys(separate))
    if not separate or kind == "range":
        return None, ()  # of «январь 2024 – декабрь 2026» the years are the span, not the months
    steps = [(after - before) % 12 for before, after in itertools.pairwise(separate)]
    if all(step == 1 for step in steps):
        return (separate[0], separate[-1]), ()
    return None, tuple(separate)
