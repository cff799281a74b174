"""`./orientir demo`: a small believable region, built once, opened in a browser."""

import argparse
import os
import sys
import webbrowser

from orientir.door.arguments import port
from orientir.door.processes import ending_cleanly
from orientir.door.server import address, free_port, require_free, start_server, start_worker
from orientir.door.surroundings import product, step
from orientir.door.words import say

HOST = "127.0.0.1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The port, and whether to open a browser."""
    parser.add_argument("--port", type=port, metavar=say("metavar.port"), help=say("option.port.next"))
    parser.add_argument("--no-browser", action="store_true", help=say("option.no-browser"))


def run(args: argparse.Namespace) -> int:
    """Build the region if it is not there, serve it on this machine only, and stay until told to end."""
    if args.port:
        require_free(HOST, args.port)
    with ending_cleanly() as household:
        print(say("step", step=say("serve.cluster")), file=sys.stderr, flush=True)
        with product(owner=True) as environment:
            try:
                step("serve.static", ["collectstatic", "--no-input"], environment)
                step("serve.migrate", ["migrate", "--no-input"], environment, owner=True)
                step("serve.build", ["build_demo"], environment)
                chosen = args.port or free_port(HOST)
                start_server(household, environment, host=HOST, port=chosen, workers=1)
                start_worker(household, environment)
                print(say("serve.open", address=address(HOST, chosen)), flush=True)
                if not args.no_browser and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
                    webbrowser.open(address(HOST, chosen))
                household.stay()
            finally:
                household.end()  # before the database beneath them goes
    return 0
