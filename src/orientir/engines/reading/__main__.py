"""The child of `read_in_child`: `python -m orientir.engines.reading MEMORY SECONDS PATH` answers in JSON."""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

from orientir.engines.reading.child import LONGEST_ANSWER, MOST_SECONDS
from orientir.engines.reading.no_plan import NoPlan
from orientir.engines.reading.patience import PATIENCE
from orientir.engines.reading.pipeline import read_with_original
from orientir.engines.refusals import Refused

# The library for PDF inflates what a page asks for in one piece and cannot be told to count. Five hundred full
# pages take 170 MB, a recognised one 190.
_MEMORY_OF_PDF = 280 * 2**20
_TOO_MUCH = b'{"refused": "too_much_memory", "params": {}}'


def bound(path: Path, memory: int, seconds: int) -> None:
    """Bound this process for good: bytes of address space, seconds of processor time, nothing written to disk."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, MOST_SECONDS))  # ends the child of a parent that died
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if _is_pdf(path):
        resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY_OF_PDF, _MEMORY_OF_PDF))


def _is_pdf(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return b"%PDF-" in file.read(1024)
    except OSError:
        return False


def _wish(seconds: int) -> None:
    """Tell the parent that it takes longer, and allow as much processor time."""
    allowed, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (min(allowed + seconds, most), most))
    os.write(1, b"more %d\n" % seconds)


def answer(path: Path) -> bytes:
    """The roadmap, the refusal or what was seen instead of a plan, as JSON."""
    try:
        written = json.dumps(_answer(path), ensure_ascii=True).encode("ascii")
    except RecursionError:  # deeper than any document
        return b'{"refused": "broken", "params": {}}'
    return written if len(written) <= LONGEST_ANSWER else _TOO_MUCH


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
    path = Path(arguments[2])
    bound(path, int(arguments[0]), int(arguments[1]))
    PATIENCE.listen(_wish)
    try:
        sys.stdout.buffer.write(answer(path))
    except MemoryError:
        # nothing that wants memory any more: not the interpreter's own farewell either
        os.write(1, _TOO_MUCH)
        os._exit(0)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
