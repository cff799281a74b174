"""Jobs act like requests: in the context of whoever asked, with the rights of the moment."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django.models import ProcrastinateJob

from orientir.access import services as access
from orientir.access.models import Appointment
from orientir.accounts.models import User
from orientir.database import jobs
from orientir.database.actor import Actor
from orientir.database.context import NoContext, acting_as, current_actor
from orientir.database.jobs import Steps, UnknownActor, job
from orientir.database.system_actors import GATE, MAINTENANCE, REGISTRAR
from orientir.journal import entry
from orientir.people.models import Person
from orientir.territory.models import Organisation
from tests.support import databases, world
from tests.support.threads import elsewhere

seen: list[object] = []
"""What the jobs of this file have noticed."""


@pytest.fixture(autouse=True)
def nothing_seen() -> Iterator[None]:
    yield
    seen.clear()


@job
def look(*, by: Actor) -> None:
    seen.append((by.name, current_actor() is by, by.organisations))


@job
def rename(name: str, *, by: Actor, fails: bool = False) -> Steps:
    """Name the schools in two steps, and look at what others see between them."""
    call_schools(name)
    yield partial(seen.append, elsewhere(school_names))
    yield lambda: seen.append(elsewhere(school_names))
    call_schools(name.upper())
    if fails:
        raise ZeroDivisionError


@job
def step_by_step(*, by: Actor) -> Steps:
    seen.append(by.organisations)
    found = yield dismiss_vera
    seen.append((found, by.organisations, current_actor().organisations, list(Person.objects.all())))


@job
def ask_between(*, by: Actor) -> Steps:
    yield Person.objects.count


@job
def pass_on(*, by: Actor, fails: bool) -> None:
    look.defer(by=by)
    if fails:
        raise ZeroDivisionError


def call_schools(name: str) -> None:
    with entry("organisation_added", by=REGISTRAR, at=world.NOON):
        Organisation.objects.filter(kind="school").update(short_name=name)


def school_names() -> set[str]:
    with acting_as(GATE):
        return set(Organisation.objects.filter(kind="school").values_list("short_name", flat=True))


def dismiss_vera() -> str:
    with acting_as(REGISTRAR):
        appointment = Appointment.objects.get(person__user__login="vera")
        access.end_appointment(appointment, by=REGISTRAR, at=timezone.now() - timedelta(seconds=1))
    return "dismissed"


def work() -> None:
    """Do all that waits in the queue, as a worker of its own does."""

    async def run() -> None:
        async with queue.open_async():
            await queue.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)

    with queue.replace_connector(queue.connector.get_worker_connector()):
        asyncio.run(run())


def queued(*names: str) -> list[tuple[str, str]]:
    """Return the jobs of this file, and of these names besides, with their states."""
    with acting_as(MAINTENANCE):
        rows = ProcrastinateJob.objects.order_by("id").values_list("task_name", "status")
        return [
            (name.rpartition(".")[2], status)
            for name, status in rows
            if name.startswith(__name__) or name.endswith(names)
        ]


def test_a_plain_job_runs_in_the_context_of_who_asked(committed):
    vera = world.actor("vera")
    with acting_as(vera):
        look.defer(by=vera)

    work()

    assert seen == [(vera.name, True, vera.organisations)]
    assert queued() == [("look", "succeeded")]


def test_a_job_exists_if_and_only_if_the_deed_does(committed):
    vera = world.actor("vera")
    with pytest.raises(ZeroDivisionError), acting_as(vera):
        look.defer(by=vera)
        assert queued() == [("look", "todo")]
        1 / 0  # noqa: B018
    assert queued() == []

    with acting_as(vera):
        look.defer(by=vera)
        assert elsewhere(queued) == []
    assert elsewhere(queued) == [("look", "todo")]


def test_a_job_asked_for_by_a_job_exists_if_and_only_if_that_one_did_its_work(committed):
    vera = world.actor("vera")
    with acting_as(vera):
        pass_on.defer(by=vera, fails=True)
    work()
    assert queued() == [("pass_on", "failed")]

    with acting_as(vera):
        pass_on.defer(by=vera, fails=False)
    work()
    assert queued() == [("pass_on", "failed"), ("pass_on", "succeeded"), ("look", "succeeded")]


def test_without_a_context_no_job_is_asked_for(committed):
    with pytest.raises(NoContext):
        look.defer(by=MAINTENANCE)


def test_each_step_is_kept_before_the_work_between_and_a_failure_undoes_its_own_only(committed):
    before = school_names()

    with pytest.raises(ZeroDivisionError):
        rename.run(by=REGISTRAR.name, name="новая", fails=True)

    assert seen == [before, {"новая"}]
    assert elsewhere(school_names) == {"новая"}


def test_the_work_between_steps_runs_outside_of_any_context(committed):
    with pytest.raises(NoContext):
        ask_between.run(by=REGISTRAR.name)
    assert not connection.in_atomic_block


def test_a_right_lost_between_two_steps_is_lost_for_the_job(committed):
    vera = world.actor("vera")

    step_by_step.run(by=vera.name)

    with acting_as(vera):
        herself = Person.objects.get(pk=vera.person_id)
    assert seen == [vera.organisations, ("dismissed", vera.organisations, frozenset(), [herself])]


@pytest.mark.parametrize("name", ["user:999999", "user:", "user:vera", "system:nobody", "anonymous", ""])
def test_nobody_unknown_acts(db, name):
    with pytest.raises(UnknownActor):
        look.run(by=name)
    assert seen == []


def test_a_blocked_account_acts_no_more(db, vera):
    with acting_as(REGISTRAR), entry("account_made", by=REGISTRAR, at=world.NOON):
        User.objects.filter(pk=vera.user_id).update(is_active=False)

    with pytest.raises(UnknownActor):
        look.run(by=vera.name)


@pytest.mark.parametrize("actor", [GATE, REGISTRAR, MAINTENANCE])
def test_a_system_actor_acts_under_its_name(db, actor):
    look.run(by=actor.name)

    assert seen == [(actor.name, True, frozenset())]


def test_a_job_whose_worker_died_is_done_by_another(committed):
    vera = world.actor("vera")
    with acting_as(vera):
        look.defer(by=vera)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
            )
            (dead,) = cursor.fetchone()
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [dead])
    with acting_as(MAINTENANCE):
        jobs.retry_stalled.defer(timestamp=0)

    work()

    assert queued("retry_stalled")[:2] == [("look", "succeeded"), ("retry_stalled", "succeeded")]
    assert seen == [(vera.name, True, vera.organisations)]


def test_a_worker_whose_connection_broke_goes_on_with_the_next_job(committed):
    """The next job gets another connection, as the next request does."""
    connection.ensure_connection()
    with psycopg.connect(databases.application_url(committed)) as application:
        application.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
    with pytest.raises(psycopg.OperationalError):
        connection.connection.execute("SELECT 1")

    look.run(by=MAINTENANCE.name)

    assert seen == [(MAINTENANCE.name, True, frozenset())]
    assert connection.connection is None  # given back, as a request gives its own back
