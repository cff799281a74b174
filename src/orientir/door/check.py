"""`./orientir check`: proofs over data and installation; `check backup FOLDER` proves a backup where it lies."""

import argparse
from pathlib import Path

from orientir.door.arguments import add_key, one_of
from orientir.door.surroundings import django, product
from orientir.door.words import say

CHECKS = {"counts": "check_counts", "deploy": "check_deploy", "journal": "check_journal"}
"""A name after `check` -> the Django command that proves it: exit code 0 or 1."""
BACKUP = "backup"


class _Names:
    """Lets names of proofs pass, and whatever stands behind `backup`."""

    def __init__(self) -> None:
        self._seen: list[str] = []

    def __call__(self, value: str) -> str:
        if self._seen[:1] != [BACKUP]:
            value = one_of(*CHECKS, *([] if self._seen else [BACKUP]))(value)
        self._seen.append(value)
        return value


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which proofs to run."""
    parser.add_argument(
        "checks",
        nargs="*",
        type=_Names(),
        metavar=say("metavar.name"),
        help=say("option.checks", names=", ".join(CHECKS)),
    )
    add_key(parser)


def run(args: argparse.Namespace) -> int:
    """Run the proofs; 1 when any of them fails."""
    if args.checks[:1] == [BACKUP]:
        # Only this proof needs the parts that a backup is made with.
        from orientir.door import check_backup

        return check_backup.run([Path(name) for name in args.checks[1:]], key=args.key)
    with product() as environment:
        codes = [django([CHECKS[name]], environment) for name in args.checks or CHECKS]
    return 1 if any(codes) else 0
