"""Files go in and out, and rows and content stay together."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import MAINTENANCE
from orientir.files import store
from orientir.files.models import Holding, StoredFile
from orientir.files.services import FileRefused, NotStored, put_in, sweep, take_out
from orientir.journal.queries import history_of
from tests.support import world
from tests.support.world import NOON

from . import samples

PNG = samples.png()
SHA256 = hashlib.sha256(PNG).hexdigest()


def put(by: Actor, content: bytes = PNG, name: str = "Экран.png") -> StoredFile:
    """Let somebody put a file in for the own organisation."""
    [organisation_id] = by.organisations
    return put_in(SimpleUploadedFile(name, content), organisation_id=organisation_id, by=by, at=NOON)


def holdings() -> list[tuple[int, str, int, int]]:
    with acting_as(MAINTENANCE):
        return list(Holding.objects.filter(sha256=SHA256).values_list("organisation_id", "sha256", "size", "uses"))


def content_is_kept(sha256: str = SHA256) -> bool:
    try:
        return bool(store.path_of(sha256))
    except store.FileMissing:
        return False


def test_a_file_is_kept_with_what_is_known_of_it(vera: Actor, folder: Path) -> None:
    [school] = vera.organisations

    with acting_as(vera):
        stored = put(vera, name="C:\\Вера\\Экран\u202e.png")

        assert StoredFile.objects.filter(pk=stored.pk).values().get() == {
            "id": stored.pk,
            "sha256": SHA256,
            "name": "Экран.png",
            "media_type": "image/png",
            "size": len(PNG),
            "organisation_id": school,
            "person_id": vera.person_id,
            "stored_at": NOON,
        }
        assert [(e.verb, e.actor, e.at, e.organisation_id, e.facts) for e in history_of(stored)] == [
            ("file_stored", vera.name, NOON, school, {"size": len(PNG)})
        ]
    assert store.path_of(SHA256).read_bytes() == PNG


def test_a_file_that_was_read_before_is_kept_whole(vera: Actor) -> None:
    upload = SimpleUploadedFile("Экран.png", PNG)
    upload.read()

    with acting_as(vera):
        stored = put_in(upload, organisation_id=min(vera.organisations), by=vera, at=NOON)

    assert stored.sha256 == SHA256


def test_a_refused_file_leaves_nothing(vera: Actor, folder: Path) -> None:
    with acting_as(vera), pytest.raises(FileRefused):
        put(vera, b"MZ\x90\0", "Экран.png")

    assert not folder.exists()


def test_one_content_under_two_names_is_kept_once_and_counts_once(vera: Actor, settings: Any, folder: Path) -> None:
    settings.FILES_QUOTA_BYTES = len(PNG)

    with acting_as(vera):
        first, second = put(vera), put(vera, name="Ещё раз.png")

        assert (first.sha256, second.sha256) == (SHA256, SHA256)
        assert holdings() == [(first.organisation_id, SHA256, len(PNG), 2)]
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [SHA256]


def test_an_organisation_keeps_no_more_than_its_quota(vera: Actor, zoya: Actor, settings: Any) -> None:
    settings.FILES_QUOTA_BYTES = len(PNG) + 10
    other = samples.png(3, 3)

    with acting_as(vera):
        put(vera)
        with pytest.raises(FileRefused) as refused:
            put(vera, other)
    with acting_as(zoya):
        put(zoya, other)

    assert refused.value.code == "quota"
    with acting_as(vera):
        assert StoredFile.objects.filter(organisation_id=min(vera.organisations)).count() == 1


def test_a_file_taken_out_gives_its_room_back(vera: Actor, settings: Any) -> None:
    settings.FILES_QUOTA_BYTES = len(PNG) + 10

    with acting_as(vera):
        stored = put(vera)
        take_out(stored, by=vera, at=NOON)
        put(vera, samples.png(3, 3))

        assert holdings() == []
        assert [entry.verb for entry in history_of(stored)] == ["file_stored", "file_removed"]
        with pytest.raises(NotStored):
            take_out(stored, by=vera, at=NOON)


def test_content_goes_with_the_last_of_its_names(committed: str) -> None:
    vera = world.actor("vera")
    with acting_as(vera):
        first, second = put(vera), put(vera)

    with acting_as(vera):
        take_out(first, by=vera, at=NOON)
    assert content_is_kept()
    with acting_as(vera):
        take_out(second, by=vera, at=NOON)
        assert content_is_kept(), "the transaction may still fail"
    assert not content_is_kept()


def test_content_stays_while_an_organisation_one_cannot_see_keeps_it(committed: str) -> None:
    vera, zoya = world.actor("vera"), world.actor("zoya")
    with acting_as(zoya):
        put(zoya)
    with acting_as(vera):
        stored = put(vera)

    with acting_as(vera):
        take_out(stored, by=vera, at=NOON)

    assert content_is_kept()


def test_content_stays_when_taking_it_out_is_undone(committed: str) -> None:
    vera = world.actor("vera")
    with acting_as(vera):
        stored = put(vera)

    with acting_as(vera):
        take_out(stored, by=vera, at=NOON)
        transaction.set_rollback(True)

    assert content_is_kept()
    assert [row[3] for row in holdings()] == [1]


def test_content_stays_while_somebody_else_brings_it_in(committed: str) -> None:
    vera, zoya = world.actor("vera"), world.actor("zoya")
    with acting_as(vera):
        stored = put(vera)
    brought_in, taken_out = threading.Event(), threading.Event()

    def bring_in() -> None:
        with acting_as(zoya):
            put(zoya)
            brought_in.set()
            taken_out.wait(10)

    other = begin(bring_in)
    assert brought_in.wait(10)
    with acting_as(vera):
        take_out(stored, by=vera, at=NOON)
    taken_out.set()
    other.join(20)

    assert content_is_kept()
    assert holdings() == [(min(zoya.organisations), SHA256, len(PNG), 1)]


def test_two_uploads_at_once_cannot_both_take_the_last_room(committed: str, settings: Any) -> None:
    vera = world.actor("vera")
    settings.FILES_QUOTA_BYTES = len(PNG) + 10
    outcomes = []

    def second_upload() -> None:
        try:
            with acting_as(vera):
                put(vera, samples.png(3, 3))
            outcomes.append("stored")
        except FileRefused as refused:
            outcomes.append(refused.code)

    with acting_as(vera):
        put(vera)
        second = begin(second_upload)
        while second.is_alive() and not somebody_waits():
            time.sleep(0.01)
    second.join(20)

    assert outcomes == ["quota"]


def begin(deed: Callable[[], None]) -> threading.Thread:
    """Do something at the same time, on a connection of its own."""

    def run() -> None:
        try:
            deed()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")
        return bool(cursor.fetchone()[0])


def test_what_a_broken_request_left_is_swept_away_and_nothing_else(committed: str, capsys: Any) -> None:
    vera = world.actor("vera")
    left = samples.png(3, 3)
    with acting_as(vera):
        put(vera)
    with acting_as(vera):
        put(vera, left)
        transaction.set_rollback(True)
    assert content_is_kept(hashlib.sha256(left).hexdigest())

    call_command("sweep_files")

    assert not content_is_kept(hashlib.sha256(left).hexdigest())
    assert content_is_kept()
    assert sweep() == 0
