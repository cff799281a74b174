"""The document as it stood, as plain values: for the eye of whoever checks what was read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from orientir.engines.reading.blocks import Block, Line

_MOST_WORDS = 4_000_000  # characters; a document longer than that is looked at in its own program


def original_of(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Lines and tables in the order of the document, fit for JSON.

    A line is {"line": text, "page": n, "number": n}; a table {"table": n, "rows": [[cell]]} where a cell is
    {"start", "span", "text", "continues"} and tables, rows and the columns in `start` are counted as in the places
    of fields: tables and rows from one, columns from one. What goes beyond _MOST_WORDS characters is left out.
    """
    found: list[dict[str, Any]] = []
    tables = length = 0
    for block in blocks:
        if isinstance(block, Line):
            text = block.printed
            if text:
                found.append({"line": text, "page": block.page, "number": block.number})
                length += len(text)
        elif block.rows:
            tables += 1
            rows = [
                [
                    {
                        "start": cell.start + 1,
                        "span": cell.span,
                        "text": "\n".join(line.printed for line in cell.lines),
                        "continues": cell.continues,
                    }
                    for cell in row
                ]
                for row in block.rows
            ]
            length += sum(len(cell.text) for row in block.rows for cell in row if not cell.continues)
            found.append({"table": tables, "rows": rows})
        if length > _MOST_WORDS:
            break
    return found
