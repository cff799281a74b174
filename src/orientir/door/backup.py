"""`./orientir backup FOLDER`: database, files and secrets of this installation as they are at one moment, verified.

The moment is the database's. Stored files never change, so those it knew at that moment are copied after it.
"""

import argparse
import contextlib
import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from orientir import __version__
from orientir.database import backups
from orientir.door import database_copy, vault
from orientir.door.arguments import add_key
from orientir.door.backup_cipher import Cipher, given_secret
from orientir.door.obstacles import Obstacle
from orientir.door.surroundings import state
from orientir.door.words import language, say

ANCHORS = (f"{vault.ANCHORS}/hours", f"{vault.ANCHORS}/last")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where backups are kept."""
    parser.add_argument("folder", type=Path, metavar=say("metavar.folder"), help=say("option.backup"))
    add_key(parser)


def run(args: argparse.Namespace) -> int:
    """Write one backup and print where it lies and what is in it."""
    home = state().resolve()
    where = _place(args.folder, home)
    secret = given_secret(args.key)
    cipher = Cipher.new(secret) if secret else None
    with vault.ending_is_a_fault(), _whole_database(home) as url, vault.growing(where) as folder:
        moment = datetime.now().astimezone()
        manifest = _gather(url, home, folder, moment, cipher)
        tell("backup.verifying")
        vault.verify(folder, cipher)
        database_copy.prove_readable(vault.read(folder, vault.DUMP, cipher))
        made = vault.finish(folder, moment)
        _remember(home, manifest, encrypted=cipher is not None)
    told = say("backup.done", folder=made, files=len(manifest.contents), size=megabytes(manifest.size))
    warning = "backup.encrypted" if cipher else "backup.secrets" if manifest.secrets else "backup.no-secrets"
    print(f"{told} {say(warning)}", flush=True)
    return 0


def _remember(home: Path, manifest: vault.Manifest, *, encrypted: bool) -> None:
    """Tell the installation itself, for its page; where that cannot be written the backup is as good."""
    size = round(manifest.size / 2**20, 1)
    made = backups.Made(manifest.made_at, size, len(manifest.contents), encrypted)
    with contextlib.suppress(OSError):
        backups.remember(home, made)


def megabytes(size: int) -> str:
    """A size as a person reads it."""
    return f"{size / 2**20:.1f}".replace(".", "," if language() == "ru" else ".")


def tell(key: str, **values: object) -> None:
    """Announce a step."""
    print(say("step", step=say(key, **values)), file=sys.stderr, flush=True)


def _place(folder: Path, home: Path) -> Path:
    where = folder.resolve()
    if not where.is_dir():
        raise Obstacle(say("backup.no-folder", folder=folder), vault.WRONG_ARGUMENT)
    if where.is_relative_to(home):
        raise Obstacle(say("backup.inside", folder=folder, state=home), vault.WRONG_ARGUMENT)
    if not os.access(where, os.W_OK | os.X_OK):
        raise Obstacle(say("backup.unwritable", folder=folder), vault.WRONG_ARGUMENT)
    return where


@contextlib.contextmanager
def _whole_database(home: Path) -> Iterator[str]:
    """The address of the database for a role from which no wall hides anything."""
    from orientir.database import places, private_server

    if application := os.environ.get("DATABASE_URL"):
        url = os.environ.get("DATABASE_BACKUP_URL")
        if not url:
            raise Obstacle(say("backup.no-role"), vault.WRONG_ARGUMENT)
        if not database_copy.same_database(application, url):
            raise Obstacle(say("backup.another-database"), vault.WRONG_ARGUMENT)
        yield url
        return
    if not (home / "database" / "cluster").is_dir():
        raise Obstacle(say("backup.empty", state=home), vault.WRONG_ARGUMENT)
    try:
        server = private_server.start(home / "database")
    except places.ServerRefused as refused:
        raise Obstacle(refused.en if language() == "en" else refused.ru) from refused
    with server:
        yield database_copy.to_database(server.urls.administrator, private_server.NAMES.database)


def _gather(url: str, home: Path, folder: Path, moment: datetime, cipher: Cipher | None = None) -> vault.Manifest:
    # Before the database, for none of them may be newer than the journal beside it.
    anchors = {name: path.read_bytes() for name in ANCHORS if (path := home / name).is_file()}
    with database_copy.snapshot(url) as database:
        if not database.reads_everything():
            raise Obstacle(say("backup.weak-role"), vault.WRONG_ARGUMENT)
        tell("backup.database")
        facts = database.facts()
        if not facts.tables:
            raise Obstacle(say("backup.empty", state=home), vault.WRONG_ARGUMENT)
        contents = database.contents()
        need, free = sum(contents.values()), shutil.disk_usage(folder).free
        if need > free:
            raise Obstacle(say("copy.room", folder=folder.parent, need=megabytes(need), free=megabytes(free)))
        parts = {vault.DUMP: vault.write(folder, vault.DUMP, database.dump(), cipher)}
        erased = "".join(f"{one}\n" for one in database.erased())
    tell("backup.files", count=len(contents))
    for sha256 in contents:
        name = vault.part_of(sha256)
        parts[name] = vault.write(folder, name, _sound(home / name, sha256, url), cipher)
    for name, content in {**anchors, vault.ERASED: erased.encode()}.items():
        parts[name] = vault.write(folder, name, [content], cipher)
    for secret in sorted((home / vault.SECRETS).glob("*")):
        name = f"{vault.SECRETS}/{secret.name}"
        parts[name] = vault.write(folder, name, vault.chunks_of(secret), cipher)
    manifest = vault.Manifest(__version__, moment.isoformat(timespec="seconds"), facts, parts)
    vault.seal(folder, manifest, cipher)
    return manifest


def _sound(path: Path, sha256: str, url: str) -> Iterator[bytes]:
    """The content of a stored file; an Obstacle when it is not what its name says or has vanished."""
    digest = hashlib.sha256()
    try:
        for chunk in vault.chunks_of(path):
            digest.update(chunk)
            yield chunk
    except FileNotFoundError:
        with database_copy.snapshot(url) as database:  # of now
            gone = sha256 not in database.contents()
        raise Obstacle(say("backup.vanished" if gone else "backup.missing", path=path)) from None
    if digest.hexdigest() != sha256:
        raise Obstacle(say("backup.unsound", path=path))
