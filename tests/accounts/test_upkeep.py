"""What is kept for a term is gone when the term has passed, and not a day earlier."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from orientir.accounts import tasks, upkeep
from orientir.accounts.models import Session
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.system_actors import CARETAKER
from orientir.people.models import Person
from orientir.ui import drafts
from orientir.ui.models import FormDraft, Submission

NIGHT = datetime.fromisoformat("2026-11-20T04:00:00+03:00")
DAY = timedelta(days=1)


def keep_things_of(actor: Actor, age: timedelta, kind: str) -> None:
    """Make one of everything that is as old as this; the word tells it from the others."""
    then, person = NIGHT - age, actor.person_id or 0
    with acting_as(actor), connection.cursor() as cursor:
        Session.objects.create(
            session_key=kind, session_data="", expire_date=then, user_id=actor.user_id, made_at=then, seen_at=then
        )
        drafts.save("report", kind, {"text": "начато"}, person_id=person, at=then)
        Submission.objects.create(key=uuid4(), person_id=person, digest="", led_to=kind, at=then)
        for status in ("todo", "succeeded", "failed"):
            cursor.execute(
                "INSERT INTO procrastinate_jobs (task_name, queue_name) VALUES (%s, 'default') RETURNING id",
                [f"{kind} {status}"],
            )
            job = cursor.fetchone()[0]
            cursor.execute(f"UPDATE procrastinate_jobs SET status = '{status}' WHERE id = %s", [job])
            cursor.execute("UPDATE procrastinate_events SET at = %s WHERE job_id = %s", [then, job])


def what_is_left() -> dict[str, set[str]]:
    with acting_as(CARETAKER), connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE task_name ~ '^(vera|zoya) '")
        return {
            "sessions": set(Session.objects.filter(session_data="").values_list("session_key", flat=True)),
            "drafts": set(FormDraft.objects.values_list("about", flat=True)),
            "submissions": set(Submission.objects.values_list("led_to", flat=True)),
            "jobs": {name for (name,) in cursor.fetchall()},
        }


@pytest.fixture
def things(vera: Actor, zoya: Actor) -> None:
    """Keep things of two people who do not see each other's."""
    for actor, whose in ((vera, "vera"), (zoya, "zoya")):
        for name, age in (("tomorrow", -DAY), ("week", 7 * DAY), ("month", 40 * DAY), ("year", 400 * DAY)):
            keep_things_of(actor, age, f"{whose} {name}")


def of_both(*kinds: str) -> set[str]:
    return {f"{whose} {kind}" for whose in ("vera", "zoya") for kind in kinds}


@pytest.mark.usefixtures("things")
def test_all_goes_when_its_term_has_passed_and_the_younger_stays() -> None:
    waiting = of_both("tomorrow todo", "week todo", "month todo", "year todo")
    over = of_both("tomorrow succeeded", "tomorrow failed", "week succeeded", "week failed")

    upkeep.delete_expired(at=NIGHT)

    assert what_is_left() == {
        "sessions": of_both("tomorrow"),
        "drafts": of_both("tomorrow", "week", "month"),
        "submissions": of_both("tomorrow", "week"),
        "jobs": waiting | over,
    }


@pytest.mark.usefixtures("things")
def test_the_nightly_job_does_it_as_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.timezone, "now", lambda: NIGHT)

    tasks.delete_expired(timestamp=0)

    assert what_is_left()["sessions"] == of_both("tomorrow")


def test_the_caretaker_sees_nobody(boris: Actor) -> None:
    with acting_as(CARETAKER):
        assert not Person.objects.exists()


def test_a_session_that_was_left_is_gone_in_the_night_though_its_twelve_hours_are_not_over(vera: Actor) -> None:
    for kind, minutes in (("left", 31), ("in use", 29)):
        with acting_as(vera):
            Session.objects.create(
                session_key=kind,
                session_data="",
                expire_date=NIGHT + DAY,
                user_id=vera.user_id,
                made_at=NIGHT - DAY,
                seen_at=NIGHT - timedelta(minutes=minutes),
            )

    upkeep.delete_expired(at=NIGHT)

    assert what_is_left()["sessions"] == {"in use"}
