"""Files that mean harm, or are simply not documents: refused with a reason, quickly, in little memory, no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from orientir.engines.reading import Refused, child, read_in_child, read_roadmap
from tests.engines.hostile_files import FILES, deflated, one_page, stream
from tests.engines.hostile_runs import read_apart
from tests.engines.word_files import HEAD, p, tbl, word_file

SECONDS, MEGABYTES = 5, 300


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_with_its_reason_in_time_and_memory(name: str, tmp_path: Path) -> None:
    make, reason = FILES[name]
    path = tmp_path / name
    path.write_bytes(make())

    outcome = read_apart(path)

    assert (outcome.said, outcome.seconds < SECONDS, outcome.megabytes < MEGABYTES) == (reason, True, True)


@pytest.mark.parametrize("name", ["bomb.docx", "form-in-itself.pdf", "deep.html"])
def test_the_command_says_in_one_sentence_why_a_hostile_file_is_not_taken(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name][0]())
    began = time.monotonic()

    done = subprocess.run(
        [sys.executable, "-m", "orientir", "read", str(path), "--json"],
        env={**os.environ, "PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert name in done.stderr
    assert "Traceback" not in done.stderr
    assert time.monotonic() - began < SECONDS


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "no.docx", tmp_path):
        with pytest.raises(Refused) as caught:
            read_roadmap(path)
        assert caught.value.reason == "missing"


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "plan"
    with path.open("wb") as file:
        file.truncate(50 * 2**20 + 1)

    with pytest.raises(Refused) as caught:
        read_roadmap(path)

    assert (caught.value.reason, caught.value.params) == ("too_large", {"limit": 50})


def test_a_text_of_more_than_five_megabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("План работы\n" * 240_000, encoding="utf-8")

    with pytest.raises(Refused) as caught:
        read_roadmap(path)

    assert (caught.value.reason, caught.value.params) == ("too_large", {"limit": 5})


def test_macros_and_scripts_are_carried_and_never_looked_at(tmp_path: Path) -> None:
    macros = {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}
    path = word_file(tmp_path, tbl(HEAD, ("1", "Игра", "май", "Школы", "")), more=macros)
    scripted = tmp_path / "plan.pdf"
    action = b"/Type/Catalog/OpenAction<</S/JavaScript/JS(app.launchURL\\('file:///etc/passwd'\\))>>"
    text = stream(deflated(b"BT /F 10 Tf 50 700 Td (abc) Tj ET"))
    scripted.write_bytes(one_page(text).replace(b"/Type/Catalog", action, 1))

    assert [measure.title for measure in read_in_child(path).measures] == ["Игра"]
    assert read_apart(scripted).said == "no_plan"


# ---------------------------------------------------------------- the child


def test_a_child_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    path = word_file(tmp_path, p("План"))

    with pytest.raises(Refused) as caught:
        read_in_child(path, seconds=0.01)

    assert caught.value.reason == "too_long"


def test_a_child_that_wants_too_much_memory_is_stopped(tmp_path: Path) -> None:
    path = word_file(tmp_path, "".join(p(f"{number:x}") for number in range(100_000, 200_000)))

    with pytest.raises(Refused) as caught:
        read_in_child(path, memory=64 * 2**20)

    assert caught.value.reason == "too_much_memory"


@pytest.fixture
def instead_of_the_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Lets a script stand in for the child; gives the path of what is read."""

    def stand_in(script: str) -> Path:
        program = tmp_path / "child"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o700)
        monkeypatch.setattr(child, "sys", SimpleNamespace(executable=str(program)))
        return tmp_path / "plan.docx"

    return stand_in


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("kill -ABRT $$", "too_much_memory"),
        ("kill -KILL $$", "too_much_memory"),
        ("kill -SEGV $$", "broken"),
        ("kill -XCPU $$", "too_long"),
        ("echo Traceback; exit 1", "broken"),
        ("echo more 1; sleep 9", "too_long"),
        ("yes", "too_much_memory"),
    ],
)
def test_a_child_that_leaves_no_answer_is_refused(
    script: str, reason: str, instead_of_the_child: Callable[[str], Path]
) -> None:
    with pytest.raises(Refused) as caught:
        read_in_child(instead_of_the_child(script), seconds=0.5)

    assert caught.value.reason == reason


def test_a_child_that_recognises_pages_is_given_the_time_it_asks_for(
    instead_of_the_child: Callable[[str], Path],
) -> None:
    path = instead_of_the_child("""sleep 0.2; echo more 5; sleep 0.6; echo '{"refused": "empty", "params": {}}'""")

    with pytest.raises(Refused) as caught:
        read_in_child(path, seconds=0.5)

    assert caught.value.reason == "empty"


def test_what_the_child_has_started_ends_with_it(tmp_path: Path, instead_of_the_child: Callable[[str], Path]) -> None:
    told = tmp_path / "grandchild"

    with pytest.raises(Refused):
        read_in_child(instead_of_the_child(f"sleep 60 & echo $! > {told}; wait"), seconds=0.5)

    assert _ends(int(told.read_text()))


def test_the_child_knows_no_settings_and_no_secrets(
    monkeypatch: pytest.MonkeyPatch, instead_of_the_child: Callable[[str], Path], tmp_path: Path
) -> None:
    monkeypatch.setenv("ORIENTIR_SECRET_KEY", "s3cret")
    told = tmp_path / "environment"

    with pytest.raises(Refused):
        read_in_child(instead_of_the_child(f"env > {told}"))

    names = {line.partition("=")[0] for line in told.read_text(encoding="utf-8").splitlines()}
    assert names - {"PWD", "SHLVL", "_", "OLDPWD"} <= child._INHERITED | {"PYTHONPATH"}


def test_the_child_writes_nothing_to_disk(tmp_path: Path) -> None:
    target = tmp_path / "written"
    script = (
        "import sys; from pathlib import Path; from orientir.engines.reading.__main__ import bound\n"
        "bound(Path('a'), 2**30, 20); Path(sys.argv[1]).write_text('a')"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, str(target)],
        env={**os.environ, "PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "File too large" in done.stderr
    assert target.read_text() == ""


def _ends(process: int) -> bool:
    """Whether a process is gone within a second."""
    for _ in range(50):
        try:
            state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(") ")[2][:1]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False
