"""A document with doubts is set right beside what was read of it: by keyboard, and without a script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import watched_page
from tests.journeys.test_pages import WIDTHS, sideways, take_picture
from tests.roadmaps.plans import document


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "план.docx"
    path.write_bytes(document())
    return path


def put_in(page: Page, plan: Path, *, scripts: bool = True) -> None:
    """Sign in as the coordinator, put the plan in and wait until it is read."""
    page.goto("/sign-in/")
    page.locator("form[action='/demo/sign-in/boris/'] button").click()
    page.goto("/roadmaps/upload/")
    page.get_by_label("Документ дорожной карты").set_input_files(plan)
    page.get_by_role("button", name="Прочитать документ").click()
    read = page.get_by_role("heading", name="Проверьте прочитанное")
    for _ in range(60):
        if read.is_visible():
            break
        page.wait_for_timeout(500)
        if not scripts:
            page.reload()
    expect(read).to_be_visible()


def test_doubts_are_settled_by_keyboard_and_taken_back(page: Page, plan: Path) -> None:
    put_in(page, plan)
    left, marked = page.locator(".review-left"), page.locator("[data-sheet] tr[data-marked]")
    card = page.locator("[data-card][data-marked]")
    expect(left).to_contain_text("Осталось 2 сомнительных места")

    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Верно: Срок, 1.2")).to_be_focused()
    expect(marked).to_contain_text("экскурсии на завод")
    expect(page.locator("td[data-marked]")).to_have_text("когда получится")

    page.keyboard.press("KeyE")
    expect(page.get_by_role("textbox", name="Срок")).to_be_focused()
    page.keyboard.press("Control+KeyA")
    page.keyboard.type("октябрь, ежегодно")
    page.keyboard.press("Enter")
    expect(left).to_contain_text("Осталось 1 сомнительное место")
    expect(card).to_contain_text("октябрь, ежегодно")
    expect(page.locator(".review-bar")).to_contain_text(re.compile(r"сохранено в \d\d:\d\d: Пункт плана изменён"))

    page.keyboard.press("ArrowDown")  # over the edge of the section
    expect(page.get_by_role("heading", name="2. События")).to_be_visible()
    expect(page.get_by_role("button", name="Верно: Срок, 2.1")).to_be_focused()
    page.keyboard.press("Enter")
    expect(left).to_contain_text("Сомнительных мест не осталось.")

    page.keyboard.press("Control+KeyZ")
    expect(left).to_contain_text("Осталось 1 сомнительное место")
    expect(page.get_by_role("button", name="Верно: Срок, 2.1")).to_be_focused()
    page.keyboard.press("Control+KeyY")
    expect(left).to_contain_text("Сомнительных мест не осталось.")


def test_measures_are_split_and_joined_by_keyboard_and_found_from_the_document(page: Page, plan: Path) -> None:
    put_in(page, plan)
    cards = page.locator("article[data-card]")

    page.locator("[data-sheet] tr").filter(has_text="экскурсии на завод").locator("td").nth(4).click()
    expect(page.locator("[data-card][data-marked]")).to_contain_text("1.2")
    page.keyboard.press("KeyS")
    pieces = page.get_by_label("Части")
    expect(pieces).to_be_focused()
    page.keyboard.press("Control+KeyA")
    page.keyboard.type("Провести экскурсии")
    page.keyboard.press("Enter")
    page.keyboard.type("1.3 Провести встречи")
    page.keyboard.press("Control+Enter")
    expect(cards).to_have_count(3)

    cards.nth(2).click()
    expect(cards.nth(2)).to_be_focused()
    page.keyboard.press("KeyM")
    expect(cards).to_have_count(2)
    expect(cards.nth(1)).to_contain_text("Провести экскурсии Провести встречи")
    expect(page.get_by_role("button", name="Верно: Срок, 1.2")).to_be_focused()

    page.keyboard.press("KeyE")
    page.get_by_label("Пункт плана").fill("Чужие слова")
    page.keyboard.press("Escape")
    expect(cards.nth(1)).to_contain_text("Провести экскурсии Провести встречи")


def test_the_same_is_done_without_a_script_and_all_is_confirmed(browser: Browser, own_demo: str, plan: Path) -> None:
    with watched_page(browser, own_demo, base_url=own_demo, java_script_enabled=False) as page:
        put_in(page, plan, scripts=False)
        page.get_by_role("link", name="Записать иначе: Срок, 1.2").click()
        page.get_by_role("textbox", name="Срок").fill("октябрь, ежегодно")
        page.get_by_role("button", name="Сохранить", exact=True).click()
        expect(page.locator(".review-left")).to_contain_text("Осталось 1 сомнительное место")
        page.get_by_role("button", name="Отменить").click()
        expect(page.locator(".review-left")).to_contain_text("Осталось 2 сомнительных места")

        page.get_by_role("button", name="Подтвердить все пункты").click()

        expect(page.get_by_role("status").first).to_contain_text("Все пункты подтверждены.")
        expect(page.locator(".review-left")).to_contain_text("Все пункты подтверждены.")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_of_review_is_accessible_and_whole(browser: Browser, own_demo: str, plan: Path, width: int) -> None:
    size = {"width": width, "height": WIDTHS[width]}
    with watched_page(browser, own_demo, base_url=own_demo, viewport=size) as page:
        put_in(page, plan)
        faults = {}
        for name, keys in {"review-plan": ["ArrowDown"], "review-plan-edit": ["KeyE"]}.items():
            for key in keys:
                page.keyboard.press(key)
            page.wait_for_timeout(500)
            found = [(fault["id"], len(fault["nodes"])) for fault in Axe().run(page).response["violations"]]
            faults[name] = (found, max(sideways(page), 0))
            take_picture(page, name, "ru")

        assert faults == dict.fromkeys(faults, ([], 0))
