"""The calendar of due dates: how it is asked for, made and withdrawn, and that calendars understand it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from orientir.accounts.secret_links import MOST_IN_A_SPAN
from orientir.database.context import acting_as
from orientir.engines.counts import Figure
from orientir.journal import entry
from orientir.roadmaps import feeds
from orientir.roadmaps.choices import Outcome
from orientir.roadmaps.models import Measure, Roadmap
from orientir.roadmaps.queries.due_dates import WatchedDate
from orientir.roadmaps.services import control
from tests.roadmaps.feeding import LATER, ask, decide, link_of
from tests.roadmaps.running import FAR, NEAR, add_measure, give, measure, submit
from tests.support import world
from tests.support.world import NOON

pytestmark = pytest.mark.usefixtures("noon")

Visit = Callable[[str], Client]
KHAL = shutil.which("khal")


# How it is asked for.


def test_a_calendar_that_has_it_is_told_so_until_something_changes(roadmap: Roadmap) -> None:
    given = give(measure(roadmap, "1.1"), NEAR)
    token = link_of("vera")
    first = ask(token)

    with time_machine.travel(LATER, tick=False):
        again = ask(token, if_none_match=first.headers["ETag"])
        decide(control.move_due_date, given, FAR)
        changed = ask(token, if_none_match=first.headers["ETag"])

    assert (first.status_code, again.status_code, changed.status_code) == (200, 304, 200)
    assert again.content == b""
    kept = ("ETag", "Cache-Control", "X-Robots-Tag", "Referrer-Policy")
    assert [again.headers[name] for name in kept] == [first.headers[name] for name in kept]
    assert {name: first.headers[name] for name in ("Content-Type", *kept[1:])} == {
        "Content-Type": "text/calendar; charset=utf-8",
        "Cache-Control": "private, no-cache",
        "X-Robots-Tag": "noindex, nofollow",
        "Referrer-Policy": "no-referrer",
    }


def test_who_asks_too_often_is_asked_to_wait(roadmap: Roadmap) -> None:
    token = link_of("vera")

    answers = [ask(token).status_code for _ in range(MOST_IN_A_SPAN + 1)]
    refused = ask(token)
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        later = ask(token)

    assert answers == [200] * MOST_IN_A_SPAN + [429]
    assert (refused.headers["Retry-After"], refused.headers["Content-Type"]) == ("3601", "text/plain; charset=utf-8")
    assert later.status_code == 200


@pytest.mark.parametrize("login", ["vera", "boris", "olga"])
def test_more_work_takes_no_more_queries(roadmap: Roadmap, login: str) -> None:
    token, counts = link_of(login), []
    for number in ("1.1", "1.2", "2.1"):
        decide(control.move_due_date, give(measure(roadmap, number), NEAR), FAR)
        submit(*give(measure(roadmap, number), NEAR))
        with CaptureQueriesContext(connection) as queries:
            assert ask(token).status_code == 200
        counts.append(len(queries))

    assert len(set(counts)) == 1


# The own page.


def test_the_page_makes_a_link_and_shows_it_once(signed_in: Visit) -> None:
    vera = signed_in("vera")
    page = vera.get("/calendar-feed/")
    assert "Создать ссылку" in page.content.decode()

    made = vera.post("/calendar-feed/", {"submission_key": page.context["submission_key"]})
    (address,) = set(re.findall(r"http://testserver(/feeds/[\w-]{32}\.ics)", made.content.decode()))

    assert f"webcal://testserver{address}" in made.content.decode()
    assert Client().get(address).status_code == 200
    again = vera.post("/calendar-feed/", {"submission_key": page.context["submission_key"]})
    assert (again.status_code, again.headers["Location"]) == (302, "/calendar-feed/")
    shown = vera.get("/calendar-feed/").content.decode()
    assert address not in shown
    assert "20 ноября 2026, 12:00" in shown.replace("\xa0", " ")


def test_the_page_tells_when_the_link_was_used_last(signed_in: Visit) -> None:
    token = link_of("vera")
    before = signed_in("vera").get("/calendar-feed/").content.decode()
    with time_machine.travel(LATER, tick=False):
        ask(token)

    after = signed_in("vera").get("/calendar-feed/").content.decode()

    assert ("ещё не было" in before, "ещё не было" in after) == (True, False)
    assert "20 ноября 2026, 14:00" in after.replace("\xa0", " ")


# That calendars understand it.

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=300)


def watched(text: str) -> WatchedDate:
    plan = Roadmap(title="План", first_year=2026, last_year=2027)
    return WatchedDate(Measure(pk=7, roadmap=plan, number="1.1", text=text), NEAR, Figure(3, 5), False, 0, NOON, NOON)


@given(text=TEXTS)
@settings(deadline=None)
def test_any_words_come_back_as_they_were(text: str) -> None:
    calendar = Calendar()
    calendar.add_component(feeds._watched_event(watched(text), str, "ru"))
    written = calendar.to_ical()

    (event,) = Calendar.from_ical(written).events

    assert str(event["description"]).split("\n1.1", 1)[0].startswith(feeds.plain(f"1.1 {text}".strip()))
    assert max(len(line) for line in written.split(b"\r\n")) <= 75
    assert [line for line in written.split(b"\r\n") if re.search(rb"[\x00-\x08\x0a-\x1f]", line)] == []
    for line in written.split(b"\r\n"):
        line.decode()  # no letter is cut in two


@given(days=st.lists(st.dates(date(2000, 1, 1), date(2200, 1, 1)), unique=True, max_size=5))
def test_each_day_and_measure_has_a_name_of_its_own_that_stays(days: list[date]) -> None:
    def names() -> list[str]:
        return [str(feeds._event(f"measure 1 {day}", day, 0, False, NOON)["uid"]) for day in days]

    assert names() == names()
    assert len(set(names())) == len(days)


@pytest.mark.skipif(KHAL is None, reason="khal is not installed")
def test_khal_lists_the_due_dates(roadmap: Roadmap, tmp_path: Path) -> None:
    section = roadmap.sections.all()
    with acting_as(world.actor("boris")), entry("measure_added", by=world.actor("boris"), at=NOON):
        long = add_measure(section[0], "1.3", text="Провести; обсудить, «записать» и \\ подвести итоги\nво всех школах")
    give(measure(roadmap, "1.1"), NEAR)
    give(long, FAR)
    decide(control.close, give(measure(roadmap, "2.1"), FAR), Outcome.VOID)

    assert listed(ask(link_of("vera")).content, tmp_path / "vera") == [
        f"{NEAR} 1.1 Провести работу 1.1 CONFIRMED",
        f"{FAR} 1.3 Провести; обсудить, «записать» и \\ подвести итоги во всех школах CONFIRMED",
        f"{FAR} 2.1 Провести работу 2.1 CANCELLED",
    ]
    assert listed(ask(link_of("boris")).content, tmp_path / "boris")[0] == (
        f"{NEAR} 1.1 Провести работу 1.1 · осталось представить: 2 из 2 CONFIRMED"
    )


def listed(calendar: bytes, folder: Path) -> list[str]:
    """Return the lines that khal prints of a calendar."""
    folder.mkdir()
    (folder / "feed.ics").write_bytes(calendar)
    (folder / "config").write_text(
        f"[calendars]\n[[feed]]\npath = {folder}/events\n[locale]\nlocal_timezone = Europe/Moscow\n"
        "default_timezone = Europe/Moscow\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        f"datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n[sqlite]\npath = {folder}/khal.db\n"
    )
    (folder / "events").mkdir()
    khal = [str(KHAL), "-c", str(folder / "config")]
    surroundings = {"LC_ALL": "C.UTF-8", "HOME": str(folder), "PATH": "/usr/bin:/bin"}
    options: dict[str, Any] = {"env": surroundings, "check": True, "capture_output": True, "text": True}
    subprocess.run([*khal, "import", "--batch", str(folder / "feed.ics")], **options)
    form = ["--day-format", "", "--format", "{start-date} {title} {status}"]
    done = subprocess.run([*khal, "list", *form, "2026-09-01", "2027-12-31"], **options)
    return [" ".join(line.split()) for line in done.stdout.splitlines() if line.strip()]
