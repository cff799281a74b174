"""`./orientir bench`: figures and their ratio to a named reference."""

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from orientir.door import bench_engines, bench_journal, bench_pages, bench_sign_in, bench_walls
from orientir.door.arguments import one_of
from orientir.door.surroundings import CHECKOUT
from orientir.door.words import say

RUNS = 5


def median_milliseconds(command: list[str]) -> float:
    """The median time of a command over RUNS runs, after one that warms the disk."""
    times = []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=CHECKOUT)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times[1:])


def door() -> str:
    """How long `--help` takes, beside an interpreter that does nothing."""
    asked = median_milliseconds([str(CHECKOUT / "orientir"), "--help"])
    reference = median_milliseconds([sys.executable, "-c", "pass"])
    return say(
        "bench.door",
        door=round(asked),
        reference=round(reference),
        ratio=f"{asked / reference:.1f}",
        runs=RUNS,
    )


BENCHES: dict[str, Callable[[], str]] = {
    "door": door,
    "read": bench_engines.read,
    "terms": bench_engines.terms,
    "kinds": bench_engines.kinds,
    "pages": bench_pages.pages,
    "journal": bench_journal.journal,
    "walls": bench_walls.walls,
    "sign-in": bench_sign_in.sign_in,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which benches to run."""
    parser.add_argument(
        "benches",
        nargs="*",
        type=one_of(*BENCHES),
        metavar=say("metavar.name"),
        help=say("option.benches", names=", ".join(BENCHES)),
    )


def run(args: argparse.Namespace) -> int:
    """Print a line for each bench."""
    for name in args.benches or BENCHES:
        print(BENCHES[name](), flush=True)
    return 0
