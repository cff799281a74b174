"""Who was erased after a backup is known from the ledgers given, of the place, and of later backups."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from orientir.database import backups
from orientir.database.backups import Erased
from orientir.door import vault
from orientir.door.backup_cipher import Cipher, Secret
from orientir.door.obstacles import Obstacle
from orientir.door.restore import Backup, erased_since
from tests.support.world import NOON

pytestmark = pytest.mark.usefixtures("own_words")
SECRET = Secret(b"0" * 32, is_passphrase=False)
DAY = timedelta(days=1)


def a_backup(where: Path, made_at: datetime, erased: list[Erased], cipher: Cipher | None = None) -> Path:
    """Write a small backup; what its dump says counts for nothing here."""
    with vault.growing(where) as folder:
        lines = "".join(f"{one}\n" for one in erased).encode()
        contents = {vault.DUMP: b"dump", vault.ERASED: lines}
        parts = {name: vault.write(folder, name, [content], cipher) for name, content in contents.items()}
        vault.seal(folder, vault.Manifest("1", made_at.isoformat(), vault.Facts(18, (), {}, {}), parts), cipher)
        return vault.finish(folder, made_at)


def test_all_ledgers_count_but_what_the_backup_knows_itself_or_is_older(tmp_path: Path) -> None:
    known, older = Erased(NOON, 1), Erased(NOON - DAY, 2)
    given, here, later = (Erased(NOON + DAY, key) for key in (3, 4, 5))
    during = Erased(NOON - timedelta(minutes=5), 6)
    backup = a_backup(tmp_path, NOON, [known])
    a_backup(tmp_path, NOON + DAY, [known, later], Cipher.new(SECRET))
    damaged = a_backup(tmp_path, NOON + 2 * DAY, [known, Erased(NOON + DAY, 9)])
    (damaged / vault.DUMP).write_bytes(b"duck")
    paper, home = tmp_path / "paper", tmp_path / "home"
    paper.write_text(f"{given}\n{known}\n{older}\n{during}\n")
    backups.keep_erased(home, [here, known])

    found = erased_since(Backup(backup, None), home, [paper], SECRET)
    without_key = erased_since(Backup(backup, None), home, [], None)

    assert found == [during, given, here, later]
    assert without_key == [here]


def test_what_is_no_ledger_is_refused(tmp_path: Path) -> None:
    backup = a_backup(tmp_path, NOON, [])
    (tmp_path / "letter").write_text("Уважаемые коллеги!")

    with pytest.raises(Obstacle, match="им не является"):
        erased_since(Backup(backup, None), tmp_path, [tmp_path / "letter"], None)


def test_an_erasure_is_written_down_once(tmp_path: Path) -> None:
    for _ in range(2):
        backups.keep_erased(tmp_path, [Erased(NOON, 1)])

    assert backups.ledger(tmp_path / "backups" / "erased") == [Erased(NOON, 1)]


def test_the_last_backup_is_remembered(tmp_path: Path) -> None:
    assert backups.last_made(tmp_path) is None
    for size in (1.5, 2.5):
        backups.remember(tmp_path, backups.Made(NOON.isoformat(), size, 3, encrypted=False))

    assert backups.last_made(tmp_path) == backups.Made(NOON.isoformat(), 2.5, 3, encrypted=False)
