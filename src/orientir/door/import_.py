"""`./orientir import KIND FILE`: a list that an office keeps in a spreadsheet, taken in as a whole or not at all."""

import argparse
from pathlib import Path

from orientir.door.arguments import one_of
from orientir.door.surroundings import django, product
from orientir.door.words import say

KINDS = {"organisations": "import_organisations"}
"""A kind of list -> the Django command that takes it: exit code 0, or 2 with the faults listed."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the list is of, where it lies, in whose name it comes."""
    parser.add_argument(
        "kind",
        type=one_of(*KINDS),
        metavar=say("metavar.kind"),
        help=say("option.import.kind", kinds=", ".join(KINDS)),
    )
    parser.add_argument("file", type=Path, metavar=say("metavar.file"), help=say("option.import.file"))
    parser.add_argument("--dry-run", action="store_true", help=say("option.dry-run"))
    parser.add_argument("--as", dest="login", default="", metavar=say("metavar.login"), help=say("option.as"))


def run(args: argparse.Namespace) -> int:
    """Take the list in; 2 where something in it is wrong."""
    arguments = [KINDS[args.kind], f"--as={args.login}", *(["--dry-run"] if args.dry_run else []), "--", str(args.file)]
    with product() as environment:
        return django(arguments, environment)
