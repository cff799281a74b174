"""From the demo's first page to an accepted report, by the words on what can be seen and pressed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import watched_page
from tests.journeys.test_file_to_force import wait_for

MOST_PRESSES = 13


class Visitor:
    """Somebody who knows nothing but the words in front of them; counts what they press."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def press(self, words: str, *, near: str = "") -> None:
        self.presses += 1
        self._find(words, near).click()

    def _find(self, words: str, near: str) -> Locator:
        where: Page | Locator = self.page
        if near:
            where = self.page.get_by_role("listitem").filter(has_text=near)
        found = where.get_by_role("button", name=words, exact=True).or_(
            where.get_by_role("link", name=words, exact=True)
        )
        return found.or_(where.get_by_role("checkbox", name=words, exact=True)).filter(visible=True).first


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A small plan as an office would type it; its first measure is due in these days."""
    document, today = Document(), date.today()
    document.add_paragraph(
        "План мероприятий («дорожная карта») по профориентации города Белоозерска на "
        f"{today.year}–{today.year + 1} годы"
    )
    table = document.add_table(rows=1, cols=5)
    rows = [
        ("№ п/п", "Мероприятия", "Сроки", "Исполнители", "Ожидаемый результат"),
        ("1", "Провести ярмарку учебных мест", f"до {today + timedelta(days=2):%d.%m.%Y}", "Школы", "Отчёт"),
        ("2", "Обновить стенды по профориентации", "ежегодно", "Школы", "Фотоотчёт"),
    ]
    for cell, words in zip(table.rows[0].cells, rows[0], strict=True):
        cell.text = words
    for row in rows[1:]:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    path = tmp_path / "план.docx"
    document.save(str(path))
    return path


@pytest.fixture
def order(tmp_path: Path) -> Path:
    path = tmp_path / "приказ.txt"
    path.write_text("Приказ о проведении ярмарки", encoding="utf-8")
    return path


def from_the_first_page_to_an_accepted_report(page: Page, plan: Path, order: Path, *, scripts: bool) -> int:
    """Go the whole way and return how many presses it took."""
    visitor = Visitor(page)
    page.goto("/")
    visitor.press("Борис, координатор")
    visitor.press("Загрузить дорожную карту")
    page.get_by_label("Документ дорожной карты").set_input_files(plan)
    visitor.press("Прочитать документ")
    read = page.get_by_role("heading", name="Проверьте прочитанное")
    for _ in range(60):
        if read.is_visible():
            break
        page.wait_for_timeout(500)
        if not scripts:
            page.reload()
    page.wait_for_load_state("networkidle")  # the page of reading gives way to that of review
    visitor.press("Связать")
    visitor.press("Посмотреть, что получится")
    expect(page.locator(".force-total")).to_contain_text("12 организаций")
    visitor.press("Ввести в действие")
    wait_for(page, "Дорожная карта введена в действие")

    visitor.press("Вера, школа")
    visitor.press("Заполнить", near="Провести ярмарку учебных мест")
    page.get_by_label("Что сделано").fill("Ярмарка прошла 12 октября, участвовали 118 учеников 8–11 классов.")
    page.get_by_label("Подтверждение").set_input_files(order)
    visitor.press("Представить")
    expect(page.get_by_text("приказ.txt")).to_be_visible()

    visitor.press("Борис, координатор")
    visitor.press("Отчёты на проверку")
    visitor.press("1 Провести ярмарку учебных мест")
    expect(page.get_by_text("участвовали 118 учеников")).to_be_visible()
    visitor.press("Принять")
    expect(page.get_by_text("Отчёт принят.")).to_be_visible()
    return visitor.presses


def test_a_newcomer_gets_from_the_first_page_to_an_accepted_report_in_thirteen_presses(
    page: Page, plan: Path, order: Path
) -> None:
    presses = from_the_first_page_to_an_accepted_report(page, plan, order, scripts=True)

    assert presses <= MOST_PRESSES


def test_the_same_way_works_without_javascript(browser: Browser, own_demo: str, plan: Path, order: Path) -> None:
    with watched_page(browser, own_demo, base_url=own_demo, java_script_enabled=False) as page:
        presses = from_the_first_page_to_an_accepted_report(page, plan, order, scripts=False)

    assert presses <= MOST_PRESSES
