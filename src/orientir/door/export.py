"""`./orientir export KIND FILE`: a list that the product keeps, as the spreadsheet that `import` takes."""

import argparse
from pathlib import Path

from orientir.door.arguments import one_of
from orientir.door.surroundings import django, product
from orientir.door.words import say

KINDS = {"organisations": "export_organisations"}
"""A kind of list -> the Django command that writes it: exit code 0, or 2 with the reason."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the list is of, where it is written to, in whose name."""
    parser.add_argument(
        "kind",
        type=one_of(*KINDS),
        metavar=say("metavar.kind"),
        help=say("option.import.kind", kinds=", ".join(KINDS)),
    )
    parser.add_argument("file", type=Path, metavar=say("metavar.file"), help=say("option.export.file"))
    parser.add_argument("--as", dest="login", default="", metavar=say("metavar.login"), help=say("option.as"))


def run(args: argparse.Namespace) -> int:
    """Write the list; 2 where it cannot be written."""
    with product() as environment:
        return django([KINDS[args.kind], f"--as={args.login}", "--", str(args.file)], environment)
