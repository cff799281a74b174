"""Processes that live and die together, whatever ends them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from orientir.door import server
from orientir.door.obstacles import Obstacle
from orientir.door.processes import Household

HOUSE = """
import os, pathlib, sys
from orientir.door.processes import ending_cleanly
from orientir.door.obstacles import Obstacle
code = 0
try:
    with ending_cleanly() as household:
        for name, seconds in (("one", 60), ("two", float(sys.argv[1]))):
            sleep = [sys.executable, "-c", f"import time; time.sleep({seconds})"]
            household.start(name, sleep, dict(os.environ))
        print(*(member.pid for _, member in household._members), flush=True)
        household.stay()
except Obstacle as obstacle:
    print(obstacle, flush=True)
    code = obstacle.code
sys.exit(code)
"""


def _house(seconds: float = 60) -> tuple[subprocess.Popen[str], list[int]]:
    house = subprocess.Popen(
        [sys.executable, "-P", "-c", HOUSE, str(seconds)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"ORIENTIR_LANGUAGE": "en"},
    )
    assert house.stdout is not None
    return house, [int(pid) for pid in house.stdout.readline().split()]


def _alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def _gone(pids: list[int]) -> bool:
    until = time.monotonic() + 5
    while any(map(_alive, pids)) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(map(_alive, pids))


@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_end_all_with_code_0(way: signal.Signals) -> None:
    house, members = _house()
    alive = [_alive(pid) for pid in members]

    house.send_signal(way)
    house.communicate(timeout=20)

    assert (alive, house.returncode, _gone(members)) == ([True, True], 0, True)


def test_kill_9_of_the_command_leaves_no_process_behind() -> None:
    house, members = _house()

    house.kill()
    house.communicate(timeout=20)

    assert _gone(members)


def test_when_one_ends_by_itself_all_end_and_a_sentence_tells_which() -> None:
    house, members = _house(seconds=0)

    said, _ = house.communicate(timeout=20)

    assert said == "Процесс «two» завершился сам с кодом 0; остальное остановлено.\n"
    assert (house.returncode, _gone(members)) == (1, True)


def test_a_member_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orientir.door.processes.PATIENCE", 0.3)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    household = Household()
    household.start("deaf", [sys.executable, "-c", deaf], dict(os.environ))
    time.sleep(0.3)

    household.end()

    assert household._members[0][1].returncode == -signal.SIGKILL


def test_waiting_for_what_never_comes_ends_with_an_obstacle() -> None:
    with pytest.raises(Obstacle):
        Household().wait_until(lambda: False, 0.2)


def test_a_taken_port_is_passed_over_and_a_chosen_one_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(Obstacle, match=str(port)):
            server.require_free("127.0.0.1", port)


def test_the_next_free_port_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr(server, "FIRST_PORT", port)

        assert server.free_port("127.0.0.1") > port


def test_a_foreign_address_is_told() -> None:
    with pytest.raises(Obstacle, match=r"192\.0\.2\.1"):
        server.require_free("192.0.2.1", 8000)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:80/"),
        ("0.0.0.0", "http://127.0.0.1:80/"),
        ("::", "http://[::1]:80/"),
        ("::1", "http://[::1]:80/"),
        ("localhost", "http://localhost:80/"),
    ],
)
def test_the_address_is_one_a_browser_understands(host: str, address: str) -> None:
    assert server.address(host, 80) == address
