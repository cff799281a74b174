"""Putting a bound plan in force: shown before it is done, done whole, undone while nothing was sent."""

from __future__ import annotations

from datetime import date

import pytest

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.roadmaps import policy
from orientir.roadmaps.choices import AssignmentState, Force, Outcome, Part
from orientir.roadmaps.models import (
    Assignment,
    AssignmentCount,
    Measure,
    Occurrence,
    Performer,
    PerformerOrganisation,
    Report,
    Roadmap,
)
from orientir.roadmaps.services import control, force, reports
from orientir.roadmaps.tasks import make_assignments
from orientir.territory.models import Organisation
from tests.support.world import NOON

MAY, OCTOBER = date(2027, 5, 31), date(2027, 10, 31)


@pytest.fixture
def plan(boris: Actor, db: None) -> Roadmap:
    """A plan of two bound measures: the schools submit the first twice, the office brings the second together."""
    with acting_as(boris):
        roadmap = Roadmap.objects.get(organisation_id__in=boris.scope("roadmaps.keep_roadmaps"))
        with journal.entry("roadmap_read", by=boris, at=NOON, about=roadmap):
            Assignment.objects.all().delete()
            roadmap.state, roadmap.in_force_at = "read", None
            roadmap.save()
            one, two, *rest = roadmap.measures.all()
            Measure.objects.filter(pk__in=[other.pk for other in rest]).delete()
            Performer.objects.all().delete()
            Occurrence.objects.all().delete()
            schools = Organisation.objects.filter(kind="school", pk__in=boris.organisations)
            bind(one, [(school, Part.SUBMITS, Force.OBLIGATORY) for school in schools], [MAY, OCTOBER])
            bind(two, [(roadmap.organisation, Part.LEAD, Force.OBLIGATORY)], [OCTOBER])
            bind(two, [(schools[0], Part.SUBMITS, Force.RECOMMENDED)], [], position=1)
    return roadmap


def bind(measure: Measure, whom: list[tuple[Organisation, Part, Force]], due: list[date], *, position: int = 0) -> None:
    for day in due:
        Occurrence.objects.create(
            measure=measure, starts_on=day.replace(day=1), ends_on=day, due_on=day, inner_due_on=day.replace(day=20)
        )
    part, how = whom[0][1], whom[0][2]
    performer = Performer.objects.create(measure=measure, position=position, printed="ОО", part=part, force=how)
    PerformerOrganisation.objects.bulk_create(
        PerformerOrganisation(performer=performer, organisation=organisation) for organisation, _, _ in whom
    )


def put_in_force(plan: Roadmap, by: Actor) -> None:
    force.ask_to_put_in_force(plan, by=by, at=NOON)
    for _ in make_assignments.function(plan.pk, by=by):
        pass


def made(plan: Roadmap) -> list[tuple[str, str, date, str, str]]:
    found = Assignment.objects.filter(measure__roadmap=plan).select_related("organisation", "measure")
    return sorted((one.measure.number, one.organisation.short_name, one.due_on, one.part, one.force) for one in found)


def test_what_will_come_of_it_is_shown_before_and_is_what_comes(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        before = force.preview(plan, today=date(2026, 11, 20))
        put_in_force(plan, boris)
        after = made(plan)
        first, second = plan.measures.all()

    assert (before.assignments, before.archive, before.organisations) == (6, 0, 3)
    assert [(measure.number, organisations, windows) for measure, organisations, windows in before.by_measure] == [
        (first.number, 2, 2),
        (second.number, 2, 1),
    ]
    assert before.first_due_dates == ((MAY, 2), (OCTOBER, 4))
    assert after == [
        (first.number, "Школа № 5", MAY, "submits", "obligatory"),
        (first.number, "Школа № 5", OCTOBER, "submits", "obligatory"),
        (first.number, "Школа № 6", MAY, "submits", "obligatory"),
        (first.number, "Школа № 6", OCTOBER, "submits", "obligatory"),
        (second.number, "УО, Белоозерск", OCTOBER, "lead", "obligatory"),
        (second.number, "Школа № 5", OCTOBER, "submits", "recommended"),
    ]


def test_the_counts_follow_every_change(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        put_in_force(plan, boris)
        waiting = counts(plan)
        one = Assignment.objects.filter(measure__roadmap=plan, due_on=MAY).first()
        assert one is not None
        control.close([one], Outcome.OFF_CONTROL, basis="письмо № 7", by=boris, at=NOON)
        closed = counts(plan)
        force_back = control.open_again([one], basis="письмо № 8", by=boris, at=NOON)

    assert sum(waiting.values()) == 6 and set(waiting) == {("waiting", "")}
    assert closed == {("waiting", ""): 5, ("closed", "off_control"): 1}
    assert force_back == 1


def counts(plan: Roadmap) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for row in AssignmentCount.objects.filter(roadmap=plan):
        key = (row.state, row.outcome)
        found[key] = found.get(key, 0) + row.total
    return {key: total for key, total in found.items() if total}


def test_windows_before_the_start_of_control_are_archive(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        with journal.entry("roadmap_read", by=boris, at=NOON, about=plan):
            plan.control_from, plan.control_basis = date(2027, 9, 1), "приказ № 12"
            plan.save()
        before = force.preview(plan, today=date(2026, 11, 20))
        put_in_force(plan, boris)
        archive = Assignment.objects.filter(measure__roadmap=plan, state=AssignmentState.ARCHIVE)
        overdue = Assignment.objects.overdue(date(2028, 1, 1)).filter(measure__roadmap=plan)
        found = {(one.due_on, one.is_late) for one in archive}, {one.due_on for one in overdue}

    assert before.archive == 2
    assert found == ({(MAY, False)}, {OCTOBER})


def test_recommended_work_is_never_overdue(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        put_in_force(plan, boris)
        overdue = Assignment.objects.overdue(date(2028, 1, 1)).filter(measure__roadmap=plan)
        found = {one.force for one in overdue}

    assert found == {"obligatory"}


def test_nobody_sees_half_of_a_plan(plan: Roadmap, boris: Actor, vera: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(force, "AT_ONCE", 1)
    with acting_as(boris):
        force.ask_to_put_in_force(plan, by=boris, at=NOON)
        steps = make_assignments.function(plan.pk, by=boris)
        next(steps)
        half, begun = Assignment.objects.filter(measure__roadmap=plan).count(), Roadmap.objects.get(pk=plan.pk).begun
    with acting_as(vera):
        seen = policy.visible_assignments(vera).filter(measure__roadmap=plan).count()
    with acting_as(boris):
        list(steps)
    with acting_as(vera):
        whole = policy.visible_assignments(vera).filter(measure__roadmap=plan).count()

    assert (half, begun, seen, whole) == (4, 1, 0, 3)


def test_a_job_that_is_begun_again_makes_nothing_twice(
    plan: Roadmap, boris: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(force, "AT_ONCE", 1)
    with acting_as(boris):
        force.ask_to_put_in_force(plan, by=boris, at=NOON)
        next(make_assignments.function(plan.pk, by=boris))  # and its worker dies
        list(make_assignments.function(plan.pk, by=boris))
        total, state = Assignment.objects.filter(measure__roadmap=plan).count(), Roadmap.objects.get(pk=plan.pk).state

    assert (total, state) == (6, "in_force")


def test_it_can_be_undone_while_nothing_was_sent(plan: Roadmap, boris: Actor) -> None:
    with acting_as(boris):
        put_in_force(plan, boris)
        gone = force.take_back(plan, by=boris, at=NOON)
        state = Roadmap.objects.get(pk=plan.pk).state
        left = Assignment.objects.filter(measure__roadmap=plan).count()

    assert (gone, left, state, counts_of(plan, boris)) == (6, 0, "read", {})


def counts_of(plan: Roadmap, by: Actor) -> dict[tuple[str, str], int]:
    with acting_as(by):
        return counts(plan)


def test_it_is_not_undone_once_a_report_was_begun(plan: Roadmap, boris: Actor, vera: Actor) -> None:
    with acting_as(boris):
        put_in_force(plan, boris)
    with acting_as(vera):
        mine = Assignment.objects.filter(measure__roadmap=plan, organisation__short_name="Школа № 5").first()
        assert mine is not None
        reports.submit_report(mine, "Проведено", by=vera, at=NOON)
    with acting_as(boris):
        with pytest.raises(force.WorkHasBegun):
            force.take_back(plan, by=boris, at=NOON)
        kept = Report.objects.filter(assignment__measure__roadmap=plan).count()

    assert kept == 1


def test_a_plan_without_bindings_is_not_put_in_force(boris: Actor, plan: Roadmap) -> None:
    with acting_as(boris):
        with journal.entry("roadmap_read", by=boris, at=NOON, about=plan):
            Occurrence.objects.all().delete()
        before = force.preview(plan, today=date(2026, 11, 20))
        with pytest.raises(force.NothingToDo):
            force.ask_to_put_in_force(plan, by=boris, at=NOON)

    assert [measure.pk for measure in before.without_windows] == [measure.pk for measure, _, _ in before.by_measure]
