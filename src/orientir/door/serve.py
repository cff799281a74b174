"""`./orientir serve`: the product, with its jobs done in the same command unless told otherwise."""

import argparse
import sys

from orientir.door.arguments import count, port
from orientir.door.processes import ending_cleanly
from orientir.door.server import FIRST_PORT, public_address, require_free, start_server, start_worker
from orientir.door.surroundings import django_says, product, step
from orientir.door.words import say

HOST = "127.0.0.1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and with how many processes."""
    parser.add_argument("--host", default=HOST, metavar=say("metavar.host"), help=say("option.host", default=HOST))
    parser.add_argument(
        "--port",
        type=port,
        default=FIRST_PORT,
        metavar=say("metavar.port"),
        help=say("option.port", default=FIRST_PORT),
    )
    parser.add_argument(
        "--workers",
        type=count,
        default=1,
        metavar=say("metavar.number"),
        help=say("option.workers", default=1),
    )
    parser.add_argument("--no-worker", action="store_true", help=say("option.no-worker"))


def run(args: argparse.Namespace) -> int:
    """Bring the tables up to date, start the server, print the first link on an empty database, and stay."""
    require_free(args.host, args.port)
    with ending_cleanly() as household:
        print(say("step", step=say("serve.cluster")), file=sys.stderr, flush=True)
        with product(owner=True) as environment:
            try:
                step("serve.static", ["collectstatic", "--no-input"], environment)
                step("serve.migrate", ["migrate", "--no-input"], environment, owner=True)
                start_server(household, environment, host=args.host, port=args.port, workers=args.workers)
                if not args.no_worker:
                    start_worker(household, environment)
                here = public_address(environment, args.host, args.port)
                print(say("serve.open", address=here), flush=True)
                link = django_says(["first_link", "--address", here], environment)
                if link:
                    print(say("serve.link", link=link), flush=True)
                household.stay()
            finally:
                household.end()  # before the database beneath them goes
    return 0
