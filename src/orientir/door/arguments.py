"""Arguments that several commands share, and values that refuse with a sentence."""

import argparse
from pathlib import Path

from orientir.door.words import say


def port(value: str) -> int:
    """A TCP port."""
    return _whole(value, 65535, "value.port")


def count(value: str) -> int:
    """A small number of processes."""
    return _whole(value, 64, "value.count")


def add_key(parser: argparse.ArgumentParser) -> None:
    """With which key a backup is read or written; without the option the environment is asked."""
    parser.add_argument("--key", type=Path, metavar=say("metavar.file"), help=say("option.key"))


def one_of(*choices: str) -> "OneOf":
    """A name from a list."""
    return OneOf(choices)


class OneOf:
    """Lets only the listed names pass; argparse's own `choices` cannot do so for an empty list of names."""

    def __init__(self, choices: tuple[str, ...]) -> None:
        self.choices = choices

    def __call__(self, value: str) -> str:
        if value not in self.choices:
            raise argparse.ArgumentTypeError(say("value.choice", value=value, choices=", ".join(self.choices)))
        return value


def _whole(value: str, most: int, text: str) -> int:
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= most):
        raise argparse.ArgumentTypeError(say(text, value=value))
    return int(value)
