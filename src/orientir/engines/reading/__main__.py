"""The child of `read_in_child`: `python -m orientir.engines.reading MEMORY SECONDS PATH` answers in JSON."""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

from orientir.engines.reading.no_plan import NoPlan
from orientir.engines.reading.pipeline import read_with_original
from orientir.engines.refusals import Refused

_LONGEST_ANSWER = 32 * 2**20
"""Bytes: the parent, whom no limit bounds, holds the answer too."""
_TOO_MUCH = b'{"refused": "too_much_memory", "params": {}}'


def bound(memory: int, seconds: int) -> None:
    """Bound this process for good: bytes of address space, seconds of processor time, nothing written to disk."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))  # ends the child of a parent that died
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def answer(path: Path) -> bytes:
    """The roadmap, the refusal or what was seen instead of a plan, as JSON."""
    try:
        written = json.dumps(_answer(path), ensure_ascii=True).encode("ascii")
    except RecursionError:  # deeper than any document
        return b'{"refused": "broken", "params": {}}'
    return written if len(written) <= _LONGEST_ANSWER else _TOO_MUCH


def _answer(path: Path) -> dict[str, Any]:
    try:
        roadmap, original = read_with_original(path)
        return {"roadmap": roadmap.to_json(), "original": original}
    except Refused as refused:
        return {"refused": refused.reason, "params": dict(refused.params)}
    except NoPlan as empty:
        return {"no_plan": {"tables": empty.tables, "lines": empty.lines, "heads": list(empty.heads)}}


def main(arguments: list[str]) -> int:
    """Set the limits, read, write the answer to standard output."""
    bound(int(arguments[0]), int(arguments[1]))
    try:
        sys.stdout.buffer.write(answer(Path(arguments[2])))
    except MemoryError:
        # nothing that wants memory any more: not the interpreter's own farewell either
        os.write(1, _TOO_MUCH)
        os._exit(0)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
