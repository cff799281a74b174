"""One list as it is asked for: what the address says, one page of rows, and all of them for a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from orientir.engines.spreadsheets.writing import Cell

from .columns import Column
from .filters import Filter
from .keysets import Page, Sort, page_of
from .shown import Chip, Control, Head, Shown, ShownCell, Tick

PER_PAGE: Final = 50
MOST_COUNTED: Final = 10_000
"""Beyond this many nobody needs the number, and counting takes time."""

MOST_IN_FILE: Final = 10_000
SORT, COLUMN, AFTER, BEFORE = "sort", "column", "after", "before"
USUAL: Final = "usual"
"""Chosen as a column it means the usual ones, and that the person's choice is forgotten."""


@dataclass(frozen=True)
class ListOf:
    """A list as its app declares it.

    `rows` are those that the reader may see; `load` makes of a few of them what the columns show, in as many queries
    however few they are. The list is sorted by the column `sort` (-sort: from the greatest down) unless asked
    otherwise. `empty` says what stands there without any rows, `address` and `file_address` where page and file are;
    without the latter there is no file.
    """

    name: str
    title: str | Promise
    rows: QuerySet[Any]
    columns: Sequence[Column]
    sort: str
    address: str
    file_address: str
    empty: str | Promise
    filters: Sequence[Filter] = ()
    load: Callable[[list[Any]], Sequence[Any]] = field(default=list)

    @property
    def cookie(self) -> str:
        """Return under which name a browser keeps the chosen columns."""
        return f"columns-{self.name}"


class Listing:
    """A list as one address asks for it."""

    def __init__(self, of: ListOf, request: HttpRequest) -> None:
        self.of = of
        self.asked: QueryDict = request.GET
        self._remembered = request.COOKIES.get(of.cookie, "")

    @cached_property
    def values(self) -> dict[str, str]:
        """The filters that count, by their keys, as the address says them or as is usual."""
        found = {one.key: self._clean(self.asked.get(one.key, "")) or one.usual for one in self.of.filters}
        return {key: value for key, value in found.items() if value}

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """All rows that the filters leave. A value that means nothing leaves none."""
        rows = self.of.rows
        for one in self.of.filters:
            if value := self.values.get(one.key):
                rows = rows.none() if one.words_of(value) is None else one.narrow(rows, value)
        return rows

    def words_of(self, key: str) -> str:
        """Return to what a filter is set, in words; empty where it is not."""
        value = self.values.get(key, "")
        return next((one.words_of(value) or "" for one in self.of.filters if one.key == key and value), "")

    @cached_property
    def columns(self) -> list[Column]:
        """The columns that are shown: the head, and those that were chosen here or before, or else the usual ones."""
        chosen = self._chosen
        return [one for one in self.of.columns if one.kind == "head" or (one.key in chosen if chosen else one.usual)]

    @cached_property
    def sort(self) -> Sort:
        asked = self.asked.get(SORT, "")
        sorts = {one.name: one for one in self._sorts()}
        return sorts.get(asked) or sorts[self.of.sort]

    @cached_property
    def page(self) -> Page:
        after, before = self._clean(self.asked.get(AFTER, "")), self._clean(self.asked.get(BEFORE, ""))
        return page_of(self.rows, self.sort, after=after, before=before, size=PER_PAGE)

    @cached_property
    def total(self) -> int:
        """How many rows the filters leave; one more than are counted stands for all beyond."""
        return self.rows.order_by()[: MOST_COUNTED + 1].count()

    @property
    def has_file(self) -> bool:
        return bool(self.of.file_address)

    @property
    def fits_a_file(self) -> bool:
        return self.total <= MOST_IN_FILE

    def file_head(self) -> list[str]:
        return [str(one.title) for one in self.columns]

    def file_rows(self) -> Iterator[list[Cell]]:
        """Yield the rows of the file: all that the filters leave, sorted as on the page, in its columns."""
        for row in self.of.load(list(self.sort.apply(self.rows)[:MOST_IN_FILE])):
            yield [one.for_file(row) for one in self.columns]

    def kept_columns(self) -> str | None:
        """Return what the browser is to remember of the columns: nothing new, a choice, or that there is none."""
        if not self.asked.getlist(COLUMN):
            return None
        return ".".join(one.key for one in self.of.columns if one.key in self._chosen)

    def address(self, **changed: str) -> str:
        """Return the address of this list with some parameters changed; an empty one goes, and so does the place."""
        return self.of.address + self.query(**changed)

    def query(self, **changed: str) -> str:
        """Return what stands behind the address: what differs from the usual, in the order of its names."""
        usual = {SORT: self.of.sort} | {one.key: one.usual for one in self.of.filters}
        said = {SORT: self.sort.name, **self.values, **changed}
        query = QueryDict(mutable=True)
        query.update({name: said[name] for name in sorted(said) if said[name] and said[name] != usual.get(name)})
        if self.asked.getlist(COLUMN) and COLUMN not in changed:
            query.setlist(COLUMN, [one.key for one in self.of.columns if one.key in self._chosen])
        return f"?{query.urlencode()}" if query else ""

    def shown(self) -> Shown:
        """Return the list as its page draws it."""
        shown, page = self.of.load(self.page.rows), self.page
        controls = [self._control(one) for one in self.of.filters if one.control]
        words = next((one for one in controls if one.control == "words"), None)
        return Shown(
            name=self.of.name,
            title=self.of.title,
            heads=[self._head(one) for one in self.columns],
            rows=[[self._cell(one, row) for one in self.columns] for row in shown],
            total=min(self.total, MOST_COUNTED),
            is_more=self.total > MOST_COUNTED,
            words=words,
            controls=[*(one for one in controls if one is not words), self._order()],
            chips=self._chips(),
            ticks=[Tick(one.key, one.title, one in self.columns) for one in self.of.columns if one.kind != "head"],
            usual_columns=self.address(**{COLUMN: USUAL}),
            clear=self.of.address,
            first=self.address() if page.before else "",
            previous=self.address(before=page.before) if page.before else "",
            next=self.address(after=page.after) if page.after else "",
            file=self.of.file_address + self.query() if self.has_file and self.fits_a_file and self.total else "",
            file_limit=MOST_IN_FILE if self.has_file and not self.fits_a_file else 0,
            is_narrowed=bool(self._chips()),
            empty=self.of.empty,
        )

    @cached_property
    def _chosen(self) -> frozenset[str]:
        asked = self.asked.getlist(COLUMN)
        return frozenset(asked or self._remembered.split(".")) & {one.key for one in self.of.columns}

    def _sorts(self) -> Iterator[Sort]:
        for column in self.of.columns:
            if column.sort:
                yield from (Sort(column.key, column.sort, descending) for descending in (False, True))

    def _head(self, column: Column) -> Head:
        if not column.sort:
            return Head(column.title, column.kind)
        now = self.sort.column == column.key
        said = ("descending" if self.sort.descending else "ascending") if now else ""
        turned = Sort(column.key, column.sort, now and not self.sort.descending)
        return Head(column.title, column.kind, self.address(sort=turned.name), said)

    def _cell(self, column: Column, row: Any) -> ShownCell:
        return ShownCell(column.title, column.shown(row), column.kind, column.leads(row) if column.leads else "")

    def _control(self, one: Filter) -> Control:
        return Control(one.key, one.title, one.control, self.values.get(one.key, ""), one.options, not one.usual)

    def _order(self) -> Control:
        """Return the choice of the order, which a phone has no heads to press for."""
        titles = {one.key: one.title for one in self.of.columns}
        options = [(one.name, f"{titles[one.column]} {'↓' if one.descending else '↑'}") for one in self._sorts()]
        return Control(SORT, _("Order"), "choice", self.sort.name, options, may_be_empty=False)

    def _chips(self) -> list[Chip]:
        found = []
        for one in self.of.filters:
            value = self.values.get(one.key, "")
            if value and value != one.usual:
                words = one.words_of(value) or _("unknown")
                found.append(Chip(f"{one.title}: {words}", self.address(**{one.key: ""})))
        return found

    @staticmethod
    def _clean(value: str) -> str:
        return value.strip()
