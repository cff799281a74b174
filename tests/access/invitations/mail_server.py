"""A mail server small enough to read: it speaks SMTP with real clients and keeps what it was handed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Server:
    """Keeps letters by the address they went to; says no to addresses in `unknown`.

    It hangs up after `per_call` letters of one connection, as servers do that take only so many.
    """

    unknown: frozenset[str] = frozenset()
    per_call: int = 1000
    port: int = 0
    letters: list[tuple[str, str]] = field(default_factory=list)
    calls: int = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk to one client until it says goodbye."""

        def say(words: str) -> None:
            writer.write(f"{words}\r\n".encode())

        self.calls += 1
        taken, to = 0, ""
        say("220 mail.example")
        while line := (await reader.readline()).decode().strip():
            command, _, rest = line.partition(" ")
            match command.upper():
                case "EHLO" | "HELO" | "RSET":
                    say("250 good")
                case "MAIL":
                    say("421 too many over one call" if taken == self.per_call else "250 good")
                case "RCPT":
                    to = rest.partition("<")[2].partition(">")[0]
                    say("550 nobody here" if to in self.unknown else "250 good")
                case "DATA":
                    say("354 go on")
                    lines = []
                    while (text := (await reader.readline()).decode().rstrip("\r\n")) != ".":
                        lines.append(text.removeprefix(".") if text.startswith("..") else text)
                    self.letters.append((to, "\n".join(lines)))
                    taken += 1
                    say("250 taken")
                case "QUIT":
                    say("221 goodbye")
                    break
                case _:
                    say("500 unknown")
        writer.close()


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    """Let the server answer at a free port of this machine."""
    loop, started = asyncio.new_event_loop(), threading.Event()

    async def run() -> None:
        listening = await asyncio.start_server(server.answer, "127.0.0.1", 0)
        server.port = listening.sockets[0].getsockname()[1]
        started.set()

    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    asyncio.run_coroutine_threadsafe(run(), loop)
    assert started.wait(10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
