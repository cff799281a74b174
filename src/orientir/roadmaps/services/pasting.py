"""A table pasted from elsewhere, as a document: it is read like any other."""

from __future__ import annotations

import re
from html import escape

from django.core.files.base import ContentFile

_CELL = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|\Z)|([^\t\n]*)')
"""A cell in quotes, as spreadsheets give one with line breaks, or a plain one."""


def document_of(table: str, *, page: str = "", title: str = "", name: str) -> ContentFile[bytes]:
    """Return a pasted table as a web page under a name.

    `page` is what the clipboard holds as HTML, with merged cells and lists; else `table` is taken, cells set apart by
    tabs and rows by lines. A `title` stands above it, so that years and title are read from there.
    """
    heading = f"<p>{escape(title)}</p>" if title else ""
    body = page if "<table" in page.lower() else _drawn(table.replace("\r\n", "\n"))
    whole = f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{heading}\n{body}\n</body></html>\n'
    return ContentFile(whole.encode(), name=name)


def _drawn(table: str) -> str:
    """Lines before the first tab as paragraphs, then the rows of a table; without a tab all are paragraphs."""
    rows = [row for row in _rows(table) if any(cell.strip() for cell in row)]
    width = max((len(row) for row in rows), default=0)
    first = next((index for index, row in enumerate(rows) if len(row) > 1), len(rows))
    lines = "\n".join(f"<p>{_words(row[0])}</p>" for row in rows[:first])
    drawn = "\n".join(f"<tr>{_cells(row, width)}</tr>" for row in rows[first:])
    return f"{lines}\n<table>\n{drawn}\n</table>" if drawn else lines


def _rows(table: str) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    at = 0
    while at <= len(table):
        found = _CELL.match(table, at)
        assert found is not None  # the plain kind matches nothing as well
        quoted, plain = found.groups()
        rows[-1].append(plain if quoted is None else quoted.replace('""', '"'))
        at = found.end() + 1
        if table[found.end() : at] == "\n":
            rows.append([])
    return rows


def _cells(row: list[str], width: int) -> str:
    """The cells of a row; words alone in it reach over all columns, like a heading."""
    filled = [cell for cell in row if cell.strip()]
    if len(filled) == 1 and row[0].strip():
        return f'<td colspan="{width}">{_words(row[0])}</td>'
    return "".join(f"<td>{_words(cell)}</td>" for cell in [*row, *[""] * (width - len(row))])


def _words(cell: str) -> str:
    return escape(cell.strip()).replace("\n", "<br>")
