"""`./orientir worker`: does queued jobs, on this machine or another one with the same database."""

import argparse

from orientir.door.processes import ending_cleanly
from orientir.door.server import start_worker
from orientir.door.surroundings import product


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """A worker needs no arguments."""


def run(args: argparse.Namespace) -> int:
    """Do jobs as the application role until told to end."""
    with ending_cleanly() as household, product() as environment:
        try:
            start_worker(household, environment)
            household.stay()
        finally:
            household.end()  # before the database beneath it goes
    return 0
