"""The pages of roadmaps that are put in and read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.files import store
from orientir.files.models import StoredFile
from orientir.roadmaps.models import Roadmap
from orientir.roadmaps.services import roadmaps
from orientir.roadmaps.tasks import FAILED, read_document
from orientir.territory.choices import Kind
from orientir.territory.models import Organisation
from tests.files import samples
from tests.support.world import NOON, a_document

Visit = Callable[[str], Client]
LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def roadmap(boris: Actor) -> Roadmap:
    with acting_as(boris):
        return Roadmap.objects.get(organisation__in=boris.scope("roadmaps.keep_roadmaps"))


@pytest.fixture
def unread(boris: Actor, roadmap: Roadmap) -> Roadmap:
    """A document put in just now, waiting for the job."""
    with acting_as(boris):
        return roadmaps.upload_roadmap(a_document(), organisation=roadmap.organisation, by=boris, at=NOON)


def send(client: Client, where: str, **fields: object) -> object:
    key = re.search(r'name="submission_key" value="([^"]+)"', client.get(where).content.decode())
    assert key
    return client.post(where, {**fields, "submission_key": key.group(1)})


def test_slides_are_no_roadmap_and_leave_none_behind(signed_in: Visit, boris: Actor) -> None:
    slides = SimpleUploadedFile("план.pptx", samples.openxml(samples.SLIDES))
    client = signed_in("boris")
    office = re.search(r'name="organisation" value="(\d+)"', client.get("/roadmaps/upload/").content.decode())
    assert office

    answer = send(client, "/roadmaps/upload/", document=slides, organisation=office.group(1))

    assert answer.status_code == 422
    assert "Из таких файлов план не читается." in answer.content.decode()
    with acting_as(boris):
        assert Roadmap.objects.filter(organisation__in=boris.organisations).count() == 1


def test_a_document_that_cannot_be_read_is_removed_with_its_file(
    signed_in: Visit, unread: Roadmap, boris: Actor
) -> None:
    read_document.run(by=boris.name, roadmap_id=unread.pk)

    signed_in("boris").post(f"/roadmaps/{unread.pk}/remove/")

    with acting_as(boris):
        assert not Roadmap.objects.filter(pk=unread.pk).exists()
        assert not StoredFile.objects.filter(pk=unread.source_id).exists()


def test_a_roadmap_that_was_read_is_not_removed(signed_in: Visit, roadmap: Roadmap, boris: Actor) -> None:
    assert signed_in("boris").post(f"/roadmaps/{roadmap.pk}/remove/").status_code == 403

    with acting_as(boris), pytest.raises(roadmaps.InForce):
        roadmaps.remove_document(roadmap, by=boris, at=NOON)


@pytest.mark.parametrize(
    ("fault", "obstacle"),
    [(store.FileMissing("gone"), "missing"), (RuntimeError("a fault of our own"), FAILED)],
)
def test_whatever_goes_wrong_in_reading_is_told_to_who_waits(
    unread: Roadmap, boris: Actor, signed_in: Visit, monkeypatch: pytest.MonkeyPatch, fault: Exception, obstacle: str
) -> None:
    def fail(sha256: str) -> None:
        raise fault

    monkeypatch.setattr(store, "path_of", fail)

    read_document.run(by=boris.name, roadmap_id=unread.pk)

    with acting_as(boris):
        assert Roadmap.objects.get(pk=unread.pk).obstacle == obstacle
    assert "Прочитать ещё раз" in signed_in("boris").get(f"/roadmaps/{unread.pk}/").content.decode()


def test_reading_that_came_to_a_halt_is_said_and_the_page_no_longer_asks(
    signed_in: Visit, unread: Roadmap, boris: Actor
) -> None:
    fresh = Roadmap(state="waiting", uploaded_at=NOON)
    assert (fresh.is_stuck(NOON + timedelta(seconds=90)), fresh.is_stuck(NOON + timedelta(minutes=2))) == (False, True)

    page = signed_in("boris").get(f"/roadmaps/{unread.pk}/").content.decode()  # put in long before today

    assert "Чтение остановилось" in page
    assert "hx-trigger" not in page.split("<main")[1]


def test_the_cast_has_the_schools_that_the_stories_speak_of(boris: Actor) -> None:
    with acting_as(boris):
        schools = Organisation.objects.filter(pk__in=boris.organisations, kind=Kind.SCHOOL)
        assert [school.short_name for school in schools] == ["Школа № 5", "Школа № 6"]
