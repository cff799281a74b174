"""The product as it is started for people, on a copy of the demo, and a browser in front of it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from orientir.door.processes import Household
from orientir.door.server import address, start_server, start_worker
from tests.support import databases

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
DEMO = f"test_orientir_demo_{databases.RUN}"
STATE = Path(tempfile.gettempdir(), f"orientir-demo-{databases.RUN}")
"""The folder that goes with it: the files of the demo and what is served with the pages."""
OWN = f"{databases.TEMPLATE}_demo"


def environment_of(database: str) -> dict[str, str]:
    """Return the environment in which the product works on a database."""
    return os.environ | {
        "DATABASE_URL": databases.application_url(database),
        "DATABASE_OWNER_URL": databases.owner_url(database),
        "ORIENTIR_STATE": str(STATE),
        "DJANGO_SETTINGS_MODULE": "orientir.config.settings",
    }


def manage(*words: str, database: str, role: str = "application") -> None:
    """Run a command of Django in a process of its own: Playwright's loop forbids Django's connection in this one."""
    environment = environment_of(database) | {"ORIENTIR_DATABASE_ROLE": role}
    subprocess.run([sys.executable, "-m", "django", *words], env=environment, check=True)


@pytest.fixture(scope="session")
def demo_template() -> Iterator[str]:
    """Build the demo once for all workers, by its own commands, in a database that is then only copied."""

    def build(name: str) -> None:
        (STATE / "static").mkdir(parents=True)
        manage("migrate", "--no-input", "-v", "0", database=name, role="owner")
        manage("build_demo", database=name)
        manage("collectstatic", "--no-input", "-v", "0", database=name)

    with databases.shared(DEMO, build, forget=lambda: shutil.rmtree(STATE)):
        yield DEMO


def port_of_its_own() -> int:
    """Return a port that no other worker is given at this moment."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@contextmanager
def product_on(template: str, name: str) -> Iterator[str]:
    """Start server and worker on a copy of a database and yield the address."""
    databases.drop(name)
    databases.make(name, template=template)
    environment = environment_of(name)
    household = Household()
    try:
        port = port_of_its_own()
        start_server(household, environment, host="127.0.0.1", port=port, workers=1)
        start_worker(household, environment)
        yield address("127.0.0.1", port).rstrip("/")
    finally:
        household.end()
        databases.drop(name)


@pytest.fixture(scope="session")
def quiet_demo(demo_template: str) -> Iterator[str]:
    """The demo for tests that only look."""
    with product_on(demo_template, f"{OWN}_quiet") as where:
        yield where


@pytest.fixture
def own_demo(demo_template: str) -> Iterator[str]:
    """A demo of its own for a test that changes something."""
    with product_on(demo_template, f"{OWN}_own") as where:
        yield where


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def refused(said: ConsoleMessage) -> bool:
    """Say whether the browser only reports a page that answered 401, 403, 404 or 422, which a test may ask for."""
    return bool(re.search(r"status of (401|403|404|422)", said.text))


def new_visitor(browser: Browser, **options: Any) -> BrowserContext:
    """Return a browser that knows nobody, of somebody in Moscow."""
    return browser.new_context(locale="ru-RU", timezone_id="Europe/Moscow", **options)


@contextmanager
def watched_page(browser: Browser, here: str, **options: Any) -> Iterator[Page]:
    """Open a page in a browser of its own, and watch it."""
    context = new_visitor(browser, **options)
    with watched(context, here) as page:
        yield page
    context.close()


@contextmanager
def watched(context: BrowserContext, here: str) -> Iterator[Page]:
    """Open a page that fails its test on an error of a script, a broken address or a request to another host."""
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" and not refused(said) else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(here) else faults.append(request.url))
    page.on("response", lambda found: faults.append(f"{found.status} {found.url}") if found.status >= 500 else None)
    yield page
    page.close()
    assert faults == []


@pytest.fixture
def page(browser: Browser, own_demo: str) -> Iterator[Page]:
    """A page on an own demo."""
    with watched_page(browser, own_demo, base_url=own_demo, viewport={"width": 1440, "height": 900}) as page:
        yield page
