"""Columns told by what stands in them, where no head says it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from orientir.engines.reading.blocks import Cell, Grid
from orientir.engines.reading.plan import NUMBER
from orientir.engines.terms import parse_term

_FEWEST_ROWS = 3
_LONGEST_TERM = 70
_LONGEST_PERFORMERS = 300
_USUAL = 0.5  # a column is what at least half of its cells are
# Words for bodies and for people by their duty: who can be asked to do something.
_DOERS = re.compile(
    r"министерств|департамент|управлени|комитет|отдел|администраци|служб|центр|организаци|учреждени|школ|гимнази"
    r"|лице[йя]|колледж|техникум|институт|университет|предприяти|директор|заместител|зам\.|завуч|учител|классн"
    r"|кл\.\s?рук|педагог|психолог|руководител|специалист|методист|воспитател|библиотекар|советник|куратор|мастер"
    r"|заведующ|преподавател|социальн|навигатор|тьютор|\b[А-ЯЁ]{2,6}\b|[А-ЯЁ][а-яё]+ [А-ЯЁ]\.\s?[А-ЯЁ]\."
)


def best_text_column(rows: Sequence[Sequence[Cell]], starts: Sequence[int]) -> int | None:
    """Of the columns that begin at `starts` the one with the longest words on average, if any holds words."""
    lengths = {start: _average(_texts(rows, start)) for start in starts}
    best = max(lengths, key=lambda start: lengths[start], default=None)
    return best if best is not None and lengths[best] > 0 else None


def guess_columns(grid: Grid) -> dict[str, tuple[tuple[int, int], ...]] | None:
    """The roles of the columns of a plan without a head; None where the cells do not look like a plan.

    A plan has a column of words and one of terms or of those who do it; terms are known because they are
    understood, performers by the words for bodies and duties.
    """
    rows = [row for row in grid.rows if sum(1 for cell in row if cell.text) > 1]
    if len(rows) < _FEWEST_ROWS:
        return None
    starts = sorted({cell.start for row in rows for cell in row})
    texts = {start: _texts(rows, start) for start in starts}
    starts = [start for start in starts if texts[start]]
    number = next((at for at in starts[:2] if _share(texts[at], _is_number) >= _USUAL), None)
    left = [start for start in starts if start != number]
    term = _best(left, texts, _is_term)
    left = [start for start in left if start != term]
    measure = best_text_column(rows, left[:2] if term is None or term > min(left, default=0) else left)
    left = [start for start in left if start != measure]
    performers = _best(left, texts, _is_doer)
    if measure is None or (term is None and performers is None) or _average(texts[measure]) < 15:
        return None
    left = [start for start in left if start not in (performers, None)]
    result = max(left, key=lambda at: _average(texts[at]), default=None)
    columns = {"number": number, "measure": measure, "term": term, "performers": performers, "result": result}
    ends = dict(zip(starts, [*starts[1:], grid.width], strict=True))
    return {role: ((start, ends[start]),) for role, start in columns.items() if start is not None}


def _texts(rows: Sequence[Sequence[Cell]], start: int) -> list[str]:
    return [cell.text for row in rows for cell in row if cell.start == start and cell.text]


def _average(texts: Sequence[str]) -> float:
    return sum(map(len, texts)) / len(texts) if texts else 0.0


def _share(texts: Sequence[str], is_one: Callable[[str], bool]) -> float:
    return sum(1 for text in texts if is_one(text)) / len(texts) if texts else 0.0


def _best(starts: Sequence[int], texts: dict[int, list[str]], is_one: Callable[[str], bool]) -> int | None:
    shares = {start: _share(texts[start], is_one) for start in starts}
    best = max(shares, key=lambda start: shares[start], default=None)
    return best if best is not None and shares[best] >= _USUAL else None


def _is_number(text: str) -> bool:
    return bool(NUMBER.match(text))


def _is_term(text: str) -> bool:
    if len(text) > _LONGEST_TERM:
        return False
    term = parse_term(text)
    return term.kind != "unspecified" and not term.warning


def _is_doer(text: str) -> bool:
    return len(text) <= _LONGEST_PERFORMERS and bool(_DOERS.search(text))
