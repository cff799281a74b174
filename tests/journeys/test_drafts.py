"""What is typed is kept, however soon one leaves; files are sent when they are sent."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, Request, expect


def open_the_first_assignment(page: Page) -> None:
    page.goto("/sign-in/")
    page.get_by_role("button", name="Вера, школа").click()
    page.get_by_role("link", name="Заполнить").first.click()


def test_whoever_leaves_at_once_finds_the_last_words_again(page: Page) -> None:
    open_the_first_assignment(page)
    where = page.url
    page.get_by_label("Что сделано").press_sequentially("Приказ готов")

    page.get_by_role("link", name="Что сейчас").click()
    expect(page.get_by_role("heading", name="Что сейчас")).to_be_visible()
    page.goto(where)

    expect(page.get_by_label("Что сделано")).to_have_value("Приказ готов")


def test_a_draft_takes_no_file_along(page: Page, tmp_path: Path) -> None:
    order = tmp_path / "приказ.txt"
    order.write_text("Приказ о проведении недели профессий", encoding="utf-8")
    open_the_first_assignment(page)
    drafts: list[Request] = []
    page.on("request", lambda request: drafts.append(request) if "/drafts/" in request.url else None)

    page.get_by_label("Подтверждение").set_input_files(order)
    page.get_by_label("Что сделано").press_sequentially("Проведено")
    expect(page.locator("[data-draft-note]")).to_contain_text(re.compile(r"сохранено \d\d:\d\d"))

    assert drafts
    assert all("недели профессий" not in (request.post_data or "") for request in drafts)


def test_what_was_sent_leaves_no_draft_behind(page: Page) -> None:
    open_the_first_assignment(page)
    where = page.url
    page.get_by_label("Что сделано").press_sequentially("Проведено 12 октября")
    page.get_by_role("button", name="Представить").click()
    expect(page.get_by_text("Представлено. Здесь вы увидите ответ.")).to_be_visible()

    page.wait_for_timeout(1500)  # longer than the pause after which typing is kept
    page.goto(where)

    assert page.get_by_label("Что сделано").count() == 0
