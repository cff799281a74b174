"""A plan goes into the archive and comes back; one put in by mistake is deleted, never with a report."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.files.models import StoredFile
from orientir.journal.models import Entry
from orientir.roadmaps import policy, queries
from orientir.roadmaps.choices import Outcome
from orientir.roadmaps.models import Assignment, AssignmentCount, Measure, Report, Roadmap
from orientir.roadmaps.queries.amending import deletion_of
from orientir.roadmaps.services import amending, archiving, control, creation, reports, roadmaps
from orientir.territory.models import Organisation
from tests.roadmaps.amended import DECEMBER, REASON, later, reports_of
from tests.roadmaps.running import measure, submit
from tests.support import world
from tests.support.world import NOON


@pytest.fixture
def boris(plan: Roadmap) -> Iterator[Actor]:
    actor = world.actor("boris")
    with acting_as(actor):
        yield actor


@pytest.fixture
def work(plan: Roadmap) -> Assignment:
    """The next work of Vera's school."""
    with acting_as(world.actor("boris")):
        return Assignment.objects.select_related("organisation", "measure__roadmap").get(
            measure=measure(plan, "1.1"), organisation__short_name="Школа № 5", due_on=DECEMBER
        )


def asked_of_vera(plan: Roadmap) -> int:
    vera = world.actor("vera")
    with acting_as(vera):
        return queries.own_work(vera).filter(measure__roadmap=plan).count()


def told(plan: Roadmap) -> list[tuple[str, str]]:
    return [(one.kind, one.reason) for one in plan.amendments.all()]


def test_nothing_of_an_archived_plan_is_asked_of_anybody(plan: Roadmap, boris: Actor, work: Assignment) -> None:
    before = asked_of_vera(plan)
    archiving.archive(plan, reason=REASON, by=boris, at=NOON)

    vera = world.actor("vera")
    with acting_as(vera):
        fresh = Assignment.objects.select_related("measure__roadmap").get(pk=work.pk)
        may = policy.can_report(vera, fresh)
        with pytest.raises(reports.PlanArchived):
            reports.submit_report(fresh, "Сделано", by=vera, at=NOON)
    assert (before, asked_of_vera(plan), may) == (2, 0, False)
    assert {one.state for one in Assignment.objects.filter(measure__roadmap=plan)} == {"waiting"}


def test_what_was_submitted_to_an_archived_plan_is_still_accepted(
    plan: Roadmap, boris: Actor, work: Assignment
) -> None:
    submit(work)
    archiving.archive(plan, reason=REASON, by=boris, at=NOON)
    reports.accept_report(Report.objects.get(assignment=work), by=boris, at=NOON)

    assert reports_of(plan) == [("Школа № 5", "accepted", "Приказ издан.")]


def test_it_comes_back_to_where_it_stood(plan: Roadmap, boris: Actor) -> None:
    archiving.archive(plan, reason=REASON, by=boris, at=NOON)
    away = Roadmap.objects.get(pk=plan.pk)
    archiving.bring_back(plan, reason="План продлён", by=boris, at=later(1))
    back = Roadmap.objects.get(pk=plan.pk)

    assert (away.state, away.archive_basis, away.archived_at) == ("archived", REASON, NOON)
    assert (back.state, back.archive_basis, back.archived_at) == ("in_force", "", None)
    assert told(plan) == [("archived", REASON), ("brought_back", "План продлён")]
    assert asked_of_vera(plan) == 2


def test_a_plan_in_review_goes_and_comes_back_too(boris: Actor) -> None:
    office = Organisation.objects.get(short_name="УО, Белоозерск")
    old = creation.begin_empty("План", first_year=2020, last_year=2021, organisation=office, by=boris, at=NOON)
    archiving.archive(old, reason=REASON, by=boris, at=NOON)
    archiving.bring_back(old, reason=REASON, by=boris, at=NOON)

    assert Roadmap.objects.get(pk=old.pk).state == "read"


def test_without_a_reason_or_twice_it_is_refused(plan: Roadmap, boris: Actor) -> None:
    with pytest.raises(amending.NoReason):
        archiving.archive(plan, reason=" ", by=boris, at=NOON)
    with pytest.raises(archiving.NotNow):
        archiving.bring_back(plan, reason=REASON, by=boris, at=NOON)
    archiving.archive(plan, reason=REASON, by=boris, at=NOON)
    with pytest.raises(archiving.NotNow):
        archiving.archive(plan, reason=REASON, by=boris, at=NOON)

    assert told(plan) == [("archived", REASON)]


def test_a_wrong_import_goes_with_all_that_was_named(plan: Roadmap, boris: Actor, work: Assignment) -> None:
    control.close([work], Outcome.OFF_CONTROL, basis="письмо № 7", by=boris, at=later(1))
    named = deletion_of(plan)

    gone = archiving.delete(plan, by=boris, at=later(2))

    assert gone == named
    assert (gone.measures, gone.assignments, gone.organisations, gone.decisions) == (4, 4, 2, 1)
    left = (Roadmap.objects, Measure.objects, Assignment.objects, AssignmentCount.objects)
    assert [
        kind.filter(**{way: plan.pk}).count()
        for kind, way in zip(left, ("pk", "roadmap", "measure__roadmap", "roadmap"), strict=True)
    ] == [0, 0, 0, 0]
    entry = Entry.objects.get(verb="roadmap_deleted")
    assert (entry.subject_id, entry.facts) == (plan.pk, {"measures": 4, "assignments": 4, "decisions": 1})


def test_its_document_goes_too(boris: Actor) -> None:
    office = Organisation.objects.get(short_name="УО, Белоозерск")
    wrong = roadmaps.upload_roadmap(world.a_document("не тот план"), organisation=office, by=boris, at=NOON)
    roadmaps.take_in(wrong, world.a_plan(), by=boris, at=NOON)

    gone = archiving.delete(wrong, by=boris, at=NOON)

    assert gone.document == "не тот план.docx"
    assert not StoredFile.objects.filter(pk=wrong.source_id).exists()


@pytest.mark.parametrize("how", ["begun", "sent"])
def test_no_report_is_ever_deleted_with_a_plan(how: str, plan: Roadmap, boris: Actor, work: Assignment) -> None:
    if how == "sent":
        submit(work)
    else:
        vera = world.actor("vera")
        with acting_as(vera), journal.entry("report_begun", by=vera, at=NOON):
            Report.objects.create(assignment=work, organisation_id=work.organisation_id)
    before = reports_of(plan)

    with pytest.raises(archiving.ReportsAreThere):
        archiving.delete(plan, by=boris, at=NOON)

    assert (reports_of(plan), Assignment.objects.filter(measure__roadmap=plan).count()) == (before, 4)
    assert len(before) == 1


def test_a_plan_after_which_another_was_begun_stays(plan: Roadmap, boris: Actor) -> None:
    creation.begin_after(plan, first_year=2028, by=boris, at=NOON)

    with pytest.raises(archiving.PlansFollow):
        archiving.delete(plan, by=boris, at=NOON)
