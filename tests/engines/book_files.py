"""Small workbooks with looks: borders, formats, merged and hidden cells, beside the plain ones of `sheet_files`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from tests.engines.sheet_files import LINKS, MAIN, PACKAGE, letter, parts
from tests.engines.word_files import archive

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
# Formats of a cell by name; all but the first are written with the number of their place.
FORMATS = ("General", "0.00", "0%", '[$-419]mmmm\\ yyyy;@', "dd.mm.yyyy")  # fmt: skip


@dataclass(frozen=True)
class C:
    """A cell: a text, a number, or XML that stands inside; its format, its borders, whether its text is wrapped."""

    value: str | float
    form: str = "General"
    box: bool = True
    wrap: bool = True
    formula: str = ""


def _look(cell: C) -> int:
    return FORMATS.index(cell.form) * 4 + cell.box * 2 + cell.wrap


def styles() -> str:
    """A look for each format with and without borders and wrapped text, numbered as `_look` counts."""
    codes = "".join(
        f"<numFmt numFmtId={quoteattr(str(200 + at))} formatCode={quoteattr(code)}/>" for at, code in enumerate(FORMATS)
    )
    looks = "".join(
        f'<xf numFmtId="{200 + at}" borderId="{box}"><alignment wrapText="{wrap}"/></xf>'
        for at in range(len(FORMATS))
        for box in (0, 1)
        for wrap in (0, 1)
    )
    line = '<left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/>'
    return (
        f"<styleSheet {MAIN}><numFmts>{codes}</numFmts><borders><border/><border>{line}</border></borders>"
        f"<cellXfs>{looks}</cellXfs></styleSheet>"
    )


def _cell(value: C | str | float | None, place: str) -> str:
    if value is None:
        return ""
    cell = value if isinstance(value, C) else C(value, box=False, wrap=False)
    formula = f"<f>{cell.formula}</f>" if cell.formula else ""
    if isinstance(cell.value, int | float):
        return f'<c r="{place}" s="{_look(cell)}">{formula}<v>{cell.value!r}</v></c>'
    if cell.formula:
        return f'<c r="{place}" s="{_look(cell)}" t="str">{formula}<v>{escape(cell.value)}</v></c>'
    if not cell.value:
        return f'<c r="{place}" s="{_look(cell)}"/>'
    text = cell.value if cell.value.startswith("<r>") else f'<t xml:space="preserve">{escape(cell.value)}</t>'
    return f'<c r="{place}" s="{_look(cell)}" t="inlineStr"><is>{text}</is></c>'


def rows(
    first: int, *cells: Sequence[C | str | float | None], column: int = 0
) -> dict[int, Sequence[C | str | float | None]]:
    """Rows one beneath the other from this one on (from 1), moved to this column (from 0)."""
    return {first + at: [None] * column + list(row) for at, row in enumerate(cells)}


def boxed(*texts: str | float) -> list[C]:
    """A row of cells within borders."""
    return [C(text) for text in texts]


def page(
    content: Mapping[int, Sequence[C | str | float | None]],
    *,
    merged: Sequence[str] = (),
    hidden_rows: Sequence[int] = (),
    columns: str = "",
    more: str = "",
) -> str:
    """A sheet of rows by number; `columns` are its <col/>, `more` what follows the cells."""
    written = ""
    for number, row in sorted(content.items()):
        state = ' hidden="1"' if number in hidden_rows else ""
        cells = "".join(_cell(value, f"{letter(at)}{number}") for at, value in enumerate(row))
        written += f'<row r="{number}"{state}>{cells}</row>'
    regions = "".join(f'<mergeCell ref="{place}"/>' for place in merged)
    return (
        f"<worksheet {MAIN}>{f'<cols>{columns}</cols>' if columns else ''}<sheetData>{written}</sheetData>"
        f"{f'<mergeCells>{regions}</mergeCells>' if regions else ''}{more}</worksheet>"
    )


def book(
    sheets: Mapping[str, str] | str, *, hidden: Sequence[str] = (), more: Mapping[str, str | bytes] | None = None
) -> bytes:
    """A workbook with these sheets by name; one sheet alone has the name that the office program gives."""
    named = {"Лист1": sheets} if isinstance(sheets, str) else sheets
    return archive({**parts(named, hidden=hidden), "xl/styles.xml": styles(), **(more or {})})


def shapes(*texts: tuple[int, str]) -> dict[str, str | bytes]:
    """The parts that draw a shape with text over the first sheet, each at a row (from 1)."""
    anchors = "".join(
        f"<xdr:twoCellAnchor><xdr:from><xdr:row>{row - 1}</xdr:row></xdr:from><xdr:sp><xdr:txBody><a:p><a:r>"
        f"<a:t>{escape(text)}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor>"
        for row, text in texts
    )
    drawing = f'<xdr:wsDr xmlns:xdr="{_DRAWING}/spreadsheetDrawing" xmlns:a="{_DRAWING}/main">{anchors}</xdr:wsDr>'
    link = f'<Relationship Id="rId1" Type="{LINKS}/drawing" Target="../drawings/drawing1.xml"/>'
    return {
        "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{link}</Relationships>',
        "xl/drawings/drawing1.xml": drawing,
    }


def book_file(folder: Path, data: bytes) -> Path:
    """Write a workbook and return its path."""
    path = folder / "plan.xlsx"
    path.write_bytes(data)
    return path
