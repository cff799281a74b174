"""A form is taken only from the product's own pages: whatever is sent without their token is refused."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from . import all_seeing, cells, table
from .scene import Scene

SENT = [row for row in table.rows() if row.method == "POST" and row.object != table.NOTHING and not row.remark]
SENT += [row for row in table.rows() if row.method in ("PUT", "PATCH", "DELETE")]


@pytest.mark.parametrize("row", SENT, ids=str)
@pytest.mark.parametrize("person", ["anonymous", "boris", "vera"])
def test_without_the_token_of_a_page_nothing_is_taken(row: table.Row, person: str, scene: Scene, db: None) -> None:
    asker, before = cells.Asker(scene), all_seeing.digests()
    browser = Client(enforce_csrf_checks=True)
    if person != "anonymous":
        browser.cookies[settings.SESSION_COOKIE_NAME] = scene.sessions[person]
    browser.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32

    response = browser.generic(row.method, asker.address(row), "csrfmiddlewaretoken=" + "b" * 32)

    assert response.status_code == 403
    assert "403_csrf.html" in [template.name for template in response.templates]
    assert all_seeing.digests() == before


def test_with_the_token_of_its_page_a_form_is_taken(scene: Scene, db: None) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies[settings.SESSION_COOKIE_NAME] = scene.sessions["vera"]
    token = browser.get("/").context["csrf_token"]

    response = browser.post("/sign-out/", {"csrfmiddlewaretoken": str(token)})

    assert (response.status_code, response.headers["Location"]) == (302, "/sign-in/")
