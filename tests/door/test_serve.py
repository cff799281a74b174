"""The product is really started: on an empty database, in a folder of its own, ended as by a terminal."""

from __future__ import annotations

import argparse
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from orientir.door import manage
from orientir.door.server import answers
from tests.database.servers import place

ORIENTIR = (sys.executable, "-P", "-m", "orientir")
LEFT_OUT = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "ORIENTIR_DATABASE_ROLE",
    "ORIENTIR_LANGUAGE",
    "LC_ALL",
    "LANG",
)


@dataclass
class Started:
    """A running `serve` and what it has printed so far."""

    process: subprocess.Popen[str]
    port: int
    lines: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Gather what is printed, as long as something is."""
        assert self.process.stdout is not None
        self.lines.extend(self.process.stdout)

    def said(self, pattern: str, seconds: float = 60) -> str:
        """Wait for a line with the pattern and return what it matched."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for line in list(self.lines):
                if found := re.search(pattern, line):
                    return found[0]
            time.sleep(0.05)
        pytest.fail(f"{pattern} was not said, but: {''.join(self.lines)}")


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    # Not under pytest's own folder: the user that runs PostgreSQL for root could not enter it.
    with place() as folder:
        kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
        yield kept | {"ORIENTIR_STATE": str(folder), "LC_ALL": "C"}


@pytest.fixture(scope="module")
def served(environment: dict[str, str]) -> Iterator[Started]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [*ORIENTIR, "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    started = Started(process, port)
    listener = threading.Thread(target=started.listen)
    listener.start()
    yield started
    if process.poll() is None:
        process.kill()
    process.wait()
    listener.join(10)


def _ask(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*ORIENTIR, *words], env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_serve_prints_its_address_and_answers_there(served: Started) -> None:
    address = served.said(r"Ориентир открыт по адресу http://\S+").split()[-1]

    with urllib.request.urlopen(address, timeout=10) as page:
        text = page.read().decode()

    assert (address, "Ориентир" in text) == (f"http://127.0.0.1:{served.port}/", True)


def test_an_empty_database_gets_a_one_time_link_that_opens(served: Started) -> None:
    link = served.said(r"\(ссылка действует один раз\): http://\S+").split()[-1]

    with urllib.request.urlopen(link, timeout=10) as page:
        assert (page.status, link.startswith(f"http://127.0.0.1:{served.port}/")) == (200, True)


def test_a_second_serve_on_the_same_port_is_told_to_choose_another(
    served: Started, environment: dict[str, str]
) -> None:
    served.said("открыт по адресу")

    second = _ask(environment, "serve", "--port", str(served.port))

    sentence = f"Порт {served.port} по адресу 127.0.0.1 занят другой программой. Выберите другой: --port\n"
    assert (second.returncode, second.stdout, second.stderr) == (1, "", sentence)


def test_manage_speaks_to_the_database_as_the_application_and_returns_the_code_of_django(
    served: Started, environment: dict[str, str]
) -> None:
    served.said("открыт по адресу")
    question = "import os; from django.conf import settings; print(os.environ.get('ORIENTIR_DATABASE_ROLE'), "
    question += "settings.DATABASES['default']['USER'] == settings.DATABASES['default']['APPLICATION_ROLE']); "

    asked = _ask(environment, "manage", "shell", "--no-imports", "-c", question + "raise SystemExit(7)")

    assert (asked.returncode, asked.stdout) == (7, "None True\n")


@pytest.mark.parametrize(
    ("words", "as_owner"), [(["migrate", "--plan"], True), (["makemigrations"], True), (["check_deploy"], False)]
)
def test_only_what_asks_for_the_tables_is_run_as_the_owner(
    monkeypatch: pytest.MonkeyPatch, words: list[str], as_owner: bool
) -> None:
    started: list[tuple[list[str], bool]] = []

    def note(arguments: list[str], environment: dict[str, str], *, owner: bool) -> int:
        started.append((arguments, owner))
        return 0

    monkeypatch.setattr(manage, "product", lambda *, owner: nullcontext({}))
    monkeypatch.setattr(manage, "django", note)

    manage.run(argparse.Namespace(arguments=words))

    assert started == [(words, as_owner)]


def test_manage_without_arguments_shows_django_s_list_and_needs_no_database(tmp_path: Path) -> None:
    shown = _ask({"ORIENTIR_STATE": str(tmp_path), "PATH": os.environ["PATH"]}, "manage")

    assert (shown.returncode, "build_demo" in shown.stdout) == (0, True)
    assert not (tmp_path / "database").exists()


def test_a_worker_ends_cleanly_on_sigterm(served: Started, environment: dict[str, str]) -> None:
    served.said("открыт по адресу")
    worker = subprocess.Popen(
        [*ORIENTIR, "worker"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    time.sleep(2)

    still_works = worker.poll() is None
    worker.terminate()
    printed, _ = worker.communicate(timeout=30)

    assert (still_works, worker.returncode, "Traceback" in printed) == (True, 0, False)


def test_ctrl_c_ends_everything_with_code_0(served: Started) -> None:
    port = urlsplit(served.said(r"http://\S+")).port or 0

    served.process.send_signal(signal.SIGINT)
    served.process.wait(30)

    assert (served.process.returncode, answers("127.0.0.1", port, name="localhost")) == (0, False)
    assert served.said("Ориентир завершён") == "Ориентир завершён"
    assert "Traceback" not in "".join(served.lines)


def test_a_database_without_its_owner_s_address_is_refused_before_anything_starts(tmp_path: Path) -> None:
    environment = {"ORIENTIR_STATE": str(tmp_path), "PATH": os.environ["PATH"], "LANG": "en_US.UTF-8"}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    refused = _ask(environment | {"DATABASE_URL": "postgresql://app@127.0.0.1/x"}, "serve", "--port", str(port))

    assert (refused.returncode, "DATABASE_OWNER_URL is not" in refused.stderr) == (2, True)
