"""A plan in force whose first measure is bound: two schools, two windows; and what has become of its work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from orientir import journal
from orientir.database.context import acting_as
from orientir.engines.terms import parse_term
from orientir.roadmaps.binding import Shares
from orientir.roadmaps.choices import Force, Part
from orientir.roadmaps.models import Assignment, Measure, Performer, PerformerOrganisation, Report, Roadmap
from orientir.roadmaps.queries.amending import Effects
from orientir.roadmaps.services import amending, bind, force
from orientir.territory.models import Organisation
from tests.roadmaps.running import a_running_plan, measure, schools
from tests.support import world
from tests.support.world import NOON

MAY, DECEMBER = date(2027, 5, 31), date(2026, 12, 20)
REASON = "Приказ № 15 от 20.11.2026"


def later(hours: int) -> datetime:
    """Return a moment after NOON: no two deeds are of the same."""
    return NOON + timedelta(hours=hours)


def a_bound_plan() -> Roadmap:
    """Give Boris a plan in force whose measure 1.1 both schools have twice."""
    roadmap = a_running_plan()
    one, boris = measure(roadmap, "1.1"), world.actor("boris")
    with acting_as(boris), journal.entry("performer_bound", by=boris, at=NOON, about=roadmap):
        performer = Performer.objects.create(measure=one, position=0, printed="школы", is_checked=True)
        PerformerOrganisation.objects.bulk_create(
            PerformerOrganisation(performer=performer, organisation=school) for school in schools()
        )
        when(one, [DECEMBER, MAY], hours=0)
        one = Measure.objects.select_related("roadmap__organisation__territory").get(pk=one.pk)
        for window in one.occurrences.all():
            shares = Shares(one.roadmap).of(one, on=window.due_on)
            force.write_assignments(one, force.Window(window, is_archive=False), shares, at=NOON)
        roadmap.measures.update(rebound_at=None, term=parse_term("").to_json())
    return roadmap


def whom(one: Measure, organisations: Iterable[Organisation], *, how: str = Force.OBLIGATORY, hours: int = 1) -> None:
    """Bind the performer of a measure to these organisations."""
    boris = world.actor("boris")
    with acting_as(boris):
        bind.bind_performer(
            Performer.objects.select_related("measure__roadmap__organisation__territory").get(measure=one),
            organisations=list(organisations),
            part=Part.SUBMITS,
            force=how,
            by=boris,
            at=later(hours),
        )


def when(one: Measure, days: Sequence[date], *, hours: int = 1) -> None:
    """Give a measure windows that end on these days."""
    boris = world.actor("boris")
    with acting_as(boris):
        one = Measure.objects.select_related("roadmap").get(pk=one.pk)
        bind.set_dates(one, [(day.replace(day=1), day) for day in days], by=boris, at=later(hours))


def bring(one: Measure, *, hours: int = 2) -> Effects:
    boris = world.actor("boris")
    with acting_as(boris):
        one = Measure.objects.select_related("roadmap").get(pk=one.pk)
        return amending.bring_in_line(one, reason=REASON, by=boris, at=later(hours))


def work_of(one: Measure) -> list[tuple[str, date, str]]:
    """Return the work of a measure: school, due date, and the state or how it ended."""
    with acting_as(world.actor("boris")):
        found = Assignment.objects.filter(measure=one).select_related("organisation")
        return sorted((a.organisation.short_name, a.due_on, a.outcome or a.state) for a in found)


def reports_of(roadmap: Roadmap) -> list[tuple[str, str, str]]:
    """Return what was reported on a plan: school, state, words."""
    with acting_as(world.actor("boris")):
        found = Report.objects.filter(assignment__measure__roadmap=roadmap).select_related("organisation")
        return sorted((one.organisation.short_name, one.state, one.text) for one in found)
