"""From a document of an office to the assignments of its schools, by what can be seen and pressed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import OWN as OWN_DEMO
from tests.journeys.conftest import product_on, watched_page
from tests.journeys.test_pages import sideways

HEAD = ("№ п/п", "Мероприятия", "Сроки", "Исполнители", "Ожидаемый результат")
ROWS = (
    ("1", "Издать приказ о профориентационной работе", "до 15 сентября, ежегодно", "Школы", "Приказ"),
    ("2", "Провести экскурсии на предприятия", "октябрь, ежегодно", "Школы", "Охват не менее 60 % участников"),
    ("3", "Обновить стенды по профориентации", "ежегодно", "Школы", "Фотоотчёт"),
    ("4", "Встретиться с наставниками", "по отдельному плану", "Клуб любителей шахмат", "Встреча"),
)


OWN = Path(__file__).resolve().parents[1] / "reading" / "documents"


class Given(NamedTuple):
    """A document, and what a person has to say of it: who its schools are as printed, the years it does not name."""

    path: Path
    schools: str = ""
    years: tuple[str, str] | None = None


LOOK_ALIKES = (
    Given(OWN / "known/a1-verhneozersk.docx", "ОО"),
    Given(OWN / "known/a1-kamnegorsk.pdf"),
    Given(OWN / "known/a1-svetloozersk.xlsx", "МБОУ"),
    Given(OWN / "unseen/a1-zalesie.odt"),
    Given(OWN / "unseen/a2_vospitanie21.html"),
)
"""Plans of our own in the five forms in which offices send theirs."""


@pytest.fixture(scope="module")
def many_plans(demo_template: str) -> Iterator[str]:
    """A demo into which one plan after the other is put."""
    with product_on(demo_template, f"{OWN_DEMO}_plans") as where:
        yield where


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan with sure rows, and one whose term and performer nobody can tell."""
    document = Document()
    document.add_paragraph("План мероприятий («дорожная карта») по профориентации города Белоозерска на 2027–2028 годы")
    table = document.add_table(rows=1, cols=len(HEAD))
    for cell, words in zip(table.rows[0].cells, HEAD, strict=True):
        cell.text = words
    for row in ROWS:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    path = tmp_path / "план.docx"
    document.save(str(path))
    return path


def press(page: Page, words: str) -> None:
    found = page.get_by_role("button", name=words, exact=True).or_(page.get_by_role("link", name=words, exact=True))
    found.filter(visible=True).first.click()


def wait_for(page: Page, words: str) -> None:
    """Wait for what a job brings, as one does without a script: by looking again."""
    for _ in range(120):
        if page.get_by_text(words).filter(visible=True).count():
            return
        page.wait_for_timeout(250)
        page.reload()
    raise AssertionError(words)


def faults_of(page: Page) -> list[str]:
    """Return what axe finds, and at which widths the page is wider than its window."""
    found = [fault["id"] for fault in Axe().run(page).response["violations"]]
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        if sideways(page) > 0:
            found.append(f"wider than {width}")
    return found


def from_file_to_assignments(page: Page, plan: Path, *, scripts: bool) -> None:
    page.goto("/")
    press(page, "Борис, координатор")
    press(page, "Загрузить дорожную карту")
    page.get_by_label("Документ дорожной карты").set_input_files(plan)
    press(page, "Прочитать документ")
    wait_for(page, "Провести экскурсии на предприятия")
    number = page.url.split("/roadmaps/")[1].split("/")[0]

    page.goto(f"/roadmaps/{number}/binding/")
    if scripts:
        assert faults_of(page) == []
    press(page, "Подтвердить всё, в чём нет сомнений")
    expect(page.get_by_text("Подтвердить всё, в чём нет сомнений")).to_have_count(0)
    page.goto(f"/roadmaps/{number}/binding/?open=doubtful")
    card = page.locator("article").filter(has_text="Встретиться с наставниками")
    expect(page.locator("article")).to_have_count(1)
    card.locator("a[href$='/dates/']").click()
    page.get_by_label("Сроки исполнения").fill("20.05.2027")
    press(page, "Сохранить")
    card.get_by_role("link", name="Выбрать").click()
    page.get_by_label("Или все организации одного вида").select_option("schools")
    page.get_by_label("по согласованию").check()
    page.get_by_role("button", name="Связать", exact=True).click()
    press(page, "Посмотреть, что получится")

    expect(page.get_by_text("4 пункта плана")).to_be_visible()
    if scripts:
        assert faults_of(page) == []
    press(page, "Ввести в действие")
    wait_for(page, "Дорожная карта введена в действие")
    press(page, "Вера, школа")
    page.goto("/assignments/")
    expect(page.get_by_text("Встретиться с наставниками").first).to_be_visible()


def test_a_document_becomes_the_work_of_schools(page: Page, plan: Path) -> None:
    from_file_to_assignments(page, plan, scripts=True)


def test_the_same_way_works_without_javascript(browser: Browser, own_demo: str, plan: Path) -> None:
    with watched_page(browser, own_demo, base_url=own_demo, java_script_enabled=False) as page:
        from_file_to_assignments(page, plan, scripts=False)


def any_document_to_assignments(page: Page, given: Given) -> None:
    """Bring a plan from its file to the work of Vera's school."""
    page.goto("/sign-in/")
    press(page, "Борис, координатор")
    page.goto("/roadmaps/upload/")
    page.get_by_label("Документ дорожной карты").set_input_files(given.path)
    press(page, "Прочитать документ")
    wait_for(page, "Проверьте прочитанное")
    plan = f"/roadmaps/{page.url.split('/roadmaps/')[1].split('/')[0]}"
    if given.years:
        page.goto(f"{plan}/head/")
        for label, year in zip(("Первый год", "Последний год"), given.years, strict=True):
            page.get_by_label(label).fill(year)
        press(page, "Сохранить")
    page.goto(f"{plan}/review/")
    press(page, "Подтвердить все пункты")
    expect(page.get_by_text("Все пункты подтверждены.", exact=True)).to_be_visible()

    page.goto(f"{plan}/binding/")
    press(page, "Подтвердить всё, в чём нет сомнений")
    expect(page.get_by_text("Подтвердить всё, в чём нет сомнений")).to_have_count(0)
    if given.schools:
        printed = page.get_by_text(given.schools, exact=True)
        page.locator(".binding-whom").filter(has=printed).locator("a.binding-link").first.click()
        page.get_by_label("Или все организации одного вида").select_option("schools")
        page.get_by_label("Так же везде в этом плане").check()
        page.get_by_role("button", name="Связать", exact=True).click()
    press(page, "Посмотреть, что получится")
    expect(page.locator(".force-total")).to_contain_text("организаци")
    press(page, "Ввести в действие")
    wait_for(page, "Дорожная карта введена в действие")

    page.goto("/sign-in/")
    press(page, "Вера, школа")
    page.goto(f"/assignments/?plan={plan.removeprefix('/roadmaps/')}&state=all")
    page.locator("main tbody a[href^='/assignments/']").filter(visible=True).first.click()
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("given", LOOK_ALIKES, ids=lambda given: given.path.name)
def test_a_plan_in_each_form_becomes_the_work_of_a_school(browser: Browser, many_plans: str, given: Given) -> None:
    with watched_page(browser, many_plans, base_url=many_plans) as page:
        any_document_to_assignments(page, given)
