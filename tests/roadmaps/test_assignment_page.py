"""The page of an assignment: where a school reports and an office answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.roadmaps.models import Assignment, Evidence, Report
from tests.roadmaps.conftest import a_file
from tests.support import world

Visit = Callable[[str], Client]


@pytest.fixture
def where(assignment: Assignment) -> str:
    return f"/assignments/{assignment.pk}/"


def key_on(page: bytes) -> str:
    found = re.search(r'name="submission_key" value="([^"]+)"', page.decode())
    assert found
    return found.group(1)


def report(client: Client, where: str, text: str, **more: object) -> object:
    return client.post(where, {"text": text, "submission_key": key_on(client.get(where).content), **more})


def test_a_report_with_a_file_is_submitted_at_one_press(signed_in: Visit, where: str, vera: Actor) -> None:
    client = signed_in("vera")

    response = report(client, where, "Приказ издан.", document=a_file("Приказ.png"))

    assert (response.status_code, response.url) == (302, where)
    with acting_as(vera):
        assert [(r.state, r.text) for r in Report.objects.all()] == [("submitted", "Приказ издан.")]
        assert [e.file.name for e in Evidence.objects.select_related("file")] == ["Приказ.png"]


def test_pressed_five_times_it_is_stored_once(signed_in: Visit, where: str, vera: Actor) -> None:
    client = signed_in("vera")
    sent = {"text": "Приказ издан.", "submission_key": key_on(client.get(where).content)}

    answers = [client.post(where, sent) for _ in range(5)]

    assert {(answer.status_code, answer.url) for answer in answers} == {(302, where)}
    with acting_as(vera):
        assert Report.objects.count() == 1


def test_an_empty_report_is_explained_beside_its_field(signed_in: Visit, where: str) -> None:
    response = report(signed_in("vera"), where, "")

    assert response.status_code == 422
    assert response.context["form"].errors == {"text": ["Напишите в нескольких словах, что сделано."]}


def test_a_bad_file_is_explained_and_no_word_is_lost(signed_in: Visit, where: str, vera: Actor) -> None:
    response = report(signed_in("vera"), where, "Приказ издан.", document=a_file("приказ.exe"))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["document"]
    assert "Приказ издан." in response.content.decode()
    with acting_as(vera):
        assert (Report.objects.count(), Evidence.objects.count()) == (0, 0)


def test_a_form_that_was_open_for_too_long_is_shown_again_with_its_words(signed_in: Visit, where: str) -> None:
    response = signed_in("vera").post(where, {"text": "Приказ издан.", "submission_key": "old"})

    assert response.status_code == 422
    assert "Приказ издан." in response.content.decode()


def test_what_is_typed_waits_on_any_device(signed_in: Visit, where: str, assignment: Assignment) -> None:
    saved = signed_in("vera").post(f"/drafts/report/{assignment.pk}/", {"text": "Приказ гот"})

    again = signed_in("vera").get(where)

    assert saved.status_code == 200
    assert "Приказ гот" in again.content.decode()
    assert "Приказ гот" not in signed_in("boris").get(where).content.decode()


def test_a_file_may_be_added_before_the_words_are_ready(signed_in: Visit, where: str, vera: Actor) -> None:
    client = signed_in("vera")

    response = client.post(f"{where}evidence/", {"text": "Приказ гот", "document": a_file("Приказ.png")})

    assert (response.status_code, response.url) == (302, where)
    page = client.get(where).content.decode()
    assert "Приказ гот" in page
    assert "Приказ.png" in page
    with acting_as(vera):
        assert Report.objects.get().state == "draft"


def test_pressing_add_without_a_file_says_what_to_do(signed_in: Visit, where: str) -> None:
    response = signed_in("vera").post(f"{where}evidence/", {"text": "Приказ гот"})

    assert response.status_code == 422
    assert response.context["form"].errors == {"document": ["Сначала выберите файл."]}
    assert "Приказ гот" in response.content.decode()


def test_a_draft_is_its_schools_own(signed_in: Visit, where: str) -> None:
    signed_in("vera").post(f"{where}evidence/", {"text": "", "document": a_file("Приказ.png")})

    assert "Приказ.png" not in signed_in("boris").get(where).content.decode()


def test_the_office_accepts_and_the_school_sees_it(signed_in: Visit, where: str, submitted: Report) -> None:
    accepted = signed_in("boris").post(f"/reports/{submitted.pk}/accept/")

    assert accepted.url == where
    page = signed_in("vera").get(where).content.decode()
    assert "Принято" in page
    assert "Отчёт принят" in page


def test_the_office_returns_with_a_reason_and_the_school_goes_on(
    signed_in: Visit, where: str, submitted: Report
) -> None:
    boris = signed_in("boris")
    page = boris.get(f"/reports/{submitted.pk}/return/").content

    boris.post(f"/reports/{submitted.pk}/return/", {"reason": "Нет списка.", "submission_key": key_on(page)})

    vera = signed_in("vera").get(where)
    assert "Нет списка." in vera.content.decode()
    assert vera.context["can_report"]
    assert vera.context["form"].initial["text"] == submitted.text


def test_the_reviewer_is_led_to_the_next_report(signed_in: Visit, where: str, submitted: Report) -> None:
    world.submit("Школа № 6", "galina")

    page = signed_in("boris").get(where)

    assert page.context["next_to_review"].organisation.short_name == "Школа № 6"


def test_late_is_said_from_the_day_after_the_due_date(signed_in: Visit, where: str, assignment: Assignment) -> None:
    due = assignment.due_on
    for day, late in ((due, False), (due + timedelta(days=1), True)):
        with time_machine.travel(datetime.combine(day, time(), timezone.get_default_timezone())):
            # Sessions end after twelve hours, so one signs in anew on that day; appointments have no end.
            page = signed_in("vera").get(where).content.decode()
        assert ("Не представлено в срок" in page) is late
    assert date(2099, 12, 1) == due
