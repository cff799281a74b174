"""The door: everything `./orientir` can be asked, in Russian and English.

`bootstrap` runs on the machine's own Python and prepares the environment; the rest runs inside it. A command
is one module with `add_arguments(parser)` and `run(args) -> int`, named in `commands.COMMANDS`. Nothing here
imports Django: commands that need it start a fresh process, so that `--help`, `read` and `term` stay quick.
"""

import os
import sys
from collections.abc import Sequence

from orientir.door.obstacles import Obstacle
from orientir.door.words import choose, language, say


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments ask and return the exit code; a wrong argument is a sentence and code 2."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a terminal in a narrow encoding gets «?», never a traceback
            reconfigure(errors="replace")
    from orientir.door.dispatch import dispatch

    try:
        wanted = choose(sys.argv[1:] if arguments is None else arguments, os.environ)
        os.environ["ORIENTIR_LANGUAGE"] = language()  # what is started from here speaks the same language
        code = dispatch(wanted)
        sys.stdout.flush()
    except Obstacle as obstacle:
        print(obstacle, file=sys.stderr)
        return obstacle.code
    except KeyboardInterrupt:
        print(say("interrupted"), file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of `./orientir … | head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code
