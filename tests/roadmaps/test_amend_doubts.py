"""A class to which nobody belongs is something to decide, and closed organisations are offered to nobody."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.roadmaps import policy
from orientir.roadmaps.models import Performer, Roadmap
from orientir.roadmaps.queries.binding import DOUBTFUL, Bindings
from orientir.roadmaps.queries.rows import PERFORMERS
from orientir.roadmaps.services import bind, roadmaps
from orientir.territory import services as territories
from orientir.territory.models import Organisation
from tests.support import world
from tests.support.world import NOON

Visit = Callable[[str], Client]


@pytest.fixture
def plan(boris: Actor, db: None) -> Roadmap:
    """A plan just read, whose three measures name the schools."""
    with acting_as(boris):
        office = Organisation.objects.select_related("territory").get(short_name="УО, Белоозерск")
        roadmap: Roadmap = roadmaps.upload_roadmap(world.a_document(), organisation=office, by=boris, at=NOON)
        roadmaps.take_in(roadmap, world.a_plan(), by=boris, at=NOON)
    return roadmap


def means(plan: Roadmap, class_key: str, by: Actor) -> None:
    """Let the schools of all measures be proposed to mean a class."""
    with acting_as(by), journal.entry("roadmap_read", by=by, at=NOON, about=plan):
        Performer.objects.filter(measure__roadmap=plan, printed="школы").update(
            organisation_class=class_key, confidence=1, is_checked=False
        )


@pytest.mark.parametrize(("class_key", "doubtful"), [("colleges", 3), ("schools", 0)])
def test_a_class_without_members_is_not_confirmed_with_what_is_sure(
    class_key: str, doubtful: int, plan: Roadmap, boris: Actor
) -> None:
    means(plan, class_key, boris)
    with acting_as(boris):
        before = Bindings(plan, only=DOUBTFUL)
        alike = [one.says for one in before.alike if one.row == PERFORMERS and "школы" in one.says]
        bind.confirm_sure(plan, by=boris, at=NOON)
        after = Bindings(plan).open_by_row[PERFORMERS]

    assert (before.doubtful, len(before.cards), len(alike), after) == (
        doubtful,
        doubtful,
        0 if doubtful else 1,
        doubtful,
    )


def test_the_page_says_that_nobody_belongs_to_it(signed_in: Visit, plan: Roadmap, boris: Actor) -> None:
    means(plan, "colleges", boris)

    page = signed_in("boris").get(f"/roadmaps/{plan.pk}/binding/?open=doubtful").content.decode()

    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert words.count("(никто не подходит на этот срок)") == 3
    assert "3 из них нужно решить" in words


def test_a_closed_organisation_is_given_no_work(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        five, six = Organisation.objects.filter(short_name__in=["Школа № 5", "Школа № 6"]).order_by("short_name")
        territories.close_organisation(six, on=date(2027, 1, 1), basis="приказ", successors=[five], by=boris, at=NOON)
        on_days = [
            policy.performers_for(boris, plan, on=day).filter(kind="school").count()
            for day in (date(2026, 12, 31), date(2027, 1, 1))
        ]

    assert on_days == [2, 1]
