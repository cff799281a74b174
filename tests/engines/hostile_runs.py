"""Reads a file as the child of `read_in_child` does, and measures it: how long it takes, how much memory it has.

Each file is read in a process forked from a clean server that has loaded the reader, so many files take seconds.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import resource
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from orientir.engines.reading.__main__ import answer, bound
from orientir.engines.reading.child import MEMORY, SECONDS, of_death

_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload([__name__])
_STEP = 0.02
_PATIENCE = 60  # seconds of a machine that does much else


@dataclass(frozen=True)
class Outcome:
    """What became of a file: "roadmap", "no_plan" or a reason; processor seconds, megabytes at the peak.

    Processor time is what the reading takes on a machine that does nothing else.
    """

    said: str
    seconds: float
    megabytes: int


def read_apart(path: Path) -> Outcome:
    """Read a file in a process with the limits of the child."""
    ours, theirs = _SERVER.Pipe(duplex=False)
    process = _SERVER.Process(target=_read, args=(path, theirs))
    began = time.monotonic()
    process.start()
    theirs.close()
    outcome: Outcome | None = None
    seconds, kilobytes = 0.0, 0
    while outcome is None and time.monotonic() - began < _PATIENCE:
        seconds, kilobytes = max((seconds, kilobytes), _used(process.pid))
        try:
            outcome = ours.recv() if ours.poll(_STEP) else None
        except EOFError:
            process.join()
            outcome = Outcome(of_death(process.exitcode or 0).reason, seconds, kilobytes // 1024)
    process.kill()
    process.join()
    return outcome or Outcome("too_long", seconds, kilobytes // 1024)


def _used(pid: int | None) -> tuple[float, int]:
    """Processor seconds and kilobytes that a process has used so far; nothing when it is gone."""
    try:
        times = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(") ")[2].split()
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0, 0
    peak = re.search(r"VmHWM:\s+(\d+)", status)
    return (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK"), int(peak[1]) if peak else 0


def _read(path: Path, theirs: Connection[Any, Any]) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # libraries that are refused memory complain
    bound(path, MEMORY, SECONDS + 1)
    try:
        written = answer(path)
    except MemoryError:
        written = b'{"refused": "too_much_memory"'
    except Exception as fault:
        written = f'{{"refused": "{type(fault).__name__}: {fault}"'.encode()
    kind, _, rest = written[2:100].decode(errors="replace").partition('": ')
    used = resource.getrusage(resource.RUSAGE_SELF)
    said = rest.split('"')[1] if kind == "refused" else kind
    theirs.send(Outcome(said, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024))
