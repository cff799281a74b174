"""The two tables of a roadmap: its measures, and the values that its indicators are to reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from docx.shared import Length, Mm

from orientir.engines import reading

from .docx_table import Column, Table
from .docx_words import NO_BREAK, paragraphs_of, with_names_apart

_NUMBER_HEAD, _OF_MEASURE = "№ п/п", "№ пункта"
_NARROW, _WIDE = Mm(14), Mm(22)
_LONG_NUMBER = 5
_SHARES = {
    "title": ("Наименование мероприятия", 78),
    "term": ("Срок исполнения", 32),
    "performers": ("Ответственные исполнители", 48),
    "result": ("Ожидаемый результат", 46),
    "indicator": ("Показатель", 43),
}
"""The columns in their order: the words of the head, the share of the width."""

_COUNTED, _VALUE = "Показатель (чего, кого)", "Целевое значение"
_OPS = {">=": "не менее", ">": "более", "=": "", "<=": "не более", "<": "менее", "increase": "рост до"}
_UNITS = {"percent": "%", "count": ""}
_VALUE_WIDTH = Mm(36)


def measures_of(plan: reading.Roadmap, width: Length, tallest: Length) -> Any:
    """Return the table of the measures: sections as rows over all columns, only columns that the plan has."""
    measures = list(plan.measures)
    numbers = [one.number for one in measures if one.number]
    left = {"result": any(one.result for one in measures), "indicator": any(one.indicator_raw for one in measures)}
    names = [name for name in _SHARES if left.get(name, True)]
    first = [Column(_NUMBER_HEAD, _width_of(numbers), centred=True)] if numbers else []
    rest = Length(width - sum(column.width for column in first))
    share = rest / sum(_SHARES[name][1] for name in names)
    columns = [
        Column(_SHARES[name][0], Length(int(share * _SHARES[name][1])), centred=name == "term") for name in names
    ]
    table = Table([*first, *columns], tallest=tallest)
    for section in plan.sections:
        if words := heading_of(section):
            table.band(words)
        for one in section.measures:
            cells = {
                "title": paragraphs_of(one.title),
                "term": paragraphs_of(one.term_raw),
                "performers": performers_of(one),
                "result": paragraphs_of(one.result or ""),
                "indicator": paragraphs_of(one.indicator_raw or ""),
            }
            table.row([*([[one.number]] if numbers else []), *(cells[name] for name in names)])
    return table.end()


def targets_of(plan: reading.Roadmap, width: Length, tallest: Length) -> Any | None:
    """Return the table of the values to be reached, year by year; None where the plan names none."""
    rows = [(section, list(rows_of(section))) for section in plan.sections]
    found = [row for _, those in rows for row in those]
    if not found:
        return None
    years = sorted({year for row in found for year in row.values if year is not None})
    moments = [*([None] if any(None in row.values for row in found) else []), *years]
    first = Column(_OF_MEASURE, _WIDE, centred=True)
    each = Length(min(_VALUE_WIDTH, int((width - first.width) * 0.6) // len(moments)))
    counted = Column(_COUNTED, Length(width - first.width - each * len(moments)))
    values = [Column(f"{year} год" if year else _VALUE, each, centred=True) for year in moments]
    table = Table([first, counted, *values], tallest=tallest)
    for section, those in rows:
        if those and (words := heading_of(section)):
            table.band(words)
        for row in those:
            table.row([[row.number], [row.population], *([row.values.get(year, "–")] for year in moments)])
    return table.end()


@dataclass
class Row:
    """What one measure counts, and the value it is to reach in each year; None is no year of its own."""

    number: str
    population: str
    values: dict[int | None, str] = field(default_factory=dict)


def rows_of(section: reading.Section) -> Iterator[Row]:
    """Return the rows of the table of values: one for each population that a measure's targets name."""
    for measure in section.measures:
        rows: list[Row] = []
        for target in measure.targets:
            population = target.population or "–"
            row = next((one for one in rows if one.population == population and target.year not in one.values), None)
            if row is None:
                rows.append(row := Row(measure.number or "–", population))
            row.values[target.year] = value_words(target)
        yield from rows


def value_words(target: reading.Target) -> str:
    """Return a value as a cell names it: «не менее 80 %», «рост»."""
    if target.value is None:
        return "рост"
    unit = _UNITS.get(target.unit or "", target.unit or "")
    return " ".join(part for part in (_OPS[target.op], number_words(target.value), unit) if part)


def number_words(value: float) -> str:
    """Return a number with a decimal comma, its thousands apart."""
    return f"{value:,.2f}".rstrip("0").rstrip(".").replace(",", NO_BREAK).replace(".", ",")


def heading_of(section: reading.Section) -> str:
    """Return a section's number and title as its row prints them; empty where it has neither."""
    return f"{section.number.rstrip('.')}. {section.title}" if section.number else section.title


def _width_of(numbers: Sequence[str]) -> Length:
    return _WIDE if max(map(len, numbers)) > _LONG_NUMBER else _NARROW


def performers_of(measure: reading.Measure) -> list[str]:
    """The performers as printed; each on a line of its own where the words in one line would not tell them apart."""
    words = measure.executors_raw
    if reading.performers_in(words) == measure.executors:
        return [words]
    return with_names_apart(words, measure.executors)
