"""What a command of the product finds around it: the database, the state folder, catalogues, settings."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from orientir.door.obstacles import Obstacle
from orientir.door.words import language, say

CHECKOUT = Path(__file__).resolve().parents[3]
DJANGO = (sys.executable, "-P", "-m", "django")

Environment = dict[str, str]


def state() -> Path:
    """The folder that keeps database, files and secrets; an Obstacle where none can be made."""
    from orientir.database.places import ServerRefused, state_folder

    try:
        return Path(os.environ.get("ORIENTIR_STATE") or state_folder(CHECKOUT))
    except OSError as error:
        raise Obstacle(say("serve.state", folder=error.filename)) from error
    except ServerRefused as refused:
        raise Obstacle(refused.en if language() == "en" else refused.ru) from refused


@contextmanager
def product(*, owner: bool = False) -> Iterator[Environment]:
    """The environment Django starts in; holds the private database while it is needed.

    With `owner` the owner's address is needed too: without it an Obstacle says so before anything starts.
    """
    environment = settings(state())
    if os.environ.get("DATABASE_URL"):
        if owner and not os.environ.get("DATABASE_OWNER_URL"):
            raise Obstacle(say("serve.database"), code=2)
        yield environment
        return

    from orientir.database import private_server
    from orientir.database.places import ServerRefused

    try:
        server = private_server.start(Path(environment["ORIENTIR_STATE"], "database"))
    except ServerRefused as refused:
        raise Obstacle(refused.en if language() == "en" else refused.ru) from refused
    with server:
        environment["DATABASE_URL"] = server.urls.application
        environment["DATABASE_OWNER_URL"] = server.urls.owner
        yield environment


def settings(state: Path) -> Environment:
    """The environment of Django without a database: settings, state folder, catalogues made up to date."""
    from orientir.door.catalogues import compile_stale

    environment = dict(os.environ)
    environment["DJANGO_SETTINGS_MODULE"] = "orientir.config.settings"
    environment["ORIENTIR_STATE"] = str(state)
    folders = compile_stale(state)
    if folders:
        environment["ORIENTIR_CATALOGUES"] = os.pathsep.join(map(str, folders))
    return environment


def django(arguments: Sequence[str], environment: Environment, *, owner: bool = False) -> int:
    """Run a command of Django with the terminal of this one and return its exit code."""
    with subprocess.Popen([*DJANGO, *arguments], env=_role(environment, owner=owner)) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:  # the terminal told the command too: let it end in its own way
                continue


def django_says(arguments: Sequence[str], environment: Environment) -> str:
    """Run a command of Django and return what it prints; its errors go to the terminal."""
    done = subprocess.run([*DJANGO, *arguments], env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise Obstacle(say("serve.step-failed", step=arguments[0]))
    return done.stdout.strip()


def step(text: str, arguments: Sequence[str], environment: Environment, *, owner: bool = False) -> None:
    """Announce a step of preparation and do it; its chatter is shown only when it fails."""
    print(say("step", step=say(text)), file=sys.stderr, flush=True)
    done = subprocess.run(
        [*DJANGO, *arguments],
        env=_role(environment, owner=owner),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        print(done.stdout, file=sys.stderr)
        raise Obstacle(say("serve.step-failed", step=say(text)))


def _role(environment: Environment, *, owner: bool) -> Environment:
    return environment | {"ORIENTIR_DATABASE_ROLE": "owner"} if owner else environment
