"""Jobs enter the same context as requests.

    @job
    def read_upload(upload_id: int, *, by: Actor) -> Steps:
        path = services.begin_reading(upload_id, by=by)
        roadmap = yield partial(read_in_child, path)      # what was done so far is committed and can be seen
        services.take_in(upload_id, roadmap, by=by)

    read_upload.defer(by=request.actor, upload_id=7)      # in the deed's own transaction

A plain function runs in one transaction. A generator runs in several: each `yield` ends one, runs what it yields
outside of any (long work holds no lock and no snapshot), and goes on in the next with its result. The actor is built
anew from its name in each: rights lost meanwhile are lost for the job too.
"""

from __future__ import annotations

import inspect
import logging
import time
from collections.abc import Callable, Generator
from threading import Thread
from typing import Any

from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from .actor import Actor
from .context import acting_as
from .system_actors import ALL, GATE

Steps = Generator[Callable[[], Any] | None, Any, None]
logger = logging.getLogger(__name__)

_SYSTEM = {actor.name: actor for actor in ALL}
_build_actor: Callable[[int], Actor] | None = None


class UnknownActor(Exception):
    """A job names somebody who no longer has an account or whom nobody can build."""


def builds_actors(builder: Callable[[int], Actor]) -> Callable[[int], Actor]:
    """Register the function that builds an actor from the key of an account (`access` has it)."""
    global _build_actor
    _build_actor = builder
    return builder


def actor_named(name: str) -> Actor:
    """Return the actor of this name with the rights of this moment ("user:17", "system:maintenance")."""
    if name in _SYSTEM:
        return _SYSTEM[name]
    kind, _, key = name.partition(":")
    if kind != "user" or not key.isdigit() or _build_actor is None:
        raise UnknownActor(name)
    with acting_as(GATE):
        return _build_actor(int(key))


def defer(name: str, *, by: Actor, **arguments: Any) -> None:
    """Put the job with this name in the queue in the current transaction: it exists if and only if the deed does.

    Services, which jobs import, name theirs: "orientir.roadmaps.tasks.read_document".
    """
    # A task's own `defer` would, in a worker, write on the worker's connection and commit at once.
    configure_task(name=name, job_manager=JobManager(DjangoConnector())).defer(by=by.name, **arguments)


class Job:
    """A function that the queue runs in the context of whoever asked for it."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.name = f"{function.__module__}.{function.__qualname__}"
        self.__doc__ = function.__doc__
        queue.task(name=self.name)(self.run)

    def defer(self, *, by: Actor, **arguments: Any) -> None:
        """Put this job in the queue; see `defer`."""
        defer(self.name, by=by, **arguments)

    def run(self, *, by: str, **arguments: Any) -> None:
        """Do the work now, as the actor named `by`."""
        _give_connection_back()
        try:
            self._run(by, arguments)
        finally:
            _give_connection_back()

    def _run(self, by: str, arguments: dict[str, Any]) -> None:
        if not inspect.isgeneratorfunction(self.function):
            with acting_as(actor_named(by)) as actor:
                self.function(**arguments, by=actor)
            return
        with acting_as(actor_named(by)) as actor:
            steps: Steps = self.function(**arguments, by=actor)
            work, running = _advance(steps, None)
        while running:
            _give_connection_back()
            result = work() if work else None
            with acting_as(actor_named(by)):
                work, running = _advance(steps, result)


def _give_connection_back() -> None:
    """Return the connection to the pool, as each request does: one that broke is not kept for the next job."""
    if not connection.in_atomic_block:
        connection.close()


def _advance(steps: Steps, result: Any) -> tuple[Callable[[], Any] | None, bool]:
    try:
        return steps.send(result), True
    except StopIteration:
        return None, False


def job(function: Callable[..., Any]) -> Job:
    """Make a function of `…, *, by: Actor` a job."""
    return Job(function)


class Beat(Thread):
    """What each worker does again and again beside its jobs, in a thread of its own, so that none holds it up."""

    def __init__(self, function: Callable[[], None], seconds: float) -> None:
        super().__init__(name=f"{function.__module__}.{function.__qualname__}", daemon=True)
        self.function, self.seconds = function, seconds

    def run(self) -> None:
        while True:
            self.once()
            time.sleep(self.seconds)

    def once(self) -> None:
        """Do it now; a fault is logged, and the next time may go well."""
        try:
            self.function()
        except Exception:
            logger.exception("%s failed", self.name)
        finally:
            _give_connection_back()


beats: dict[str, Beat] = {}
"""What workers do beside their jobs, by its name."""


def beat(*, seconds: float) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Let every worker call a function each so many seconds. Workers do not know of each other: it bears that."""

    def register(function: Callable[[], None]) -> Callable[[], None]:
        made = Beat(function, seconds)
        beats[made.name] = made
        return function

    return register


@queue.periodic(cron="*/5 * * * *")
@queue.task(name="orientir.database.jobs.retry_stalled", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Give jobs whose worker died (kill -9, power) to another worker. Jobs must bear to be begun again."""
    manager = context.app.job_manager
    for stalled in await manager.get_stalled_jobs():
        logger.warning("job %s (%s) had lost its worker and is tried again", stalled.id, stalled.task_name)
        await manager.retry_job(stalled)
