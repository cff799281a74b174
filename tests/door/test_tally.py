"""`./orientir test`: a failure fails, a skip is counted with its reason, an empty part is a failure."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

import pytest

from orientir.door import main, system_packages, test
from orientir.door.parts import Part, Tool, parts_of
from orientir.door.surroundings import CHECKOUT
from orientir.door.tally import Tally

pytestmark = pytest.mark.usefixtures("own_words")

STORY = """
import pytest

def test_good():
    assert 1 + 1 == 2
"""
SKIPPED = """
import pytest

def test_skipped():
    pytest.skip({reason!r})
"""
BAD = """
def test_bad():
    assert 1 + 1 == 3
"""
ERROR = """
import pytest

@pytest.fixture
def broken():
    raise OSError("disk")

def test_error(broken):
    pass
"""
NO_IMPORT = "import there_is_no_such_module\n"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tests/shop").mkdir(parents=True)
    (tmp_path / "tests/shop/test_good.py").write_text(STORY)
    monkeypatch.setattr(test, "CHECKOUT", tmp_path)
    monkeypatch.setattr(test, "parts_of", lambda *_, **__: [Part("unit", 60, ("tests/shop",))])
    monkeypatch.setattr(test, "settings", lambda _: {"PATH": os.environ["PATH"]})
    return tmp_path


def _last_line(capfd: pytest.CaptureFixture[str]) -> str:
    return capfd.readouterr().out.splitlines()[-1]


def test_good_tests_end_well(checkout: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = main(["test"])

    assert (code, _last_line(capfd)) == (0, "1 passed, 0 failed, 0 skipped")


@pytest.mark.parametrize("planted", [BAD, ERROR, NO_IMPORT], ids=["wrong", "error", "no import"])
def test_a_planted_fault_fails(checkout: Path, capfd: pytest.CaptureFixture[str], planted: str) -> None:
    (checkout / "tests/shop/test_planted.py").write_text(planted)

    code = main(["test"])

    assert (code, _last_line(capfd)) == (1, "1 passed, 1 failed, 0 skipped")


@pytest.mark.parametrize(
    ("reason", "ci", "code"),
    [
        ("no tesseract", "", 0),
        ("no tesseract", "true", 1),
        ("../shared is not here", "", 0),
        ("../shared is not here", "true", 0),
    ],
)
def test_a_skip_has_its_line_and_fails_the_build_machine_unless_shared(
    checkout: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    reason: str,
    ci: str,
    code: int,
) -> None:
    (checkout / "tests/shop/test_skipped.py").write_text(SKIPPED.format(reason=reason))
    monkeypatch.setenv("CI", ci)

    ended = main(["test"])

    lines = capfd.readouterr().out.splitlines()
    assert ended == code
    assert f"пропущено 1: {reason}" in lines[-3:]
    assert lines[-1] == "1 passed, 0 failed, 1 skipped"


def test_a_part_without_tests_is_a_failure(checkout: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (checkout / "tests/shop/test_good.py").unlink()

    code = main(["test"])

    assert (code, _last_line(capfd)) == (1, "0 passed, 1 failed, 0 skipped")


def test_a_part_without_its_folder_is_a_failure(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test, "parts_of", lambda *_, **__: [Part("walls", 60, ("tests/walls",))])

    assert main(["test"]) == 1


def test_a_tool_counts_as_one_check(checkout: Path) -> None:
    good = Tool("good", (sys.executable, "-c", ""))
    bad = Tool("bad", (sys.executable, "-c", "raise SystemExit(4)"))

    tally = test.run_part(Part("static", 60, ("tests/shop",), tools=(good, bad)), {})

    assert (tally.passed, tally.failed) == (2, 1)
    assert tally.broken == ["часть «статические проверки»: bad завершилась с кодом 4"]


def test_a_tool_that_hangs_is_stopped_and_fails(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test, "PATIENCE", 0.2)
    hangs = Tool("hangs", (sys.executable, "-c", "import time; time.sleep(60)"))

    tally = test.run_part(Part("static", 1, ("tests/shop",), tools=(hangs,)), {})

    # Whether the tests of the part still have time depends on the machine; the tool has failed in any case.
    assert (tally.failed >= 1, "hangs" in tally.broken[0]) == (True, True)


def test_a_time_line_tells_the_part_its_time_and_its_budget() -> None:
    assert [test.time_line(Part("walls", 120), seconds) for seconds in (71.9, 125)] == [
        "стены                        1:11  укладывается в 2:00",
        "стены                        2:05  дольше отведённых 2:00",
    ]


def test_without_names_every_part_but_the_long_one_runs_and_no_folder_of_tests_is_left_out() -> None:
    parts = parts_of(CHECKOUT, [], long=False)

    run = {CHECKOUT / folder for part in parts for folder in part.folders}
    tests = {path for path in (CHECKOUT / "tests").rglob("test_*.py") if "long" not in path.parts}
    assert [part.name for part in parts] == ["static", "unit", "access", "walls", "reading", "journeys"]
    assert [path for path in tests if not run & {path, *path.parents}] == []


def test_named_parts_run_alone_and_long_adds_the_long_ones() -> None:
    assert [part.name for part in parts_of(CHECKOUT, ["walls"], long=False)] == ["walls"]
    assert [part.name for part in parts_of(CHECKOUT, ["walls"], long=True)] == ["walls", "long"]
    assert [part.name for part in parts_of(CHECKOUT, [], long=True)][-2:] == ["journeys", "long"]


def test_the_last_line_is_the_same_in_every_language(checkout: Path, capfd: pytest.CaptureFixture[str]) -> None:
    main(["test", "--lang", "en"])

    assert _last_line(capfd) == "1 passed, 0 failed, 0 skipped"
    assert Tally(1, 2, Counter({"a": 2, "b": 1})).last_line() == "1 passed, 2 failed, 3 skipped"


def test_missing_system_packages_are_installed_in_one_go_as_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    apt = tmp_path / "apt-get"
    apt.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\n')
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    here = system_packages.SystemPackage("here", lambda: True)
    came = system_packages.SystemPackage("came", lambda: (tmp_path / "asked").exists())
    absent = system_packages.SystemPackage("absent", lambda: False)

    system_packages.provide([here, came, absent, absent])

    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked == ["update", "install -y --no-install-recommends came absent"]
    assert capfd.readouterr().out.splitlines() == [
        "Для проверок устанавливаем: came absent",
        "Здесь нет, поэтому зависящее пропустим: absent",
    ]


def test_an_ordinary_user_is_told_what_will_be_skipped(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    system_packages.provide([system_packages.SystemPackage("absent", lambda: False)])

    assert capfd.readouterr().out == "Здесь нет, поэтому зависящее пропустим: absent\n"
