"""Every answer, whatever it is, tells the browser to load nothing from elsewhere and to keep nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client

from orientir.config.headers import PERMISSIONS, POLICY
from orientir.database.context import acting_as
from orientir.desk.views import Home
from tests.support import world

pytestmark = pytest.mark.usefixtures("db")
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": PERMISSIONS,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def headers(response: HttpResponseBase, *names: str) -> dict[str, str | None]:
    return {name: response.headers.get(name) for name in (*ALWAYS, *names)}


def a_page(signed_in: Callable[[str], Client]) -> HttpResponseBase:
    return signed_in("vera").get("/")


def the_sign_in_page(signed_in: Callable[[str], Client]) -> HttpResponseBase:
    return Client().get("/sign-in/")


def a_redirect(signed_in: Callable[[str], Client]) -> HttpResponseBase:
    return Client().get("/roadmaps/")


def a_wrong_form(signed_in: Callable[[str], Client]) -> HttpResponseBase:
    return Client().post("/sign-in/", {})


def a_refusal(signed_in: Callable[[str], Client]) -> HttpResponseBase:
    return signed_in("vera").get("/roadmaps/upload/")


def a_missing_object(signed_in: Callable[[str], Client]) -> HttpResponseBase:
    return signed_in("vera").get("/roadmaps/1000000000/")


def a_missing_address(signed_in: Callable[[str], Client]) -> HttpResponseBase:
    return Client().get("/no/such/address/")


def a_wrong_method(signed_in: Callable[[str], Client]) -> HttpResponseBase:
    return signed_in("vera").delete("/roadmaps/")


def a_form_without_its_token(signed_in: Callable[[str], Client]) -> HttpResponseBase:
    return Client(enforce_csrf_checks=True).post("/sign-in/", {})


def a_fault(signed_in: Callable[[str], Client]) -> HttpResponseBase:
    browser = signed_in("vera")
    browser.raise_request_exception = False
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Home, "get", None)
        return browser.get("/")


def a_strange_host(signed_in: Callable[[str], Client]) -> HttpResponseBase:
    return Client(headers={"host": "evil.example"}).get("/")


STATUS = {
    a_page: 200,
    the_sign_in_page: 200,
    a_redirect: 302,
    a_wrong_form: 422,
    a_refusal: 403,
    a_missing_object: 404,
    a_missing_address: 404,
    a_wrong_method: 405,
    a_form_without_its_token: 403,
    a_fault: 500,
    a_strange_host: 400,
}


@pytest.mark.parametrize("asked", STATUS, ids=lambda asked: asked.__name__)
def test_every_answer_carries_the_headers(asked: Callable[[Any], HttpResponseBase], signed_in: Any) -> None:
    response = asked(signed_in)

    assert response.status_code == STATUS[asked]
    assert headers(response, "Cache-Control") == {**ALWAYS, "Cache-Control": "no-store"}


def test_a_file_is_opened_in_a_cage(signed_in: Any) -> None:
    report = world.submit("Школа № 5", "vera")
    with acting_as(world.actor("vera")):
        address = report.evidence.get().file.get_absolute_url()

    response = signed_in("vera").get(address)

    assert response.status_code == 200
    assert headers(response, "Cache-Control", "Content-Disposition", "Content-Type") == {
        **ALWAYS,
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "no-store",
        "Content-Disposition": "attachment; filename*=utf-8''%D0%BF%D1%80%D0%B8%D0%BA%D0%B0%D0%B7.png",
        "Content-Type": "image/png",
    }


def test_a_static_file_carries_them_too_and_may_be_kept(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "look.css").write_text("body {}")
    settings.STATIC_ROOT = tmp_path

    response = Client().get("/static/ui/look.css")

    assert response.status_code == 200
    assert headers(response) == ALWAYS
    assert "no-store" not in response.headers["Cache-Control"]


def test_no_page_asks_for_anything_from_elsewhere(signed_in: Any) -> None:
    """The policy forbids it; a page that tried would be broken."""
    for body in (signed_in("boris").get("/").content, Client().get("/sign-in/").content):
        assert b"//" not in body.replace(b"http://www.w3.org/2000/svg", b"")


def test_nothing_tells_what_the_server_is_made_of(signed_in: Any) -> None:
    assert {"Server", "X-Powered-By", "Via"} & set(a_page(signed_in).headers) == set()
