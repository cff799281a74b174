"""How many passwords are hashed at once, and how long somebody waits for it.

A password is hashed slowly on purpose: a handful of sign-ins a second fill the machine. So there is a room with a place
for each core. Whoever finds it full waits, as a class does that signs in together. Where it stays full for longer than
classes need, it is no class: then only as many wait as have a place, others are sent away at once, and the other pages
stay quick.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition

PATIENCE = 10.0
"""How many seconds the room may be full before the line is kept short: three classes of thirty at once."""
CALM = 60.0
"""How many seconds the line is kept short after that."""
COME_BACK = 5
"""In how many seconds whoever was sent away should try again."""


class Busy(Exception):
    """Too many passwords are being checked just now; nothing was said of this one."""


class Room:
    """A room with so many places; `clock` tells seconds that only grow."""

    def __init__(self, places: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._places = self._free = places
        self._clock = clock
        self._changed = Condition()
        self._full_since = self._short_until = -float("inf")
        self.waiting = 0

    @contextmanager
    def place(self) -> Iterator[None]:
        """Take a place for the block, waiting for it if need be.

        Raises:
            Busy: there is none, and waiting has no use.
        """
        with self._changed:
            if not self._free:
                self._wait()
            self._free -= 1
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify()

    def _wait(self) -> None:
        now = self._clock()
        if not self.waiting:
            self._full_since = now
        if now - self._full_since >= PATIENCE:
            self._short_until = now + CALM
        if now < self._short_until and self.waiting >= self._places:
            raise Busy
        self.waiting += 1
        try:
            if not self._changed.wait_for(lambda: self._free > 0, timeout=PATIENCE):
                raise Busy
        finally:
            self.waiting -= 1


PLACES = len(os.sched_getaffinity(0))
"""As many as this process has cores: more at once make each of them slower, and none sooner."""

room = Room(PLACES)
"""That of this process."""
