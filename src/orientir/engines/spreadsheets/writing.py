"""Writes a table as a workbook that office programs open and `read_table` reads back."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from orientir.engines.spreadsheets.values import clean

Cell = str | int | float | date | None
_LONGEST_TITLE = 31
_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_NARROWEST, _WIDEST = 8, 60
_WIDTH_OF_DATE = 11


def write_table(title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a workbook of one sheet: the head in bold and in sight, the rows beneath.

    Text is text whatever it begins with: nothing in it is ever run as a formula.
    """
    rows = [list(row) for row in rows]
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(clean(title.translate(_NOT_IN_TITLES))[:_LONGEST_TITLE] or "1")
    sheet.freeze_panes = "A2"
    for at, name in enumerate(head):
        sheet.column_dimensions[get_column_letter(at + 1)].width = _width([name, *(row[at] for row in rows)])
    bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    titles = []
    for name in head:
        cell = _cell(sheet, name)
        cell.font, cell.alignment = bold, wrapped
        titles.append(cell)
    sheet.append(titles)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _cell(sheet: object, value: Cell) -> WriteOnlyCell:
    if isinstance(value, str):
        value = clean(value)
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        # «=SUM(A1)» is a name like any other, and stays one when somebody edits the cell.
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    elif isinstance(value, datetime):
        cell.number_format = "DD.MM.YYYY HH:MM"
    elif isinstance(value, date):
        cell.number_format = "DD.MM.YYYY"
    return cell


def _width(values: Iterable[Cell]) -> int:
    longest = max((_WIDTH_OF_DATE if isinstance(value, date) else len(str(value or "")) for value in values), default=0)
    return min(max(longest + 1, _NARROWEST), _WIDEST)
