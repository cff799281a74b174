"""The page of the technical administrator tells how the installation does, in counts, and names nobody."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from orientir import __version__
from orientir.access import installation
from orientir.access import services as access
from orientir.access.roles import TECHNICAL_ADMINISTRATOR
from orientir.accounts import services as accounts
from orientir.database import backups
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import MAINTENANCE, REGISTRAR
from orientir.journal import sealing
from orientir.people.services import Name, add_person
from orientir.territory.models import Organisation
from tests.support import world
from tests.support.world import SEPTEMBER

pytestmark = pytest.mark.usefixtures("db", "place")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the state lie in a folder of this test's own."""
    monkeypatch.setattr(settings, "STATE", tmp_path)
    return tmp_path


@pytest.fixture
def tikhon() -> Actor:
    """Who looks after the installation."""
    with acting_as(REGISTRAR):
        office = Organisation.objects.get(short_name="УО, Белоозерск")
        user = accounts.make_account("tikhon", world.PASSWORD, by=REGISTRAR, at=SEPTEMBER)
        person = add_person(
            Name("Ключников", "Тихон"), organisation_id=office.pk, user=user, by=REGISTRAR, at=SEPTEMBER
        )
        access.appoint(person, TECHNICAL_ADMINISTRATOR, office, by=REGISTRAR, at=SEPTEMBER)
    return world.actor("tikhon")


def words_of(answer: Any) -> str:
    return " ".join(unescape(strip_tags(answer.content.decode())).split())


def test_who_looks_after_it_reads_counts_and_no_names(tikhon, place, signed_in: Callable[[str], Client]) -> None:
    answer = signed_in("tikhon").get("/installation/")
    said = words_of(answer)

    assert answer.status_code == 200
    for words in (
        "Нет свежей копии",
        "Очередь заданий не работает",
        f"Выпуск{__version__}",
        "такие, как нужно выпуску",
    ):
        assert words in said
    for name in ("Ладожский", "Волховская", "Полянская", "Заречный"):
        assert name not in said


def test_an_installation_that_does_well_has_nothing_to_warn_of(tikhon, place, signed_in) -> None:
    now = timezone.now()
    backups.remember(place, backups.Made((now - timedelta(hours=30)).isoformat(), 12.5, 40, encrypted=True))
    sealing.seal(at=now)
    with acting_as(MAINTENANCE), connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = %s", [now])

    page = signed_in("tikhon").get("/installation/")

    assert 'class="alert' not in page.content.decode()
    assert "12,5 МБ, файлов: 40" in words_of(page)


def test_what_is_late_or_short_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(installation.shutil, "disk_usage", lambda path: usage(1000, 950, 50))
    backups.remember(place, backups.Made((now - timedelta(hours=37)).isoformat(), 1, 1, encrypted=False))
    sealing.seal(at=now - timedelta(minutes=3))
    with acting_as(MAINTENANCE), connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        for status in ("todo", "todo", "doing", "failed", "succeeded"):
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('default', 'x', %s)", [status]
            )
    with acting_as(REGISTRAR):
        accounts.make_account("somebody", world.PASSWORD, by=REGISTRAR, at=now)  # an entry that nobody seals

    health = installation.health(at=now)

    assert (health.jobs.waiting, health.jobs.doing, health.jobs.failed) == (2, 1, 1)
    assert (health.seal.unsealed > 0, health.seal.is_late) == (True, True)
    assert (health.backup_is_late, health.disk.is_short, health.faults) == (True, True, 0)


def test_others_have_no_such_page(tikhon, signed_in) -> None:
    answers = {
        login: signed_in(login).get("/installation/").status_code for login in ("boris", "vera", "olga", "tikhon")
    }

    assert answers == {"boris": 403, "vera": 403, "olga": 403, "tikhon": 200}
    assert "Установка" in signed_in("tikhon").get("/").content.decode()
    assert "Установка" not in signed_in("boris").get("/").content.decode()
