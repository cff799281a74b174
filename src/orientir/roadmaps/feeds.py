"""Due dates as a file of events (iCalendar, RFC 5545), for whoever asks and as far as they see them now.

No person is named in it, and nothing rings: whoever wants to be reminded says so in the own calendar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

from orientir.database.actor import Actor
from orientir.engines.counts import in_words

from . import policy
from .choices import Force
from .models import Assignment, Measure
from .queries.due_dates import OwnDate, WatchedDate, own_dates, watched_dates

ASK_AGAIN = timedelta(hours=6)
"""After how long a calendar is asked to look again."""

Address = Callable[[str], str]
"""Makes an address of a path of the product."""

_SALT = "orientir.roadmaps.feeds"
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def due_dates_as_calendar(actor: Actor, *, today: date, address: Address, language: str) -> bytes:
    """Return the due dates that `actor` sees. The same dates give the same file."""
    calendar = Calendar()
    name = _("Due dates of the roadmap")
    calendar.add("prodid", f"-//Orientir//Due dates//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(ASK_AGAIN))
    several = len(actor.scope(policy.REPORT)) > 1
    for own in own_dates(actor, today=today):
        calendar.add_component(_own_event(own, address, several))
    for watched in watched_dates(actor, today=today):
        calendar.add_component(_watched_event(watched, address, language))
    return bytes(calendar.to_ical())


def plain(text: str) -> str:
    """Return a text as a calendar holds it: its lines end in one way, and no control characters stand in it."""
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def _in_one_line(text: str) -> str:
    return plain(text).replace("\n", " ")


def _own_event(own: OwnDate, address: Address, several: bool) -> Event:
    one = own.assignment
    place = str(one.organisation)
    event = _event(f"assignment {one.pk}", one.due_on, own.revisions, own.is_cancelled, own.revised_at)
    event.add("last-modified", own.revised_at.astimezone(UTC))
    event.add("summary", _in_one_line(f"{one.measure.heading} · {place}" if several else one.measure.heading))
    event.add("description", plain("\n".join([*_words_of(one.measure), place, *_facts_of(one)])))
    event.add("url", address(reverse("roadmaps:assignment", args=[one.pk])))
    return event


def _facts_of(one: Assignment) -> Iterator[str]:
    if one.inner_due_on != one.due_on:
        day = date_format(one.inner_due_on, "SHORT_DATE_FORMAT")
        yield _("Inner due date: %(day)s") % {"day": day}
    if one.force != Force.OBLIGATORY:
        yield str(one.get_force_display()).capitalize()
    # Nothing here depends on today: the file would change without anything having happened.
    state = one.get_outcome_display() if one.outcome else one.get_state_display()
    yield _("State: %(state)s") % {"state": state}


def _watched_event(watched: WatchedDate, address: Address, language: str) -> Event:
    measure, revised_at = watched.measure, watched.revised_at
    about = f"measure {measure.pk} {watched.due_on.isoformat()}"
    event = _event(about, watched.due_on, watched.revisions, watched.is_cancelled, revised_at or watched.given_at)
    if revised_at:
        event.add("last-modified", revised_at.astimezone(UTC))
    if watched.is_cancelled:
        said = _("nothing is due on this day any more")
    elif watched.to_submit.value:
        said = _("still to submit: %(number)s") % {"number": in_words(watched.to_submit, language)}
    else:
        said = _("all have submitted")
    event.add("summary", _in_one_line(f"{measure.heading} · {said}"))
    event.add("description", plain("\n".join([*_words_of(measure), said[:1].upper() + said[1:]])))
    event.add("url", address(reverse("roadmaps:measure", args=[measure.pk])))
    return event


def _words_of(measure: Measure) -> list[str]:
    return [measure.words, measure.roadmap.short_title]


def _event(about: str, day: date, revisions: int, is_cancelled: bool, stamp: datetime) -> Event:
    event = Event()
    # Keyed, so that two installations never name two things alike and nobody tells keys of the database from it.
    event.add("uid", f"{salted_hmac(_SALT, about, algorithm='sha256').hexdigest()[:32]}@orientir")
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("sequence", revisions)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # whoever has something due is free all the same
    return event
