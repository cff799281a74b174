"""Code that runs at the same time, each piece in a thread with a connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

Result = TypeVar("Result")


def at_once(pieces: Sequence[Callable[[], Result]]) -> list[Result | Exception]:
    """Run all pieces at the same time; return what each gave or raised, in order."""

    def run(piece: Callable[[], Result]) -> Result | Exception:
        try:
            return piece()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(pieces)) as threads:
        return list(threads.map(run, pieces))


def elsewhere(piece: Callable[[], Result]) -> Result:
    """Run one piece in another thread, on another connection."""
    (result,) = at_once([piece])
    if isinstance(result, Exception):
        raise result
    return result
