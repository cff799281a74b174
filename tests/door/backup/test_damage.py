"""Damage is found before anything is used: bits flipped, parts cut, missing, exchanged; plain and encrypted alike."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from orientir.door import vault
from orientir.door.backup_cipher import Secret
from orientir.door.obstacles import Obstacle

from .installations import Installation, place_of

pytestmark = pytest.mark.usefixtures("own_words")
FLIPS = 500


@pytest.fixture(params=["plain", "encrypted"])
def damaged(request: pytest.FixtureRequest, installation: Installation, encrypted: Path, tmp_path: Path) -> Path:
    """A copy of a backup, to be damaged."""
    source = encrypted if request.param == "encrypted" else installation.backup
    return Path(shutil.copytree(source, tmp_path / "damaged"))


@pytest.fixture
def look(key: Path) -> Callable[[Path], vault.Manifest]:
    """Return a function that proves a backup under its key."""
    secret = Secret(key.read_bytes(), is_passphrase=False)
    return lambda folder: vault.verify(folder, vault.unlock(folder, secret))


def files_of(backup: Path) -> list[Path]:
    return sorted(path for path in backup.rglob("*") if path.is_file())


def test_one_bit_flipped_at_five_hundred_places_of_all_files_is_found(
    damaged: Path, look: Callable[[Path], vault.Manifest]
) -> None:
    whole = look(damaged)
    luck, files = random.Random(1905), files_of(damaged)
    flips = [(file, 0) for file in files] + [(file, -1) for file in files]
    flips += [(luck.choice(files), luck.random()) for _ in range(FLIPS - len(flips))]
    found = set()
    for file, place in flips:
        content = file.read_bytes()
        at = place if isinstance(place, int) else int(place * len(content))
        flipped = bytearray(content)
        flipped[at] ^= 1 << luck.randrange(8)
        file.write_bytes(flipped)
        with pytest.raises(Obstacle) as refused:
            look(damaged)
        found.add((refused.value.code, "повреждена, первая ошибка в" in str(refused.value)))
        file.write_bytes(content)

    assert (len(flips), found, look(damaged)) == (FLIPS, {(1, True)}, whole)


def test_any_part_that_is_missing_cut_longer_or_a_link_is_found(
    damaged: Path, look: Callable[[Path], vault.Manifest]
) -> None:
    for file in files_of(damaged):
        content, aside = file.read_bytes(), damaged.parent / "aside"
        spoils: list[Callable[[], object]] = [
            lambda file=file: file.unlink(),  # type: ignore[misc]
            lambda file=file, content=content: file.write_bytes(content[:-1]),  # type: ignore[misc]
            lambda file=file, content=content: file.write_bytes(content[: len(content) // 2]),  # type: ignore[misc]
            lambda file=file, content=content: file.write_bytes(content + b"\n"),  # type: ignore[misc]
            lambda file=file, aside=aside: file.symlink_to(file.replace(aside)),  # type: ignore[misc]
        ]
        for number, spoil in enumerate(spoils):
            spoil()
            with pytest.raises(Obstacle) as refused:
                look(damaged)
            # Without its manifest a folder is no backup at all.
            said = "нет копии" if (file.name, number) == ("manifest.json", 0) else "повреждена"
            assert said in str(refused.value), (file, number, str(refused.value))
            file.unlink(missing_ok=True)
            file.write_bytes(content)


def test_two_parts_of_one_length_cannot_change_places(damaged: Path, look: Callable[[Path], vault.Manifest]) -> None:
    parts = [path for path in files_of(damaged) if path.parent != damaged]
    one, other = next((a, b) for a in parts for b in parts if a < b)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)

    with pytest.raises(Obstacle, match="повреждена"):
        look(damaged)


def test_nothing_of_the_content_stands_in_an_encrypted_backup(installation: Installation, encrypted: Path) -> None:
    manifest = vault.verify(installation.backup)
    names = {Path(name).name for name in manifest.contents}
    words = [word.encode() for word in ("people_person", "database.dump", "PGDMP", *names)]
    plain = b"".join(path.read_bytes() for path in files_of(installation.backup))
    sealed = b"".join(path.read_bytes() + path.name.encode() for path in files_of(encrypted))

    assert [word for word in words if word not in plain + str(files_of(installation.backup)).encode()] == []
    assert [word for word in words if word in sealed] == []


def test_a_damaged_backup_is_refused_before_the_place_is_touched(
    installation: Installation, folder: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(installation.backup, tmp_path / "copy"))
    with (copy / vault.DUMP).open("r+b") as dump:
        dump.seek(100)
        dump.write(b"?")
    untouched = place_of(folder / "untouched")

    restored, checked = untouched.ask("restore", copy), untouched.ask("check", "backup", copy)

    assert [done.returncode for done in (restored, checked)] == [1, 1]
    assert ["первая ошибка в database.dump" in done.stderr for done in (restored, checked)] == [True, True]
    assert not (untouched.home / "database").exists()
