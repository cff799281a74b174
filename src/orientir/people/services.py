from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orientir import journal
from orientir.accounts.models import User
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR

from .models import Person


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name; the patronymic may be empty."""

    last: str
    first: str
    middle: str = ""


def add_person(
    name: Name, *, organisation_id: int, user: User | None = None, is_staff: bool = True, by: Actor, at: datetime
) -> Person:
    """Add a person whom the organisation keeps; students and their families are no staff."""
    with acting_as(REGISTRAR), journal.entry("person_added", by=by, at=at) as written:
        written.about = person = Person(
            organisation_id=organisation_id,
            user=user,
            is_staff=is_staff,
            last_name=name.last,
            first_name=name.first,
            middle_name=name.middle,
        )
        person.save()
        written.people = [person.pk]
    return person
