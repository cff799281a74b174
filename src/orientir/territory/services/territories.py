from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.constraints import refused_by
from orientir.territory.choices import Level
from orientir.territory.models import Territory

from .refusals import NameTaken

BENEATH = {Level.REGION: Level.MUNICIPALITY, Level.MUNICIPALITY: Level.DISTRICT}
"""What lies directly in a territory of each level that is divided."""


def add_territory(name: str, *, level: Level, parent: Territory | None = None, by: Actor, at: datetime) -> Territory:
    """Add a territory to the tree.

    Raises:
        NameTaken: the greater one has a territory whose name differs at most in case, quotes, spaces or ё.
    """
    with (
        refused_by("one_district_of_a_name", NameTaken(name)),
        journal.entry("territory_added", by=by, at=at) as written,
    ):
        # The path ends with the key, which is known only after the row is there; nobody else sees it before.
        written.about = territory = Territory.objects.create(
            name=name, level=level, parent=parent, path=f"new {uuid4()}"
        )
        territory.path = f"{parent.path if parent else ''}{territory.pk}/"
        territory.save(update_fields=["path"])
    return territory
