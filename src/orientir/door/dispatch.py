"""From arguments to the one command that answers them."""

import argparse
import difflib
import importlib
import sys
from typing import Any, NoReturn

from orientir import __version__
from orientir.door.commands import COMMANDS, Command, named
from orientir.door.texts import ARGPARSE
from orientir.door.words import language, say


class Parser(argparse.ArgumentParser):
    """argparse with one sentence for an error, in the chosen language."""

    def error(self, message: str) -> NoReturn:
        """Tell what is wrong and where help is; exit code 2."""
        sentence = message[:1].upper() + message[1:].rstrip(".") + "."
        self.exit(2, say("error", sentence=sentence, prog=self.prog) + "\n")


def overview() -> str:
    """The help of the door itself."""
    lines = [say("help.intro"), "", say("help.usage"), "", say("help.commands")]
    lines += [f"  {name:8} {say(name + '.summary')}" for name in COMMANDS]
    return "\n".join([*lines, "", say("help.more")])


def parser_of(command: Command) -> tuple[Parser, Any]:
    """A parser with the command's arguments, and its module."""
    # argparse looks its texts up by this name at the moment it speaks.
    setattr(argparse, "_", _argparse_text)  # noqa: B010
    module = importlib.import_module(command.module)
    parser = Parser(
        prog=f"./orientir {command.name}",
        description=say(f"{command.name}.summary"),
        allow_abbrev=False,
    )
    module.add_arguments(parser)
    return parser, module


def dispatch(arguments: list[str]) -> int:
    """Run the command the arguments name; without a command show what there is."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(overview())
        return 0
    if arguments[0] == "--version":
        print(f"Orientir {__version__}")
        return 0
    command = named(arguments)
    if command is None:
        print(_unknown(arguments[0]), file=sys.stderr)
        return 2
    parser, module = parser_of(command)
    if command.name == "manage":  # Django's own options must not be read as ours
        return int(module.run(argparse.Namespace(arguments=arguments[1:])))
    return int(module.run(parser.parse_args(arguments[1:])))


def _argparse_text(message: str) -> str:
    english, russian = ARGPARSE.get(message, (message, message))
    return russian if language() == "ru" else english


def _unknown(name: str) -> str:
    if name.startswith("-"):
        return say("option.unknown", name=name)
    near = difflib.get_close_matches(name, COMMANDS, n=1)
    return say("command.perhaps", name=name, near=near[0]) if near else say("command.unknown", name=name)
