"""A made region as a whole: who is there, the plan in force with its work, the plan in review."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from django.db import connection
from django.utils import timezone

from orientir import journal
from orientir.access import services as access
from orientir.access.actors import actor_of_key
from orientir.accounts.models import User
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.people.services import Name
from orientir.roadmaps.choices import RoadmapState
from orientir.roadmaps.models import Roadmap
from orientir.territory.choices import Level

from .people import Size, settle
from .plan import make_plan
from .work import do_work

COORDINATOR = "coordinator"
"""The login of whoever keeps the plans of the region."""

PLAN = "Региональный план мероприятий («дорожная карта») по развитию профориентационной работы"
REVIEWED = "План мероприятий («дорожная карта») на рассмотрении"
"""The titles of the plan in force and of the one that could be put in force."""


def build(size: Size, *, seed: int, today: date) -> None:
    """Fill an empty database with a region: two plans, one in force for years with assignments in every state.

    Raises:
        AlreadyInUse: there are accounts in this database.
    """
    chance = Random(seed)  # noqa: S311 - the same region each time is what is wanted
    founded = timezone.make_aware(datetime.combine(today - timedelta(days=800), time(9)))
    with acting_as(REGISTRAR):
        founding = access.Founding(
            territory="Озёрная область",
            office="Министерство образования Озёрной области",
            office_short="Минобразования Озёрной области",
            coordinator=Name("Ладожская", "Ирина", "Сергеевна"),
            login=COORDINATOR,
            password=None,
            level=Level.REGION,
        )
        office = access.found(founding, is_demo=False, at=founded).organisation
        settle(office.territory, size, chance, at=founded)
        coordinator = actor_of_key(User.objects.get_by_natural_key(COORDINATOR).pk)
    with acting_as(coordinator), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")  # years of work in one statement
        first_year = today.year - size.years // 2
        running = make_plan(office, PLAN, size, chance, first_year=first_year, by=coordinator, at=founded)
        make_plan(office, REVIEWED, size, chance, first_year=first_year, by=coordinator, at=founded)
        _put_in_force(running, by=coordinator, at=founded)
        do_work(running, seed=seed, today=today, by=coordinator, at=founded)


def _put_in_force(roadmap: Roadmap, *, by: Actor, at: datetime) -> None:
    with journal.entry("measures_put_in_force", by=by, at=at, about=roadmap):
        roadmap.state, roadmap.in_force_at = RoadmapState.IN_FORCE, at
        roadmap.control_from, roadmap.control_basis = date(roadmap.first_year or at.year, 3, 1), "приказ № 17"
        roadmap.save()
