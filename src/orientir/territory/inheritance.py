"""Open work of an organisation that ends: what passes to its successor is known to the apps above.

An app that gives organisations work enters itself from its `apps.py`:

    inheritance.register("assignments", _("Assignments"), open_work=…, pass_on=…)

`open_work(organisation, on=…, by=…)` lists what would pass on that day: it is shown before anything happens.
`pass_on(organisation, to=…, on=…, by=…, at=…)` hands exactly that over and returns how much it was; it runs in the
transaction of the closing. What was done before the day stays with the organisation, and so do its figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.utils.functional import Promise

from orientir.database.actor import Actor

from .models import Organisation


@dataclass(frozen=True, slots=True)
class Work:
    """One thing that passes to the successor: its words, and perhaps a note such as the day it is due."""

    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Estate:
    """What passes on of one kind."""

    words: str
    works: tuple[Work, ...]


class OpenWork(Protocol):
    def __call__(self, organisation: Organisation, *, on: date, by: Actor) -> Sequence[Work]: ...


class PassOn(Protocol):
    def __call__(self, organisation: Organisation, *, to: Organisation, on: date, by: Actor, at: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class _Source:
    words: str | Promise
    open_work: OpenWork
    pass_on: PassOn


class SourceTaken(Exception):
    """Two apps claim one name."""


_sources: dict[str, _Source] = {}


def register(name: str, words: str | Promise, *, open_work: OpenWork, pass_on: PassOn) -> None:
    """Enter a kind of work under a name of its own.

    Raises:
        SourceTaken: another kind has the name.
    """
    source = _Source(words, open_work, pass_on)
    if _sources.setdefault(name, source) != source:
        raise SourceTaken(name)


def estate_of(organisation: Organisation, *, on: date, by: Actor) -> list[Estate]:
    """Return the open work that would pass on that day, by kind; kinds without any are left out."""
    found = [Estate(str(source.words), tuple(source.open_work(organisation, on=on, by=by))) for source in _in_order()]
    return [estate for estate in found if estate.works]


def pass_on(organisation: Organisation, *, to: Organisation, on: date, by: Actor, at: datetime) -> int:
    """Hand all open work over and return how much it was."""
    return sum(source.pass_on(organisation, to=to, on=on, by=by, at=at) for source in _in_order())


def _in_order() -> list[_Source]:
    return [_sources[name] for name in sorted(_sources)]
