"""Processes that live and die together."""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from orientir.door.obstacles import Obstacle
from orientir.door.surroundings import Environment
from orientir.door.words import say

PATIENCE = 10.0
"""Seconds a process gets to finish its requests and jobs before it is killed."""

_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


class Ended(Exception):
    """Somebody asked this command to end: Ctrl+C or SIGTERM."""


class Household:
    """Starts named processes, watches them, and ends all of them when one ends or the command is told to."""

    def __init__(self) -> None:
        self._members: list[tuple[str, subprocess.Popen[bytes]]] = []

    def start(self, name: str, command: list[str], environment: Environment) -> None:
        """Start a member. Its group is its own, so Ctrl+C reaches it once, through us."""
        process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
        self._members.append((name, process))

    def check(self) -> None:
        """Raise an Obstacle when a member has ended by itself."""
        for name, process in self._members:
            code = process.poll()
            if code is not None:
                raise Obstacle(say("serve.died", name=name, code=code))

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Wait for readiness; an Obstacle when a member dies or the time runs out."""
        until = time.monotonic() + seconds
        while not ready():
            self.check()
            if time.monotonic() > until:
                raise Obstacle(say("serve.silent", seconds=round(seconds)))
            time.sleep(0.1)

    def stay(self) -> None:
        """Stay until a member ends by itself."""
        while True:
            self.check()
            time.sleep(0.5)

    def end(self) -> None:
        """Ask all members to end, and kill what has not ended in time."""
        for _, process in self._members:
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + PATIENCE
        for _, process in self._members:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def ending_cleanly() -> Iterator[Household]:
    """A household that is ended on every way out; Ctrl+C and SIGTERM are clean ways."""
    household = Household()
    before = {number: signal.signal(number, _end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield household
    except Ended:
        print(say("serve.ended"), file=sys.stderr, flush=True)
    finally:
        for number in before:
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl+C must not cut the ending short
        household.end()
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, frame: FrameType | None) -> None:
    raise Ended


def _die_with_parent() -> None:
    # A command killed by -9 cannot end its processes; the kernel does. Not on systems without prctl.
    if hasattr(_LIBC, "prctl"):
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
