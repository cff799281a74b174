"""Commands and jobs act as whom the table says, and a job does for nobody what they may not do themselves."""

from __future__ import annotations

import asyncio
import inspect
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from orientir.access import services as access
from orientir.database import commands, context
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.database.jobs import UnknownActor, actor_named, beats
from orientir.database.system_actors import REGISTRAR
from orientir.roadmaps import tasks
from orientir.roadmaps.models import Roadmap
from tests.engines.sheet_files import workbook
from tests.support import world

from . import all_seeing, cells, table
from .scene import CAST, Scene

ABOUT = {"erase_again": ["/dev/null"], "new_password": ["vera"]}
"""What the other commands are given that do not run without a word."""
ONLY_READ = {"export_organisations"}
READ = table.TABLE["jobs"]["orientir.roadmaps.tasks.read_document"]


@pytest.fixture
def actors(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which the name of each is added who comes to act."""
    names: list[str] = []
    hand_over = context._hand_over

    def noting(actor: Actor | None) -> None:
        if actor is not None:
            names.append(actor.name)
        hand_over(actor)

    monkeypatch.setattr(context, "_hand_over", noting)
    # It goes before every command of ours; here counts who acts then.
    monkeypatch.setattr(commands, "refuse_unsafe_role", lambda: None)
    return names


@pytest.fixture
def of_a_person(tmp_path: Path) -> dict[str, list[str]]:
    """Return what the commands are given that somebody runs in the name of a person; the name comes last."""
    head = ("Вид", "Полное наименование", "Краткое наименование")
    a_list = workbook(tmp_path, head, ("школа", "МБОУ «Школа № 70»", "Школа № 70"))
    return {
        "import_organisations": [str(a_list), "--as"],
        "export_organisations": [str(tmp_path / "export.xlsx"), "--as"],
    }


def run(command: str, *arguments: str) -> None:
    """Run a command without listening to it.

    Raises:
        CommandError: it refuses, by whatever exit.
    """
    try:
        call_command(command, *arguments, stdout=io.StringIO(), stderr=io.StringIO())
    except SystemExit as left:
        raise CommandError(str(left)) from left


def test_commands_run_as_the_table_says(
    scene: Scene, db: None, actors: list[str], of_a_person: dict[str, list[str]]
) -> None:
    ran_as = {}
    for command in table.TABLE["commands"]:
        actors.clear()
        given = [*of_a_person[command], "boris"] if command in of_a_person else ABOUT.get(command, [])
        with cells.undone():
            try:
                run(command, *given)
            except CommandError as refused:
                if "owner" in str(refused):
                    actors.insert(0, "owner")
        ran_as[command] = actors[0] if actors else "nobody"

    assert ran_as == {
        command: declared["runs_as"] if command in of_a_person else declared
        for command, declared in table.TABLE["commands"].items()
    }


def test_no_command_changes_an_installation_that_is_in_use(scene: Scene, db: None) -> None:
    before = all_seeing.digests()

    for command in table.TABLE["commands"]:
        if command != "import_organisations":  # see below
            with cells.undone():
                try:
                    run(command)
                except CommandError:
                    continue
                assert all_seeing.digests() == before, command


@pytest.mark.parametrize("person", CAST)
def test_a_command_in_the_name_of_a_person_does_what_they_may(
    person: str, scene: Scene, db: None, of_a_person: dict[str, list[str]]
) -> None:
    before = all_seeing.digests()
    for command, given in of_a_person.items():
        with cells.undone():
            try:
                run(command, *given, person)
                done = True
            except CommandError:
                done = False
            changed = all_seeing.digests() != before

        may = person in table.TABLE["commands"][command]["may"]
        assert (done, changed) == (may, may and command not in ONLY_READ)


@pytest.mark.parametrize("person", CAST)
def test_a_job_reads_a_document_for_those_only_who_may(
    person: str, scene: Scene, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "_read", lambda sha256, media_type: tasks.NO_PLAN)
    by = "anonymous" if person == "anonymous" else world.actor(person).name
    roadmap, before = scene.objects[READ["object"]], all_seeing.digests()

    with cells.undone():
        try:
            tasks.read_document.run(by=by, roadmap_id=roadmap.pk)
        except (Roadmap.DoesNotExist, UnknownActor):
            assert person not in READ["may"]
            assert all_seeing.digests() == before
        else:
            assert person in READ["may"]
            assert all_seeing.digests() != before


def test_a_job_of_somebody_who_was_dismissed_meanwhile_does_nothing(scene: Scene, db: None) -> None:
    boris = world.actor("boris")
    appointment = scene.objects["appointment of boris"]
    with acting_as(REGISTRAR):
        access.end_appointment(appointment, by=REGISTRAR, at=timezone.now())

    with pytest.raises(Roadmap.DoesNotExist):
        tasks.read_document.run(by=boris.name, roadmap_id=scene.objects[READ["object"]].pk)

    assert actor_named(boris.name).organisations == frozenset()


class QuietQueue:
    """A queue in which no job has stalled."""

    def __init__(self) -> None:
        self.app = self.job_manager = self

    async def get_stalled_jobs(self) -> list[Any]:
        return []


def test_upkeep_runs_as_the_table_says(scene: Scene, db: None, actors: list[str]) -> None:
    upkeep = {name: job["runs_as"] for name, job in table.TABLE["jobs"].items() if "object" not in job}
    ran_as = {}
    for name in upkeep:
        actors.clear()
        if name in beats:
            beats[name].function()
            ran_as[name] = actors[0] if actors else "nobody"
            continue
        task = queue.tasks[name]
        done = task.func(QuietQueue(), timestamp=0) if task.pass_context else task.func(timestamp=0)
        if inspect.isawaitable(done):
            asyncio.run(_wait_for(done))
        ran_as[name] = actors[0] if actors else "nobody"

    assert ran_as == upkeep


async def _wait_for(work: Any) -> None:
    await work
