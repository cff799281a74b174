"""A backup comes back in an empty place, proven; a full place or a fault on the way changes nothing."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from orientir.database import private_server
from orientir.door import database_copy, vault
from orientir.door.obstacles import Obstacle
from orientir.door.surroundings import CHECKOUT
from tests.support import world

from .installations import (
    Installation,
    Place,
    facts_of,
    in_elsewhere,
    left_in,
    place_of,
    rewritten,
    rights_and_walls,
    until,
)

pytestmark = pytest.mark.usefixtures("own_words")
DOWNLOAD = f"""
from hashlib import sha256
from django.conf import settings
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
from django.test import Client
from orientir.database.context import acting_as
from orientir.roadmaps.models import Roadmap
from tests.support import world
boris = world.actor("boris")
with acting_as(boris):
    source = Roadmap.objects.get(organisation__in=boris.organisations).source
client = Client(HTTP_HOST="localhost")
for login in ("boris", "gleb"):
    assert client.post("/sign-in/", {{"login": login, "password": {world.PASSWORD!r}}}).status_code == 302
    world.pass_factor(client)
    answer = client.get(source.get_absolute_url())
    whole = answer.status_code == 200 and sha256(b"".join(answer.streaming_content)).hexdigest() == source.sha256
    print(answer.status_code, whole)
"""


PAGE = (CHECKOUT / "docs" / "vosstanovlenie.md").read_text()


def typed_from_the_page(office: Path, encrypted: Path) -> list[str]:
    """Return the commands of the printed page, with the places of this machine."""
    here = {
        "/var/lib/orientir": str(office),
        "/var/backups/orientir": str(encrypted.parent),
        "КОПИЯ": str(encrypted),
        "-o orientir -g orientir -m 0700": "-m 0711",  # the user of the service may not be there
    }
    lines = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.S) for line in block.splitlines()]
    for old, new in here.items():
        assert any(old in line for line in lines)
        lines = [line.replace(old, new) for line in lines]
    return lines


def test_the_page_fits_on_one_sheet_and_has_five_steps() -> None:
    assert (len(PAGE.splitlines()) <= 80, re.findall(r"^\*\*(\d)\. ", PAGE, re.M)) == (True, list("12345"))


def test_a_stranger_brings_it_back_by_the_printed_page_with_its_walls_and_files(
    installation: Installation, encrypted: Path, key: Path, folder: Path
) -> None:
    office, programs = folder / "office", folder / "programs"
    fresh = place_of(office / "state")
    (fresh.home / "backups").mkdir(parents=True)
    (fresh.home / "backups" / "erased").touch()
    shutil.copy(key, office / "backup.key")
    programs.mkdir()
    for name, does in (("systemctl", 'echo "$@"'), ("orientir", f'exec {sys.executable} -P -m orientir "$@"')):
        (programs / name).write_text(f"#!/bin/sh\n{does}\n")
        (programs / name).chmod(0o755)
    path = {"PATH": f"{programs}:{os.environ['PATH']}"}
    said = ""
    for line in typed_from_the_page(office, encrypted):
        done = subprocess.run(
            ["bash", "-c", line], env=fresh.environment | path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (line, done.stderr)
        said += done.stdout

    promised = re.findall(r"Должно быть: «([^»…]*) ?…?([^»]*)»", PAGE)
    assert len(promised) == 3
    assert [words for words in promised if not all(part.strip() in said for part in words)] == []
    assert str(encrypted) in said
    with private_server.start(fresh.home / "database") as server:
        there = database_copy.to_database(server.urls.administrator, "orientir")
        assert facts_of(there).tables == facts_of(installation.administrator).tables
        assert rights_and_walls(there) == rights_and_walls(installation.administrator)
        kept = vault.verify(installation.backup)
        for name in (*kept.contents, *kept.secrets):
            assert (fresh.home / name).read_bytes() == (installation.place.home / name).read_bytes()
            assert (fresh.home / name).stat().st_mode & 0o777 == 0o600
        downloaded = fresh.ask("manage", "shell", "--no-imports", "-c", DOWNLOAD)
        assert downloaded.stdout == "200 True\n404 False\n", downloaded.stderr


def test_a_manifest_cannot_point_outside_its_folder(installation: Installation, folder: Path) -> None:
    parts = vault.verify(installation.backup).parts
    copy = rewritten(installation, folder, parts=parts | {"secrets/../../../etc/passwd": parts["database.dump"]})

    with pytest.raises(Obstacle, match=r"etc/passwd"):
        vault.verify(copy)


def test_an_own_postgresql_is_backed_up_by_a_role_that_reads_everything_and_by_no_other(
    installation: Installation, elsewhere: Place, tmp_path: Path
) -> None:
    urls = installation.urls
    backup_role = "CREATE ROLE orientir_backup LOGIN BYPASSRLS PASSWORD 'x1'; GRANT pg_read_all_data TO orientir_backup"
    grant = "GRANT CONNECT ON DATABASE orientir, elsewhere TO orientir_backup"
    with psycopg.connect(urls.administrator, autocommit=True) as server:
        server.execute(f"{backup_role}; {grant}".encode())
    host = urlsplit(urls.application).query
    reader = f"postgresql://orientir_backup:x1@:5432/orientir?{host}"
    own = place_of(installation.place.home, DATABASE_URL=urls.application, DATABASE_OWNER_URL=urls.owner)

    without = own.ask("backup", tmp_path)
    weak = own.ask("backup", tmp_path, DATABASE_BACKUP_URL=urls.owner)
    another = own.ask("backup", tmp_path, DATABASE_BACKUP_URL=in_elsewhere(reader))
    assert list(tmp_path.iterdir()) == []
    done = own.ask("backup", tmp_path, DATABASE_BACKUP_URL=reader)

    assert (without.returncode, "DATABASE_BACKUP_URL нет" in without.stderr) == (2, True)
    assert (weak.returncode, "читает не всё" in weak.stderr) == (2, True)
    assert (another.returncode, "ведут в разные базы" in another.stderr) == (2, True)
    assert (done.returncode, done.stdout[:22]) == (0, "Копия готова и провере"), done.stderr

    restored = elsewhere.ask("restore", next(tmp_path.iterdir()))

    assert restored.returncode == 0, restored.stderr
    there = in_elsewhere(urls.administrator)
    assert rights_and_walls(there) == rights_and_walls(installation.administrator)
    assert facts_of(there) == facts_of(installation.administrator)

    again = elsewhere.ask("restore", installation.backup)
    shutil.rmtree(elsewhere.home / "files")
    still = elsewhere.ask("restore", installation.backup)

    assert [(full.returncode, "только на пустом месте" in full.stderr) for full in (again, still)] == [(2, True)] * 2
    assert facts_of(there) == facts_of(installation.administrator)


def test_a_full_private_place_is_refused_and_says_what_to_do(installation: Installation) -> None:
    before = facts_of(installation.administrator)

    russian = installation.place.ask("restore", installation.backup)
    english = installation.place.ask("restore", installation.backup, LANG="en_GB.UTF-8")

    assert (russian.returncode, english.returncode, facts_of(installation.administrator)) == (2, 2, before)
    assert f"Остановите Ориентир и переименуйте {installation.place.home}" in russian.stderr
    assert f"Stop Orientir and rename {installation.place.home}" in english.stderr


def test_a_fault_on_the_way_leaves_the_place_empty_again(
    installation: Installation, elsewhere: Place, folder: Path
) -> None:
    manifest = vault.verify(installation.backup)
    facts = manifest.facts
    people = replace(facts.tables["people_person"], digest="0" * 32)
    other_digest = replace(facts, tables=facts.tables | {"people_person": people})
    ahead = replace(facts, sequences=facts.sequences | {"people_person_id_seq": 10**6})
    faults = {}

    copy = rewritten(installation, folder, facts=other_digest)
    faults["отличается people_person"] = (elsewhere.ask("restore", copy), left_in(elsewhere))
    copy = rewritten(installation, folder, facts=ahead)
    faults["отличается people_person_id_seq"] = (elsewhere.ask("restore", copy), left_in(elsewhere))
    copy = rewritten(installation, folder)
    with (copy / vault.DUMP).open("r+b") as dump:
        dump.truncate(manifest.parts[vault.DUMP].size // 2)
    content = (copy / vault.DUMP).read_bytes()
    short = {vault.DUMP: vault.write(folder, "measured", [content])}
    (copy / vault.MANIFEST).unlink()
    (copy / vault.SEAL).unlink()
    vault.seal(copy, replace(manifest, parts=manifest.parts | short))
    faults["Программа pg_restore не справилась"] = (elsewhere.ask("restore", copy), left_in(elsewhere))
    superuser = {"DATABASE_URL": in_elsewhere(installation.urls.administrator)}
    unsafe = elsewhere.ask("restore", installation.backup, **superuser)
    faults["is a superuser"] = (unsafe, left_in(elsewhere))

    for sentence, (done, left) in faults.items():
        assert (done.returncode, sentence in done.stderr, left) == (1, True, (True, [])), (sentence, done.stderr)


def test_a_restore_told_to_end_leaves_the_place_empty(installation: Installation, elsewhere: Place) -> None:
    with psycopg.connect(in_elsewhere(installation.urls.administrator)) as somebody:
        somebody.execute("CREATE TABLE people_person (n int)")  # not committed: whoever makes the same one waits
        process = elsewhere.begin("restore", installation.backup)
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'elsewhere' AND wait_event_type = 'Lock'"
        with psycopg.connect(installation.urls.administrator, autocommit=True) as watcher:
            until(lambda: watcher.execute(waiting).fetchone() == (1,))
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=30)
        somebody.rollback()

    assert (process.returncode, said.splitlines()[-1], left_in(elsewhere)) == (130, "Остановлено.", (True, []))


def test_a_backup_of_an_older_release_is_brought_up_to_date(
    installation: Installation, elsewhere: Place, tmp_path: Path
) -> None:
    owner, there = elsewhere.environment["DATABASE_OWNER_URL"], in_elsewhere(installation.urls.administrator)
    now = facts_of(installation.administrator)
    database_copy.load(owner, vault.chunks_of(installation.backup / vault.DUMP))
    shutil.copytree(installation.backup / vault.FILES, elsewhere.home / vault.FILES)
    back = elsewhere.ask("manage", "migrate", "journal", "0002", "-v0")  # as if there had been no ledger yet
    made = elsewhere.ask("backup", tmp_path, DATABASE_BACKUP_URL=there)
    assert (back.returncode, made.returncode) == (0, 0), (back.stderr, made.stderr)
    (older,) = tmp_path.glob("orientir-*")
    assert "journal_erasure" not in vault.verify(older).facts.tables
    database_copy.clear(owner)
    shutil.rmtree(elsewhere.home)

    restored = elsewhere.ask("restore", older)

    assert restored.returncode == 0, restored.stderr
    after = facts_of(there)
    assert (after.migrations, after.tables["people_person"]) == (now.migrations, now.tables["people_person"])
    assert sorted(rights_and_walls(there)) == sorted(rights_and_walls(installation.administrator))


def test_a_backup_of_an_unknown_release_is_refused(installation: Installation, elsewhere: Place, folder: Path) -> None:
    facts = vault.verify(installation.backup).facts
    newer = replace(facts, migrations=(*facts.migrations, "people.0999_from_tomorrow"))

    refused = elsewhere.ask("restore", rewritten(installation, folder, facts=newer, release="9.9"))

    assert (refused.returncode, "другим выпуском Ориентира (9.9)" in refused.stderr) == (2, True), refused.stderr
    assert left_in(elsewhere) == (True, [])
