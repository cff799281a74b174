"""Under a key a backup is read by nobody else; a wrong key says so; what comes back is the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import psycopg
import pytest

from orientir.door.backup_cipher import Cipher, Damaged, Secret

from .installations import Installation, Place, facts_of, in_elsewhere, left_in

pytestmark = pytest.mark.usefixtures("own_words")
MEBIBYTE = 2**20


def _asked(url: str, question: str) -> tuple[object, ...]:
    with psycopg.connect(url) as connection:
        found = connection.execute(question.encode()).fetchone()
    assert found is not None
    return found


def test_an_encrypted_backup_comes_back_with_its_anchors_and_without_who_was_erased_since(
    installation: Installation, encrypted: Path, elsewhere: Place, key: Path, tmp_path: Path
) -> None:
    there, before = in_elsewhere(installation.urls.administrator), facts_of(installation.administrator).tables
    (galina,) = _asked(installation.administrator, "SELECT id FROM people_person WHERE last_name = 'Полянская'")
    ledger = tmp_path / "erased"
    ledger.write_text(f"2099-01-01T00:00:00+00:00 {galina}\n")

    restored = elsewhere.ask("restore", encrypted, "--key", key, "--erased", ledger)

    assert (restored.returncode, "Удалено снова, как после копии: 1." in restored.stdout) == (0, True), restored.stderr
    changed = {name for name, table in facts_of(there).tables.items() if table != before[name]}
    assert changed == {"journal_entry", "journal_mention", "journal_erasure"}
    assert _asked(there, f"SELECT count(*) FROM journal_mention WHERE person_id = {galina}") == (0,)
    assert _asked(there, "SELECT count(*) FROM journal_erasure") == (2,)
    kept = (elsewhere.home / "backups" / "erased").read_text()
    before_that = (installation.place.home / "backups" / "erased").read_text()
    assert sorted(kept.splitlines()) == sorted([*before_that.splitlines(), ledger.read_text().strip()])
    anchors = sorted((installation.place.home / "journal").iterdir())
    assert [path.name for path in anchors] == ["hours", "last"]
    for path in anchors:
        assert (elsewhere.home / "journal" / path.name).read_bytes() == path.read_bytes()
    checked = elsewhere.ask("check", "journal")
    assert (checked.returncode, "Журнал цел" in checked.stdout) == (0, True), checked.stderr


def test_without_the_key_or_with_another_nothing_is_restored_and_it_says_why(
    installation: Installation, encrypted: Path, elsewhere: Place, tmp_path: Path
) -> None:
    other, short = tmp_path / "other", tmp_path / "short"
    other.write_text("f" * 64)
    short.write_text("f" * 31)
    phrase = {"ORIENTIR_BACKUP_PASSPHRASE": "медленно плывёт баржа"}
    said = {
        "зашифрована. Укажите файл ключа": elsewhere.ask("restore", encrypted),
        "Это не ключ копии": elsewhere.ask("check", "backup", encrypted, "--key", other),
        "она сделана с файлом ключа": elsewhere.ask("restore", encrypted, **phrase),
        "слишком мало": elsewhere.ask("restore", encrypted, "--key", short),
        "не читается": elsewhere.ask("restore", encrypted, "--key", tmp_path / "no"),
        "слишком короткая": elsewhere.ask("restore", encrypted, ORIENTIR_BACKUP_PASSPHRASE="баржа"),
    }

    for sentence, done in said.items():
        assert (done.returncode, sentence in done.stderr) == (2, True), (sentence, done.stderr)
    assert left_in(elsewhere) == (True, [])


def test_a_passphrase_does_as_well_and_check_proves_without_restoring(
    installation: Installation, elsewhere: Place, tmp_path: Path
) -> None:
    phrase = {"ORIENTIR_BACKUP_PASSPHRASE": "медленно плывёт баржа"}
    made = installation.place.ask("backup", tmp_path, **phrase)
    (backup,) = tmp_path.glob("orientir-*")

    checked, wrong = (
        elsewhere.ask("check", "backup", backup, ORIENTIR_BACKUP_PASSPHRASE=words)
        for words in (phrase["ORIENTIR_BACKUP_PASSPHRASE"], "быстро плывёт баржа")
    )

    assert (made.returncode, checked.returncode, wrong.returncode) == (0, 0, 2), (made.stderr, checked.stderr)
    assert ("цела" in checked.stdout, "сделана с парольной фразой" in wrong.stderr) == (True, True)
    assert left_in(elsewhere) == (True, [])


@pytest.mark.parametrize("size", [0, 1, MEBIBYTE - 1, MEBIBYTE, MEBIBYTE + 1, 3 * MEBIBYTE])
def test_a_part_of_any_length_comes_back_however_it_was_cut_on_the_way(size: int, tmp_path: Path) -> None:
    cipher = Cipher.new(Secret(b"0" * 32, is_passphrase=False))
    content = bytes(range(256)) * (size // 256 + 1)
    content = content[:size]
    sealed = b"".join(cipher.seal("erased", [content[: size // 3], content[size // 3 :]]))

    for step in (len(sealed), 70_001):
        chunks = (sealed[at : at + step] for at in range(0, len(sealed), step))
        assert b"".join(cipher.open("erased", chunks)) == content
    for wrong in (sealed[:-1], sealed[: 16 + MEBIBYTE + 16] if size > MEBIBYTE else b"", sealed + b"0"):
        with pytest.raises(Damaged):
            list(cipher.open("erased", [wrong]))
    with pytest.raises(Damaged):
        list(cipher.open("database.dump", [sealed]))


def test_the_names_of_proofs_are_still_looked_at(installation: Installation, tmp_path: Path) -> None:
    place = installation.place
    shutil.copytree(installation.backup, tmp_path / "one")

    said = {words: place.ask("check", *words) for words in (("paint",), ("journal", "backup"), ("backup",))}

    assert {words: done.returncode for words, done in said.items()} == dict.fromkeys(said, 2)
    assert "check backup ПАПКА" in said[("backup",)].stderr
