"""A document without a plan."""

from __future__ import annotations


class NoPlan(Exception):
    """The file was read and holds no plan. The counts and the heads say what was seen instead."""

    def __init__(self, *, tables: int, lines: int, heads: tuple[str, ...]) -> None:
        super().__init__(tables, lines, heads)
        self.tables = tables
        self.lines = lines
        self.heads = heads
