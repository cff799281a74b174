"""Old formats become DOCX by LibreOffice, within limits; where it is missing that is said."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from docx import Document

from orientir.engines import conversion
from orientir.engines.conversion import NotConverted, NotInstalled, TooLong, to_docx

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
RTF = r"{\rtf1\ansi\ansicpg1251\deff0{\fonttbl{\f0 Arial;}}\uc0 \u1055\u1083\u1072\u1085  2026\par}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder to work in."""
    made = tmp_path / "work"
    made.mkdir()
    return made


def a_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, source: str) -> None:
    """Put a program of our own in the place of LibreOffice."""
    program = tmp_path / "soffice"
    program.write_text(f"#!{sys.executable}\nimport sys, time, pathlib\n{source}\n")
    program.chmod(0o755)
    monkeypatch.setattr(conversion, "_PROGRAMS", (str(program),))


@needs_libreoffice
def test_a_rich_text_becomes_a_document_with_its_words(tmp_path: Path, folder: Path) -> None:
    source = tmp_path / "stored"
    source.write_text(RTF, encoding="ascii")

    made = to_docx(source, ".rtf", folder)

    assert [one.text for one in Document(str(made)).paragraphs] == ["План 2026"]


@needs_libreoffice
def test_what_is_no_document_is_not_converted(tmp_path: Path, folder: Path) -> None:
    source = tmp_path / "stored"
    source.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000))

    with pytest.raises(NotConverted):
        to_docx(source, ".doc", folder)


def test_without_libreoffice_nothing_is_begun(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "_PROGRAMS", ("no-such-program",))

    with pytest.raises(NotInstalled):
        to_docx(tmp_path, ".doc", folder)
    assert list(folder.iterdir()) == []


def test_a_program_that_does_not_end_is_ended_with_all_it_has_begun(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = tmp_path / "later"
    begun = f"import subprocess; subprocess.Popen([sys.executable, '-c', '{_writes(later)}']); time.sleep(60)"
    a_program(monkeypatch, tmp_path, begun)
    (tmp_path / "stored").touch()

    with pytest.raises(TooLong):
        to_docx(tmp_path / "stored", ".doc", folder, seconds=1)

    assert not _comes(later, within=3)


def test_the_program_has_bounds_of_memory_and_a_profile_without_macros(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    source = (
        "import resource\n"
        f"pathlib.Path({str(told)!r}).write_text(str(resource.getrlimit(resource.RLIMIT_AS)[0]))\n"
        "out = sys.argv[sys.argv.index('--outdir') + 1]\n"
        "pathlib.Path(out).mkdir(); pathlib.Path(out, 'document.docx').write_text('made')"
    )
    a_program(monkeypatch, tmp_path, source)
    (tmp_path / "stored").write_text("words")

    made = to_docx(tmp_path / "stored", ".doc", folder, memory=2**31)

    settings = (folder / "profile" / "user" / "registrymodifications.xcu").read_text()
    assert (made.read_text(), told.read_text()) == ("made", str(2**31))
    assert (folder / "document.doc").read_text() == "words"
    assert "DisableMacrosExecution" in settings and "BlockUntrustedRefererLinks" in settings


def _writes(later: Path) -> str:
    return f'import time; time.sleep(2); open(\\"{later}\\", \\"w\\")'


def _comes(path: Path, *, within: float) -> bool:
    import time

    end = time.monotonic() + within
    while time.monotonic() < end and not path.exists():
        time.sleep(0.1)
    return path.exists()
