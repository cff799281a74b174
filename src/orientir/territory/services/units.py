from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.constraints import refused_by
from orientir.territory.choices import UnitKind
from orientir.territory.models import Organisation, Unit

from .refusals import NameTaken


def add_unit(
    organisation: Organisation,
    *,
    kind: UnitKind,
    name: str,
    youngest: int | None = None,
    oldest: int | None = None,
    opened_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Unit:
    """Add a part to an organisation; ages are those of a kindergarten group.

    Raises:
        NameTaken: the organisation has an open unit whose name differs at most in case, quotes, spaces or ё.
    """
    with (
        refused_by("one_unit_of_a_name", NameTaken(name)),
        journal.entry("unit_added", by=by, at=at, organisation_id=organisation.pk) as written,
    ):
        written.about = unit = Unit.objects.create(
            organisation=organisation, kind=kind, name=name, youngest=youngest, oldest=oldest, opened_on=opened_on
        )
    return unit


@transaction.atomic
def change_unit(
    unit: Unit,
    *,
    name: str,
    youngest: int | None,
    oldest: int | None,
    opened_on: date | None,
    closed_on: date | None,
    by: Actor,
    at: datetime,
) -> None:
    """Rename a unit, put its days right, or close it from a day on.

    Raises:
        NameTaken: the organisation has an open unit of that name.
    """
    with (
        refused_by("one_unit_of_a_name", NameTaken(name)),
        journal.entry("unit_changed", by=by, at=at, about=unit, organisation_id=unit.organisation_id),
    ):
        unit.name, unit.youngest, unit.oldest = name, youngest, oldest
        unit.opened_on, unit.closed_on = opened_on, closed_on
        unit.save()
