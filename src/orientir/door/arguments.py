"""Values of arguments that refuse with a sentence."""

import argparse

from orientir.door.words import say


def port(value: str) -> int:
    """A TCP port."""
    return _whole(value, 65535, "value.port")


def count(value: str) -> int:
    """A small number of processes."""
    return _whole(value, 64, "value.count")


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
