"""The gallery shows every component, in both themes, and is right by WCAG, on a desk and on a phone."""

from __future__ import annotations

import mimetypes
import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.test import RequestFactory, override_settings
from django.utils import translation

from orientir.config.headers import POLICY
from orientir.ui.gallery import SECTIONS
from orientir.ui.templatetags.ui import register
from orientir.ui.views_gallery import gallery

PLAIN_STATIC = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
ADDRESS = "http://orientir.test/gallery/"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Parts of the layout and of other components; they are seen wherever those are.
WITHIN_OTHERS = {"page_address", "words_of_block"}


def rendered(cookies: dict[str, str] | None = None, language: str = "ru") -> str:
    request = RequestFactory().get("/gallery/")
    request.COOKIES.update(cookies or {})
    with override_settings(STORAGES=PLAIN_STATIC), translation.override(language):
        return gallery(request).content.decode()


def test_every_component_is_in_the_gallery() -> None:
    shown = "".join(get_template(section.template).template.source for section in SECTIONS)  # type: ignore[attr-defined]
    shown += get_template("ui/gallery/page.html").template.source  # type: ignore[attr-defined]

    missing = {name for name in register.tags if f"{{% {name} " not in shown and f"{{% {name} %}}" not in shown}

    assert missing - {f"end{name}" for name in register.tags} == WITHIN_OTHERS


def test_the_gallery_shows_each_section_in_the_light_theme_and_in_the_dark_one() -> None:
    page = rendered()

    assert [page.count(f'data-theme="{scheme}"') for scheme in ("light", "dark")] == [len(SECTIONS)] * 2


def test_the_page_takes_theme_and_size_from_their_cookies_and_ignores_other_words() -> None:
    chosen = rendered({"theme": "dark", "size": "large"}).split(">", 2)[1]
    forged = rendered({"theme": "x\" onload='", "size": "huge"}).split(">", 2)[1]

    assert (chosen.strip(), forged.strip()) == (
        '<html lang="ru" data-theme="dark" data-size="large"',
        '<html lang="ru"',
    )


def test_the_window_carries_the_words_of_the_page_title() -> None:
    assert "<title>Gallery of components · Orientir</title>" in rendered(language="en")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


def open_gallery(browser: Any, page_html: str, **options: Any) -> Any:
    """Open the page without a server: the browser's requests are answered here, with the real policy."""

    def answer(route: Any) -> None:
        path = urlsplit(route.request.url).path
        if path == "/gallery/":
            headers = {"Content-Security-Policy": POLICY}
            route.fulfill(body=page_html, content_type="text/html; charset=utf-8", headers=headers)
        elif found := finders.find(path.removeprefix("/static/")):
            route.fulfill(path=found, content_type=mimetypes.guess_type(path)[0])
        else:
            route.fulfill(status=404)

    page = browser.new_context(**options).new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda said: page.complaints.append(said.text) if "Policy" in said.text else None)
    page.route("**/*", answer)
    page.goto(ADDRESS)
    return page


@pytest.mark.parametrize(
    ("scheme", "width", "size"),
    [
        ("light", 1440, ""),
        ("light", 1440, "large"),
        ("light", 1024, ""),
        ("light", 390, ""),
        ("light", 390, "large"),
        ("dark", 1440, ""),
        ("dark", 390, ""),
    ],
)
def test_the_gallery_is_accessible_fits_its_window_and_breaks_no_policy(
    browser: Any, scheme: str, width: int, size: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_gallery(
        browser,
        rendered({"size": size}),
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
    )
    found = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth")

    assert ([(fault["id"], fault["nodes"][0]["html"]) for fault in found], wide <= width, page.complaints) == (
        [],
        True,
        [],
    )
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_menus_and_help_open_with_scripts_and_without(browser: Any, scripts: bool) -> None:
    page = open_gallery(browser, rendered(language="en"), java_script_enabled=scripts)

    page.locator("summary[title=Theme]").click()
    assert page.locator(".site-header .menu-panel").first.is_visible()
    page.keyboard.press("Escape")
    page.locator("#overlays summary").first.click()
    assert page.locator(".help-sheet").first.is_visible()
    page.context.close()
