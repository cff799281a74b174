"""The session ends while somebody types: they sign in in another window, and the first goes on as if nothing were."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def sign_in_as_vera(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Вера, школа").first.click()


def test_a_form_that_was_open_when_the_session_ended_is_typed_on_and_sent(page: Page) -> None:
    sign_in_as_vera(page)
    page.get_by_role("link", name="Заполнить").first.click()
    words, note = page.get_by_label("Что сделано"), page.locator("[data-draft-note]")
    words.fill("Приказ издан.")
    expect(note).to_contain_text("сохранено")

    page.context.clear_cookies(name="session")
    words.fill("Приказ издан. Назначены ответственные.")
    expect(note).to_contain_text("вы вышли: войдите в новом окне, набранное остаётся здесь")
    with page.context.expect_page() as opened:
        note.get_by_role("link", name="Войти в новом окне").click()
    sign_in_as_vera(opened.value)
    opened.value.close()

    words.fill("Приказ издан. Назначены ответственные. Проведена ярмарка.")
    expect(note).to_contain_text(re.compile(r"^\s*сохранено"))
    page.get_by_role("button", name="Представить").click()

    expect(page.locator("main")).to_contain_text("Представлено. Здесь вы увидите ответ.")
    expect(page.locator("main")).to_contain_text("Проведена ярмарка.")
