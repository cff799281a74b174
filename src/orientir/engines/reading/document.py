"""The head of a document: title, territory, level, period, approving act, goals."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from orientir.engines.reading.approval import OTHER_STAMP, STAMP, find_approval
from orientir.engines.reading.blocks import Line, flat
from orientir.engines.reading.items import without_final
from orientir.engines.reading.model import Approval, Period, Remark
from orientir.engines.reading.place_names import find_level, find_territory
from orientir.engines.reading.plan import NAMED_SECTION
from orientir.engines.russian import starts_nominative

_ADJECTIVES = r"(?:[а-яё-]+(?:[ыои]й|ая|ое) ){0,3}"
_PLAN = (
    rf"{_ADJECTIVES}(?:план(?:-график|-сетка|-календарь)?(?!\w)|дорожная карта|комплекс мер"
    r"|(?:комплекс|перечень|программа|система|циклограмма) мероприятий)"
)
_TITLE = re.compile(rf"^[«\"(]?{_PLAN}", re.IGNORECASE)
# Names that a plan may have too, and that stand in its preamble as well.
_LIKE_TITLE = re.compile(
    rf"^[«\"(]?{_ADJECTIVES}(?:график|программа|перечень|календарь|циклограмма|мероприятия|система работы|модуль)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"^\S+(?:\s\S+)?\s+(?:является|разработан[аоы]?\b|определя|предусматрива|направлен[аоы]?\b)", re.IGNORECASE
)
_GOALS = re.compile(
    r"^(?:основн\w+ )?(?:цел[ьи]|задач[аи])(?: и (?:основн\w+ )?задачи)?(?:(?: [а-яё-]+){0,2} (?:план|программ"
    r"|дорожной карты|работы|центр|реализаци|деятельност)[^.:]{0,80})?\s*:?$"
    r"|^.*решени\w+ (?:следующих|\w+) задач\w*\s*:$|^.*должн[аоы]? обеспечи\w+\s*:$",
    re.IGNORECASE,
)
_GOAL_INLINE = re.compile(r"^(?:цел[ьи]|задачи)(?: [^:.]{0,40})?\s*[:–—-]\s*(\S.+)$", re.IGNORECASE)
_TYPED_MARKER = re.compile(r"^\s*(?:[-–—•·▪*]|\d{1,2}[.)]|[а-яё]\))\s*")
_SPAN = re.compile(
    r"\b((?:19|20)\d\d)\s*(?:г(?:ода?|\.)?)?\s*(?:[-–—/]|по|до)\s*((?:19|20)\d\d)\s*(?:г|уч)", re.IGNORECASE
)
_YEAR = re.compile(r"\bна\s+((?:19|20)\d\d)\s*г", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:до|по)\s+((?:19|20)\d\d)\s*г", re.IGNORECASE)
_SHORT_SPAN = re.compile(r"\b(20\d\d)\s*[-–—/]\s*(\d\d)\s*(?:г|уч)", re.IGNORECASE)
_SAID_PERIOD = re.compile(
    r"^(?:срок\w*|период\w*)\s+(?:реализации|действия|исполнения|выполнения)(?:\s+[а-яё«»()]+){0,4}\s*[:–—]\s*(\S.*)$",
    re.IGNORECASE,
)
_BARE_YEAR = re.compile(r"^((?:19|20)\d\d)(?!\s*[-–—/])\b")
_PLACE_LINE = re.compile(r"^(?:г\.|город|пос?\.|с\.)\s*[А-ЯЁ][а-яё-]+(?:[, ]+(?:19|20)\d\d\s*(?:г(?:од|\.)?)?)?$")
_LABELLED = re.compile(r"^[А-ЯЁ][^:.]{2,40}:\s")
_LONGEST_TITLE_LINE = 600
_LONGEST_BROKEN_OFF = 60  # a title may break off at a comma, a sentence of the preamble is longer
_MOST_TITLE_LINES = 6


@dataclass(frozen=True)
class DocumentHead:
    """What stands before the table."""

    title: str
    territory: str | None
    level: str | None
    period: Period
    approved_by: Approval | None
    goals: tuple[str, ...]
    warnings: tuple[Remark, ...]


def read_head(preamble: Sequence[Line], lines: Sequence[Line]) -> DocumentHead:
    """Read the lines before the first table; `lines` are all there are, for a title that stands below."""
    preamble = [replace(line, text=_unspaced(line.text)) for line in preamble]
    titles = [_title(preamble, _TITLE), _title(preamble, _LIKE_TITLE), _title(lines, _TITLE)]
    title = next(filter(_names_years, titles), next(filter(None, titles), ""))
    approved_by = find_approval(preamble, title)
    body = (approved_by.body or "") if approved_by else ""
    stamp = [flat(line.printed) for line in preamble]
    period = _period(title, stamp, approved_by)
    territory = find_territory([title, body, *stamp])
    return DocumentHead(
        title=title,
        territory=territory,
        level=find_level(title, body, stamp),
        period=period,
        approved_by=approved_by,
        goals=_goals(preamble),
        warnings=_doubts(title, period, territory),
    )


def is_title(text: str) -> bool:
    """Whether a line begins the title of a plan."""
    return bool(_TITLE.match(text) or _LIKE_TITLE.match(text))


def _unspaced(text: str) -> str:
    """A word set out with spaces: «П Л А Н» → «ПЛАН»."""
    return re.sub(r"(?<!\w)(?:[А-ЯЁ] ){2,}[А-ЯЁ](?!\w)", lambda word: word[0].replace(" ", ""), text)


def _doubts(title: str, period: Period, territory: str | None) -> tuple[Remark, ...]:
    missing = {
        "title_missing": not title,
        "period_missing": period.end_year is None,
        "territory_missing": not territory,
    }
    return tuple(Remark(code) for code, is_missing in missing.items() if is_missing)


def _title(lines: Sequence[Line], named: re.Pattern[str]) -> str:
    """The first title beneath the stamp or the annex line, else the last before the table."""
    found = [at for at, line in enumerate(lines) if _begins_title(line, named)]
    if not found:
        return ""
    stamps = [at for at, line in enumerate(lines) if STAMP.match(flat(line.printed))]
    beneath = [at for at in found if stamps and at > stamps[-1]]
    at = beneath[0] if beneath else found[-1]
    return without_final(_carried_on(flat(lines[at].text), lines[at + 1 :]))


def _begins_title(line: Line, named: re.Pattern[str]) -> bool:
    text = flat(line.text)
    return bool(
        not line.marker
        and named.match(text)
        and not _SENTENCE.match(text)
        and len(text) <= _LONGEST_TITLE_LINE
        and not text.endswith(";")
        and not (text.endswith(",") and len(text) > _LONGEST_BROKEN_OFF)
    )


def _carried_on(text: str, rest: Sequence[Line]) -> str:
    """The title with the lines that carry it on.

    They go as far as the line that names its years, if one comes soon; without one, as far as lines do that
    cannot begin a sentence of their own.
    """
    lines = [flat(line.text) for line in itertools.takewhile(_may_carry_on, rest[:_MOST_TITLE_LINES])]
    lines = list(itertools.takewhile(lambda line: not _PLACE_LINE.match(line), lines))
    dated = next((at for at, line in enumerate(lines) if _names_years(line)), None)
    if _names_years(text):
        dated = None
    for at, more in enumerate(lines):
        if _names_years(text) and not more[:1].islower():
            break
        goes_on = more[:1].islower() or more[:1] in '«("' or more[:1].isdigit() or not starts_nominative(more)
        if not goes_on and not (text.isupper() and more.isupper()) and (dated is None or at > dated):
            break
        text = flat(f"{text}\n{more}")
    return text


def _may_carry_on(line: Line) -> bool:
    text = flat(line.text)
    return not (
        line.marker
        or len(text) > 250
        or (text.endswith((".", ":", ";")) and not re.search(r"\b(?:гг?|год[аы]?|уч)\.$", text))
        or _GOALS.match(text)
        or _GOAL_INLINE.match(text)
        or _TYPED_MARKER.match(text)
        or _LABELLED.match(text)
        or STAMP.match(text)
        or OTHER_STAMP.match(text)
        or NAMED_SECTION.match(text)
    )


def _names_years(text: str) -> bool:
    return bool(_SPAN.search(text) or _YEAR.search(text) or _SHORT_SPAN.search(text))


def _period(title: str, stamp: Sequence[str], approval: Approval | None) -> Period:
    said = [found[1] for line in stamp if (found := _SAID_PERIOD.match(line))]
    for text in (*said, title, *(line for line in stamp if _TITLE.search(line) or "план" in line.lower())):
        if found := _SPAN.search(text):
            return Period(int(found[1]), int(found[2]))
        if found := _SHORT_SPAN.search(text):
            return Period(int(found[1]), int(found[1]) // 100 * 100 + int(found[2]))
        if found := _YEAR.search(text) or (_BARE_YEAR.match(text) if text in said else None):
            return Period(int(found[1]), int(found[1]))
    start = int(approval.date[:4]) if approval and approval.date else None
    end = _UNTIL.search(title)
    return Period(start, int(end[1]) if end else None)


def _goals(lines: Sequence[Line]) -> tuple[str, ...]:
    """The list under «Цели», «Задачи», «должна обеспечивать»: marked items, or lines that end in «;»."""
    goals: list[str] = []
    for at, line in enumerate(lines):
        text = flat(line.printed)
        if inline := _GOAL_INLINE.match(text):
            goals.append(without_final(inline[1]))
        elif _GOALS.match(text):
            goals += _listed(lines[at + 1 :])
    return tuple(dict.fromkeys(goals))


def _listed(lines: Sequence[Line]) -> list[str]:
    items: list[str] = []
    for line in lines:
        text = flat(line.text)
        typed = _TYPED_MARKER.match(text)
        if _GOALS.match(text) or _TITLE.match(text):
            break
        if line.marker or typed:
            items.append(text[typed.end() :] if typed else text)
        elif not items and text.endswith(".") and len(text) > 60:
            return [without_final(text)]
        elif text.endswith(";") or (items and items[-1].endswith(";")):
            items.append(text)
        else:
            break
    return [without_final(item) for item in items]
