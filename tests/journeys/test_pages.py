"""Every page as people see it: accessible, whole on a phone, in both languages, in light and dark; and its picture.

With ORIENTIR_PICTURES=docs/pictures the pictures are written there (`ORIENTIR_PICTURES=docs/pictures ./orientir test
journeys`); otherwise they are only taken.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import watched_page

WIDTHS = {1440: 900, 390: 844}
PAGES = {
    # name: (login, where)
    "sign-in": ("", "/sign-in/"),
    "home-office": ("boris", "/"),
    "home-school": ("school-5", "/"),
    "home-observer": ("olga", "/"),
    "roadmaps": ("boris", "/roadmaps/"),
    "upload": ("boris", "/roadmaps/upload/"),
    "paste": ("boris", "/roadmaps/paste/"),
    "begin-after": ("boris", "/roadmaps/begin-after/"),
    "begin-empty": ("boris", "/roadmaps/begin/"),
    "late": ("boris", "/late/"),
    "coming-up": ("boris", "/coming-up/"),
    "roadmap": ("boris", "/roadmaps/1/"),
    "calendar": ("boris", "/roadmaps/1/calendar/"),
    "calendar-month": ("boris", "/roadmaps/1/calendar/?zoom=month"),
    "matrix": ("boris", "/roadmaps/1/matrix/"),
    "results": ("boris", "/roadmaps/1/results/"),
    "history": ("boris", "/roadmaps/1/history/"),
    "put-in-force": ("boris", "/roadmaps/3/force/"),
    "to-bind": ("boris", "/roadmaps/3/binding/"),
    "to-check": ("boris", "/roadmaps/4/review/"),
    "home-region": ("anna", "/"),
    "roadmap-of-region": ("anna", "/roadmaps/2/"),
    "roadmap-in-part": ("gleb", "/roadmaps/2/"),
    "matrix-of-region": ("anna", "/roadmaps/2/matrix/"),
    "home-college": ("college", "/"),
    "in-force": ("boris", "/roadmaps/1/force/"),
    "measure": ("boris", "/measures/3/"),
    "amend-measure": ("boris", "/measures/3/amend/"),
    "rebind": ("boris", "/measures/3/work/"),
    "end-measure": ("boris", "/measures/3/end/"),
    "add-to-plan": ("boris", "/roadmaps/1/amend/"),
    "archive-plan": ("boris", "/roadmaps/1/archive/"),
    "delete-plan": ("boris", "/roadmaps/1/delete/"),
    "reports": ("boris", "/reports/"),
    "review": ("boris", "the first report to review"),
    "return": ("boris", "the first report to return"),
    "assignments": ("school-5", "/assignments/"),
    "assignments-office": ("boris", "/assignments/?state=all&sort=organisation"),
    "who-has-not-submitted": ("boris", "/assignments/?measure=3"),
    "measures": ("boris", "/roadmaps/1/measures/"),
    "assignment": ("school-5", "the first assignment"),
    "organisations": ("boris", "/organisations/"),
    "organisation": ("boris", "/organisations/6/"),
    "add-edition": ("boris", "/roadmaps/1/add-edition/"),
    "add-organisation": ("boris", "/organisations/add/"),
    "add-unit": ("boris", "/organisations/6/add-unit/"),
    "appoint": ("boris", "/organisations/6/appoint/"),
    "password": ("boris", "/password/"),
    "organisation-history": ("boris", "/organisations/6/history/"),
    "own-deeds": ("school-5", "/journal/own/"),
    "about-me": ("school-5", "/journal/about-me/"),
    "journal": ("boris", "/journal/"),
    "calendar-feed": ("boris", "/calendar-feed/"),
    "add-territory": ("boris", "/organisations/add-territory/"),
    "change-organisation": ("boris", "/organisations/6/change/"),
    "close-organisation": ("boris", "/organisations/6/close/"),
    "change-unit": ("boris", "/units/1/change/"),
    "put-list-in": ("boris", "/organisations/lists/"),
    "classes": ("boris", "/organisations/classes/"),
    "class": ("boris", "/organisations/classes/schools.adapted/"),
    "add-class": ("boris", "/organisations/classes/add/"),
    "class-exception": ("boris", "/organisations/classes/schools/except/"),
    "performers": ("boris", "/organisations/performers/?q=%D0%9E%D0%9E"),
    "new-password": ("boris", "/appointments/3/new-password/"),
    "not-found": ("boris", "/roadmaps/999999/"),
    "forbidden": ("olga", "/roadmaps/upload/"),
    "gallery": ("boris", "/gallery/"),
}
PICTURED = (
    "home-office",
    "home-school",
    "roadmap",
    "calendar",
    "matrix",
    "put-in-force",
    "measure",
    "review",
    "assignment",
    "sign-in",
)
LATIN_ALLOWED = re.compile(
    r"EN|\.docx|\.txt|DOCX|XLSX|PDF|ODT|PNG|JPEG|HTML|TXT|DOC|RTF|Orientir|Read in English|Word|Choose File"
    r"|No file chosen"
)


@pytest.fixture(params=WIDTHS)
def seen(request: pytest.FixtureRequest, browser: Browser, quiet_demo: str) -> Iterator[Page]:
    width = request.param
    size = {"width": width, "height": WIDTHS[width]}
    with watched_page(browser, quiet_demo, base_url=quiet_demo, viewport=size) as page:
        yield page


def go(page: Page, name: str) -> None:
    """Sign in as whoever has the page and open it."""
    login, where = PAGES[name]
    page.goto("/sign-in/")
    if login:
        page.locator(f"form[action='/demo/sign-in/{login}/'] button").click()
    if where.startswith("/"):
        page.goto(where)
        return
    rows = {"the first assignment": "/assignments/"}.get(where, "/reports/")
    page.goto(rows)
    page.goto(page.locator("tbody th a").first.get_attribute("href") or "")
    if where == "the first report to return":
        page.goto(page.locator("a[href$='/return/']").first.get_attribute("href") or "")


def sideways(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def take_picture(page: Page, name: str, language: str) -> None:
    if folder := os.environ.get("ORIENTIR_PICTURES"):
        size = page.viewport_size
        assert size is not None
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}-{size['width']}-{language}.png")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_whole_and_said_in_russian(seen: Page, name: str) -> None:
    go(seen, name)

    assert [(found["id"], len(found["nodes"])) for found in Axe().run(seen).response["violations"]] == []
    assert sideways(seen) <= 0
    assert seen.locator("html").get_attribute("lang") == "ru"
    assert seen.locator("h1").count() == 1
    if name != "gallery":
        words = LATIN_ALLOWED.sub("", seen.locator("body").inner_text())
        assert re.findall(r"[A-Za-z]{2,}", words) == []
    if name in PICTURED:
        take_picture(seen, name, "ru")


@pytest.mark.parametrize("name", PICTURED)
def test_a_page_is_whole_in_english(seen: Page, name: str) -> None:
    go(seen, name)
    seen.context.add_cookies([{"name": "django_language", "value": "en", "url": seen.url}])
    seen.reload()

    assert seen.locator("html").get_attribute("lang") == "en"
    assert sideways(seen) <= 0
    take_picture(seen, name, "en")


@pytest.mark.parametrize(
    "name", ["home-office", "roadmap", "calendar", "matrix", "assignment", "put-in-force", "sign-in"]
)
def test_a_page_is_accessible_in_the_dark_and_in_large_print(browser: Browser, quiet_demo: str, name: str) -> None:
    options = {"base_url": quiet_demo, "viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
    with watched_page(browser, quiet_demo, **options) as page:
        go(page, name)
        page.context.add_cookies([{"name": "size", "value": "large", "url": quiet_demo}])
        page.reload()

        assert [(found["id"], len(found["nodes"])) for found in Axe().run(page).response["violations"]] == []
        assert sideways(page) <= 0


def test_axe_finds_a_planted_fault(browser: Browser, quiet_demo: str) -> None:
    with watched_page(browser, quiet_demo, base_url=quiet_demo) as page:
        page.goto("/sign-in/")
        page.evaluate("document.querySelectorAll('label').forEach(label => label.remove())")

        assert "label" in [found["id"] for found in Axe().run(page).response["violations"]]


def test_all_is_reached_and_pressed_by_keyboard(browser: Browser, quiet_demo: str) -> None:
    with watched_page(browser, quiet_demo, base_url=quiet_demo) as page:
        go(page, "assignment")
        reached = set()
        page.locator("body").press("Tab")
        while page.evaluate("document.activeElement !== document.body"):
            reached.add(page.evaluate("(document.activeElement.innerText || document.activeElement.name || '').trim()"))
            assert page.evaluate("document.activeElement.matches(':focus-visible')")
            page.keyboard.press("Tab")

        assert {
            "К содержанию",
            "Что сейчас",
            "text",
            "document",
            "Приложить файл и писать дальше",
            "Представить",
        } <= reached
