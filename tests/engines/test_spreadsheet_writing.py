"""What is written to a spreadsheet is read from it again, and no text in it is a formula."""

from __future__ import annotations

import io
import tempfile
import zipfile
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from orientir.engines.spreadsheets import Column, read_table
from orientir.engines.spreadsheets.values import clean
from orientir.engines.spreadsheets.writing import write_table

COLUMNS = (Column("name", ("Название",), required=False), Column("since", ("С",), required=False))
CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12) | st.sampled_from(
    ["=1+1", "+7", "-1", "@SUM(A1)", "=HYPERLINK(1)", "#N/A ", "01"]
)


@settings(max_examples=60, deadline=None)
@given(names=st.lists(CELLS, max_size=5))
def test_text_comes_back_as_it_went(names: list[str]) -> None:
    content = write_table("Список: [1]", ["Название", "С"], [[name, date(2026, 9, 1)] for name in names])

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        path.write_bytes(content)
        table = read_table(path, COLUMNS)
        with zipfile.ZipFile(path) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml").decode()

    assert [row.values for row in table.rows] == [{"name": clean(name), "since": date(2026, 9, 1)} for name in names]
    assert "<f>" not in sheet


def test_what_looks_like_a_formula_stays_text_even_when_somebody_edits_it() -> None:
    names = ["=1+1", "+7", "-1", "@SUM(A1)", " =HYPERLINK(1)", "\t=1", "Школа № 5", "5-й класс", ""]

    content = write_table("Список", ["Название"], [[name] for name in names])

    cells = [row[0] for row in load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells if cell.value] == ["s"] * 8
    assert [cell.quotePrefix for cell in cells] == [True] * 6 + [False] * 3
