"""More time for what takes long for a good reason: each page that has to be recognised.

Whoever waits for a document gives it a time that is ample for a text. A reader that finds pictures of pages says
before each of them how long it may take.
"""

from __future__ import annotations

from collections.abc import Callable


class Patience:
    """Passes on how many seconds more are needed; where nobody waits, nothing happens."""

    def __init__(self) -> None:
        self._listener: Callable[[int], None] | None = None

    def listen(self, listener: Callable[[int], None]) -> None:
        """From now on `listener` is told the seconds."""
        self._listener = listener

    def ask(self, seconds: int) -> None:
        """Say that the next step may take so many seconds more."""
        if self._listener is not None:
            self._listener(seconds)


PATIENCE = Patience()
"""That of this process."""
