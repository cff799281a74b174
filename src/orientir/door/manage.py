"""`./orientir manage …`: Django's commands as the application role, `migrate` as the owner."""

import argparse

from orientir.door.surroundings import django, product, settings, state
from orientir.door.words import say

AS_OWNER = frozenset({"migrate", "makemigrations", "showmigrations", "sqlmigrate"})
WITHOUT_DATABASE = frozenset({"help", "version", "prepare_database", "collectstatic"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """All words are Django's."""
    parser.add_argument(
        "arguments",
        nargs=argparse.REMAINDER,
        metavar=say("metavar.arguments"),
        help=say("option.manage"),
    )


def run(args: argparse.Namespace) -> int:
    """Run the command in a fresh process and return its exit code."""
    words: list[str] = args.arguments or ["help"]
    owner = words[0] in AS_OWNER
    asks_help = words[0].startswith("-") or "--help" in words or "-h" in words
    if asks_help or words[0] in WITHOUT_DATABASE:
        return django(words, settings(state()))
    with product(owner=owner) as environment:
        return django(words, environment, owner=owner)
