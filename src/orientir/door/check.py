"""`./orientir check`: proofs over the data and the installation."""

import argparse

from orientir.door.arguments import one_of
from orientir.door.surroundings import django, product
from orientir.door.words import say

CHECKS = {"counts": "check_counts", "deploy": "check_deploy", "journal": "check_journal"}
"""A name after `check` -> the Django command that proves it: exit code 0 or 1."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which proofs to run."""
    parser.add_argument(
        "checks",
        nargs="*",
        type=one_of(*CHECKS),
        metavar=say("metavar.name"),
        help=say("option.checks", names=", ".join(CHECKS)),
    )


def run(args: argparse.Namespace) -> int:
    """Run the proofs; 1 when any of them fails."""
    with product() as environment:
        codes = [django([CHECKS[name]], environment) for name in args.checks or CHECKS]
    return 1 if any(codes) else 0
