"""Target values in the words of a result or an indicator, in brackets in the measure, in a column a year."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orientir.engines.reading.model import Target

_CLAUSE = re.compile(
    r"\s*(?:;(?!\s*(?:в\s+)?(?:19|20)\d\d\s*(?:год\w*|г\.?)?\s*[-–—:])|\n|(?<=[^\W\d_]{3})\.(?=\s+[А-ЯЁ]|$))\s*"
)
_AT_LEAST = r"не (?:менее|ниже|меньше)(?: чем)?|минимум|свыше|более|от(?=\s*\d+\s*(?:%|процент))|≥|>"
_AT_MOST = r"не (?:более|выше|больше)(?: чем)?|максимум|≤|<"
_FIGURE = re.compile(
    rf"(?:\b|(?=[≤≥<>]))(?:(?P<most>{_AT_MOST})|(?P<least>{_AT_LEAST}))?\s*(?P<by>\bна\b)?\s*(?P<upto>\bдо\b)?\s*"
    r"(?<![\d.,№/-])(?P<number>\d{1,3}(?:[ \u00a0]\d{3})+|\d+(?:[.,]\d+)?)"
    r"\s*(?P<times>тыс\w*\.?|млн\.?)?\s*(?P<percent>%|процент\w*)?(?![\d/])",
    re.IGNORECASE,
)
_YEAR = r"(?:19|20)\d\d"
# Numbers that count nothing: classes, years, ages, dates, ordinals, numbers of acts.
_NO_FIGURE = re.compile(
    r"^\s*(?:[-–—]\s*\d|(?:[-–—]\s*)?(?:х|й|го|ый|ая|ое|м|е|я)\b|\.\d|(?:,|и|или|[-–—])?\s*(?:\d+\s*(?:[-–—,и]\s*)?)*"
    r"\s*(?:[-–—]?х\s*)?(?:класс|кл\b|кл\.|лет\b|года?\b|г\.|гг|году\b|курс|четверт|квартал|полугоди|январ|феврал|март"
    r"|апрел|ма[яй]\b|июн|июл|август|сентябр|октябр|ноябр|декабр|час(?:ов|а)? дня))",
    re.IGNORECASE,
)
_BEFORE_NO_FIGURE = re.compile(r"(?:№|\bот|[\d.]\s*[-–—]|\bст\.|\bп\.|\bи|\bкласс\w*|\d,)\s*$", re.IGNORECASE)
_NEAR = 100  # letters in which a word beside a figure says what it is; a clause may be as long as a document
_WHEN = re.compile(
    rf"\s*,?\s*\b(?:к|до|в|на)\s+(?:концу\s+)?({_YEAR})\s*(?:-?\w{{1,2}}\s+)?(?:год\w*|г\.?)?", re.IGNORECASE
)
_BY_YEAR = re.compile(
    rf"\b(?:в\s+)?({_YEAR})\s*(?:год\w*|г\.?)?\s*[-–—:]\s*(?:(не менее|не ниже|≥)|(не более|не выше|≤))?\s*"
    r"(\d+(?:[.,]\d+)?)\s*(тыс\w*\.?)?\s*(%|процент\w*)?",
    re.IGNORECASE,
)
_BASE = re.compile(r"\bдо\s+([^:;.]+?)\s*:", re.IGNORECASE)
_INCREASE = re.compile(
    r"\b(?:ежегодн\w+\s+)?(?:прирост|увеличени[ея]|рост)\s+(?!уровня|качества|эффективност|заинтересованност)([^;:()]+)",
    re.IGNORECASE,
)  # fmt: skip
_LEAD = re.compile(
    r"^(?:(?:дол[яи]|охват|количество|число|численность|удельный вес|процент|показатель)\s+|охват\w*\b"
    r"|участи[ея]\b|количество\b|из них\s+|в том числе\s+|,|и\b)+\s*",
    re.IGNORECASE,
)
# A number without a comparator counts where something is said to be done or reached so many times.
_DONE = re.compile(
    r"(?:^|\b(?:[а-яё]+(?:ено|ано|ято|оно|ыто|ены|аны|яты|ыты)|[а-яё]{3,}(?:ли|лось|лись)|охват\w*|участи[ея]|участвовали|приняли|количество|число"
    r"|тираж\w*|доля|процент)\s*|[-–—:=]\s*)$",
    re.IGNORECASE,
)
_COUNTED_BY = re.compile(r"\s*[а-яё]{2,}\.?")
_GENERIC = re.compile(r"^(?:человек|чел\.|единиц|ед\.|штук|шт\.|экземпляр\w*|экз\.?)(?:\s|$)", re.IGNORECASE)
_ALL = re.compile(r"^(?:участи[ея]|охват)\s+(?:всех|каждо\w+)\s+(.+)$|^все\s+(.+)$", re.IGNORECASE)
_VALUE = re.compile(
    r"^(?:(?:при)?рост|увеличение)?\s*(?:не (?:менее|более|ниже|выше)|более|менее|свыше|до|на|[≥≤<>=])?\s*"
    r"(\d{1,3}(?:[ \u00a0]\d{3})+|\d+(?:[.,]\d+)?)\s*(%|процент\w*)?",
    re.IGNORECASE,
)
_GROWS = re.compile(r"^(?:(?:при)?рост|увеличение)\b", re.IGNORECASE)
_OVER = re.compile(r"^(?:более|свыше|>)\s*\d", re.IGNORECASE)
_UNDER = re.compile(r"^(?:менее|<)\s*\d", re.IGNORECASE)
_MORE = re.compile(r"не (?:менее|ниже)|≥|минимум")
_LESS = re.compile(r"не (?:более|выше)|≤")
_PURPOSE = re.compile(r"\s+(?:до|на|ежегодно)(?=\s|$).*$")


def find_targets(
    *, title: str, result: str | None, indicator: str | None, values: Sequence[tuple[str, str, str]] = ()
) -> tuple[Target, ...]:
    """Targets in the order of title, indicator, result; a title gives only numbers with a comparator.

    `values` are the cells of columns named by a year or as a value to be reached, each with the head of its column and
    the indicator of its row: every one is a target, at least or at most so much where the cell or the indicator says
    so, unless the words of the measure say it already.
    """
    found = [target for clause in _clauses(title) for target in _figures(clause, bare=False)]
    for text in (indicator, result):
        for clause in _clauses(text or ""):
            found += list(_of_clause(clause))
    found += [target for target in _in_columns(values, result or title) if not _is_said(target, found)]
    return tuple(dict.fromkeys(target for target in found if math.isfinite(target.value or 0)))


def _clauses(text: str) -> list[str]:
    return [clause for clause in _CLAUSE.split(text) if clause]


def _of_clause(clause: str) -> Iterator[Target]:
    by_year = list(_by_year(clause))
    growing = list(_growing(clause, has_values=bool(by_year)))
    if by_year or growing:
        yield from growing
        yield from by_year
        return
    if everyone := _ALL.match(clause):
        population = (everyone[1] or everyone[2]).strip(" .,")
        yield Target("=", 100, "percent", population, None, clause.strip(" ."))
        return
    yield from _figures(clause, bare=True)


@dataclass(frozen=True)
class _Figure:
    """A number in a clause with the words before it since the one before, and after it to the next comma."""

    found: re.Match[str]
    before: str
    after: str


def _figures(clause: str, *, bare: bool) -> Iterator[Target]:
    counted = False
    for figure in _each(clause):
        found = figure.found
        compared = found["least"] or found["most"]
        goes_on = counted and re.search(r",\s*$", figure.before)  # «25 участников, 15 мастер-классов»
        if not compared and not (
            bare and (found["percent"] or _DONE.search(figure.before) or found["upto"] or goes_on)
        ):
            continue
        counted = True
        year = _WHEN.search(figure.after) or _WHEN.search(figure.before)
        after = _WHEN.sub("", re.split(r"[,;.()]|\s[-–—]\s", figure.after, maxsplit=1)[0]).strip()
        after = re.sub(r"^ежегодно\b\s*|\s*\bежегодно$", "", after)
        before = _LEAD.sub("", figure.before.strip(" ,.–—-:(")).strip(" ,.–—-:(")
        population = after if re.search(r"[^\W\d_]{2}", after) else before
        if before and _GENERIC.match(after) and re.search(r"^(?:числ|количеств)", figure.before.strip(), re.IGNORECASE):
            population = before  # «Число участников – не менее 500 человек»
        unit = "percent" if found["percent"] else "count"
        op = ">=" if found["least"] else "<=" if found["most"] else "="
        text = f"{found[0]}{re.split(r'[,;()]', figure.after, maxsplit=1)[0]}".strip(" ,.")
        yield Target(op, _number(found), unit, population or None, int(year[1]) if year else None, text)


def _each(clause: str) -> Iterator[_Figure]:
    found = [
        match
        for match in _FIGURE.finditer(clause)
        if match["percent"]
        or not (
            _NO_FIGURE.match(clause[match.end("number") : match.end("number") + _NEAR])
            or _BEFORE_NO_FIGURE.search(clause[max(0, match.start("number") - _NEAR) : match.start("number")])
            or re.fullmatch(_YEAR, match["number"])
        )
    ]
    ends = [0, *(match.end() for match in found)]
    starts = [*(match.start() for match in found[1:]), len(clause)]
    for match, begin, end in zip(found, ends, starts, strict=False):
        yield _Figure(match, clause[begin : match.start()], clause[match.end() : end])


def _number(found: re.Match[str]) -> float:
    number = float(re.sub(r"[ \u00a0]", "", found["number"]).replace(",", "."))
    times = (found["times"] or "").lower()
    return _whole(number * (1000 if times.startswith("тыс") else 1_000_000 if times else 1))


def _whole(number: float) -> float:
    return int(number) if number.is_integer() else number  # more digits than a number can have are infinite


def _growing(clause: str, *, has_values: bool) -> Iterator[Target]:
    """«Ежегодный прирост …»: a target without a number, or by how much. Of «с 20 до 45 %» 45 is the target.

    Growth of a level or a quality cannot be counted.
    """
    found = _INCREASE.search(clause)
    if not found:
        return
    figures = [] if has_values else [figure.found for figure in _each(clause)]
    population = _PURPOSE.sub("", re.split(r"\s+(?:с|не менее|не ниже)\s+(?:чем\s+)?(?:на\s+)?\d", found[1])[0]).strip(
        " ,.–—-"
    )
    text = found[0].split(found[1])[0] + population
    if not figures:
        yield Target("increase", None, None, population, None, text)
        return
    last = figures[-1]
    year = _WHEN.search(clause)
    unit = "percent" if last["percent"] else "count"
    yield Target("increase", _number(last), unit, population, int(year[1]) if year else None, clause.strip(" ."))


def _by_year(clause: str) -> Iterator[Target]:
    found = list(_BY_YEAR.finditer(clause))
    if not found:
        return
    base = _BASE.search(clause)
    before = _LEAD.sub("", clause[: found[0].start()].strip(" ,.–—-:("))
    population = base[1].strip() if base else before.strip() or None
    for match in found:
        number = float(match[4].replace(",", ".")) * (1000 if match[5] else 1)
        op = ">=" if match[2] or _MORE.search(before) else "<=" if match[3] or _LESS.search(before) else "="
        unit = "percent" if match[6] or "%" in before else "count"
        of_whom = population or (_COUNTED_BY.match(clause[match.end() :]) or [None])[0]
        yield Target(op, _whole(number), unit, of_whom and of_whom.strip(), int(match[1]), match[0].strip())


def _in_columns(values: Sequence[tuple[str, str, str]], otherwise: str) -> Iterator[Target]:
    for head, cell, indicator in values:
        year, number = re.search(_YEAR, head), _VALUE.match(cell)
        grows = _GROWS.match(cell)
        if not (year or "значени" in head.lower()) or not (number or grows):
            continue
        indicator = indicator or otherwise
        value, unit = None, None
        if number:
            percent = number[2] or re.search(r"%|процент|\bдоля\b", f"{indicator} {cell}".lower())
            value = _whole(float(re.sub(r"[ \u00a0]", "", number[1]).replace(",", ".")))
            unit = "percent" if percent else "count"
        when = int(year[0]) if year else None
        yield Target(_op_of(cell, indicator), value, unit, _counted(indicator), when, cell)


def _op_of(cell: str, indicator: str) -> str:
    """How a value in a cell compares: as the cell says itself, else as the indicator does."""
    if _GROWS.match(cell):
        return "increase"
    if _OVER.match(cell):
        return ">"
    if _UNDER.match(cell):
        return "<"
    for words in (cell.lower(), indicator.lower()):
        if _MORE.search(words):
            return ">="
        if _LESS.search(words):
            return "<="
    return "="


def _is_said(target: Target, known: Sequence[Target]) -> bool:
    """Whether a value of a column stands in the words of the measure already."""
    return any(
        (one.op, one.value, one.unit, one.year) == (target.op, target.value, target.unit, target.year)
        and _counted(one.population or "") == target.population
        for one in known
    )


def _counted(indicator: str) -> str | None:
    """What an indicator counts: without «Доля» before, unit and comparator after."""
    bare = _LEAD.sub(
        "", re.split(r",\s*(?:%|процент|единиц|ед\.|человек|чел\.|не менее|не более|нарастающ)", indicator)[0]
    )
    return re.sub(r"\s*[,(]?\s*(?:не менее|не более|%|процент\w*)\)?\s*$", "", bare).strip(" ,–—-") or None
