"""A small installation is backed up; whatever is in the way, nothing half bears the name of a backup."""

from __future__ import annotations

import json
import resource
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg
import pytest

from orientir import door
from orientir.door import backup, database_copy, vault
from orientir.door.obstacles import Obstacle
from tests.support import world

from .installations import Installation, Place, place_of, until

pytestmark = pytest.mark.usefixtures("own_words")


def test_a_backup_is_for_its_owner_alone_and_knows_what_it_holds(installation: Installation) -> None:
    inside = list(installation.backup.rglob("*"))
    manifest = json.loads((installation.backup / "manifest.json").read_text())
    sealed = subprocess.run(
        ["sha256sum", "--check", "--quiet", "manifest.sha256"], cwd=installation.backup, check=False
    )

    rights = {path.stat().st_mode & 0o777 for path in inside if path.is_file()}
    assert (rights, installation.backup.stat().st_mode & 0o777) == ({0o600}, 0o700)
    assert {path.stat().st_mode & 0o777 for path in inside if path.is_dir()} == {0o700}
    assert sealed.returncode == 0
    assert manifest["parts"].keys() == {
        str(path.relative_to(installation.backup))
        for path in inside
        if path.is_file() and not path.name.startswith("manifest")
    }
    with psycopg.connect(installation.administrator) as connection:
        (people,) = connection.execute("SELECT count(*) FROM people_person").fetchone() or (0,)
    assert (manifest["facts"]["tables"]["people_person"]["rows"], people > 5) == (people, True)


def test_the_dump_shows_the_moment_of_the_manifest_whoever_writes_meanwhile(
    installation: Installation, elsewhere: Place, tmp_path: Path
) -> None:
    owner = elsewhere.environment["DATABASE_OWNER_URL"]
    with psycopg.connect(installation.administrator, autocommit=True) as somebody:
        with database_copy.snapshot(installation.administrator) as moment:
            facts = moment.facts()
            somebody.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('later', '0001', now())")
            vault.write(tmp_path, vault.DUMP, moment.dump())
        somebody.execute("DELETE FROM django_migrations WHERE app = 'later'")

    database_copy.load(owner, vault.chunks_of(tmp_path / vault.DUMP))

    assert database_copy.restored_facts(owner).tables == facts.tables


def test_a_digest_does_not_depend_on_order_and_sees_each_change(elsewhere: Place) -> None:
    owner = elsewhere.environment["DATABASE_OWNER_URL"]
    rows = {
        "forwards": "(1, 'а'), (2, 'б'), (2, 'б')",
        "backwards": "(2, 'б'), (2, 'б'), (1, 'а')",
        "without_the_twins": "(1, 'а')",
        "another_letter": "(1, 'а'), (2, 'б'), (2, 'в')",
        "swapped": "(1, 'б'), (2, 'а'), (2, 'б')",
    }
    with psycopg.connect(owner) as connection:
        for name, values in rows.items():
            connection.execute(f"CREATE TABLE {name} (n int, t text); INSERT INTO {name} VALUES {values}".encode())

    tables = database_copy.restored_facts(owner).tables

    assert tables["forwards"] == tables["backwards"]
    assert len({table.digest for table in tables.values()}) == 4


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_backup_that_is_killed_leaves_nothing_under_the_name_of_a_backup(
    installation: Installation, tmp_path: Path, number: signal.Signals
) -> None:
    with psycopg.connect(installation.administrator) as somebody:
        somebody.execute("LOCK TABLE people_person IN ACCESS EXCLUSIVE MODE")  # the backup waits for it
        process = installation.place.begin("backup", tmp_path)
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'orientir' AND wait_event_type = 'Lock'"
        with psycopg.connect(installation.urls.administrator, autocommit=True) as watcher:
            until(lambda: watcher.execute(waiting).fetchone() == (1,))
        busy = installation.place.ask("backup", tmp_path)
        process.send_signal(number)
        process.communicate(timeout=30)
    left = sorted(path.name[: len(vault.GROWING)] for path in tmp_path.iterdir())
    after = installation.place.ask("backup", tmp_path)

    assert (busy.returncode, "прямо сейчас делается другая копия" in busy.stderr) == (1, True)
    assert left == ([vault.GROWING] if number == signal.SIGKILL else [])
    assert (after.returncode, [path.name[:9] for path in tmp_path.iterdir()]) == (0, ["orientir-"])


def test_a_disk_that_refuses_leaves_nothing(installation: Installation, tmp_path: Path) -> None:
    done = subprocess.run(
        installation.place.command("backup", tmp_path),
        env=installation.place.environment,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, "Диск отказал" in done.stderr, list(tmp_path.iterdir())) == (1, True, []), done.stderr


def test_files_that_cannot_fit_are_refused_at_once(
    installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup.shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(100, 90, 10))  # type: ignore[attr-defined]

    with pytest.raises(Obstacle, match="не хватает места"):
        backup._gather(installation.administrator, installation.place.home, tmp_path, world.NOON)

    assert list(tmp_path.iterdir()) == []


def test_a_stored_file_that_is_not_what_it_was_stops_the_backup(installation: Installation, tmp_path: Path) -> None:
    path = installation.place.home / vault.verify(installation.backup).contents[0]
    whole = path.read_bytes()
    try:
        path.write_bytes(whole[:-1] + b"?")
        unsound = installation.place.ask("backup", tmp_path)
        path.unlink()
        missing = installation.place.ask("backup", tmp_path)
    finally:
        path.write_bytes(whole)
        path.chmod(0o600)
    with pytest.raises(Obstacle, match="удалили"):
        list(backup._sound(tmp_path / "gone", "0" * 64, installation.administrator))

    assert (unsound.returncode, "файл повреждён" in unsound.stderr, str(path) in unsound.stderr) == (1, True, True)
    assert (missing.returncode, "Не хватает сохранённого файла" in missing.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_wrong_arguments_are_told_in_both_languages(
    installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home, backups = installation.place.home, installation.backups
    cases = {
        ("backup",): ("Не указано: ПАПКА.", "are required: FOLDER."),
        ("backup", tmp_path / "no"): ("Создайте её", "Make it"),
        ("backup", home / "files"): ("лежит внутри самой установки", "lies inside the installation itself"),
        ("restore",): ("Не указано: КОПИЯ.", "are required: BACKUP."),
        ("restore", tmp_path / "no"): ("укажите папку одной копии", "name the folder of one backup"),
        ("restore", backups): (f"Самая новая там: {installation.backup}", f"newest one there: {installation.backup}"),
        ("restore", installation.backup / "manifest.json"): ("нет копии", "There is no backup"),
    }
    installation.place.become(monkeypatch)
    for words, (russian, english) in cases.items():
        for sentence, language in ((russian, "ru"), (english, "en")):
            with pytest.raises(SystemExit) as ended:
                raise SystemExit(door.main([*map(str, words), "--lang", language]))
            said = capsys.readouterr().err
            assert (ended.value.code, sentence in said) == (2, True), said

    nothing = place_of(tmp_path / "empty").ask("backup", tmp_path)
    assert (nothing.returncode, "Копировать нечего" in nothing.stderr) == (2, True)


def test_two_backups_of_one_second_have_two_names(tmp_path: Path) -> None:
    moment = world.NOON
    names = []
    for _ in range(2):
        with vault.growing(tmp_path) as folder:
            vault.write(folder, vault.DUMP, [b"x"])
            names.append(vault.finish(folder, moment).name)

    assert names == ["orientir-2026-11-20-120000", "orientir-2026-11-20-120000-2"]
