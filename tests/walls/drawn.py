"""A drawn world with the law about it: what belongs to whom, what the walls let through, what rights show."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from orientir.access import emergency_policy as emergency
from orientir.access import policy as access
from orientir.access.actors import actor_of_key
from orientir.accounts.models import User
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import CARETAKER, ERASER, GATE, MAINTENANCE, REGISTRAR, SEALER
from orientir.files import policy as files
from orientir.roadmaps import policy as roadmaps
from tests.walls.law import KEYS, Belongings, belongings, model_of

SHOWN: dict[str, list[Callable[[Actor], QuerySet[Any]]]] = {
    "access_appointment": [access.visible_appointments],
    "journal_entry": [access.visible_entries],
    "access_emergencyaccess": [emergency.visible_openings],
    "access_factorreset": [access.visible_resets],
    "access_invitation": [access.visible_invitations],
    "people_person": [access.people_to_appoint, access.visible_people, emergency.visible_opened],
    "files_storedfile": [files.visible_files, roadmaps.files_of_roadmaps, roadmaps.files_of_evidence],
    "roadmaps_report": [roadmaps.visible_reports],
    "roadmaps_evidence": [roadmaps.visible_evidence],
}
"""What the product's code shows of protected tables: asked without a wall, it must not go beyond it."""

PASSES = {
    GATE: {
        "accounts_user",
        "accounts_onetimecode",
        "accounts_secretlink",
        "accounts_session",
        "mfa_authenticator",
        "socialaccount_socialaccount",
        "people_person",
        "access_appointment",
        "access_invitation",
        "access_factorreset",
        "access_emergencyaccess",
    },
    REGISTRAR: {
        "accounts_user",
        "accounts_onetimecode",
        "mfa_authenticator",
        "socialaccount_socialaccount",
        "people_person",
        "access_appointment",
        "access_invitation",
        "access_factorreset",
        "access_emergencyaccess",
    },
    MAINTENANCE: set(),
    CARETAKER: {"accounts_onetimecode", "accounts_session", "ui_formdraft", "ui_submission"},
    SEALER: {"journal_entry", "journal_mention"},
    ERASER: {"journal_mention"},
}
"""The walls that system actors pass, whole; all others show them nothing."""


class World:
    """A drawn world, what belongs to whom in it, and who is there."""

    def __init__(self, database: str) -> None:
        self.law: Belongings = belongings(database)
        with acting_as(GATE):
            self.actors: dict[str, Actor] = {user.login: actor_of_key(user.pk) for user in User.objects.all()}

    def let_through(self, someone: Actor, tables: Iterable[str] = KEYS) -> dict[str, set[str]]:
        """Return the keys that the walls let through, by table, in one question."""
        keys = {table: model_of(table)._meta.pk.column for table in tables}
        parts = " UNION ALL ".join(f"SELECT '{table}', {key}::text FROM {table}" for table, key in keys.items())
        found: dict[str, set[str]] = {table: set() for table in tables}
        with acting_as(someone), connection.cursor() as cursor:
            cursor.execute(parts)
            for table, key in cursor.fetchall():
                found[table].add(key)
        return found

    def passed_by(self, system: Actor, table: str) -> set[str]:
        """Return the keys of a table that a system actor, or somebody who has not signed in, should be given."""
        return as_told(self.law[""][table]) if table in PASSES.get(system, ()) else set()

    def shown(self, login: str, table: str) -> set[Any]:
        """Return the keys that rights show of a table when no wall stands behind them."""
        with acting_as(self.passing_all):
            someone = self.actors[login]
            return {str(key) for right in SHOWN[table] for key in right(someone).values_list("pk", flat=True)}

    @property
    def passing_all(self) -> Actor:
        everywhere = frozenset().union(*(actor.organisations for actor in self.actors.values()))
        return Actor("everybody at once", organisations=everywhere, named=everywhere, opened=self._people)

    @property
    def _people(self) -> frozenset[int]:
        return frozenset(self.law[""]["people_person"])


def as_told(keys: set[Any]) -> set[str]:
    return set(map(str, keys))
