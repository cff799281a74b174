"""The job that reads a document."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from procrastinate.contrib.django.models import ProcrastinateJob

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.demo import sample_roadmap
from orientir.roadmaps.models import Measure, Roadmap
from orientir.roadmaps.queries import sections_with_measures
from orientir.roadmaps.services import roadmaps
from orientir.roadmaps.tasks import read_document
from orientir.territory.models import Organisation
from tests.support.world import NOON

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def upload(content: bytes, boris: Actor) -> Roadmap:
    with acting_as(boris):
        office = Organisation.objects.get(pk__in=boris.scope("roadmaps.keep_roadmaps"), kind="authority")
        document = SimpleUploadedFile("план.docx", content, DOCX)
        return roadmaps.upload_roadmap(document, organisation=office, by=boris, at=NOON)


def read(roadmap: Roadmap, boris: Actor) -> Roadmap:
    read_document.run(by=boris.name, roadmap_id=roadmap.pk)
    with acting_as(boris):
        return Roadmap.objects.get(pk=roadmap.pk)


@pytest.fixture
def sample(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("sample") / "plan.docx"
    sample_roadmap.build(path, year=2026)
    return path.read_bytes()


def test_uploading_asks_for_the_job_in_the_same_transaction(sample: bytes, boris: Actor) -> None:
    roadmap = upload(sample, boris)

    with acting_as(boris):
        job = ProcrastinateJob.objects.get(args__roadmap_id=roadmap.pk)
        assert (job.task_name, job.args, job.status) == (
            read_document.name,
            {"by": boris.name, "roadmap_id": roadmap.pk},
            "todo",
        )


def test_a_document_becomes_sections_and_measures(sample: bytes, boris: Actor) -> None:
    roadmap = read(upload(sample, boris), boris)

    assert (roadmap.state, roadmap.first_year, roadmap.last_year) == ("read", 2026, 2028)
    assert roadmap.title.startswith("План мероприятий («дорожная карта»)")
    with acting_as(boris):
        assert (roadmap.sections.count(), roadmap.measures.count()) == (4, 24)
        first = roadmap.measures.select_related("section").all()[0]
        assert (first.number, first.term_words, first.section.number) == ("1.1.", "март 2026 г.", "1")


def test_reading_twice_keeps_one_copy(sample: bytes, boris: Actor) -> None:
    roadmap = read(upload(sample, boris), boris)
    read(roadmap, boris)

    with acting_as(boris):
        assert Measure.objects.filter(roadmap=roadmap).count() == 24


def test_measures_are_found_by_other_forms_of_their_words(sample: bytes, boris: Actor) -> None:
    roadmap = read(upload(sample, boris), boris)

    with acting_as(boris):
        found = [m.number for s in sections_with_measures(roadmap, words="экскурсия") for m in s.measures]
        assert found == ["2.5."]


def test_a_document_without_a_plan_says_so(boris: Actor) -> None:
    letter = io.BytesIO()
    document = Document()
    document.add_paragraph("Уважаемые коллеги! Направляем план мероприятий.")
    document.save(letter)

    roadmap = read(upload(letter.getvalue(), boris), boris)

    assert (roadmap.state, roadmap.obstacle) == ("unreadable", "no_plan")


def test_a_document_that_could_not_be_read_may_be_read_again(boris: Actor) -> None:
    letter = io.BytesIO()
    Document().save(letter)
    roadmap = read(upload(letter.getvalue(), boris), boris)

    with acting_as(boris):
        roadmaps.read_again(roadmap, by=boris, at=NOON)

        assert Roadmap.objects.get(pk=roadmap.pk).state == "waiting"
        assert ProcrastinateJob.objects.filter(args__roadmap_id=roadmap.pk).count() == 2


def test_a_document_that_is_being_read_is_not_asked_for_again(sample: bytes, boris: Actor) -> None:
    roadmap = upload(sample, boris)

    with acting_as(boris):
        with pytest.raises(roadmaps.StillReading):
            roadmaps.read_again(roadmap, by=boris, at=NOON + timedelta(seconds=30))
        roadmaps.read_again(roadmap, by=boris, at=NOON + timedelta(minutes=3))

        assert ProcrastinateJob.objects.filter(args__roadmap_id=roadmap.pk).count() == 2


def test_a_roadmap_that_was_read_is_not_read_again(sample: bytes, boris: Actor) -> None:
    roadmap = read(upload(sample, boris), boris)

    with acting_as(boris), pytest.raises(roadmaps.NothingToRead):
        roadmaps.read_again(roadmap, by=boris, at=NOON + timedelta(hours=1))
