"""Pages by key: a place in a list is the sort values of the row at its edge, and the next page begins behind them.

All fields of a sort go the same way, so a place is compared as one row of values, which an index over the same fields
answers at once however far into the list it is.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core import signing
from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan

_SIGNER = signing.Signer(salt="orientir.ui.lists")


class _Values(Func):
    """Several values compared as one, (a, b) > (c, d): the first in which they differ decides."""

    function = ""
    template = "(%(expressions)s)"


@dataclass(frozen=True, slots=True)
class Sort:
    """A way to sort: by which column, in which fields, from the greatest down or from the least up."""

    column: str
    fields: tuple[str, ...]
    descending: bool = False

    @property
    def name(self) -> str:
        """Return how an address says it."""
        return f"-{self.column}" if self.descending else self.column

    def apply(self, rows: QuerySet[Any], *, backwards: bool = False) -> QuerySet[Any]:
        """Return the rows in this order, or in the opposite one."""
        sign = "-" if self.descending != backwards else ""
        return rows.order_by(*(f"{sign}{field}" for field in self.fields))

    def beyond(self, rows: QuerySet[Any], place: Sequence[object], *, backwards: bool = False) -> QuerySet[Any]:
        """Return the rows behind a place, or those before it."""
        compare = LessThan if self.descending != backwards else GreaterThan
        own = _Values(*map(F, self.fields), output_field=BooleanField())
        return rows.filter(compare(own, _Values(*map(Value, place), output_field=BooleanField())))

    def place_of(self, row: Any) -> str:
        """Return the place of a row, as an address carries it."""
        values = [functools.reduce(getattr, field.split("__"), row) for field in self.fields]
        return _SIGNER.sign_object([self.name, *map(_packed, values)])

    def place_in(self, words: str) -> list[object] | None:
        """Return the values of a place of this sort; whatever else stands in the address is none."""
        try:
            name, *values = _SIGNER.unsign_object(words)
        except (signing.BadSignature, json.JSONDecodeError, UnicodeError, ValueError):
            return None
        if name != self.name or len(values) != len(self.fields):
            return None
        return [_unpacked(value) for value in values]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of rows and the places from which its neighbours begin; empty where there is none."""

    rows: list[Any]
    before: str = ""
    after: str = ""


def page_of(rows: QuerySet[Any], sort: Sort, *, after: str = "", before: str = "", size: int) -> Page:
    """Return the page behind a place or before it, in two queries at most; the first where the address names no place.

    Where nothing is left behind the place it is the last page; where too little is left before it, the first.
    """
    if place := sort.place_in(before):
        found = list(sort.apply(sort.beyond(rows, place, backwards=True), backwards=True)[: size + 1])
        if len(found) >= size:
            return _page(found[:size][::-1], sort, has_before=len(found) > size, has_after=True)
    elif place := sort.place_in(after):
        found = list(sort.apply(sort.beyond(rows, place))[: size + 1])
        if found:
            return _page(found[:size], sort, has_before=True, has_after=len(found) > size)
        found = list(sort.apply(rows, backwards=True)[: size + 1])
        return _page(found[:size][::-1], sort, has_before=len(found) > size, has_after=False)
    found = list(sort.apply(rows)[: size + 1])
    return _page(found[:size], sort, has_before=False, has_after=len(found) > size)


def _page(rows: list[Any], sort: Sort, *, has_before: bool, has_after: bool) -> Page:
    return Page(
        rows,
        sort.place_of(rows[0]) if has_before and rows else "",
        sort.place_of(rows[-1]) if has_after and rows else "",
    )


def _packed(value: object) -> object:
    """Return a value as JSON holds it, a day and a moment with a mark of what they are."""
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _unpacked(value: Any) -> object:
    if isinstance(value, dict):
        return datetime.fromisoformat(value["moment"]) if "moment" in value else date.fromisoformat(value["day"])
    return value
