"""A row of a plan's table → the lines of each field, or a piece of the measure above it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from orientir.engines.reading.blocks import Cell, Line
from orientir.engines.reading.heads import Head
from orientir.engines.reading.model import Param, Place, Remark
from orientir.engines.reading.plan import LEADING_NUMBER, NUMBER, RawMeasure, words_of
from orientir.engines.terms import parse_term

Fields = Mapping[str, list[Cell]]
_TICK = re.compile(r"^[\s+✓✔☑√v*•●■]*$", re.IGNORECASE)
_NOTHING = re.compile(r"^[\s–—-]*$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST_NUMBER = 12
_OF_FIELDS = ("measure", "term", "performers", "result", "indicator")


class RowReader:
    """Turns rows into measures. What it cannot tell for certain goes into `warnings`."""

    def __init__(self, warnings: list[Remark], *, spoken: bool) -> None:
        self._warnings = warnings
        self._spoken = spoken

    def is_piece(self, last: RawMeasure, number: str, fields: Fields) -> bool:
        """Whether a row carries on the measure above it."""
        if number and not all(cell.continues for cell in fields["number"]):
            return False
        title = fields.get("measure", [])
        text = words_of(title)
        if not text or all(cell.continues for cell in title):
            return True
        if LEADING_NUMBER.match(text) or any(line.marker for cell in title for line in cell.lines[:1]):
            return bool(re.match(r"[-–—•]", text))
        rest = any(cell.text for role in ("term", "performers") for cell in fields.get(role, ()))
        return text[:1].islower() or (not rest and "number" in fields)

    def append(self, last: RawMeasure, fields: Fields, head: Head) -> None:
        """Add the cells of a piece to the cells they continue."""
        self._moments(last, fields, head)
        for role, cells in fields.items():
            for cell in cells:
                if cell.continues or not cell.text:
                    continue
                lines = last.fields.setdefault(role, [])
                first, *rest = cell.lines
                if lines and not first.marker:
                    before = lines[-1]
                    lines[-1] = Line(
                        f"{before.text}\n{first.text}", before.marker, before.level, before.page, before.number,
                        min(before.sureness, first.sureness),
                    )  # fmt: skip
                else:
                    lines.append(first)
                lines.extend(rest)
                last.doubt(role, 0.9, "rejoined")

    def measure(self, number: str, fields: Fields, place: Place, head: Head, moment: Sequence[Line]) -> RawMeasure:
        """A measure of its own from a row; `moment` is the term that a heading above it gives."""
        lines = {role: [line for cell in cells for line in cell.lines] for role, cells in fields.items()}
        doers = [cell for cell in fields.get("performers", ()) if cell.text]
        if len(doers) > 1:  # an empty line keeps the names of two cells apart
            lines["performers"] = [line for cell in doers for line in (*cell.lines, Line(""))][:-1]
        raw = RawMeasure("", place, lines)
        for role in (*_OF_FIELDS, "number"):
            cell = next((cell for cell in fields.get(role, ()) if cell.text), None)
            if cell is not None:
                raw.places[role] = _place(cell, place)
                if not cell.continues and all(line.sureness < 1 for line in cell.lines):
                    raw.doubt(role, min(line.sureness for line in cell.lines), "recognised")
            if role in head.guessed:
                raw.doubt(role, 0.6, "column_guessed")
            elif self._spoken and cell is not None:
                raw.doubt(role, 0.8, "from_paragraph")
        if len(fields.get("term", ())) > 1:
            texts = list(dict.fromkeys(text for cell in fields["term"] if (text := cell.text)))
            lines["term"] = [Line(_joined_terms(texts))] if texts else []
        self._moments(raw, fields, head)
        if moment and not any(line.printed for line in lines.get("term", ())):
            lines["term"] = list(moment)
            raw.doubt("term", 0.9, "term_from_heading")
        raw.number = self._number(raw, number, place)
        raw.notes = [
            f"{head.labels.get(cell.start, '')}: {cell.text}".removeprefix(": ")
            for cell in fields.get("other", ())
            if cell.text
        ]
        return raw

    def _moments(self, raw: RawMeasure, fields: Fields, head: Head) -> None:
        """Columns named by a year, a quarter or a month: a tick or a date says when, all else is a value."""
        said: dict[str, list[str]] = {}
        cells = fields.get("moment", ())
        indicator = words_of(fields.get("indicator", ()))
        for cell in cells:
            label = head.labels.get(cell.start, "")
            if not cell.text or cell.continues or _NOTHING.match(cell.text):
                continue
            if _TICK.match(cell.text):
                said.setdefault("", []).append(label)
            elif not parse_term(cell.text).warning and re.search(r"[а-яё]|\d\.\d", cell.text, re.IGNORECASE):
                said.setdefault(cell.text, []).append(label)
            else:
                raw.values.append((label, cell.text, indicator))
        if said and not any(line.printed for line in raw.fields.get("term", ())):
            raw.fields["term"] = [Line(", ".join(_moment_words(words, labels) for words, labels in said.items()))]
            raw.places["term"] = _place(next(cell for cell in cells if cell.text), raw.place)
            raw.doubt("term", 0.8, "term_from_column")

    def _number(self, raw: RawMeasure, number: str, place: Place) -> str:
        title = raw.fields.get("measure", [])
        if number and not NUMBER.match(number):
            where: dict[str, Param] = {"text": number[:50], "table": place.table, "row": place.row}
            self._warnings.append(Remark("number_unread", where))
            raw.doubt("number", 0.5, "words_unread")
            number = number if len(number) <= _LONGEST_NUMBER else ""
        if not number and title:
            number = _number_of_title(title)
            if number:
                raw.doubt("number", 0.9, "number_from_text")
        return number


def _moment_words(words: str, labels: Sequence[str]) -> str:
    """What stands in columns of years, quarters or months as the words of one term."""
    years = [found[0] for label in labels if (found := _YEAR.search(label))]
    if len(years) < len(labels):  # quarters and months: the cell's own words say more than the column
        return words or ", ".join(dict.fromkeys(labels))
    if words and (_YEAR.search(words) or parse_term(words).kind == "continuous"):
        return words
    if len(years) == 1:
        return f"{words} {years[0]} г.".strip()
    return ", ".join(filter(None, ("ежегодно", words, f"{min(years)}–{max(years)} гг.")))


def _joined_terms(texts: Sequence[str]) -> str:
    """Beginning and end as one term; what both say in brackets is said once: «июнь – август (ежегодно)»."""
    first, *rest = texts
    remark = re.search(r"\s*\([^()]*\)$", first)
    if remark and rest and rest[-1].endswith(remark[0]):
        first = first[: remark.start()]
    return " – ".join([first, *rest])


def _place(cell: Cell, row: Place) -> Place:
    first = cell.lines[0]
    return Place(row.table, row.row, first.page, cell.start + 1, first.number)


def _number_of_title(title: list[Line]) -> str:
    """A number typed or drawn at the beginning of the measure's own words is taken off them."""
    first = title[0]
    if NUMBER.match(first.marker):
        title[0] = Line(first.text, page=first.page, number=first.number, sureness=first.sureness)
        return first.marker
    if not first.marker and (found := LEADING_NUMBER.match(first.text)):
        title[0] = Line(first.text[found.end() :], "", first.level, first.page, first.number, first.sureness)
        return found[1]
    return ""
