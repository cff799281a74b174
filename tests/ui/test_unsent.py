"""Whoever was signed out, or has signed in anew, while a form was open loses no word of it, with scripts or without."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from orientir.accounts.views import ChangePassword
from orientir.database.actor import Actor
from orientir.database.context import acting_as
from orientir.roadmaps.models import Report
from tests.support.world import PASSWORD, PNG, assignment_of, pass_factor

TEXT = "Приказ издан.\nНазначены <ответственные>."
OURS = {"Origin": "http://testserver"}
TOKEN = "csrfmiddlewaretoken"


@pytest.fixture
def where(vera: Actor) -> str:
    with acting_as(vera):
        return f"/assignments/{assignment_of('Школа № 5').pk}/"


class Browser:
    """A browser without scripts: it sends the forms of its pages, with their hidden fields, and nothing else."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True, headers=OURS)

    def sign_in(self) -> None:
        page = self.client.get("/sign-in/").content
        fields = {**hidden(page), "login": "vera", "password": PASSWORD}
        assert self.client.post("/sign-in/", fields).status_code == 302
        pass_factor(self.client)

    def session_ends(self) -> None:
        del self.client.cookies[settings.SESSION_COOKIE_NAME]

    def sign_in_anew(self) -> None:
        """Sign in in another window, after the session has ended."""
        self.session_ends()
        self.sign_in()


def hidden(page: bytes) -> dict[str, str]:
    """Return the hidden fields of the form that stands in the middle of the page."""
    (main,) = re.findall(r"<main.*?</main>", page.decode(), re.S)
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', main)
    return {name: unescape(value) for name, value in fields}


@pytest.fixture
def browser(where: str) -> Browser:
    opened = Browser()
    opened.sign_in()
    return opened


def test_a_form_sent_after_the_session_ended_is_given_back_whole(browser: Browser, where: str) -> None:
    form = hidden(browser.client.get(where).content)
    browser.session_ends()

    answer = browser.client.post(where, {**form, "text": TEXT})

    page = answer.content.decode()
    assert (answer.status_code, answer.headers.get("Location")) == (401, None)
    assert hidden(answer.content).items() >= {"text": TEXT, "submission_key": form["submission_key"]}.items()
    assert f'action="{where}"' in page
    assert re.search(r'<a [^>]*href="/sign-in/"[^>]*target="_blank"', page)
    assert "Отправить ещё раз" in page


def test_autosave_after_the_session_ended_says_so_beside_the_button(browser: Browser, where: str) -> None:
    form = hidden(browser.client.get(where).content)
    browser.session_ends()

    answer = browser.client.post(f"/drafts/report/{where.split('/')[2]}/", {**form, "text": TEXT})

    assert answer.status_code == 401
    assert "вы вышли: войдите в новом окне, набранное остаётся здесь" in answer.content.decode()
    assert "data-draft-note" in answer.content.decode()


def test_a_form_with_a_stale_token_is_given_back_with_a_fresh_one(browser: Browser, where: str, vera: Actor) -> None:
    form = hidden(browser.client.get(where).content)
    browser.sign_in_anew()

    refused = browser.client.post(where, {**form, "text": TEXT})
    again = hidden(refused.content)
    taken = browser.client.post(where, again)

    assert refused.status_code == 403
    assert (again["text"], again[TOKEN] != form[TOKEN]) == (TEXT, True)
    assert (taken.status_code, taken.headers["Location"]) == (302, where)
    with acting_as(vera):
        assert Report.objects.get().text.split() == TEXT.split()


def test_autosave_with_a_stale_token_says_so_beside_the_button(browser: Browser, where: str) -> None:
    form = hidden(browser.client.get(where).content)
    browser.sign_in_anew()

    answer = browser.client.post(f"/drafts/report/{where.split('/')[2]}/", {**form, "text": TEXT})

    assert answer.status_code == 403
    assert "Не сохранено: вы заново вошли в другом окне" in answer.content.decode()
    (fresh,) = re.findall(r'data-fresh-token="(\w+)"', answer.content.decode())
    assert browser.client.post(f"/drafts/report/{where.split('/')[2]}/", {**form, TOKEN: fresh}).status_code == 200


@pytest.mark.parametrize("signed_out", [True, False])
def test_a_file_is_not_given_back_and_the_page_says_so(signed_out: bool, browser: Browser, where: str) -> None:
    form = hidden(browser.client.get(where).content)
    if signed_out:
        browser.session_ends()
    else:
        browser.sign_in_anew()
    document = SimpleUploadedFile("приказ.png", PNG, "image/png")

    answer = browser.client.post(where, {**form, "text": TEXT, "document": document})

    assert "Файл нужно выбрать заново" in answer.content.decode()
    assert "document" not in hidden(answer.content)


@pytest.mark.parametrize(
    "sender", [{"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}]
)
def test_words_of_a_foreign_site_get_no_button_of_ours(sender: dict[str, str], browser: Browser, where: str) -> None:
    answer = browser.client.post(where, {"text": "Чужое."}, headers={**OURS, **sender})

    assert answer.status_code == 403
    assert "Чужое." not in answer.content.decode()
    assert hidden(answer.content) == {}


def test_without_any_sender_nothing_is_given_back(where: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(where, {"text": "Чьё-то."})

    assert (answer.status_code, "Чьё-то." in answer.content.decode()) == (403, False)


def test_a_password_is_never_given_back(browser: Browser) -> None:
    answer = browser.client.post("/sign-in/", {"login": "vera", "password": PASSWORD, TOKEN: "a" * 32})

    assert answer.status_code == 403
    assert escape(PASSWORD) not in answer.content.decode()


def test_no_page_gives_a_password_back(browser: Browser) -> None:
    secret = dict.fromkeys(ChangePassword.form_class.base_fields, PASSWORD)
    browser.session_ends()
    form = {**hidden(browser.client.get("/sign-in/").content), **secret}

    answer = browser.client.post(reverse("accounts:password"), form)

    assert answer.status_code == 401
    assert escape(PASSWORD) not in answer.content.decode()
    assert hidden(answer.content).keys() == {TOKEN, "next"}


def test_a_whole_evening_with_one_form(browser: Browser, where: str, vera: Actor) -> None:
    """The session ends while she types; the note says so; she sends, signs in elsewhere, sends, and it is there."""
    form: dict[str, Any] = {**hidden(browser.client.get(where).content), "text": TEXT}
    draft = f"/drafts/report/{where.split('/')[2]}/"
    assert browser.client.post(draft, form).status_code == 200

    browser.session_ends()
    form["text"] += "\nИ ещё строка."
    assert browser.client.post(draft, form).status_code == 401
    signed_out = browser.client.post(where, form)
    assert signed_out.status_code == 401

    browser.sign_in()  # in the new window
    stale = browser.client.post(where, hidden(signed_out.content))
    assert stale.status_code == 403
    taken = browser.client.post(where, hidden(stale.content), follow=True)

    assert taken.redirect_chain == [(where, 302)]
    with acting_as(vera):
        assert [(r.state, r.text.split()) for r in Report.objects.all()] == [("submitted", form["text"].split())]
