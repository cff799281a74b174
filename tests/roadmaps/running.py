"""A plan that runs: two sections, four measures, schools of Beloozersk and of a district of it, on NOON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from orientir import journal
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import REGISTRAR
from orientir.roadmaps.choices import Force
from orientir.roadmaps.models import Assignment, Measure, Report, Roadmap, Section
from orientir.roadmaps.services import reports
from orientir.territory import services as territories
from orientir.territory.choices import Kind, Level
from orientir.territory.models import Organisation, Territory
from tests.support import world
from tests.support.world import NOON, SEPTEMBER

LEADS = {"Школа № 5": "vera", "Школа № 6": "galina"}
NEAR, FAR = date(2026, 11, 30), date(2026, 12, 20)
PAST, LAST_YEAR, NEXT_YEAR = date(2026, 10, 15), date(2025, 12, 15), date(2027, 5, 31)


def a_running_plan() -> Roadmap:
    """Give Boris a plan in force without any work yet: 1.1 and 1.2 in one section, 2.1 and 2.2 in the other."""
    boris = world.actor("boris")
    with acting_as(boris):
        office = Organisation.objects.get(short_name="УО, Белоозерск")
        with journal.entry("measures_put_in_force", by=boris, at=NOON) as written:
            written.about = roadmap = Roadmap.objects.create(
                organisation=office,
                state="in_force",
                title="План мероприятий по профориентации",
                first_year=2025,
                last_year=2027,
                uploaded_at=SEPTEMBER,
                read_at=SEPTEMBER,
                in_force_at=NOON,
            )
            for number, title in enumerate(["Нормативное обеспечение", "События"], start=1):
                section = Section.objects.create(roadmap=roadmap, position=number, number=f"{number}.", title=title)
                for within in (1, 2):
                    add_measure(section, f"{number}.{within}")
    return roadmap


def add_measure(section: Section, number: str, **facts: object) -> Measure:
    words = {"text": f"Провести работу {number}", "result": "Приказ", "result_form": "order", "fulfilment": "act"}
    position = section.roadmap.measures.count()
    return Measure.objects.create(
        roadmap_id=section.roadmap_id, section=section, position=position, number=number, **{**words, **facts}
    )


def measure(roadmap: Roadmap, number: str) -> Measure:
    with acting_as(world.actor("boris")):
        return roadmap.measures.get(number=number)


def schools() -> list[Organisation]:
    """Return the two schools of Beloozersk that have leads."""
    with acting_as(REGISTRAR):
        return list(Organisation.objects.filter(short_name__in=LEADS))


def a_district(name: str, *names: str) -> Territory:
    """Add a district to Beloozersk, with schools of these names."""
    with acting_as(REGISTRAR):
        town = Territory.objects.get(name="Белоозерск")
        district: Territory = territories.add_territory(
            name, level=Level.DISTRICT, parent=town, by=REGISTRAR, at=SEPTEMBER
        )
        for school in names:
            territories.add_organisation(
                district,
                kind=Kind.SCHOOL,
                name=f"МБОУ «{school}»",
                short_name=school,
                by=REGISTRAR,
                at=SEPTEMBER,
            )
    return district


def give(
    measure: Measure,
    due_on: date,
    organisations: Iterable[Organisation] | None = None,
    *,
    starts_on: date | None = None,
    force: str = Force.OBLIGATORY,
    state: str = "waiting",
    outcome: str = "",
) -> list[Assignment]:
    """Make a measure the work of organisations, of both schools where none are named; its window is a month long."""
    boris = world.actor("boris")
    whom = schools() if organisations is None else list(organisations)
    with acting_as(boris), journal.entry("assignments_made", by=boris, at=NOON, measure=measure.pk):
        return Assignment.objects.bulk_create(
            Assignment(
                measure=measure,
                organisation=organisation,
                starts_on=starts_on or due_on.replace(day=1),
                due_on=due_on,
                inner_due_on=due_on,
                force=force,
                state=state,
                outcome=outcome,
                put_in_force_at=NOON,
            )
            for organisation in whom
        )


def submit(*assignments: Assignment) -> None:
    for assignment in assignments:
        lead: Actor = world.actor(LEADS[assignment.organisation.short_name])
        with acting_as(lead):
            reports.submit_report(assignment, "Приказ издан.", by=lead, at=NOON)


def accept(*assignments: Assignment) -> None:
    """Let assignments be submitted and accepted."""
    submit(*assignments)
    boris = world.actor("boris")
    with acting_as(boris):
        for assignment in assignments:
            reports.accept_report(Report.objects.get(assignment=assignment), by=boris, at=NOON)
