"""A municipal specialist's questions, answered in two presses; the matrix by keyboard, beside it what was pressed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import watched_page


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def either_way(request: pytest.FixtureRequest, browser: Browser, quiet_demo: str) -> Iterator[Page]:
    """Home as Boris sees it, with scripts and without."""
    options = {"base_url": quiet_demo, "viewport": {"width": 1440, "height": 900}, "java_script_enabled": request.param}
    with watched_page(browser, quiet_demo, **options) as page:
        sign_in(page)
        yield page


@pytest.fixture
def matrix(browser: Browser, quiet_demo: str) -> Iterator[Page]:
    with watched_page(browser, quiet_demo, base_url=quiet_demo, viewport={"width": 1440, "height": 900}) as page:
        sign_in(page)
        page.goto("/roadmaps/1/matrix/")
        yield page


def sign_in(page: Page) -> None:
    page.goto("/sign-in/")
    page.locator("form[action='/demo/sign-in/boris/'] button").click()


def focused(page: Page) -> tuple[int, int]:
    """Return row and column of the cell in which the focus is."""
    row, column = page.evaluate(
        "(() => { const cell = document.activeElement.closest('td');"
        " return [cell.closest('tr').rowIndex, cell.cellIndex]; })()"
    )
    return row, column


def test_who_has_not_submitted_a_measure_is_one_press_away(either_way: Page) -> None:
    late = either_way.locator(".panel").filter(has_text="Требует внимания").locator(".row", has_text="не представлено")
    number = late.first.locator(".row-lead").inner_text()

    late.first.get_by_role("link").click()

    expect(either_way.locator("tbody tr")).to_have_count(int(number))
    states = set(either_way.locator("tbody td:last-child").all_inner_texts())
    assert states <= {"Не представлено в срок", "На доработке"}  # what was returned has not come back in time either


def test_what_is_due_in_two_weeks_stands_on_the_first_page(either_way: Page) -> None:
    due = either_way.locator(".panel").filter(has_text="Ближайшие две недели").locator(".row")

    assert due.count() > 0
    due.first.get_by_role("link").click()
    expect(either_way.locator("tbody tr").first).to_be_visible()


def test_what_of_a_section_is_behind_is_one_press_away(either_way: Page) -> None:
    behind = either_way.locator(".progress").filter(has_text="не представлено в срок")

    behind.first.get_by_role("link", name="не представлено в срок").click()

    expect(either_way.get_by_role("heading", level=1)).to_contain_text("Дорожная карта")
    rows = either_way.locator("tbody tr").all_inner_texts()
    assert rows
    assert [row for row in rows if "Не представлено в срок" not in row] == []


def test_a_pressed_cell_is_shown_beside_the_matrix_and_closed_by_escape(matrix: Page) -> None:
    cell = matrix.locator("[data-matrix] tbody td a").first
    panel = matrix.locator(".side-panel")
    expect(panel).to_be_hidden()

    cell.click()

    expect(panel.get_by_role("link", name="Открыть пункт плана")).to_be_visible()
    assert matrix.url.endswith("/roadmaps/1/matrix/")
    matrix.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    assert matrix.evaluate("document.activeElement === document.querySelector('[data-matrix] tbody td a')")


def test_arrow_keys_go_from_cell_to_cell_and_the_matrix_is_one_stop_of_the_tab_key(matrix: Page) -> None:
    matrix.locator("[data-matrix] tbody td a").first.focus()
    row, column = focused(matrix)

    matrix.keyboard.press("ArrowDown")
    below = focused(matrix)
    assert below[0] > row and below[1] == column
    matrix.keyboard.press("ArrowUp")
    matrix.keyboard.press("ArrowUp")
    assert focused(matrix) == (row, column)
    matrix.keyboard.press("ArrowRight")
    assert focused(matrix)[0] == row and focused(matrix)[1] > column
    matrix.keyboard.press("Home")
    assert focused(matrix) == (row, column)
    assert matrix.locator("[data-matrix] tbody td a[tabindex='0']").count() == 1


def test_a_cell_pressed_without_scripts_is_a_page(browser: Browser, quiet_demo: str) -> None:
    with watched_page(browser, quiet_demo, base_url=quiet_demo, java_script_enabled=False) as page:
        sign_in(page)
        page.goto("/roadmaps/1/matrix/")

        page.locator("[data-matrix] tbody td a").first.click()

        expect(page.get_by_role("heading", name="Организации")).to_be_visible()
        assert "/measures/" in page.url
