"""Reads in a process of its own: a hostile file may at worst end that process, not its parent."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from orientir.engines.reading.model import Roadmap, from_json
from orientir.engines.reading.no_plan import NoPlan
from orientir.engines.refusals import Refused

SECONDS = 20
MEMORY = 1024 * 2**20
_SOURCE = Path(__file__).resolve().parents[3]
_INHERITED = frozenset({"PATH", "HOME", "TMPDIR", "LANG", "LD_LIBRARY_PATH", "TESSDATA_PREFIX"})


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
    if code == -signal.SIGXCPU:
        raise Refused("too_long", limit=int(seconds))
    try:
        answer: dict[str, Any] = json.loads(output)
    except ValueError as fault:
        raise Refused("broken") from fault
    if "refused" in answer:
        raise Refused(answer["refused"], **answer["params"])
    if "no_plan" in answer:
        raise NoPlan(**{**answer["no_plan"], "heads": tuple(answer["no_plan"]["heads"])})
    return from_json(answer["roadmap"]), answer["original"]


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
        try:
            output, _ = child.communicate(timeout=seconds)
        except BaseException as fault:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            if isinstance(fault, subprocess.TimeoutExpired):
                raise Refused("too_long", limit=int(seconds)) from fault
            raise
    return output, child.returncode
