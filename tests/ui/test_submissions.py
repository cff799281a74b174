"""A form that is sent five times is stored once, and everybody who sent it is led to the same place."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import partial
from threading import Barrier, Event
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.test import Client

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.roadmaps.models import Report
from orientir.territory import services as territories
from orientir.territory.models import Organisation, Territory
from orientir.ui import submissions
from orientir.ui.models import Submission
from tests.support import databases, world
from tests.support.threads import at_once
from tests.support.world import NOON, sign_in

NOBODYS = "9cde559de6694251ab30f447cb582f87"


class Failed(Exception):
    pass


def send(key: UUID, actor: Actor, name: str, *, meanwhile: Callable[[], object] = lambda: None) -> str:
    """Do what a form page does with a good form; the deed adds an organisation."""
    person = actor.person_id or 0
    with acting_as(actor):
        led_to = submissions.claim(key, person_id=person, digest=submissions.digest_of([name]), at=NOON)
        if led_to is None:
            territory = Territory.objects.get(name="Белоозерск")
            made = territories.add_organisation(territory, kind="school", name=name, short_name=name, by=actor, at=NOON)
            meanwhile()
            led_to = f"/organisations/{made.pk}/"
            submissions.settle(key, led_to)
    return led_to


def made(actor: Actor) -> list[str]:
    """Return the names of the organisations that the forms of this file made."""
    with acting_as(actor):
        return list(Organisation.objects.filter(short_name__startswith="Лицей").values_list("short_name", flat=True))


def waits_for_another(database: str) -> None:
    """Return when somebody waits for somebody else's transaction in this database."""
    waiting = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND wait_event_type = 'Lock' AND wait_event IN ('transactionid', 'spectoken')"
    )
    with psycopg.connect(databases.application_url(database), autocommit=True) as observer:
        until = time.monotonic() + 4
        while observer.execute(waiting).fetchone() == (0,) and time.monotonic() < until:
            time.sleep(0.01)


def test_pressed_five_times_at_once_it_is_done_once_and_leads_all_to_the_same_place(committed):
    boris, together = world.actor("boris"), Barrier(5, timeout=10)
    key = uuid4()

    def press() -> str:
        together.wait()
        return send(key, boris, "Лицей", meanwhile=lambda: time.sleep(0.1))

    led_to = at_once([press] * 5)

    assert made(boris) == ["Лицей"]
    assert len(set(led_to)) == 1
    assert re.fullmatch(r"/organisations/\d+/", str(led_to[0]))


def test_the_same_key_with_other_words_is_not_dropped_in_silence(committed):
    boris, key = world.actor("boris"), uuid4()
    send(key, boris, "Лицей")

    with pytest.raises(submissions.SentAlready):
        send(key, boris, "Лицей второй")

    assert made(boris) == ["Лицей"]


def test_words_are_the_same_whatever_ends_their_lines():
    same = {submissions.digest_of(["", "text", words]) for words in ("Раз.\nДва.", "Раз.\r\nДва.", " Раз.\nДва.\n")}

    assert len(same) == 1
    assert submissions.digest_of(["", "text", "Раз.Два."]) not in same
    assert submissions.digest_of(["attach", "text", "Раз.\nДва."]) not in same


def test_two_keys_are_two_deeds(committed):
    """The plant: what five presses would come to if each had a key of its own."""
    boris = world.actor("boris")

    led_to = at_once([partial(send, uuid4(), boris, f"Лицей {number}") for number in range(3)])

    assert (sorted(made(boris)), len(set(led_to))) == (["Лицей 0", "Лицей 1", "Лицей 2"], 3)


def test_when_the_first_one_fails_the_second_does_the_deed(committed):
    boris, claimed = world.actor("boris"), Event()
    key = uuid4()

    def fail() -> None:
        claimed.set()
        waits_for_another(committed)
        raise Failed

    def second() -> str:
        claimed.wait(10)
        return send(key, boris, "Лицей второй")

    first, led_to = at_once([lambda: send(key, boris, "Лицей первый", meanwhile=fail), second])

    assert isinstance(first, Failed)
    assert made(boris) == ["Лицей второй"]
    assert str(led_to).startswith("/organisations/")


def test_the_key_is_kept_with_the_deed_and_lost_with_it(committed):
    boris = world.actor("boris")
    key = uuid4()

    with pytest.raises(Failed):
        send(key, boris, "Лицей", meanwhile=_fail)
    with acting_as(boris):
        assert not Submission.objects.exists()

    led_to = send(key, boris, "Лицей")
    with acting_as(boris):
        assert Submission.objects.get().led_to == led_to


def _fail() -> None:
    raise Failed


def test_a_key_is_good_for_its_person_its_form_and_its_object_only():
    key = submissions.issue_key(7, "report", "1")

    assert isinstance(submissions.read_key(key, 7, "report", "1"), UUID)
    assert submissions.read_key(key, 7, "report", "1") == submissions.read_key(key, 7, "report", "1")
    assert [
        submissions.read_key(key, *issued)
        for issued in [(8, "report", "1"), (77, "report", "1"), (7, "return_report", "1"), (7, "report", "11")]
    ] == [None] * 4


@pytest.mark.parametrize("key", ["", "7", "7.", f"7.{NOBODYS}", f"7.{NOBODYS}:signature", "\0", "ключ"])
def test_a_key_nobody_issued_is_none(key):
    assert submissions.read_key(key, 7, "report", "1") is None


def test_a_foreign_key_claimed_past_the_signature_leads_nowhere(committed):
    boris, gleb = world.actor("boris"), world.actor("gleb")
    key = uuid4()
    send(key, boris, "Лицей")

    with pytest.raises(Submission.DoesNotExist):
        send(key, gleb, "Лицей Глеба")

    assert made(boris) == ["Лицей"]


def test_a_report_sent_five_times_from_its_page_is_submitted_once(committed):
    lead = Client()
    sign_in(lead, "vera")
    with acting_as(world.actor("vera")):
        address = f"/assignments/{world.assignment_of('Школа № 5').pk}/"
    (key,) = re.findall(r'name="submission_key" value="([^"]+)"', lead.get(address).content.decode())
    form = {"submission_key": key, "text": "Приказ издан."}
    together = Barrier(5, timeout=10)

    def press() -> tuple[int, str]:
        device = Client()
        device.cookies = lead.cookies.copy()
        together.wait()
        answer = device.post(address, form)
        return answer.status_code, answer.headers.get("Location", "")

    answers = at_once([press] * 5)

    assert answers == [(302, address)] * 5
    with acting_as(world.actor("vera")):
        assert [(report.state, report.text) for report in Report.objects.all()] == [("submitted", "Приказ издан.")]


def test_whoever_waits_too_long_for_the_first_press_keeps_the_words_and_is_told(committed):
    """The plant is the first press, which holds the key and does not end."""
    lead, vera = Client(), world.actor("vera")
    sign_in(lead, "vera")
    with acting_as(vera):
        pk = world.assignment_of("Школа № 5").pk
    signed = lead.get(f"/assignments/{pk}/").context["submission_key"]
    key = submissions.read_key(signed, vera.person_id or 0, "report", str(pk))
    form = {"submission_key": signed, "text": "Приказ издан."}
    held, answered = Event(), Event()

    def first() -> None:
        with acting_as(vera):
            submissions.claim(key, person_id=vera.person_id or 0, digest="", at=NOON)
            held.set()
            answered.wait(20)
            raise Failed

    def second() -> Any:
        held.wait(10)
        try:
            return lead.post(f"/assignments/{pk}/", form)
        finally:
            answered.set()

    _, answer = at_once([first, second])

    assert answer.status_code == 503
    assert "Это же сохраняется прямо сейчас" in answer.content.decode()
    assert "Приказ издан.</textarea>" in answer.content.decode()
    with acting_as(vera):
        assert not Report.objects.exists()
