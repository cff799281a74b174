"""The register of commands.

A command is a module of `orientir.door` with `add_arguments(parser)` and `run(args) -> int`, and a summary in
`texts` under `<name>.summary`. To add one, write the module, its summary and a line here.
"""

from typing import NamedTuple


class Command(NamedTuple):
    """A word after `./orientir`, the module that answers it, and the requirement file its set-up installs."""

    name: str
    module: str
    requirements: str = "run"


COMMANDS = {
    command.name: command
    for command in (
        Command("demo", "orientir.door.demo"),
        Command("serve", "orientir.door.serve"),
        Command("worker", "orientir.door.worker"),
        Command("test", "orientir.door.test", requirements="test"),
        Command("read", "orientir.door.read"),
        Command("term", "orientir.door.term"),
        Command("import", "orientir.door.import_"),
        Command("export", "orientir.door.export"),
        Command("check", "orientir.door.check"),
        Command("bench", "orientir.door.bench", requirements="test"),
        Command("backup", "orientir.door.backup"),
        Command("restore", "orientir.door.restore"),
        Command("manage", "orientir.door.manage"),
    )
}


def named(arguments: list[str]) -> Command | None:
    """The command the arguments name by their first word, if there is one."""
    return COMMANDS.get(arguments[0]) if arguments else None
