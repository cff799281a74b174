"""Reads in a process of its own: a hostile file may at worst end that process, not its parent."""

from __future__ import annotations

import json
import math
import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from orientir.engines.reading.model import Roadmap, from_json
from orientir.engines.reading.no_plan import NoPlan
from orientir.engines.refusals import Refused

SECONDS = 20
MOST_SECONDS = 600
"""With all that the child may ask for besides, see `patience`."""
MEMORY = 1024 * 2**20
LONGEST_ANSWER = 32 * 2**20
_SOURCE = Path(__file__).resolve().parents[3]
_INHERITED = frozenset({"PATH", "HOME", "TMPDIR", "LANG", "LD_LIBRARY_PATH", "TESSDATA_PREFIX"})
_MORE = b"more "
# A library that is refused memory ends the process; so does the system, when memory runs out.
_OUT_OF_MEMORY = frozenset({-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGKILL})


def read_in_child(path: Path, *, seconds: float = SECONDS, memory: int = MEMORY) -> Roadmap:
    """Read a roadmap in a child process with a limit of wall time and of address space in bytes.

    Raises Refused and NoPlan as `read_roadmap` does; a child that takes too long is Refused "too_long", one
    that wants too much memory "too_much_memory", one that dies "broken". What it has started ends with it.
    """
    return read_with_original_in_child(path, seconds=seconds, memory=memory)[0]


def read_with_original_in_child(
    path: Path, *, seconds: float = SECONDS, memory: int = MEMORY
) -> tuple[Roadmap, list[dict[str, Any]]]:
    """Read a roadmap as `read_in_child` does, and the document as it stood beside it (see `original_of`)."""
    output, code = _output([str(memory), str(math.ceil(seconds) + 1), str(path.resolve())], seconds)
    try:
        answer: dict[str, Any] = json.loads(output)
    except ValueError as fault:
        raise of_death(code, seconds) from fault
    if "refused" in answer:
        raise Refused(answer["refused"], **answer["params"])
    if "no_plan" in answer:
        raise NoPlan(**{**answer["no_plan"], "heads": tuple(answer["no_plan"]["heads"])})
    return from_json(answer["roadmap"]), answer["original"]


def of_death(code: int, seconds: float = SECONDS) -> Refused:
    """Why a child that left no answer is refused, by its exit code."""
    if code == -signal.SIGXCPU:
        return Refused("too_long", limit=int(seconds))
    return Refused("too_much_memory" if code in _OUT_OF_MEMORY else "broken")


def _output(arguments: list[str], seconds: float) -> tuple[bytes, int]:
    """What the child writes, and its exit code. It has a session of its own, so its children can be ended too."""
    environment = {key: value for key, value in os.environ.items() if key in _INHERITED}
    environment["PYTHONPATH"] = str(_SOURCE)
    with subprocess.Popen(  # noqa: S603 - our own module, no shell
        [sys.executable, "-P", "-B", "-m", "orientir.engines.reading", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    ) as child:
        assert child.stdout is not None
        try:
            output = _answer(child.stdout, seconds)
        except BaseException:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            raise
    return output, child.returncode


def _answer(pipe: IO[bytes], seconds: float) -> bytes:
    """All that comes out of the pipe but the wishes for more time that go before the answer."""
    began, allowed = time.monotonic(), seconds
    output = bytearray()
    while True:
        left = began + allowed - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            raise Refused("too_long", limit=int(allowed))
        chunk = os.read(pipe.fileno(), 2**16)
        if not chunk:
            return bytes(output)
        output += chunk
        while output.startswith(_MORE) and b"\n" in output:
            wish, _, output = output.partition(b"\n")
            allowed = min(allowed + int(wish[len(_MORE) :]), MOST_SECONDS)
        if len(output) > LONGEST_ANSWER:
            raise Refused("too_much_memory")
