"""`./orientir check backup FOLDER`: proves a backup where it lies, without restoring anything."""

from pathlib import Path

from orientir.door import database_copy, vault
from orientir.door.backup import megabytes, tell
from orientir.door.backup_cipher import given_secret
from orientir.door.obstacles import Obstacle
from orientir.door.words import say


def run(folders: list[Path], *, key: Path | None) -> int:
    """Compare each bit of a backup with its manifest and read its dump to the end."""
    if len(folders) != 1:
        raise Obstacle(say("check.which-backup"), vault.WRONG_ARGUMENT)
    folder = folders[0].resolve()
    with vault.ending_is_a_fault():
        tell("restore.verifying")
        cipher = vault.unlock(folder, given_secret(key))
        manifest = vault.verify(folder, cipher)
        database_copy.prove_readable(vault.read(folder, vault.DUMP, cipher))
    facts = manifest.facts
    rows = sum(table.rows for table in facts.tables.values())
    counts = {"tables": len(facts.tables), "rows": rows, "files": len(manifest.contents)}
    print(say("check.backup-whole", moment=manifest.made_at, size=megabytes(manifest.size), **counts), flush=True)
    return 0
