"""What others know of somebody and would try as a password: the name, and where they work."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orientir.accounts.models import User
from orientir.accounts.passwords import knows_words_about
from orientir.database.context import acting_as
from orientir.database.system_actors import GATE
from orientir.people.models import Person

from .models import Appointment


@knows_words_about
def words_about(user: User) -> Iterator[str]:
    """Yield the words of the person's name and of the organisations they were ever appointed at."""
    with acting_as(GATE):
        person = Person.objects.filter(user__login=user.login).first()
        if person is None:
            return
        yield from (person.last_name, person.first_name, person.middle_name)
        names = Appointment.objects.filter(person=person).values_list(
            "organisation__short_name", "organisation__name", "organisation__territory__name"
        )
        yield from re.findall(r"\w+", " ".join(name for row in names for name in row))
