"""The child of `read_in_child`: `python -m orientir.engines.reading MEMORY SECONDS PATH` answers in JSON."""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

from orientir.engines.reading.no_plan import NoPlan
from orientir.engines.reading.pipeline import read_roadmap
from orientir.engines.refusals import Refused


def _answer(path: Path) -> dict[str, Any]:
    try:
        return {"roadmap": read_roadmap(path).to_json()}
    except Refused as refused:
        return {"refused": refused.reason, "params": dict(refused.params)}
    except NoPlan as empty:
        return {"no_plan": {"tables": empty.tables, "lines": empty.lines, "heads": list(empty.heads)}}


def main(arguments: list[str]) -> int:
    """Set the limits of memory and of processor time, read, write the answer as JSON to standard output."""
    memory, seconds, path = int(arguments[0]), int(arguments[1]), Path(arguments[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))  # ends the child of a parent that died
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sys.stdout.write(json.dumps(_answer(path), ensure_ascii=True))
    except MemoryError:
        # nothing that wants memory any more: not the interpreter's own farewell either
        os.write(1, b'{"refused": "too_much_memory", "params": {}}')
        os._exit(0)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
