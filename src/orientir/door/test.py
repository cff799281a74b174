"""`./orientir test`: every check in its part, and one last line a machine can read."""

import argparse
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from orientir.door.arguments import one_of
from orientir.door.parts import NAMES, PYTHON, Part, parts_of
from orientir.door.surroundings import CHECKOUT, Environment, settings, state
from orientir.door.system_packages import provide
from orientir.door.tally import Tally, of_junit
from orientir.door.words import say

NO_TESTS = 5
TESTS_FAILED = 1
PATIENCE = 5
"""A program is stopped after so many budgets of its part: it hangs."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which parts to run."""
    parser.add_argument("--long", action="store_true", help=say("option.long"))
    parser.add_argument(
        "parts",
        nargs="*",
        type=one_of(*NAMES),
        metavar=say("metavar.part"),
        help=say("option.parts", parts=", ".join(NAMES)),
    )


def run(args: argparse.Namespace) -> int:
    """Run the parts, tell each one's time, and close with the counts; 1 when anything failed."""
    parts = parts_of(CHECKOUT, args.parts, long=args.long)
    provide(package for part in parts for package in part.packages)
    environment = settings(state())
    whole = Tally()
    times = []
    for part in parts:
        began = time.monotonic()
        whole.add(run_part(part, environment))
        times.append(time_line(part, time.monotonic() - began))
        print(times[-1], flush=True)
    return report(whole, times)


def report(whole: Tally, times: Sequence[str]) -> int:
    """Print what is to be known at the end, the machine's line last, and return the exit code."""
    strict = os.environ.get("CI") == "true"
    print()
    if len(times) > 1:
        print("\n".join(times))
    for broken in whole.broken:
        print(broken)
    for reason, count in sorted(whole.skipped.items()):
        print(say("test.skipped", count=count, reason=reason))
    if strict and whole.unlawful_skips():
        print(say("test.skip-fails", count=whole.unlawful_skips()))
    print(whole.last_line(), flush=True)
    return 0 if whole.is_good(strict=strict) else 1


def run_part(part: Part, environment: Environment) -> Tally:
    """Run the tools and the tests of one part."""
    tally = Tally()
    for name, command in part.tools:
        print(f"— {name}", flush=True)
        code = _run(command, environment, part.budget * PATIENCE)
        if code == 0:
            tally.passed += 1
        else:
            tally.failed += 1
            tally.broken.append(_sentence(part, name, code))
    tally.add(_run_tests(part, environment))
    return tally


def _run_tests(part: Part, environment: Environment) -> Tally:
    here = [folder for folder in part.folders if (CHECKOUT / folder).exists()]
    print(f"— pytest {' '.join(here)}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        junit = Path(folder, "junit.xml")
        command = [*PYTHON, "pytest", "--import-mode=importlib", "-q", "--no-header", "--tb=short"]
        command += ["--continue-on-collection-errors", f"--junit-xml={junit}", *_workers(part), *here]
        code = _run(command, environment, part.budget * PATIENCE) if here else NO_TESTS
        tally = of_junit(junit) if junit.exists() else Tally()
    explained = code == 0 or (code == TESTS_FAILED and tally.failed)
    if code == NO_TESTS:
        tally.failed += 1
        tally.broken.append(say("test.empty", part=say(f"test.{part.name}")))
    elif not explained:
        tally.failed += 1
        tally.broken.append(_sentence(part, "pytest", code))
    return tally


def _workers(part: Part) -> list[str]:
    """A worker for each core, where tests neither measure nor start what takes the whole machine."""
    cores = len(os.sched_getaffinity(0))
    return ["-n", str(cores), "--dist", "worksteal"] if part.is_shared_out and cores > 1 else []


def _run(command: Sequence[str], environment: Environment, seconds: float) -> int | None:
    """The program's exit code, or None when it hung and was stopped with all it had started."""
    with subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdin=subprocess.DEVNULL, process_group=0) as program:
        try:
            return program.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(program.pid, signal.SIGKILL)
            return None
        except KeyboardInterrupt:
            os.killpg(program.pid, signal.SIGINT)
            raise


def _sentence(part: Part, name: str, code: int | None) -> str:
    title = say(f"test.{part.name}")
    if code is None:
        return say("test.hung", part=title, name=name, seconds=part.budget * PATIENCE)
    return say("test.broke", part=title, name=name, code=code)


def time_line(part: Part, seconds: float) -> str:
    """A part's name, its time, and whether that is within its budget."""
    within = say("test.within" if seconds <= part.budget else "test.over", budget=_clock(part.budget))
    return f"{say('test.' + part.name):26} {_clock(seconds):>6}  {within}"


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
