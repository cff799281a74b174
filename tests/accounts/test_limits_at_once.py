"""Many who sign in at the same moment: as many tries as in turn, as many hashes as there are cores."""

from __future__ import annotations

from functools import partial
from threading import Event

import pytest
from django.http import HttpResponse
from django.test import Client

from orientir.accounts import hashing
from orientir.accounts.limits import LOGIN
from tests.support.threads import at_once

from .test_limits_of_sign_in import counted, fail
from .test_sign_in import sign_in


def test_tries_at_the_same_moment_are_no_more_than_tries_in_turn(committed: str) -> None:
    fail(Client(), "vera", LOGIN.free - 1)

    answers = at_once([partial(sign_in, Client(), "vera", "wrong") for _ in range(6)])

    assert sorted(answer.status_code for answer in answers if isinstance(answer, HttpResponse)) == [422] + [429] * 5
    assert counted() == [LOGIN.free]


def test_no_more_are_in_the_room_than_it_has_places_and_the_others_wait() -> None:
    room, inside, most, leave = hashing.Room(2), [0], [0], Event()

    def stay() -> str:
        with room.place():
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            leave.wait(0.02)
            inside[0] -= 1
        return "served"

    assert at_once([stay] * 10) == ["served"] * 10
    assert most == [2]


def test_where_the_room_stays_full_the_line_is_kept_short_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    now, patience = [0.0], hashing.PATIENCE
    room = hashing.Room(1, lambda: now[0])

    def comes(line: int = 0) -> str:
        """Come when so many stand in line."""
        while room.waiting < line:
            Event().wait(0.001)
        try:
            with room.place():
                return "served"
        except hashing.Busy:
            return "sent away"

    def come_while_full(*lines: int) -> list[str | Exception]:
        inside = room.place()
        inside.__enter__()

        def leaves() -> str:
            while room.waiting < max(lines):
                Event().wait(0.001)
            Event().wait(0.02)
            inside.__exit__(None, None, None)
            return "left"

        return at_once([*(partial(comes, line) for line in lines), leaves])

    monkeypatch.setattr(hashing, "PATIENCE", 0.0)
    with room.place():
        too_long = comes()
    monkeypatch.setattr(hashing, "PATIENCE", patience)
    now[0] = hashing.CALM - 1
    kept_short = come_while_full(0, 1)
    now[0] = hashing.CALM
    calm_again = come_while_full(0, 1)

    assert too_long == "sent away"
    assert kept_short == ["served", "sent away", "left"]
    assert calm_again == ["served", "served", "left"]
