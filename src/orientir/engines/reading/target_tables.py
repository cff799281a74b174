"""A table beside the plan that says what each measure is to reach: number, indicator, a value a year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from orientir.engines.reading.blocks import Grid, flat
from orientir.engines.reading.heads import is_moment, role_of
from orientir.engines.reading.plan import NUMBER, RawMeasure, RawSection, heading

_OF_MEASURE = re.compile(r"пункт|мероприят|\bмеры\b", re.IGNORECASE)
"""«№ п/п» counts the rows of the table itself and is the number of no measure."""

_VALUE_HEAD = re.compile(r"значени|целев", re.IGNORECASE)
_UNIT_HEAD = re.compile(r"\bед(?:\.|иниц)", re.IGNORECASE)
_NOTHING = re.compile(r"^[\s–—-]*$")


@dataclass(frozen=True)
class TargetRow:
    """A row of such a table: the heading above it, the number of its measure, what is counted, values by column."""

    heading: str
    number: str
    indicator: str
    values: tuple[tuple[str, str], ...]


def target_rows(grid: Grid) -> list[TargetRow]:
    """Return the rows of a table of values; none where its head is another one."""
    heads = {cell.start: flat(cell.text) for cell in grid.rows[0]} if grid.rows else {}
    roles = {start: role_of(text) for start, text in heads.items()}
    numbers = (start for start, role in roles.items() if role == "number" and _OF_MEASURE.search(heads[start]))
    number = next(numbers, None)
    values = [start for start, text in heads.items() if is_moment(text) or _VALUE_HEAD.search(text)]
    counted = next((start for start, role in roles.items() if role == "indicator" and start not in values), None)
    if number is None or counted is None or not values or "measure" in roles.values():
        return []
    unit = next((start for start, text in heads.items() if start != counted and _UNIT_HEAD.search(text)), None)
    found: list[TargetRow] = []
    above = ""
    for row in grid.rows[1:]:
        cells = {cell.start: cell.text for cell in row}
        texts = {text for text in cells.values() if text}
        if len(row) == 1 and texts:
            above = texts.pop()
        elif NUMBER.match(cells.get(number, "")):
            indicator = ", ".join(cells[at] for at in (counted, unit) if at is not None and cells.get(at))
            said = tuple((heads[at], cells[at]) for at in values if not _NOTHING.match(cells.get(at, "")))
            found.append(TargetRow(above, cells[number], indicator, said))
    return found


def give_targets(rows: Sequence[TargetRow], sections: Sequence[RawSection]) -> bool:
    """Give the values of each row to the measure that has its number; say whether any was found.

    Where several measures have the number, the heading above the row tells which section is meant.
    """
    given = False
    for row in rows:
        same = [
            (section, measure)
            for section in sections
            for measure in section.measures
            if _bare(measure.number) == _bare(row.number)
        ]
        if len(same) > 1:
            meant = heading(row.heading)
            same = [(section, measure) for section, measure in same if (section.number, section.title) == meant]
        if len(same) == 1:
            _give(same[0][1], row)
            given = True
    return given


def _give(measure: RawMeasure, row: TargetRow) -> None:
    measure.values += [(head, cell, row.indicator) for head, cell in row.values]


def _bare(number: str) -> str:
    return re.sub(r"\s", "", number).rstrip(".)")
