"""What a column of a list shows, and by what the list is sorted under it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.html import strip_tags

from orientir.engines.spreadsheets.writing import Cell

Kind = Literal["", "head", "number", "tight"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `shown` on a page, `written` to a file, in the same words where nothing else is said.

    The `head` of a row names it and is always there; of the others those are shown that a person chose, or else the
    `usual` ones. What is shown `leads` somewhere where there is an address. `sort` are paths of fields, the last of
    them such that no two rows are alike in all; a field that may be empty is no such path.
    """

    key: str
    title: str | Promise
    shown: Callable[[Any], object]
    written: Callable[[Any], Cell] | None = None
    leads: Callable[[Any], str] | None = None
    sort: tuple[str, ...] = ()
    usual: bool = True
    kind: Kind = ""

    def for_file(self, row: Any) -> Cell:
        """Return what a spreadsheet holds of a row."""
        if self.written is not None:
            return self.written(row)
        return " ".join(strip_tags(str(self.shown(row))).split())
