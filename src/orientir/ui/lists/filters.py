"""What a list can be narrowed by: a choice, words, a day. Each is a field of the form and a word of the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.functional import Promise

LONGEST = 200
"""How many characters of words are looked for."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: its parameter, its words, and how it narrows the rows to a value that it understands.

    `usual` is what counts where the address says nothing.
    """

    key: str
    title: str | Promise
    narrow: Callable[[QuerySet[Any], str], QuerySet[Any]]
    usual: str = ""

    control: ClassVar[str] = ""
    """Which control of the form it is; one without is set by links only."""

    def words_of(self, value: str) -> str | None:
        """Return a value in words, or nothing where it means nothing."""
        raise NotImplementedError

    @property
    def options(self) -> Sequence[tuple[str, str | Promise]]:
        """Return what can be chosen, as values and words."""
        return ()


@dataclass(frozen=True, slots=True)
class Choice(Filter):
    """One of a few values. Without a `usual` one, choosing none is possible."""

    among: Sequence[tuple[str, str | Promise]] = ()

    control: ClassVar[str] = "choice"

    def words_of(self, value: str) -> str | None:
        return next((str(words) for key, words in self.among if key == value), None)

    @property
    def options(self) -> Sequence[tuple[str, str | Promise]]:
        return self.among


@dataclass(frozen=True, slots=True)
class Hidden(Choice):
    """A choice among so many that only links set it."""

    control: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class Words(Filter):
    """Words that are looked for."""

    control: ClassVar[str] = "words"

    def words_of(self, value: str) -> str | None:
        return f"«{value}»" if "\0" not in value and len(value) <= LONGEST else None


@dataclass(frozen=True, slots=True)
class Day(Filter):
    """A day; `narrow` is given one that a calendar has, as it stands in the address (2026-11-20)."""

    control: ClassVar[str] = "day"

    def words_of(self, value: str) -> str | None:
        day = day_in(value)
        return date_format(day, "j E Y") if day else None


def day_in(words: str) -> date | None:
    """Return the day in an address, if it is one that a calendar has room for around it."""
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 and day.isoformat() == words else None
