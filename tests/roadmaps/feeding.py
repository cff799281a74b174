"""Calendars that ask for the due dates of people of the cast by their links."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from icalendar import Calendar, Event

from orientir.accounts import secret_links
from orientir.database.context import acting_as
from tests.support import world
from tests.support.world import NOON

LATER = NOON + timedelta(hours=2)


def link_of(login: str) -> str:
    someone = world.actor(login)
    with acting_as(someone):
        return secret_links.make_link(by=someone, at=NOON)


def ask(token: str, **headers: str) -> HttpResponse:
    return Client().get(reverse("roadmaps:feed", args=[token]), headers=headers)


def events_of(login: str) -> list[Event]:
    """Make a link as somebody and return the events that a calendar gets by it."""
    answer = ask(link_of(login))
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content).events


def facts(events: list[Event]) -> list[tuple[date, str, str, int]]:
    """Return what matters of each event: its day, its words, whether it still stands, how often it was changed."""
    return [
        (one["dtstart"].dt, str(one["summary"]).replace("\xa0", " "), str(one["status"]), int(one["sequence"]))
        for one in events
    ]


def decide(deed: Callable[..., Any], *words: Any, at: datetime = LATER) -> None:
    boris = world.actor("boris")
    with acting_as(boris):
        deed(*words, basis="Письмо № 7", by=boris, at=at)
