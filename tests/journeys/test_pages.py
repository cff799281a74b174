"""Every page as people see it: accessible, whole on a phone, in both languages, in light and dark; and its picture.

With ORIENTIR_PICTURES=docs/pictures the pictures are written there (`ORIENTIR_PICTURES=docs/pictures ./orientir test
journeys`); otherwise they are only taken. The gallery has a test of its own (`tests/ui/test_gallery.py`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, StorageState, ViewportSize

from tests.journeys.conftest import watched_page

WIDTHS = {1440: 900, 390: 844}
FIRST: ViewportSize = {"width": 1440, "height": 900}
PAGES = {
    # name: (login, where)
    "sign-in": ("", "/sign-in/"),
    "password-help": ("", "/sign-in/help/"),
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
    "cards": ("boris", "/organisations/6/cards/"),
    "not-signed-in": ("boris", "/organisations/6/not-signed-in/"),
    "people": ("head-5", "/organisations/9/people/"),
    "people-by-code": ("boris", "/organisations/9/people/?show=families"),
    "appointment": ("head-5", "/appointments/9/"),
    "appoint-deputy": ("school-5", "/appointments/9/deputy/"),
    "hand-over": ("head-5", "/appointments/9/hand-over/"),
    "role-card": ("school-5", "/appointments/9/card/"),
    "own-roles": ("class-5", "/roles/own/"),
    "role": ("school-5", "/roles/class_teacher/"),
    "depth": ("boris", "/territories/2/depth/"),
    "password": ("boris", "/password/"),
    "security": ("boris", "/security/"),
    "second-factor": ("boris", "/security/factor/"),
    "card-of-codes": ("boris", "/security/card/"),
    "confirm": ("boris", "/confirm/"),
    "organisation-history": ("boris", "/organisations/6/history/"),
    "own-deeds": ("school-5", "/journal/own/"),
    "about-me": ("school-5", "/journal/about-me/"),
    "journal": ("boris", "/journal/"),
    "emergency": ("head-5", "/emergency/"),
    "ask-emergency": ("head-5", "/emergency/ask/"),
    "calendar-feed": ("boris", "/calendar-feed/"),
    "add-territory": ("boris", "/organisations/add-territory/"),
    "change-organisation": ("boris", "/organisations/6/change/"),
    "close-organisation": ("boris", "/organisations/6/close/"),
    "change-unit": ("boris", "/units/1/change/"),
    "put-list-in": ("boris", "/organisations/lists/"),
    "invite": ("boris", "/organisations/6/invite/"),
    "invitations": ("boris", "/invitations/?state=all"),
    "print-invitations": ("boris", "/invitations/print/?one=1&one=3"),
    "invite-by-list": ("boris", "/invitations/list/"),
    "link-that-opens-nothing": ("", "/invited/1-aaaaa-aaaaa-aaaaa-aaaaa/"),
    "classes": ("boris", "/organisations/classes/"),
    "class": ("boris", "/organisations/classes/schools.adapted/"),
    "add-class": ("boris", "/organisations/classes/add/"),
    "class-exception": ("boris", "/organisations/classes/schools/except/"),
    "performers": ("boris", "/organisations/performers/?q=%D0%9E%D0%9E"),
    "new-password": ("boris", "/appointments/3/new-password/"),
    "not-found": ("boris", "/roadmaps/999999/"),
    "forbidden": ("olga", "/roadmaps/upload/"),
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
    r"|No file chosen|boris|Chrome|Linux|[\w.]+@[\w.]+|([A-Z2-7]{4} ){7}[A-Z2-7]{4}"
)


Visit = Callable[[str, str], AbstractContextManager[Page]]


@pytest.fixture(scope="module")
def visit(browser: Browser, quiet_demo: str) -> Visit:
    """Return a function that opens a page by its name in a language. Everybody signs in once.

    Each visit has a browser of its own, with the cookies of that sign-in: one that stays open for hundreds of pages
    comes to a standstill in the end.
    """
    signed_in: dict[tuple[str, str], StorageState] = {}

    @contextmanager
    def visit(name: str, language: str = "ru") -> Iterator[Page]:
        login, _ = PAGES[name]
        if (login, language) not in signed_in:
            with watched_page(browser, quiet_demo, base_url=quiet_demo) as page:
                if language != "ru":  # which is what whoever has chosen nothing is shown
                    page.context.add_cookies([{"name": "django_language", "value": language, "url": quiet_demo}])
                sign_in(page, login)
                signed_in[login, language] = page.context.storage_state()
        with watched_page(
            browser, quiet_demo, base_url=quiet_demo, storage_state=signed_in[login, language], viewport=FIRST
        ) as page:
            go(page, name)
            yield page

    return visit


def sign_in(page: Page, login: str) -> None:
    page.goto("/sign-in/")
    if login:
        page.locator(f"form[action='/demo/sign-in/{login}/'] button").click()


def at_each_width(page: Page) -> Iterator[int]:
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        yield width


def go(page: Page, name: str) -> None:
    """Open a page as whoever is signed in."""
    where = PAGES[name][1]
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


def violations(page: Page) -> list[tuple[str, int]]:
    """Return what axe finds on a page, and at how many places."""
    return [(found["id"], len(found["nodes"])) for found in Axe().run(page).response["violations"]]


def take_picture(page: Page, name: str, language: str) -> None:
    if folder := os.environ.get("ORIENTIR_PICTURES"):
        size = page.viewport_size
        assert size is not None
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}-{size['width']}-{language}.png")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_whole_and_said_in_russian(visit: Visit, name: str) -> None:
    with visit(name, "ru") as seen:
        for width in at_each_width(seen):
            assert (width, violations(seen)) == (width, [])
            assert sideways(seen) <= 0
            words = LATIN_ALLOWED.sub("", seen.locator("body").inner_text())
            assert re.findall(r"[A-Za-z]{2,}", words) == []
            if name in PICTURED:
                take_picture(seen, name, "ru")
        assert seen.locator("html").get_attribute("lang") == "ru"
        assert seen.locator("h1").count() == 1


@pytest.mark.parametrize("name", PICTURED)
def test_a_page_is_whole_in_english(visit: Visit, name: str) -> None:
    with visit(name, "en") as seen:
        for width in at_each_width(seen):
            assert (width, sideways(seen) <= 0) == (width, True)
            take_picture(seen, name, "en")
        assert seen.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize(
    "name", ["home-office", "roadmap", "calendar", "matrix", "assignment", "put-in-force", "sign-in"]
)
def test_a_page_is_accessible_in_the_dark_and_in_large_print(browser: Browser, quiet_demo: str, name: str) -> None:
    options = {"base_url": quiet_demo, "viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
    with watched_page(browser, quiet_demo, **options) as page:
        page.context.add_cookies([{"name": "size", "value": "large", "url": quiet_demo}])
        sign_in(page, PAGES[name][0])
        go(page, name)

        assert violations(page) == []
        assert sideways(page) <= 0


def test_axe_finds_a_planted_fault(browser: Browser, quiet_demo: str) -> None:
    with watched_page(browser, quiet_demo, base_url=quiet_demo) as page:
        page.goto("/sign-in/")
        page.evaluate("document.querySelectorAll('label').forEach(label => label.remove())")

        assert "label" in [fault for fault, _ in violations(page)]


def test_all_is_reached_and_pressed_by_keyboard(browser: Browser, quiet_demo: str) -> None:
    with watched_page(browser, quiet_demo, base_url=quiet_demo) as page:
        sign_in(page, PAGES["assignment"][0])
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
