"""What people read in the journal: what they did, what concerned them, what an auditor looks for, a history."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.utils.html import strip_tags

from orientir import journal
from orientir.access import histories
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.territory.models import Organisation
from tests.support.world import NOON

from .scene import Scene

pytestmark = pytest.mark.usefixtures("db")
Rows = list[list[str]]


@pytest.fixture
def read(scene: Scene) -> Callable[..., Rows]:
    """Return the cells of a list as somebody reads it."""

    def rows(person: str, address: str, **asked: str) -> Rows:
        browser = Client(headers={"accept-language": "ru"})
        browser.cookies[settings.SESSION_COOKIE_NAME] = scene.sessions[person]
        page = browser.get(address, asked).content.decode()
        (body,) = re.findall(r"<tbody>(.*?)</tbody>", page, re.S) or [""]
        found = [
            re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)
        ]
        return [[" ".join(unescape(strip_tags(cell)).split()) for cell in row] for row in found]

    return rows


def look(by: Actor, whom: list[int | None], school: str = "Школа № 5", *, minutes: int = 0, reason: str = "") -> None:
    """Let somebody look at people of a school."""
    with acting_as(by):
        place = Organisation.objects.get(short_name=school).pk
        people = [person for person in whom if person]
        moment = NOON + timedelta(days=3650, minutes=minutes)
        with journal.entry("signed_out", by=by, at=moment, organisation_id=place, people=people, reason=reason):
            pass


def test_who_was_looked_at_reads_by_whom_in_which_role_where_and_why(read, boris, vera, zoya) -> None:
    """Zoya works elsewhere: she may not know Boris, and reads his role."""
    look(boris, [vera.person_id, zoya.person_id], reason="Проверка жалобы")

    role, reason = "Муниципальный координатор", "Проверка жалобы"
    assert read("vera", "/journal/about-me/")[0][2:] == ["—", role, "Школа № 5", reason]
    assert read("zoya", "/journal/about-me/")[0][2:] == ["—", role, "Школа № 5", reason]


def test_what_i_did_says_when_where_and_to_whom_as_far_as_i_may_know(read, boris, vera, zoya) -> None:
    look(boris, [vera.person_id, zoya.person_id])

    (latest, *_) = read("boris", "/journal/own/")
    assert latest == [
        "Выход из системы",
        "17 ноября 2036, 12:00",
        "Школа № 5",
        "Волховская В. + 1 человек",
        "Муниципальный координатор",
    ]
    assert "2036" not in str(read("vera", "/journal/own/"))


def test_an_auditor_finds_by_name_deed_organisation_day_and_request(read, boris, vera, galina) -> None:
    look(boris, [vera.person_id])
    look(vera, [], minutes=1)
    look(galina, [], "Школа № 6", minutes=2)
    (request,) = {one[-1] for one in read("boris", "/journal/", q="Полян", **{"from": "2036-01-01"}, column="request")}
    with acting_as(boris):
        six = str(Organisation.objects.get(short_name="Школа № 6").pk)

    def times(**asked: str) -> list[str]:
        return [row[1][-5:] for row in read("boris", "/journal/", **{"from": "2036-01-01"}, **asked)]

    assert times() == ["12:02", "12:01", "12:00"]
    assert times(q="волх") == ["12:01", "12:00"]
    assert times(q="Никого") == []
    assert times(verb="signed_out") == ["12:02", "12:01", "12:00"]
    assert times(verb="signed_in") == []
    assert times(place=six) == ["12:02"]
    assert times(until="2036-11-16") == []
    assert times(request=request) == ["12:02"]
    assert times(request="no number") == []


def test_an_auditor_reads_nothing_of_another_municipality(read, gleb, zoya) -> None:
    look(gleb, [zoya.person_id], "Школа № 1")

    assert [row[1][-5:] for row in read("boris", "/journal/", **{"from": "2036-01-01"})] == []
    assert len(read("gleb", "/journal/", **{"from": "2036-01-01"})) == 1


def test_the_history_of_an_organisation_is_told_latest_first_with_names_that_may_be_known(boris, olga) -> None:
    with acting_as(boris):
        school = Organisation.objects.get(short_name="Школа № 5")
        for minutes in (1, 2):
            moment = NOON + timedelta(minutes=minutes)
            with journal.entry("organisation_changed", by=boris, at=moment, about=school):
                pass
        told = [(one.at.minute, one.who, one.role) for one in histories.history(boris, school)]
    name, role = "Ладожский\N{NO-BREAK SPACE}Б.", "Муниципальный координатор"
    assert told[:2] == [(2, name, role), (1, name, role)]
    with acting_as(olga):
        assert histories.history(olga, school) == []


def test_a_deed_of_the_system_is_told_as_one(read) -> None:
    assert read("vera", "/journal/about-me/")[-1][2:4] == ["система", "—"]


def test_pages_go_on_behind_their_last_row_whatever_is_added_meanwhile(read, boris, scene) -> None:
    for minutes in range(60):
        look(boris, [], minutes=minutes)
    first = read("boris", "/journal/", **{"from": "2036-01-01"})
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = scene.sessions["boris"]
    page = browser.get("/journal/", {"from": "2036-01-01"}).content.decode()
    (following,) = re.findall(r'href="([^"]*after=[^"]*)"', page)
    look(boris, [], minutes=61)

    rest = read("boris", unescape(following))

    assert [row[1][-5:] for row in (*first, *rest)] == [f"12:{minute:02}" for minute in reversed(range(60))]
