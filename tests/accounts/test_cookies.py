"""Cookies are read by no script and sent over HTTPS only, and HTTPS is asked for no more names than are ours."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.test import Client

from tests.support import plugin
from tests.support.world import PASSWORD

ASKED = (
    "CSRF_COOKIE_HTTPONLY CSRF_COOKIE_SECURE LANGUAGE_COOKIE_HTTPONLY LANGUAGE_COOKIE_SECURE SESSION_COOKIE_HTTPONLY"
    " SESSION_COOKIE_SECURE SECURE_SSL_REDIRECT SECURE_HSTS_INCLUDE_SUBDOMAINS SECURE_HSTS_PRELOAD SECURE_HSTS_SECONDS"
).split()


def run(*words: str, https: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", *words],
        env={
            **os.environ,
            "ORIENTIR_HTTPS": https,
            "DJANGO_SETTINGS_MODULE": "orientir.config.settings",
            "PYTHONPATH": str(plugin.CHECKOUT / "src"),
        },
        capture_output=True,
        text=True,
        check=True,
    )


@pytest.mark.parametrize(("https", "over"), [("1", True), ("", False)])
def test_what_is_asked_of_browsers_with_https_and_without(https: str, over: bool) -> None:
    told = run("-c", f"from django.conf import settings as s; print([getattr(s, n) for n in {ASKED}])", https=https)

    year = 365 * 24 * 60 * 60 if over else 0
    assert told.stdout.strip() == str([True, over, True, over, True, over, over, False, False, year])


def test_the_check_before_deployment_finds_nothing_to_warn_of() -> None:
    run("-m", "django", "check", "--deploy", "--fail-level", "WARNING", https="1")


def test_no_cookie_can_be_read_by_a_script(client: Client, db: None) -> None:
    browser = client
    browser.post("/sign-in/", {"login": "olga", "password": PASSWORD})
    for address, data in (("/i18n/setlang/", {"language": "en"}), ("/preferences/theme/", {"theme": "dark"})):
        browser.post(address, data)
    browser.get("/")

    readable = [name for name, cookie in browser.cookies.items() if not cookie["httponly"]]

    assert len(browser.cookies) >= 3
    assert readable == []
