"""Tables of a document, written as Word keeps them: ruled, of fixed widths, their head on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Length, Mm

from .docx_words import bound

CELL, HEAD, BAND = "Ячейка плана", "Шапка плана", "Раздел плана"
"""Names of the styles of paragraphs, as they stand in the list of the office program."""

_PADDING, _PADDING_ABOVE = Mm(1.5), Mm(0.7)
_SHADE = "F2F2F2"
_LETTER, _WIDE_LETTER = Mm(2.1), Mm(2.4)
_LINE = Mm(4.9)
"""Letters and a line of the cells, about."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the words of its head, its width, whether what stands in it is centred."""

    head: str
    width: Length
    centred: bool = False

    @property
    def letters(self) -> int:
        """How many letters have room on a line."""
        return int(self.width - 2 * _PADDING) // _WIDE_LETTER


class Table:
    """A table that is written row by row; `end` gives it."""

    def __init__(self, columns: Sequence[Column], *, tallest: Length) -> None:
        """Begin a table with its head. A row that is higher than `tallest` may be cut: it fits on no page."""
        self._columns = columns
        self._tallest = tallest
        self._element = _element("tbl", _properties(columns), _grid(columns))
        self._row([[column.head] for column in columns], HEAD, "cantSplit", "tblHeader")

    def band(self, words: str) -> None:
        """Write a row of one cell over all columns. It stays with the row below it."""
        width = sum(column.width for column in self._columns)
        cell = _cell(Length(width), [_paragraph(words, BAND)], span=len(self._columns))
        self._element.append(_element("tr", _element("trPr", _element("cantSplit")), cell))

    def row(self, cells: Sequence[Sequence[str]]) -> None:
        """Write a row: for each column its paragraphs."""
        self._row(cells, CELL, *(() if self._height(cells) > self._tallest else ("cantSplit",)))

    def end(self, *, rows: int = 2) -> Any:
        """Return the table. Its last rows stay with what follows it."""
        for row in self._element.tr_lst[-rows:]:
            for paragraph in row.iter(qn("w:pPr")):
                paragraph.get_or_add_keepNext()
        return self._element

    def _row(self, cells: Sequence[Sequence[str]], style: str, *marks: str) -> None:
        written = [
            _cell(
                column.width,
                [_paragraph(words, style, column.letters, centred=column.centred) for words in cell or [""]],
                middle=style == HEAD,
            )
            for column, cell in zip(self._columns, cells, strict=True)
        ]
        properties = [_element("trPr", *map(_element, marks))] if marks else []
        self._element.append(_element("tr", *properties, *written))

    def _height(self, cells: Sequence[Sequence[str]]) -> Length:
        """About how high a row is: rather too low, so that a row is whole wherever it can be."""
        lines = [
            sum(1 + len(words) * _LETTER // (column.width - 2 * _PADDING) for words in cell)
            for column, cell in zip(self._columns, cells, strict=True)
        ]
        return Length(max(lines) * _LINE)


def _element(tag: str, *children: Any, **attributes: str | int) -> Any:
    made = OxmlElement(f"w:{tag}", {qn(f"w:{name}"): str(value) for name, value in attributes.items()})
    made.extend(children)
    return made


def _properties(columns: Sequence[Column]) -> Any:
    width = Length(sum(column.width for column in columns))
    sides = [_element(side, val="single", sz=4, space=0, color="auto") for side in _SIDES]
    padding = [
        _element(side, w=space.twips, type="dxa")
        for side, space in (
            ("top", _PADDING_ABOVE),
            ("left", _PADDING),
            ("bottom", _PADDING_ABOVE),
            ("right", _PADDING),
        )
    ]
    return _element(
        "tblPr",
        _element("tblW", w=width.twips, type="dxa"),
        _element("jc", val="center"),
        _element("tblBorders", *sides),
        _element("tblLayout", type="fixed"),
        _element("tblCellMar", *padding),
    )


_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def _grid(columns: Sequence[Column]) -> Any:
    return _element("tblGrid", *(_element("gridCol", w=column.width.twips) for column in columns))


def _cell(width: Length, paragraphs: Sequence[Any], *, span: int = 1, middle: bool = False) -> Any:
    properties = _element("tcPr", _element("tcW", w=width.twips, type="dxa"))
    if span > 1:
        properties.append(_element("gridSpan", val=span))
        properties.append(_element("shd", val="clear", color="auto", fill=_SHADE))
    if middle:
        properties.append(_element("vAlign", val="center"))
    return _element("tc", properties, *paragraphs)


def _paragraph(words: str, style: str, letters: int = 40, *, centred: bool = False) -> Any:
    properties = _element("pPr", _element("pStyle", val=style_id(style)))
    if centred:
        properties.append(_element("jc", val="center"))
    text = _element("t")
    text.text = bound(words, longest=letters)
    return _element("p", properties, *([_element("r", text)] if words else []))


def style_id(name: str) -> str:
    """Return the name by which paragraphs refer to a style."""
    return name.replace(" ", "")
