"""A changed document read again, by what can be seen and pressed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.journeys.test_file_to_force import HEAD, ROWS, faults_of, press, wait_for

TITLE = "План мероприятий («дорожная карта») по профориентации города Белоозерска на 2027–2028 годы"
CHANGED = (
    ROWS[0],
    ("2", "Провести экскурсии на предприятия города", "ноябрь, ежегодно", *ROWS[1][3:]),
    ("3", "Провести неделю профессиональных проб", "март, ежегодно", "Школы", "Отчёт"),
    ("4", *ROWS[2][1:]),
)


def document(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    word = Document()
    word.add_paragraph(TITLE)
    table = word.add_table(rows=0, cols=len(HEAD))
    for row in (HEAD, *rows):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    word.save(str(path))
    return path


def put_edition_in(page: Page, path: Path) -> None:
    page.get_by_label("Документ дорожной карты").set_input_files(path)
    page.get_by_label("Акт, которым изменён план").fill("Приказ управления образования")
    page.get_by_label("Номер акта").fill("45")
    page.get_by_label("Дата акта").fill("2026-02-01")
    press(page, "Прочитать и сравнить")
    wait_for(page, "Что меняет новая редакция")


@pytest.fixture
def office(page: Page) -> Page:
    page.goto("/")
    press(page, "Борис, координатор")
    return page


def test_a_plan_in_review_follows_its_new_document(office: Page, tmp_path: Path) -> None:
    office.goto("/roadmaps/upload/")
    office.get_by_label("Документ дорожной карты").set_input_files(document(tmp_path / "план.docx", ROWS))
    press(office, "Прочитать документ")
    wait_for(office, "Провести экскурсии на предприятия")
    office.get_by_text("Ещё", exact=True).filter(visible=True).first.click()
    press(office, "Загрузить новую редакцию документа")

    put_edition_in(office, document(tmp_path / "новая редакция.docx", CHANGED))
    assert faults_of(office) == []
    expect(office.locator("del").first).to_contain_text("октябрь")
    office.get_by_label("Исключить из плана").uncheck()
    press(office, "Внести отмеченное")

    expect(office.get_by_text("Изменения внесены")).to_be_visible()
    press(office, "Проверьте прочитанное")
    for words in ("города", "ноябрь, ежегодно", "Провести неделю профессиональных проб", "Встретиться с наставниками"):
        expect(office.get_by_text(words).filter(visible=True).first).to_be_visible()


def test_a_plan_in_force_says_what_would_come_of_another_document(office: Page, tmp_path: Path) -> None:
    office.goto("/roadmaps/1/history/")
    office.get_by_text("Изменить план", exact=True).click()
    press(office, "Загрузить новую редакцию документа")

    put_edition_in(office, document(tmp_path / "другой план.docx", CHANGED))
    expect(office.get_by_text("Что будет с пунктами к исполнению")).to_be_visible()
    assert faults_of(office) == []
    press(office, "Отложить")

    expect(office.get_by_text("Редакция отложена")).to_be_visible()
