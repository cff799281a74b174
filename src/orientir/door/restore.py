"""`./orientir restore BACKUP`: puts a whole installation back into an empty place.

Before anything is touched, each bit of the backup is compared with its manifest. Afterwards each table is, and the
product starts once to prove that its walls stand. When something fails in between, the place is left empty again.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from orientir.database import backups
from orientir.database.backups import Erased
from orientir.door import database_copy, vault
from orientir.door.arguments import add_key
from orientir.door.backup import megabytes, tell
from orientir.door.backup_cipher import Cipher, Secret, given_secret
from orientir.door.obstacles import Obstacle
from orientir.door.surroundings import Environment, django_says, product, state, step
from orientir.door.words import say

STAGING = ".restoring-"
GUARD = (sys.executable, "-P", "-c", "import orientir.config.wsgi")
"""The application as a server loads it: it does not start on a database whose walls it could pass."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which backup."""
    parser.add_argument("backup", type=Path, metavar=say("metavar.backup"), help=say("option.restore"))
    parser.add_argument(
        "--erased", type=Path, action="append", default=[], metavar=say("metavar.file"), help=say("option.erased")
    )
    add_key(parser)


def run(args: argparse.Namespace) -> int:
    """Restore a backup, prove it, and print what is there now."""
    with vault.ending_is_a_fault():
        folder = args.backup.resolve()
        tell("restore.verifying")
        secret = given_secret(args.key)
        backup = Backup(folder, vault.unlock(folder, secret))
        manifest = backup.manifest
        home = state().resolve()
        _require_no_files(home)
        with product(owner=True) as environment:
            if not database_copy.is_empty(environment["DATABASE_OWNER_URL"]):
                raise Obstacle(_full("restore.full-database", home), vault.WRONG_ARGUMENT)
            environment = environment | {"ORIENTIR_SECRET_KEY": _secret_key(backup)}
            _require_known(manifest, environment)
            erased = erased_since(backup, home, args.erased, secret)
            with (
                _files(backup, home) as put_files,
                _database(backup, erased, environment),
            ):
                put_files()
                _put_small(backup, home)
    rows = sum(table.rows for table in manifest.facts.tables.values())
    counts = {"tables": len(manifest.facts.tables), "rows": rows, "files": len(manifest.contents)}
    print(say("restore.done", moment=manifest.made_at, **counts), flush=True)
    if erased:
        print(say("restore.erased-again", count=len(erased)), flush=True)
    if manifest.secrets and os.environ.get("ORIENTIR_SECRET_KEY"):
        print(say("restore.other-secret"), flush=True)
    return 0


class Backup:
    """A backup that was verified to its last bit, under its key."""

    def __init__(self, folder: Path, cipher: Cipher | None) -> None:
        self.folder, self._cipher = folder, cipher
        self.manifest = vault.verify(folder, cipher)

    def read(self, name: str) -> Iterator[bytes]:
        """What a part holds."""
        return vault.read(self.folder, name, self._cipher)

    def text(self, name: str) -> str:
        """What a small part holds, "" where there is none."""
        return b"".join(self.read(name)).decode() if name in self.manifest.parts else ""

    def copy(self, name: str, to: Path) -> None:
        """Put a part into a folder."""
        if vault.write(to, name, self.read(name)) != self.manifest.parts[name]:
            raise Obstacle(say("restore.damaged", folder=self.folder, part=name))  # since it was verified


def erased_since(backup: Backup, home: Path, given: Iterable[Path], secret: Secret | None) -> list[Erased]:
    """Who was erased after this backup: by the ledgers given, the one of this place, and those of later backups.

    What was erased in the hour before counts too: it may have been committed behind the moment of the backup.
    """
    since = datetime.fromisoformat(backup.manifest.made_at) - timedelta(hours=1)
    try:
        found = {one for path in given for one in backups.read_ledger(path.read_text())}
    except ValueError as error:
        raise Obstacle(say("restore.no-ledger", said=error), vault.WRONG_ARGUMENT) from error
    found.update(backups.ledger(home / backups.FOLDER / backups.ERASED))
    for folder in backup.folder.parent.glob(f"{vault.GROWN}*"):
        if folder.name > backup.folder.name:
            with contextlib.suppress(Obstacle, OSError):  # a later one may be damaged, which is why this one is taken
                found.update(backups.read_ledger(Backup(folder, vault.unlock(folder, secret)).text(vault.ERASED)))
    return sorted(one for one in found - {*backups.read_ledger(backup.text(vault.ERASED))} if one.at > since)


def _require_no_files(home: Path) -> None:
    stored = home / vault.FILES
    for left in stored.glob(f"{STAGING}*"):
        shutil.rmtree(left)  # of a restore that was killed: it had put nothing in its place yet
    if any(path for path in stored.rglob("*") if not path.is_dir()):
        raise Obstacle(_full("restore.full-files", home), vault.WRONG_ARGUMENT)


def _full(key: str, home: Path) -> str:
    advice = "restore.own" if os.environ.get("DATABASE_URL") else "restore.aside"
    return f"{say(key, state=home)} {say(advice, state=home)}"


def _secret_key(backup: Backup) -> str:
    """The key under which Django starts here before the secrets are in their place."""
    kept = backup.text(f"{vault.SECRETS}/orientir_secret_key")
    return os.environ.get("ORIENTIR_SECRET_KEY") or kept or os.urandom(32).hex()


def _require_known(manifest: vault.Manifest, environment: Environment) -> None:
    """An Obstacle when the backup's tables come from a release that this one does not know."""
    as_owner = environment | {"ORIENTIR_DATABASE_ROLE": "owner"}
    plan = django_says(["showmigrations", "--plan", "--no-color"], as_owner)
    known = {line.split("]")[1].split()[0] for line in plan.splitlines() if line.startswith("[")}
    if set(manifest.facts.migrations) - known:
        raise Obstacle(say("restore.newer", release=manifest.release), vault.WRONG_ARGUMENT)


@contextlib.contextmanager
def _database(backup: Backup, erased: list[Erased], environment: Environment) -> Iterator[None]:
    """The restored and proven database; a fault, also one inside the block, empties it again."""
    owner, manifest = environment["DATABASE_OWNER_URL"], backup.manifest
    tell("restore.database")
    try:
        database_copy.load(owner, backup.read(vault.DUMP))
        _compare(manifest.facts, database_copy.restored_facts(owner))
        step("serve.migrate", ["migrate", "--no-input"], environment, owner=True)
        tell("restore.proving")
        after = database_copy.restored_facts(owner)
        if after.migrations == manifest.facts.migrations:  # else the tables are of this release now, not of that one
            _compare(manifest.facts, after)
        _guard(environment)
        if erased:
            with tempfile.NamedTemporaryFile("w", suffix=".erased") as ledger:
                ledger.writelines(f"{one}\n" for one in erased)
                ledger.flush()
                step("restore.erasing", ["erase_again", ledger.name], environment)
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


@contextlib.contextmanager
def _files(backup: Backup, home: Path) -> Iterator[Callable[[], None]]:
    """Copy the stored files to a place aside; what is yielded puts them where they belong. A fault takes them back."""
    manifest = backup.manifest
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
            backup.copy(name, staging)
        yield put
    except BaseException:
        for place in placed:
            shutil.rmtree(place, ignore_errors=True)
        raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _put_small(backup: Backup, home: Path) -> None:
    """Put secrets, anchors and the ledger where they belong; anchors of this place stay, for they tell of it."""
    anchors = [] if (home / vault.ANCHORS).exists() else backup.manifest.anchors
    for name in (*backup.manifest.secrets, *anchors):
        place = home / name
        place.parent.mkdir(mode=0o700, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=STAGING, dir=home) as aside:
            backup.copy(name, Path(aside))
            (Path(aside) / name).replace(place)
        vault.synchronise(place.parent)
    backups.keep_erased(home, backups.read_ledger(backup.text(vault.ERASED)))
