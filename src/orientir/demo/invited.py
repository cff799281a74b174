"""Who is invited in the demo and has not come in: links on paper, one that is too old, a letter that was not taken."""

from __future__ import annotations

from datetime import datetime, timedelta

from orientir.access import invitations, invitations_mail
from orientir.access.invitations_state import NO_SUCH_ADDRESS
from orientir.access.roles import HEAD, PSYCHOLOGIST, Role
from orientir.database.context import acting_as
from orientir.people.services import Name

from . import cast
from .people import Team

_INVITED: tuple[tuple[int, Role, Name, str, int], ...] = (
    (3, PSYCHOLOGIST, Name("Черёмухина", "Дарья", "Ильинична"), "cheremukhina@school3.example", 2),
    (7, HEAD, Name("Рябинин", "Сергей", "Олегович"), "ryabinin@school7.example", 3),
    (8, HEAD, Name("Калинина", "Вера", "Аркадьевна"), "", 5),
    (9, HEAD, Name("Осокин", "Лев", "Маркович"), "osokin@school9.example", 20),
    (10, HEAD, Name("Ракитина", "Инна", "Юрьевна"), "rakitina@school10.example", 4),
)
"""School, role, name, address, and how many days ago."""
_NOT_TAKEN, _WITHDRAWN = "ryabinin@school7.example", "rakitina@school10.example"


def invite_some(team: Team, *, at: datetime) -> None:
    """Invite somebody to some schools of the town, in the name of its coordinator."""
    boris = team.actor(cast.CITY.login)
    with acting_as(boris):
        for number, role, name, email, days in _INVITED:
            school = team.organisations[cast.SCHOOLS[number - 1].short_name]
            one = invitations.Invited(school, role, name, email)
            made = invitations.invite(one, by=boris, at=at - timedelta(days=days))
            if email == _NOT_TAKEN:
                invitations_mail.refuse([made], NO_SUCH_ADDRESS, by=boris, at=made.made_at)
            elif email == _WITHDRAWN:
                invitations.withdraw([made], by=boris, at=at)
