"""Who acts in the demo while it is built."""

from __future__ import annotations

from dataclasses import dataclass, field

from orientir.access.actors import actor_of_key
from orientir.accounts.models import User
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.territory.models import Organisation


@dataclass
class Team:
    """Organisations by short name, who reviews the reports of each, and who reports, by key of the organisation."""

    organisations: dict[str, Organisation]
    reviewers: dict[str, str]
    leads: dict[int, str] = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, login: str) -> Actor:
        """Return somebody with the rights of the moment when they were first asked for."""
        if login not in self._actors:
            with acting_as(REGISTRAR):
                self._actors[login] = actor_of_key(User.objects.get_by_natural_key(login).pk)
        return self._actors[login]

    def forget(self) -> None:
        """Ask for everybody's rights anew: organisations have come."""
        self._actors.clear()
