"""The data register: what every model field holds, and how its table is guarded.

Each app declares its models in `register.py`. Row-level security, grants, the journal's trigger and the checks read
this one list; a field that is not declared fails the build, and so does personal data without a wall.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.apps import apps
from django.db import models
from django.utils.module_loading import autodiscover_modules

from .actor import Actor


class Sensitivity(StrEnum):
    """How much a field tells of a person."""

    NONE = "none"
    PERSONAL = "personal"
    SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: how sensitive, what for (152-ФЗ, ст. 5, ч. 2), kept how long (ст. 5, ч. 7)."""

    sensitivity: Sensitivity
    purpose: str
    term: str


@dataclass(frozen=True, slots=True)
class Wall:
    """Who reaches a row by row-level security: any of these ways opens it.

    `organisation`, `person`, `user` name the column compared with the actor's organisations, person and account;
    `open_if` is a column that says whether the organisation's way is open to all who have it; where it is false, only
    those pass who see students by name there. Whose data were opened in an emergency passes the way of the person.
    `system` are the named system actors that pass; `anyone_adds` lets everybody insert (the journal). `named_in` is a
    table of keys of rows (`entry_id`) and of the people whom each of them names (`person_id`): who is named passes.
    """

    organisation: str | None = None
    open_if: str | None = None
    person: str | None = None
    user: str | None = None
    named_in: str | None = None
    system: tuple[Actor, ...] = ()
    anyone_adds: bool = False


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the register says of one model."""

    label: str
    fields: Mapping[str, Field]
    wall: Wall | None
    unjournalled: str
    append_only: bool
    erasable: bool
    within: frozenset[str] = frozenset()
    refers: Mapping[str, str] = field(default_factory=dict)

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.label)

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def is_personal(self) -> bool:
        return any(field.sensitivity is not Sensitivity.NONE for field in self.fields.values())


_declarations: dict[str, Declaration] = {}


def declare(
    label: str,
    fields: Mapping[str, Field],
    *,
    wall: Wall | None = None,
    unjournalled: str = "",
    append_only: bool = False,
    erasable: bool = False,
    within: Iterable[str] = (),
    refers: Mapping[str, str] | None = None,
) -> None:
    """Enter the model `label` ("people.Person") in the register.

    `unjournalled` is the reason why its changes need no journal entry; empty means they do. Rows of an `append_only`
    table are added and never changed; those of an `erasable` one may be deleted besides. `within` are columns that
    refer to rows of the same organisation only. `refers` are columns that hold keys of a model ("people.Person") to
    which Django knows no foreign key, because it stands on a floor above.
    """
    _declarations[label] = Declaration(
        label, dict(fields), wall, unjournalled, append_only, erasable, frozenset(within), dict(refers or {})
    )


def none(*names: str) -> dict[str, Field]:
    """Declare fields that tell nothing of a person."""
    return dict.fromkeys(names, Field(Sensitivity.NONE, "", ""))


def personal(*names: str, purpose: str, term: str) -> dict[str, Field]:
    """Declare personal data: what for, and how long it is kept."""
    return dict.fromkeys(names, Field(Sensitivity.PERSONAL, purpose, term))


def declarations() -> list[Declaration]:
    """Return the whole register, ordered by label."""
    autodiscover_modules("register")
    return [_declarations[label] for label in sorted(_declarations)]


def gaps() -> Iterator[str]:
    """Yield a sentence for each model or field that the register does not know, knows in vain, or leaves unguarded."""
    known = {declaration.label: declaration for declaration in declarations()}
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label
        declaration = known.pop(label, None)
        if declaration is None:
            yield f"{label} is not declared in the data register"
            continue
        names = {field.name for field in model._meta.get_fields() if field.concrete}
        for name in sorted(names - declaration.fields.keys()):
            yield f"{label}.{name} is not declared in the data register"
        for name in sorted(declaration.fields.keys() - names):
            yield f"{label}.{name} is declared but does not exist"
        for name, kept in declaration.fields.items():
            if kept.sensitivity is not Sensitivity.NONE and not (kept.purpose and kept.term):
                yield f"{label}.{name} is {kept.sensitivity} but has no purpose or no term"
        if declaration.is_personal and declaration.wall is None:
            yield f"{label} holds personal data but has no wall"
    for label in known:
        yield f"{label} is declared but is no model"
