"""Content is whole or not there."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from orientir.files import store
from orientir.files.refusals import FileRefused

CONTENT = b"one" * 1_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()
PLACE = f"{SHA256[:2]}/{SHA256[2:4]}/{SHA256}"


def keep(content: bytes = CONTENT) -> None:
    with store.received([content[:10], content[10:]]) as received:
        received.keep()


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_content_lies_under_its_hash_and_only_the_product_reads_it(folder: Path) -> None:
    with store.received([b"one" * 400, b"one" * 600]) as received:
        assert (received.sha256, received.size) == (SHA256, 3_000)
        received.keep()

    assert files_in(folder) == [PLACE]
    assert store.path_of(SHA256).read_bytes() == CONTENT
    assert stat.S_IMODE((folder / PLACE).stat().st_mode) == 0o600
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_dir()} == {0o700}


def test_the_same_content_is_kept_once(folder: Path) -> None:
    keep()
    keep()

    assert files_in(folder) == [PLACE]


def test_content_is_not_to_be_seen_before_it_is_kept(folder: Path) -> None:
    with store.received([CONTENT]), pytest.raises(store.FileMissing):
        store.path_of(SHA256)

    assert files_in(folder) == []


def cut(fault: int) -> Iterator[bytes]:
    yield CONTENT
    raise OSError(fault, os.strerror(fault))


def test_a_write_that_is_cut_leaves_nothing(folder: Path) -> None:
    with pytest.raises(OSError, match="Input/output"), store.received(cut(errno.EIO)):
        pytest.fail("nothing was received")

    assert files_in(folder) == []


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_a_step_that_fails_leaves_nothing(folder: Path, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    store._folder(store.INCOMING)
    monkeypatch.setattr(step, fail)

    with pytest.raises(OSError, match="Input/output"):
        keep()

    assert files_in(folder) == []


def test_a_full_disk_is_a_refusal_with_words(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    half = folder / "half"

    def on_a_full_disk(**arguments: object) -> tuple[int, str]:
        half.touch()
        return os.open("/dev/full", os.O_WRONLY), str(half)

    monkeypatch.setattr("tempfile.mkstemp", on_a_full_disk)

    with pytest.raises(FileRefused) as refused:
        keep()

    assert refused.value.code == "disk_full"
    assert files_in(folder) == []


def test_content_that_is_gone_is_missing(folder: Path) -> None:
    keep()

    assert store.discard(SHA256)
    assert not store.discard(SHA256)
    with pytest.raises(store.FileMissing):
        store.path_of(SHA256)


@pytest.mark.parametrize("sha256", ["", "../../etc/passwd", SHA256.upper(), SHA256[:63], SHA256 + "\n"])
def test_only_a_hash_leads_to_a_place(sha256: str) -> None:
    with pytest.raises(ValueError):
        store.path_of(sha256)


def test_shelves_hold_all_content_and_nothing_else(folder: Path) -> None:
    keep()
    keep(b"two")
    (folder / PLACE).with_name("README").touch()

    assert sorted(sha256 for shelf in store.shelves() for sha256 in shelf) == sorted(
        [SHA256, hashlib.sha256(b"two").hexdigest()]
    )


def test_what_a_killed_process_left_goes_after_a_while(folder: Path) -> None:
    with store.received([CONTENT]) as being_received:
        abandoned = being_received.path.with_name("abandoned")
        abandoned.touch()
        os.utime(abandoned, (0, 0))

        assert store.discard_abandoned(older_than=60) == 1
        assert files_in(folder) == [f"incoming/{being_received.path.name}"]
