from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from orientir import journal
from orientir.database.actor import Actor
from orientir.engines.russian import normalise

from .choices import Kind, Level
from .models import Organisation, Territory


class NameTaken(Exception):
    """The territory has an organisation of this name."""


def add_territory(name: str, *, level: Level, parent: Territory | None = None, by: Actor, at: datetime) -> Territory:
    """Add a territory to the tree."""
    with journal.entry("territory_added", by=by, at=at) as written:
        # The path ends with the key, which is known only after the row is there; nobody else sees it before.
        written.about = territory = Territory.objects.create(
            name=name, level=level, parent=parent, path=f"new {uuid4()}"
        )
        territory.path = f"{parent.path if parent else ''}{territory.pk}/"
        territory.save(update_fields=["path"])
    return territory


def add_organisation(
    territory: Territory, *, kind: Kind, name: str, short_name: str, by: Actor, at: datetime
) -> Organisation:
    """Add an organisation to a territory.

    Raises:
        NameTaken: there is one whose full name differs at most in case, quotes, spaces or ё.
    """
    if Organisation.objects.filter(territory=territory, normalised_name=normalise(name)[:300]).exists():
        raise NameTaken(name)
    with journal.entry("organisation_added", by=by, at=at) as written:
        written.about = organisation = Organisation(territory=territory, kind=kind, name=name, short_name=short_name)
        organisation.save()
    return organisation
