"""The document as it stood, divided like the plan that was read from it, each row beside its measures.

A row belongs to the part of the plan whose measure stands in it; what stands between, such as headings, goes with the
next one. So every line of the document is shown beside some part, once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from orientir.engines.russian.hyphenation import soften
from orientir.roadmaps.models import Measure

_HEAD_HAS = 3
"""So many cells with words a row has that may be the head of a table."""

_BEGINNING = 40
"""So many characters tell a measure in a line of text."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its words, how far it reaches, which column it begins in (from one)."""

    start: int
    span: int
    rows: int
    text: str

    @property
    def soft(self) -> str:
        """Return the words so that long ones may be broken: the paper is narrower than the page was."""
        return soften(self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, or (with one cell) a line of text, and the measures that were read from it."""

    anchor: str
    cells: list[Cell]
    measures: list[Measure]


@dataclass(frozen=True, slots=True)
class Block:
    """A table, or lines of text, as far as they stand beside a part. `head` is the head of a table."""

    is_table: bool
    rows: list[Row]
    head: list[Cell] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A line or a row: the least that is shown beside a measure."""

    anchor: str
    table: int
    cells: list[Mapping[str, Any]]
    text: str


class Paper:
    """A document divided into the parts of its plan."""

    def __init__(
        self, units: Sequence[_Unit], measures: Iterable[Measure], found: Mapping[int, str], parts: Sequence[int]
    ) -> None:
        """Take the units with their parts, and the measures with the units in which they stand."""
        self._units = units
        self._found = found
        self._parts = parts
        self._measures: dict[str, list[Measure]] = defaultdict(list)
        for measure in measures:
            self._measures[found[measure.pk]].append(measure)

    def __bool__(self) -> bool:
        return bool(self._units)

    def anchor_of(self, measure: Measure) -> str:
        """Return the name of the row or line in which a measure stands; empty where it stands in none."""
        return self._found.get(measure.pk, "")

    def cell_of(self, measure: Measure, name: str) -> str:
        """Return the name of the cell in which a field of a measure stands; empty where it stands in none."""
        place = measure.places.get(name) or {}
        anchor = _name_of_row(place.get("table", 0), place.get("row", 0))
        return f"{anchor}c{place.get('cell', 0)}" if anchor == self.anchor_of(measure) else ""

    def lines_of(self, measure: Measure) -> list[str]:
        """Return the lines of the cell in which the text of a measure stands; none where it stands in none."""
        start = (measure.places.get("title") or {}).get("cell", 0)
        unit = next((unit for unit in self._units if unit.anchor == self.anchor_of(measure)), None)
        texts = [cell["text"] for cell in unit.cells if cell["start"] == start] if unit else []
        return texts[0].splitlines() if texts else []

    def of_part(self, number: int) -> list[Block]:
        """Return what stands beside a part of the plan, in the order of the document."""
        units = [unit for unit, part in zip(self._units, self._parts, strict=True) if part == number]
        return [self._block(table, list(rows)) for table, rows in groupby(units, key=lambda unit: unit.table)]

    def _block(self, table: int, units: list[_Unit]) -> Block:
        head = self._head_of(table) if table else None
        rows = [
            Row(unit.anchor, list(_cells(units, index)), self._measures.get(unit.anchor, []))
            for index, unit in enumerate(units)
            if unit is not head
        ]
        return Block(bool(table), rows, list(_cells([head], 0)) if head else [])

    def _head_of(self, table: int) -> _Unit | None:
        """The row that names the columns: the first one with several cells, if it stands before the first measure."""
        head = None
        for unit in self._units:
            if unit.table == table:
                if unit.anchor in self._measures:
                    return head
                if sum(1 for cell in unit.cells if cell["text"]) >= _HEAD_HAS:
                    head = head or unit
        return None


def paper_of(blocks: Sequence[Mapping[str, Any]], measures: Sequence[tuple[Measure, int]], *, spoken: bool) -> Paper:
    """Divide a document (Original.blocks) by its measures, each given with the number of its part.

    `spoken` says that the plan was read from paragraphs: its places then count rows that the document does not have.
    """
    units = list(_units(blocks))
    anchors = {unit.anchor for unit in units}
    found = _by_words(units, measures) if spoken else {}
    for measure, _part in measures:
        place: dict[str, int] = measure.places.get("title") or next(iter(measure.places.values()), {})
        anchor = _name_of_row(place.get("table", 0), place.get("row", 0))
        if not spoken and anchor in anchors:
            found[measure.pk] = anchor
    part_of_row: dict[str, int] = {}
    for measure, part in measures:
        if measure.pk in found:
            part_of_row.setdefault(found[measure.pk], part)
    # a measure that was moved to another part is not shown beside its row
    beside = {one.pk: found[one.pk] for one, part in measures if part == part_of_row.get(found.get(one.pk, ""))}
    return Paper(units, [one for one, _ in measures if one.pk in beside], beside, _divided(units, part_of_row))


def _units(blocks: Iterable[Mapping[str, Any]]) -> Iterator[_Unit]:
    for index, block in enumerate(blocks, 1):
        if "line" in block:
            yield _Unit(f"line{index}", 0, [], block["line"])
        else:
            for row, cells in enumerate(block["rows"], 1):
                yield _Unit(_name_of_row(block["table"], row), block["table"], cells, "")


def _name_of_row(table: int, row: int) -> str:
    return f"t{table}r{row}"


def _by_words(units: Sequence[_Unit], measures: Sequence[tuple[Measure, int]]) -> dict[int, str]:
    """Find measures in the lines by their first words, each after the one before it."""
    found: dict[int, str] = {}
    at = 0
    lines = [" ".join(unit.text.split()) for unit in units]
    for measure, _part in measures:
        beginning = " ".join(measure.text.split())[:_BEGINNING]
        place = next((index for index in range(at, len(lines)) if beginning and beginning in lines[index]), None)
        if place is not None:
            found[measure.pk], at = units[place].anchor, place
    return found


def _divided(units: Sequence[_Unit], part_of_row: Mapping[str, int]) -> list[int]:
    """Give what belongs to no measure to the part of the next one; after the last one, to that of the last."""
    parts = [part_of_row.get(unit.anchor) for unit in units]
    following = next((part for part in reversed(parts) if part is not None), 1)
    divided = []
    for part in reversed(parts):
        following = part or following
        divided.append(following)
    return divided[::-1]


def _cells(units: Sequence[_Unit], at: int) -> Iterator[Cell]:
    """The cells of a row that begin in it, or that the part begins with."""
    unit = units[at]
    if not unit.table:
        yield Cell(1, 1, 1, unit.text)
    for cell in unit.cells:
        if cell["continues"] and at and _continues_above(units[at - 1], cell):
            continue
        rows = 1
        while at + rows < len(units) and _reaches_into(units[at + rows], cell):
            rows += 1
        yield Cell(cell["start"], cell["span"], rows, cell["text"])


def _continues_above(above: _Unit, cell: Mapping[str, Any]) -> bool:
    return any(one["start"] == cell["start"] and one["span"] == cell["span"] for one in above.cells)


def _reaches_into(below: _Unit, cell: Mapping[str, Any]) -> bool:
    return any(
        one["continues"] and one["start"] == cell["start"] and one["span"] == cell["span"] for one in below.cells
    )
