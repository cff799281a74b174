"""Who acts: a person with appointments, or a named system actor.

An `Actor` is a frozen value, built once per request, job and command. Policies and deeds take it, the journal writes
its name down, the second wall in the database is set from it. It stands beneath every app, because all need it:
`access` builds it from appointments, `journal` names it, `database.context` hands it to PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who asks or does something.

    `grants` maps a capability ("roadmaps.accept_report") to the keys of the organisations for which it holds: a
    capability of one appointment never spreads over the organisations of another. `organisations` is what the second
    wall lets through; it may be wider than a grant and is empty for those who see figures without persons. `named` are
    those of them in which students and families are seen by name. `opened` are the keys of persons whose data are open
    to the actor for an hour, on two persons' word (break-glass).
    """

    name: str
    user_id: int | None = None
    person_id: int | None = None
    role: str = ""
    grants: Mapping[str, frozenset[int]] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    organisations: frozenset[int] = frozenset()
    named: frozenset[int] = frozenset()
    opened: frozenset[int] = frozenset()

    def may(self, capability: str, organisation_id: int | None = None) -> bool:
        """Say whether the capability holds: for this organisation, or, without one, for any."""
        scope = self.scope(capability)
        return bool(scope) if organisation_id is None else organisation_id in scope

    def scope(self, capability: str) -> frozenset[int]:
        """Return the keys of the organisations for which the capability holds."""
        return self.grants.get(capability, frozenset())

    @property
    def is_signed_in(self) -> bool:
        return self.user_id is not None


ANONYMOUS = Actor(name="anonymous")
"""Whoever has not signed in. A context exists, nothing protected is visible in it."""
