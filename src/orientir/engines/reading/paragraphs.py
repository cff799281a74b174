"""A plan without a table: numbered paragraphs with «Срок: …», «Ответственный: …» in or beneath them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from orientir.engines.reading.blocks import Cell, Grid, Line
from orientir.engines.reading.plan import NAMED_SECTION, NUMBER

_HEAD = ("№", "Мероприятие", "Срок", "Ответственный", "Результат")
_ROLES = ("number", "measure", "term", "performers", "result")
_LABEL = re.compile(
    r"(?:^|(?<=[\s.;,(–—-]))(?:(?P<term>срок\w*(?: \w+)?|дата(?: \w+)?|когда)"
    r"|(?P<performers>ответствен\w+(?: \w+)?|(?:со)?исполнител\w+|участники исполнения)"
    r"|(?P<result>(?:ожидаемый |планируемый )?результат\w*|итог\w*(?: \w+)?|форма отч[её]та))\s*[:–—-]\s*",
    re.IGNORECASE,
)
_TYPED_NUMBER = re.compile(r"^(\d{1,3}(?:\.\d{1,3})*[.)]?|[IVXХ]{1,5}[.)])\s+(?=\S)")
_DEEP = re.compile(r"\d\s?\.\s?\d")
_FEWEST = 3


@dataclass
class _Item:
    """A numbered paragraph, or a line that is none."""

    lines: list[Line]
    fields: dict[str, list[Line]] = field(default_factory=dict)
    number: str = ""
    page: int = 0


def grid_of_paragraphs(lines: Sequence[Line]) -> tuple[list[Line], Grid, list[Line]] | None:
    """Paragraphs as the rows of a table with a head, and the lines before and after them; None if there are few.

    A measure begins at a number; what follows a label up to the next one is that field. A numbered or short
    line after which no label comes before the next number is a heading.
    """
    items = _items([line for line in lines if line.printed])
    labelled = [at for at, item in enumerate(items) if item.fields]
    if len(labelled) < _FEWEST:
        return None
    first = labelled[0]
    if first > 0 and _is_heading(items[first - 1], items[first]):
        first -= 1
    last = labelled[-1]
    before = [line for item in items[:first] for line in item.lines]
    after = [line for item in items[last + 1 :] for line in item.lines]
    rows = [tuple(Cell(at, 1, (Line(name),)) for at, name in enumerate(_HEAD))]
    for item in items[first : last + 1]:
        rows.append(_row(item) if item.fields else _band(item))
    return before, Grid(tuple(rows)), after


def _items(lines: Sequence[Line]) -> list[_Item]:
    items: list[_Item] = []
    open_field = "measure"
    for line in lines:
        typed = None if line.marker else _TYPED_NUMBER.match(line.text)
        number = line.marker if NUMBER.match(line.marker) else (typed[1] if typed else "")
        bare = replace(line, text=line.text[typed.end() :] if typed else line.text)
        pieces = _pieces(replace(bare, marker="") if number else bare)
        begins = bool(number) or not items
        labels_only = pieces and pieces[0][0] != "measure"
        if begins or (not labels_only and not _carries_on(items[-1], open_field, line)):
            items.append(_Item([], number=number, page=line.page))
        item = items[-1]
        item.lines.append(line)
        for role, piece in pieces:
            if role == "measure":
                role = open_field if not begins and item.fields else "measure"
                if role == "measure":
                    item.fields.setdefault("", []).append(piece)
                    continue
            item.fields.setdefault(role, []).append(piece)
            open_field = role
        if begins:
            open_field = pieces[-1][0] if pieces else "measure"
    for item in items:
        text = item.fields.pop("", [])
        if item.fields:
            item.fields["measure"] = text
    return items


def _carries_on(item: _Item, open_field: str, line: Line) -> bool:
    """A paragraph without number and label belongs to the measure above it while that has no label yet.

    A number of one level may be that of a heading: only what cannot begin a sentence belongs to it.
    """
    if not item.number or open_field != "measure" or set(item.fields) - {""}:
        return False
    return bool(_DEEP.search(item.number)) or line.text[:1].islower() or bool(re.match(r"[-–—•]", line.printed))


def _pieces(line: Line) -> list[tuple[str, Line]]:
    """The words of a paragraph by label; those before the first label are the measure's."""
    pieces: list[tuple[str, Line]] = []
    role, at = "measure", 0
    for found in _LABEL.finditer(line.text):
        _add(pieces, role, line, line.text[at : found.start()])
        role, at = found.lastgroup or "measure", found.end()
    _add(pieces, role, line, line.text[at:])
    return pieces


def _add(pieces: list[tuple[str, Line]], role: str, line: Line, text: str) -> None:
    text = text.strip(" (" if role == "measure" else " ;,.")
    if role != "measure" and text.count(")") > text.count("("):
        text = text.rstrip(") ")  # the bracket that the label stood in
    if text:  # a bullet stands before the words of the measure, not before what a label names
        marker = line.marker if role == "measure" and not pieces else ""
        pieces.append((role, replace(line, text=text, marker=marker)))


def _is_heading(item: _Item, first: _Item) -> bool:
    """Whether the paragraph above the first measure is its heading, and no point of the preamble."""
    if NAMED_SECTION.match(item.lines[0].printed):
        return True
    return bool(item.number) and (bool(_DEEP.search(first.number)) or not item.number[0].isdigit())


def _row(item: _Item) -> tuple[Cell, ...]:
    fields = {**item.fields, "number": [Line(item.number, page=item.page)] if item.number else []}
    return tuple(Cell(at, 1, tuple(fields.get(role, ()))) for at, role in enumerate(_ROLES))


def _band(item: _Item) -> tuple[Cell, ...]:
    return (Cell(0, len(_HEAD), tuple(item.lines)),)
