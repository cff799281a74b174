"""Every right comes as twins: whether, and which. They agree for everybody and everything, and never pass the walls."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from django.db.models import Model, QuerySet

from orientir.database.actor import ANONYMOUS, Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import ALL
from orientir.roadmaps import policy as roadmaps
from orientir.territory.models import Organisation
from tests.mutants import code
from tests.support.crowd import CAST
from tests.support.world import actor
from tests.walls.rights import TWINS, Twins, all_of, may_view_evidence, policies

NAMES = [twins.visible.__name__ for twins in TWINS]


def sees() -> list[Actor]:
    """Return everybody: the cast, who has not signed in, and the system."""
    return [*map(actor, CAST), ANONYMOUS, *ALL]


@pytest.fixture(scope="module")
def everything(crowd: str) -> dict[str, list[Model]]:
    """Return every object there is of each kind, whoever may see it."""
    with acting_as(actor("boris")):
        organisations = frozenset(Organisation.objects.values_list("pk", flat=True))
    with acting_as(Actor("everybody at once", organisations=organisations)):
        found = {twins.visible.__name__: list(all_of(twins)) for twins in TWINS}
    assert all(found.values())
    return found


def test_no_right_stands_without_its_twin():
    known = {function for twins in TWINS for function in twins} - {may_view_evidence}
    found = {
        function
        for policy in policies()
        for name, function in inspect.getmembers(policy, inspect.isfunction)
        if function.__module__ == policy.__name__
        and (name.startswith(("can_view_", "visible_")) or name in ("can_download", "can_see_opened"))
    }

    assert found == known


@pytest.mark.parametrize("twins", TWINS, ids=NAMES)
def test_twins_agree_for_everybody_and_everything(everything, twins):
    differences = []
    for someone in sees():
        with acting_as(someone):
            visible = set(twins.visible(someone))
            differences += [
                (someone.name, found)
                for found in everything[twins.visible.__name__]
                if twins.can_view(someone, found) != (found in visible)
            ]

    assert differences == []


@pytest.mark.parametrize("twins", TWINS, ids=NAMES)
def test_a_right_shows_something_to_somebody_and_hides_something_from_somebody(everything, twins):
    shown = []
    for someone in sees():
        with acting_as(someone):
            shown.append(len(twins.visible(someone)))

    assert max(shown) > 0
    assert min(shown) < len(everything[twins.visible.__name__])


@pytest.mark.parametrize("twins", TWINS, ids=NAMES)
def test_what_the_code_shows_the_wall_lets_through(everything, twins):
    """Narrower than the wall, never wider: asked as somebody who passes everything, the right shows the same rows."""
    organisations = frozenset(found.pk for found in everything["visible_organisations"])
    for someone in map(actor, CAST):
        with acting_as(someone):
            behind_the_wall = set(twins.visible(someone))
        with acting_as(Actor("everybody at once", organisations=organisations)):
            without_a_wall = set(twins.visible(someone))
        assert without_a_wall == behind_the_wall


def test_twins_that_differ_would_be_noticed(everything, monkeypatch):
    """The plant: a right that forgets whose draft it is."""
    forgetful = Twins(
        lambda someone, report: report.organisation_id in someone.scope(roadmaps.SEE_REPORTS),
        roadmaps.visible_reports,
    )

    with pytest.raises(AssertionError):
        test_twins_agree_for_everybody_and_everything(everything, forgetful)


def test_a_right_wider_than_the_wall_would_be_noticed(everything):
    """The plant: a right that shows the reports of all organisations of the product."""
    wide = Twins(roadmaps.can_view_report, visible_reports_of_everybody)

    with pytest.raises(AssertionError):
        test_what_the_code_shows_the_wall_lets_through(everything, wide)


def visible_reports_of_everybody(someone: Actor) -> QuerySet[Any]:
    return roadmaps.visible_reports(someone).model.objects.all()


@pytest.mark.parametrize(
    ("right", "change"),
    [
        ("files.policy.can_download", "→ True"),
        ("roadmaps.policy.can_view_report", "→ True"),
        ("roadmaps.policy.visible_reports", "→ all"),
        ("roadmaps.policy.can_view_assignment", "→ not"),
        ("roadmaps.policy.visible_measures", "→ all"),
        ("access.policy.visible_appointments", "→ all"),
        ("access.policy.can_view_entry", "→ True"),
        ("territory.policy.visible_organisations", "→ all"),
    ],
)
def test_a_mutant_of_a_right_is_noticed(everything, right, change):
    """The most telling of those that the long run makes (tests/mutants)."""
    found = [one for one in code.of_policies() if one.place == right and one.change.endswith(change)]
    (twins,) = [twins for twins in TWINS if found[0].function in twins]

    for mutant in found:
        with mutant.applied(), pytest.raises(AssertionError):
            test_twins_agree_for_everybody_and_everything(everything, twins)
