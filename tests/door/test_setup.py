"""From a bare machine to a started command: the order of tools, the stamp, and what may go wrong."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from orientir.door import bootstrap
from orientir.door.surroundings import CHECKOUT

from .conftest import PYTHON, Machine

VENV = ["uv", "venv", "--quiet", "--no-project", "--no-python-downloads", "--python", "PYTHON", "HERE/.venv"]
SYNC = ["uv", "pip", "sync", "--quiet", "--require-hashes", "--no-build", "--compile-bytecode"]
SYNC += ["--no-python-downloads", "--python", "HERE/.venv/bin/python", "HERE/requirements/run.txt"]
COMMAND = "apt-get install -y --no-install-recommends python3-venv ca-certificates"
HELP = ("check", "--help")


def test_uv_on_the_path_is_used_and_nothing_else_is_asked(machine: Machine) -> None:
    machine.give_uv()
    machine.module("pip", machine.pip_module())

    done = machine.start(*HELP)

    assert machine.asked() == [VENV, SYNC]
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "Запуск: ./orientir check [-h] [--key ФАЙЛ] [ИМЯ ...]")


def test_each_step_of_set_up_is_one_line_on_the_error_stream(machine: Machine) -> None:
    machine.give_uv()

    russian = machine.start(*HELP)
    (machine.checkout / ".venv/orientir-stamp").unlink()
    english = machine.start(*HELP, LC_ALL="en_GB.UTF-8")

    assert [line.rstrip("0123456789 с.") for line in russian.stderr.splitlines()] == [
        "Ориентир: создаём окружение…",
        "Ориентир: устанавливаем составные части из requirements/run.txt…",
        "Ориентир: готово за",
    ]
    assert english.stderr.splitlines()[:2] == [
        "Orientir: making the environment …",
        "Orientir: installing the parts from requirements/run.txt …",
    ]


def test_without_uv_pip_brings_the_pinned_one_by_hash(machine: Machine) -> None:
    machine.module("pip", machine.pip_module())

    done = machine.start(*HELP)

    bring, *rest = machine.asked()
    target = bring.pop(bring.index("--target") + 1)
    assert target.startswith("HERE/.tools/")
    options = ["--quiet", "--require-hashes", "--no-deps", "--disable-pip-version-check", "--upgrade"]
    assert bring == ["pip", "install", *options, "--target", "-r", "HERE/requirements/uv.txt"]
    assert rest == [VENV, SYNC]
    assert done.returncode == 0


def test_without_pip_venv_makes_one_aside(machine: Machine) -> None:
    machine.take_pip()
    machine.module("ensurepip", "")
    pip = machine.pip_module()
    carrier = "import pathlib, sys\nif __name__ == '__main__':\n"
    carrier += "    bin = pathlib.Path(sys.argv[-1], 'bin')\n    bin.mkdir(parents=True)\n"
    carrier += f"    tool = bin / 'python'\n    tool.write_text({('#!' + PYTHON + chr(10) + pip)!r}.replace("
    carrier += "'sys.argv[1:]', 'sys.argv[3:]'))\n    tool.chmod(0o755)\n"
    machine.module("venv", carrier)

    done = machine.start(*HELP)

    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0), done.stderr
    assert [line[:2] for line in machine.asked()] == [["pip", "install"], ["uv", "venv"], ["uv", "pip"]]


def test_as_root_the_packages_of_debian_are_installed_when_nothing_else_is_there(machine: Machine) -> None:
    machine.take_pip()
    machine.user(0)
    pip = machine.place / "modules/pip.py"
    text = repr(machine.pip_module()).replace("{", "{{").replace("}", "}}")
    machine.give("apt-get", f"\nif words[0] == 'install':\n    pathlib.Path({str(pip)!r}).write_text({text})\n")

    done = machine.start(*HELP)

    assert [" ".join(line) for line in machine.asked() if line[0] == "apt-get"] == ["apt-get update", COMMAND]
    assert [line[:2] for line in machine.asked()][2:] == [["pip", "install"], ["uv", "venv"], ["uv", "pip"]]
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "ru",
            "Здешний Python не умеет ни ставить пакеты, ни создавать окружения; "
            f"попросите администратора выполнить: {COMMAND}\n",
        ),
        (
            "en",
            "Python here can neither install packages nor make environments; "
            f"ask the administrator to run: {COMMAND}\n",
        ),
    ],
)
def test_an_ordinary_user_without_tools_gets_one_sentence_with_the_command(
    machine: Machine, language: str, sentence: str
) -> None:
    machine.take_pip()
    machine.user(1000)
    machine.give("apt-get")

    done = machine.start(*HELP, "--lang", language)

    assert (done.returncode, done.stdout, done.stderr) == (3, "", sentence)
    assert machine.asked() == []


def test_root_without_apt_gets_the_same_sentence(machine: Machine) -> None:
    machine.take_pip()
    machine.user(0)

    done = machine.start(*HELP)

    assert (done.returncode, COMMAND in done.stderr) == (3, True)


def test_a_tool_that_fails_is_quoted_and_the_next_start_succeeds(machine: Machine) -> None:
    machine.give_uv()

    failed = machine.start(*HELP, UV_STUB_FAILS="1")
    after = machine.start(*HELP)

    assert failed.returncode == 3
    assert failed.stderr.splitlines()[-1] == "error: the registry does not answer"
    assert "Traceback" not in failed.stderr
    assert after.returncode == 0


def test_a_later_start_does_nothing(machine: Machine) -> None:
    machine.give_uv()
    machine.start(*HELP)
    asked = machine.asked()

    again = machine.start(*HELP)

    assert (machine.asked(), again.returncode, again.stderr) == (asked, 0, "")


def test_a_changed_requirement_file_is_installed_into_the_same_environment(machine: Machine) -> None:
    machine.give_uv()
    machine.start(*HELP)
    with (machine.checkout / "requirements/run.txt").open("a") as file:
        file.write("# one more\n")

    machine.start(*HELP)

    assert machine.asked() == [VENV, SYNC, SYNC]


def test_the_tests_parts_are_added_and_serve_the_product_too(machine: Machine) -> None:
    machine.give_uv()
    machine.start(*HELP)
    machine.start("bench", "--help")
    machine.start(*HELP)

    assert [line[-1] for line in machine.asked()[1:]] == [
        "HERE/requirements/run.txt",
        "HERE/requirements/test.txt",
    ]


def test_a_half_made_environment_is_made_again(machine: Machine) -> None:
    machine.give_uv()
    rest = machine.checkout / ".venv/lib/rest-of-a-start-that-was-cut-off"
    rest.mkdir(parents=True)

    done = machine.start(*HELP)

    assert (done.returncode, rest.exists()) == (0, False)


def test_after_kill_9_in_the_middle_the_next_start_makes_it_whole(machine: Machine) -> None:
    machine.give_uv()
    cut = machine.begin(*HELP, UV_STUB_SECONDS="30")
    until = time.monotonic() + 20
    while len(machine.asked()) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(cut.pid, signal.SIGKILL)
    cut.communicate()

    done = machine.start(*HELP)

    assert (cut.returncode, done.returncode) == (-signal.SIGKILL, 0)
    assert machine.asked() == [VENV, SYNC, VENV, SYNC]


def test_a_tool_left_over_by_a_killed_start_is_waited_for(machine: Machine) -> None:
    machine.give_uv()
    cut = machine.begin(*HELP, UV_STUB_SECONDS="1.5")
    until = time.monotonic() + 20
    while len(machine.asked()) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    cut.kill()
    killed = time.monotonic()

    done = machine.start(*HELP)

    assert (done.returncode, time.monotonic() - killed > 1) == (0, True)
    assert "подготовку ведёт другой запуск" in done.stderr
    cut.communicate()


def test_two_starts_at_once_make_one_environment(machine: Machine) -> None:
    machine.give_uv()

    both = [machine.begin(*HELP, UV_STUB_SECONDS="0.5") for _ in range(2)]
    said = [start.communicate(timeout=30)[1] for start in both]

    assert [start.returncode for start in both] == [0, 0]
    assert machine.asked() == [VENV, SYNC]
    assert sum("подготовку ведёт другой запуск" in text for text in said) == 1


def test_where_the_checkout_cannot_be_written_the_environment_stands_with_the_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tmp_path / "state"
    state.mkdir()
    made: list[Path] = []
    monkeypatch.setattr("orientir.database.places.state_folder", lambda checkout: state)
    monkeypatch.setattr(bootstrap, "_writable", lambda folder: folder == state)
    monkeypatch.setattr(bootstrap, "is_prepared", lambda *_: False)
    monkeypatch.setattr(bootstrap, "_prepare", lambda home, *_: made.append(home))

    python = bootstrap.prepared_python(CHECKOUT, "run")

    assert (python, made) == (state / ".venv/bin/python", [state])


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [
        ("C", "Ориентиру нужен Python 3.11 или новее, а здесь Python 3.9.\n"),
        ("en_US.UTF-8", "Orientir needs Python 3.11 or newer; this is Python 3.9.\n"),
    ],
)
def test_an_old_python_gets_one_sentence(locale: str, sentence: str) -> None:
    source = CHECKOUT / "orientir"
    pretend = f"import sys; sys.version_info = (3, 9, 2); exec(open({str(source)!r}, encoding='utf-8').read())"

    done = subprocess.run([PYTHON, "-c", pretend], env={"LC_ALL": locale}, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (3, "", sentence)


def test_the_root_script_can_be_read_by_every_python_3() -> None:
    ast.parse((CHECKOUT / "orientir").read_text(encoding="utf-8"), feature_version=(3, 4))
