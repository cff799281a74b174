"""Files that mean harm, or are simply not documents: refused with a reason, quickly, never a traceback."""

import io
import random
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from orientir.engines.reading import Refused, read_in_child, read_roadmap
from tests.engines.word_files import CONTENT_TYPES, HEAD, NAMESPACE, archive, document, p, tbl, word_file

GOOD = document(p("План"), tbl(HEAD, ("1", "Игра", "май", "Школы", "")))
BASE: dict[str, str | bytes] = {"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": GOOD}
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ха"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
    f"<w:document {NAMESPACE}><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>"
)
FOREIGN = (
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    f"<w:document {NAMESPACE}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
)
DEEP = f"<w:document {NAMESPACE}><w:body>{'<w:sdt>' * 60_000}{'</w:sdt>' * 60_000}</w:body></w:document>"
DEEP_TABLES = document("<w:tbl><w:tr><w:tc>" * 5000 + "</w:tc></w:tr></w:tbl>" * 5000)


def linked() -> bytes:
    link = zipfile.ZipInfo("word/media/link")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    out = io.BytesIO(archive(BASE))
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr(link, "/etc/passwd")
    return out.getvalue()


def locked_zip() -> bytes:
    """The flag «encrypted» on the first entry, in both places that carry it."""
    data = bytearray(archive(BASE))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(signature) + offset] |= 1
    return bytes(data)


def liar() -> bytes:
    """The directory says that a large entry is small: no more is unpacked, and the sum does not agree."""
    data = bytearray(archive({**BASE, "word/media/a.bin": b"0" * (101 * 2**20)}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


def endless_directory() -> bytes:
    """The end record alone says that the directory is enormous."""
    data = bytearray(archive(BASE))
    at = data.rfind(b"PK\x05\x06")
    data[at + 12 : at + 16] = struct.pack("<I", 2**31)
    return bytes(data)


def twice() -> bytes:
    out = io.BytesIO(archive(BASE))
    with zipfile.ZipFile(out, "a") as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr("word/document.xml", GOOD)
    return out.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "empty"),
    "text": (lambda: "План мероприятий".encode(), "wrong_type"),
    "pdf": (lambda: b"%PDF-1.7 ...", "wrong_type"),
    "old-word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000, "wrong_type"),
    "password-in-old-container": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000 + "EncryptedPackage".encode("utf-16-le"),
        "encrypted",
    ),
    "locked-zip": (locked_zip, "encrypted"),
    "other-zip": (lambda: archive({"a.txt": "план"}), "wrong_type"),
    "first-bytes-only": (lambda: b"PK\x03\x04", "broken"),
    "cut-short": (lambda: archive(BASE)[:-40], "broken"),
    "cut-in-the-middle": (lambda: archive(BASE)[:300] + archive(BASE)[-120:], "broken"),
    "no-document": (lambda: archive({"[Content_Types].xml": "<a/>", "word/styles.xml": "<a/>"}), "broken"),
    "half-xml": (lambda: archive({**BASE, "word/document.xml": GOOD[:-30]}), "broken"),
    "no-body": (lambda: archive({**BASE, "word/document.xml": "<a/>"}), "broken"),
    "unknown-encoding": (
        lambda: archive({**BASE, "word/document.xml": '<?xml version="1.0" encoding="x-9"?><a/>'}),
        "broken",
    ),
    "deep": (lambda: archive({**BASE, "word/document.xml": DEEP}), "broken"),
    "deep-tables": (lambda: archive({**BASE, "word/document.xml": DEEP_TABLES}), "broken"),
    "laughs": (lambda: archive({**BASE, "word/document.xml": LAUGHS}), "entities"),
    "foreign-entity": (lambda: archive({**BASE, "word/document.xml": FOREIGN}), "entities"),
    "entities-in-styles": (lambda: archive({**BASE, "word/styles.xml": LAUGHS}), "entities"),
    "bomb": (lambda: archive({**BASE, "word/media/a.bin": b"0" * (60 * 2**20)}), "bomb"),
    "lying-bomb": (liar, "broken"),
    "many-entries": (lambda: archive({**BASE, **{f"a{n}": "" for n in range(2001)}}), "too_many_entries"),
    "endless-directory": (endless_directory, "too_many_entries"),
    "parent-name": (lambda: archive({**BASE, "../../etc/cron.d/a": "x"}), "unsafe_name"),
    "absolute-name": (lambda: archive({**BASE, "/etc/cron.d/a": "x"}), "unsafe_name"),
    "windows-name": (lambda: archive({**BASE, "C:\\a": "x"}), "unsafe_name"),
    "backward-parent": (lambda: archive({**BASE, "word\\..\\..\\a": "x"}), "unsafe_name"),
    "link": (linked, "unsafe_name"),
    "same-name-twice": (twice, "unsafe_name"),
    "nested-by-name": (lambda: archive({**BASE, "word/a.zip": "x"}), "nested_archive"),
    "nested-by-bytes": (lambda: archive({**BASE, "word/media/image1.png": archive(BASE)}), "nested_archive"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason_in_time(name: str, tmp_path: Path) -> None:
    make, reason = HOSTILE[name]
    path = tmp_path / "plan.docx"
    path.write_bytes(make())

    began = time.monotonic()
    with pytest.raises(Refused) as caught:
        read_in_child(path)

    assert (caught.value.reason, time.monotonic() - began < 5) == (reason, True)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "no.docx", tmp_path):
        with pytest.raises(Refused) as caught:
            read_roadmap(path)
        assert caught.value.reason == "missing"


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    with path.open("wb") as file:
        file.truncate(50 * 2**20 + 1)

    with pytest.raises(Refused) as caught:
        read_roadmap(path)

    assert (caught.value.reason, caught.value.params) == ("too_large", {"limit": 50})


def test_what_grows_slowly_is_stopped_at_the_limit(tmp_path: Path) -> None:
    """Each entry stays beneath the ratio, together they do not stay beneath the limit."""
    block = random.Random(1).randbytes(2**20 // 64) + b"0" * (2**20 - 2**20 // 64)
    path = tmp_path / "plan.docx"
    path.write_bytes(archive({**BASE, **{f"word/media/{n}.bin": block for n in range(101)}}))

    with pytest.raises(Refused) as caught:
        read_roadmap(path)

    assert caught.value.reason == "too_big_unpacked"


def test_a_child_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    path = word_file(tmp_path, p("План"))

    with pytest.raises(Refused) as caught:
        read_in_child(path, seconds=0.01)

    assert caught.value.reason == "too_long"


def test_a_child_that_wants_too_much_memory_is_stopped(tmp_path: Path) -> None:
    numbers = random.Random(2)
    body = "".join(p(f"{numbers.getrandbits(64):x}") for _ in range(100_000))
    path = word_file(tmp_path, body)

    with pytest.raises(Refused) as caught:
        read_in_child(path, memory=64 * 2**20)

    assert caught.value.reason == "too_much_memory"


def test_macros_are_carried_and_never_looked_at(tmp_path: Path) -> None:
    path = word_file(
        tmp_path,
        tbl(HEAD, ("1", "Игра", "май", "Школы", "")),
        more={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"},
    )

    assert [measure.title for measure in read_in_child(path).measures] == ["Игра"]
