"""`./orientir restore BACKUP`: puts a whole installation back into an empty place.

Before anything is touched, each bit of the backup is compared with its manifest. Afterwards each table is, and the
product starts once to prove that its walls stand. When something fails in between, the place is left empty again.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from orientir.door import database_copy, vault
from orientir.door.backup import megabytes, tell
from orientir.door.obstacles import Obstacle
from orientir.door.surroundings import Environment, django_says, product, state, step
from orientir.door.words import say

STAGING = ".restoring-"
GUARD = (sys.executable, "-P", "-c", "import orientir.config.wsgi")
"""The application as a server loads it: it does not start on a database whose walls it could pass."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which backup."""
    parser.add_argument("backup", type=Path, metavar=say("metavar.backup"), help=say("option.restore"))


def run(args: argparse.Namespace) -> int:
    """Restore a backup, prove it, and print what is there now."""
    with vault.ending_is_a_fault():
        folder = args.backup.resolve()
        tell("restore.verifying")
        manifest = vault.verify(folder)
        home = state().resolve()
        _require_no_files(home)
        with product(owner=True) as environment:
            if not database_copy.is_empty(environment["DATABASE_OWNER_URL"]):
                raise Obstacle(_full("restore.full-database", home), vault.WRONG_ARGUMENT)
            environment = environment | {"ORIENTIR_SECRET_KEY": _secret_key(folder, manifest)}
            _require_known(manifest, environment)
            with (
                _files(folder, manifest, home) as put_files,
                _database(folder, manifest, environment),
            ):
                put_files()
                _put_secrets(folder, manifest, home)
    rows = sum(table.rows for table in manifest.facts.tables.values())
    counts = {"tables": len(manifest.facts.tables), "rows": rows, "files": len(manifest.contents)}
    print(say("restore.done", moment=manifest.made_at, **counts), flush=True)
    if manifest.secrets and os.environ.get("ORIENTIR_SECRET_KEY"):
        print(say("restore.other-secret"), flush=True)
    return 0


def _require_no_files(home: Path) -> None:
    stored = home / vault.FILES
    for left in stored.glob(f"{STAGING}*"):
        shutil.rmtree(left)  # of a restore that was killed: it had put nothing in its place yet
    if any(path for path in stored.rglob("*") if not path.is_dir()):
        raise Obstacle(_full("restore.full-files", home), vault.WRONG_ARGUMENT)


def _full(key: str, home: Path) -> str:
    advice = "restore.own" if os.environ.get("DATABASE_URL") else "restore.aside"
    return f"{say(key, state=home)} {say(advice, state=home)}"


def _secret_key(folder: Path, manifest: vault.Manifest) -> str:
    """The key under which Django starts here before the secrets are in their place."""
    name = f"{vault.SECRETS}/orientir_secret_key"
    kept = b"".join(vault.chunks_of(folder / name)).decode() if name in manifest.parts else ""
    return os.environ.get("ORIENTIR_SECRET_KEY") or kept or os.urandom(32).hex()


def _require_known(manifest: vault.Manifest, environment: Environment) -> None:
    """An Obstacle when the backup's tables come from a release that this one does not know."""
    as_owner = environment | {"ORIENTIR_DATABASE_ROLE": "owner"}
    plan = django_says(["showmigrations", "--plan", "--no-color"], as_owner)
    known = {line.split("]")[1].split()[0] for line in plan.splitlines() if line.startswith("[")}
    if set(manifest.facts.migrations) - known:
        raise Obstacle(say("restore.newer", release=manifest.release), vault.WRONG_ARGUMENT)


@contextmanager
def _database(folder: Path, manifest: vault.Manifest, environment: Environment) -> Iterator[None]:
    """The restored and proven database; a fault, also one inside the block, empties it again."""
    owner = environment["DATABASE_OWNER_URL"]
    tell("restore.database")
    try:
        database_copy.load(owner, folder / vault.DUMP)
        _compare(manifest.facts, database_copy.restored_facts(owner))
        step("serve.migrate", ["migrate", "--no-input"], environment, owner=True)
        tell("restore.proving")
        after = database_copy.restored_facts(owner)
        if after.migrations == manifest.facts.migrations:  # else the tables are of this release now, not of that one
            _compare(manifest.facts, after)
        _guard(environment)
        yield
    except BaseException:
        database_copy.clear(owner)
        raise


def _compare(expected: vault.Facts, found: vault.Facts) -> None:
    """An Obstacle names the first table that is not as it was, or a sequence that would give numbers away twice."""
    wrong = [name for name in expected.tables | found.tables if expected.tables.get(name) != found.tables.get(name)]
    for name, last in expected.sequences.items():
        if name not in found.sequences or (last or 0) > (found.sequences[name] or 0):
            wrong.append(name)
    if wrong or expected.migrations != found.migrations:
        raise Obstacle(say("restore.differs", name=sorted(wrong)[0] if wrong else "django_migrations"))


def _guard(environment: Environment) -> None:
    done = subprocess.run(
        GUARD, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode != 0:
        said = (done.stderr.strip() or "?").splitlines()[-1]
        raise Obstacle(say("restore.unguarded", said=said))


@contextmanager
def _files(folder: Path, manifest: vault.Manifest, home: Path) -> Iterator[Callable[[], None]]:
    """Copy the stored files to a place aside; what is yielded puts them where they belong. A fault takes them back."""
    stored = home / vault.FILES
    stored.mkdir(mode=0o700, parents=True, exist_ok=True)
    need, free = sum(manifest.parts[name].size for name in manifest.contents), shutil.disk_usage(stored).free
    if need > free:
        raise Obstacle(say("copy.room", folder=stored, need=megabytes(need), free=megabytes(free)))
    tell("backup.files", count=len(manifest.contents))
    staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=stored))
    placed: list[Path] = []

    def put() -> None:
        shelves = sorted((staging / vault.FILES).glob("*"))
        for inside in (path for shelf in shelves for path in (shelf, *shelf.glob("*"))):
            vault.synchronise(inside)
        for shelf in shelves:
            place = stored / shelf.name
            if place.exists():  # with empty folders in it, at most
                shutil.rmtree(place)
            placed.append(place)
            shelf.rename(place)
        vault.synchronise(stored)

    try:
        for name in manifest.contents:
            _copy(folder, staging, name, manifest)
        yield put
    except BaseException:
        for place in placed:
            shutil.rmtree(place, ignore_errors=True)
        raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _put_secrets(folder: Path, manifest: vault.Manifest, home: Path) -> None:
    for name in manifest.secrets:
        (home / vault.SECRETS).mkdir(mode=0o700, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=STAGING, dir=home) as aside:
            _copy(folder, Path(aside), name, manifest)
            (Path(aside) / name).replace(home / name)
        vault.synchronise(home / vault.SECRETS)


def _copy(folder: Path, to: Path, name: str, manifest: vault.Manifest) -> None:
    if vault.write(to, name, vault.chunks_of(folder / name)) != manifest.parts[name]:
        raise Obstacle(say("restore.damaged", folder=folder, part=name))  # since it was verified
