"""The page of an assignment: where a school reports and an office answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.roadmaps.models import Assignment, Evidence, Report
from orientir.roadmaps.services import reports
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


def seen_on(page: bytes) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', page.decode())
    assert found
    return found.group(1)


def give_back(client: Client, report: Report, page: bytes, reason: str) -> Any:
    """Send the form of a page on which a report is returned."""
    sent = {"reason": reason, "seen": seen_on(page), "submission_key": key_on(page)}
    return client.post(f"/reports/{report.pk}/return/", sent)


def add_file(client: Client, where: str, text: str, document: object) -> Any:
    """Press «Add the file and go on writing»."""
    sent = {"text": text, "document": document, "attach": "1"}
    return client.post(where, {**sent, "submission_key": key_on(client.get(where).content)})


def report(client: Client, where: str, text: str, **more: object) -> Any:
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

    response = add_file(client, where, "Приказ гот", a_file("Приказ.png"))

    assert (response.status_code, response.url) == (302, where)
    page = client.get(where).content.decode()
    assert "Приказ гот" in page
    assert "Приказ.png" in page
    with acting_as(vera):
        assert Report.objects.get().state == "draft"


def test_pressing_add_without_a_file_says_what_to_do(signed_in: Visit, where: str) -> None:
    response = add_file(signed_in("vera"), where, "Приказ гот", "")

    assert response.status_code == 422
    assert response.context["form"].errors == {"document": ["Сначала выберите файл."]}
    assert "Приказ гот" in response.content.decode()


def test_a_draft_is_its_schools_own(signed_in: Visit, where: str) -> None:
    add_file(signed_in("vera"), where, "", a_file("Приказ.png"))

    assert "Приказ.png" not in signed_in("boris").get(where).content.decode()


def test_the_office_accepts_and_the_school_sees_it(signed_in: Visit, where: str, submitted: Report) -> None:
    boris = signed_in("boris")
    accepted = boris.post(f"/reports/{submitted.pk}/accept/", {"seen": seen_on(boris.get(where).content)})

    assert accepted.url == where
    page = signed_in("vera").get(where).content.decode()
    assert "Исполнено" in page
    assert "Отчёт принят" in page


def test_the_office_returns_with_a_reason_and_the_school_goes_on(
    signed_in: Visit, where: str, submitted: Report
) -> None:
    boris = signed_in("boris")
    page = boris.get(f"/reports/{submitted.pk}/return/").content

    give_back(boris, submitted, page, "Нет списка.")

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


CLOSED = "Отчёт тем временем уже представлен, возможно, в другом окне."


@pytest.mark.parametrize("button", [{}, {"attach": "1"}], ids=["submit", "add the file"])
def test_the_words_of_a_second_window_stay_on_the_page_when_the_first_was_quicker(
    button: dict[str, str], signed_in: Visit, where: str
) -> None:
    vera = signed_in("vera")
    second = key_on(vera.get(where).content)
    report(vera, where, "Из первого окна.")

    answer = vera.post(where, {"text": "Из второго окна.", "submission_key": second, "document": a_file(), **button})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<textarea" not in page
    assert CLOSED in page
    assert "Из второго окна." in page


def test_somebody_who_is_quicker_by_a_moment_is_told_of_too(
    signed_in: Visit, where: str, vera: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plant submits between the page's looking and its deed."""
    client, submit = signed_in("vera"), reports.submit_report

    def quicker(assignment: Assignment, text: str, *, by: Actor, at: datetime) -> Report:
        submit(Assignment.objects.get(pk=assignment.pk), "Из первого окна.", by=by, at=at)
        return submit(assignment, text, by=by, at=at)

    monkeypatch.setattr(reports, "submit_report", quicker)
    answer = report(client, where, "Из второго окна.")

    assert answer.status_code == 422
    assert CLOSED in answer.content.decode()
    assert "Из второго окна." in answer.content.decode()


def test_pressed_three_times_a_file_is_added_once(signed_in: Visit, where: str, vera: Actor) -> None:
    client = signed_in("vera")
    key = key_on(client.get(where).content)

    answers = [
        client.post(where, {"text": "Приказ", "document": a_file(), "attach": "1", "submission_key": key})
        for _ in range(3)
    ]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, where)] * 3
    with acting_as(vera):
        assert Evidence.objects.count() == 1


def test_another_file_from_the_same_page_is_not_dropped_in_silence(signed_in: Visit, where: str, vera: Actor) -> None:
    client = signed_in("vera")
    key = key_on(client.get(where).content)
    sent = {"text": "Приказ", "attach": "1", "submission_key": key}
    client.post(where, {**sent, "document": a_file("первый.png")})

    answer = client.post(where, {**sent, "document": a_file("второй.png")})

    assert answer.status_code == 422
    assert "Эта форма уже отправлена" in answer.content.decode()
    with acting_as(vera):
        assert Evidence.objects.count() == 1


def test_other_words_from_the_same_page_are_kept_and_not_taken_for_the_first(
    signed_in: Visit, where: str, vera: Actor
) -> None:
    client = signed_in("vera")
    key = key_on(client.get(where).content)
    client.post(where, {"text": "Приказ издан.", "submission_key": key})

    same = client.post(where, {"text": "Приказ издан.", "submission_key": key})
    other = client.post(where, {"text": "Приказ отменён.", "submission_key": key})

    assert (same.status_code, same.url) == (302, where)
    assert other.status_code == 422
    assert "Эта форма уже отправлена" in other.content.decode()
    assert "Приказ отменён." in other.content.decode()
    with acting_as(vera):
        assert Report.objects.get().text == "Приказ издан."


def test_a_file_is_removed_once_however_often_one_presses(signed_in: Visit, where: str, assignment: Assignment) -> None:
    client = signed_in("vera")
    add_file(client, where, "", a_file())
    press = re.findall(r'action="(/evidence/\d+/remove/)"', client.get(where).content.decode())[0]

    answers = [client.post(press, {"assignment": assignment.pk}) for _ in range(2)]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, where)] * 2
    assert client.post(press).status_code == 404
    assert signed_in("zoya").post(press, {"assignment": assignment.pk}).status_code == 404


def test_a_file_of_a_report_submitted_meanwhile_stays_and_the_page_says_why(
    signed_in: Visit, where: str, vera: Actor
) -> None:
    client = signed_in("vera")
    add_file(client, where, "", a_file())
    press = re.findall(r'action="(/evidence/\d+/remove/)"', client.get(where).content.decode())[0]
    report(client, where, "Приказ издан.")

    answer = client.post(press, follow=True)

    assert answer.redirect_chain == [(where, 302)]
    assert "Отчёт тем временем представлен, поэтому его файлы остаются." in answer.content.decode()
    with acting_as(vera):
        assert Evidence.objects.count() == 1


READ_AGAIN = "Отчёт тем временем изменили: прочитайте его ещё раз."


def submit_anew(signed_in: Visit, where: str, submitted: Report) -> None:
    """Let the report be returned and submitted again, in other words."""
    other = signed_in("boris")
    give_back(other, submitted, other.get(f"/reports/{submitted.pk}/return/").content, "Нет списка.")
    report(signed_in("vera"), where, "Во второй редакции.")


def test_what_nobody_has_read_is_not_accepted(signed_in: Visit, where: str, submitted: Report, boris: Actor) -> None:
    reviewer = signed_in("boris")
    first = seen_on(reviewer.get(where).content)
    submit_anew(signed_in, where, submitted)

    answer = reviewer.post(f"/reports/{submitted.pk}/accept/", {"seen": first}, follow=True)

    assert READ_AGAIN in answer.content.decode()
    assert "Во второй редакции." in answer.content.decode()
    with acting_as(boris):
        assert Report.objects.get(pk=submitted.pk).state == "submitted"
    reviewer.post(f"/reports/{submitted.pk}/accept/", {"seen": seen_on(answer.content)})
    with acting_as(boris):
        assert Report.objects.get(pk=submitted.pk).state == "accepted"


def test_what_nobody_has_read_is_not_returned_and_the_reason_stays(
    signed_in: Visit, where: str, submitted: Report, boris: Actor
) -> None:
    reviewer = signed_in("boris")
    page = reviewer.get(f"/reports/{submitted.pk}/return/").content
    submit_anew(signed_in, where, submitted)

    answer = give_back(reviewer, submitted, page, "Нет даты.")

    assert answer.status_code == 422
    for words in (READ_AGAIN, "Нет даты.", "Во второй редакции."):
        assert words in answer.content.decode()
    assert give_back(reviewer, submitted, answer.content, "Нет даты.").status_code == 302


def test_an_observer_is_told_that_texts_are_not_for_this_role(signed_in: Visit, where: str, submitted: Report) -> None:
    page = signed_in("olga").get(where).content.decode()

    assert "Тексты и файлы отчётов вашей роли не показываются." in page
    assert "Пока ничего не представлено." not in page


def test_nothing_is_said_to_be_there_only_while_the_work_waits(signed_in: Visit, where: str) -> None:
    for reader in ("olga", "boris"):
        assert "Пока ничего не представлено." in signed_in(reader).get(where).content.decode()


def test_the_history_says_who_and_keeps_every_reason(
    signed_in: Visit, where: str, submitted: Report, boris: Actor, vera: Actor
) -> None:
    with acting_as(boris):
        reports.return_report(submitted, "Нет списка.", by=boris, at=world.NOON + timedelta(hours=1))
    with acting_as(vera):
        again = reports.submit_report(submitted.assignment, "Список есть.", by=vera, at=world.NOON + timedelta(hours=2))
    with acting_as(boris):
        reports.return_report(again, "Нет даты.", by=boris, at=world.NOON + timedelta(hours=3))

    told = {
        reader: [(one.words, one.who, one.reason) for one in signed_in(reader).get(where).context["history"]]
        for reader in ("boris", "vera")
    }

    submission = ("Отчёт представлен", "Волховская\N{NO-BREAK SPACE}В.", "")
    assert told["boris"][-4:] == [
        submission,
        ("Отчёт возвращён на доработку", "Ладожский\N{NO-BREAK SPACE}Б.", "Нет списка."),
        submission,
        ("Отчёт возвращён на доработку", "Ладожский\N{NO-BREAK SPACE}Б.", "Нет даты."),
    ]
    role = "Муниципальный координатор"  # the people of the office are not the school's to see
    assert told["vera"][-3:] == [
        ("Отчёт возвращён на доработку", role, "Нет списка."),
        submission,
        ("Отчёт возвращён на доработку", role, "Нет даты."),
    ]
    page = signed_in("vera").get(where).content.decode()
    assert all(words in page for words in ("Нет списка.", "Нет даты.", role))


@pytest.mark.parametrize("verdict", ["accept", "return"])
def test_after_a_verdict_the_page_leads_on_to_the_next_report(
    verdict: str, signed_in: Visit, where: str, submitted: Report
) -> None:
    following = world.submit("Школа № 6", "galina")
    boris = signed_in("boris")
    if verdict == "accept":
        boris.post(f"/reports/{submitted.pk}/accept/", {"seen": seen_on(boris.get(where).content)})
    else:
        give_back(boris, submitted, boris.get(f"/reports/{submitted.pk}/return/").content, "Нет списка.")

    page = boris.get(where)

    assert page.context["next_to_review"] == following
    assert f'href="/assignments/{following.assignment_id}/"' in page.content.decode()
    assert "Следующий отчёт" in page.content.decode()
