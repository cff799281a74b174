"""Whom a printed performer means: organisations, a class of them, people or a part in them.

    resolution = resolve("МБОУ СОШ № 3", territory=town, on=day, plan_organisation=office)
    if resolution.is_sure:
        bind(resolution.best.organisations or members(resolution.best.class_key, territory=town, on=due_on))

`resolve` never decides: it ranks what may be meant, each with a confidence and the reasons. For many performers of one
plan make a `Performers` once. What a person has decided is kept by `remember` for the territory and comes first the
next time; `forget` takes it back.
"""

from __future__ import annotations

from datetime import date

from orientir.territory.models import Organisation, Territory

from .memory import NothingDecided, NoWords, forget, remember, remembered_in
from .model import REASONS, SURE, Candidate, Resolution
from .reading import Performers

__all__ = [
    "REASONS",
    "SURE",
    "Candidate",
    "NoWords",
    "NothingDecided",
    "Performers",
    "Resolution",
    "forget",
    "remember",
    "remembered_in",
    "resolve",
]


def resolve(
    printed: str, *, territory: Territory, on: date, plan_organisation: Organisation | None = None
) -> Resolution:
    """Return what a printed performer of a plan may mean on a day, the likeliest first.

    Organisations are looked for in the territory, beneath it, and at the territories in which it lies.
    `plan_organisation` is whose plan it is: «Комитет» is that one, «классные руководители» are those of that school.
    """
    return Performers(territory, on=on, plan_organisation=plan_organisation).resolve(printed)
