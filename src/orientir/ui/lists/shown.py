"""A list as its page draws it: words and addresses, nothing that asks the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise

MOST_ON_A_PAGE: Final = 7


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column. `sorted` is what a screen reader says of it; `href` sorts by it, or the other way."""

    title: str | Promise
    kind: str = ""
    href: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """What stands in a cell, under which word it stands on a card, and where it leads."""

    title: str | Promise
    content: object
    kind: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """A field of the form."""

    key: str
    title: str | Promise
    control: str
    value: str
    options: Sequence[tuple[str, str | Promise]] = ()
    may_be_empty: bool = True


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, and the address without it."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A column that can be chosen."""

    key: str
    title: str | Promise
    on: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A list on its page. `total` counts what the filters leave; `is_more` says that there are more than were counted.

    `usual_columns` and `clear` are addresses; so are those of the neighbouring pages and of the file, empty where there
    is none.
    """

    name: str
    title: str | Promise
    heads: Sequence[Head]
    rows: Sequence[Sequence[ShownCell]]
    total: int
    is_more: bool = False
    words: Control | None = None
    controls: Sequence[Control] = ()
    chips: Sequence[Chip] = ()
    ticks: Sequence[Tick] = ()
    usual_columns: str = ""
    clear: str = ""
    first: str = ""
    previous: str = ""
    next: str = ""
    file: str = ""
    file_limit: int = 0
    is_narrowed: bool = False
    empty: str | Promise = ""

    @property
    def is_wide(self) -> bool:
        """Say whether there are more columns than fit a page beside its menu."""
        return len(self.heads) > MOST_ON_A_PAGE
