"""Real roadmaps go the whole way: uploaded, read, on a page, in force, reported, accepted."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.roadmaps.choices import Force, Part
from orientir.roadmaps.models import Assignment, Report, Roadmap
from orientir.roadmaps.services import bind, force, reports, roadmaps
from orientir.roadmaps.tasks import make_assignments, read_document
from orientir.territory.models import Organisation
from tests.roadmaps.conftest import a_file
from tests.support import world
from tests.support.world import NOON

SHARED = Path(__file__).resolve().parents[3] / "shared" / "roadmaps"
DAY = date(2099, 1, 1)
NAMES = ("chelyabinsk", "kalmykia", "krasnodar", "kuznetsk", "perm")


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is absent")
@pytest.mark.parametrize("name", NAMES)
def test_a_real_roadmap_goes_from_its_file_to_an_accepted_report(
    name: str, boris: Actor, signed_in: Callable[[str], Client]
) -> None:
    gold = json.loads((SHARED / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    document = SimpleUploadedFile(f"{name}.docx", (SHARED / "docx" / f"{name}.docx").read_bytes())
    with acting_as(boris):
        office = Organisation.objects.get(pk__in=boris.scope("roadmaps.keep_roadmaps"), kind="authority")
        schools = Organisation.objects.filter(pk__in=boris.scope("roadmaps.keep_roadmaps"), kind="school")
        roadmap = roadmaps.upload_roadmap(document, organisation=office, by=boris, at=NOON)

    read_document.run(by=boris.name, roadmap_id=roadmap.pk)

    page = signed_in("boris").get(f"/roadmaps/{roadmap.pk}/")
    assert page.status_code == 200
    with acting_as(boris):
        roadmap = Roadmap.objects.get(pk=roadmap.pk)
        measures = list(roadmap.measures.all())
        assert len(measures) == sum(len(section["measures"]) for section in gold["sections"])
        first = measures[0]
        bind.set_dates(first, [(None, DAY)], by=boris, at=NOON)
        bind.bind_performer(
            bind.add_performer(first, "школы", by=boris, at=NOON),
            organisations=schools,
            part=Part.SUBMITS,
            force=Force.OBLIGATORY,
            by=boris,
            at=NOON,
        )
        force.ask_to_put_in_force(roadmap, by=boris, at=NOON)
    make_assignments.run(by=boris.name, roadmap_id=roadmap.pk)
    vera = world.actor("vera")
    with acting_as(vera):
        work = Assignment.objects.get(measure=first, due_on=DAY, organisation_id__in=vera.scope("roadmaps.report"))
        reports.add_evidence(work, a_file(), by=vera, at=NOON)
        report = reports.submit_report(work, "Сделано.", by=vera, at=NOON)
    with acting_as(boris):
        reports.accept_report(report, by=boris, at=NOON)
        assert Report.objects.get(pk=report.pk).state == "accepted"
