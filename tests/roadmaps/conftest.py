"""What the tests of roadmaps have in hand: Vera's assignment, and files to report with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.journal.models import Entry
from orientir.roadmaps.models import Assignment, Measure, Report, Roadmap
from tests.roadmaps.amended import a_bound_plan
from tests.roadmaps.running import a_running_plan, measure
from tests.support import world


@pytest.fixture
def noon(db: None) -> Iterator[None]:
    """Let it be noon of the day of the cast, and stay so."""
    with time_machine.travel(world.NOON, tick=False):
        yield


@pytest.fixture
def roadmap(db: None) -> Roadmap:
    """A plan of Boris in force, without work."""
    return a_running_plan()


@pytest.fixture
def plan(db: None) -> Iterator[Roadmap]:
    """A plan of Boris in force with its work, at noon: what a module means that brings no plan of its own."""
    with time_machine.travel(world.NOON):
        yield a_bound_plan()


@pytest.fixture
def one(plan: Roadmap) -> Measure:
    """The bound measure of that plan."""
    return measure(plan, "1.1")


@pytest.fixture
def assignment(vera: Actor) -> Assignment:
    """The assignment of Vera's school."""
    with acting_as(vera):
        return world.assignment_of("Школа № 5")


@pytest.fixture
def submitted(db: None) -> Report:
    """The report of Vera's school, with one file, waiting for Boris."""
    return world.submit("Школа № 5", "vera")


def a_file(name: str = "приказ.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, world.PNG, "image/png")


def deeds_of(report: Report, reader: Actor) -> list[tuple[str, str]]:
    """Return what the journal tells `reader` of a report: what was done, by whom."""
    with acting_as(reader):
        found = Entry.objects.filter(subject_type="roadmaps.Report", subject_id=report.pk).order_by("pk")
        return [(entry.verb, entry.actor) for entry in found]
