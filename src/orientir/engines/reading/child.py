"""Reads in a process of its own: a hostile file may at worst end that process, not its parent."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from orientir.engines.reading.model import Roadmap, from_json
from orientir.engines.reading.no_plan import NoPlan
from orientir.engines.refusals import Refused

SECONDS = 20
MEMORY = 1024 * 2**20
_SOURCE = Path(__file__).resolve().parents[3]


def read_in_child(path: Path, *, seconds: float = SECONDS, memory: int = MEMORY) -> Roadmap:
    """Read a roadmap in a child process with a limit of wall time and of address space in bytes.

    Raises Refused and NoPlan as `read_roadmap` does; a child that takes too long is Refused "too_long", one
    that wants too much memory "too_much_memory", one that dies "broken".
    """
    environment = {
        key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "TMPDIR", "LANG", "LD_LIBRARY_PATH")
    }
    environment["PYTHONPATH"] = str(_SOURCE)
    limits = [str(memory), str(math.ceil(seconds) + 1)]
    command = [sys.executable, "-P", "-m", "orientir.engines.reading", *limits, str(path.resolve())]
    try:
        done = subprocess.run(  # noqa: S603 - see the import
            command,
            capture_output=True,
            timeout=seconds,
            check=False,
            env=environment,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired as fault:
        raise Refused("too_long", limit=int(seconds)) from fault
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError as fault:
        raise Refused("broken") from fault
    if "refused" in answer:
        raise Refused(answer["refused"], **answer["params"])
    if "no_plan" in answer:
        raise NoPlan(**{**answer["no_plan"], "heads": tuple(answer["no_plan"]["heads"])})
    return from_json(answer["roadmap"])
