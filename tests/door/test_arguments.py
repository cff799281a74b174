"""Wrong arguments: a sentence in the chosen language and exit code 2, never a traceback."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from orientir.door import main

pytestmark = pytest.mark.usefixtures("own_words")

WRONG = [
    ["nothing"],
    ["--nothing"],
    ["demo", "--port", "0"],
    ["demo", "--port", "eight"],
    ["demo", "--port"],
    ["demo", "left-over"],
    ["demo", "--no-brow"],
    ["serve", "--port", "65536"],
    ["serve", "--workers", "-1"],
    ["serve", "--workers", "²"],
    ["serve", "--host"],
    ["worker", "left-over"],
    ["test", "everything"],
    ["test", "static", "--short"],
    ["check", "weather"],
    ["bench", "chair"],
    ["read"],
    ["read", "--nothing", "plan.docx"],
    ["term"],
    ["term", "май", "--nothing"],
]
NAMES_OF_THINGS = re.compile(
    r"\./orientir( \w+)?|\bsign-in\b|--?[\w-]+|«[^»]*»"
    r"|\b(left-over|eight|static|unit|access|walls|reading|journeys|long|deploy|counts|journal|backup)\b"
    r"|\b(read|terms|kinds|pages|door)\b"
)


def _exit_code(arguments: list[str]) -> int:
    try:
        return main(arguments)
    except SystemExit as left:
        return int(left.code or 0)


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_arguments_are_a_russian_sentence_and_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = _exit_code(arguments)

    out, err = capsys.readouterr()
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "--help" in err
    assert re.findall("[A-Za-z]+", NAMES_OF_THINGS.sub("", err)) == []


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_wrong_arguments_are_an_english_sentence_and_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = _exit_code([*arguments[:1], "--lang", "en", *arguments[1:]])

    out, err = capsys.readouterr()
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "--help" in err
    assert re.findall("[А-Яа-яЁё]+", err.replace("май", "")) == []


@pytest.mark.parametrize("command", ["demo", "serve", "worker", "test", "check", "bench", "read", "term"])
def test_every_command_has_help_in_both_languages(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    codes = [_exit_code([command, "--help", "--lang", language]) for language in ("ru", "en")]

    out, err = capsys.readouterr()
    russian, english = out.split("Usage: ")
    assert (codes, err) == ([0, 0], "")
    assert russian.startswith(f"Запуск: ./orientir {command}")
    assert re.findall("[А-Яа-яЁё]+", english) == []


def test_without_a_command_the_door_shows_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    code = _exit_code([])

    out, err = capsys.readouterr()
    named = re.findall(r"^  (\w+)", out, re.M)
    assert (code, err) == (0, "")
    everyday = ["demo", "serve", "worker", "test", "read", "term", "import", "export", "check", "bench"]
    assert named == [*everyday, "backup", "restore", "manage"]


def test_a_near_word_is_offered(capsys: pytest.CaptureFixture[str]) -> None:
    _exit_code(["demp"])

    assert "Может быть, «demo»?" in capsys.readouterr().err


def test_a_terminal_in_a_narrow_encoding_gets_no_traceback() -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "orientir", "--help"],
        env={"PYTHONIOENCODING": "latin-1", "LC_ALL": "C"},
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr, done.stdout.count(b"demo")) == (0, b"", 1)


def test_a_reader_that_has_seen_enough_ends_the_door_quietly() -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"{{ {sys.executable} -P -m orientir --help; echo code $? >&2; }} | true"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == "code 0\n"
