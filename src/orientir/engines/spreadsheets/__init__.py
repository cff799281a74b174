"""Spreadsheets: a list that somebody keeps in XLSX → rows with their places, and back.

`read_table(path, columns)` finds the table by the names in its head, in any order and under any title, and gives its
rows as text and dates. Every row knows its number, every fault its row, its column letter and a code; whoever shows
them finds the words. A file that is not taken is `Refused` with a reason. `writing.write_table(title, head, rows)`
gives a workbook in which no text is ever run as a formula.
"""

from orientir.engines.refusals import Refused
from orientir.engines.spreadsheets.model import Column, Fault, Row, Table, Value
from orientir.engines.spreadsheets.table import FAULTS, read_table

__all__ = ["FAULTS", "Column", "Fault", "Refused", "Row", "Table", "Value", "read_table"]
