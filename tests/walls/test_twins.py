"""Every right comes as twins: whether, and which. They agree for everybody and everything, and never pass the walls."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from django.db.models import Model, QuerySet

from orientir.access import policy as access
from orientir.database.actor import ANONYMOUS, Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import ALL
from orientir.files import policy as files
from orientir.roadmaps import policy as roadmaps
from orientir.territory import policy as territory
from orientir.territory.models import Organisation
from tests.support.crowd import CAST
from tests.support.world import actor


class Twins(NamedTuple):
    can_view: Callable[[Actor, Any], bool]
    visible: Callable[[Actor], QuerySet[Any]]


def may_view_evidence(someone: Actor, evidence: Any) -> bool:
    """A proof is seen with its report: it has no right of its own."""
    return roadmaps.can_view_report(someone, evidence.report)


TWINS = [
    Twins(access.can_view_appointment, access.visible_appointments),
    Twins(access.can_view_entry, access.visible_entries),
    Twins(files.can_download, files.visible_files),
    Twins(roadmaps.can_view_roadmap, roadmaps.visible_roadmaps),
    Twins(roadmaps.can_view_measure, roadmaps.visible_measures),
    Twins(roadmaps.can_view_edition, roadmaps.visible_editions),
    Twins(roadmaps.can_view_assignment, roadmaps.visible_assignments),
    Twins(roadmaps.can_view_report, roadmaps.visible_reports),
    Twins(may_view_evidence, roadmaps.visible_evidence),
    Twins(territory.can_view_organisation, territory.visible_organisations),
]
NAMES = [twins.visible.__name__ for twins in TWINS]


def policies() -> Iterator[ModuleType]:
    for config in apps.get_app_configs():
        if config.name.startswith("orientir.") and config.label != "database":
            try:
                yield import_module(f"{config.name}.policy")
            except ModuleNotFoundError as error:
                assert error.name == f"{config.name}.policy"


def sees() -> list[Actor]:
    """Return everybody: the cast, who has not signed in, and the system."""
    return [*map(actor, CAST), ANONYMOUS, *ALL]


@pytest.fixture(scope="module")
def everything(crowd: str) -> dict[str, list[Model]]:
    """Return every object there is of each kind, whoever may see it."""
    with acting_as(actor("boris")):
        organisations = frozenset(Organisation.objects.values_list("pk", flat=True))
    with acting_as(Actor("everybody at once", organisations=organisations)):
        found = {twins.visible.__name__: list(_all(twins)) for twins in TWINS}
    assert all(found.values())
    return found


def _all(twins: Twins) -> QuerySet[Any]:
    model = twins.visible(ANONYMOUS).model
    related = ["report"] if twins.can_view is may_view_evidence else []
    return model.objects.select_related(*related)


def test_no_right_stands_without_its_twin():
    known = {function for twins in TWINS for function in twins} - {may_view_evidence}
    found = {
        function
        for policy in policies()
        for name, function in inspect.getmembers(policy, inspect.isfunction)
        if function.__module__ == policy.__name__
        and (name.startswith(("can_view_", "visible_")) or name == "can_download")
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
