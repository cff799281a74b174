from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.constraints import refused_by

from .choices import Kind, Level, UnitKind
from .models import Organisation, Territory, Unit


class NameTaken(Exception):
    """There is one of this name already."""


def add_territory(name: str, *, level: Level, parent: Territory | None = None, by: Actor, at: datetime) -> Territory:
    """Add a territory to the tree.

    Raises:
        NameTaken: the municipality has a district whose name differs at most in case, quotes, spaces or ё.
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


def add_organisation(
    territory: Territory, *, kind: Kind, name: str, short_name: str, by: Actor, at: datetime
) -> Organisation:
    """Add an organisation to a territory.

    Raises:
        NameTaken: there is one whose full name differs at most in case, quotes, spaces or ё.
    """
    with (
        refused_by("one_organisation_of_a_name", NameTaken(name)),
        journal.entry("organisation_added", by=by, at=at) as written,
    ):
        written.about = organisation = Organisation(territory=territory, kind=kind, name=name, short_name=short_name)
        organisation.save()
    return organisation


def add_unit(organisation: Organisation, *, kind: UnitKind, name: str, by: Actor, at: datetime) -> Unit:
    """Add a part to an organisation.

    Raises:
        NameTaken: the organisation has a unit whose name differs at most in case, quotes, spaces or ё.
    """
    with (
        refused_by("one_unit_of_a_name", NameTaken(name)),
        journal.entry("unit_added", by=by, at=at, organisation_id=organisation.pk) as written,
    ):
        written.about = unit = Unit.objects.create(organisation=organisation, kind=kind, name=name)
    return unit
